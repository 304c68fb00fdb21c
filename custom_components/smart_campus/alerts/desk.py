"""The desk of the installation: every alert passes here, is written down, and then told."""

import asyncio
import logging
import uuid
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..store import DurableStore, async_get_store
from ..store.rules.errors import StoreError
from ..store.rules.text import clean_text
from .answering import Answer, async_answer
from .news import SIGNAL_ALERT, AlertHappening, AlertNews
from .rules import life
from .rules.alert import MOST_KEY, Actor, Alert, AlertReport, Text
from .rules.coding import actor_to, child_to, report_to
from .rules.life import LifeError, Step
from .rules.tables import PART, make_part, open_transitions, payload_of, transition_of, transitions_of
from .rules.transition import Transition, TransitionKind, fold

_LOGGER = logging.getLogger(__name__)

MOST_REMEMBERED: Final = 500
"""Alerts that are over and still answered from memory; older ones are read from the store."""
RULE: Final = Actor("", None, "rule")
"""Nobody: the fault came and went by itself."""


class AlertDesk:
    """Knows every open alert. What is decided is in memory at once, on a disk when a method returns, and told then."""

    def __init__(
        self, hass: HomeAssistant, store: DurableStore, *, wall: Callable[[], datetime] = dt_util.utcnow
    ) -> None:
        """Use `async_get_desk` instead."""
        self.hass = hass
        self._store = store
        self._wall = wall
        self._open: dict[str, Alert] = {}
        self._ids: dict[tuple[str, str], str] = {}
        """Ids of open alerts by site and key."""
        self._over: OrderedDict[str, Alert] = OrderedDict()
        self._is_store_silent = False

    async def async_start(self) -> None:
        """Take up every alert that is open."""
        await self._store.async_use(make_part())
        found = await self._store.async_read(open_transitions)
        known = {transition.id for transition in found}
        for payload in await self._store.async_waiting(PART):
            transition = transition_of(payload)
            if transition is not None and transition.id not in known:
                found.append(transition)
        self._take_up(found)

    @property
    def alerts(self) -> Iterable[Alert]:
        """Return every open alert, the oldest first."""
        return self._open.values()

    @property
    def now(self) -> datetime:
        """Return the time, UTC."""
        return self._wall()

    def open_by_key(self, site: str, key: str) -> Alert | None:
        """Return the open alert of a fault."""
        alert_id = self._ids.get((site, clean_text(key, MOST_KEY)))
        return None if alert_id is None else self._open[alert_id]

    async def async_find(self, alert_id: str) -> Alert | None:
        """Return an alert, also one that is over; None when there never was one, or the store does not answer."""
        if alert := self._open.get(alert_id) or self._over.get(alert_id):
            return alert
        try:
            found = await self._store.async_read(lambda connection: transitions_of(connection, [alert_id]))
        except StoreError:
            return None
        alert = None
        for transition in found:
            alert = fold(alert, transition)
        return alert

    async def async_raise(self, report: AlertReport) -> Alert:
        """Say that something is wrong; return the alert it is or belongs to. Again is no second alert."""
        alert = self.open_by_key(report.site, report.key)
        parent = self.open_by_key(report.site, report.parent_key) if report.parent_key else None
        if alert is None and parent is not None:
            return await self._async_add_child(parent, report)
        if alert is None:
            alert = await self._async_do(None, (TransitionKind.RAISED, report_to(report)), AlertHappening.RAISED)
            await self._async_absorb(alert)
            return self._open.get(alert.id, alert)
        if (step := life.report_again(alert, report)) is not None:
            alert = await self._async_do(alert, step, AlertHappening.CHANGED)
        return alert

    async def async_clear(self, site: str, key: str, actor: Actor = RULE) -> Alert | None:
        """Say that a fault is over; return its alert, or that of its cause. None when nobody knew of it."""
        if alert := self.open_by_key(site, key):
            return await self.async_resolve(alert.id, actor)
        key = clean_text(key, MOST_KEY)
        for alert in tuple(self._open.values()):
            if alert.site == site and any(child.key == key for child in alert.children):
                step = TransitionKind.CHILD_REMOVED, {"key": key, "actor": actor_to(actor)}
                return await self._async_do(alert, step, AlertHappening.CHANGED)
        return None

    async def async_acknowledge(self, alert_id: str, actor: Actor) -> Alert:
        """Take an alert on. Raises LifeError when somebody did before, when it is over, or when there is none."""
        alert = await self.async_known(alert_id)
        return await self._async_do(alert, life.acknowledge(alert, actor), AlertHappening.ACKNOWLEDGED, actor)

    async def async_resolve(self, alert_id: str, actor: Actor, note: str = "") -> Alert:
        """End an alert. Raises LifeError when it is over, or when there is none."""
        alert = await self.async_known(alert_id)
        return await self._async_do(alert, life.resolve(alert, actor, note), AlertHappening.RESOLVED, actor)

    async def async_snooze(self, alert_id: str, actor: Actor, minutes: float) -> Alert:
        """Put an alert off. Raises LifeError when it is over, when there is none, or when that is too long."""
        alert = await self.async_known(alert_id)
        step = life.snooze(alert, actor, timedelta(minutes=minutes), self.now)
        return await self._async_do(alert, step, AlertHappening.SNOOZED, actor)

    async def async_add_note(self, alert_id: str, actor: Actor, text: str) -> Alert:
        """Write something to an alert. Raises LifeError when there is none, or nothing to write."""
        alert = await self.async_known(alert_id)
        return await self._async_do(alert, life.note(alert, actor, text), AlertHappening.NOTED, actor)

    async def async_answer(self, alert_id: str, button_id: str, actor: Actor) -> Answer:
        """Take what a person pressed, wherever; never raises for what was pressed."""
        return await async_answer(self, alert_id, button_id, actor)

    async def async_note_answer(self, alert: Alert, button_id: str, actor: Actor) -> Alert:
        """Write down that somebody pressed a button of the report's own."""
        step = TransitionKind.ANSWERED, {"button": button_id, "actor": actor_to(actor)}
        return await self._async_do(alert, step, AlertHappening.ANSWERED, actor, detail=button_id)

    async def async_known(self, alert_id: str) -> Alert:
        """Return an alert. Raises LifeError when there is none."""
        alert = await self.async_find(alert_id)
        if alert is None:
            raise LifeError("unknown_alert", Text("unknown_alert"))
        return alert

    async def _async_add_child(self, parent: Alert, report: AlertReport) -> Alert:
        data = child_to(report.key, report.title)
        if any(child.key == data["key"] for child in parent.children):
            return parent
        return await self._async_do(parent, (TransitionKind.CHILD_ADDED, data), AlertHappening.CHANGED)

    async def _async_absorb(self, cause: Alert) -> None:
        """List what was raised before as consequences of a fault found out now."""
        for alert in tuple(self._open.values()):
            if alert.site == cause.site and alert.parent_key == cause.key and alert.id != cause.id:
                step = TransitionKind.CHILD_ADDED, child_to(alert.key, alert.title)
                cause = await self._async_do(cause, step, AlertHappening.CHANGED)
                if alert.id in self._open:
                    await self.async_resolve(alert.id, Actor("", None, "merged"))

    async def _async_do(
        self,
        alert: Alert | None,
        step: Step,
        happening: AlertHappening,
        actor: Actor | None = None,
        *,
        detail: str = "",
    ) -> Alert:
        """Let something happen: in memory before anything is awaited, on a disk, told."""
        kind, data = step
        alert_id = uuid.uuid7().hex if alert is None else alert.id
        transition = Transition(id=uuid.uuid7().hex, alert_id=alert_id, kind=kind, at=self.now, data=data)
        # What a caller looked at may have changed while it waited.
        changed = fold(self._open.get(alert_id, alert), transition)
        if changed is None:
            raise RuntimeError(f"{kind} happened to an alert that was never raised")
        self._keep(changed)
        await self.async_write([(transition, changed)])
        async_dispatcher_send(
            self.hass, SIGNAL_ALERT, AlertNews(happening=happening, alert=changed, actor=actor, detail=detail)
        )
        return changed

    async def async_write(self, rows: Iterable[tuple[Transition, Alert | None]]) -> None:
        """Write what happened; returns when it is on a disk. A store that takes nothing keeps no alert from anybody."""
        try:
            await self._store.async_append(PART, [payload_of(transition, alert) for transition, alert in rows])
        except StoreError as err:
            if not self._is_store_silent:
                _LOGGER.warning("Alerts are told, but cannot be written down: %s", err)
            self._is_store_silent = True
            return
        self._is_store_silent = False

    @callback
    def _take_up(self, transitions: Iterable[Transition]) -> None:
        alerts: dict[str, Alert] = {}
        for transition in transitions:
            if (alert := fold(alerts.get(transition.alert_id), transition)) is not None:
                alerts[alert.id] = alert
        for alert in alerts.values():
            self._keep(alert)

    def _keep(self, alert: Alert) -> None:
        if alert.is_open:
            self._open[alert.id] = alert
            self._ids[alert.site, alert.key] = alert.id
            return
        if self._open.pop(alert.id, None) is not None:
            self._ids.pop((alert.site, alert.key), None)
        self._over[alert.id] = alert
        while len(self._over) > MOST_REMEMBERED:
            self._over.popitem(last=False)


@dataclass(slots=True)
class DeskShelf:
    """The desk, once somebody asked for it."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    desk: AlertDesk | None = None


DATA_DESK: HassKey[DeskShelf] = HassKey(f"{DOMAIN}_alert_desk")


async def async_get_desk(hass: HomeAssistant) -> AlertDesk:
    """Return the desk of the installation, taking up its alerts at the first call."""
    shelf = hass.data.setdefault(DATA_DESK, DeskShelf())
    async with shelf.lock:
        if shelf.desk is None:
            desk = AlertDesk(hass, await async_get_store(hass))
            await desk.async_start()
            shelf.desk = desk
        return shelf.desk
