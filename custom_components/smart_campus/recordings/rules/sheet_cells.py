"""A recording in words, for the page and the table alike. Nothing here escapes: whoever writes a file does."""

from datetime import datetime, tzinfo
from typing import Final

from .recording import Recording
from .sheet import causes_of, is_short
from .sheet_words import word

COLUMNS: Final = (
    "state", "start", "end", "room", "recorder", "course", "teacher", "group", "started_at", "stopped_at", "duration",
    "size", "troubles", "cause",
)  # fmt: skip
MEGABYTE: Final = 1_000_000


def cells_of(recording: Recording, language: str, zone: tzinfo | None) -> dict[str, str | int | float]:
    """Return the cells of a recording by column."""
    subject, plan = recording.subject, recording.plan
    state = word(f"state_{recording.state}", language)
    manual = f" ({word('manual', language)})" if subject.is_manual else ""
    return {
        "state": state + manual,
        "start": clock_text(plan.start, zone),
        "end": clock_text(recording.end, zone),
        "room": subject.room,
        "recorder": subject.recorder,
        "course": plan.course,
        "teacher": plan.teacher,
        "group": plan.group,
        "started_at": clock_text(recording.started_at, zone),
        "stopped_at": clock_text(recording.stopped.at if recording.stopped else None, zone),
        "duration": duration_text(recording.duration_s),
        "size": "" if recording.size is None else f"{recording.size / MEGABYTE:.1f} MB",
        "troubles": recording.trouble_count or "",
        "cause": cause_text(recording, language),
    }


def cause_text(recording: Recording, language: str) -> str:
    """Return what went wrong in one line; empty when nothing did."""
    colon, between = ("：", "；") if language == "zh-Hans" else (": ", "; ")
    said = [
        word(f"step_{step}", language) + colon + word(cause, language) + (f" ({detail})" if detail else "")
        for step, cause, detail in causes_of(recording)
    ]
    if is_short(recording):
        said.append(word("short", language))
    return between.join(said)


def clock_text(moment: datetime | None, zone: tzinfo | None) -> str:
    """Return a time of the day; empty for none."""
    return "" if moment is None else moment.astimezone(zone).strftime("%H:%M:%S").removesuffix(":00")


def duration_text(seconds: float | None) -> str:
    """Return hours, minutes and seconds; empty for none."""
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
