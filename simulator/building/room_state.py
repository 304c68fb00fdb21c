"""Who and what is in a room now, and the power it draws."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ..clock import SimClock
from ..node_models import Relays
from ..place import Place
from ..projector import Projector

PERSON_W, CHANNEL_W, PROJECTOR_W = 35.0, 240.0, 290.0
"""A laptop that charges; a row of lamps; a projector with its lamp lit."""


@dataclass
class RoomState:
    """What the devices of one room share."""

    seats: int = 0
    place: Place = field(default_factory=Place)
    relays: Relays | None = None
    projector: Projector | None = None

    def power_w(self) -> float:
        """Return what people, lamps and the projector draw."""
        lamps = sum(self.relays.is_on) if self.relays else 0
        is_lit = self.projector is not None and self.projector.is_lit
        return self.place.people * PERSON_W + lamps * CHANNEL_W + (PROJECTOR_W if is_lit else 0.0)

    def most_w(self) -> float:
        """Return what it draws with every seat taken and everything on."""
        channels = len(self.relays.is_on) if self.relays else 0
        return self.seats * PERSON_W + channels * CHANNEL_W + PROJECTOR_W


class DrawnPower:
    """Power and energy of a room; what changes counts from the look after it.

    Nothing is remembered between runs, and a meter must never run backwards: each run begins with as much energy as
    the room could have drawn at most before it.
    """

    def __init__(self, clock: SimClock, power_w: Callable[[], float], *, most_w: float) -> None:
        """power_w: now; anything above most_w counts as that."""
        self._clock = clock
        self._power_w = power_w
        self._most_w = most_w
        self._seen_s = clock.seconds()
        self._joules = most_w * self._seen_s
        self._drawn_w = self._power()

    def look(self) -> tuple[float, float]:
        """Return the power now, in W, and the energy so far, in J."""
        now_s = self._clock.seconds()
        self._joules += self._drawn_w * max(0.0, now_s - self._seen_s)
        self._seen_s, self._drawn_w = now_s, self._power()
        return self._drawn_w, self._joules

    def _power(self) -> float:
        return min(self._power_w(), self._most_w)
