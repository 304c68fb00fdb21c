"""What people may ask of work orders, each checked by the permissions of the site; the same for actions and pages."""

from collections.abc import Awaitable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import area_registry as ar

from ..alerts.desk import async_get_desk
from ..const import DOMAIN
from ..equipment.ledger import async_get_ledger
from ..permissions.guard import Right, async_require
from ..recordings.rules.actor import Actor
from ..site_choice import choose_site
from ..store.actions import translate
from ..store.rules.errors import StoreError
from ..store.rules.text import clean_text
from . import photos
from .desk import Decide, OrderDesk, async_get_orders
from .drafting import async_draft_of_finding, draft_of_alert, kind_of, with_due, with_place
from .people import async_actor, async_somebody
from .rules import life
from .rules.life import OrderDraft, OrderError
from .rules.order import MOST_NAME, Priority, WorkOrder

RAISE: Final = "raise_work_order"
ASSIGN: Final = "assign_work_order"
FINISH: Final = "finish_work_order"
CANCEL: Final = "cancel_work_order"
NOTE: Final = "note_work_order"
PHOTO: Final = "add_work_order_photo"
CHANGE: Final = "change_work_order"


@dataclass(frozen=True, kw_only=True, slots=True)
class OrderRequest:
    """What somebody says of a new order. An alert or a finding says by itself what is left out."""

    title: str | None = None
    description: str | None = None
    site: str | None = None
    area_id: str | None = None
    asset_number: str | None = None
    device_subentry_id: str | None = None
    alert_id: str | None = None
    report_id: str | None = None
    finding: str | None = None
    priority: Priority | None = None
    due_at: datetime | None = None


class OrderRequests:
    """The requests of one person. Errors are sentences for that person."""

    def __init__(self, hass: HomeAssistant, user_id: str | None) -> None:
        """user_id: of the context; None for an automation, which may do everything."""
        self._hass = hass
        self._user_id = user_id

    async def async_raise(self, request: OrderRequest) -> WorkOrder:
        """Begin an order, or return the open one of the same alert or finding."""
        draft = await self._async_draft(request)
        entry = choose_site(self._hass, draft.site or None, draft.area_id)
        draft = with_due(entry, with_place(self._hass, entry, replace(draft, site=entry.entry_id)), request.due_at)
        if draft.area_id is not None and ar.async_get(self._hass).async_get_area(draft.area_id) is None:
            raise _refusal("unknown_area")
        await self._async_require(entry, draft, Right.CONTROL, RAISE)
        return await said((await self._async_desk()).async_raise(draft, await self._async_actor()))

    async def async_assign(
        self, order_id: str, to: str, *, priority: Priority | None = None, due_at: datetime | None = None
    ) -> WorkOrder:
        """Give an order to a user, by id or name, or to anybody else by name. Who takes it on may do so by control."""
        order = await self._async_find(order_id)
        assignee = await async_somebody(self._hass, to)
        is_own = bool(self._user_id) and assignee.user_id == self._user_id
        actor = await self._async_allowed(order, Right.CONTROL if is_own else Right.MANAGE, ASSIGN)
        return await self._async_change(
            order_id, actor, lambda known: life.assign(known, actor, assignee, priority=priority, due_at=due_at)
        )

    async def async_finish(self, order_id: str, note: str = "") -> WorkOrder:
        """Say that it is put right. Whoever has the order may."""
        order = await self._async_find(order_id)
        actor = await self._async_allowed(order, Right.CONTROL, FINISH, unless=order.assigned_to)
        return await self._async_change(order_id, actor, lambda known: life.finish(known, actor, note))

    async def async_cancel(self, order_id: str, note: str = "") -> WorkOrder:
        """Say that nothing is to be done. Whoever raised the order may."""
        order = await self._async_find(order_id)
        actor = await self._async_allowed(order, Right.MANAGE, CANCEL, unless=order.raised_by)
        return await self._async_change(order_id, actor, lambda known: life.cancel(known, actor, note))

    async def async_note(self, order_id: str, text: str) -> WorkOrder:
        """Write something to an order."""
        order = await self._async_find(order_id)
        actor = await self._async_allowed(order, Right.CONTROL, NOTE, unless=order.raised_by)
        return await self._async_change(order_id, actor, lambda known: life.note(known, actor, text))

    async def async_reword(self, order_id: str, title: str, description: str, due_at: datetime | None) -> WorkOrder:
        """Word an order anew, or put its day off."""
        order = await self._async_find(order_id)
        actor = await self._async_allowed(order, Right.CONTROL, CHANGE, unless=order.raised_by)

        def decide(known: WorkOrder) -> life.Change | None:
            return life.change(known, actor, title=title, description=description, due_at=due_at)

        return await self._async_change(order_id, actor, decide)

    async def async_add_photo(self, order_id: str, file_id: str) -> WorkOrder:
        """Add an uploaded photo to an order."""
        order = await self._async_find(order_id)
        actor = await self._async_allowed(order, Right.CONTROL, PHOTO, unless=order.raised_by)
        try:
            life.refuse_more_photos(order)
        except OrderError as err:
            raise as_sentence(err) from None
        photo = await said(photos.async_take_upload(self._hass, file_id))
        try:
            return await self._async_change(order_id, actor, lambda known: life.picture(known, actor, photo))
        except HomeAssistantError:
            await photos.async_forget_photo(self._hass, photo)
            raise

    async def _async_draft(self, request: OrderRequest) -> OrderDraft:
        draft = await self._async_source(request)
        if request.asset_number is not None:
            draft = await self._async_with_asset(draft, request.asset_number)
        return replace(
            draft,
            title=draft.title if request.title is None else request.title,
            description=draft.description if request.description is None else request.description,
            device_subentry_id=request.device_subentry_id or draft.device_subentry_id,
            area_id=request.area_id or draft.area_id,
            priority=request.priority or draft.priority,
        )

    async def _async_with_asset(self, draft: OrderDraft, number: str) -> OrderDraft:
        """Return a draft that is about a piece of equipment, with what the ledger knows of it."""
        asset = (await async_get_ledger(self._hass)).find(number)
        if asset is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="asset_unknown",
                translation_placeholders={"asset": clean_text(number, MOST_NAME)},
            )
        return replace(
            draft,
            site=draft.site or asset.site,
            asset_number=asset.asset_number or asset.asset_id,
            device_subentry_id=asset.device_subentry_id,
            area_id=asset.area_id,
        )

    async def _async_source(self, request: OrderRequest) -> OrderDraft:
        if request.alert_id is not None:
            alert = await (await async_get_desk(self._hass)).async_find(request.alert_id)
            if alert is None:
                raise _refusal("alert_unknown_alert")
            return draft_of_alert(self._hass, alert)
        if request.report_id is not None:
            return await said(async_draft_of_finding(self._hass, request.report_id, request.finding or ""))
        return OrderDraft(site=request.site or "", title="")

    async def _async_find(self, order_id: str) -> WorkOrder:
        return await said((await self._async_desk()).async_find(order_id))

    async def _async_change(self, order_id: str, actor: Actor, decide: Decide) -> WorkOrder:
        return await said((await self._async_desk()).async_change(order_id, decide, actor))

    async def _async_allowed(self, order: WorkOrder, right: Right, what: str, unless: Actor | None = None) -> Actor:
        """Return who asks, when that person may. unless: who may in any case."""
        if not self._user_id or unless is None or unless.user_id != self._user_id:
            entry = choose_site(self._hass, order.site, order.area_id)
            await self._async_require(entry, order, right, what)
        return await self._async_actor()

    async def _async_require(self, entry: ConfigEntry, of: OrderDraft | WorkOrder, right: Right, what: str) -> None:
        kind = kind_of(entry, of.device_subentry_id)
        await async_require(self._hass, entry, self._user_id, right, what=what, kind=kind, area_id=of.area_id)

    async def _async_actor(self) -> Actor:
        return await async_actor(self._hass, self._user_id)

    async def _async_desk(self) -> OrderDesk:
        return await async_get_orders(self._hass)


async def said[T](work: Awaitable[T]) -> T:
    """Return what work returns; what keeps it from that becomes a sentence for a person."""
    try:
        return await work
    except OrderError as err:
        raise as_sentence(err) from None
    except StoreError as err:
        raise translate(err) from None


def as_sentence(err: OrderError) -> HomeAssistantError:
    """Return why an order cannot take something."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=err.code, translation_placeholders=dict(err.values)
    )


def _refusal(key: str) -> ServiceValidationError:
    return ServiceValidationError(translation_domain=DOMAIN, translation_key=key)
