# Make frontend/node_modules hold exactly what package-lock.json says. Sourced by script/setup.

MIN_NODE="20.19.0"

node_is_new_enough() {
  command -v node >/dev/null && command -v npm >/dev/null && node -e '
    const [a, b] = [process.versions.node, process.argv[1]].map((version) => version.split(".").map(Number));
    process.exit(a[0] > b[0] || (a[0] === b[0] && a[1] >= b[1]) ? 0 : 1)' "$MIN_NODE"
}

bring_node() {
  if node_is_new_enough; then return; fi
  if ! command -v node >/dev/null && command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    say "Installing nodejs npm"
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends nodejs npm; } >/dev/null || true
    if node_is_new_enough; then return; fi
  fi
  die "Node.js $MIN_NODE or newer with npm is needed to build and test the dashboard. Install it (Debian 13: sudo apt-get install nodejs npm; others: https://nodejs.org), then run script/setup again. Without it: script/setup --without-frontend; the demo needs none."
}

sync_frontend() {
  local stamp="frontend/node_modules/.synced" wanted
  bring_node
  wanted="$(node --version) $(cat frontend/package-lock.json | cksum)"
  if [ -r "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then return; fi
  say "Installing the locked packages of the dashboard"
  npm --prefix frontend ci --silent ||
    die "The locked packages of the dashboard could not be installed. Check the network or npm's registry setting (npm config get registry), then run script/setup again."
  printf '%s' "$wanted" >"$stamp"
}
