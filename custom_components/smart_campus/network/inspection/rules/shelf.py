"""Reports in the durable store."""

import base64
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    Select,
    String,
    Table,
    Text,
    insert,
    select,
)

from ....store.rules.part import LONG_TEXT, WHOLE_UNICODE, Anchors, Payload, StorePart
from ....store.rules.rows import insert_unknown
from ....store.rules.times import to_ms
from .recurrence import PastInspection
from .report import Report
from .signature import Signature

PART: Final = "network_inspection"

METADATA: Final = MetaData()

REPORT: Final = Table(
    "network_inspection",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("site_id", String(64), nullable=False),
    Column("site", String(120), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("day", String(10), nullable=False),
    Column("exceptions", Integer, nullable=False),
    Column("exception_keys", LONG_TEXT, nullable=False),
    Column("body", LONG_TEXT, nullable=False),
    Index("network_inspection_site", "site_id", "at_ms"),
    **WHOLE_UNICODE,
)

SIGNATURE: Final = Table(
    "network_inspection_signature",
    METADATA,
    Column("report_id", String(32), primary_key=True),
    Column("user_id", String(64), nullable=False),
    Column("user_name", String(120), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("remark", Text, nullable=False),
    **WHOLE_UNICODE,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Shelved:
    """A report as a list shows it."""

    id: str
    site_id: str
    site: str
    at_ms: int
    exceptions: int
    signed_by: str | None


def to_payload(report: Report) -> dict[str, Any]:
    """Return a report as a row that may wait on a disk."""
    keys = [entry.key for entry in report.exceptions]
    return {
        "id": report.id,
        "site_id": report.site_id,
        "site": report.site,
        "at_ms": to_ms(report.at),
        "day": report.at.date().isoformat(),
        "exceptions": len(keys),
        "exception_keys": json.dumps(keys),
        "body": base64.b64encode(zlib.compress(json.dumps(report.to_json()).encode())).decode(),
    }


def _apply(connection: Connection, payloads: Sequence[Payload], _anchors: Anchors) -> Anchors:
    insert_unknown(connection, REPORT, "id", {payload["id"]: payload for payload in payloads})
    return {}


SHELF: Final = StorePart(name=PART, metadata=METADATA, apply=_apply)
"""The reports as a part of the store."""


def read_report(connection: Connection, report_id: str) -> Report | None:
    """Return a report."""
    body = connection.scalar(select(REPORT.c.body).where(REPORT.c.id == report_id))
    return None if body is None else Report.from_json(json.loads(zlib.decompress(base64.b64decode(body))))


def read_signature(connection: Connection, report_id: str) -> Signature | None:
    """Return who signed a report."""
    row = connection.execute(select(SIGNATURE).where(SIGNATURE.c.report_id == report_id)).mappings().first()
    if row is None:
        return None
    return Signature(user_id=row["user_id"], user=row["user_name"], at=row["at_ms"] / 1000, remark=row["remark"])


def read_list(connection: Connection, site_id: str | None, limit: int) -> list[Shelved]:
    """Return the newest reports, of one site or of all."""
    columns = (*(REPORT.c[name] for name in ("id", "site_id", "site", "at_ms", "exceptions")), SIGNATURE.c.user_name)
    statement: Select[Any] = (
        select(*columns).select_from(REPORT).outerjoin(SIGNATURE, SIGNATURE.c.report_id == REPORT.c.id)
    )
    if site_id is not None:
        statement = statement.where(REPORT.c.site_id == site_id)
    found = connection.execute(statement.order_by(REPORT.c.at_ms.desc(), REPORT.c.id.desc()).limit(limit))
    return [
        Shelved(id=row[0], site_id=row[1], site=row[2], at_ms=row[3], exceptions=row[4], signed_by=row[5])
        for row in found
    ]


def read_past(connection: Connection, site_id: str, most: int = 400) -> list[PastInspection]:
    """Return what the latest inspections of a site found."""
    statement = select(REPORT.c.day, REPORT.c.exception_keys).where(REPORT.c.site_id == site_id)
    found = connection.execute(statement.order_by(REPORT.c.at_ms.desc()).limit(most))
    return [PastInspection(date.fromisoformat(day), frozenset(json.loads(keys))) for day, keys in found]


def sign(connection: Connection, report_id: str, signature: Signature) -> bool:
    """Sign a report; return False when it was signed before. Raises KeyError when there is no such report."""
    if connection.scalar(select(REPORT.c.id).where(REPORT.c.id == report_id)) is None:
        raise KeyError(report_id)
    if read_signature(connection, report_id) is not None:
        return False
    row: Mapping[str, Any] = {
        "report_id": report_id,
        "user_id": signature.user_id,
        "user_name": signature.user,
        "at_ms": round(signature.at * 1000),
        "remark": signature.remark,
    }
    connection.execute(insert(SIGNATURE).values(**row))
    return True
