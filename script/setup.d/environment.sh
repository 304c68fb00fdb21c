# Make .venv hold exactly what requirements.lock says. Sourced by script/setup.

sync_environment() {
  local stamp="$VENV/.synced" wanted
  wanted="$("$PYTHON" --version) $(cat requirements.lock | cksum) $PYTHON"
  if [ -r "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && [ -x "$VENV/bin/python" ]; then return; fi
  say "Installing the locked environment"
  if ! [ -x "$VENV/bin/python" ] || [ "$("$VENV/bin/python" --version 2>/dev/null)" != "$("$PYTHON" --version)" ]; then
    "$UV" venv --quiet --clear --no-project --python "$PYTHON" "$VENV"
  fi
  "$UV" pip sync --quiet --python "$VENV/bin/python" --require-hashes requirements.lock ||
    die "The locked packages could not be installed. Check the network or the package index setting (UV_DEFAULT_INDEX), then run script/setup again."
  printf '%s' "$wanted" >"$stamp"
}
