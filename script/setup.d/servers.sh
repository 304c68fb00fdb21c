# The Debian packages that the tests with real servers and a browser need. Sourced by script/setup.

has_chromium() { command -v chromium >/dev/null || command -v google-chrome >/dev/null || [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]; }
has_chinese_font() { ! command -v fc-list >/dev/null || [ -n "$(fc-list :lang=zh 2>/dev/null | head -n 1)" ]; }
has_snmpd() { command -v snmpd >/dev/null || [ -x /usr/sbin/snmpd ]; }
has_snmp_tools() { command -v snmpbulkwalk >/dev/null; }
has_postgresql() { command -v pg_ctl >/dev/null || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1; }

# Print the packages that are not there.
missing_packages() {
  has_chromium || echo chromium
  has_chinese_font || echo fonts-noto-cjk
  has_snmpd || echo snmpd
  has_snmp_tools || echo snmp
  has_postgresql || echo postgresql
}

bring_servers() {
  local packages
  packages="$(missing_packages | tr '\n' ' ')"
  if [ -z "$packages" ]; then return; fi
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    die "The tests need programs that are not installed. Install them (Debian: sudo apt-get install $packages), then run script/setup again. 'script/test --fast' runs without them."
  fi
  say "Installing $packages"
  # RUNLEVEL=1 keeps Debian from starting the servers: the tests start their own on loopback ports
  # shellcheck disable=SC2086  # the package list is meant to split
  { apt-get -qq update && RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $packages; } >/dev/null ||
    die "apt-get could not install $packages. Install them by hand, then run script/setup again."
}
