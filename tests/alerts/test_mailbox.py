"""What one person gets of a storm."""

from custom_components.smart_campus.alerts.rules.alert import Severity
from custom_components.smart_campus.alerts.rules.mailbox import SINGLE_MESSAGES, WINDOW_S, Mailbox
from custom_components.smart_campus.alerts.rules.planning import Intent


def intent(number: int, severity: Severity = Severity.WARNING) -> Intent:
    return Intent(alert_id=f"a{number}", contact="li", channel="phone", event="raised", severity=severity)


def test_thousand_alerts_in_ten_seconds_are_a_few_messages_and_one_summary() -> None:
    box, sent = Mailbox(), []
    for number in range(1_000):
        box.put(intent(number))
        if taken := box.take(number / 100):
            sent.append(taken)
    while (due := box.next_at(10)) is not None:
        sent.append(box.take(due))
    assert [len(each) for each in sent] == [1] * SINGLE_MESSAGES + [1_000 - SINGLE_MESSAGES]
    assert len({each.alert_id for taken in sent for each in taken}) == 1_000


def test_worst_goes_first() -> None:
    box = Mailbox()
    for number, severity in enumerate((Severity.NOTICE, Severity.SAFETY, Severity.URGENT)):
        box.put(intent(number, severity))
    assert [box.take(0)[0].severity for _ in range(3)] == [Severity.SAFETY, Severity.URGENT, Severity.NOTICE]


def test_alert_about_safety_does_not_wait_for_a_summary() -> None:
    box = Mailbox()
    for number in range(20):
        box.put(intent(number))
        box.take(0)
    box.put(intent(99, Severity.SAFETY))
    assert [each.alert_id for each in box.take(1)] == ["a99"]


def test_quiet_mailbox_sends_single_messages_again() -> None:
    box = Mailbox()
    for number in range(SINGLE_MESSAGES):
        box.put(intent(number))
        assert len(box.take(0)) == 1
    box.put(intent(98))
    assert len(box.take(2 * WINDOW_S)) == 1


def test_channel_that_asked_for_a_pause_gets_one_digest_afterwards() -> None:
    box = Mailbox()
    box.pause(600)
    for number in range(3):
        box.put(intent(number))
    assert box.take(599) == ()
    assert box.next_at(0) == 600
    assert len(box.take(600)) == 3


def test_nothing_is_taken_while_something_is_being_sent() -> None:
    box = Mailbox()
    box.put(intent(1))
    box.is_sending = True
    assert (box.take(0), box.next_at(0)) == ((), None)


def test_what_is_not_due_any_more_is_not_sent() -> None:
    box = Mailbox()
    box.put(intent(1))
    box.drop("a1")
    box.drop("a2")
    assert box.take(0) == ()
