"""A report: what was checked and what was found. Frozen, with a JSON form that outlives the program."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final, Self

type Values = Mapping[str, str | float | None]
"""What a sentence about a check is made of."""


class Level(StrEnum):
    """What a check found, the worst first."""

    CRITICAL = "critical"
    WARNING = "warning"
    UNKNOWN = "unknown"
    """It could not be checked."""
    DEPENDENT = "dependent"
    """Out of order because of something else, which is listed itself."""
    PLANNED = "planned"
    """Somebody works on it, as planned."""
    OK = "ok"

    @property
    def is_exception(self) -> bool:
        """Whether somebody has to do something."""
        return self in (Level.CRITICAL, Level.WARNING)


RANK: Final = {level: rank for rank, level in enumerate(Level)}


class SubjectKind(StrEnum):
    """What can be inspected."""

    SWITCH = "switch"
    PATH = "path"
    EGRESS = "egress"
    DEVICE = "device"
    SITE = "site"


@dataclass(frozen=True, kw_only=True, slots=True)
class Check:
    """One thing looked at."""

    id: str
    """What was checked; `words` has a name and a sentence for it."""
    level: Level
    values: Values = field(default_factory=dict)
    item: str = ""
    """The port, where the check is about one."""
    since: float | None = None
    affects: tuple[str, ...] = ()
    """Names of what is out of order because of it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Subject:
    """One thing inspected, with all that was checked of it."""

    kind: SubjectKind
    key: str
    name: str
    detail: str = ""
    """Model of a switch, target of a path."""
    values: Values = field(default_factory=dict)
    """Measured values without a judgement, for the tables."""
    checks: tuple[Check, ...] = ()

    @property
    def level(self) -> Level:
        """The worst found."""
        return min((check.level for check in self.checks), key=RANK.__getitem__, default=Level.UNKNOWN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recurrence:
    """How long an exception keeps coming back."""

    since: date
    """First day of the row of inspections that found it."""
    days: int = 1
    """Days of inspection in a row, this one included."""
    weeks: int = 1
    """Calendar weeks in a row."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A line of the report: a check of a subject."""

    subject: Subject
    check: Check
    recurrence: Recurrence | None = None

    @property
    def key(self) -> str:
        """What stays the same when the exception comes back tomorrow."""
        return f"{self.subject.kind}:{self.subject.key}:{self.check.id}:{self.check.item}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One inspection of one site."""

    id: str
    site_id: str
    site: str
    at: datetime
    subjects: tuple[Subject, ...]
    recurrences: Mapping[str, Recurrence] = field(default_factory=dict)
    """By key of the exception."""

    def entries(self) -> Iterator[Entry]:
        """Yield every check."""
        for subject in self.subjects:
            for check in subject.checks:
                entry = Entry(subject=subject, check=check)
                yield Entry(subject=subject, check=check, recurrence=self.recurrences.get(entry.key))

    @property
    def exceptions(self) -> tuple[Entry, ...]:
        """What somebody has to look after, the worst first."""
        return tuple(sorted((entry for entry in self.entries() if entry.check.level.is_exception), key=_weight))

    @property
    def counts(self) -> dict[str, int]:
        """How many things were inspected, and how many checks went how."""
        levels = {"critical": Level.CRITICAL, "warning": Level.WARNING, "not_checked": Level.UNKNOWN}
        return {"checked": len(self.subjects), **{name: len(self.at_level(level)) for name, level in levels.items()}}

    def at_level(self, level: Level) -> tuple[Entry, ...]:
        """Return the checks of one level, in order."""
        return tuple(entry for entry in self.entries() if entry.check.level is level)

    def of_kind(self, kind: SubjectKind) -> tuple[Subject, ...]:
        """Return the subjects of one kind, the worst first."""
        chosen = (subject for subject in self.subjects if subject.kind is kind)
        return tuple(sorted(chosen, key=lambda subject: (RANK[subject.level], subject.name.casefold(), subject.key)))

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object of the fields."""
        return {
            "schema": 1,
            "id": self.id,
            "site_id": self.site_id,
            "site": self.site,
            "at": self.at.isoformat(),
            "subjects": [asdict(subject) for subject in self.subjects],
            "recurrences": {
                key: {**asdict(recurrence), "since": recurrence.since.isoformat()}
                for key, recurrence in self.recurrences.items()
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned."""
        return cls(
            id=data["id"],
            site_id=data["site_id"],
            site=data["site"],
            at=datetime.fromisoformat(data["at"]),
            subjects=tuple(_subject_from(subject) for subject in data["subjects"]),
            recurrences={
                key: Recurrence(**{**stored, "since": date.fromisoformat(stored["since"])})
                for key, stored in data["recurrences"].items()
            },
        )


def _weight(entry: Entry) -> tuple[Any, ...]:
    weeks, days = (entry.recurrence.weeks, entry.recurrence.days) if entry.recurrence else (0, 0)
    since = entry.check.since or float("inf")
    weight = (RANK[entry.check.level], -len(entry.check.affects), -weeks, -days, since)
    return (*weight, entry.subject.name.casefold(), entry.key)


def _subject_from(data: Mapping[str, Any]) -> Subject:
    checks = tuple(
        Check(**{**check, "level": Level(check["level"]), "affects": tuple(check["affects"])})
        for check in data["checks"]
    )
    return Subject(**{**data, "kind": SubjectKind(data["kind"]), "checks": checks})
