"""Every feature's triggers."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.trigger import Trigger

from .access.triggers import TRIGGERS as ACCESS_TRIGGERS
from .alerts.triggers import TRIGGERS as ALERT_TRIGGERS
from .network.inspection.triggers import TRIGGERS as INSPECTION_TRIGGERS
from .network.triggers import TRIGGERS as NETWORK_TRIGGERS
from .recordings.ledger_triggers import TRIGGERS as RECORDING_TRIGGERS
from .rooms.triggers import TRIGGERS as ROOM_TRIGGERS
from .work_orders.triggers import TRIGGERS as WORK_ORDER_TRIGGERS


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers by key."""
    return {
        **NETWORK_TRIGGERS,
        **ROOM_TRIGGERS,
        **ACCESS_TRIGGERS,
        **INSPECTION_TRIGGERS,
        **ALERT_TRIGGERS,
        **RECORDING_TRIGGERS,
        **WORK_ORDER_TRIGGERS,
    }
