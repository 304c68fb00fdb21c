"""When a device's turn comes: one fixed moment in every period, spread over the devices."""

import zlib
from collections.abc import Mapping
from types import MappingProxyType

from ..model import PollClass

DEFAULT_PERIODS_S: Mapping[PollClass, float] = MappingProxyType(
    {PollClass.FAST: 10.0, PollClass.NORMAL: 30.0, PollClass.SLOW: 300.0, PollClass.ONCE: 86_400.0}
)
"""Seconds between two polls of a class. Points of a class without a period are asked for once."""


def phase_s(device_id: str, periods_s: Mapping[PollClass, float]) -> float:
    """Return where in the longest period this device's turn lies.

    All classes share the one phase, so that the polls of a class whose period is a multiple of another's coincide.
    The same id gives the same phase in every run.
    """
    share = zlib.crc32(device_id.encode()) / 2**32
    return share * max(periods_s.values(), default=0.0)


def next_turn(after_s: float, period_s: float, phase_s: float) -> float:
    """Return the first moment later than after_s that lies phase_s into a whole number of periods."""
    return after_s + period_s - (after_s - phase_s) % period_s
