"""What a site's stored data says about tasks that come back, parsed once at the boundary."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from homeassistant.config_entries import ConfigSubentry

from ..alerts.settings import Weekday
from .rules.recurrence import Every, Recurrence
from .rules.task import Targets, TaskPlan

SUBENTRY_TASK_PLAN: Final = "task_plan"

CONF_TARGETS: Final = "targets"
CONF_AREAS: Final = "areas"
CONF_KINDS: Final = "kinds"
CONF_EVERY: Final = "every"
CONF_WEEKDAY: Final = "weekday"
CONF_DAYS: Final = "days"
CONF_MONTH_DAY: Final = "month_day"
CONF_LEAD: Final = "lead_days"
CONF_INSTRUCTIONS: Final = "instructions"
CONF_SINCE: Final = "since"

MOST_INSTRUCTIONS: Final = 1000


def plan_of(subentry: ConfigSubentry) -> TaskPlan:
    """Parse a subentry the flow has written. Raises KeyError, TypeError or ValueError when something else wrote it."""
    data: Mapping[str, Any] = subentry.data
    return TaskPlan(
        id=subentry.subentry_id,
        title=subentry.title,
        targets=Targets(data[CONF_TARGETS]),
        recurrence=Recurrence(
            every=Every(data[CONF_EVERY]),
            weekday=list(Weekday).index(Weekday(data[CONF_WEEKDAY])),
            days=int(data[CONF_DAYS]),
            month_day=int(data[CONF_MONTH_DAY]),
        ),
        since=date.fromisoformat(data[CONF_SINCE]),
        areas=frozenset(data[CONF_AREAS]),
        kinds=frozenset(data[CONF_KINDS]),
        lead_days=int(data[CONF_LEAD]),
        instructions=str(data[CONF_INSTRUCTIONS]),
    )
