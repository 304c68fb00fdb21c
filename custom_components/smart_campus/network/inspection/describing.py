"""Lines of a report as plain values, for actions and cards."""

from typing import Any

from homeassistant.util import dt as dt_util

from .rules.phrasing import Phrasing
from .rules.report import Entry


def describe_entry(entry: Entry, phrasing: Phrasing) -> dict[str, Any]:
    """Return one check with its finding as a sentence. Names are as devices and people gave them: escape them."""
    return {
        "level": entry.check.level.value,
        "kind": entry.subject.kind.value,
        "name": entry.subject.name,
        "port": entry.check.item,
        "check": entry.check.id,
        "finding": phrasing.finding(entry.check),
        "recurrence": phrasing.recurrence(entry.recurrence) if entry.check.level.is_exception else None,
        "since": dt_util.utc_from_timestamp(entry.check.since).isoformat() if entry.check.since else None,
        "affects": list(entry.check.affects),
    }
