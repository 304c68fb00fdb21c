"""The ledger in the durable store: what each asset is now, every change as a row that stays, and imports under way."""

import json
from collections.abc import Mapping, Sequence
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
    Text,
    select,
)

from ...store.rules.part import LONG_TEXT, WHOLE_UNICODE, Anchors, Payload, StorePart
from ...store.rules.rows import insert_numbered, keep_rows, unknown_payloads
from .asset import Asset
from .change import Entry
from .journal import ImportJob

PART: Final = "equipment"

METADATA: Final = MetaData()

ASSET: Final = Table(
    "equipment_asset",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("site", String(64), nullable=False),
    Column("asset_number", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("data", LONG_TEXT, nullable=False),
    Index("equipment_asset_site", "site"),
    Index("equipment_asset_number", "asset_number"),
    **WHOLE_UNICODE,
)

CHANGE: Final = Table(
    "equipment_change",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(32), nullable=False, unique=True),
    Column("asset_id", String(32), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("source", String(16), nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("user_name", String(120), nullable=False),
    Column("note", Text, nullable=False),
    Column("data", LONG_TEXT, nullable=False),
    Index("equipment_change_asset", "asset_id", "seq"),
    **WHOLE_UNICODE,
)

IMPORT: Final = Table(
    "equipment_import",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("site", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("begun_ms", BigInteger, nullable=False),
    Column("data", LONG_TEXT, nullable=False),
    Index("equipment_import_begun", "begun_ms"),
    **WHOLE_UNICODE,
)
"""Imports, each with everything that is left to do while it is under way."""


def change_payload(entry: Entry, asset: Asset) -> dict[str, Any]:
    """Return a change, with the asset as it is after it, as it may wait on a disk."""
    return {"id": entry.id, "change": entry.to_row(), "asset": asset.to_json()}


def import_payload(job: ImportJob) -> dict[str, Any]:
    """Return an import as it stands, as it may wait on a disk."""
    return {"id": job.id, "import": job.to_json()}


def make_part() -> StorePart:
    """Return the ledger as a part of the store."""
    return StorePart(name=PART, metadata=METADATA, apply=_apply)


def read_assets(connection: Connection) -> list[Asset]:
    """Return every asset of the ledger."""
    return [Asset.from_json(json.loads(data)) for data in connection.scalars(select(ASSET.c.data))]


def read_history(connection: Connection, asset_id: str, most: int) -> list[Entry]:
    """Return what happened to an asset, the newest first."""
    wanted = select(CHANGE).where(CHANGE.c.asset_id == asset_id).order_by(CHANGE.c.seq.desc()).limit(most)
    return [Entry.from_row(dict(row), json.loads(row["data"])) for row in connection.execute(wanted).mappings()]


def read_imports(connection: Connection, most: int) -> list[ImportJob]:
    """Return the latest imports, the newest first."""
    wanted = select(IMPORT.c.data).order_by(IMPORT.c.begun_ms.desc()).limit(most)
    return [ImportJob.from_json(json.loads(data)) for data in connection.scalars(wanted)]


def _apply(connection: Connection, payloads: Sequence[Payload], _anchors: Anchors) -> Anchors:
    changes = [payload for payload in payloads if "change" in payload]
    fresh = unknown_payloads(connection, CHANGE.c.id, changes, "id")
    insert_numbered(connection, CHANGE, (_change_row(payload["change"]) for payload in fresh))
    assets = {payload["asset"]["asset_id"]: _head_of(payload["asset"]) for payload in fresh}
    keep_rows(connection, ASSET, assets, is_versioned=True)
    jobs = [payload["import"] for payload in payloads if "import" in payload]
    keep_rows(connection, IMPORT, {job["id"]: _job_row(job) for job in jobs}, is_versioned=True)
    return {}


def _change_row(change: Mapping[str, Any]) -> dict[str, Any]:
    return {**change, "data": json.dumps(change["data"], ensure_ascii=False)}


def _head_of(asset: Mapping[str, Any]) -> dict[str, Any]:
    head = {key: asset[key] for key in ("version", "site", "asset_number", "state")}
    return {"id": asset["asset_id"], **head, "data": json.dumps(asset, ensure_ascii=False)}


def _job_row(job: Mapping[str, Any]) -> dict[str, Any]:
    row = {key: job[key] for key in ("id", "version", "site", "state", "begun_ms")}
    return {**row, "data": json.dumps(job, ensure_ascii=False)}
