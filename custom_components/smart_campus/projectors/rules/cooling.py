"""When a projector's mains may be cut: its fans must have cooled the lamp, and nothing but proof counts."""

from ...campuslink.model import Value


def is_cool(power: Value, *, has_meter: bool, draws: float | None, idle_below: float) -> bool:
    """Return whether cutting the power does no harm.

    power: what the projector says now, None while it says nothing. has_meter: whether something measures its outlet.
    draws: what that measures, None while it does not. A silent projector is cool only by its meter; one that says it
    is off is not cool while its outlet still draws, or nobody knows.
    """
    if has_meter:
        return power in (None, "off") and draws is not None and draws < idle_below
    return power == "off"
