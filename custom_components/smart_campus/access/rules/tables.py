"""The access log in the durable store: its tables, and how rows are written into them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Index, Integer, MetaData, String, Table, insert, select, update

from ...store.rules.part import WHOLE_UNICODE, Anchors, Payload, StorePart
from ...store.rules.rows import insert_unknown, unknown_payloads
from .chain import Chain, Head

PART: Final = "access_log"
ANCHOR: Final = "access_log"

METADATA: Final = MetaData()

LOG: Final = Table(
    "access_log",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("row_key", String(110), nullable=False, unique=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("local_time", String(40), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("site_id", String(64), nullable=False),
    Column("site", String(120), nullable=False),
    Column("controller", String(64), nullable=False),
    Column("controller_name", String(120), nullable=False),
    Column("door", Integer),
    Column("door_name", String(120), nullable=False),
    Column("direction", String(8), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("reason", String(120), nullable=False),
    Column("credential", String(64), nullable=False),
    Column("user_id", String(64), nullable=False),
    Column("user_name", String(120), nullable=False),
    Column("command", String(120), nullable=False),
    Column("event_index", BigInteger),
    Column("hash", String(64), nullable=False),
    Index("access_log_door", "controller", "door", "at_ms"),
    Index("access_log_credential", "credential", "at_ms"),
    Index("access_log_time", "at_ms"),
    **WHOLE_UNICODE,
)

CHECKPOINT: Final = Table(
    "access_checkpoint",
    METADATA,
    Column("first_seq", BigInteger, primary_key=True, autoincrement=False),
    Column("last_seq", BigInteger, nullable=False, unique=True),
    Column("hash_before", String(64), nullable=False),
    Column("hash_after", String(64), nullable=False),
    Column("removed", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("mark", String(64), nullable=False),
    **WHOLE_UNICODE,
)
"""Rows that were removed by rule, a range a row."""

CREDENTIAL: Final = Table(
    "access_credential",
    METADATA,
    Column("credential", String(64), primary_key=True),
    Column("sealed", String(400), nullable=False),
    **WHOLE_UNICODE,
)
"""The encrypted number of each card, by its pseudonym."""

CONTROLLER: Final = Table(
    "access_controller",
    METADATA,
    Column("controller", String(64), primary_key=True),
    Column("event_index", BigInteger, nullable=False),
    **WHOLE_UNICODE,
)
"""The event of each controller that was written last."""


def make_part(links: Chain) -> StorePart:
    """Return the access log as a part of the store. Its anchor is the head of the chain.

    When the database ends before the anchor, its end was taken away: the chain goes on behind the anchor, so that the
    missing rows show for ever.
    """

    def apply(connection: Connection, payloads: Sequence[Payload], anchors: Anchors) -> Anchors:
        head = head_of(connection, links)
        if ANCHOR in anchors and (anchor := Head.parse(anchors[ANCHOR])).seq > head.seq:
            head = anchor
        rows = []
        for payload in unknown_payloads(connection, LOG.c.row_key, payloads, "row_key"):
            row: dict[str, Any] = {**payload, "seq": head.seq + 1}
            sealed = row.pop("sealed")
            head = Head(head.seq + 1, links.link(head.hash, row))
            rows.append({**row, "hash": head.hash, "sealed": sealed})
        if rows:
            _keep_credentials(connection, rows)
            _keep_indices(connection, rows)
            connection.execute(insert(LOG), [{key: row[key] for key in row if key != "sealed"} for row in rows])
        return {ANCHOR: str(head)}

    return StorePart(name=PART, metadata=METADATA, apply=apply)


def head_of(connection: Connection, links: Chain) -> Head:
    """Return where the log ends."""
    row = connection.execute(select(LOG.c.seq, LOG.c.hash).order_by(LOG.c.seq.desc()).limit(1)).first()
    ends = (CHECKPOINT.c.last_seq, CHECKPOINT.c.hash_after)
    mark = connection.execute(select(*ends).order_by(CHECKPOINT.c.last_seq.desc()).limit(1)).first()
    return max([Head(0, links.genesis), *(Head(*found) for found in (row, mark) if found)])


def _keep_credentials(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    sealed = {row["credential"]: row["sealed"] for row in rows if row["sealed"]}
    pairs = {name: {"credential": name, "sealed": number} for name, number in sealed.items()}
    insert_unknown(connection, CREDENTIAL, "credential", pairs)


def _keep_indices(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    last = {row["controller"]: row["event_index"] for row in rows if row["event_index"] is not None}
    for controller, event_index in last.items():
        values = {"controller": controller, "event_index": event_index}
        changed = connection.execute(update(CONTROLLER).where(CONTROLLER.c.controller == controller).values(values))
        if not changed.rowcount:
            connection.execute(insert(CONTROLLER).values(values))
