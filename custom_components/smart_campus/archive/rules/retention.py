"""How long recordings are kept: their local files, and on request the archive's copy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .job import Job, JobState

MOST_DAYS: Final = 36_500
MOST_RULES: Final = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class RetentionRule:
    """The rule that names most about a recording decides; a course weighs more than a room."""

    site_id: str
    room: str | None = None
    course: str | None = None
    local_days: int | None = None
    """Days local files stay after the archive proved its copy; None for ever."""
    archived_days: int | None = None
    """Days after the lesson until the archive's copy is erased; None for never."""

    @property
    def scope(self) -> tuple[str, str | None, str | None]:
        """What tells rules apart."""
        return self.site_id, self.room, self.course

    def covers(self, job: Job) -> bool:
        """Return whether a recording is in its scope."""
        return self.site_id == job.site_id and self.room in {None, job.room} and self.course in {None, job.order.course}

    @property
    def _rank(self) -> int:
        return 2 * (self.course is not None) + (self.room is not None)


def rule_for(rules: Sequence[RetentionRule], job: Job) -> RetentionRule | None:
    """Return the rule that decides about a recording; None without one."""
    return max((rule for rule in rules if rule.covers(job)), key=lambda rule: rule._rank, default=None)


def is_local_due(job: Job, rule: RetentionRule | None, keep: timedelta, now: datetime) -> bool:
    """Return whether the local files of a recording may go. keep: without a rule. Only ever after it was confirmed."""
    if job.state is not JobState.CONFIRMED or not job.confirmed_ms:
        return False
    if rule is not None and rule.local_days is None:
        return False
    kept = timedelta(days=rule.local_days) if rule is not None and rule.local_days is not None else keep
    return now.timestamp() * 1000 >= job.confirmed_ms + kept.total_seconds() * 1000


def is_archive_due(job: Job, rule: RetentionRule | None, now: datetime) -> bool:
    """Return whether the archive's copy of a recording is to go: only where a rule says so."""
    if rule is None or rule.archived_days is None or job.state is not JobState.CONFIRMED:
        return False
    return now >= job.order.end + timedelta(days=rule.archived_days)
