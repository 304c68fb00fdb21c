"""When something that failed is tried again."""

import random
from collections.abc import Callable
from typing import Final

FIRST_S: Final = 30.0
LONGEST_S: Final = 3600.0
CREDENTIALS_S: Final = 1800.0
"""Refused credentials are tried so seldom that no account is locked by it."""
JITTER: Final = 0.2
"""Share by which a pause differs at most, so that many recordings do not come back at once."""


def pause_s(
    failures: int,
    *,
    asked_s: float | None = None,
    least_s: float = 0.0,
    rng: Callable[[], float] = random.random,
) -> float:
    """Return the seconds to wait after so many failures in a row, the first being 1.

    asked_s: what the other side asked for; it is kept at least. least_s: not sooner than that.
    """
    base = min(FIRST_S * float(1 << min(max(failures - 1, 0), 20)), LONGEST_S)
    jittered = base * (1 - JITTER + 2 * JITTER * rng())
    return max(jittered, asked_s or 0.0, least_s)
