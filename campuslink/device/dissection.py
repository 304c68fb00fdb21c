"""Which points of a refused request are to blame: found once, by halving it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..errors import CampusLinkError, GarbledAnswerError, NoAnswerError, RefusedError
from ..plan.request import Answer, PlannedRequest, RegisterSpan
from .conversation import Conversation
from .plans import Plans
from .readings import carried
from .refusals import LASTING

PATIENCE = 12
"""Refusals in a row after which a device that never served anything is taken to refuse everything."""

MOST_SILENCES = 8
"""Timeouts in a row after which a device that was only mute in places is taken to be gone."""


@dataclass(slots=True)
class Findings:
    """What halving brought to light."""

    served: list[tuple[PlannedRequest, Answer]] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    """Point id to what the device said."""
    stretches: list[tuple[RegisterSpan, RegisterSpan]] = field(default_factory=list)
    """Neighbours that are served alone but not in one request."""
    undecided: dict[str, str] = field(default_factory=dict)
    """Points whose part got no clear answer, with the reason."""


class Dissection:
    """Halves one refused request until every part is served or a single point."""

    def __init__(self, conversation: Conversation, plans: Plans, *, is_silence_refusal: bool = False) -> None:
        """is_silence_refusal: the device was mute on this request while it answered others."""
        self._conversation = conversation
        self._plans = plans
        self._is_silence_refusal = is_silence_refusal
        self._silences_left = MOST_SILENCES if is_silence_refusal else 1
        self.findings = Findings()

    async def run(self, planned: PlannedRequest, error: CampusLinkError) -> Findings:
        """Return the findings. Raises RefusedError when the device has refused everything it was ever asked."""
        await self._halve(carried(planned), error)
        return self.findings

    async def _halve(self, points: Sequence[str], error: CampusLinkError) -> None:
        if len(points) == 1:
            self.findings.refused[points[0]] = str(error)
            return
        middle = len(points) // 2
        left, right = await self._try(points[:middle]), await self._try(points[middle:])
        if left is not None and right is not None and await self._is_still_refused(points):
            self.findings.stretches.append((left, right))

    async def _is_still_refused(self, points: Sequence[str]) -> bool:
        """Ask for the whole once more: both halves are served, so its refusal may have been a passing one."""
        for planned in self._plans.plan(frozenset(points)).requests:
            try:
                await self._conversation.ask(planned.request)
            except RefusedError as error:
                return error.reason in LASTING
            except NoAnswerError:
                return self._is_silence_refusal
            except GarbledAnswerError:
                return False
        return False

    async def _try(self, points: Sequence[str]) -> RegisterSpan | None:
        """Return the span when all of it is served."""
        if self._silences_left <= 0:
            self.findings.undecided.update(dict.fromkeys(points, "the device fell silent"))
            return None
        for planned in self._plans.plan(frozenset(points)).requests:
            try:
                answer = await self._conversation.ask(planned.request)
            except (NoAnswerError, GarbledAnswerError, RefusedError) as error:
                await self._judge(points, error)
                return None
            if self._is_silence_refusal:
                self._silences_left = MOST_SILENCES
            self.findings.served.append((planned, answer))
            return planned.request if isinstance(planned.request, RegisterSpan) else None
        return None

    async def _judge(self, points: Sequence[str], error: CampusLinkError) -> None:
        self._silences_left -= isinstance(error, NoAnswerError)
        if isinstance(error, RefusedError) and error.reason in LASTING:
            if self._conversation.last_served is None and self._conversation.refused_in_row >= PATIENCE:
                raise error
            await self._halve(points, error)
        elif isinstance(error, NoAnswerError) and self._is_silence_refusal:
            await self._halve(points, error)
        else:
            self.findings.undecided.update(dict.fromkeys(points, str(error)))
