"""Where a site listens to the traps of its switches."""

from collections.abc import Mapping
from typing import Any

import probatio
from homeassistant.helpers.selector import NumberSelector, NumberSelectorConfig, NumberSelectorMode

from ..network.switch_traps import CONF_TRAP_PORT, trap_port_of


def trap_fields() -> dict[probatio.Marker, Any]:
    """Return the field of the site's form."""
    port = NumberSelector(NumberSelectorConfig(min=0, max=65535, step=1, mode=NumberSelectorMode.BOX))
    return {probatio.Optional(CONF_TRAP_PORT): port}


def clean_traps(entered: Mapping[str, Any]) -> dict[str, int]:
    """Return what was entered; an empty field stands for no port."""
    port = trap_port_of(entered)
    return {CONF_TRAP_PORT: port} if port or CONF_TRAP_PORT in entered else {}
