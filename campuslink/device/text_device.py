"""A device that speaks lines of text: projectors over PJLink, displays and projectors with protocols of their own."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, override

from ..codec.pjlink import Notice
from ..errors import (
    CannotConnectError,
    GarbledAnswerError,
    NoAnswerError,
    NotWritableError,
    RefusalReason,
    RefusedError,
)
from ..link.base import RestingLink
from ..link.pjlink_notices import NoticeReceiver
from ..model import DeviceEvent, DeviceIdentity, Quality, Reading, UpdateReport, Value
from ..plan.request import TextRequest
from ..profile.schema import Catalogue, Profile, Protocol, TextWrite
from .base import BaseDevice, DevicePush
from .choices import ChoiceLists
from .conversation import Conversation
from .identity import build_identity, check_limits, identity_points
from .recording import Recording
from .text_recording import make_text_recording
from .text_round import TextRound
from .text_watch import LOOKS_AFTER_SILENCE, CommandWatch
from .text_writing import encode_text, observed_values

_LOGGER = logging.getLogger(__name__)

WOKE_UP = "woke_up"
"""Kind of the event of a device that can now tell what it could not when it was asked who it is."""


class TextDevice(BaseDevice):
    """Calls are serial: each waits for the one before."""

    def __init__(
        self,
        profile: Profile,
        link: RestingLink,
        catalogue: Catalogue,
        *,
        notices: NoticeReceiver | None = None,
        clock: Callable[[], float] = time.time,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """notices: where those of PJLink arrive; None where nobody listens.

        clock: seconds since 1970-01-01 UTC; pause: waits between two looks at what a command did.
        """
        super().__init__(profile, catalogue)
        self.link = link
        self._clock = clock
        self._conversation = Conversation(link)
        self._round = TextRound(profile, self._conversation, clock)
        self._offer({point: profile.points[point].poll for point in self._round.reads})
        self._watch = CommandWatch(self._round, pause)
        self._choices = ChoiceLists(profile, self._conversation, clock)
        self._lock = asyncio.Lock()
        self._notices = notices if profile.transport.protocol is Protocol.PJLINK else None
        self._leave: Callable[[], None] | None = None
        self._was_identified_asleep = False

    @property
    @override
    def line(self) -> str:
        """Key of the physical line."""
        return self.link.line

    @property
    def settable(self) -> frozenset[str]:
        """The points that can be set, those included that cannot be read."""
        return frozenset(point.id for point in self.profile.points.values() if point.write is not None)

    @property
    @override
    def refused(self) -> Mapping[str, str]:
        """Point id to what the device said, for every point that is not asked for."""
        return self._round.refused

    @property
    def is_awake(self) -> bool:
        """Whether every point may be asked for, by the last look."""
        return self._round.is_awake

    @property
    def wants_password(self) -> bool:
        """Whether the device refused the password and has not taken one since."""
        return self.link.wants_password

    def choices(self, point: str) -> Mapping[str, str]:
        """Return the values a point can be set to, with what a person calls each; empty until the device told."""
        return self._choices.of(point)

    def requests_for(self, points: Collection[str]) -> int:
        """Return how many requests a poll of the points takes while nothing new is refused and nothing sleeps."""
        return len(self._round.plan(points))

    @override
    def follow(self, push: DevicePush | None) -> None:
        """Take notices as hints that a poll is worth while."""
        if self._leave is not None:
            self._leave()
            self._leave = None
        super().follow(push)
        if push is not None and self._notices is not None:
            self._leave = self._notices.follow(lambda: self.link.peer, partial(self._pass_on, push))

    @override
    async def prepare(self) -> None:
        """Open the port for notices; without it everything works, only later."""
        if self._leave is not None and self._notices is not None:
            try:
                await self._notices.listen()
            except CannotConnectError as error:
                _LOGGER.info("No notices of projectors: %s", error)

    @override
    async def identify(self) -> DeviceIdentity:
        """Check the device against its profile and return who it says it is; asleep, it may tell little.

        Then `WOKE_UP` tells when it is worth while to ask again.
        Raises MismatchError with the evidence, LinkError when the device does not answer, CredentialsError.
        """
        names = identity_points(self.profile, self.catalogue)
        plausible = self.profile.identify.plausible
        self._was_identified_asleep = False
        report = await self.poll({*names.values(), *plausible})
        self._was_identified_asleep = not self.is_awake
        for point in plausible:
            if point not in report.readings:
                raise NoAnswerError(f"{point}: {report.failed.get(point, 'not told at this time')}")
        check_limits(self.profile, report.readings)
        return build_identity(names, report.readings)

    @override
    async def poll(self, points: Collection[str]) -> UpdateReport:
        """Read the points; those the profile does not have are ignored.

        A point that is not asked for now (`Point.when`) is absent. One that is refused or unanswered while the device
        sleeps is in neither part of the report. Raises LinkError only when nothing useful came back, CredentialsError
        when the device wants another password.
        """
        async with self._lock:
            sent = self._conversation.sent
            try:
                outcome = await self._round.run(points)
                if self.is_awake and outcome.error is None:
                    await self._choices.refresh(points)
            finally:
                await self.link.rest()
            self._tell_awake()
            return UpdateReport(
                readings={point: reading for point, reading in outcome.readings.items() if point in points},
                failed={point: why for point, why in outcome.failed.items() if point in points},
                requests=self._conversation.sent - sent,
            )

    @override
    async def write(self, point: str, value: Value) -> Reading:
        """Set a point and return what it is observed as, within some seconds; `is_done` tells whether that is it.

        What is observed counts, not what the command was answered with: devices refuse what they are doing already,
        and some obey without a word. Raises NotWritableError when the profile offers no way, RefusedError when the
        device will not, LinkError when the command, or every look after it, got no answer; then nothing is known about
        its effect.
        """
        write = self._write_of(point)
        command = encode_text(self.profile.points[point], write, value)
        wanted = observed_values(write.confirm, value)
        async with self._lock:
            try:
                return await self._order(TextRequest(command, write.answer), point, value, wanted)
            finally:
                await self.link.rest()

    @asynccontextmanager
    async def standing_aside(self) -> AsyncIterator[None]:
        """Let the connection go and ask nothing meanwhile, so that somebody else of this process gets in."""
        async with self._lock:
            await self.link.release()
            yield

    def is_done(self, point: str, value: Value, reading: Reading) -> bool:
        """Return whether a point that reads like this has got what was written."""
        return reading.value in observed_values(self._write_of(point).confirm, value)

    def recording(self, *, redact: bool = True) -> Recording:
        """Return everything the device said so far; redact: answers with private points are overwritten."""
        return make_text_recording(self.profile, self.catalogue, self._conversation.answers, redact=redact)

    @override
    def describe(self) -> dict[str, Any]:
        """Return what a diagnostic file may show: the redacted recording, refusals and the state of the connection."""
        return {
            "recording": self.recording().to_json(),
            "refused": dict(self.refused),
            "link": self.link.describe(),
        }

    @override
    async def close(self) -> None:
        """End the connection."""
        self.follow(None)
        await self.link.close()

    def _tell_awake(self) -> None:
        if self._was_identified_asleep and self.is_awake and self._push is not None:
            self._was_identified_asleep = False
            self._push.on_event(DeviceEvent(kind=WOKE_UP, at=self._clock()))

    def _pass_on(self, push: DevicePush, notice: Notice) -> None:
        told = [point for point, read in self._round.reads.items() if read.command[2:6] == notice.body]
        push.on_news(told or None)

    def _write_of(self, point: str) -> TextWrite:
        target = self.profile.points.get(point)
        if target is None or not isinstance(target.write, TextWrite):
            raise NotWritableError(f"{point} cannot be set")
        return target.write

    async def _order(self, order: TextRequest, point: str, value: Value, wanted: Collection[Value]) -> Reading:
        """Send a command and return what is observed. One that never left this machine is not looked for."""
        try:
            await self.link.write(order, ())
        except RefusedError as refusal:
            if refusal.reason is not RefusalReason.BUSY:
                raise
            return await self._watch.look_despite(refusal, wanted, point, 1)
        except (NoAnswerError, GarbledAnswerError) as silence:
            return await self._watch.look_despite(silence, wanted, point, LOOKS_AFTER_SILENCE)
        if point not in self._round.reads:
            return Reading(value, Quality.GOOD, self._clock())
        return await self._watch.look_for(wanted, point)
