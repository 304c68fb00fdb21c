"""A group of paths as one device to poll: a poll is one round over all of them."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any, override

from ...errors import NotWritableError
from ...link.endpoint import LocalEndpoint
from ...link.probe.measurement import Measurement, Reason
from ...link.probe.prober import Prober
from ...link.probe.target import Target
from ...model import DeviceEvent, DeviceIdentity, Reading, UpdateReport, Value
from ...profile.schema import Catalogue, Profile
from ..base import BaseDevice
from .results import PathResult, PathTable, make_result
from .summary import POINTS, summarise
from .verdict import ROUNDS_TO_TURN, HeldVerdict, PathState, Verdict, judge
from .window import Window

MOST_TARGETS = 512
SPREAD_SHARE = 0.6
"""Part of the time between two rounds over which the second one spreads its targets."""
LONGEST_SPREAD_S = 60.0
REST_S = 900.0
"""How long a time server is left alone that sent a kiss of death; meanwhile it counts as refusing."""
PRIVATE = frozenset({"id", "name", "host", "address", "addresses", "certificate_subject", "detail"})
"""What a row tells of a site's network; left out of diagnostic files."""
PATH_STATE = "path_state"
"""Kind of the event that tells that the state of a path changed."""


class _Path:
    """What is known of one target."""

    __slots__ = ("_rest_until_s", "held", "latest", "target", "window")

    def __init__(self, target: Target, rounds_to_turn: int) -> None:
        self.target = target
        self.window = Window()
        self.held = HeldVerdict(rounds_to_turn)
        self.latest: Measurement | None = None
        self._rest_until_s = -math.inf

    def repeat(self, now_s: float, at: float) -> Measurement | None:
        """Return the latest attempt once more while the other end wants to be left alone, else None."""
        return replace(self.latest, at=at) if self.latest and now_s < self._rest_until_s else None

    def rest(self, measurement: Measurement, now_s: float) -> None:
        """Leave a time server alone that refuses. Source: RFC 5905 section 7.4."""
        if measurement.reason is Reason.TIME_REFUSED:
            self._rest_until_s = now_s + REST_S

    def take(self, measurement: Measurement) -> tuple[PathResult, bool]:
        """Take one attempt; return the new row and whether the state changed."""
        self.latest = measurement
        self.window.add(measurement)
        has_turned = self.held.take(judge(self.target, measurement, self.window), measurement.at)
        held = self.held
        return make_result(self.target, held.verdict, held.at, measurement, self.window), has_turned


class ProbeDevice(BaseDevice):
    """Offers the points of its kind's catalogue, and `results`, the table behind them."""

    def __init__(
        self,
        profile: Profile,
        catalogue: Catalogue,
        prober: Prober,
        targets: Sequence[Target],
        *,
        endpoint: LocalEndpoint,
        rounds_to_turn: int = ROUNDS_TO_TURN,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """prober: shared by all probes, not closed with this one. clock: seconds since 1970-01-01 UTC.

        monotonic, pause: what spreads a round, in seconds. Raises ValueError when two targets have one id, or there are
        more than `MOST_TARGETS`.
        """
        if len({target.id for target in targets}) != len(targets) or len(targets) > MOST_TARGETS:
            raise ValueError(f"at most {MOST_TARGETS} targets, each with an id of its own")
        super().__init__(
            profile, catalogue, {point: entry.poll for point, entry in catalogue.points.items() if point in POINTS}
        )
        self._endpoint = endpoint
        self._prober = prober
        self._paths = [_Path(target, rounds_to_turn) for target in targets]
        self._rows = {target.id: PathResult(target=target) for target in targets}
        self._results: PathTable | None = None
        self._last_round_s: float | None = None
        self._clock = clock
        self._monotonic = monotonic
        self._pause = pause
        self._lock = asyncio.Lock()

    @property
    @override
    def line(self) -> str:
        """A line of its own: a round takes its time and must delay nobody."""
        return self._endpoint.key

    @property
    def results(self) -> PathTable:
        """Every path with its state and latest values, kept up while a round runs."""
        if self._results is None:
            self._results = PathTable(MappingProxyType(dict(self._rows)))
        return self._results

    def restore_path(self, target_id: str, state: PathState, reasons: Sequence[Reason], since: float) -> None:
        """Go on from the state a path had before a restart, so that its change needs as many rounds as ever.

        Without effect for a target there is not, and once a path has a state.
        """
        path = next((each for each in self._paths if each.target.id == target_id), None)
        if path is None or path.held.at is not None or state is PathState.UNKNOWN:
            return
        path.held.restore(Verdict(state, tuple(reasons)), since)
        self._rows[target_id] = replace(self._rows[target_id], verdict=path.held.verdict, since=since)
        self._results = None

    def requests_for(self, points: Collection[str]) -> int:
        """Return how many attempts a poll takes: one a target, whichever points are wanted."""
        return len(self._paths) if points else 0

    @override
    async def identify(self) -> DeviceIdentity:
        """Return an identity without facts: this machine is the device."""
        return DeviceIdentity()

    @override
    async def poll(self, points: Collection[str]) -> UpdateReport:
        """Try every path once and return the points that are asked for. Trouble of paths is data; nothing is raised."""
        async with self._lock:
            step_s = self._take_spread_s() / max(len(self._paths), 1)
            async with asyncio.TaskGroup() as round_:
                for index, path in enumerate(self._paths):
                    round_.create_task(self._try(path, index * step_s))
        readings = summarise(self.results, self._clock())
        wanted = {point: reading for point, reading in readings.items() if point in points and point in self.points}
        return UpdateReport(readings=wanted, requests=len(self._paths))

    @override
    async def write(self, point: str, value: Value) -> Reading:
        """Raise NotWritableError: paths are looked at only."""
        raise NotWritableError(f"a probe has nothing to write: {point}")

    @override
    def describe(self) -> dict[str, Any]:
        """Return the table for a diagnostic file, without names and places."""
        return {"paths": [_redact(row) for row in self.results.to_json()]}

    @override
    async def close(self) -> None:
        """Tell nothing any more; the prober stays open for others."""
        self._push = None

    def _take_spread_s(self) -> float:
        """Return over how many seconds the round that begins now is spread; not at all when it is the first one."""
        now_s, last_s = self._monotonic(), self._last_round_s
        self._last_round_s = now_s
        return 0.0 if last_s is None else min((now_s - last_s) * SPREAD_SHARE, LONGEST_SPREAD_S)

    async def _try(self, path: _Path, delay_s: float) -> None:
        if delay_s:
            await self._pause(delay_s)
        measurement = path.repeat(self._monotonic(), self._clock())
        if measurement is None:
            measurement = await self._prober.measure(path.target)
            path.rest(measurement, self._monotonic())
        row, has_turned = path.take(measurement)
        self._rows[path.target.id] = row
        self._results = None
        if has_turned and self._push is not None:
            self._push.on_event(_event(row))


def _redact(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _redact(value) if isinstance(value, Mapping) else value
        for key, value in data.items()
        if key not in PRIVATE
    }


def _event(row: PathResult) -> DeviceEvent:
    data: dict[str, Value] = {
        "target": row.target.id,
        "name": row.target.name,
        "state": row.state.value,
        "reasons": ",".join(row.verdict.reasons),
    }
    return DeviceEvent(kind=PATH_STATE, at=row.since or 0.0, data=MappingProxyType(data))
