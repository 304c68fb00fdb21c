# The Debian packages that the tests with real servers and a browser need. Sourced by script/setup.

has_chromium() { command -v chromium >/dev/null || command -v google-chrome >/dev/null || [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]; }
has_chinese_font() { ! command -v fc-list >/dev/null || [ -n "$(fc-list :lang=zh 2>/dev/null | head -n 1)" ]; }
has_snmpd() { command -v snmpd >/dev/null || [ -x /usr/sbin/snmpd ]; }
has_snmp_tools() { command -v snmpbulkwalk >/dev/null; }
has_postgresql() { command -v pg_ctl >/dev/null || ls /usr/lib/postgresql/*/bin/pg_ctl >/dev/null 2>&1; }
has_mosquitto() { command -v mosquitto >/dev/null || [ -x /usr/sbin/mosquitto ]; }
has_ffmpeg() { command -v ffmpeg >/dev/null; }
# Its server is run by the system's own Python: there are no wheels of GStreamer.
has_rtsp_server() { /usr/bin/python3 -c 'import gi; gi.require_version("GstRtspServer", "1.0")' 2>/dev/null && command -v gst-inspect-1.0 >/dev/null && gst-inspect-1.0 x264enc >/dev/null 2>&1 && gst-inspect-1.0 avenc_aac >/dev/null 2>&1; }
RTSP_PACKAGES="python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-tools gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-plugins-ugly gstreamer1.0-libav"

# Print the packages that are not there.
missing_packages() {
  has_chromium || echo chromium
  has_chinese_font || echo fonts-noto-cjk
  has_snmpd || echo snmpd
  has_snmp_tools || echo snmp
  has_postgresql || echo postgresql
  has_mosquitto || echo mosquitto
  has_ffmpeg || echo ffmpeg
  has_rtsp_server || echo "$RTSP_PACKAGES"
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
