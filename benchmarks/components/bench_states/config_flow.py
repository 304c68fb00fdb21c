"""Home Assistant sets up no stored entry without a flow; this one is never shown."""

from homeassistant.config_entries import ConfigFlow

from . import DOMAIN


class BareStatesFlow(ConfigFlow, domain=DOMAIN):
    """No steps: the entry is written into storage before the start."""

    VERSION = 1
