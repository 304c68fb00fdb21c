"""Let automations act on the lights of rooms again."""

from typing import Final

import probatio
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.target import TargetSelection

from ..campuslink.model import Kind
from ..const import DOMAIN
from ..permissions.calls import async_require_in
from ..permissions.guard import Right
from ..rooms.targets import targeted_rooms
from .news import SIGNAL_RELEASE

RELEASE_LIGHTS: Final = "release_lights"
RELEASE_SCHEMA: Final = probatio.Schema({**cv.TARGET_FIELDS})


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions of lights."""
    hass.services.async_register(DOMAIN, RELEASE_LIGHTS, _async_release, RELEASE_SCHEMA)


async def _async_release(call: ServiceCall) -> None:
    found = targeted_rooms(call.hass, TargetSelection(dict(call.data)))
    for rooms, room in found:
        await async_require_in(call, rooms.entry, Right.CONTROL, kind=Kind.LIGHTING, area_id=room.area_id)
    for _, room in found:
        async_dispatcher_send(call.hass, SIGNAL_RELEASE.format(room.key))
