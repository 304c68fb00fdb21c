"""What a device will not serve: remembered with its own words, and asked again after a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ..errors import RefusalReason
from ..plan.request import RegisterSpan
from ..plan.spans import Avoid

FORGET_AFTER_S = 86_400.0
"""A refusal this old is tried again: firmware gets updated, options get fitted."""

LASTING = frozenset({RefusalReason.FUNCTION, RefusalReason.ADDRESS, RefusalReason.VALUE, RefusalReason.DEVICE_FAILURE})
"""Reasons that say something about what was asked, not about the moment."""


@dataclass(frozen=True, slots=True)
class _Refusal:
    said: str
    at: float
    registers: frozenset[tuple[str, int]] = frozenset()


class Refusals:
    """The memory of one device's refusals: of points, of stretches of registers, and of block items."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """clock: seconds since any fixed moment."""
        self._clock = clock
        self._points: dict[str, _Refusal] = {}
        self._stretches: dict[tuple[str, int, int], float] = {}
        self._items: dict[str, float] = {}
        self.revision = 0
        """Grows with every change, so that plans made before it can be told from those made after."""

    @property
    def points(self) -> Mapping[str, str]:
        """Point id to what the device said."""
        return {point: refusal.said for point, refusal in self._points.items()}

    @property
    def items(self) -> frozenset[str]:
        """Identifiers of refused items and blocks."""
        return frozenset(self._items)

    @property
    def avoid(self) -> Avoid:
        """What Modbus requests must keep clear of."""
        registers = frozenset[tuple[str, int]]().union(*(refusal.registers for refusal in self._points.values()))
        return Avoid(registers=registers, stretches=frozenset(self._stretches))

    def remember_point(self, point: str, said: str, registers: Iterable[tuple[str, int]] = ()) -> None:
        """Keep from asking for a point; registers: its (space, address) pairs, not to be touched even in passing."""
        self._points[point] = _Refusal(said, self._clock(), frozenset(registers))
        self.revision += 1

    def remember_stretch(self, left: RegisterSpan, right: RegisterSpan) -> None:
        """Keep from reading across from left to right: each is served alone, both in one request are not."""
        first, last = left.address + left.count - 1, right.address
        self._stretches[left.space, min(first, last), max(first, last)] = self._clock()
        self.revision += 1

    def remember_item(self, item: str) -> None:
        """Keep from asking for a data item or block."""
        self._items[item] = self._clock()
        self.revision += 1

    def forget_item(self, item: str) -> None:
        """Allow a data item or block again."""
        if self._items.pop(item, None) is not None:
            self.revision += 1

    def forget_old(self) -> None:
        """Drop what is older than a day, so that the next poll asks again."""
        oldest = self._clock() - FORGET_AFTER_S
        points = {point: refusal for point, refusal in self._points.items() if refusal.at > oldest}
        stretches = {stretch: at for stretch, at in self._stretches.items() if at > oldest}
        items = {item: at for item, at in self._items.items() if at > oldest}
        if (len(points), len(stretches), len(items)) != (len(self._points), len(self._stretches), len(self._items)):
            self._points, self._stretches, self._items = points, stretches, items
            self.revision += 1
