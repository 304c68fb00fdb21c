"""A part with one table, as simple as a part can be; its rows are told apart by their key."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Column, Connection, MetaData, String, Table, func, insert, select

from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation
from custom_components.smart_campus.store.rules.part import Anchors, Payload, StorePart

METADATA = MetaData()
NOTE = Table("note", METADATA, Column("key", String(40), primary_key=True), Column("text", String(200), nullable=False))
WAIT_S = 60


def apply(connection: Connection, payloads: Sequence[Payload], _anchors: Anchors) -> Anchors:
    known = set(connection.scalars(select(NOTE.c.key).where(NOTE.c.key.in_([row["key"] for row in payloads]))))
    new = {row["key"]: dict(row) for row in payloads if row["key"] not in known}
    if new:
        connection.execute(insert(NOTE), list(new.values()))
    return {"notes": str(connection.scalar(select(func.count()).select_from(NOTE)))}


NOTES = StorePart(name="notes", metadata=METADATA, apply=apply)


def notes(*keys: str) -> list[Payload]:
    return [{"key": key, "text": f"text of {key}"} for key in keys]


def keys_in(connection: Connection) -> list[str]:
    return list(connection.scalars(select(NOTE.c.key).order_by(NOTE.c.key)))


def open_file(folder: Path, name: str = "store.db", **options: float) -> StoreEngine:
    """Return an engine over a SQLite file in a folder that takes notes."""
    engine = StoreEngine(StoreLocation.of_file(folder / name), folder / "spool.db", **options)
    engine.use(NOTES).result(WAIT_S)
    return engine
