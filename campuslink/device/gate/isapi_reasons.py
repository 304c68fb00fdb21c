"""What the event codes of Hikvision access controllers mean, in the words of `access`.

Codes of the device SDK's header; 1, 38 and 75 are seen with devices, the others are taken from it unproven.
"""

from collections.abc import Mapping

from .access import EventKind

ALARM, EXCEPTION, OPERATION, ACCESS = 1, 2, 3, 5

KINDS: Mapping[tuple[int, int], tuple[EventKind, str]] = {
    (ACCESS, 1): (EventKind.GRANTED, ""),
    (ACCESS, 2): (EventKind.GRANTED, ""),
    (ACCESS, 38): (EventKind.GRANTED, "fingerprint"),
    (ACCESS, 75): (EventKind.GRANTED, "face"),
    (ACCESS, 3): (EventKind.DENIED, "wrong_password"),
    (ACCESS, 6): (EventKind.DENIED, "no_right"),
    (ACCESS, 7): (EventKind.DENIED, "outside_window"),
    (ACCESS, 8): (EventKind.DENIED, "outside_window"),
    (ACCESS, 9): (EventKind.DENIED, "unknown_card"),
    (ACCESS, 10): (EventKind.DENIED, "anti_passback"),
    (ACCESS, 11): (EventKind.DENIED, "interlock"),
    (ACCESS, 39): (EventKind.DENIED, "fingerprint"),
    (ACCESS, 76): (EventKind.DENIED, "face"),
    (ACCESS, 23): (EventKind.BUTTON, ""),
    (ACCESS, 25): (EventKind.DOOR_OPENED, ""),
    (ACCESS, 26): (EventKind.DOOR_CLOSED, ""),
    (ACCESS, 27): (EventKind.DOOR_FORCED, ""),
    (ACCESS, 28): (EventKind.DOOR_HELD_OPEN, ""),
    (OPERATION, 1024): (EventKind.REMOTE_OPENED, ""),
}


def judge_isapi(major: int, minor: int) -> tuple[EventKind, str]:
    """Return kind and reason of an event by its codes."""
    return KINDS.get((major, minor), (EventKind.ALARM if major == ALARM else EventKind.OTHER, ""))
