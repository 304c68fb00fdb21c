"""Somebody wants a piece of equipment lent, taken back or retired; somebody else agrees or does not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Column, String

from ...equipment.rules.asset import Asset, AssetState
from ...equipment.rules.fields import needs_approval
from ...recordings.rules.actor import NOBODY, Actor
from ...store.rules.text import clean_text
from ...store.rules.times import to_ms
from .chronicle import Chronicle, Step
from .life import OrderError
from .order import MOST_NOTE, actor_from, actor_to, word_from

APPROVALS: Final = Chronicle(
    "approval",
    Column("site", String(64), nullable=False),
    Column("asset_id", String(64), nullable=False),
    Column("wanted", String(10), nullable=False),
    Column("state", String(10), nullable=False),
)
MOST_ON_A_PAGE: Final = 200


class ApprovalState(StrEnum):
    """Where a request stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    FAILED = "failed"
    """Somebody agreed, and the ledger did not take it."""


class ApprovalStep(StrEnum):
    """What can happen to a request."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    APPLIED = "applied"
    """The ledger took it."""
    FAILED = "failed"


@dataclass(frozen=True, kw_only=True, slots=True)
class Approval:
    """A request as it stands. Times are aware, UTC."""

    id: str
    site: str
    asset_id: str
    """Of the ledger."""
    wanted: AssetState
    reason: str = ""
    until: date | None = None
    """Last day of a loan; None where nobody said."""
    requested_by: Actor = NOBODY
    requested_at: datetime
    state: ApprovalState = ApprovalState.PENDING
    decided_by: Actor | None = None
    decided_at: datetime | None = None
    note: str = ""
    is_applied: bool = False

    @property
    def is_open(self) -> bool:
        """Return whether somebody has to decide, or the ledger has to follow."""
        return self.state is ApprovalState.PENDING or self.is_to_be_applied

    @property
    def is_to_be_applied(self) -> bool:
        """Return whether somebody agreed and the ledger does not say so yet."""
        return self.state is ApprovalState.APPROVED and not self.is_applied

    @property
    def is_loan(self) -> bool:
        """Return whether it lent something, now or once."""
        return self.state is ApprovalState.APPROVED and self.wanted is AssetState.LENT


def request(
    asset: Asset, wanted: AssetState, actor: Actor, *, reason: str, until: date | None, today: date
) -> dict[str, Any]:
    """Return a request as the data of its first step. Raises OrderError for what cannot or need not be approved."""
    is_extension = wanted is asset.state is AssetState.LENT
    if not is_extension and not needs_approval(asset, wanted):
        raise OrderError("approval_not_needed")
    if until is not None and (wanted is not AssetState.LENT or until < today):
        raise OrderError("approval_until_invalid")
    if not (cleaned := clean_text(reason, MOST_NOTE)):
        raise OrderError("approval_needs_reason")
    return {
        "site": asset.site,
        "asset_id": asset.asset_id,
        "wanted": wanted.value,
        "reason": cleaned,
        "until": None if until is None else until.isoformat(),
        "actor": actor_to(actor),
    }


def decide(approval: Approval, actor: Actor, *, approve: bool, note: str) -> tuple[ApprovalStep, dict[str, Any]]:
    """Return what somebody decided. Raises OrderError when it was decided before, or is that person's own request."""
    refuse_own(approval, actor)
    refuse_decided(approval)
    step = ApprovalStep.APPROVED if approve else ApprovalStep.REFUSED
    return step, {"actor": actor_to(actor), "note": clean_text(note, MOST_NOTE)}


def refuse_own(approval: Approval, actor: Actor) -> None:
    """Raise OrderError when it is the request of whoever wants to decide, or of nobody, who is everybody."""
    if not actor.user_id or actor.user_id == approval.requested_by.user_id:
        raise OrderError("approval_own_request")


def refuse_decided(approval: Approval) -> None:
    """Raise OrderError when nothing is to be decided any more."""
    if approval.state is not ApprovalState.PENDING:
        name = approval.decided_by.name if approval.decided_by else approval.requested_by.name
        raise OrderError("approval_decided", name=name or "?")


def fold(approval: Approval | None, step: Step) -> Approval | None:
    """Return a request after a step; what does not fit its state changes nothing, for rows may be touched."""
    if step.kind == ApprovalStep.REQUESTED:
        return approval if approval is not None else _requested(step)
    if approval is None or not approval.is_open:
        return approval
    take = _TAKERS.get(step.kind)
    return approval if take is None else take(approval, step)


def head_of(approval: Approval) -> dict[str, Any]:
    """Return what searches go by."""
    return {
        "is_open": int(approval.is_open),
        "begun_ms": to_ms(approval.requested_at),
        "site": approval.site,
        "asset_id": approval.asset_id,
        "wanted": approval.wanted.value,
        "state": approval.state.value,
    }


def _requested(step: Step) -> Approval:
    data = step.data
    until = data.get("until")
    return Approval(
        id=step.subject_id,
        site=str(data.get("site", "")),
        asset_id=str(data.get("asset_id", "")),
        wanted=word_from(AssetState, data.get("wanted"), AssetState.IN_USE),
        reason=str(data.get("reason", "")),
        until=_day_from(until),
        requested_by=actor_from(data.get("actor")),
        requested_at=step.at,
    )


def _decided(approval: Approval, step: Step) -> Approval:
    if approval.state is not ApprovalState.PENDING:
        return approval
    return replace(
        approval,
        state=ApprovalState(step.kind),
        decided_by=actor_from(step.data.get("actor")),
        decided_at=step.at,
        note=str(step.data.get("note", "")),
    )


def _applied(approval: Approval, step: Step) -> Approval:
    return replace(approval, is_applied=True) if approval.is_to_be_applied else approval


def _failed(approval: Approval, step: Step) -> Approval:
    return replace(approval, state=ApprovalState.FAILED) if approval.is_to_be_applied else approval


def _day_from(data: object) -> date | None:
    try:
        return date.fromisoformat(data) if isinstance(data, str) else None
    except ValueError:
        return None


_TAKERS: Final[Mapping[str, Callable[[Approval, Step], Approval]]] = {
    ApprovalStep.APPROVED: _decided,
    ApprovalStep.REFUSED: _decided,
    ApprovalStep.WITHDRAWN: _decided,
    ApprovalStep.APPLIED: _applied,
    ApprovalStep.FAILED: _failed,
}
