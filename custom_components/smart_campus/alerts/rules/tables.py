"""Alerts in the durable store: every transition as a row that stays, and what each alert is now."""

import json
from collections.abc import Iterable, Mapping, Sequence
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
    func,
    select,
)

from ...store.rules.part import LONG_TEXT, WHOLE_UNICODE, Anchors, Payload, StorePart
from ...store.rules.rows import insert_numbered, keep_rows, unknown_payloads
from ...store.rules.times import from_ms, to_ms
from .alert import Alert
from .transition import Transition, TransitionKind

PART: Final = "alerts"

METADATA: Final = MetaData()

TRANSITION: Final = Table(
    "alert_transition",
    METADATA,
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String(32), nullable=False, unique=True),
    Column("alert_id", String(32), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("data", LONG_TEXT, nullable=False),
    Index("alert_transition_alert", "alert_id", "seq"),
    Index("alert_transition_kind", "kind", "seq"),
    **WHOLE_UNICODE,
)

ALERT: Final = Table(
    "alert",
    METADATA,
    Column("id", String(32), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("site", String(120), nullable=False),
    Column("area_id", String(255)),
    Column("category", String(20), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("state", String(20), nullable=False),
    Column("is_live", Integer, nullable=False),
    Column("raised_ms", BigInteger, nullable=False),
    Column("resolved_ms", BigInteger),
    Index("alert_live", "is_live", "raised_ms"),
    Index("alert_raised", "raised_ms", "id"),
    **WHOLE_UNICODE,
)
"""What searches go by; everything else is folded from the transitions."""


def payload_of(transition: Transition, alert: Alert | None, *, is_live: bool = True) -> dict[str, Any]:
    """Return a transition as it may wait on a disk. alert: as it is after it; None when it did not change.

    is_live: whether it must be taken up at the next start.
    """
    return {
        "id": transition.id,
        "alert_id": transition.alert_id,
        "kind": transition.kind.value,
        "at_ms": to_ms(transition.at),
        "data": json.dumps(transition.data, ensure_ascii=False),
        "head": None if alert is None else _head_of(alert, is_live=is_live),
    }


def transition_of(row: Mapping[str, Any]) -> Transition | None:
    """Return a transition as it was; None for a row that nobody of ours wrote."""
    try:
        return Transition(
            id=row["id"],
            alert_id=row["alert_id"],
            kind=TransitionKind(row["kind"]),
            at=from_ms(row["at_ms"]),
            data=dict(json.loads(row["data"])),
        )
    except KeyError, ValueError, TypeError:
        return None


def make_part() -> StorePart:
    """Return the alerts as a part of the store."""
    return StorePart(name=PART, metadata=METADATA, apply=_apply)


def live_transitions(connection: Connection) -> list[Transition]:
    """Return everything that happened since the oldest live alert was raised, to live alerts and to the clock."""
    is_live = select(ALERT.c.id).where(ALERT.c.is_live == 1)
    oldest = connection.scalar(select(func.min(TRANSITION.c.seq)).where(TRANSITION.c.alert_id.in_(is_live)))
    if oldest is None:
        return []
    is_clock = TRANSITION.c.kind == TransitionKind.CLOCK.value
    wanted = (TRANSITION.c.alert_id.in_(is_live) | is_clock) & (TRANSITION.c.seq >= oldest)
    return _read(connection, select(TRANSITION).where(wanted).order_by(TRANSITION.c.seq))


def transitions_of(connection: Connection, alert_ids: Iterable[str]) -> list[Transition]:
    """Return everything that happened to some alerts, in order."""
    wanted = TRANSITION.c.alert_id.in_(list(alert_ids))
    return _read(connection, select(TRANSITION).where(wanted).order_by(TRANSITION.c.seq))


def _read(connection: Connection, statement: Select[Any]) -> list[Transition]:
    rows = [dict(row) for row in connection.execute(statement).mappings()]
    return [transition for row in rows if (transition := transition_of(row)) is not None]


def _head_of(alert: Alert, *, is_live: bool) -> dict[str, Any]:
    return {
        "id": alert.id,
        "version": alert.version,
        "site": alert.site,
        "area_id": alert.area_id,
        "category": alert.category.value,
        "severity": alert.severity.value,
        "state": alert.state.value,
        "is_live": int(is_live),
        "raised_ms": to_ms(alert.raised_at),
        "resolved_ms": None if alert.resolved_at is None else to_ms(alert.resolved_at),
    }


def _apply(connection: Connection, payloads: Sequence[Payload], _anchors: Anchors) -> Anchors:
    fresh = unknown_payloads(connection, TRANSITION.c.id, payloads, "id")
    keys = ("id", "alert_id", "kind", "at_ms", "data")
    insert_numbered(connection, TRANSITION, ({key: payload[key] for key in keys} for payload in fresh))
    keep_rows(connection, ALERT, {each["head"]["id"]: each["head"] for each in fresh if each["head"] is not None})
    return {}
