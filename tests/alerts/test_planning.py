"""Who is told when: steps, reminders, channels that fail, the leader, the end."""

from datetime import timedelta

import pytest

from custom_components.smart_campus.alerts.rules.alert import Severity
from custom_components.smart_campus.alerts.rules.policy import Group, Leader, Policy, Step
from custom_components.smart_campus.alerts.rules.room_use import Verdict
from custom_components.smart_campus.alerts.rules.transition import TransitionKind

from .making import MONDAY, TimeLine, alert, contact, group, minutes


def policy(*groups: Group, leader: Leader | None = None) -> Policy:
    people = [contact("li"), contact("wang"), contact("zhao", "phone", "mail"), contact("dean", "phone", "mail")]
    return Policy(contacts={each.id: each for each in people}, groups=groups, leader=leader)


LI, WANG, ZHAO = Step(contacts=("li",)), Step(contacts=("wang",), after=minutes(10)), Step(contacts=("zhao",))


def test_steps_follow_one_another_until_somebody_acknowledges() -> None:
    line = TimeLine(policy(group(LI, WANG, Step(contacts=("zhao",), after=minutes(20)))))
    assert line.run(minutes(15)) == [(0, "li", "phone", "raised"), (10, "wang", "phone", "escalated")]
    line.acknowledge()
    assert line.run(minutes(60)) == [(15, "li", "phone", "acknowledged"), (15, "wang", "phone", "acknowledged")]


def test_everybody_who_was_told_hears_of_the_recovery_once() -> None:
    line = TimeLine(policy(group(LI, WANG)))
    line.run(minutes(11))
    line.resolve()
    assert line.run(minutes(60)) == [(11, "li", "phone", "resolved"), (11, "wang", "phone", "resolved")]
    assert not line.book.is_live("a1")


def test_alert_that_ends_before_anybody_was_told_is_finished_at_once() -> None:
    line = TimeLine(policy(group(LI)))
    line.resolve()
    assert line.run(minutes(60)) == []
    assert not line.book.is_live("a1")


def test_alert_is_repeated_to_all_who_were_told_until_it_is_acknowledged() -> None:
    line = TimeLine(policy(group(LI, WANG, repeat=minutes(15))))
    times = [(at, who) for at, who, _, event in line.run(minutes(31)) if event == "reminder"]
    assert times == [(15, "li"), (25, "wang"), (30, "li")]


def test_each_reminder_tries_one_more_channel_of_the_person() -> None:
    line = TimeLine(policy(group(ZHAO, repeat=minutes(5))))
    assert line.run(minutes(6)) == [
        (0, "zhao", "phone", "raised"),
        (5, "zhao", "phone", "reminder"),
        (5, "zhao", "mail", "reminder"),
    ]


def test_channel_that_fails_leads_to_the_next_one_at_once() -> None:
    line = TimeLine(policy(group(ZHAO)))
    line.broken = {"phone"}
    assert line.run(minutes(1)) == [(0, "zhao", "phone", "failed"), (0, "zhao", "mail", "raised")]


def test_step_that_reaches_nobody_leads_to_the_next_one_at_once() -> None:
    steps = (ZHAO, Step(contacts=("li",), channel="phone", after=minutes(30)))
    line = TimeLine(policy(group(*steps)))
    line.broken = {"phone", "mail"}
    first = line.run(timedelta(seconds=10))
    assert [(who, event) for _, who, _, event in first] == [("zhao", "failed"), ("zhao", "failed"), ("li", "failed")]


def test_failed_channels_are_tried_again_at_growing_intervals() -> None:
    line = TimeLine(policy(group(LI)))
    line.broken = {"phone"}
    assert [at for at, *_ in line.run(minutes(15))] == [0, 0.5, 1.5, 3.5, 7.5, 12.5]
    line.broken = set()
    assert [event for *_, event in line.run(minutes(6))] == ["raised"]


@pytest.mark.parametrize("contacts", [(), ("nobody",)])
def test_step_without_anybody_does_not_hold_up_the_next(contacts: tuple[str, ...]) -> None:
    steps = (Step(contacts=contacts), Step(contacts=("li",), after=minutes(30)), WANG_LATE)
    line = TimeLine(policy(group(*steps)))
    assert line.run(minutes(61)) == [(0, "li", "phone", "escalated"), (60, "wang", "phone", "escalated")]


WANG_LATE = Step(contacts=("wang",), after=minutes(60))


def test_person_in_two_groups_is_told_once_and_both_groups_go_on() -> None:
    one = group(LI, WANG, id="one")
    two = group(LI, Step(contacts=("zhao",), channel="phone", after=minutes(20)), id="two")
    line = TimeLine(policy(one, two))
    assert [(at, who) for at, who, *_ in line.run(minutes(25))] == [(0, "li"), (10, "wang"), (20, "zhao")]


def test_alert_nobody_looks_after_goes_to_every_group() -> None:
    line = TimeLine(policy(group(LI, severities=frozenset({Severity.SAFETY}))))
    assert line.run(minutes(1)) == [(0, "li", "phone", "raised")]


def test_leader_hears_of_a_security_alert_within_the_hour_whatever_the_steps_say() -> None:
    line = TimeLine(policy(group(LI), leader=Leader(contact="dean", after=timedelta(minutes=59))))
    told = line.run(minutes(55))
    assert told == [(0, "li", "phone", "raised"), (50, "dean", "phone", "escalated")]


def test_leader_hears_of_it_though_it_was_put_off_and_though_it_is_night() -> None:
    line = TimeLine(policy(group(LI), leader=Leader(contact="dean")))
    line.run(minutes(1))
    line.happen(TransitionKind.SNOOZED, until=(line.now + minutes(600)).timestamp() * 1000)
    line.verdict = Verdict(Severity.WARNING, not_before=line.now + minutes(600))
    assert line.run(minutes(50)) == [(45, "dean", "phone", "escalated")]


def test_leader_is_left_alone_once_somebody_took_it_on() -> None:
    line = TimeLine(policy(group(LI), leader=Leader(contact="dean")))
    line.run(minutes(30))
    line.acknowledge()
    assert [who for _, who, *_ in line.run(minutes(120))] == ["li"]


def test_leader_whose_first_channel_fails_is_reached_before_the_hour_is_over() -> None:
    line = TimeLine(policy(group(LI), leader=Leader(contact="dean", after=timedelta(minutes=50))))
    line.broken = {"phone"}
    told = [(at, channel) for at, who, channel, event in line.run(minutes(60)) if who == "dean" and event != "failed"]
    assert told[0] == (50, "mail")


def test_alert_that_gets_worse_is_told_again_from_the_first_step() -> None:
    line = TimeLine(policy(group(LI, WANG)))
    line.run(minutes(11))
    line.acknowledge()
    line.run(minutes(1))
    line.happen(TransitionKind.CHANGED, severity="safety", evidence={})
    assert line.run(minutes(11)) == [(12, "li", "phone", "raised"), (22, "wang", "phone", "escalated")]


def test_alert_that_becomes_urgent_by_the_timetable_is_told_again() -> None:
    line = TimeLine(policy(group(LI)))
    line.run(minutes(5))
    line.verdict = Verdict(Severity.URGENT)
    assert line.run(minutes(5)) == [(5, "li", "phone", "reminder")]


def test_put_off_alert_is_silent_and_comes_back() -> None:
    line = TimeLine(policy(group(LI, WANG)))
    line.run(minutes(5))
    until = line.now + minutes(30)
    line.happen(TransitionKind.SNOOZED, until=until.timestamp() * 1000)
    assert line.run(minutes(29)) == []
    line.now = until
    line.happen(TransitionKind.WOKEN)
    assert line.run(minutes(11)) == [(35, "li", "phone", "raised"), (45, "wang", "phone", "escalated")]


def test_recovery_that_cannot_be_told_is_given_up_in_the_end() -> None:
    line = TimeLine(policy(group(LI)))
    line.run(minutes(1))
    line.broken = {"phone"}
    line.resolve()
    assert len(line.run(minutes(600))) == 8
    assert not line.book.is_live("a1")


def test_message_of_which_nobody_knows_whether_it_was_sent_is_sent_again_and_its_end_is_told() -> None:
    line = TimeLine(policy(group(LI)))
    line.happen(TransitionKind.TELLING, contact="li", channel="phone", event="raised", group="group", step=0)
    assert line.run(minutes(1)) == [(0, "li", "phone", "raised")]
    other = TimeLine(policy(group(LI)))
    other.happen(TransitionKind.TELLING, contact="li", channel="phone", event="raised", group="group", step=0)
    other.resolve()
    assert [event for *_, event in other.run(minutes(1))] == ["resolved"]


def test_clock_that_is_set_changes_no_waiting_time() -> None:
    line = TimeLine(policy(group(LI, WANG)))
    line.run(minutes(4))
    for jump in (timedelta(days=400), timedelta(days=-800)):
        line.now += jump
        line.happen(TransitionKind.CLOCK, by_ms=jump / timedelta(milliseconds=1))
        assert line.run(minutes(1)) == []
    assert line.run(minutes(5))[0][1:] == ("wang", "phone", "escalated")


def test_without_anybody_to_tell_nothing_is_planned() -> None:
    line = TimeLine(Policy())
    assert line.run(minutes(600)) == []
    assert alert().raised_at == MONDAY
