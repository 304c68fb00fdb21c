"""Planned work: while it lasts, what it is about does not count and alarms nobody."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from .spans import Spans, join
from .text import clean_text, finite, list_of, mapping_of

MOST_PLANS = 1000
MOST_NOTE = 200


@dataclass(frozen=True, kw_only=True, slots=True)
class Maintenance:
    """One planned piece of work. Times are seconds since 1970-01-01 UTC."""

    id: str
    things: frozenset[str] | None
    """What is worked on, by key; None is everything."""
    start: float
    end: float
    note: str = ""
    by: str = ""
    """Who planned it."""

    def covers(self, thing: str, at: float) -> bool:
        """Return whether a thing is worked on at a moment."""
        return self.start <= at < self.end and self.is_about(thing)

    def is_about(self, thing: str) -> bool:
        """Return whether a thing is worked on at all."""
        return self.things is None or thing in self.things

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object of the fields."""
        things = None if self.things is None else sorted(self.things)
        return {
            "id": self.id,
            "things": things,
            "start": self.start,
            "end": self.end,
            "note": self.note,
            "by": self.by,
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Rebuild what `to_json` returned. Raises ValueError when it is damaged."""
        given = mapping_of(data)
        start, end, things = finite(given.get("start")), finite(given.get("end")), given.get("things")
        if start is None or end is None or not given.get("id"):
            raise ValueError("damaged maintenance")
        return cls(
            id=str(given["id"]),
            things=None if things is None else frozenset(map(str, list_of(things))),
            start=start,
            end=end,
            note=clean_text(str(given.get("note", "")), MOST_NOTE),
            by=clean_text(str(given.get("by", ""))),
        )


def spans_for(plans: Iterable[Maintenance], thing: str) -> Spans:
    """Return when a thing is worked on."""
    return join((plan.start, plan.end) for plan in plans if plan.is_about(thing))


def plans_from_json(data: object) -> list[Maintenance]:
    """Rebuild a list of plans; a damaged one is left out."""
    plans: list[Maintenance] = []
    for item in list_of(data)[:MOST_PLANS]:
        try:
            plans.append(Maintenance.from_json(item))
        except ValueError:
            continue
    return plans
