"""Outlets that go off with a class: not before the projectors of the room have cooled down."""

import asyncio
import logging
from collections.abc import Collection
from typing import Final

from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event

from ..coordinator import DeviceCoordinator
from ..projectors.cooling import async_is_cool, async_outlet_meter
from .stock import EntityGroup

_LOGGER = logging.getLogger(__name__)

COOL_WITHIN_S: Final = 1200.0
"""How long a projector may take to cool down before its outlet is left on."""


@callback
def async_must_wait(hass: HomeAssistant, group: EntityGroup, projectors: Collection[DeviceCoordinator]) -> bool:
    """Return whether a group may cut the mains of a projector that is hot, or of which nobody knows.

    Any switch may, but those of the projectors themselves.
    """
    may_cut = any(entity_id.startswith("switch.") for entity_id in group.entity_ids)
    is_own = group.device_id in {each.registry_id for each in projectors}
    return may_cut and not is_own and not all(async_is_cool(hass, each) for each in projectors)


async def async_wait_until_cool(hass: HomeAssistant, projectors: Collection[DeviceCoordinator], name: str) -> bool:
    """Return whether the outlet may go off: False when a projector went on again, or does not cool down in time.

    name: of the outlet, for the log.
    """
    ended = asyncio.Event()
    went_off: set[str] = set()

    @callback
    def look(_event: Event[EventStateChangedData] | None = None) -> None:
        if _is_on_again(projectors, went_off) or all(async_is_cool(hass, each) for each in projectors):
            ended.set()

    ends = [each.async_listen_reports(look) for each in projectors]
    if meters := [meter for each in projectors if (meter := async_outlet_meter(each))]:
        ends.append(async_track_state_change_event(hass, meters, look))
    look()
    try:
        async with asyncio.timeout(COOL_WITHIN_S):
            await ended.wait()
    except TimeoutError:
        _LOGGER.warning("%s stays on: the projector did not cool down", name)
        return False
    finally:
        for end in ends:
            end()
    return all(async_is_cool(hass, each) for each in projectors)


def _is_on_again(projectors: Collection[DeviceCoordinator], went_off: set[str]) -> bool:
    """Return whether a projector that had gone off is in use; remember those that go off."""
    for each in projectors:
        reading = each.snapshot.readings.get("power")
        if reading is None:
            continue
        if reading.value in ("off", "cooling"):
            went_off.add(each.key)
        elif reading.value in ("on", "warming") and each.key in went_off:
            return True
    return False
