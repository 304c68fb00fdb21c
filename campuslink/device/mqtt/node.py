"""One node on a broker: what it publishes as readings, commands seen to take effect, and whether it is there."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Final, cast, override

from ...codec.message_values import LONGEST_TEXT
from ...codec.mqtt_payload import Ignored, PayloadError
from ...codec.pipeline import apply
from ...errors import CannotConnectError, MismatchError, NoAnswerError, NotWritableError
from ...link.mqtt import MqttLink, fill_in, require_name
from ...model import DeviceIdentity, PollClass, Quality, Reading, UpdateReport, Value
from ...profile.mqtt_schema import LastWill, MqttWrite
from ...profile.schema import Catalogue, Profile
from ..base import BaseDevice, DevicePush
from ..identity import build_identity, identity_points
from ..readings import clean_text
from ..recording import Recording
from ..text_writing import encode_value, observed_values
from .presence import Presence
from .recording import Messages
from .sources import MISSING, Source, sources_of, will_word

START_WAIT_S = 5.0
"""How long the first message of a node is waited for."""

_UNUSABLE: Final = object()


class MqttNode(BaseDevice):
    """A device that publishes. Its points are never asked for: a poll tells what was heard, and whether it still holds.

    What the broker had kept is stale until the last will says online or the node speaks.
    """

    def __init__(
        self,
        profile: Profile,
        link: MqttLink,
        catalogue: Catalogue,
        name: str,
        *,
        clock: Callable[[], float] = time.time,
        start_wait_s: float = START_WAIT_S,
    ) -> None:
        """name: stands for ``{}`` in the topics. clock: seconds since 1970-01-01 UTC.

        Subscribes at once. Raises CodecError for a name no topic can hold.
        """
        super().__init__(profile, catalogue, dict.fromkeys(profile.points, PollClass.NORMAL))
        self.link = link
        self.name = require_name(name)
        self.ignored: Counter[Ignored] = Counter()
        """Messages that told nothing, by reason."""
        self.messages = 0
        self._clock = clock
        self._rules = profile.transport.mqtt
        self._presence = Presence(self._rules.silence_s)
        self._is_there = False
        self._raw: dict[str, object] = {}
        self._readings: dict[str, Reading] = {}
        self._kept: set[str] = set()
        """Points known only from what the broker had kept."""
        self._recorded = Messages()
        self._started_at = clock()
        self._start_wait_s = start_wait_s
        self._heard = asyncio.Event()
        self._waiting: dict[str, asyncio.Event] = {}
        """By point, set with each message that tells it."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._lock = asyncio.Lock()
        self._leave = [link.follow_connection(self._on_connection), *self._subscribe()]

    @property
    @override
    def line(self) -> str:
        return self.link.line

    @property
    def settable(self) -> frozenset[str]:
        """The points that can be set."""
        return frozenset(point.id for point in self.profile.points.values() if point.write is not None)

    @override
    async def identify(self) -> DeviceIdentity:
        """Return who the node says it is. Raises MismatchError when its messages hold no point of the profile."""
        await self._await_first()
        if not self._readings and self.ignored[Ignored.NO_POINT]:
            raise MismatchError("it publishes, but nothing of this model is in its messages")
        self._require_presence()
        return build_identity(identity_points(self.profile, self.catalogue), self._shown())

    @override
    async def poll(self, points: Collection[str]) -> UpdateReport:
        """Return what was heard of the points; those nothing was heard of are in neither part of the report.

        Raises CannotConnectError without a broker, NoAnswerError when the node is gone or silent.
        """
        await self._await_first()
        if self._presence.is_quiet(self._clock()):
            self._ask_soon()
        self._require_presence()
        shown = self._shown()
        return UpdateReport(readings={point: reading for point, reading in shown.items() if point in points})

    @override
    async def write(self, point: str, value: Value) -> Reading:
        """Publish a command and return what the point is heard as afterwards; `is_done` tells whether that is it.

        Raises NotWritableError, CannotConnectError, and NoAnswerError when nothing is heard of the point.
        """
        write = self._write_of(point)
        payload = write.payload.replace("{}", encode_value(self.profile.points[point], write.map, value))
        async with self._lock:
            heard = self._waiting[point] = asyncio.Event()
            try:
                await self.link.publish(fill_in(write.topic, self.name), payload)
                return await self._watch(point, value, heard)
            finally:
                del self._waiting[point]

    def is_done(self, point: str, value: Value, reading: Reading) -> bool:
        """Return whether a point that reads like this has got what was written."""
        return self._is_seen(point, value, reading)

    @override
    def follow(self, push: DevicePush | None) -> None:
        super().follow(push)
        if push is not None and self._readings:
            push.on_push(self._shown())

    def recording(self, *, redact: bool = True) -> Recording:
        """Return the last message of each topic; redact: nothing but what points read, and nothing private."""
        private = {point for point, entry in self.catalogue.points.items() if entry.is_private} if redact else None
        return self._recorded.recording(self.profile, private)

    @override
    def describe(self) -> dict[str, Any]:
        return {
            "recording": self.recording().to_json(),
            "messages": self.messages,
            "ignored": {reason.value: count for reason, count in sorted(self.ignored.items())},
            "online": self._presence.online,
        }

    @override
    async def close(self) -> None:
        """Hear nothing any more."""
        self.follow(None)
        for leave in self._leave:
            leave()
        self._leave = []
        for task in tuple(self._tasks):
            task.cancel()

    def _subscribe(self) -> list[Callable[[], None]]:
        sources = [
            self.link.subscribe(fill_in(source.template, self.name), partial(self._on_message, source))
            for source in sources_of(self.profile)
        ]
        wills = [
            self.link.subscribe(fill_in(will.topic, self.name), partial(self._on_will, number, will))
            for number, will in enumerate(self._rules.online)
        ]
        return [*sources, *wills]

    def _on_message(self, source: Source, _topic: str, payload: bytes, is_kept: bool) -> None:
        self.messages += 1
        try:
            data = source.parse(payload)
        except PayloadError as error:
            self.ignored[error.reason] += 1
            return
        now = self._clock()
        fresh: dict[str, Reading] = {}
        has_point = False
        for point, find in source.readers:
            raw = find(data)
            if raw is MISSING:
                continue
            has_point = True
            if (event := self._waiting.get(point)) is not None:
                event.set()
            if (not is_kept and point in self._kept) or self._is_news(point, raw):
                fresh[point] = self._read(point, raw, now)
                (self._kept.add if is_kept else self._kept.discard)(point)
        if not has_point:
            self.ignored[Ignored.NO_POINT] += 1
            return
        self._recorded.keep(source, payload, is_kept=is_kept)
        self._readings.update(fresh)
        if not is_kept:
            self._presence.hear(now)
        self._tell(fresh, now)

    def _is_news(self, point: str, raw: object) -> bool:
        """Return whether the raw value is another one than before; most values of most messages are not."""
        last = self._raw.get(point, MISSING)
        if raw is last or (type(raw) is type(last) and raw == last):
            return False
        # What a hostile node sends in place of a value is not kept
        is_kept = len(raw) <= LONGEST_TEXT if isinstance(raw, str) else not isinstance(raw, dict | list)
        self._raw[point] = raw if is_kept else _UNUSABLE
        return True

    def _read(self, point: str, raw: object, now: float) -> Reading:
        value, quality = apply(self.profile.points[point].rule, cast("Sequence[int]", (raw,)))
        if isinstance(value, str):
            value = clean_text(value)
            quality = quality if value else Quality.ABSENT
        return Reading(value if quality is Quality.GOOD else None, quality, now)

    def _on_will(self, number: int, will: LastWill, _topic: str, payload: bytes, _is_kept: bool) -> None:
        self.messages += 1
        try:
            is_online = will_word(will, payload)
        except PayloadError as error:
            self.ignored[error.reason] += 1
            return
        if is_online is None:
            self.ignored[Ignored.NO_POINT] += 1
            return
        now = self._clock()
        is_change = self._presence.hear_will(number, now, is_online=is_online)
        self._tell({}, now)
        if is_change and self._presence.online:
            self._ask_soon()

    def _tell(self, fresh: Mapping[str, Reading], now: float) -> None:
        """Pass on what changed: the fresh readings, or all of them when the node came or went."""
        is_there = not self._presence.trouble(now)
        self._heard.set()
        if is_there is not self._is_there:
            self._is_there = is_there
            if self._push is not None:
                self._push.on_push(self._shown())
                self._push.on_news()
        elif fresh and self._push is not None:
            self._push.on_push(self._shown(fresh) if self._kept or not is_there else fresh)

    def _shown(self, readings: Mapping[str, Reading] | None = None) -> dict[str, Reading]:
        """Return readings as they hold now: stale when the node is gone, or when only the broker knew them."""
        found = self._readings if readings is None else readings
        if not self._is_there:
            return {point: _stale(reading) for point, reading in found.items()}
        if self._presence.online or not self._kept:
            return dict(found)
        return {point: _stale(reading) if point in self._kept else reading for point, reading in found.items()}

    def _require_presence(self) -> None:
        if trouble := self.link.trouble:
            raise CannotConnectError(trouble)
        if trouble := self._presence.trouble(self._clock()):
            self._is_there = False
            raise NoAnswerError(trouble)

    @property
    def _is_known(self) -> bool:
        """Return whether there is nothing to wait for: the node is there with values, or said to be gone."""
        return self._presence.online is False or (self._is_there and bool(self._readings))

    async def _await_first(self) -> None:
        """Give a node that was subscribed to just now the time to be heard, by what the broker keeps or by asking."""
        wait_s = self._started_at + self._start_wait_s - self._clock()
        if self._is_known or wait_s <= 0:
            return
        if self._presence.online is None:
            self._ask_soon()
        with suppress(TimeoutError):
            async with asyncio.timeout(wait_s):
                while not self._is_known:
                    self._heard.clear()
                    await self._heard.wait()

    def _is_seen(self, point: str, value: Value, reading: Reading) -> bool:
        """Return whether a point reads as commanded; a number may be off by half of the node's own step."""
        if isinstance(value, int | float) and not isinstance(value, bool) and isinstance(reading.value, int | float):
            return abs(reading.value - value) <= abs(self.profile.points[point].rule.scale) / 2 + 1e-6
        return reading.value in observed_values(self._write_of(point).confirm, value)

    async def _watch(self, point: str, value: Value, heard: asyncio.Event) -> Reading:
        """Return the point's reading once it is as commanded; ask for it when half of the time has passed."""
        limit_s = self.profile.transport.timeout_s
        was_heard = False
        for is_last in (False, True):
            with suppress(TimeoutError):
                async with asyncio.timeout(limit_s / 2):
                    while True:
                        await heard.wait()
                        heard.clear()
                        was_heard = True
                        if self._is_seen(point, value, self._readings[point]):
                            return self._readings[point]
            if not is_last:
                await self._ask()
        if not was_heard:
            raise NoAnswerError(f"nothing was heard of {point} within {limit_s:g} s")
        return self._readings[point]

    def _on_connection(self) -> None:
        if not self.link.trouble:
            self._ask_soon()
            if self._push is not None:
                self._push.on_push(self._shown())
        if self._push is not None:
            self._push.on_news()

    def _ask_soon(self) -> None:
        if self._rules.ask and not self._tasks:
            task = asyncio.get_running_loop().create_task(self._ask(), name=f"ask {self.name}")
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _ask(self) -> None:
        # Without a connection there is nobody to ask; the next one asks again
        with suppress(CannotConnectError):
            for ask in self._rules.ask:
                payload = ask.payload.replace("{}", self.name)
                await self.link.publish(fill_in(ask.topic, self.name), payload)

    def _write_of(self, point: str) -> MqttWrite:
        target = self.profile.points.get(point)
        if target is None or not isinstance(target.write, MqttWrite):
            raise NotWritableError(f"{point} cannot be set")
        return target.write


def _stale(reading: Reading) -> Reading:
    return Reading(reading.value, Quality.STALE, reading.at)
