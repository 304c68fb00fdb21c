"""One poll: every planned request sent, trouble kept to the points it concerns."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from ..errors import (
    CampusLinkError,
    CannotConnectError,
    GarbledAnswerError,
    LinkError,
    NoAnswerError,
    RefusedError,
)
from ..model import Quality, Reading
from ..plan.request import ItemRequest, PlannedRequest, RegisterSpan, Request
from ..profile.schema import ItemRead
from .conversation import Conversation
from .dissection import Dissection, Findings
from .plans import NO_REQUEST, Plans
from .readings import Decoder, carried
from .refusals import LASTING, Refusals

MUTE_POLLS = 3
"""Polls in a row a request must stay unanswered, while others are answered, to count as refused."""

_SILENCES_IN_ROW = 2
_FRUITLESS_POLLS = 2


@dataclass(slots=True)
class Outcome:
    """What one poll brought so far."""

    readings: dict[str, Reading] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    has_served: bool = False
    has_spoken: bool = False
    """Whether the device answered anything at all, refusals included."""
    silences_in_row: int = 0
    """Requests since the last answer that met silence or noise; each of them may have cost the line a timeout."""
    silent: list[PlannedRequest] = field(default_factory=list)
    error: CampusLinkError | None = None
    """The first thing that went wrong."""

    def fail(self, points: Iterable[str], reason: str) -> None:
        """Note that the points got nothing this time."""
        self.failed.update(dict.fromkeys(points, reason))


class Round:
    """Polls one device, and learns from poll to poll what it refuses and what it is mute on."""

    def __init__(
        self,
        conversation: Conversation,
        plans: Plans,
        refusals: Refusals,
        decoder: Decoder,
        clock: Callable[[], float],
    ) -> None:
        """clock: seconds since 1970-01-01 UTC."""
        self._conversation = conversation
        self._plans = plans
        self._refusals = refusals
        self._decoder = decoder
        self._points = decoder.points
        self._clock = clock
        self._silent: dict[Request, int] = {}
        """Requests met with silence or noise last time, with the polls in a row in which others were answered."""
        self._fruitless: dict[frozenset[str], int] = {}
        """By set of points, polls in a row in which none of its planned requests was served."""
        self._probes = 0

    async def run(self, wanted: frozenset[str]) -> Outcome:
        """Return at least one reading, refused ones included.

        Raises the LinkError or RefusedError that left it with none; NoAnswerError after the first silent request.
        """
        outcome = Outcome()
        plan = self._plans.plan(wanted)
        fruitless = self._fruitless.get(wanted, 0)
        probe = self._probe(plan.requests) if fruitless >= _FRUITLESS_POLLS else ()
        self._probes += len(probe)
        self._fruitless[wanted] = fruitless + 1
        for planned in (*probe, *sorted(plan.requests, key=lambda planned: planned.request in self._silent)):
            if outcome.silences_in_row >= _SILENCES_IN_ROW or isinstance(outcome.error, CannotConnectError):
                outcome.fail(carried(planned), str(outcome.error))
            else:
                await self._fetch(planned, outcome)
        if outcome.has_served:
            self._probes -= len(probe)
            if any(planned.request not in self._silent for planned in plan.requests):
                del self._fruitless[wanted]
        await self._learn_from_silence(outcome)
        self._add_refused(wanted, outcome)
        outcome.failed = {point: why for point, why in outcome.failed.items() if point not in outcome.readings}
        if outcome.error is not None and not outcome.has_served:
            raise outcome.error
        if wanted and not outcome.readings:
            raise GarbledAnswerError("; ".join(dict.fromkeys(outcome.failed.values())))
        return outcome

    def _probe(self, requests: Sequence[PlannedRequest]) -> tuple[PlannedRequest, ...]:
        """Return a request for one point, to send before the planned ones after polls that brought nothing.

        A dead device costs its line one timeout either way; one that bears none of its requests as a whole shows that
        it lives. Another point is tried each time until one is served.
        """
        points = [point for planned in requests for point in carried(planned)]
        if not points:
            return ()
        probe = self._plans.plan(frozenset({points[self._probes % len(points)]})).requests
        return () if probe == tuple(requests) else probe

    async def _fetch(self, planned: PlannedRequest, outcome: Outcome) -> None:
        try:
            answer = await self._conversation.ask(planned.request)
        except RefusedError as error:
            outcome.has_spoken, outcome.silences_in_row = True, 0
            outcome.error = outcome.error or error
            await self._handle_refusal(planned, error, outcome)
        except NoAnswerError as error:
            self._silent.setdefault(planned.request, 0)
            if not outcome.has_spoken:
                raise
            outcome.silences_in_row += 1
            outcome.silent.append(planned)
            self._note_failure(planned, error, outcome)
        except LinkError as error:
            if isinstance(error, GarbledAnswerError):
                outcome.has_spoken = True
                outcome.silences_in_row += 1
                self._silent.setdefault(planned.request, 0)
            self._note_failure(planned, error, outcome)
        else:
            self._take(planned, answer, outcome)

    def _note_failure(self, planned: PlannedRequest, error: LinkError, outcome: Outcome) -> None:
        outcome.error = error if isinstance(error, CannotConnectError) else outcome.error or error
        outcome.fail(carried(planned), str(error))

    def _take(self, planned: PlannedRequest, answer: Sequence[int], outcome: Outcome) -> None:
        outcome.has_served = outcome.has_spoken = True
        outcome.silences_in_row = 0
        self._silent.pop(planned.request, None)
        readings, failed = self._decoder.decode(planned, answer, self._clock())
        outcome.readings.update(readings)
        outcome.failed.update(failed)

    async def _handle_refusal(self, planned: PlannedRequest, error: RefusedError, outcome: Outcome) -> None:
        points = carried(planned)
        if error.reason not in LASTING:
            outcome.fail(points, str(error))
        elif isinstance(planned.request, ItemRequest):
            await self._handle_refused_item(planned.request, points, error, outcome)
        else:
            findings = await Dissection(self._conversation, self._plans).run(planned, error)
            await self._settle(findings, outcome, must_confirm=False)

    async def _handle_refused_item(
        self, request: ItemRequest, points: Sequence[str], error: RefusedError, outcome: Outcome
    ) -> None:
        reads = [self._points[point].read for point in points]
        if all(isinstance(read, ItemRead) and read.item == request.item for read in reads):
            await self._settle(Findings(refused=dict.fromkeys(points, str(error))), outcome, must_confirm=False)
            return
        self._refusals.remember_item(request.item)
        singles = self._plans.plan(frozenset(points)).requests
        for planned in singles:
            await self._fetch(planned, outcome)
        if self._conversation.refused_in_row > len(singles):
            self._refusals.forget_item(request.item)

    async def _settle(self, findings: Findings, outcome: Outcome, *, must_confirm: bool) -> None:
        """Believe the findings once the device is seen to serve something else; until then the points just failed."""
        for planned, answer in findings.served:
            self._take(planned, answer, outcome)
        outcome.fail(findings.undecided, "; ".join(dict.fromkeys(findings.undecided.values())))
        is_sure = not must_confirm and outcome.has_served
        if not is_sure and not await self._conversation.still_serves():
            outcome.failed.update(findings.refused)
            return
        outcome.has_served = True
        for point, said in findings.refused.items():
            self._refusals.remember_point(point, said, self._plans.registers(self._points[point]))
        for stretch in findings.stretches:
            self._note_stretch(stretch)

    async def _learn_from_silence(self, outcome: Outcome) -> None:
        if not outcome.has_served:
            return
        for planned in outcome.silent:
            polls = self._silent[planned.request] = self._silent.get(planned.request, 0) + 1
            if polls >= MUTE_POLLS:
                del self._silent[planned.request]
                await self._dissect_silence(planned, outcome)

    async def _dissect_silence(self, planned: PlannedRequest, outcome: Outcome) -> None:
        error = NoAnswerError("no answer, while other requests are answered")
        if isinstance(planned.request, ItemRequest):
            findings = Findings(refused=dict.fromkeys(carried(planned), str(error)))
        else:
            findings = await Dissection(self._conversation, self._plans, is_silence_refusal=True).run(planned, error)
        await self._settle(findings, outcome, must_confirm=True)

    def _note_stretch(self, requests: Iterable[Request]) -> None:
        spans = sorted(
            (request for request in requests if isinstance(request, RegisterSpan)), key=lambda span: span.address
        )
        self._refusals.remember_stretch(spans[0], spans[-1])

    def _add_refused(self, wanted: frozenset[str], outcome: Outcome) -> None:
        now = self._clock()
        said = self._refusals.points
        for point in self._plans.plan(wanted).missing:
            if point in said or point not in outcome.failed:
                outcome.readings[point] = Reading(None, Quality.REFUSED, now)

    def words(self, points: Iterable[str]) -> dict[str, str]:
        """Return what the device, or its profile, says about each point that is never asked for."""
        said = self._refusals.points
        missing = self._plans.plan(frozenset(points)).missing
        return {point: said.get(point, NO_REQUEST) for point in sorted(missing)}
