"""How long alerts waited until somebody took them on, out of the alerts of the store."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection, func, select

from ...alerts.rules.tables import ALERT, TRANSITION
from ...alerts.rules.transition import TransitionKind

SPAN: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class WaitingTimes:
    """Alerts of some days."""

    raised: int
    seconds: tuple[float, ...]
    """Of each that was acknowledged, from its beginning to the first time somebody did."""


def read_waiting_times(connection: Connection, site: str, since_ms: int) -> WaitingTimes:
    """Return how the alerts of a site stand that were raised since then."""
    mine = (ALERT.c.site == site, ALERT.c.raised_ms >= since_ms)
    raised = connection.scalar(select(func.count()).select_from(ALERT).where(*mine)) or 0
    taken_on = (
        select(ALERT.c.raised_ms, func.min(TRANSITION.c.at_ms))
        .join(TRANSITION, TRANSITION.c.alert_id == ALERT.c.id)
        .where(*mine, TRANSITION.c.kind == TransitionKind.ACKNOWLEDGED.value)
        .group_by(ALERT.c.id, ALERT.c.raised_ms)
    )
    found = ((acknowledged_ms - raised_ms) / 1000 for raised_ms, acknowledged_ms in connection.execute(taken_on))
    # A clock that was set back would make somebody react before it happened
    return WaitingTimes(raised, tuple(max(0.0, each) for each in found))
