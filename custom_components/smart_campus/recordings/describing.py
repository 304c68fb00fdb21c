"""A recording as plain values: for actions, the dashboard and triggers."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from homeassistant.util import dt as dt_util

from .rules.recording import Recording, missed_step
from .rules.steps import Transition


def describe(recording: Recording) -> dict[str, Any]:
    """Return how a recording stands. Texts of timetables and devices are as they came: escape them."""
    subject, plan, miss = recording.subject, recording.plan, recording.first_miss
    return {
        "recording_id": recording.id,
        "lesson_id": subject.lesson_id or None,
        "site_id": subject.site_id,
        "site": subject.site,
        "day": subject.day.isoformat(),
        "room": subject.room,
        "area_id": subject.area_id or None,
        "recorder": subject.recorder,
        "device_id": subject.device_id,
        "course": plan.course,
        "teacher": plan.teacher,
        "group": plan.group,
        "start": dt_util.as_local(plan.start).isoformat(),
        "end": dt_util.as_local(recording.end).isoformat(),
        "is_manual": subject.is_manual,
        "state": recording.state.value,
        "skip_reason": recording.skip.cause if recording.skip else None,
        "missed": None if miss is None else {"step": missed_step(miss).value, **_why(miss)},
        "troubles": sorted(recording.troubles),
        "started_at": _iso(recording.started_at),
        "stopped_at": _iso(recording.stopped.at if recording.stopped else None),
        "size": recording.size,
        "duration_s": recording.duration_s,
        "files": [
            {"name": name, "size": facts.size, "duration_s": facts.duration_s, "sha256": facts.sha256 or None}
            for name, facts in recording.files.items()
        ],
    }


def describe_rows(rows: Iterable[Transition]) -> list[dict[str, Any]]:
    """Return what happened, in order."""
    return [
        {
            "step": row.step.value,
            "at": _iso(row.at),
            **_why(row),
            "user": row.actor.name or None,
            "user_id": row.actor.user_id or None,
            "data": dict(row.data),
        }
        for row in rows
    ]


def _why(row: Transition) -> dict[str, Any]:
    return {"cause": str(row.cause) or None, "detail": row.detail or None}


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else dt_util.as_local(moment).isoformat()
