"""The tasks of one site that come back: what is to be done now, and who did it."""

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import Platform
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_time_change
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..coordinator import Spawn
from ..equipment.ledger import EquipmentError, EquipmentLedger, async_get_ledger
from ..equipment.news import SIGNAL_EQUIPMENT
from ..listeners import Listeners
from ..permissions.guard import Right, async_require
from ..rooms.site_rooms import SiteRooms
from ..roster import EntityRoster
from ..store.rules.errors import StoreError
from .asset_checks import async_move_inspection, inspection_day, targets_of_assets
from .people import async_actor
from .requests import said
from .rules.task import Target, Targets, Task, TaskPlan, due_of, finish, open_task
from .rules.task_tables import DoneRow
from .task_list import TaskList
from .task_record import TaskRecord
from .task_settings import SUBENTRY_TASK_PLAN, plan_of

_LOGGER = logging.getLogger(__name__)


class SiteTasks:
    """Keeps a to-do list for each plan, and each list equal to the rooms, the ledger, what was done and the date."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, roster: EntityRoster, rooms: SiteRooms, spawn: Spawn
    ) -> None:
        """spawn: starts named work that ends with the site."""
        self.hass = hass
        self.entry = entry
        self.plans: Mapping[str, TaskPlan] = {}
        """By subentry id."""
        self._roster = roster
        self._rooms = rooms
        self._spawn = spawn
        self._record = TaskRecord(hass, entry)
        self._ledger: EquipmentLedger | None = None
        self._listeners = Listeners[()]()
        self._turn = asyncio.Lock()

    async def async_start(self) -> None:
        """Read what was done. `async_follow` comes next."""
        self._ledger = await async_get_ledger(self.hass)
        await self._async_load()
        unload = self.entry.async_on_unload
        unload(async_track_time_change(self.hass, self._on_time, minute=0, second=1))
        unload(async_dispatcher_connect(self.hass, SIGNAL_EQUIPMENT, self._on_equipment))

    async def async_follow(self) -> None:
        """Go by the site's plans as they are now."""
        wanted = dict(self._parsed(self.entry.get_subentries_of_type(SUBENTRY_TASK_PLAN)))
        for plan_id in self.plans.keys() - wanted.keys():
            self._roster.forget(plan_id)
        changed = [plan for plan_id, plan in wanted.items() if self.plans.get(plan_id) != plan]
        self.plans = wanted
        for plan in changed:
            await self._roster.async_hide(plan.id)
            self._roster.show(plan.id, {Platform.TODO: [TaskList(self, plan)]})
        self.async_tell()

    @callback
    def async_listen(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call a listener whenever tasks may have changed. Return what ends it."""
        return self._listeners.async_add(listener)

    @callback
    def async_tell(self) -> None:
        """Let every list look again."""
        self._listeners.async_tell()

    @property
    def is_known(self) -> bool:
        """Return whether it is known what was done; else nobody can say what is to be done."""
        return self._record.is_complete

    @property
    def today(self) -> date:
        """Return the date on the site's calendar."""
        return dt_util.now().date()

    def tasks_of(self, plan: TaskPlan) -> list[Task]:
        """Return what is to be done, what is due longest first."""
        today, terms = self.today, self._terms
        found = (
            open_task(
                plan,
                target,
                self._record.last(plan.id, target.key),
                today,
                ledger_on=self._ledger_day(plan, target),
                terms=terms,
            )
            for target in self._targets(plan)
        )
        return sorted((task for task in found if task is not None), key=lambda task: (task.due, task.target.name))

    def done_since(self, plan: TaskPlan, since: datetime) -> list[DoneRow]:
        """Return what was done last, and not long ago, the newest first."""
        found = [row for row in self._record.done_of(plan.id) if row.done.at >= since]
        return sorted(found, key=lambda row: row.done.at, reverse=True)

    async def async_finish(self, plan_id: str, target_key: str, user_id: str | None) -> None:
        """Write down that somebody did a task. Raises HomeAssistantError when nobody has to, or that person may not."""
        plan = self.plans.get(plan_id)
        target = None if plan is None else next((e for e in self._targets(plan) if e.key == target_key), None)
        if plan is None or target is None:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_task")
        kind = target.device_kind
        await async_require(
            self.hass, self.entry, user_id, Right.CONTROL, what="finish_task", kind=kind, area_id=target.area_id
        )
        actor = await async_actor(self.hass, user_id)
        async with self._turn:
            task = next((each for each in self.tasks_of(plan) if each.target.key == target_key), None)
            if task is None:
                raise ServiceValidationError(translation_domain=DOMAIN, translation_key="task_done_already")
            done = finish(plan, task, dt_util.now(), actor, self._terms)
            await said(self._record.async_add(plan, target, done))
        await self._async_move_inspection(target)
        self.async_tell()

    async def _async_move_inspection(self, target: Target) -> None:
        """Let the ledger say when a piece of equipment is to be looked at next: the earliest day of all plans."""
        plans = [plan for plan in self.plans.values() if plan.targets is Targets.EQUIPMENT and plan.means(target)]
        if self._ledger is None or not plans:
            return
        dues = [due_of(plan, self._record.last(plan.id, target.key), terms=self._terms) for plan in plans]
        try:
            await async_move_inspection(self._ledger, target, min(filter(None, dues), default=None))
        except (EquipmentError, StoreError) as err:
            _LOGGER.warning("%s: the ledger did not take the next inspection of %s: %s", self.entry.title, target, err)

    def _targets(self, plan: TaskPlan) -> Iterable[Target]:
        if plan.targets is Targets.ROOMS:
            found: Iterable[Target] = (
                Target(f"room:{room.id}", room.title, room.area_id) for room in self._rooms.rooms.values()
            )
        else:
            found = () if self._ledger is None else targets_of_assets(self._ledger, self.entry.entry_id)
        return (target for target in found if plan.means(target))

    def _ledger_day(self, plan: TaskPlan, target: Target) -> date | None:
        """Return what the ledger says of the next inspection, where only this plan can be meant by it."""
        if plan.targets is Targets.ROOMS or self._ledger is None:
            return None
        plans = [each for each in self.plans.values() if each.targets is Targets.EQUIPMENT and each.means(target)]
        return inspection_day(self._ledger, target) if len(plans) == 1 else None

    @property
    def _terms(self) -> tuple[date, ...]:
        return tuple(each.term.first_day for each in self._rooms.terms.values())

    def _parsed(self, subentries: Iterable[ConfigSubentry]) -> Iterable[tuple[str, TaskPlan]]:
        for subentry in subentries:
            try:
                yield subentry.subentry_id, plan_of(subentry)
            except (KeyError, TypeError, ValueError) as err:
                _LOGGER.warning("%s: the plan %s cannot be read: %r", self.entry.title, subentry.title, err)

    async def _async_load(self) -> None:
        try:
            await self._record.async_load()
        except StoreError as err:
            _LOGGER.warning("%s: what was done of the tasks cannot be read yet: %s", self.entry.title, err)

    async def _async_load_again(self) -> None:
        await self._async_load()
        self.async_tell()

    @callback
    def _on_time(self, _now: datetime) -> None:
        """Look at the date: every hour, so that a clock that was set is noticed too."""
        if self.is_known:
            self.async_tell()
        else:
            self._spawn(self._async_load_again(), "tasks")

    @callback
    def _on_equipment(self, sites: Iterable[str]) -> None:
        if self.entry.entry_id in sites:
            self.async_tell()
