"""A site's archive as a person set it up, parsed once at the boundary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigEntry, ConfigSubentry

from .rules.naming import DEFAULT_FOLDER

SUBENTRY_ARCHIVE: Final = "archive"

CONF_KIND: Final = "kind"
CONF_TARGET: Final = "target"
CONF_SECRETS: Final = "secrets"
CONF_RULES: Final = "rules"
CONF_RATE: Final = "rate_kb_s"
CONF_PARALLEL: Final = "parallel"
CONF_KEEP_DAYS: Final = "keep_days"
CONF_ALARM_HOURS: Final = "alarm_hours"
CONF_FOLDER: Final = "folder"
CONF_WORK_FOLDER: Final = "work_folder"
CONF_VIEWERS: Final = "viewers"

DEFAULT_PARALLEL: Final = 2
DEFAULT_KEEP_DAYS: Final = 7
DEFAULT_ALARM_HOURS: Final = 4


class ArchiveKind(StrEnum):
    """How an archive is reached."""

    FOLDER = "folder"
    WEBDAV = "webdav"
    S3 = "s3"
    OPENCAST = "opencast"
    HTTP = "http"


@dataclass(frozen=True, kw_only=True, slots=True)
class ArchiveSettings:
    """One archive."""

    id: str
    """Subentry id."""
    title: str
    kind: ArchiveKind
    target: Mapping[str, Any]
    """How it is reached: what the flow asks for, without secrets."""
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)
    rate_kb_s: float = 0
    """All uploads together; 0 for as fast as it goes."""
    parallel: int = DEFAULT_PARALLEL
    keep: timedelta = timedelta(days=DEFAULT_KEEP_DAYS)
    """How long local files stay after the archive proved its copy, where no rule of retention says otherwise."""
    alarm_after: timedelta = timedelta(hours=DEFAULT_ALARM_HOURS)
    """How long it may fail before a person is told."""
    folder: str = DEFAULT_FOLDER
    work_folder: str = ""
    """Where files of recorders are fetched to; empty for the folder below the configuration folder."""

    viewers: frozenset[str] = frozenset()
    """Ids of the users who may play recordings, beside administrators."""

    @classmethod
    def from_data(cls, data: Mapping[str, Any], *, subentry_id: str, title: str) -> Self:
        """Parse what the flow has written. Raises KeyError or ValueError for anything else."""
        rules = data.get(CONF_RULES, {})
        return cls(
            id=subentry_id,
            title=title,
            kind=ArchiveKind(data[CONF_KIND]),
            target=dict(data[CONF_TARGET]),
            secrets=dict(data.get(CONF_SECRETS, {})),
            rate_kb_s=float(rules.get(CONF_RATE, 0)),
            parallel=int(rules.get(CONF_PARALLEL, DEFAULT_PARALLEL)),
            keep=timedelta(days=rules.get(CONF_KEEP_DAYS, DEFAULT_KEEP_DAYS)),
            alarm_after=timedelta(hours=rules.get(CONF_ALARM_HOURS, DEFAULT_ALARM_HOURS)),
            folder=rules.get(CONF_FOLDER, DEFAULT_FOLDER),
            work_folder=rules.get(CONF_WORK_FOLDER, ""),
            viewers=frozenset(rules.get(CONF_VIEWERS, ())),
        )

    @classmethod
    def from_subentry(cls, subentry: ConfigSubentry) -> Self:
        """Parse a subentry."""
        return cls.from_data(subentry.data, subentry_id=subentry.subentry_id, title=subentry.title)


def archive_of(entry: ConfigEntry) -> ArchiveSettings | None:
    """Return the archive of a site; None when it has none."""
    return next(iter(_archives(entry.subentries.values())), None)


def _archives(subentries: Iterable[ConfigSubentry]) -> Iterable[ArchiveSettings]:
    for subentry in subentries:
        if subentry.subentry_type == SUBENTRY_ARCHIVE:
            yield ArchiveSettings.from_subentry(subentry)
