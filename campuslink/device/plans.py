"""The requests for each set of points, planned once and kept until something is refused or found elsewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ..plan.items import plan_items
from ..plan.request import PlannedRequest
from ..plan.spans import plan_spans, resolve_address
from ..profile.schema import Point, Profile, RegisterRead
from .readings import carried
from .refusals import Refusals
from .sunspec import ModelMap

MOST_PLANS = 64

NO_REQUEST = "no request this device allows can carry it"


@dataclass(frozen=True, slots=True)
class Plan:
    """The requests for one set of points."""

    requests: tuple[PlannedRequest, ...]
    missing: frozenset[str]
    """Points no request carries: refused before, or out of the device's bounds."""


class Plans:
    """Plans of one device, cached by the set of points."""

    def __init__(self, profile: Profile, refusals: Refusals) -> None:
        """refusals: what to plan around; the cache is emptied when they change."""
        self._profile = profile
        self._refusals = refusals
        self._models = ModelMap()
        self._cache: dict[frozenset[str], Plan] = {}
        self._revision = -1

    @property
    def models(self) -> ModelMap:
        """Where SunSpec models lie; empty for other devices."""
        return self._models

    @models.setter
    def models(self, models: ModelMap) -> None:
        self._models = models
        self._cache.clear()

    def plan(self, points: frozenset[str]) -> Plan:
        """Return the requests for points of the profile."""
        if self._revision != self._refusals.revision or len(self._cache) > MOST_PLANS:
            self._cache.clear()
            self._revision = self._refusals.revision
        plan = self._cache.get(points)
        if plan is None:
            plan = self._cache[points] = self._make(points)
        return plan

    def registers(self, point: Point) -> frozenset[tuple[str, int]]:
        """Return the (space, address) pairs of a Modbus point, without its exponent."""
        read = point.read
        if not isinstance(read, RegisterRead) or (start := resolve_address(read, self._models.bases)) is None:
            return frozenset()
        return frozenset((read.space, start + offset) for offset in range(read.count))

    def _make(self, points: frozenset[str]) -> Plan:
        refused: Mapping[str, str] = self._refusals.points
        present = [point for point in self._profile.points.values() if self._is_within_model(point)]
        wanted = [point for point in present if point.id in points and point.id not in refused]
        spans = plan_spans(
            wanted, self._profile.transport, self._models.bases, self._refusals.avoid, defined=_except(present, wanted)
        )
        requests = spans + plan_items(wanted, self._refusals.items)
        return Plan(requests, points - {point for planned in requests for point in carried(planned)})

    def _is_within_model(self, point: Point) -> bool:
        read = point.read
        if not isinstance(read, RegisterRead) or not read.model:
            return True
        length = self._models.lengths.get(read.model, 0)
        return max(read.address + read.count, (read.exponent or 0) + 1) <= length


def _except(points: Iterable[Point], others: Iterable[Point]) -> list[Point]:
    taken = {point.id for point in others}
    return [point for point in points if point.id not in taken]
