"""Things that change in steps, as rows of the durable store: steps only grow, a head holds what searches go by."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
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
    Text,
    func,
    select,
)

from ...store.rules.part import WHOLE_UNICODE, Anchors, Payload, StorePart
from ...store.rules.rows import insert_numbered, keep_rows, portions, unknown_payloads
from ...store.rules.times import from_ms, to_ms

_STEP_KEYS: Final = ("id", "subject_id", "kind", "at_ms", "data")


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing that happened to one subject. `data` is JSON-able."""

    id: str
    subject_id: str
    kind: str
    at: datetime
    """UTC."""
    data: Mapping[str, Any] = field(default_factory=dict)


class Chronicle:
    """The tables of one sort of things. `name` is the table of heads, and the part of the store."""

    def __init__(self, name: str, *searched: Column[Any]) -> None:
        """Make the tables. searched: further columns of the head, filled from the mapping of the same keys."""
        self.part: Final = name
        metadata = MetaData()
        self.steps = Table(
            f"{name}_step",
            metadata,
            Column("seq", BigInteger, primary_key=True, autoincrement=False),
            Column("id", String(32), nullable=False, unique=True),
            Column("subject_id", String(32), nullable=False),
            Column("kind", String(20), nullable=False),
            Column("at_ms", BigInteger, nullable=False),
            Column("data", Text, nullable=False),
            Index(f"{name}_step_subject", "subject_id", "seq"),
            **WHOLE_UNICODE,
        )
        self.heads = Table(
            name,
            metadata,
            Column("id", String(32), primary_key=True),
            Column("is_open", Integer, nullable=False),
            Column("begun_ms", BigInteger, nullable=False),
            *searched,
            Index(f"{name}_open", "is_open", "begun_ms"),
            **WHOLE_UNICODE,
        )
        self.store_part = StorePart(name=name, metadata=metadata, apply=self._apply)

    def payload(self, step: Step, head: Mapping[str, Any]) -> dict[str, Any]:
        """Return a step, with the head as it is after it, as it may wait on a disk."""
        return {
            "id": step.id,
            "subject_id": step.subject_id,
            "kind": step.kind,
            "at_ms": to_ms(step.at),
            "data": json.dumps(step.data, ensure_ascii=False),
            "head": {"id": step.subject_id, **head},
        }

    def open_steps(self, connection: Connection) -> list[Step]:
        """Return every step of what is open, in order."""
        is_open = select(self.heads.c.id).where(self.heads.c.is_open == 1)
        return self._read(connection, self.steps.c.subject_id.in_(is_open))

    def steps_of(self, connection: Connection, ids: Iterable[str]) -> list[Step]:
        """Return every step of some subjects, in order."""
        found: list[Step] = []
        for some in portions(tuple(ids)):
            found += self._read(connection, self.steps.c.subject_id.in_(some))
        return found

    def page(
        self, connection: Connection, wanted: Sequence[ColumnElement[bool]], offset: int, limit: int
    ) -> tuple[int, list[str]]:
        """Return how many heads there are that are wanted, and the ids of one page: what is open first, then newest."""
        total = connection.scalar(select(func.count()).select_from(self.heads).where(*wanted)) or 0
        order = (self.heads.c.is_open.desc(), self.heads.c.begun_ms.desc(), self.heads.c.id.desc())
        found = select(self.heads.c.id).where(*wanted).order_by(*order).offset(offset).limit(limit)
        return total, list(connection.scalars(found))

    def _read(self, connection: Connection, wanted: ColumnElement[bool]) -> list[Step]:
        rows = connection.execute(select(self.steps).where(wanted).order_by(self.steps.c.seq)).mappings()
        return [step for row in rows if (step := step_of(dict(row))) is not None]

    def _apply(self, connection: Connection, payloads: Sequence[Payload], _anchors: Anchors) -> Anchors:
        fresh = unknown_payloads(connection, self.steps.c.id, payloads, "id")
        insert_numbered(connection, self.steps, ({key: each[key] for key in _STEP_KEYS} for each in fresh))
        keep_rows(connection, self.heads, {each["head"]["id"]: each["head"] for each in fresh})
        return {}


def step_of(row: Mapping[str, Any]) -> Step | None:
    """Return a step as it was; None for a row that nobody of ours wrote."""
    try:
        return Step(
            id=str(row["id"]),
            subject_id=str(row["subject_id"]),
            kind=str(row["kind"]),
            at=from_ms(row["at_ms"]),
            data=dict(json.loads(row["data"])),
        )
    except KeyError, ValueError, TypeError:
        return None


def fold_steps[T](fold: Callable[[T | None, Step], T | None], steps: Iterable[Step]) -> dict[str, T]:
    """Return the things of steps, by id. fold: returns a thing after a step."""
    found: dict[str, T] = {}
    for step in steps:
        if (thing := fold(found.get(step.subject_id), step)) is not None:
            found[step.subject_id] = thing
    return found
