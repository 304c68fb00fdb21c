"""One beat a second for every open page: pages look at how things are, and are told what changed since they looked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..listeners import Listeners

BEAT: Final = timedelta(seconds=1)
"""However much happens, a page is told no more often."""

type OnBeat = Callable[[], None]


class Pulse:
    """Beats while somebody listens. `number` counts the beats: what was worked out in one is good until the next."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Use `async_get_pulse` instead."""
        self.number = 0
        self._hass = hass
        self._listeners = Listeners[()]()
        self._cancel: CALLBACK_TYPE | None = None

    @callback
    def async_listen(self, listener: OnBeat) -> CALLBACK_TYPE:
        """Call a listener with every beat. Return what ends it."""
        leave = self._listeners.async_add(listener)
        if self._cancel is None:
            self.number += 1
            self._cancel = async_track_time_interval(
                self._hass, self._beat, BEAT, name=f"{DOMAIN} dashboard", cancel_on_shutdown=True
            )

        @callback
        def end() -> None:
            leave()
            if not self._listeners and self._cancel is not None:
                self._cancel()
                self._cancel = None

        return end

    @property
    def is_beating(self) -> bool:
        """Whether anybody listens."""
        return self._cancel is not None

    @callback
    def _beat(self, _now: datetime) -> None:
        self.number += 1
        self._listeners.async_tell()


DATA_PULSE: HassKey[Pulse] = HassKey(f"{DOMAIN}_dashboard_pulse")


@callback
def async_get_pulse(hass: HomeAssistant) -> Pulse:
    """Return the pulse of the installation."""
    if (pulse := hass.data.get(DATA_PULSE)) is None:
        pulse = hass.data[DATA_PULSE] = Pulse(hass)
    return pulse
