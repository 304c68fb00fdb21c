"""What one poll says of each fault of a port."""

from collections.abc import Iterator

from .port_limits import Limit, PortFault, PortLimits
from .port_memory import PortMemory, Verdict
from .port_sample import PortSample

LINK_GONE_AFTER_S = 3 * 86_400.0
"""A port that is down says nothing of its speed; after a long weekend the slow link is taken to be gone."""
SAME_SPEED = 0.99
"""Share of the expected speed that still counts as it."""


def judge(
    memory: PortMemory, sample: PortSample, limits: PortLimits, now: float
) -> Iterator[tuple[PortFault, Verdict]]:
    """Yield a verdict for each fault of a port that is not shut.

    memory: what includes the sample already. now: on the clock of the memory.
    """
    minutes = limits.window_s / 60
    yield PortFault.FLAPPING, _compare(memory.changes.total, limits.flapping)
    yield PortFault.ERRORS, _compare(memory.errors.total / minutes, limits.errors)
    yield PortFault.DISCARDS, _compare(memory.discards.total / minutes, limits.discards)
    yield PortFault.SPEED_DROPPED, _judge_speed(memory, sample, limits, now)
    yield PortFault.HALF_DUPLEX, _judge_duplex(memory, sample, limits, now)
    yield PortFault.HIGH_UTILISATION, _judge_utilisation(sample, limits)


def _compare(value: float, limit: Limit) -> Verdict:
    is_bad = value >= limit.raise_at
    return Verdict(value, limit.raise_at, is_bad, not is_bad and value <= limit.clear_at)


def _judge_speed(memory: PortMemory, sample: PortSample, limits: PortLimits, now: float) -> Verdict:
    expected = sample.allowed_bps or memory.best_bps
    speed = sample.speed_bps
    if not sample.oper_up or speed is None:
        return Verdict(speed, expected, is_bad=False, is_good=_is_link_gone(memory, sample, now))
    is_slow = 0 < speed < expected * SAME_SPEED
    return Verdict(speed, expected, is_bad=is_slow and not _is_asleep(sample, limits), is_good=not is_slow)


def _judge_duplex(memory: PortMemory, sample: PortSample, limits: PortLimits, now: float) -> Verdict:
    if not sample.oper_up or sample.full_duplex is None:
        return Verdict(None, 1.0, is_bad=False, is_good=_is_link_gone(memory, sample, now))
    is_half = not sample.full_duplex
    return Verdict(float(is_half), 1.0, is_bad=is_half and not _is_asleep(sample, limits), is_good=not is_half)


def _judge_utilisation(sample: PortSample, limits: PortLimits) -> Verdict:
    limit = limits.high_utilisation
    if not sample.oper_up:
        return Verdict(0.0, limit.raise_at, is_bad=False, is_good=True)
    if (share := sample.utilisation) is None:
        return Verdict(None, limit.raise_at, is_bad=False, is_good=False)
    return _compare(share, limit)


def _is_asleep(sample: PortSample, limits: PortLimits) -> bool:
    """Return whether the device behind a port sends next to nothing, as a sleeping computer does."""
    return sample.in_bps is not None and sample.in_bps < limits.asleep_below_bps


def _is_link_gone(memory: PortMemory, sample: PortSample, now: float) -> bool:
    return not sample.oper_up and now - memory.up_at >= LINK_GONE_AFTER_S
