"""The commands of the dashboard. They read; what changes something is an action or a command of its feature."""

from homeassistant.components.websocket_api import async_register_command
from homeassistant.core import HomeAssistant, callback

from .access import handle_access
from .attention import handle_attention
from .campus import handle_campus
from .day import handle_day
from .devices import handle_devices
from .energy import handle_energy
from .network import handle_network
from .reports import handle_report
from .room import handle_room
from .room_tiles import handle_rooms
from .windows import handle_windows

HANDLERS = (
    handle_campus,
    handle_rooms,
    handle_room,
    handle_day,
    handle_attention,
    handle_devices,
    handle_network,
    handle_energy,
    handle_access,
    handle_windows,
    handle_report,
)


@callback
def async_register_websocket(hass: HomeAssistant) -> None:
    """Register the commands."""
    for handler in HANDLERS:
        async_register_command(hass, handler)
