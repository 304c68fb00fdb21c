"""What one poll asks: each source answers for some points, and is asked only when one of them is wanted."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from ...errors import (
    CampusLinkError,
    CannotConnectError,
    LinkError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from ...model import Value

type Readings = Mapping[str, Value]
"""Values by point; None for what the device does not have or cannot tell."""

_UNKNOWN_THERE = frozenset({RefusalReason.ADDRESS, RefusalReason.FUNCTION})
"""What a device says of a question it does not know, and will not know later either."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One question, or a few that belong together."""

    points: frozenset[str]
    ask: Callable[[], Awaitable[Readings]]
    is_optional: bool = False
    """Whether some models do not know the question at all; it is asked once then, and its points are absent."""


class Asking:
    """Asks sources in their order; remembers which of the optional ones the device does not know."""

    def __init__(self, sources: Sequence[Source]) -> None:
        """Make it of sources, the one that shows that the device is there first."""
        self._sources = sources
        self._unknown: set[Source] = set()

    async def ask(self, wanted: Collection[str], failed: dict[str, str]) -> dict[str, Value]:
        """Return values of wanted points; note what got no answer. Raises when nothing useful came back at all.

        After a source that was not reached no other one is tried: each would cost a timeout.
        """
        points = frozenset(wanted)
        values: dict[str, Value] = {}
        trouble: CampusLinkError | None = None
        for source in self._sources:
            asked = source.points & points
            if not asked:
                continue
            if isinstance(trouble, CannotConnectError | NoAnswerError):
                failed.update(dict.fromkeys(asked, str(trouble)))
                continue
            try:
                values |= await self._ask(source)
            except (LinkError, RefusedError) as err:
                trouble = err
                failed.update(dict.fromkeys(asked, str(err)))
        if trouble is not None and not values:
            raise trouble
        return {point: value for point, value in values.items() if point in points}

    async def _ask(self, source: Source) -> Readings:
        absent: Readings = dict.fromkeys(source.points)
        if source in self._unknown:
            return absent
        try:
            return {**absent, **await source.ask()}
        except RefusedError as err:
            if not source.is_optional or err.reason not in _UNKNOWN_THERE:
                raise
            self._unknown.add(source)
            return absent
