"""The desk of the installation: every alert passes here, is written down, and then told."""

import logging
import time
import uuid
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..once import Once, async_once, async_peek
from ..store import DurableStore, async_get_store
from ..store.rules.errors import StoreError
from ..store.rules.text import clean_text
from .answering import Answer, async_answer
from .news import SIGNAL_ALERT, SIGNAL_CLOCK_SET, AlertHappening, AlertNews
from .rules import life
from .rules.alert import MOST_KEY, MOST_NAME, Actor, Alert, AlertReport, Text
from .rules.book import AlertBook
from .rules.clock import WallClock
from .rules.coding import actor_to, child_to, report_to
from .rules.life import LifeError, Step
from .rules.progress import Progress
from .rules.search import Page, Query, search
from .rules.tables import PART, live_transitions, make_part, payload_of, transition_of, transitions_of
from .rules.transition import Transition, TransitionKind, fold_all

_LOGGER = logging.getLogger(__name__)

RULE: Final = Actor("", None, "rule")
"""Nobody: the fault came and went by itself."""
MERGED: Final = Actor("", None, "merged")
"""Nobody: the fault turned out to be part of another one."""


def steady_clock() -> float:
    """Return seconds of a clock nobody sets."""
    return time.monotonic()


class AlertDesk:
    """Knows every open alert. What is decided is in memory at once, on a disk when a method returns, and told then."""

    def __init__(
        self,
        hass: HomeAssistant,
        store: DurableStore,
        *,
        wall: Callable[[], datetime] = dt_util.utcnow,
        steady: Callable[[], float] = steady_clock,
    ) -> None:
        """Use `async_get_desk` instead. steady: seconds of a clock that never jumps."""
        self.hass = hass
        self.steady = steady
        self._store = store
        self._wall = wall
        self._clock = WallClock(wall(), steady())
        self._book = AlertBook()
        self._unwritten: list[dict[str, Any]] = []
        """What happened without anybody waiting for the disk; written with the next row."""
        self._is_store_silent = False
        self.is_complete = False
        """Whether everything the store holds was taken up."""

    async def async_start(self) -> None:
        """Take up every alert that is live. A store that does not answer is asked again by `async_catch_up`."""
        await self._store.async_use(make_part())
        await self.async_catch_up()

    async def async_catch_up(self) -> None:
        """Take up what the store holds, unless that was done."""
        if self.is_complete:
            return
        waiting: list[Transition | None] = []
        found: list[Transition] = []
        try:
            waiting = [transition_of(payload) for payload in await self._store.async_waiting(PART)]
            found = await self._store.async_read(live_transitions)
            self.is_complete = True
        except StoreError as err:
            _LOGGER.warning("Alerts of before cannot be read yet: %s", err)
        known = {transition.id for transition in found}
        found += [each for each in waiting if each is not None and each.id not in known]
        stored = AlertBook()
        for transition in found:
            stored.take(transition)
        for alert in self._book.adopt(stored):
            await self.async_resolve(alert.id, MERGED)

    @property
    def alerts(self) -> Iterable[Alert]:
        """Return every open alert, the oldest first."""
        return tuple(self._book.open)

    @property
    def live(self) -> Iterable[Alert]:
        """Return every alert of which somebody may have to hear something."""
        return tuple(self._book.live)

    @property
    def now(self) -> datetime:
        """Return the time, UTC. Notices when the clock on the wall was set, and moves every time along."""
        now = self._wall()
        if (jump := self._clock.look(now, self.steady())) is not None:
            self._move_times(now, jump)
        return now

    def open_by_key(self, site: str, key: str) -> Alert | None:
        """Return the open alert of a fault."""
        return self._book.find_open(site, key)

    def cause_of(self, site: str, key: str) -> Alert | None:
        """Return the open alert under which a fault is listed as a consequence."""
        return self._book.find_cause(site, key)

    def peek(self, alert_id: str) -> Alert | None:
        """Return an alert that is live or was so not long ago."""
        return self._book.find(alert_id)

    def is_live(self, alert_id: str) -> bool:
        """Return whether somebody may still have to hear of an alert."""
        return self._book.is_live(alert_id)

    def progress_of(self, alert_id: str) -> Progress:
        """Return who heard of an alert so far."""
        return self._book.progress_of(alert_id)

    async def async_find(self, alert_id: str) -> Alert | None:
        """Return an alert, also one that is over; None when there never was one, or the store does not answer."""
        if alert := self._book.find(alert_id):
            return alert
        try:
            found = await self._store.async_read(lambda connection: transitions_of(connection, [alert_id]))
        except StoreError:
            return None
        return fold_all(found).get(alert_id)

    async def async_raise(self, report: AlertReport) -> Alert:
        """Say that something is wrong; return the alert it is or belongs to. Again is no second alert."""
        alert = self.open_by_key(report.site, report.key)
        parent = self.open_by_key(report.site, report.parent_key) if report.parent_key else None
        if alert is None and parent is not None:
            return await self._async_add_child(parent, report)
        if alert is None:
            alert = await self._async_do(None, (TransitionKind.RAISED, report_to(report)), AlertHappening.RAISED)
            await self._async_absorb(alert)
            return self._book.find(alert.id) or alert
        if (step := life.report_again(alert, report)) is not None:
            alert = await self._async_do(alert, step, AlertHappening.CHANGED)
        return alert

    async def async_clear(self, site: str, key: str, actor: Actor = RULE) -> Alert | None:
        """Say that a fault is over; return its alert, or that of its cause. None when nobody knew of it."""
        if alert := self.open_by_key(site, key):
            return await self.async_resolve(alert.id, actor)
        if (alert := self.cause_of(site, key)) is None:
            return None
        step = TransitionKind.CHILD_REMOVED, {"key": clean_text(key, MOST_KEY), "actor": actor_to(actor)}
        return await self._async_do(alert, step, AlertHappening.CHANGED)

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

    async def async_search(self, query: Query) -> Page:
        """Return one page of alerts, also of those that are over. Raises StoreError."""
        return await self._store.async_read(lambda connection: search(connection, query))

    async def async_history(self, alert_id: str) -> list[Transition]:
        """Return everything that happened to an alert, in order. Raises StoreError."""
        return await self._store.async_read(lambda connection: transitions_of(connection, [alert_id]))

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
        for alert in self.alerts:
            if alert.site == cause.site and alert.parent_key == cause.key and alert.id != cause.id:
                step = TransitionKind.CHILD_ADDED, child_to(alert.key, alert.title)
                cause = await self._async_do(cause, step, AlertHappening.CHANGED)
                if (merged := self._book.find(alert.id)) is not None and merged.is_open:
                    await self.async_resolve(alert.id, MERGED)

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
        changed = self._book.take(transition, alert)
        if changed is None:
            raise RuntimeError(f"{kind} happened to an alert that was never raised")
        await self._async_write([self._payload(transition, changed)])
        async_dispatcher_send(
            self.hass, SIGNAL_ALERT, AlertNews(happening=happening, alert=changed, actor=actor, detail=detail)
        )
        return changed

    async def async_escalate(self, alert: Alert, to: str) -> Alert:
        """Write down and tell that those told so far did not react, and who is told now."""
        step = TransitionKind.ESCALATED, {"to": clean_text(to, MOST_NAME)}
        return await self._async_do(alert, step, AlertHappening.ESCALATED, detail=to)

    async def async_wake(self) -> None:
        """Open again what was put off until now."""
        now = self.now
        for alert in self.alerts:
            if life.is_snooze_over(alert, now):
                await self._async_do(alert, (TransitionKind.WOKEN, {}), AlertHappening.WOKEN)

    async def async_record(self, happened: Iterable[tuple[str, TransitionKind, dict[str, Any]]]) -> None:
        """Write down what was told to whom, by id of the alert; returns when it is on a disk."""
        now = self.now
        payloads = []
        for alert_id, kind, data in happened:
            transition = Transition(id=uuid.uuid7().hex, alert_id=alert_id, kind=kind, at=now, data=data)
            alert = self._book.take(transition)
            is_over = kind is TransitionKind.CLOSED
            payloads.append(payload_of(transition, alert if is_over else None, is_live=not is_over))
        await self._async_write(payloads)

    async def async_flush(self) -> None:
        """Write down what happened without anybody waiting for it."""
        if self._unwritten:
            await self._async_write([])

    def _payload(self, transition: Transition, alert: Alert) -> dict[str, Any]:
        return payload_of(transition, alert, is_live=self._book.is_live(alert.id))

    @callback
    def _move_times(self, now: datetime, by: timedelta) -> None:
        _LOGGER.warning("The clock was set by %s; the times of alerts move along", by)
        data = {"by_ms": round(by / timedelta(milliseconds=1))}
        transition = Transition(id=uuid.uuid7().hex, alert_id="", kind=TransitionKind.CLOCK, at=now, data=data)
        self._book.take(transition)
        self._unwritten.append(payload_of(transition, None))
        async_dispatcher_send(self.hass, SIGNAL_CLOCK_SET, by)

    async def _async_write(self, payloads: list[dict[str, Any]]) -> None:
        """Write what happened; returns when it is on a disk. A store that takes nothing keeps no alert from anybody."""
        rows, self._unwritten = [*self._unwritten, *payloads], []
        try:
            await self._store.async_append(PART, rows)
        except StoreError as err:
            if not self._is_store_silent:
                _LOGGER.warning("Alerts are told, but cannot be written down: %s", err)
            self._is_store_silent = True
            return
        self._is_store_silent = False


DATA_DESK: HassKey[Once[AlertDesk]] = HassKey(f"{DOMAIN}_alert_desk")


async def async_get_desk(hass: HomeAssistant) -> AlertDesk:
    """Return the desk of the installation, taking up its alerts at the first call."""

    async def make() -> AlertDesk:
        desk = AlertDesk(hass, await async_get_store(hass))
        await desk.async_start()
        return desk

    return await async_once(hass, DATA_DESK, make)


@callback
def async_peek_desk(hass: HomeAssistant) -> AlertDesk | None:
    """Return the desk when it is in operation."""
    return async_peek(hass, DATA_DESK)
