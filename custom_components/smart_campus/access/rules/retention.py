"""Removing old rows by rule, so that what stays can still be checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, delete, false, insert, not_, or_, select, true

from .chain import CHECKPOINT_FIELDS, Chain
from .tables import CHECKPOINT, CREDENTIAL, LOG

REMOVED_AT_ONCE: Final = 5_000
"""Rows a transaction; swipes that come meanwhile wait no longer than that takes."""
_MS_A_DAY: Final = 86_400_000


@dataclass(frozen=True, kw_only=True, slots=True)
class RetentionRule:
    """How long rows are kept. The rule that names most about a row decides; without one it stays for ever."""

    days: int
    site_id: str | None = None
    kind: str | None = None

    @property
    def scope(self) -> tuple[str | None, str | None]:
        """What tells rules apart."""
        return self.site_id, self.kind

    @property
    def _rank(self) -> int:
        """How much it names: a site weighs more than a kind."""
        return 2 * (self.site_id is not None) + (self.kind is not None)

    def covers(self) -> ColumnElement[bool]:
        """Return whether a row is in its scope, whatever its age."""
        named = []
        if self.site_id is not None:
            named.append(LOG.c.site_id == self.site_id)
        if self.kind is not None:
            named.append(LOG.c.kind == self.kind)
        return and_(true(), *named)


def expired(rules: Iterable[RetentionRule], now_ms: int) -> ColumnElement[bool]:
    """Return whether a row's time is over."""
    parts: list[ColumnElement[bool]] = []
    closer: list[ColumnElement[bool]] = []
    for rule in sorted(rules, key=lambda rule: rule._rank, reverse=True):
        is_old = LOG.c.at_ms < now_ms - rule.days * _MS_A_DAY
        same_or_closer = [not_(other) for other in closer]
        parts.append(and_(rule.covers(), is_old, *same_or_closer))
        closer.append(rule.covers())
    return or_(false(), *parts)


def remove_expired(connection: Connection, links: Chain, rules: Sequence[RetentionRule], now_ms: int) -> int:
    """Remove some rows whose time is over; return how many. Call until it returns nothing."""
    statement = select(LOG.c.seq).where(expired(rules, now_ms)).order_by(LOG.c.seq).limit(REMOVED_AT_ONCE)
    numbers = list(connection.scalars(statement))
    for first, last in _ranges(numbers):
        _remove(connection, links, first, last, now_ms)
    return len(numbers)


def forget_credentials(connection: Connection) -> None:
    """Remove the numbers of cards that no row names any more."""
    named = select(LOG.c.seq).where(LOG.c.credential == CREDENTIAL.c.credential).exists()
    connection.execute(delete(CREDENTIAL).where(~named))


def _ranges(numbers: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last number of each run without gaps."""
    if not numbers:
        return []
    breaks = [(before, after) for before, after in pairwise(numbers) if after != before + 1]
    firsts = [numbers[0], *(after for _, after in breaks)]
    lasts = [*(before for before, _ in breaks), numbers[-1]]
    return list(zip(firsts, lasts, strict=True))


def _remove(connection: Connection, links: Chain, first: int, last: int, now_ms: int) -> None:
    after = connection.execute(select(LOG.c.hash).where(LOG.c.seq == last)).scalar_one()
    checkpoint = {
        "first_seq": first,
        "last_seq": last,
        "hash_before": _hash_before(connection, links, first),
        "hash_after": after,
        "removed": last - first + 1,
        "at_ms": now_ms,
    }
    connection.execute(delete(LOG).where(LOG.c.seq.between(first, last)))
    checkpoint = _joined(connection, checkpoint)
    connection.execute(insert(CHECKPOINT).values(**checkpoint, mark=links.mark(checkpoint)))


def _hash_before(connection: Connection, links: Chain, first: int) -> str:
    row = connection.execute(select(LOG.c.hash).where(LOG.c.seq == first - 1)).scalar()
    mark = connection.execute(select(CHECKPOINT.c.hash_after).where(CHECKPOINT.c.last_seq == first - 1)).scalar()
    return str(row or mark or links.genesis)


def _joined(connection: Connection, checkpoint: dict[str, Any]) -> dict[str, Any]:
    """Return a checkpoint together with its neighbours, which are removed."""
    touches = or_(
        CHECKPOINT.c.last_seq == checkpoint["first_seq"] - 1, CHECKPOINT.c.first_seq == checkpoint["last_seq"] + 1
    )
    columns = [CHECKPOINT.c[name] for name in CHECKPOINT_FIELDS]
    found = [dict(row) for row in connection.execute(select(*columns).where(touches)).mappings()]
    parts = sorted([*found, checkpoint], key=lambda part: int(part["first_seq"]))
    connection.execute(delete(CHECKPOINT).where(touches))
    return {
        **checkpoint,
        "first_seq": parts[0]["first_seq"],
        "hash_before": parts[0]["hash_before"],
        "last_seq": parts[-1]["last_seq"],
        "hash_after": parts[-1]["hash_after"],
        "removed": sum(part["removed"] for part in parts),
    }
