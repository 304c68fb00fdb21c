"""What a person must mend of an archive, as repairs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..flows.preview import escape_markdown
from ..issues import DATA_ENTRY, DATA_SUBENTRIES, MOST_NAMES
from .rules.faults import FaultCode
from .rules.health import TargetHealth
from .rules.job import Job, JobState
from .settings import DEFAULT_ALARM_HOURS, ArchiveSettings

FAILING: Final = "archive_failing"
CREDENTIALS: Final = "archive_credentials"
DECISION: Final = "archive_decision"
REMOVED: Final = "archive_removed"
STUCK: Final = "archive_stuck"


class ArchiveAlarms:
    """Keeps the repairs of one site's archive equal to how it is doing."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._words: dict[str, str] = {}

    async def async_start(self) -> None:
        """Load what causes are called in this Home Assistant's language."""
        self._words = await async_get_translations(self._hass, self._hass.config.language, "selector", {DOMAIN})

    def _sentence(self, code: str) -> str:
        return self._words.get(f"component.{DOMAIN}.selector.archive_fault.options.{code}", code)

    @callback
    def async_review(self, health: TargetHealth, jobs: Sequence[Job], settings: ArchiveSettings | None) -> None:
        """Say what is wrong now, and take back what is not any more."""
        now = dt_util.utcnow()
        code = health.fault.code if health.fault else None
        alarm_after = settings.alarm_after if settings else timedelta(hours=DEFAULT_ALARM_HOURS)
        is_login = code is FaultCode.CREDENTIALS
        is_long = bool(health.since_ms) and now - _moment(health.since_ms) >= alarm_after
        title = escape_markdown(settings.title) if settings else ""
        cause = self._sentence(code.value) if code else ""
        since = dt_util.as_local(_moment(health.since_ms)).strftime("%Y-%m-%d %H:%M")
        place = {"archive": title, "cause": cause, "since": since, "count": str(len(jobs))}
        self._say(CREDENTIALS, place, subentry_id=settings.id if settings else "", on=is_login)
        self._say(FAILING, place, on=is_long and not is_login)
        decisions = [job for job in jobs if job.state is JobState.DECISION]
        self._say(DECISION, self._names(decisions), on=bool(decisions))
        stuck = [
            job
            for job in jobs
            if job.state is JobState.QUEUED
            and job.failing_since_ms
            and now - _moment(job.failing_since_ms) >= alarm_after
            and not health.since_ms
        ]
        self._say(STUCK, self._names(stuck), on=bool(stuck))

    @callback
    def async_removed(self, waiting: int) -> None:
        """Say that recordings wait for an archive that was removed."""
        self._say(REMOVED, {"count": str(waiting)}, on=waiting > 0)

    @callback
    def async_present(self) -> None:
        """Take back that there is no archive."""
        self._say(REMOVED, {}, on=False)

    def _names(self, jobs: Sequence[Job]) -> dict[str, str]:
        """Return the placeholders ``count``, ``names`` and ``cause`` for some recordings."""
        names = [escape_markdown(f"{job.room} {job.order.title} ({job.recording_id})") for job in jobs[:MOST_NAMES]]
        causes = sorted({job.cause.partition(":")[0] for job in jobs if job.cause})
        more = " …" if len(jobs) > MOST_NAMES else ""
        return {
            "count": str(len(jobs)),
            "names": "; ".join(names) + more,
            "cause": "; ".join(map(self._sentence, causes)),
        }

    def _say(self, key: str, placeholders: dict[str, str], *, on: bool, subentry_id: str = "") -> None:
        issue_id = f"{key}_{self._entry.entry_id}"
        if not on:
            ir.async_delete_issue(self._hass, DOMAIN, issue_id)
            return
        data: dict[str, str | int | float | None] = {DATA_ENTRY: self._entry.entry_id}
        if subentry_id:
            data[DATA_SUBENTRIES] = subentry_id
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            issue_id,
            is_fixable=bool(subentry_id),
            severity=ir.IssueSeverity.ERROR,
            translation_key=key,
            translation_placeholders={"site": self._entry.title, **placeholders},
            data=data,
        )


def _moment(ms: int) -> datetime:
    return dt_util.utc_from_timestamp(ms / 1000)
