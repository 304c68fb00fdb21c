"""One device: its profile and its link, as something to identify, poll and write to."""

import asyncio
import math
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any, override

from ..errors import LinkError, MismatchError, NoAnswerError, NotWritableError, RefusedError
from ..link.base import DeviceLink
from ..model import EMPTY, DeviceEvent, DeviceIdentity, Reading, UpdateReport, Value
from ..plan.request import RegisterSpan
from ..plan.spans import plan_writes, resolve_address
from ..profile.schema import Catalogue, ExactMark, PointWrite, Profile, RegisterRead
from .base import BaseDevice
from .conversation import Conversation
from .identity import build_identity, check_limits, check_mark, describe_register, identity_points
from .plans import Plans
from .plausibility import OnAccepted, TotalGuard, make_total_rules
from .readings import Decoder
from .recording import Recording
from .redaction import make_recording
from .refusals import Refusals
from .round import Round
from .sunspec import walk_models
from .writing import encode_write, plan_read_back

MOST_IN_GROUP = 8
"""Relays one request may switch: all luminaires of a floor at once would draw their inrush currents at once."""


class Device(BaseDevice):
    """A device whose points are registers, data items or answers to commands. Calls are serial."""

    def __init__(
        self,
        profile: Profile,
        link: DeviceLink,
        catalogue: Catalogue,
        *,
        params: Mapping[str, float] = EMPTY,
        clock: Callable[[], float] = time.time,
        on_total_accepted: OnAccepted | None = None,
    ) -> None:
        """params: installation parameters by id (``ct_ratio``); clock: seconds since 1970-01-01 UTC.

        on_total_accepted: told (point, old, new) once for each rollover, exchange or confirmed jump of a total;
        without it whoever follows the device hears of an event ``total_accepted``.
        """
        super().__init__(profile, catalogue, {point.id: point.poll for point in profile.points.values()})
        self.link = link
        self._clock = clock
        self._params = {key: params.get(key, parameter.default) for key, parameter in profile.params.items()}
        self._factors = self._make_factors()
        self._refusals = Refusals(clock)
        self._plans = Plans(profile, self._refusals)
        self._conversation = Conversation(link)
        self._decoder = Decoder(profile.points, self._factors)
        self._round = Round(self._conversation, self._plans, self._refusals, self._decoder, clock)
        self._totals = TotalGuard(
            make_total_rules(profile, catalogue, self._factors), on_total_accepted or self._tell_total
        )
        self._is_prepared = profile.transport.sunspec is None
        self._lock = asyncio.Lock()

    @property
    @override
    def line(self) -> str:
        return self.link.line

    @property
    @override
    def refused(self) -> Mapping[str, str]:
        """Point id to what the device said, for every point of the profile that is not asked for."""
        return self._round.words(self.profile.points)

    def requests_for(self, points: Collection[str]) -> int:
        """Return how many requests a poll of the points takes while nothing new is refused."""
        return len(self._plans.plan(self._known(points)).requests)

    @override
    def describe(self) -> dict[str, Any]:
        return {"recording": self.recording(redact=True).to_json()}

    @override
    async def close(self) -> None:
        await self.link.close()

    @override
    def restore_totals(self, readings: Mapping[str, Reading]) -> None:
        """Judge the first totals after a restart against these, the last good ones before it."""
        self._totals.restore(readings)

    @override
    async def prepare(self) -> None:
        """Find what addresses depend on (SunSpec models). Free of cost once it succeeded.

        Raises MismatchError when the device has not what the profile needs, LinkError when it does not answer.
        """
        async with self._lock:
            await self._prepare()

    @override
    async def identify(self) -> DeviceIdentity:
        """Check the device against its profile and return who it says it is.

        Raises MismatchError with the evidence, LinkError when the device does not answer.
        """
        async with self._lock:
            await self._prepare()
            for mark in self.profile.identify.exact:
                await self._check_mark(mark)
            names = identity_points(self.profile, self.catalogue)
            readings = await self._read_identity(frozenset(names.values()))
            check_limits(self.profile, readings)
            return build_identity(names, readings)

    @override
    async def poll(self, points: Collection[str]) -> UpdateReport:
        """Read the points; those the profile does not have are ignored.

        Trouble with some points is in the report. Raises LinkError or RefusedError only when nothing useful came back,
        NoAnswerError after a single timeout when the first request meets silence.
        """
        async with self._lock:
            sent = self._conversation.sent
            await self._prepare()
            self._refusals.forget_old()
            readings, failed = await self._poll(self._known(points))
            await self._confirm_first_totals(readings, failed)
            judged = {point: self._totals.judge(point, reading) for point, reading in readings.items()}
            return UpdateReport(readings=judged, failed=failed, requests=self._conversation.sent - sent)

    @override
    async def write(self, point: str, value: Value) -> Reading:
        """Set a point and return what it reads as afterwards, which may differ from what was written.

        Raises NotWritableError when the profile offers no way, RefusedError when the device will not, LinkError when
        the write or the read after it got no answer; then nothing is known about its effect.
        """
        target = self.profile.points.get(point)
        if target is None:
            raise NotWritableError(f"the profile has no point {point}")
        span, values = encode_write(target, value, self._factors.get(point, 1.0))
        read_back = plan_read_back(target)
        async with self._lock:
            await self.link.write(span, values)
            answer = await self._conversation.ask(read_back.request)
        readings, failed = self._decoder.decode(read_back, answer, self._clock())
        if point in failed:
            raise NotWritableError(f"{point} was written, but reads back as nothing known: {failed[point]}")
        return readings[point]

    async def write_group(self, values: Mapping[str, Value]) -> Mapping[str, Reading]:
        """Set several coils, neighbours in one request (FC15), and return what all of them read as afterwards.

        At most `MOST_IN_GROUP` switch at once; the profile's pause lies between two requests. Raises like `write`.
        """
        spans: dict[str, RegisterRead] = {}
        coded: dict[str, int] = {}
        for point, value in values.items():
            target = self.profile.points.get(point)
            if target is None or not isinstance(target.write, PointWrite) or target.write.read.count != 1:
                raise NotWritableError(f"{point} cannot be set in a group")
            _, (coded[point],) = encode_write(target, value, self._factors.get(point, 1.0))
            spans[point] = target.write.read
        async with self._lock:
            for planned in plan_writes(spans, MOST_IN_GROUP):
                await self.link.write(planned.request, [coded[place.point] for place in planned.slices])
            readings, failed = await self._poll(frozenset(values))
        if failed:
            raise NoAnswerError(next(iter(failed.values())))
        return readings

    def recording(self, *, redact: bool = True) -> Recording:
        """Return everything the device gave so far.

        redact: points the catalogue calls private are overwritten, and registers no point reads become 0.
        """
        return make_recording(
            self.profile,
            self.catalogue,
            self._conversation.answers,
            models=self._plans.models,
            refused=self._refusals.points,
            params=self._params,
            redact=redact,
        )

    async def _prepare(self) -> None:
        sunspec = self.profile.transport.sunspec
        if self._is_prepared or sunspec is None:
            return
        self._plans.models = await walk_models(self._conversation.ask, sunspec)
        self._is_prepared = True

    async def _poll(self, wanted: frozenset[str]) -> tuple[dict[str, Reading], dict[str, str]]:
        try:
            outcome = await self._round.run(wanted)
        except NoAnswerError:
            self._unprepare()
            raise
        return outcome.readings, outcome.failed

    async def _confirm_first_totals(self, readings: dict[str, Reading], failed: dict[str, str]) -> None:
        """Move totals that a second read does not bear out from the readings to the failed points."""
        first = self._totals.unseen(readings)
        if not first:
            return
        try:
            again, _ = await self._poll(first)
        except LinkError, RefusedError:
            again = {}
        for point in first:
            if not self._totals.agree(point, readings[point], again.get(point)):
                del readings[point]
                failed[point] = "the first two reads of this total do not agree"

    def _unprepare(self) -> None:
        """Forget the SunSpec models: a device that was away may come back as another one."""
        if self.profile.transport.sunspec is not None:
            self._is_prepared = False

    async def _check_mark(self, mark: ExactMark) -> None:
        address = resolve_address(mark.read, self._plans.models.bases)
        if address is None:
            raise MismatchError(f"the device has no SunSpec model {mark.read.model}")
        try:
            answer = await self._conversation.ask(RegisterSpan(mark.read.space, address, mark.read.count))
        except RefusedError as error:
            raise MismatchError(f"{describe_register(mark.read)} was refused: {error}") from error
        check_mark(mark, answer)

    async def _read_identity(self, points: frozenset[str]) -> dict[str, Reading]:
        wanted = points | self._known(self.profile.identify.plausible)
        if not wanted:
            return {}
        try:
            readings, failed = await self._poll(wanted)
        except RefusedError as error:
            raise MismatchError(f"the device refuses what this model serves: {error}") from error
        silent = [point for point in self.profile.identify.plausible if point in failed]
        if silent:
            raise NoAnswerError(f"{silent[0]}: {failed[silent[0]]}")
        return readings

    def _known(self, points: Collection[str]) -> frozenset[str]:
        return frozenset(point for point in points if point in self.profile.points)

    def _tell_total(self, point: str, old: float, new: float) -> None:
        if self._push is not None:
            data: dict[str, Value] = {"point": point, "old": old, "new": new}
            self._push.on_event(DeviceEvent(kind="total_accepted", at=self._clock(), data=data))

    def _make_factors(self) -> dict[str, float]:
        return {
            point.id: math.prod(self._params.get(key, 1.0) for key in point.multiply_by)
            for point in self.profile.points.values()
            if point.multiply_by
        }
