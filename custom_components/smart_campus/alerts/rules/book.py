"""Every alert that is not finished, and who heard of it: folded from what happened, nothing else."""

from collections import OrderedDict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from ...store.rules.text import clean_text
from .alert import MOST_KEY, Alert
from .progress import Progress, fold_progress, shifted_progress
from .transition import Transition, TransitionKind, fold, shifted

MOST_REMEMBERED: Final = 500
"""Finished alerts that are still answered from memory."""


class AlertBook:
    """Takes transitions in their order. An alert stays live until everybody who was told heard that it is over."""

    def __init__(self) -> None:
        self._live: dict[str, Alert] = {}
        self._progress: dict[str, Progress] = {}
        self._ids: dict[tuple[str, str], str] = {}
        self._finished: OrderedDict[str, Alert] = OrderedDict()
        self._causes: dict[tuple[str, str], str] = {}
        """Ids of the open alerts under which something is listed, by site and key."""

    @property
    def live(self) -> Iterable[Alert]:
        """Return open alerts, and those of whose end somebody is still to hear; the oldest first."""
        return self._live.values()

    @property
    def open(self) -> Iterator[Alert]:
        """Yield open alerts, the oldest first."""
        return (alert for alert in self._live.values() if alert.is_open)

    def find(self, alert_id: str) -> Alert | None:
        """Return an alert, also one finished not long ago."""
        return self._live.get(alert_id) or self._finished.get(alert_id)

    def find_open(self, site: str, key: str) -> Alert | None:
        """Return the open alert of a fault."""
        alert_id = self._ids.get((site, clean_text(key, MOST_KEY)))
        return None if alert_id is None else self._live[alert_id]

    def find_cause(self, site: str, key: str) -> Alert | None:
        """Return the open alert under which a fault is listed."""
        alert_id = self._causes.get((site, clean_text(key, MOST_KEY)))
        return None if alert_id is None else self._live.get(alert_id)

    def progress_of(self, alert_id: str) -> Progress:
        """Return who heard of an alert."""
        return self._progress.get(alert_id, _NOTHING)

    def take(self, transition: Transition, known: Alert | None = None) -> Alert | None:
        """Let something happen; return the alert after it. known: of an alert that is not in the book any more."""
        if transition.kind is TransitionKind.CLOCK:
            self._shift(timedelta(milliseconds=int(transition.data.get("by_ms", 0))))
            return None
        before = self.find(transition.alert_id) or known
        after = fold(before, transition)
        if after is None:
            return None
        progress = fold_progress(self.progress_of(after.id), transition, before, after)
        if before is not None:
            for child in before.children:
                self._causes.pop((before.site, child.key), None)
        was_live = before is None or after.id in self._live
        self._keep(after, progress, is_live=was_live and (after.is_open or not progress.is_closed))
        return after

    def is_live(self, alert_id: str) -> bool:
        """Return whether somebody may still have to hear of an alert."""
        return alert_id in self._live

    def adopt(self, other: AlertBook) -> list[Alert]:
        """Take over another book's live alerts; return those that report a fault some older alert reports as well."""
        for alert in other.live:
            if self.find(alert.id) is None:
                self._live[alert.id] = alert
                self._progress[alert.id] = other.progress_of(alert.id)
            self._list_children(alert)
        self._ids.clear()
        oldest_first = sorted(self.open, key=lambda each: (each.raised_at, each.id))
        return [each for each in oldest_first if self._ids.setdefault((each.site, each.key), each.id) != each.id]

    def _keep(self, alert: Alert, progress: Progress, *, is_live: bool) -> None:
        if is_live:
            self._live[alert.id] = alert
            self._progress[alert.id] = progress
        else:
            self._live.pop(alert.id, None)
            self._progress.pop(alert.id, None)
            self._finished[alert.id] = alert
            while len(self._finished) > MOST_REMEMBERED:
                self._finished.popitem(last=False)
        self._list_children(alert)
        place = (alert.site, alert.key)
        if alert.is_open:
            self._ids.setdefault(place, alert.id)
        elif self._ids.get(place) == alert.id:
            del self._ids[place]

    def _list_children(self, alert: Alert) -> None:
        if alert.is_open:
            for child in alert.children:
                self._causes[alert.site, child.key] = alert.id

    def _shift(self, by: timedelta) -> None:
        for alert in tuple(self._live.values()):
            self._live[alert.id] = shifted(alert, by)
            self._progress[alert.id] = shifted_progress(self.progress_of(alert.id), by)


_NOTHING: Final = Progress()
