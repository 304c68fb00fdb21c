"""A projector as a thing: its power takes time, its lamps age, parts of it fail. Knows no protocol."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

WARM_S, COOL_S = 30.0, 60.0
"""Simulated seconds that warming and cooling take."""
SECONDS_AN_HOUR = 3600.0
PARTS = ("fan", "lamp", "temperature", "cover", "filter", "other")


class Power(StrEnum):
    """What it is doing."""

    OFF = "off"
    ON = "on"
    COOLING = "cooling"
    WARMING = "warming"


class Health(StrEnum):
    """How a part of it is."""

    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, kw_only=True, slots=True)
class Model:
    """What does not change."""

    manufacturer: str = "EPSON"
    name: str = "EB-L735U"
    serial: str = "X8JK0000001"
    firmware: str = "1.05"
    mac: str = "00:26:ab:00:00:01"
    pjlink_class: int = 2
    inputs: Mapping[str, str] = field(
        default_factory=lambda: {"11": "Computer", "31": "HDMI 1", "32": "HDMI 2", "51": "LAN"}
    )
    """Name by code."""
    resolution: str = "1920x1200"
    lamp_part: str = "ELPLP97"
    filter_part: str = "ELPAF60"


class Projector:
    """Use its methods as a person at the projector would; every look at it is a look at the clock."""

    def __init__(
        self,
        model: Model,
        clock: Callable[[], float],
        *,
        label: str = "",
        lamp_hours: tuple[float, ...] = (1200.0,),
        filter_hours: float = 300.0,
        power: Power = Power.OFF,
        cool_s: float = COOL_S,
    ) -> None:
        """clock: simulated seconds. label: the name somebody gave it. power: as it is now, cooling from now on.

        cool_s: how long its first cooling takes; later ones take `COOL_S`.
        """
        self.model = model
        self.label = label
        self.source = next(iter(model.inputs), "")
        self.picture_mute = self.audio_mute = self.freeze = False
        self.volume = 10
        self.health = dict.fromkeys(PARTS, Health.OK)
        self.on_change: Callable[[str], None] = lambda _: None
        """Called with ``power``, ``source`` or ``health`` when that has changed."""
        self._clock = clock
        self._lamp_hours = list(lamp_hours)
        self._filter_hours = filter_hours
        self._power = power
        self._cool_s = cool_s
        self._began = self._aged_until = clock()

    @property
    def power(self) -> Power:
        """What it is doing now."""
        self._pass_time()
        return self._power

    @property
    def is_lit(self) -> bool:
        """Whether its lamps burn."""
        return self.power in (Power.ON, Power.WARMING)

    @property
    def lamp_hours(self) -> tuple[int, ...]:
        """Whole hours by lamp."""
        self._pass_time()
        return tuple(int(hours) for hours in self._lamp_hours)

    @property
    def filter_hours(self) -> int:
        """Whole hours."""
        self._pass_time()
        return int(self._filter_hours)

    def turn_on(self) -> bool:
        """Start to warm up; return whether it obeys: not while it is cooling."""
        if self.power is Power.OFF:
            self._become(Power.WARMING)
        return self._power is not Power.COOLING

    def turn_off(self) -> bool:
        """Start to cool down; return whether it obeys: not while it is warming up."""
        if self.power is Power.ON:
            self._become(Power.COOLING)
        return self._power is not Power.WARMING

    def choose(self, source: str) -> None:
        """Show another input. Raises ValueError when it has none of this code."""
        if source not in self.model.inputs:
            raise ValueError(f"source must be one of {', '.join(self.model.inputs)}")
        self.source = source
        self.on_change("source")

    def break_part(self, part: str, health: Health) -> None:
        """Let a part fail, or mend it. Raises ValueError for a part it does not have."""
        if part not in PARTS:
            raise ValueError(f"part must be one of {', '.join(PARTS)}")
        self.health[part] = health
        self.on_change("health")

    def wear(self, *, lamp_hours: float | None = None, filter_hours: float | None = None) -> None:
        """Set the hours of the first lamp or the filter, as after an exchange or a long year."""
        self._pass_time()
        if lamp_hours is not None and self._lamp_hours:
            self._lamp_hours[0] = lamp_hours
        if filter_hours is not None:
            self._filter_hours = filter_hours

    def _pass_time(self) -> None:
        """Live through what has passed since the last look."""
        now = self._clock()
        lasts = {Power.WARMING: WARM_S, Power.COOLING: self._cool_s}.get(self._power)
        if lasts is not None and now - self._began >= lasts:
            self._age(self._began + lasts)
            self._become(Power.ON if self._power is Power.WARMING else Power.OFF, at=self._began + lasts)
        self._age(now)

    def _age(self, until: float) -> None:
        """Burn the lamps and use the filter while they are in use."""
        hours = max(0.0, until - self._aged_until) / SECONDS_AN_HOUR
        if self._power in (Power.ON, Power.WARMING):
            self._lamp_hours = [lamp + hours for lamp in self._lamp_hours]
        if self._power is not Power.OFF:
            self._filter_hours += hours
        self._aged_until = max(until, self._aged_until)

    def _become(self, power: Power, *, at: float | None = None) -> None:
        self._power = power
        self._began = self._clock() if at is None else at
        if power is Power.OFF:
            self._cool_s = COOL_S
        if power in (Power.OFF, Power.COOLING):
            self.picture_mute = self.audio_mute = self.freeze = False
        self.on_change("power")
