"""Add or change a group that looks after alerts: its steps, what it looks after, and its hours."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import probatio
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.const import UnitOfTime
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    AreaSelector,
    AreaSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    ObjectSelector,
    ObjectSelectorConfig,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TimeSelector,
)

from ..alerts.channels.base import SUBENTRY_CHANNEL
from ..alerts.rules.alert import Category, Severity
from ..alerts.rules.hours import When
from ..alerts.settings import (
    CONF_AFTER,
    CONF_AREAS,
    CONF_CATEGORIES,
    CONF_CHANNEL,
    CONF_CONTACTS,
    CONF_QUIET_END,
    CONF_QUIET_START,
    CONF_REPEAT,
    CONF_SEVERITIES,
    CONF_STEPS,
    CONF_WHEN,
    CONF_WORK_END,
    CONF_WORK_START,
    CONF_WORKDAYS,
    DEFAULT_QUIET,
    DEFAULT_REPEAT_MIN,
    DEFAULT_WHEN,
    DEFAULT_WORK,
    MOST_STEPS,
    SUBENTRY_CONTACT,
    Weekday,
    step_of,
)
from ..const import CONF_NAME
from .names import clean_name, subentry_name_error

CONF_HOURS = "hours"
LONGEST_MIN = 24 * 60
_WORKDAYS = [day.value for day in Weekday][:5]


class ContactGroupFlow(ConfigSubentryFlow):
    """Add or change a contact group."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about a new group."""
        return self._step("user", user_input)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about a group again."""
        return self._step("reconfigure", user_input)

    def _step(self, step_id: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        contacts = self._titles(SUBENTRY_CONTACT)
        if not contacts:
            return self.async_abort(reason="no_contact")
        if user_input is not None:
            name, data = clean_name(user_input[CONF_NAME]), _clean(user_input, contacts, self._hours())
            if not (errors := self._errors(name, user_input, data)):
                return self._save(name, data)
        schema = _schema(contacts, self._titles(SUBENTRY_CHANNEL))
        shown = user_input or self._shown()
        return self.async_show_form(
            step_id=step_id, data_schema=self.add_suggested_values_to_schema(schema, shown), errors=errors
        )

    def _errors(self, name: str, entered: Mapping[str, Any], data: Mapping[str, Any]) -> dict[str, str]:
        entry, kind = self._get_entry(), self._subentry_type
        if errors := subentry_name_error(entry, kind, name, self._stored, "group_exists"):
            return errors
        if not data[CONF_STEPS] or len(data[CONF_STEPS]) != len(entered[CONF_STEPS]):
            return {CONF_STEPS: "step_without_contact"}
        return {CONF_STEPS: "too_many_steps"} if len(data[CONF_STEPS]) > MOST_STEPS else {}

    def _save(self, name: str, data: dict[str, Any]) -> SubentryFlowResult:
        if self._stored is None:
            return self.async_create_entry(title=name, data=data)
        return self.async_update_and_abort(self._get_entry(), self._stored, title=name, data=data)

    def _shown(self) -> dict[str, Any]:
        if self._stored is None:
            return {}
        data = dict(self._stored.data)
        contacts = self._titles(SUBENTRY_CONTACT)
        channels = self._titles(SUBENTRY_CHANNEL)
        # The form refuses whoever is gone; the next step takes their place, and any channel that of one that is gone.
        data[CONF_STEPS] = [
            {name: known if name == CONF_CONTACTS else value for name, value in step.items()}
            for step in (_without_gone(each, channels) for each in data.get(CONF_STEPS, ()))
            if (known := [each for each in step[CONF_CONTACTS] if each in contacts])
        ]
        data[CONF_HOURS] = self._hours()
        return {**data, CONF_NAME: self._stored.title}

    def _hours(self) -> dict[str, Any]:
        stored = self._stored.data if self._stored else {}
        return {**_default_hours(), **{name: stored[name] for name in _HOURS if name in stored}}

    def _titles(self, kind: str) -> dict[str, str]:
        return {each.subentry_id: each.title for each in self._get_entry().get_subentries_of_type(kind)}

    @property
    def _stored(self) -> ConfigSubentry | None:
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None


_HOURS = (
    CONF_WORKDAYS,
    CONF_WORK_START,
    CONF_WORK_END,
    CONF_QUIET_START,
    CONF_QUIET_END,
    *(f"{CONF_WHEN}_{severity}" for severity in Severity if severity is not Severity.SAFETY),
)


def _clean(entered: Mapping[str, Any], contacts: Mapping[str, str], hours: Mapping[str, Any]) -> dict[str, Any]:
    """Return a form's entries as they are stored. hours: for a form that left its section out."""
    steps = []
    for row in entered[CONF_STEPS]:
        if (step := step_of(row)) is not None and (known := [each for each in step.contacts if each in contacts]):
            minutes = round(step.after.total_seconds() / 60)
            by = {CONF_CHANNEL: step.channel} if step.channel else {}
            steps.append({CONF_CONTACTS: known, **by, CONF_AFTER: minutes})
    return {
        CONF_STEPS: sorted(steps, key=lambda step: step[CONF_AFTER]),
        CONF_REPEAT: int(entered[CONF_REPEAT]),
        CONF_SEVERITIES: entered[CONF_SEVERITIES],
        CONF_CATEGORIES: entered[CONF_CATEGORIES],
        CONF_AREAS: entered.get(CONF_AREAS) or [],
        **(entered.get(CONF_HOURS) or hours),
    }


def _without_gone(step: Mapping[str, Any], channels: Mapping[str, str]) -> dict[str, Any]:
    return {name: value for name, value in step.items() if name != CONF_CHANNEL or value in channels}


def _default_hours() -> dict[str, Any]:
    when = {f"{CONF_WHEN}_{severity}": each.value for severity, each in DEFAULT_WHEN.items()}
    times = dict(zip((CONF_WORK_START, CONF_WORK_END), DEFAULT_WORK, strict=True))
    quiet = dict(zip((CONF_QUIET_START, CONF_QUIET_END), DEFAULT_QUIET, strict=True))
    hours = {CONF_WORKDAYS: _WORKDAYS, **times, **quiet, **when}
    return {name: hours[name] for name in _HOURS}


def _schema(contacts: Mapping[str, str], channels: Mapping[str, str]) -> probatio.Schema:
    minutes = NumberSelectorConfig(
        min=0, max=LONGEST_MIN, step=1, mode=NumberSelectorMode.BOX, unit_of_measurement=UnitOfTime.MINUTES
    )
    steps = ObjectSelectorConfig(
        multiple=True,
        translation_key=CONF_STEPS,
        label_field=CONF_AFTER,
        fields={
            CONF_CONTACTS: {"required": True, "selector": {"select": _choices(contacts, multiple=True)}},
            CONF_CHANNEL: {"selector": {"select": _choices(channels, multiple=False)}},
            CONF_AFTER: {"required": True, "selector": {"number": dict(minutes)}},
        },
    )
    hours = _default_hours()
    fields: dict[Any, Any] = {CONF_WORKDAYS: _words("weekday", Weekday)}
    fields |= {name: TimeSelector() for name in _HOURS[1:5]}
    fields |= {name: _words("alert_when", When, multiple=False) for name in _HOURS[5:]}
    section_schema = probatio.Schema(
        {probatio.Required(name, default=hours[name]): selector for name, selector in fields.items()}
    )
    return probatio.Schema(
        {
            probatio.Required(CONF_NAME): TextSelector(),
            probatio.Required(CONF_STEPS, default=list): ObjectSelector(steps),
            probatio.Required(CONF_REPEAT, default=DEFAULT_REPEAT_MIN): NumberSelector(minutes),
            probatio.Required(CONF_SEVERITIES, default=[each.value for each in Severity]): _words(
                "alert_severity", Severity
            ),
            probatio.Required(CONF_CATEGORIES, default=[each.value for each in Category]): _words(
                "alert_category", Category
            ),
            probatio.Optional(CONF_AREAS): AreaSelector(AreaSelectorConfig(multiple=True)),
            probatio.Optional(CONF_HOURS): section(section_schema, {"collapsed": True}),
        }
    )


def _choices(titles: Mapping[str, str], *, multiple: bool) -> dict[str, Any]:
    options = [{"value": key, "label": title} for key, title in titles.items()]
    return {"options": options, "multiple": multiple, "mode": "dropdown"}


def _words(key: str, words: type[StrEnum], *, multiple: bool = True) -> SelectSelector:
    options = [each.value for each in words]
    config = SelectSelectorConfig(
        options=options, multiple=multiple, mode=SelectSelectorMode.DROPDOWN, translation_key=key
    )
    return SelectSelector(config)
