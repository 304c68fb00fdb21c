"""Alerts, people and a time line for the tests of rules."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from custom_components.smart_campus.alerts.rules.alert import Actor, Alert, AlertReport, AlertState, Category, Severity
from custom_components.smart_campus.alerts.rules.book import AlertBook
from custom_components.smart_campus.alerts.rules.coding import actor_to, report_to
from custom_components.smart_campus.alerts.rules.planning import Intent, Moment, Plan, plan
from custom_components.smart_campus.alerts.rules.policy import Contact, Group, Policy, Step
from custom_components.smart_campus.alerts.rules.room_use import Verdict
from custom_components.smart_campus.alerts.rules.transition import Transition, TransitionKind

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=ZONE).astimezone(UTC)
"""Ten in the morning of a working day."""
LI = Actor("Li Wei", "user-li", "phone")


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def local(text: str) -> datetime:
    """Return a local time such as ``2026-11-23 22:00`` as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def contact(name: str, *channels: str) -> Contact:
    return Contact(id=name, name=name, addresses={channel: {} for channel in channels or ("phone",)})


def group(*steps: Step, **changes: Any) -> Group:
    values: dict[str, Any] = {"id": "group", "name": "Cleaners", "steps": steps, "repeat": None}
    return Group(**values | changes)


def alert(**changes: Any) -> Alert:
    values: dict[str, Any] = {
        "id": "a1",
        "key": "leak:hall",
        "severity": Severity.WARNING,
        "state": AlertState.OPEN,
        "title": "Wet floor",
        "site": "site1",
        "raised_at": MONDAY,
    }
    return Alert(**values | changes)


class TimeLine:
    """One alert under a policy, told by a channel that takes everything unless told otherwise."""

    def __init__(self, policy: Policy, *, severity: Severity = Severity.WARNING, now: datetime = MONDAY) -> None:
        self.policy = policy
        self.now = now
        self.book = AlertBook()
        self.broken: set[str] = set()
        """Channels that fail."""
        self.sent: list[tuple[float, str, str, str]] = []
        """Minutes since the beginning, contact, channel, event."""
        self.verdict: Verdict | None = None
        self._began = now
        self._count = 0
        report = AlertReport(
            key="door:1", severity=severity, title="Door forced", site="site1", category=Category.SECURITY
        )
        self.happen(TransitionKind.RAISED, **report_to(report))

    @property
    def alert(self) -> Alert:
        found = self.book.find("a1")
        assert found is not None
        return found

    def happen(self, kind: TransitionKind, **data: Any) -> None:
        self._count += 1
        self.book.take(Transition(id=str(self._count), alert_id="a1", kind=kind, at=self.now, data=data))

    def acknowledge(self) -> None:
        self.happen(TransitionKind.ACKNOWLEDGED, actor=actor_to(LI))

    def resolve(self) -> None:
        self.happen(TransitionKind.RESOLVED, actor=actor_to(LI))

    def plan(self) -> Plan:
        verdict = self.verdict or Verdict(self.alert.severity)
        moment = Moment(now=self.now, zone=ZONE, verdict=verdict)
        return plan(self.alert, self.book.progress_of("a1"), self.policy, moment)

    def run(self, length: timedelta) -> list[tuple[float, str, str, str]]:
        """Let time pass; return what was sent meanwhile."""
        before, end = len(self.sent), self.now + length
        while True:
            for _ in range(20):
                if not (planned := self.plan()).intents:
                    break
                for intent in planned.intents.values():
                    self._send(intent)
            else:
                raise AssertionError("there is no end to what is due at one moment")
            if planned.is_over and self.book.is_live("a1"):
                self.happen(TransitionKind.CLOSED)
            if planned.look_at is None or planned.look_at > end:
                self.now = end
                return self.sent[before:]
            assert planned.look_at > self.now
            self.now = planned.look_at

    def _send(self, intent: Intent) -> None:
        row = {
            "contact": intent.contact,
            "channel": intent.channel,
            "event": intent.event,
            "severity": intent.severity.value,
            "group": intent.group,
            "step": intent.step,
        }
        self.happen(TransitionKind.TELLING, **row)
        is_ok = intent.channel not in self.broken
        self.happen(TransitionKind.TOLD, **row, ok=is_ok, message_id="m")
        since = (self.now - self._began) / timedelta(minutes=1)
        self.sent.append((since, intent.contact, intent.channel, intent.event if is_ok else "failed"))
