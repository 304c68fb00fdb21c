# Find or bring uv, which makes environments and installs the lock; sets UV. Sourced by script/setup.

find_uv() {
  local python
  if [ -x "$TOOLS/bin/uv" ]; then UV="$TOOLS/bin/uv"; return; fi
  if command -v uv >/dev/null && [ -x "$TOOLS/bin/python" ]; then UV=$(command -v uv); return; fi
  say "Bringing uv"
  python=$(command -v python3) || die "python3 with pip is needed to begin. Install python3 and python3-venv, then run script/setup again."
  rm -rf "$TOOLS"
  if ! "$python" -m venv "$TOOLS" 2>/dev/null; then
    # Debian splits venv's pip into a package of its own; pip itself can fill the gap.
    rm -rf "$TOOLS"
    "$python" -m venv --without-pip "$TOOLS" && "$python" -m pip --python "$TOOLS/bin/python" install --quiet pip ||
      die "python3 cannot make a virtual environment. Install python3-venv (Debian: apt-get install python3-venv), then run script/setup again."
  fi
  "$TOOLS/bin/python" -m pip install --quiet uv || die "uv could not be installed from the package index. Check the network or pip's index setting, then run script/setup again."
  UV="$TOOLS/bin/uv"
}
