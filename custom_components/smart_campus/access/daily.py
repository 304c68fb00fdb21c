"""What gates need once a day: expired credentials taken off, clocks set."""

import logging
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Final

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CoreState, Event, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_time_change, async_track_time_interval
from homeassistant.helpers.start import async_at_started
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..store.rules.errors import StoreError
from .commands import async_commander
from .grants import async_get_grants
from .names import gates_of
from .options import GateOptions

_LOGGER = logging.getLogger(__name__)

HOUR: Final = 3
MINUTE: Final = 40
"""At night, behind the hour at which clocks change in spring and autumn."""
TEND_EVERY: Final = timedelta(minutes=1)
DRIFT_LIMIT_S: Final = 5
SYNC: Final = "set_clock"

DATA_IS_KEPT: HassKey[bool] = HassKey(f"{DOMAIN}_gates_daily")


@callback
def async_keep_daily(hass: HomeAssistant) -> None:
    """Look after all gates once a day, from the first call on."""
    if hass.data.get(DATA_IS_KEPT):
        return
    hass.data[DATA_IS_KEPT] = True

    async def run(_now: datetime) -> None:
        await async_review(hass)

    async def begin(_hass: HomeAssistant) -> None:
        await _async_expire(hass)

    async def tend(_now: datetime) -> None:
        if hass.state is CoreState.running:
            await _async_tend(hass)

    # A night may have been missed
    ends = (
        async_at_started(hass, begin),
        async_track_time_change(hass, run, hour=HOUR, minute=MINUTE, second=0),
        async_track_time_interval(hass, tend, TEND_EVERY),
    )

    @callback
    def stop(_event: Event) -> None:
        for end in ends:
            end()

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stop)


async def async_review(hass: HomeAssistant) -> None:
    """Take expired credentials off their controllers, and set clocks that are off."""
    await _async_expire(hass)
    await _async_set_clocks(hass)


async def _async_tend(hass: HomeAssistant) -> None:
    """Take away windows that could not be taken away before."""
    with suppress(StoreError):
        await (await async_get_grants(hass)).async_tend()


async def _async_expire(hass: HomeAssistant) -> None:
    try:
        grants = await async_get_grants(hass)
        await grants.async_expire(dt_util.utcnow())
    except StoreError as err:
        _LOGGER.warning("Expired credentials stay on their controllers until tomorrow: %s", err)


async def _async_set_clocks(hass: HomeAssistant) -> None:
    for coordinator, device in list(gates_of(hass)):
        drift = coordinator.snapshot.readings.get("clock_drift")
        if drift is None or not _is_off(drift.value) or not GateOptions.parse(coordinator.settings.options).sync_clock:
            continue
        commander = await async_commander(hass, coordinator, device.controller, None)
        try:
            await commander.async_run(SYNC, None, device.set_clock)
        except HomeAssistantError as err:
            _LOGGER.warning("The clock of %s stays off: %s", coordinator.name, err)


def _is_off(drift_s: object) -> bool:
    """Return whether a clock needs to be set; None is the drift of one that holds no time at all."""
    return drift_s is None or (isinstance(drift_s, int | float) and abs(drift_s) > DRIFT_LIMIT_S)
