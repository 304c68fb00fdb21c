"""Add a plan of tasks that come back to a site, or change one."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import probatio
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.const import UnitOfTime
from homeassistant.helpers.selector import (
    AreaSelector,
    AreaSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
)
from homeassistant.util import dt as dt_util

from ..alerts.settings import Weekday
from ..campuslink.model import Kind
from ..const import CONF_NAME
from ..store.rules.text import clean_text
from ..work_orders.rules.recurrence import MOST_DAYS, Every
from ..work_orders.rules.task import Targets
from ..work_orders.task_settings import (
    CONF_AREAS,
    CONF_DAYS,
    CONF_EVERY,
    CONF_INSTRUCTIONS,
    CONF_KINDS,
    CONF_LEAD,
    CONF_MONTH_DAY,
    CONF_SINCE,
    CONF_TARGETS,
    CONF_WEEKDAY,
    MOST_INSTRUCTIONS,
)
from .names import clean_name, subentry_name_error

MOST_LEAD_DAYS = 90


class TaskPlanFlow(ConfigSubentryFlow):
    """Add or change a plan."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about a new plan."""
        return self._step("user", user_input)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about a plan again."""
        return self._step("reconfigure", user_input)

    def _step(self, step_id: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        if user_input is not None:
            name = clean_name(user_input[CONF_NAME])
            entry, kind = self._get_entry(), self._subentry_type
            if not (errors := subentry_name_error(entry, kind, name, self._stored, "task_plan_exists")):
                return self._save(name, self._clean(user_input))
        stored = {CONF_NAME: self._stored.title, **self._stored.data} if self._stored else {}
        schema = self.add_suggested_values_to_schema(_schema(), user_input or stored)
        return self.async_show_form(step_id=step_id, data_schema=schema, errors=errors)

    def _clean(self, entered: Mapping[str, Any]) -> dict[str, Any]:
        stored = self._stored.data if self._stored else {}
        return {
            **{key: entered[key] for key in (CONF_TARGETS, CONF_EVERY, CONF_WEEKDAY)},
            **{key: int(entered[key]) for key in (CONF_DAYS, CONF_MONTH_DAY, CONF_LEAD)},
            **{key: list(entered.get(key) or ()) for key in (CONF_AREAS, CONF_KINDS)},
            CONF_INSTRUCTIONS: clean_text(entered.get(CONF_INSTRUCTIONS) or "", MOST_INSTRUCTIONS),
            CONF_SINCE: stored.get(CONF_SINCE) or dt_util.now().date().isoformat(),
        }

    def _save(self, name: str, data: dict[str, Any]) -> SubentryFlowResult:
        if self._stored is None:
            return self.async_create_entry(title=name, data=data)
        return self.async_update_and_abort(self._get_entry(), self._stored, title=name, data=data)

    @property
    def _stored(self) -> ConfigSubentry | None:
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None


def _schema() -> probatio.Schema:
    lines = TextSelector(TextSelectorConfig(multiline=True))
    return probatio.Schema(
        {
            probatio.Required(CONF_NAME): TextSelector(),
            probatio.Required(CONF_TARGETS, default=Targets.ROOMS.value): _words("task_targets", Targets),
            probatio.Optional(CONF_AREAS): AreaSelector(AreaSelectorConfig(multiple=True)),
            probatio.Optional(CONF_KINDS): _words("kinds", Kind, multiple=True),
            probatio.Required(CONF_EVERY, default=Every.WEEK.value): _words("task_every", Every),
            probatio.Required(CONF_WEEKDAY, default=Weekday.FRI.value): _words("weekday", Weekday),
            probatio.Required(CONF_DAYS, default=30): _number(1, MOST_DAYS, UnitOfTime.DAYS),
            probatio.Required(CONF_MONTH_DAY, default=1): _number(1, 31),
            probatio.Required(CONF_LEAD, default=0): _number(0, MOST_LEAD_DAYS, UnitOfTime.DAYS),
            probatio.Optional(CONF_INSTRUCTIONS): lines,
        }
    )


def _words(key: str, words: type[StrEnum], *, multiple: bool = False) -> SelectSelector:
    config = SelectSelectorConfig(
        options=[each.value for each in words],
        multiple=multiple,
        mode=SelectSelectorMode.DROPDOWN,
        translation_key=key,
    )
    return SelectSelector(config)


def _number(least: int, most: int, unit: str = "") -> NumberSelector:
    config = NumberSelectorConfig(min=least, max=most, step=1, mode=NumberSelectorMode.BOX)
    if unit:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)
