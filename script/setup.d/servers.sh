# The Debian packages that the tests with a browser need. Sourced by script/setup.

SERVER_PACKAGES="chromium fonts-noto-cjk"

has_chromium() { command -v chromium >/dev/null || command -v google-chrome >/dev/null || [ -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" ]; }
has_chinese_font() { ! command -v fc-list >/dev/null || [ -n "$(fc-list :lang=zh 2>/dev/null | head -n 1)" ]; }

bring_servers() {
  if has_chromium && has_chinese_font; then return; fi
  if ! command -v apt-get >/dev/null || [ "$(id -u)" != 0 ]; then
    die "The tests need a Chromium browser and a Chinese font. Install them (Debian: sudo apt-get install $SERVER_PACKAGES), then run script/setup again. 'script/test --fast' runs without them."
  fi
  say "Installing $SERVER_PACKAGES"
  # shellcheck disable=SC2086  # the package list is meant to split
  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $SERVER_PACKAGES; } >/dev/null ||
    die "apt-get could not install $SERVER_PACKAGES. Install them by hand, then run script/setup again."
}
