"""Tasks in the durable store: one row for each that somebody did. Rows only grow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    func,
    select,
)

from ...recordings.rules.actor import Actor
from ...store.rules.part import WHOLE_UNICODE, Anchors, Payload, StorePart
from ...store.rules.rows import insert_numbered, unknown_payloads
from ...store.rules.times import from_ms, to_ms
from .task import Done

PART: Final = "task"
METADATA: Final = MetaData()

DONE: Final = Table(
    "task_done",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(32), nullable=False, unique=True),
    Column("site", String(64), nullable=False),
    Column("plan_id", String(64), nullable=False),
    Column("plan", String(120), nullable=False),
    Column("target", String(100), nullable=False),
    Column("target_name", String(200), nullable=False),
    Column("due", String(10), nullable=False),
    Column("through", String(10), nullable=False),
    Column("done_on", String(10), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("missed", Integer, nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("user_name", String(120), nullable=False),
    Index("task_done_site", "site", "at_ms"),
    Index("task_done_plan", "plan_id", "seq"),
    **WHOLE_UNICODE,
)


@dataclass(frozen=True, slots=True)
class DoneRow:
    """A task that was done, with the names its plan and target had then."""

    done: Done
    site: str
    plan: str
    target_name: str


def to_payload(row_id: str, row: DoneRow) -> dict[str, Any]:
    """Return a row as it may wait on a disk."""
    done = row.done
    return {
        "id": row_id,
        "site": row.site,
        "plan_id": done.plan_id,
        "plan": row.plan,
        "target": done.target,
        "target_name": row.target_name,
        "due": done.due.isoformat(),
        "through": done.through.isoformat(),
        "done_on": done.on.isoformat(),
        "at_ms": to_ms(done.at),
        "missed": done.missed,
        "user_id": done.actor.user_id,
        "user_name": done.actor.name,
    }


def from_row(row: Mapping[str, Any]) -> DoneRow | None:
    """Return what `to_payload` was given; None for a row that nobody of ours wrote."""
    try:
        done = Done(
            plan_id=str(row["plan_id"]),
            target=str(row["target"]),
            due=date.fromisoformat(row["due"]),
            through=date.fromisoformat(row["through"]),
            on=date.fromisoformat(row["done_on"]),
            at=from_ms(row["at_ms"]),
            actor=Actor(name=str(row["user_name"]), user_id=str(row["user_id"])),
            missed=int(row["missed"]),
        )
        return DoneRow(done, str(row["site"]), str(row["plan"]), str(row["target_name"]))
    except KeyError, ValueError, TypeError:
        return None


def _apply(connection: Connection, payloads: Sequence[Payload], _anchors: Anchors) -> Anchors:
    insert_numbered(connection, DONE, unknown_payloads(connection, DONE.c.id, payloads, "id"))
    return {}


TASKS: Final = StorePart(name=PART, metadata=METADATA, apply=_apply)
"""What was done, as a part of the store."""


def read_latest(connection: Connection, site: str) -> dict[tuple[str, str], DoneRow]:
    """Return what was done last of each plan and target of a site."""
    newest = (
        select(func.max(DONE.c.seq).label("seq"))
        .where(DONE.c.site == site)
        .group_by(DONE.c.plan_id, DONE.c.target)
        .subquery()
    )
    rows = connection.execute(select(DONE).join(newest, newest.c.seq == DONE.c.seq)).mappings()
    found = (from_row(dict(row)) for row in rows)
    return {(row.done.plan_id, row.done.target): row for row in found if row is not None}


@dataclass(frozen=True, kw_only=True, slots=True)
class HistoryQuery:
    """Which tasks that were done are looked for; what is empty means any."""

    sites: frozenset[str] = frozenset()
    plan_id: str | None = None
    target: str | None = None
    offset: int = 0
    limit: int = 50


def read_history(connection: Connection, query: HistoryQuery) -> tuple[int, list[DoneRow]]:
    """Return how many tasks were done, and some of them, the newest first."""
    wanted: list[ColumnElement[bool]] = [DONE.c.site.in_(query.sites)] if query.sites else []
    chosen = {DONE.c.plan_id: query.plan_id, DONE.c.target: query.target}
    wanted += [column == value for column, value in chosen.items() if value is not None]
    total = connection.scalar(select(func.count()).select_from(DONE).where(*wanted)) or 0
    order = (DONE.c.at_ms.desc(), DONE.c.seq.desc())
    page = select(DONE).where(*wanted).order_by(*order).offset(query.offset).limit(query.limit)
    rows = connection.execute(page).mappings()
    return total, [row for each in rows if (row := from_row(dict(each))) is not None]
