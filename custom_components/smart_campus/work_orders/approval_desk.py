"""The approvals of the installation: asked for, decided once, then told to the ledger, over a restart if need be."""

import logging
from collections.abc import Iterable
from datetime import date
from typing import Final, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.signal_type import SignalType

from ..const import DOMAIN
from ..equipment.ledger import EquipmentError, EquipmentLedger, async_get_ledger
from ..equipment.rules.asset import Asset, AssetState
from ..equipment.rules.change import By, Source
from ..once import Once, async_once
from ..recordings.rules.actor import NOBODY, Actor
from ..store import DurableStore, async_get_store
from ..store.rules.errors import StoreError
from .rules.approval import APPROVALS, Approval, ApprovalStep, decide, fold, head_of, refuse_decided, request
from .rules.approval_search import ApprovalPage, ApprovalQuery, read_loans, read_page
from .rules.life import OrderError
from .step_desk import Sort, StepDesk

_LOGGER = logging.getLogger(__name__)

SIGNAL_APPROVAL: SignalType[Approval] = SignalType(f"{DOMAIN}_approval")
SORT: Final = Sort(name="Approvals", chronicle=APPROVALS, fold=fold, head_of=head_of)


class ApprovalDesk(StepDesk[Approval]):
    """What is to be decided, and the loan behind everything that is lent."""

    def __init__(self, hass: HomeAssistant, store: DurableStore, ledger: EquipmentLedger) -> None:
        """Use `async_get_approvals` instead."""
        super().__init__(hass, store, SORT)
        self._ledger = ledger
        self._loans: dict[str, Approval] = {}
        """The newest loan, by asset."""

    @property
    def open(self) -> Iterable[Approval]:
        """Return what is to be decided, the oldest first."""
        return tuple(sorted(self._things.values(), key=lambda each: (each.requested_at, each.id)))

    def loan_of(self, asset: Asset) -> Approval | None:
        """Return the loan of a piece of equipment that is lent now; None where nobody asked for one."""
        return self._loans.get(asset.asset_id) if asset.state is AssetState.LENT else None

    def overdue(self, site: str, today: date) -> list[Asset]:
        """Return what a site lent and should have back."""
        due = (loan.asset_id for loan in self._loans.values() if loan.until is not None and loan.until < today)
        found = (self._ledger.find(asset_id) for asset_id in due)
        return [asset for asset in found if asset and asset.site == site and asset.state is AssetState.LENT]

    async def async_find(self, approval_id: str) -> Approval:
        """Return a request. Raises OrderError when there is none, StoreError when nobody can tell."""
        if (approval := await self.async_look_up(approval_id)) is None:
            raise OrderError("unknown_approval")
        return approval

    async def async_page(self, query: ApprovalQuery) -> ApprovalPage:
        """Return some requests: what is to be decided first, then the newest. Raises StoreError."""
        await super().async_catch_up()
        return await self._store.async_read(lambda connection: read_page(connection, query))

    async def async_request(
        self, asset_id: str, wanted: AssetState, actor: Actor, *, reason: str, until: date | None
    ) -> Approval:
        """Ask for something, as long as nothing else is to be decided of it. Raises OrderError and StoreError."""
        async with self.turn:
            await self._async_complete()
            asset = self._ledger.find(asset_id)
            if asset is None:
                raise OrderError("asset_unknown", asset=asset_id)
            if any(each.asset_id == asset.asset_id for each in self._things.values()):
                raise OrderError("approval_pending")
            data = request(asset, wanted, actor, reason=reason, until=until, today=dt_util.now().date())
            return await self._async_take(None, ApprovalStep.REQUESTED, data, actor)

    async def async_decide(self, approval_id: str, actor: Actor, *, approve: bool, note: str) -> Approval:
        """Agree or do not, and let the ledger follow. Of two who decide at once the second is refused.

        Raises OrderError when it was decided before or is the request of that person, StoreError.
        """
        async with self.turn:
            await self._async_complete()
            approval = await self.async_find(approval_id)
            step, data = decide(approval, actor, approve=approve, note=note)
            approval = await self._async_take(approval, step, data, actor)
            return await self._async_apply(approval) if approval.is_to_be_applied else approval

    async def async_withdraw(self, approval_id: str, actor: Actor) -> Approval:
        """Take a request back. Raises OrderError when it was decided, StoreError."""
        async with self.turn:
            await self._async_complete()
            approval = await self.async_find(approval_id)
            refuse_decided(approval)
            return await self._async_take(approval, ApprovalStep.WITHDRAWN, {}, actor)

    @override
    async def async_catch_up(self) -> None:
        """Take up what is open, and let the ledger follow what was agreed to before. Raises StoreError."""
        async with self.turn:
            await self._async_complete()
            for approval in self.open:
                if approval.is_to_be_applied:
                    await self._async_apply(approval)

    async def _async_apply(self, approval: Approval) -> Approval:
        """Let the ledger follow. What it cannot take now is tried again later; what it refuses is a failure."""
        actor = approval.decided_by or NOBODY
        by = By(Source.APPROVAL, actor.user_id, actor.name)
        note = "; ".join(filter(None, (approval.reason, approval.note)))
        try:
            await self._ledger.async_set_state(approval.asset_id, approval.wanted, by, note)
            return await self._async_take(approval, ApprovalStep.APPLIED, {}, actor)
        except EquipmentError as err:
            return await self._async_take(approval, ApprovalStep.FAILED, {"reason": err.key}, actor)
        except StoreError as err:
            _LOGGER.warning("An approval is not in the ledger yet: %s", err)
            return approval

    @override
    async def _async_complete(self) -> None:
        if self._is_complete:
            return
        await self._ledger.async_catch_up()
        lent = [asset.asset_id for asset in self._ledger.assets if asset.state is AssetState.LENT]
        self._loans = await self._store.async_read(lambda connection: read_loans(connection, lent))
        await super()._async_complete()

    @override
    def _keep(self, thing: Approval) -> None:
        super()._keep(thing)
        if thing.is_loan:
            self._loans[thing.asset_id] = thing

    @callback
    @override
    def _tell(self, kind: str, thing: Approval, actor: Actor) -> None:
        async_dispatcher_send(self._hass, SIGNAL_APPROVAL, thing)


DATA_APPROVALS: Final[HassKey[Once[ApprovalDesk]]] = HassKey(f"{DOMAIN}_approvals")


async def async_get_approvals(hass: HomeAssistant) -> ApprovalDesk:
    """Return the approvals of the installation; at the first call the ledger follows what it did not hear of."""

    async def make() -> ApprovalDesk:
        desk = ApprovalDesk(hass, await async_get_store(hass), await async_get_ledger(hass))
        await desk.async_start()
        return desk

    return await async_once(hass, DATA_APPROVALS, make)
