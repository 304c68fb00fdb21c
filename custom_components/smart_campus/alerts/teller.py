"""Tells people of alerts: plans what is due, sends it, and writes down before and after what is sent."""

import asyncio
import logging
import math
from collections.abc import Coroutine, Iterable
from datetime import timedelta
from typing import Any, Final

from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_track_point_in_utc_time
from homeassistant.util import dt as dt_util

from .channels.base import Delivery, Event, Message, Receiver
from .desk import AlertDesk
from .directory import Directory
from .news import SIGNAL_ALERT, SIGNAL_DIRECTORY, AlertNews
from .rules.alert import Alert, Severity
from .rules.mailbox import Mailbox
from .rules.message import Wording, buttons_of, summary_of, text_of, title_of
from .rules.planning import LEADER, Intent, Moment, plan
from .rules.progress import Line
from .rules.room_use import judge
from .rules.transition import TransitionKind

_LOGGER = logging.getLogger(__name__)

LOOK_AT_LEAST_EVERY_S: Final = 15.0
"""A timer set by a clock that is set itself would come late; a look this often finds out."""
SHORTEST_WAIT_S: Final = 0.05
CHANNEL_GRACE_S: Final = 60.0
"""So long after the start a channel may come into operation before others are tried in its place."""
TELL_TIMEOUT_S: Final = 35.0
"""A channel ends by itself after 30 seconds; one that does not is not waited for."""


class Teller:
    """One for the installation. Decides nothing itself: `rules.planning` and `rules.mailbox` do."""

    def __init__(self, hass: HomeAssistant, desk: AlertDesk, directory: Directory) -> None:
        self._hass = hass
        self._desk = desk
        self._directory = directory
        self._boxes: dict[Line, Mailbox] = {}
        self._lines: dict[str, set[Line]] = {}
        """In which mailboxes something is held about an alert."""
        self._due: dict[str, float] = {}
        """When to look at an alert again, as seconds since 1970-01-01 UTC."""
        self._cancel: CALLBACK_TYPE | None = None
        self._ends: list[CALLBACK_TYPE] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_settling = False
        self._started_at = 0.0
        self._job = HassJob(self._on_time, "smart_campus alerts", cancel_on_shutdown=True)

    @callback
    def async_start(self) -> None:
        """Take up what an earlier run left, and tell what is due."""
        self._started_at = self._desk.steady()
        self._ends = [
            async_dispatcher_connect(self._hass, SIGNAL_ALERT, self._on_news),
            async_dispatcher_connect(self._hass, SIGNAL_DIRECTORY, self._on_directory),
        ]
        self._look_at_all()

    async def async_stop(self) -> None:
        """Tell nothing any more; what is being sent is not waited for, its intent is on the disk."""
        for end in self._ends:
            end()
        self._ends = []
        self._disarm()
        for task in (*self._tasks,):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @callback
    def _on_news(self, news: AlertNews) -> None:
        self._look([news.alert.id])

    @callback
    def _on_directory(self) -> None:
        self._look_at_all()

    @callback
    def _on_time(self, _now: object) -> None:
        self._cancel = None
        now = self._desk.now
        self._spawn(self._async_keep_up(), "keep alerts up to date")
        stamp = now.timestamp()
        self._look([alert_id for alert_id, due in self._due.items() if due <= stamp])

    async def _async_keep_up(self) -> None:
        """Open what was put off until now; read what the store did not give at the start."""
        await self._desk.async_flush()
        await self._desk.async_wake()
        if not self._desk.is_complete:
            await self._desk.async_catch_up()
            self._look_at_all()

    @callback
    def _look_at_all(self) -> None:
        self._look([alert.id for alert in self._desk.live])

    @callback
    def _look(self, alert_ids: Iterable[str]) -> None:
        for alert_id in alert_ids:
            self._plan(alert_id)
        if not self._is_settling:
            self._is_settling = True
            self._hass.loop.call_soon(self._settle)

    @callback
    def _settle(self) -> None:
        """Send what can be sent, and set the timer: once for everything that happened at the same moment."""
        self._is_settling = False
        if self._ends:
            self._pump()
            self._arm()

    def _plan(self, alert_id: str) -> None:
        alert = self._desk.peek(alert_id)
        self._due.pop(alert_id, None)
        intents: dict[Line, Intent] = {}
        if alert is not None:
            policy = self._directory.policy_for(alert.site)
            now, zone = self._desk.now, dt_util.get_default_time_zone()
            verdict = judge(alert, self._directory.room_use(alert, now), policy.room_use, now, zone)
            moment = Moment(now=now, zone=zone, verdict=verdict)
            planned = plan(alert, self._desk.progress_of(alert_id), policy, moment)
            intents = planned.intents
            if planned.look_at is not None:
                self._due[alert_id] = planned.look_at.timestamp()
            if planned.is_over and not self._desk.progress_of(alert_id).is_closed:
                self._spawn(self._async_close(alert_id), "close an alert")
        for line in self._lines.pop(alert_id, set()) - intents.keys():
            self._boxes[line].drop(alert_id)
        for line, intent in intents.items():
            self._boxes.setdefault(line, Mailbox()).put(intent)
        if intents:
            self._lines[alert_id] = set(intents)

    async def _async_close(self, alert_id: str) -> None:
        if self._desk.is_live(alert_id):
            await self._desk.async_record([(alert_id, TransitionKind.CLOSED, {})])

    @callback
    def _pump(self) -> None:
        for line, box in self._boxes.items():
            if not self._may_use(line[1]):
                continue
            if taken := box.take(self._desk.steady()):
                box.is_sending = True
                self._spawn(self._async_send(line, box, taken), "tell of an alert")

    def _may_use(self, channel: str) -> bool:
        """Return whether a channel is there, or will not come: others of its person are tried then."""
        if channel in self._directory.channels or self._desk.steady() - self._started_at > CHANNEL_GRACE_S:
            return True
        return not self._directory.is_set_up(channel)

    async def _async_send(self, line: Line, box: Mailbox, intents: tuple[Intent, ...]) -> None:
        try:
            await self._async_tell(line, intents)
        finally:
            box.is_sending = False
            self._look([intent.alert_id for intent in intents])

    async def _async_tell(self, line: Line, intents: tuple[Intent, ...]) -> None:
        await self._async_note_escalations(intents)
        rows = [_row(intent) for intent in intents]
        # On the disk before it is sent: after a crash it is said again, under the same tag, rather than never.
        await self._desk.async_record([(each["alert_id"], TransitionKind.TELLING, each) for each in rows])
        delivery = await self._async_deliver(line, intents)
        if delivery.retry_after_s is not None:
            self._pause(line[1], delivery.retry_after_s)
        result = {
            "ok": delivery.ok,
            "code": delivery.code[:60],
            "detail": delivery.detail[:200],
            "retry_after_s": delivery.retry_after_s,
            "message_id": delivery.message_id[:200] if len(intents) == 1 else "",
        }
        await self._desk.async_record([(each["alert_id"], TransitionKind.TOLD, {**each, **result}) for each in rows])

    async def _async_note_escalations(self, intents: Iterable[Intent]) -> None:
        for intent in intents:
            alert = self._desk.peek(intent.alert_id)
            is_handed_on = intent.step > 0 or intent.group == LEADER
            begun = self._desk.progress_of(intent.alert_id).begun
            if alert is None or not is_handed_on or (intent.group, intent.step) in begun:
                continue
            name = self._directory.name_of(intent.contact)
            if name not in alert.escalated_to:
                await self._desk.async_escalate(alert, name)

    async def _async_deliver(self, line: Line, intents: tuple[Intent, ...]) -> Delivery:
        channel = self._directory.channels.get(line[1])
        if channel is None:
            return Delivery(ok=False, code="no_channel")
        if (message := self._word(line, intents)) is None:
            return Delivery(ok=False, code="no_contact")
        work = channel.async_withdraw if message.event is Event.RESOLVED else channel.async_tell
        try:
            async with asyncio.timeout(TELL_TIMEOUT_S):
                return await work(message)
        except TimeoutError:
            return Delivery(ok=False, code="timeout")
        except Exception as err:
            # A channel must not raise; one that does keeps nobody else from being told.
            _LOGGER.exception("The channel %s failed", line[1])
            return Delivery(ok=False, code=type(err).__name__)

    def _word(self, line: Line, intents: tuple[Intent, ...]) -> Message | None:
        known = [(alert, intent) for intent in intents if (alert := self._desk.peek(intent.alert_id)) is not None]
        contact = self._directory.contact(line[0])
        if contact is None or not known:
            return None
        wording = Wording(language=contact.language, zone=dt_util.get_default_time_zone(), now=self._desk.now)
        receiver = Receiver(contact.name, contact.language, dict(contact.addresses.get(line[1], {})))
        severity = max((intent.severity for intent in intents), key=lambda each: each.rank)
        if len(known) > 1:
            title, text = summary_of([(alert, intent.event, intent.severity) for alert, intent in known], wording)
            return Message(
                alert_id="",
                tag=f"smart-campus-summary-{line[0]}",
                event=Event.SUMMARY,
                severity=severity,
                title=title,
                text=text,
                language=contact.language,
                receiver=receiver,
            )
        alert, intent = known[0]
        return self._word_one(alert, intent, severity, wording, receiver)

    def _word_one(
        self, alert: Alert, intent: Intent, severity: Severity, wording: Wording, receiver: Receiver
    ) -> Message:
        telling = self._desk.progress_of(alert.id).lines.get(intent.line)
        return Message(
            alert_id=alert.id,
            tag=f"smart-campus-{alert.id}",
            event=Event(intent.event),
            severity=severity,
            title=title_of(alert, intent.event, wording),
            text=text_of(alert, intent.event, severity, self._directory.site_name(alert.site), wording),
            language=wording.language,
            receiver=receiver,
            buttons=buttons_of(alert, intent.event, wording),
            previous_id="" if telling is None else telling.message_id,
        )

    @callback
    def _pause(self, channel: str, seconds: float) -> None:
        until = self._desk.steady() + max(seconds, 1.0)
        for (_, other), box in self._boxes.items():
            if other == channel:
                box.pause(until)

    @callback
    def _arm(self) -> None:
        self._disarm()
        steady = self._desk.steady()
        waits = [box.next_at(steady) for box in self._boxes.values()]
        wait_s = min((at - steady for at in waits if at is not None), default=LOOK_AT_LEAST_EVERY_S)
        wait_s = min(wait_s, min(self._due.values(), default=math.inf) - self._desk.now.timestamp())
        wait = timedelta(seconds=min(max(wait_s, SHORTEST_WAIT_S), LOOK_AT_LEAST_EVERY_S))
        self._cancel = async_track_point_in_utc_time(self._hass, self._job, dt_util.utcnow() + wait)

    def _disarm(self) -> None:
        if self._cancel is not None:
            self._cancel()
            self._cancel = None

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        task = self._hass.async_create_background_task(work, f"smart_campus: {name}", eager_start=True)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _row(intent: Intent) -> dict[str, Any]:
    return {
        "alert_id": intent.alert_id,
        "contact": intent.contact,
        "channel": intent.channel,
        "event": intent.event,
        "severity": intent.severity.value,
        "group": intent.group,
        "step": intent.step,
    }
