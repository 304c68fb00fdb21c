"""Who is to be told of an alert now, and when to look again. Decided anew each time from what is known: no memory."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from typing import Final

from .alert import Alert, AlertState, Severity
from .policy import REPORTED, Group, Policy, Step
from .progress import Line, Progress, Telling
from .room_use import Verdict

LEADER: Final = "leader"
"""Stands for the leader in place of a group's id."""
LEADER_REPEAT: Final = timedelta(minutes=30)
MOST_CLOSING_TRIES: Final = 8
"""A recovery that cannot be told so often in a row is given up."""
MOST_CLOSING: Final = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Intent:
    """One person to tell by one channel."""

    alert_id: str
    contact: str
    channel: str
    event: str
    """As `channels.base.Event`."""
    severity: Severity
    group: str = ""
    step: int = 0

    @property
    def line(self) -> Line:
        """Return contact and channel."""
        return self.contact, self.channel


@dataclass(slots=True)
class Plan:
    """What is due for one alert."""

    intents: dict[Line, Intent] = field(default_factory=dict)
    look_at: datetime | None = None
    """When something else will be due; None: when something happens."""
    is_over: bool = False
    """Whether everybody who was told heard that it is over."""

    def wait_for(self, at: datetime | None) -> None:
        """Look again at a moment, or before."""
        if at is not None and (self.look_at is None or at < self.look_at):
            self.look_at = at


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """When something is planned, and how bad the alert is then."""

    now: datetime
    """UTC."""
    zone: tzinfo
    verdict: Verdict


def plan(alert: Alert, progress: Progress, policy: Policy, at: Moment) -> Plan:
    """Return what is due."""
    planner = _Planner(alert, progress, policy, at)
    planner.decide()
    return planner.plan


class _Planner:
    def __init__(self, alert: Alert, progress: Progress, policy: Policy, at: Moment) -> None:
        self.plan = Plan()
        self._alert = alert
        self._progress = progress
        self._policy = policy
        self._severity = at.verdict.severity
        self._verdict = at.verdict
        self._now = at.now
        self._zone = at.zone

    def decide(self) -> None:
        alert = self._alert
        if alert.state is AlertState.RESOLVED:
            self._close()
            return
        self._hand_on_to_leader()
        if alert.state is AlertState.SNOOZED:
            self.plan.wait_for(alert.snoozed_until)
        elif alert.state is AlertState.ACKNOWLEDGED:
            self._tell_who_took_it_on()
        else:
            self.plan.wait_for(self._verdict.changes_at)
            for group in self._policy.groups_for(alert, self._severity):
                self._look_after(group)

    def _look_after(self, group: Group) -> None:
        earliest = max(self._now, self._verdict.not_before or self._now)
        allowed = group.timing.first_allowed(self._severity, earliest, self._zone)
        if allowed > self._now:
            self.plan.wait_for(allowed)
            return
        begun = {index: at for index in range(len(group.steps)) if (at := self._begun(group, index)) is not None}
        if not begun:
            self._begin(group, 0)
            return
        reached = max(begun)
        for index in range(reached + 1):
            self._take_step(group, index)
        if (following := reached + 1) >= len(group.steps):
            return
        due = min(begun.values()) + group.steps[following].after
        if due <= self._now or self._reaches_nobody(group.steps[reached]):
            self._begin(group, following)
        else:
            self.plan.wait_for(due)

    def _begin(self, group: Group, index: int) -> None:
        """Take a step, and the next one at once when there is no way to anybody of it."""
        self._take_step(group, index)
        if (following := index + 1) >= len(group.steps):
            return
        if self._reaches_nobody(group.steps[index]):
            self._begin(group, following)
        else:
            self.plan.wait_for(self._now + max(timedelta(), group.steps[following].after - group.steps[index].after))

    def _take_step(self, group: Group, index: int) -> None:
        step = group.steps[index]
        for contact in step.contacts:
            self._pursue(contact, step.channel, group.repeat, group.id, index)

    def _begun(self, group: Group, index: int) -> datetime | None:
        """Return when a step was taken; everybody of it may have been told by way of another group."""
        if (at := self._progress.begun.get((group.id, index))) is not None:
            return at
        step = group.steps[index]
        heard = [
            min((each.heard_at for each in tellings if each.heard and each.heard_at is not None), default=None)
            for contact in step.contacts
            if (tellings := self._tellings(contact, self._policy.channels_of(contact, step.channel)))
        ]
        times = [at for at in heard if at is not None]
        return max(times) if times and len(times) == len(heard) else None

    def _hand_on_to_leader(self) -> None:
        alert, leader = self._alert, self._policy.leader
        if leader is None or alert.category not in REPORTED or not alert.is_unanswered:
            return
        due = alert.raised_at + leader.due_after
        if due <= self._now:
            self._pursue(leader.contact, "", LEADER_REPEAT, LEADER, 0)
        else:
            self.plan.wait_for(due)

    def _pursue(self, contact: str, channel: str, repeat: timedelta | None, group: str, step: int) -> None:
        """Tell somebody: by the first channel that works, and by one more each time nobody answers."""
        channels = self._policy.channels_of(contact, channel)
        heard = [each for each in self._tellings(contact, channels) if each.heard and each.heard_at is not None]
        event = "escalated" if step or group == LEADER else "raised"
        if not heard:
            self._try(contact, channels, event, group, step)
            return
        last = max(each.heard_at for each in heard if each.heard_at is not None)
        is_worse = all(each.severity.rank < self._severity.rank for each in heard)
        due = self._now if is_worse else last + repeat if repeat is not None else None
        if due is None or due > self._now:
            self.plan.wait_for(due)
            return
        count = 1 + max(each.reminders for each in heard)
        for each in channels[: count + (0 if is_worse else 1)]:
            self._intend(contact, each, "reminder", group, step)

    def _try(self, contact: str, channels: tuple[str, ...], event: str, group: str, step: int) -> None:
        for channel in channels:
            if not self._telling(contact, channel).failures:
                self._intend(contact, channel, event, group, step)
                return
        for channel in channels:
            self._intend(contact, channel, event, group, step)

    def _intend(self, contact: str, channel: str, event: str, group: str, step: int) -> None:
        retry_at = self._telling(contact, channel).retry_at
        if retry_at is not None and retry_at > self._now:
            self.plan.wait_for(retry_at)
            return
        intent = Intent(
            alert_id=self._alert.id,
            contact=contact,
            channel=channel,
            event=event,
            severity=self._severity,
            group=group,
            step=step,
        )
        self.plan.intents.setdefault(intent.line, intent)

    def _reaches_nobody(self, step: Step) -> bool:
        """Return whether every way to everybody of a step has failed."""
        return not any(
            each.heard or not each.failures
            for contact in step.contacts
            for each in self._tellings(contact, self._policy.channels_of(contact, step.channel))
        )

    def _tell_who_took_it_on(self) -> None:
        for (contact, channel), telling in self._progress.lines.items():
            is_owed = telling.was_told and telling.heard != "acknowledged"
            if is_owed and telling.failures < MOST_CLOSING_TRIES:
                self._intend(contact, channel, "acknowledged", "", 0)

    def _close(self) -> None:
        resolved_at = self._alert.resolved_at or self._now
        if self._progress.is_closed:
            return
        is_late = self._now - resolved_at > MOST_CLOSING
        owed = [
            line
            for line, telling in self._progress.lines.items()
            if (telling.was_told or (telling.tried_at is not None and not telling.failures))
            and telling.heard != "resolved"
            and telling.failures < MOST_CLOSING_TRIES
        ]
        self.plan.is_over = is_late or not owed
        if not self.plan.is_over:
            for contact, channel in owed:
                self._intend(contact, channel, "resolved", "", 0)

    def _telling(self, contact: str, channel: str) -> Telling:
        return self._progress.lines.get((contact, channel), _NOTHING)

    def _tellings(self, contact: str, channels: tuple[str, ...]) -> list[Telling]:
        return [self._telling(contact, channel) for channel in channels]


_NOTHING: Final = Telling()
