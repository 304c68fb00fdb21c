"""How long a silent device or a broken line is left alone."""

import random

MIN_PAUSE_S = 5.0
MAX_PAUSE_S = 300.0
LEAST_JITTER = 0.9


def pause_s(period_s: float, failures: int, rng: random.Random) -> float:
    """Return the seconds until the next attempt.

    period_s: how often the silent one would be asked if it answered.
    failures: in a row; up to 2 give twice the period, each further one doubles it, up to MAX_PAUSE_S.
    The result is shortened at random by up to a tenth, so that what failed together is not asked together for ever.
    """
    doublings = min(max(failures - 1, 1), 16)
    grown_s = min(period_s * 2.0**doublings, MAX_PAUSE_S)
    return max(grown_s * rng.uniform(LEAST_JITTER, 1.0), MIN_PAUSE_S)
