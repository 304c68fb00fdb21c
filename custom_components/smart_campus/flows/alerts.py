"""The part of a site's form that says how its alerts are taken."""

from collections.abc import Iterable, Mapping
from typing import Any

import probatio
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import UnitOfTime
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TimeSelector,
)

from ..alerts.rules.alert import Severity
from ..alerts.rules.policy import LATEST_LEADER
from ..alerts.rules.sources import LONGEST_S, OFF, Source
from ..alerts.settings import (
    CONF_ALERTS,
    CONF_BY_TIMETABLE,
    CONF_EVENING,
    CONF_LEAD,
    CONF_LEADER,
    CONF_LEADER_AFTER,
    CONF_MORNING,
    CONF_SOURCES,
    DEFAULT_EVENING,
    DEFAULT_LEAD_MIN,
    DEFAULT_LEADER_AFTER_MIN,
    DEFAULT_MORNING,
)

MOST_LEAD_MIN = 120
_COLUMNS = ("source", "severity", "hold_s", "clear_s")


def alerts_section(contacts: Iterable[ConfigSubentry]) -> dict[Any, section]:
    """Return the section by its key. contacts: who may be the leader."""
    people = [SelectOptionDict(value=each.subentry_id, label=each.title) for each in contacts]
    leader = SelectSelectorConfig(options=people, mode=SelectSelectorMode.DROPDOWN)
    form = probatio.Schema(
        {
            probatio.Optional(CONF_LEADER): SelectSelector(leader),
            probatio.Required(CONF_LEADER_AFTER, default=DEFAULT_LEADER_AFTER_MIN): _minutes(
                5, LATEST_LEADER.total_seconds() / 60
            ),
            probatio.Required(CONF_BY_TIMETABLE, default=True): BooleanSelector(),
            probatio.Required(CONF_LEAD, default=DEFAULT_LEAD_MIN): _minutes(0, MOST_LEAD_MIN),
            probatio.Required(CONF_MORNING, default=DEFAULT_MORNING): TimeSelector(),
            probatio.Required(CONF_EVENING, default=DEFAULT_EVENING): TimeSelector(),
            probatio.Optional(CONF_SOURCES): ObjectSelector(_sources()),
        }
    )
    return {probatio.Optional(CONF_ALERTS): section(form, {"collapsed": True})}


def clean_alerts(entered: Mapping[str, Any]) -> dict[str, Any]:
    """Return the section's entries as they are stored; nothing when the section was left out."""
    if (given := entered.get(CONF_ALERTS)) is None:
        return {}
    rows = [{name: row[name] for name in _COLUMNS if name in row} for row in given.get(CONF_SOURCES) or ()]
    return {
        CONF_ALERTS: {
            CONF_LEADER: given.get(CONF_LEADER) or "",
            CONF_LEADER_AFTER: round(given[CONF_LEADER_AFTER]),
            CONF_BY_TIMETABLE: given[CONF_BY_TIMETABLE],
            CONF_LEAD: round(given[CONF_LEAD]),
            CONF_MORNING: given[CONF_MORNING],
            CONF_EVENING: given[CONF_EVENING],
            CONF_SOURCES: rows,
        }
    }


def _minutes(least: float, most: float) -> NumberSelector:
    return NumberSelector(
        NumberSelectorConfig(
            min=least, max=most, step=1, mode=NumberSelectorMode.BOX, unit_of_measurement=UnitOfTime.MINUTES
        )
    )


def _sources() -> ObjectSelectorConfig:
    seconds = {"min": 0, "max": LONGEST_S, "mode": "box", "unit_of_measurement": UnitOfTime.SECONDS.value}
    severities = [OFF, *(each.value for each in Severity)]
    return ObjectSelectorConfig(
        multiple=True,
        translation_key="alert_sources",
        label_field="source",
        description_field="severity",
        fields={
            "source": {
                "required": True,
                "selector": {
                    "select": {
                        "options": [each.value for each in Source],
                        "translation_key": "alert_source",
                        "mode": "dropdown",
                    }
                },
            },
            "severity": {
                "required": True,
                "selector": {
                    "select": {"options": severities, "translation_key": "alert_severity", "mode": "dropdown"}
                },
            },
            "hold_s": {"selector": {"number": seconds}},
            "clear_s": {"selector": {"number": seconds}},
        },
    )
