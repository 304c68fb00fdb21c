"""The archive in the durable store: recordings on their way or arrived, and what was done to them."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    func,
    insert,
    or_,
    select,
    update,
)

from ...store.rules.part import LONG_TEXT, WHOLE_UNICODE, Anchors, Payload, StorePart
from ...store.rules.rows import insert_unknown
from .job import OPEN_STATES, Job

PART: Final = "archive"
METADATA: Final = MetaData()
MOST_LISTED: Final = 500

JOB: Final = Table(
    "archive_job",
    METADATA,
    Column("job_key", String(32), primary_key=True),
    Column("site_id", String(64), nullable=False),
    Column("recording_id", String(200), nullable=False),
    Column("device", String(64), nullable=False),
    Column("room", String(120), nullable=False),
    Column("course", String(120), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("state", String(16), nullable=False),
    Column("start_ms", BigInteger, nullable=False),
    Column("has_local", Integer, nullable=False),
    Column("confirmed_ms", BigInteger, nullable=False),
    Column("data", LONG_TEXT, nullable=False),
    Index("archive_job_state", "site_id", "state"),
    Index("archive_job_room", "site_id", "room", "start_ms"),
    Index("archive_job_recording", "recording_id"),
    **WHOLE_UNICODE,
)

EVENT: Final = Table(
    "archive_event",
    METADATA,
    Column("event_id", String(32), primary_key=True),
    Column("job_key", String(32), nullable=False),
    Column("site_id", String(64), nullable=False),
    Column("recording_id", String(200), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("step", String(32), nullable=False),
    Column("detail", String(500), nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("user_name", String(120), nullable=False),
    Index("archive_event_job", "job_key", "at_ms"),
    **WHOLE_UNICODE,
)
"""What happened to a recording, and who wanted it. Rows are only ever added."""


def apply(connection: Connection, payloads: Sequence[Payload], _anchors: Anchors) -> Anchors:
    """Write jobs and events. A job older than the one in the table, and an event that is there, are left out."""
    for payload in payloads:
        if "event_id" in payload:
            insert_unknown(connection, EVENT, "event_id", {payload["event_id"]: payload})
        else:
            _put_job(connection, payload)
    return {}


SHELF: Final = StorePart(name=PART, metadata=METADATA, apply=apply)


def _put_job(connection: Connection, payload: Payload) -> None:
    known = connection.scalar(select(JOB.c.revision).where(JOB.c.job_key == payload["job_key"]))
    if known is None:
        connection.execute(insert(JOB).values(dict(payload)))
    elif known < payload["revision"]:
        connection.execute(update(JOB).where(JOB.c.job_key == payload["job_key"]).values(dict(payload)))


def read_open(connection: Connection, site_id: str) -> list[Job]:
    """Return what is still on its way, the oldest lesson first."""
    states = [state.value for state in OPEN_STATES]
    return _jobs(
        connection.execute(
            select(JOB).where(JOB.c.site_id == site_id, JOB.c.state.in_(states)).order_by(JOB.c.start_ms)
        ).mappings()
    )


def read_job(connection: Connection, key: str) -> Job | None:
    """Return one recording by its key."""
    row = connection.execute(select(JOB).where(JOB.c.job_key == key)).mappings().first()
    return Job.from_row(dict(row)) if row else None


def read_recordings(connection: Connection, recording_id: str) -> list[Job]:
    """Return a recording by its id, and the further parts that were handed over of the same lesson."""
    part = JOB.c.recording_id.startswith(f"{recording_id}-", autoescape=True)
    statement = select(JOB).where(or_(JOB.c.recording_id == recording_id, part)).order_by(JOB.c.recording_id)
    found = _jobs(connection.execute(statement.limit(MOST_LISTED)).mappings())
    return [job for job in found if recording_id in {job.recording_id, job.order.id}]


def read_local(connection: Connection, site_id: str | None, state: str) -> list[Job]:
    """Return what lies on this machine in one state, the longest confirmed first."""
    statement = select(JOB).where(JOB.c.has_local == 1, JOB.c.state == state)
    if site_id is not None:
        statement = statement.where(JOB.c.site_id == site_id)
    return _jobs(connection.execute(statement.order_by(JOB.c.confirmed_ms, JOB.c.start_ms)).mappings())


def read_newest(connection: Connection, site_id: str) -> list[Job]:
    """Return what was confirmed last of each recorder of a site."""
    newest = (
        select(JOB.c.device, func.max(JOB.c.confirmed_ms).label("newest"))
        .where(JOB.c.site_id == site_id, JOB.c.confirmed_ms > 0)
        .group_by(JOB.c.device)
        .subquery()
    )
    statement = select(JOB).join(newest, (JOB.c.device == newest.c.device) & (JOB.c.confirmed_ms == newest.c.newest))
    return _jobs(connection.execute(statement.where(JOB.c.site_id == site_id)).mappings())


def read_confirmed(connection: Connection, site_id: str) -> list[Job]:
    """Return what the archive of a site has, the oldest lesson first."""
    statement = select(JOB).where(JOB.c.site_id == site_id, JOB.c.state == "confirmed").order_by(JOB.c.start_ms)
    return _jobs(connection.execute(statement).mappings())


def read_rooms(connection: Connection, site_id: str) -> list[str]:
    """Return the rooms of a site that have recordings."""
    statement = select(JOB.c.room).where(JOB.c.site_id == site_id, JOB.c.state != "erased").distinct()
    return sorted(connection.scalars(statement))


def read_starts(connection: Connection, site_id: str, room: str) -> list[int]:
    """Return when the recordings of a room began, the newest first."""
    statement = select(JOB.c.start_ms).where(JOB.c.site_id == site_id, JOB.c.room == room, JOB.c.state != "erased")
    return list(connection.scalars(statement.order_by(JOB.c.start_ms.desc())))


def read_between(connection: Connection, site_id: str, room: str, begin_ms: int, end_ms: int) -> list[Job]:
    """Return the recordings of a room that began in a stretch of time, the oldest first."""
    statement = select(JOB).where(
        JOB.c.site_id == site_id,
        JOB.c.room == room,
        JOB.c.state != "erased",
        JOB.c.start_ms >= begin_ms,
        JOB.c.start_ms < end_ms,
    )
    return _jobs(connection.execute(statement.order_by(JOB.c.start_ms).limit(MOST_LISTED)).mappings())


def read_events(connection: Connection, key: str) -> list[dict[str, Any]]:
    """Return what happened to a recording, the oldest first."""
    rows = connection.execute(select(EVENT).where(EVENT.c.job_key == key).order_by(EVENT.c.at_ms)).mappings()
    return [dict(row) for row in rows]


def _jobs(rows: Iterable[Any]) -> list[Job]:
    return [Job.from_row(dict(row)) for row in rows]
