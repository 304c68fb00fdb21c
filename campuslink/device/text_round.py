"""Questions in lines of text: asked in order, their answers cut and decoded, trouble kept to what it says.

Most of these devices sleep most of the time. While the points the profile waits for (`Point.when`) have other values, a
question may be refused or left unanswered, and that says nothing about the device or the point.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from ..codec.pipeline import apply
from ..errors import (
    CampusLinkError,
    CannotConnectError,
    CodecError,
    GarbledAnswerError,
    LinkError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from ..model import Quality, Reading, Value
from ..plan.request import TextRequest
from ..plan.texts import PlannedText, cut_text, plan_texts, request_for
from ..profile.schema import Point, Profile, TextRead
from .conversation import Conversation
from .readings import clean_text
from .refusals import Refusals

_LASTING = frozenset({RefusalReason.FUNCTION, RefusalReason.ADDRESS, RefusalReason.VALUE})
"""Refusals that say something about the question. A failure of the device passes when it is mended."""
_SILENCES_IN_ROW = 2


@dataclass(slots=True)
class TextOutcome:
    """What one poll brought so far."""

    readings: dict[str, Reading] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    has_spoken: bool = False
    """Whether the device answered anything, refusals included."""
    silences_in_row: int = 0
    error: CampusLinkError | None = None
    """The first thing that went wrong, or that the line is gone."""


class TextRound:
    """Polls one device, and learns what it refuses while it is awake and leaves unanswered while it sleeps."""

    def __init__(self, profile: Profile, conversation: Conversation, clock: Callable[[], float]) -> None:
        """clock: seconds since 1970-01-01 UTC."""
        self.reads = {
            point.id: point.read
            for point in profile.points.values()
            if isinstance(point.read, TextRead) and point.read.command
        }
        """Where each point that can be read stands."""
        self._points = profile.points
        self._gates = frozenset(gate for point in profile.points.values() for gate in point.when)
        self._conversation = conversation
        self._clock = clock
        self._refusals = Refusals(clock)
        self._said: dict[str, str] = {}
        """By refused command, what the device said."""
        self._latest: dict[str, Value] = {}
        """The last value of each gate."""
        self._mute: dict[str, tuple[Value, ...]] = {}
        """Commands left unanswered, with the values of the gates at the time."""

    @property
    def is_awake(self) -> bool:
        """Whether every condition of the profile held at the last look; True for a profile without any."""
        return all(self._is_open(point) for point in self._points.values())

    @property
    def refused(self) -> Mapping[str, str]:
        """Point id to what the device said, for every point that is not asked for."""
        refused = self._refusals.items
        return {point: self._said[read.command] for point, read in self.reads.items() if read.command in refused}

    def plan(self, points: Collection[str]) -> tuple[PlannedText, ...]:
        """Return the questions for the points; what others wait for is asked first, and always."""
        wanted = {point for point in points if point in self.reads} | self._gates
        return plan_texts([self._points[point] for point in self._points if point in wanted], self._refusals.items)

    async def run(self, points: Collection[str]) -> TextOutcome:
        """Ask for the points. Raises what the first question raised when nothing was answered."""
        self._refusals.forget_old()
        now = self._clock()
        outcome = TextOutcome({point: Reading(None, Quality.REFUSED, now) for point in self.refused if point in points})
        for planned in self.plan(points):
            await self._visit(planned, outcome)
        if outcome.error is not None and not outcome.has_spoken:
            raise outcome.error
        return outcome

    async def look(self, point: str) -> Reading:
        """Ask for one point alone. Raises LinkError, RefusedError or CodecError."""
        read = self.reads[point]
        answer = await self._conversation.ask(request_for(read))
        return self._note(point, self._decode(self._points[point], read, bytes(answer).decode()))

    async def _visit(self, planned: PlannedText, outcome: TextOutcome) -> None:
        """Ask one question, unless it is pointless now."""
        now = self._clock()
        shut = [point for point in planned.points if not self._is_open(self._points[point])]
        outcome.readings.update({point: Reading(None, Quality.ABSENT, now) for point in shut})
        open_points = [point for point in planned.points if point not in shut]
        if not open_points or self._mute.get(planned.request.command) == self._gate_values():
            return
        if isinstance(outcome.error, CannotConnectError) or outcome.silences_in_row >= _SILENCES_IN_ROW:
            outcome.failed.update(dict.fromkeys(open_points, str(outcome.error)))
            return
        await self._fetch(planned.request, open_points, outcome)

    async def _fetch(self, request: TextRequest, points: list[str], outcome: TextOutcome) -> None:
        try:
            answer = await self._conversation.ask(request)
        except RefusedError as error:
            outcome.has_spoken, outcome.silences_in_row = True, 0
            self._take_refusal(request, points, error, outcome)
        except LinkError as error:
            if not outcome.has_spoken and not isinstance(error, GarbledAnswerError):
                raise
            outcome.error = error if isinstance(error, CannotConnectError) else outcome.error or error
            outcome.silences_in_row += 1
            self._take_silence(request, points, error, outcome)
        else:
            outcome.has_spoken, outcome.silences_in_row = True, 0
            self._mute.pop(request.command, None)
            self._take(points, bytes(answer).decode(), outcome)

    def _take(self, points: Collection[str], value: str, outcome: TextOutcome) -> None:
        for point in points:
            try:
                reading = self._decode(self._points[point], self.reads[point], value)
            except CodecError as error:
                outcome.failed[point] = f"garbled: {error}"
            else:
                outcome.readings[point] = self._note(point, reading)

    def _take_refusal(
        self, request: TextRequest, points: Collection[str], error: RefusedError, outcome: TextOutcome
    ) -> None:
        is_gate = not self._gates.isdisjoint(points)
        if error.reason in _LASTING and self.is_awake and not is_gate:
            self._said[request.command] = str(error)
            self._refusals.remember_item(request.command)
            now = self._clock()
            outcome.readings.update({point: Reading(None, Quality.REFUSED, now) for point in points})
        elif self.is_awake or is_gate:
            outcome.failed.update(dict.fromkeys(points, str(error)))

    def _take_silence(
        self, request: TextRequest, points: Collection[str], error: LinkError, outcome: TextOutcome
    ) -> None:
        if isinstance(error, NoAnswerError) and not self.is_awake and self._gates.isdisjoint(points):
            self._mute[request.command] = self._gate_values()
        else:
            outcome.failed.update(dict.fromkeys(points, str(error)))

    def _decode(self, point: Point, read: TextRead, value: str) -> Reading:
        now = self._clock()
        if not (raw := cut_text(read, value).encode()):
            return Reading(None, Quality.ABSENT, now)
        result, quality = apply(point.rule, raw)
        if isinstance(result, str):
            result = clean_text(result)
            quality = quality if result else Quality.ABSENT
        return Reading(result if quality is Quality.GOOD else None, quality, now)

    def _note(self, point: str, reading: Reading) -> Reading:
        if point in self._gates:
            self._latest[point] = reading.value
        return reading

    def _is_open(self, point: Point) -> bool:
        return all(self._latest.get(gate) in values for gate, values in point.when.items())

    def _gate_values(self) -> tuple[Value, ...]:
        return tuple(self._latest.get(gate) for gate in sorted(self._gates))
