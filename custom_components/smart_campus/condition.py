"""Every feature's conditions."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.condition import Condition

from .access.conditions import CONDITIONS as ACCESS_CONDITIONS
from .alerts.conditions import CONDITIONS as ALERT_CONDITIONS
from .network.conditions import CONDITIONS as NETWORK_CONDITIONS
from .projectors.conditions import CONDITIONS as PROJECTOR_CONDITIONS
from .recordings.ledger_conditions import CONDITIONS as RECORDING_CONDITIONS
from .room_lighting.conditions import CONDITIONS as LIGHTING_CONDITIONS
from .rooms.conditions import CONDITIONS as ROOM_CONDITIONS


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions by key."""
    return {
        **NETWORK_CONDITIONS,
        **ALERT_CONDITIONS,
        **ROOM_CONDITIONS,
        **LIGHTING_CONDITIONS,
        **ACCESS_CONDITIONS,
        **PROJECTOR_CONDITIONS,
        **RECORDING_CONDITIONS,
    }
