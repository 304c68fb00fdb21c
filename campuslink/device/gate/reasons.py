"""What the codes of controllers mean, in the words of `access`."""

from collections.abc import Mapping

from .access import EventKind

SWIPE, DOOR, ALARM = 1, 2, 3

UHPPOTE_DENIALS: Mapping[int, str] = {
    5: "decided_elsewhere",
    6: "no_right",
    7: "wrong_password",
    8: "anti_passback",
    9: "more_cards",
    10: "first_card",
    11: "door_closed_for_all",
    12: "interlock",
    13: "outside_window",
    15: "invalid_plan",
    18: "unknown_card",
    31: "door_closed_for_all",
    32: "offline",
    33: "interlock",
}
"""Reason codes of refusals. 18 is "denied" without more; controllers give it for cards they do not keep."""

UHPPOTE_KINDS: Mapping[int, tuple[EventKind, str]] = {
    20: (EventKind.BUTTON, ""),
    23: (EventKind.DOOR_OPENED, ""),
    24: (EventKind.DOOR_CLOSED, ""),
    25: (EventKind.GRANTED, "supervisor_password"),
    28: (EventKind.RESTARTED, "power_on"),
    29: (EventKind.RESTARTED, "reset"),
    34: (EventKind.ALARM, "threat"),
    37: (EventKind.DOOR_HELD_OPEN, ""),
    38: (EventKind.DOOR_FORCED, ""),
    39: (EventKind.FIRE, ""),
    40: (EventKind.ALARM, "forced_close"),
    41: (EventKind.ALARM, "theft"),
    42: (EventKind.ALARM, "around_the_clock"),
    43: (EventKind.ALARM, "emergency"),
    44: (EventKind.REMOTE_OPENED, ""),
    45: (EventKind.REMOTE_OPENED, "usb_reader"),
}
"""Reason codes of everything but swipes."""


def judge_uhppote(type_: int, reason: int, *, granted: bool) -> tuple[EventKind, str]:
    """Return kind and reason of an event by its type and reason code."""
    if type_ == SWIPE:
        return (EventKind.GRANTED, "") if granted else (EventKind.DENIED, UHPPOTE_DENIALS.get(reason, "other"))
    if reason in UHPPOTE_KINDS:
        return UHPPOTE_KINDS[reason]
    if reason in UHPPOTE_DENIALS:
        return EventKind.DENIED, UHPPOTE_DENIALS[reason]
    return (EventKind.ALARM if type_ == ALARM else EventKind.OTHER), ""
