"""The ledger in the durable store: two tables that only grow."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    MetaData,
    String,
    Table,
    Text,
    func,
    select,
)

from ...store.rules.part import LONG_TEXT, WHOLE_UNICODE, Anchors, Payload, StorePart
from ...store.rules.rows import insert_numbered, insert_unknown, portions, unknown_payloads
from ...store.rules.times import from_ms
from .actor import Actor
from .recording import Recording
from .steps import Step, Transition
from .subject import Plan, Subject

PART: Final = "recordings"
_NEVER: Final = from_ms(0)

METADATA: Final = MetaData()

RECORDING: Final = Table(
    "recording",
    METADATA,
    Column("id", String(64), primary_key=True),
    Column("site_id", String(64), nullable=False),
    Column("site", String(120), nullable=False),
    Column("day", String(10), nullable=False),
    Column("lesson_id", String(64), nullable=False),
    Column("series", Text, nullable=False),
    Column("is_planned", Boolean, nullable=False),
    Column("room_id", String(64), nullable=False),
    Column("room", String(200), nullable=False),
    Column("area_id", String(255), nullable=False),
    Column("device_id", String(64), nullable=False),
    Column("device_key", String(255), nullable=False),
    Column("recorder", String(200), nullable=False),
    Index("recording_day", "site_id", "day"),
    **WHOLE_UNICODE,
)

STEP: Final = Table(
    "recording_step",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("row_key", String(64), nullable=False, unique=True),
    Column("recording_id", String(64), nullable=False),
    Column("step", String(16), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("cause", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("user_name", String(120), nullable=False),
    Column("data", LONG_TEXT, nullable=False),
    Index("recording_step_recording", "recording_id", "seq"),
    **WHOLE_UNICODE,
)


def to_payload(row: Transition, subject: Subject | None = None) -> dict[str, Any]:
    """Return a row, with what it is about where it is the first of its recording, as it may wait on a disk."""
    return {"row": row.to_payload(), "subject": None if subject is None else subject.to_payload()}


def _apply(connection: Connection, payloads: Sequence[Payload], _anchors: Anchors) -> Anchors:
    subjects = {each["subject"]["id"]: each["subject"] for each in payloads if each["subject"]}
    insert_unknown(connection, RECORDING, "id", subjects)
    fresh = unknown_payloads(connection, STEP.c.row_key, [each["row"] for each in payloads], "row_key")
    insert_numbered(connection, STEP, ({**row, "data": json.dumps(row["data"])} for row in fresh))
    return {}


LEDGER: Final = StorePart(name=PART, metadata=METADATA, apply=_apply)
"""The ledger as a part of the store."""


def read_days(connection: Connection, site_id: str, first: date, last: date) -> list[tuple[Subject, list[Transition]]]:
    """Return every recording of some days with its rows, both in the order in which they were written."""
    days = (RECORDING.c.site_id == site_id, RECORDING.c.day.between(first.isoformat(), last.isoformat()))
    subjects = connection.execute(select(RECORDING).where(*days)).mappings()
    rows: dict[str, list[Transition]] = {}
    joined = select(STEP).join(RECORDING, RECORDING.c.id == STEP.c.recording_id).where(*days)
    for row in connection.execute(joined.order_by(STEP.c.seq)).mappings():
        rows.setdefault(row["recording_id"], []).append(_transition(dict(row)))
    return [(Subject.from_row(dict(each)), rows.get(each["id"], [])) for each in subjects]


def read_one(connection: Connection, recording_id: str) -> tuple[Subject, list[Transition]] | None:
    """Return one recording with its rows."""
    return next(iter(read_some(connection, [recording_id])), None)


def read_some(connection: Connection, recording_ids: Iterable[str]) -> list[tuple[Subject, list[Transition]]]:
    """Return some recordings with their rows."""
    found: list[tuple[Subject, list[Transition]]] = []
    for some in portions(tuple(recording_ids)):
        rows: dict[str, list[Transition]] = {}
        wanted = select(STEP).where(STEP.c.recording_id.in_(some)).order_by(STEP.c.seq)
        for row in connection.execute(wanted).mappings():
            rows.setdefault(row["recording_id"], []).append(_transition(dict(row)))
        subjects = connection.execute(select(RECORDING).where(RECORDING.c.id.in_(some))).mappings()
        found += [(Subject.from_row(dict(each)), rows.get(each["id"], [])) for each in subjects]
    return found


def read_last_day(connection: Connection, site_id: str) -> date | None:
    """Return the latest day that has rows; None when the site has none."""
    day = connection.scalar(select(func.max(RECORDING.c.day)).where(RECORDING.c.site_id == site_id))
    return date.fromisoformat(day) if day else None


def fold(subject: Subject, rows: Iterable[Transition]) -> Recording:
    """Return a recording as it stands. Rows whose begin was lost show no course, and the time of the first of them."""
    members = tuple(rows)
    plans = (Plan.from_json(row.data) for row in members if row.step is Step.PLANNED)
    lost = (
        Plan(start=members[0].at, end=members[0].at, course="")
        if members
        else Plan(start=_NEVER, end=_NEVER, course="")
    )
    recording = Recording(subject, next(plans, lost))
    for row in members:
        recording.take(row)
    return recording


def from_payload(payload: Payload) -> tuple[Subject | None, Transition]:
    """Return what `to_payload` was given."""
    subject = payload["subject"]
    return None if subject is None else Subject.from_row(subject), _transition(payload["row"])


def _transition(row: Mapping[str, Any]) -> Transition:
    data = row["data"]
    return Transition(
        key=row["row_key"],
        recording_id=row["recording_id"],
        step=Step(row["step"]),
        at=from_ms(row["at_ms"]),
        cause=row["cause"],
        detail=row["detail"],
        actor=Actor(name=row["user_name"], user_id=row["user_id"]),
        data=json.loads(data) if isinstance(data, str) else data,
    )
