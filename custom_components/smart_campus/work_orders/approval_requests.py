"""What people may ask of approvals, each checked by the permissions of the site; the same for actions and pages."""

from datetime import date
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from ..campuslink.model import Kind
from ..const import DOMAIN
from ..equipment.ledger import async_get_ledger
from ..equipment.rules.asset import Asset, AssetState
from ..permissions.audit import async_audit
from ..permissions.guard import Right, async_require, may
from ..recordings.rules.actor import Actor
from ..site_choice import choose_site
from .approval_desk import async_get_approvals
from .describing import iso, name_of
from .people import async_person
from .requests import as_sentence, said
from .rules.approval import Approval, ApprovalState, refuse_own
from .rules.life import OrderError

REQUEST: Final = "request_approval"
DECIDE: Final = "decide_approval"
WITHDRAW: Final = "withdraw_approval"


class ApprovalRequests:
    """The requests of one person. Errors are sentences for that person; an automation neither asks nor decides."""

    def __init__(self, hass: HomeAssistant, user_id: str | None) -> None:
        self._hass = hass
        self._user_id = user_id

    async def async_request(self, number: str, wanted: AssetState, reason: str, until: date | None) -> Approval:
        """Ask that a piece of equipment is lent, taken back or retired. number: asset number, or id of the ledger."""
        actor = await async_person(self._hass, self._user_id)
        asset = (await async_get_ledger(self._hass)).find(number)
        if asset is None:
            raise as_sentence(OrderError("asset_unknown", asset=number))
        await self._async_require(choose_site(self._hass, asset.site, None), asset, Right.CONTROL, REQUEST)
        desk = await async_get_approvals(self._hass)
        return await said(desk.async_request(asset.asset_id, wanted, actor, reason=reason, until=until))

    async def async_decide(self, approval_id: str, *, approve: bool, note: str) -> Approval:
        """Agree or do not; never to a request of one's own."""
        actor = await async_person(self._hass, self._user_id)
        desk = await async_get_approvals(self._hass)
        approval = await said(desk.async_find(approval_id))
        entry, asset = await self._async_subject(approval)
        try:
            refuse_own(approval, actor)
        except OrderError as err:
            await self._async_note_refusal(entry, asset, actor)
            raise as_sentence(err) from None
        await self._async_require(entry, asset, Right.MANAGE, DECIDE)
        return await said(desk.async_decide(approval_id, actor, approve=approve, note=note))

    async def async_withdraw(self, approval_id: str) -> Approval:
        """Take a request of one's own back."""
        actor = await async_person(self._hass, self._user_id)
        desk = await async_get_approvals(self._hass)
        approval = await said(desk.async_find(approval_id))
        if approval.requested_by.user_id != actor.user_id:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="approval_not_own")
        return await said(desk.async_withdraw(approval_id, actor))

    async def _async_subject(self, approval: Approval) -> tuple[ConfigEntry, Asset | None]:
        asset = (await async_get_ledger(self._hass)).find(approval.asset_id)
        return choose_site(self._hass, asset.site if asset else approval.site, None), asset

    async def _async_require(self, entry: ConfigEntry, asset: Asset | None, right: Right, what: str) -> None:
        kind, area_id = kind_of_asset(asset), asset.area_id if asset else None
        await async_require(self._hass, entry, self._user_id, right, what=what, kind=kind, area_id=area_id)

    async def _async_note_refusal(self, entry: ConfigEntry, asset: Asset | None, actor: Actor) -> None:
        await async_audit(
            self._hass,
            entry,
            what=DECIDE,
            right=Right.MANAGE,
            kind=kind_of_asset(asset),
            area_id=asset.area_id if asset else None,
            user_id=actor.user_id,
            user=actor.name,
            is_allowed=False,
        )


def kind_of_asset(asset: Asset | None) -> Kind | None:
    """Return the kind of device a piece of equipment is; None for what has no network."""
    return next((kind for kind in Kind if asset is not None and kind.value == asset.kind), None)


async def async_describe_approval(hass: HomeAssistant, approval: Approval, viewer_id: str | None) -> dict[str, Any]:
    """Return a request as plain values. viewer_id: the user who looks at it."""
    asset = (await async_get_ledger(hass)).find(approval.asset_id)
    entry = hass.config_entries.async_get_entry(approval.site)
    viewer = await hass.auth.async_get_user(viewer_id) if viewer_id else None
    desk = await async_get_approvals(hass)
    loan = None if asset is None else desk.loan_of(asset)
    is_running = loan is not None and loan.id == approval.id
    is_others = viewer is not None and viewer.id != approval.requested_by.user_id
    return {
        "approval_id": approval.id,
        "site": approval.site,
        "site_title": "" if entry is None else entry.title,
        "asset_id": approval.asset_id,
        "asset_number": "" if asset is None else asset.asset_number,
        "asset_name": "" if asset is None else asset.name,
        "wanted": approval.wanted.value,
        "reason": approval.reason,
        "until": None if approval.until is None else approval.until.isoformat(),
        "is_lent": is_running,
        "is_overdue": is_running and approval.until is not None and approval.until < _today(),
        "requested_by": approval.requested_by.name,
        "requested_by_id": approval.requested_by.user_id,
        "requested_at": iso(approval.requested_at),
        "state": approval.state.value,
        "decided_by": name_of(approval.decided_by),
        "decided_at": iso(approval.decided_at),
        "note": approval.note,
        "may_decide": approval.state is ApprovalState.PENDING
        and is_others
        and entry is not None
        and may(
            hass,
            entry,
            viewer,
            Right.MANAGE,
            kind=kind_of_asset(asset),
            area_id=asset.area_id if asset else None,
        ),
    }


def _today() -> date:
    return dt_util.now().date()
