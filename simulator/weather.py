"""The weather over the campus: the sun by the clock, rain when somebody lets it rain."""

import math

from .clock import SimClock
from .curves import Noise
from .quantities import outside_c

RAIN_MM_H = 6.0
FULL_SUN_LX = 60_000.0
SUNRISE_H, SUNSET_H = 6.5, 18.5


class Weather:
    """The same for every sensor. Rain is steered; everything else follows the time."""

    def __init__(self, clock: SimClock) -> None:
        self._clock = clock
        self._wind = Noise("wind")
        self._fallen_mm = 120.0
        self._rains_since: float | None = None

    @property
    def is_raining(self) -> bool:
        """Whether rain falls."""
        return self._rains_since is not None

    def rain(self, *, falls: bool) -> None:
        """Let rain begin or end."""
        self._fallen_mm = self.rain_mm
        self._rains_since = self._clock.seconds() if falls else None

    @property
    def rain_mm(self) -> float:
        """What the gauge counts."""
        if self._rains_since is None:
            return self._fallen_mm
        return self._fallen_mm + (self._clock.seconds() - self._rains_since) / 3600 * RAIN_MM_H

    @property
    def daylight_lx(self) -> float:
        """Illuminance outside; a tenth of it under rain clouds."""
        now = self._clock.now()
        hour = now.hour + now.minute / 60
        if not SUNRISE_H < hour < SUNSET_H:
            return 0.0
        sun = math.sin(math.pi * (hour - SUNRISE_H) / (SUNSET_H - SUNRISE_H))
        return round(FULL_SUN_LX * sun * (0.1 if self.is_raining else 1.0))

    @property
    def temperature_c(self) -> float:
        """Air temperature outside."""
        return round(outside_c(self._clock.seconds()), 1)

    @property
    def wind_m_s(self) -> float:
        """Wind speed."""
        return round(3.0 + 2.0 * self._wind.at(self._clock.seconds()), 1)
