"""What a link between two switches should do at least, by what their ports are called.

Only copper ports at 1 Gbit/s are judged so: a bad pair makes them fall to 100 Mbit/s, while a slower device or module
at any other port is somebody's choice.
"""

import re
from collections.abc import Collection

GIGABIT_BPS = 1e9
EDGE = frozenset({"telephone", "access_point", "station"})
"""Capabilities of things that forward frames and yet are no switch."""
_GIGABIT = re.compile(r"(?:gigabit[ -]?ethernet|gige|gi|ge)[ -]?\d", re.IGNORECASE)


def is_switch(capabilities: Collection[str]) -> bool:
    """Return whether whoever announces these capabilities is a switch."""
    return "bridge" in capabilities and not EDGE.intersection(capabilities)


def due_speed(port: str, other_ports: Collection[str]) -> float | None:
    """Return the bit/s that two ports should reach; None where their names do not say.

    other_ports: what the switch at the other end calls its port, number and description.
    """
    is_known = _GIGABIT.match(port) and any(_GIGABIT.match(name) for name in other_ports)
    return GIGABIT_BPS if is_known else None
