"""Approvals in the durable store, a page at a time, and the loans that are behind what is lent now."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, select

from ...equipment.rules.asset import AssetState
from ...store.rules.rows import portions
from .approval import APPROVALS, MOST_ON_A_PAGE, Approval, ApprovalState, fold
from .chronicle import fold_steps


@dataclass(frozen=True, kw_only=True, slots=True)
class ApprovalQuery:
    """Which requests are looked for; what is empty means any."""

    site: str | None = None
    asset_id: str | None = None
    states: frozenset[ApprovalState] = frozenset()
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """Some of the requests that were looked for."""

    total: int
    approvals: tuple[Approval, ...]


def read_page(connection: Connection, query: ApprovalQuery) -> ApprovalPage:
    """Return one page: what is to be decided first, then the newest."""
    heads = APPROVALS.heads.c
    chosen = {heads.site: query.site, heads.asset_id: query.asset_id}
    wanted: list[ColumnElement[bool]] = [column == value for column, value in chosen.items() if value is not None]
    if query.states:
        wanted.append(heads.state.in_([state.value for state in query.states]))
    total, ids = APPROVALS.page(connection, wanted, query.offset, min(query.limit, MOST_ON_A_PAGE))
    found = fold_steps(fold, APPROVALS.steps_of(connection, ids))
    return ApprovalPage(total, tuple(found[each] for each in ids if each in found))


def read_loans(connection: Connection, asset_ids: Collection[str]) -> dict[str, Approval]:
    """Return the newest loan of some assets, by asset."""
    heads = APPROVALS.heads.c
    is_loan = (heads.wanted == AssetState.LENT.value) & (heads.state == ApprovalState.APPROVED.value)
    ids: list[str] = []
    for some in portions(tuple(asset_ids)):
        ids += connection.scalars(select(heads.id).where(is_loan, heads.asset_id.in_(some)))
    loans = sorted(fold_steps(fold, APPROVALS.steps_of(connection, ids)).values(), key=lambda each: each.requested_at)
    return {approval.asset_id: approval for approval in loans}
