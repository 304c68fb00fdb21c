"""The life of alerts as a state machine: whatever happens in whatever order, and after every restart."""

import json
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from custom_components.smart_campus.alerts.rules import life
from custom_components.smart_campus.alerts.rules.alert import Actor, AlertReport, AlertState, Severity
from custom_components.smart_campus.alerts.rules.book import AlertBook
from custom_components.smart_campus.alerts.rules.coding import child_to, report_to
from custom_components.smart_campus.alerts.rules.life import LifeError, Step
from custom_components.smart_campus.alerts.rules.tables import payload_of, transition_of
from custom_components.smart_campus.alerts.rules.transition import Transition, TransitionKind

from .making import LI, MONDAY

keys = st.sampled_from("abc")
texts = st.text(max_size=40)
people = st.builds(Actor, texts, st.none() | texts, st.just("phone"))


class AlertLife(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.book = AlertBook()
        self.rows: list[str] = []
        self.now = MONDAY
        self.first: dict[str, Actor] = {}
        """Who acknowledged each alert first, by its id."""

    def write(self, alert_id: str, step: Step) -> None:
        kind, data = step
        transition = Transition(id=f"{len(self.rows)}", alert_id=alert_id, kind=kind, at=self.now, data=data)
        after = self.book.take(transition)
        self.rows.append(json.dumps(payload_of(transition, after)))

    @rule(key=keys, severity=st.sampled_from(Severity), title=texts)
    def raise_it(self, key: str, severity: Severity, title: str) -> None:
        report = AlertReport(key=key, severity=severity, title=title, site="s")
        alert = self.book.find_open("s", key)
        if alert is None:
            self.write(f"alert{len(self.rows)}", (TransitionKind.RAISED, report_to(report)))
        elif (step := life.report_again(alert, report)) is not None:
            if severity.rank > alert.severity.rank:
                self.first.pop(alert.id, None)
            self.write(alert.id, step)

    @rule(key=keys, person=people)
    def acknowledge(self, key: str, person: Actor) -> None:
        if (alert := self.book.find_open("s", key)) is None:
            return
        if alert.id in self.first:
            with pytest.raises(LifeError, match="already_acknowledged"):
                life.acknowledge(alert, person)
            return
        self.write(alert.id, life.acknowledge(alert, person))
        self.first[alert.id] = person

    @rule(key=keys, minutes=st.integers(1, 600))
    def snooze(self, key: str, minutes: int) -> None:
        if (alert := self.book.find_open("s", key)) is not None:
            self.write(alert.id, life.snooze(alert, LI, timedelta(minutes=minutes), self.now))

    @rule(minutes=st.integers(1, 600))
    def let_time_pass(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)
        for alert in tuple(self.book.open):
            if life.is_snooze_over(alert, self.now):
                self.first.pop(alert.id, None)
                self.write(alert.id, (TransitionKind.WOKEN, {}))

    @rule(days=st.integers(-1000, 1000))
    def set_the_clock(self, days: int) -> None:
        jump = timedelta(days=days)
        before = {alert.id: self.now - alert.raised_at for alert in self.book.open}
        self.now += jump
        self.write("", (TransitionKind.CLOCK, {"by_ms": jump / timedelta(milliseconds=1)}))
        assert {alert.id: self.now - alert.raised_at for alert in self.book.open} == before

    @rule(key=keys, child=texts)
    def list_child(self, key: str, child: str) -> None:
        if (alert := self.book.find_open("s", key)) is not None:
            self.write(alert.id, (TransitionKind.CHILD_ADDED, child_to(child, child)))

    @rule(key=keys, person=people)
    def resolve(self, key: str, person: Actor) -> None:
        if (alert := self.book.find_open("s", key)) is not None:
            self.write(alert.id, life.resolve(alert, person))
            self.write(alert.id, (TransitionKind.CLOSED, {}))
            assert not self.book.is_live(alert.id)

    @rule()
    def restart(self) -> None:
        before = {alert.id: (alert, self.book.progress_of(alert.id)) for alert in self.book.live}
        self.book = AlertBook()
        for row in self.rows:
            transition = transition_of(json.loads(row))
            assert transition is not None
            self.book.take(transition)
        assert {alert.id: (alert, self.book.progress_of(alert.id)) for alert in self.book.live} == before

    @invariant()
    def one_fault_is_one_open_alert(self) -> None:
        found = [alert.key for alert in self.book.open]
        assert len(found) == len(set(found))

    @invariant()
    def what_an_alert_says_fits_its_state(self) -> None:
        for alert in self.book.live:
            assert (alert.state is AlertState.RESOLVED) == (alert.resolved_at is not None)
            assert alert.state is not AlertState.ACKNOWLEDGED or alert.acknowledged_by is not None
            assert (alert.state is AlertState.SNOOZED) == (alert.snoozed_until is not None)


TestAlertLife = AlertLife.TestCase
TestAlertLife.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
