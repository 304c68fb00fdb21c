"""Which orders a recorder was seen carrying out, and when, so that its files are found again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from .orders import RecordedFile, RecordingOrder

MOST_ORDERS = 100
LEAD = timedelta(minutes=15)
"""How long before its planned begin a recording may have been begun for an order."""


@dataclass(slots=True)
class _Run:
    start: datetime
    end: datetime | None = None


class OrdersKept:
    """The latest orders of this process; of one that is not among them, its planned time counts."""

    def __init__(self) -> None:
        self.current: RecordingOrder | None = None
        """Whose recording runs, None when none does or nobody knows whose."""
        self._runs: dict[str, _Run] = {}

    def begin(self, order: RecordingOrder, at: datetime) -> None:
        """Note that a recording runs for an order."""
        self.current = order
        self._runs[order.id] = _Run(at)
        while len(self._runs) > MOST_ORDERS:
            del self._runs[next(iter(self._runs))]

    def end(self, at: datetime) -> None:
        """Note that nothing runs any more."""
        if self.current is not None and (run := self._runs.get(self.current.id)) is not None and run.end is None:
            run.end = at
        self.current = None

    def time_of(self, order: RecordingOrder, now: datetime) -> tuple[datetime, datetime]:
        """Return from when to when an order was recorded, or should have been."""
        run = self._runs.get(order.id)
        if run is None:
            return order.start, order.end
        return run.start, run.end or now


def began_for(order: RecordingOrder, began: datetime) -> bool:
    """Return whether a recording of unknown purpose that began then must be taken for the order's."""
    return order.start - LEAD <= began <= order.end


def files_within(
    files: Iterable[RecordedFile], start: datetime, end: datetime, *, takes_parts: bool = False
) -> list[RecordedFile]:
    """Return the files of a time, the oldest first; files without a begin are left out.

    takes_parts: whether any overlap counts, for recorders that cut by the clock; else at least half of the file, or
    of the time, must lie within.
    """
    found = [file for file in files if file.start is not None and _belongs(file, start, end, takes_parts=takes_parts)]
    return sorted(found, key=lambda file: (file.start or start, file.id))


def _belongs(file: RecordedFile, start: datetime, end: datetime, *, takes_parts: bool) -> bool:
    if file.start is None:
        return False
    duration_s = max(file.duration_s or 0.0, 1.0)
    file_end = file.start + timedelta(seconds=duration_s)
    shared_s = (min(end, file_end) - max(start, file.start)).total_seconds()
    if takes_parts:
        return shared_s > 0
    return shared_s >= 0.5 * duration_s or shared_s >= 0.5 * max((end - start).total_seconds(), 1.0)
