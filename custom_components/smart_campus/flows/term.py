"""Add a term to a site, or change one, or give it a timetable out of a file."""

from collections.abc import Mapping
from typing import Any

import probatio
from homeassistant.components.file_upload import process_uploaded_file
from homeassistant.config_entries import (
    SOURCE_RECONFIGURE,
    ConfigEntryState,
    ConfigSubentry,
    ConfigSubentryFlow,
    SubentryFlowResult,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import (
    BooleanSelector,
    DateSelector,
    FileSelector,
    FileSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    TextSelector,
    TextSelectorConfig,
)

from ..const import CONF_NAME
from ..rooms.importing import async_plan, async_summarise
from ..rooms.rules.import_plan import ImportPlan
from ..rooms.rules.term_text import MOST_WEEKS
from ..rooms.settings import (
    CONF_DAYS_OFF,
    CONF_FIRST_DAY,
    CONF_HOURS,
    CONF_SUMMER_HOURS,
    CONF_SUMMER_SINCE,
    CONF_SWAPS,
    CONF_WEEKS,
    CONF_WINTER_SINCE,
    SUBENTRY_TERM,
    FieldError,
    read_clock,
    read_term,
)
from ..sheets.rules.table_file import TableFileError
from .names import clean_name, name_error
from .preview import plain_text

CONF_FILE = "file"
CONF_REPLACE = "replace"

TEXT_LIMIT = 20_000
_TEXTS = (CONF_HOURS, CONF_SUMMER_HOURS, CONF_SUMMER_SINCE, CONF_WINTER_SINCE, CONF_DAYS_OFF, CONF_SWAPS)


class TermFlow(ConfigSubentryFlow):
    """Add or change a term, or import its timetable."""

    _plan: ImportPlan
    """What the uploaded file would change."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about a new term."""
        return await self._async_calendar("user", user_input)

    async def async_step_reconfigure(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose what to change of a term."""
        return self.async_show_menu(step_id="reconfigure", menu_options=["timetable", "term"])

    async def async_step_term(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about a term again."""
        return await self._async_calendar("term", user_input)

    async def async_step_timetable(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a timetable file, and read it without changing anything."""
        errors: dict[str, str] = {}
        placeholders = {"detail": ""}
        if self._get_entry().state is not ConfigEntryState.LOADED:
            return self.async_abort(reason="site_not_loaded")
        if user_input is not None:
            try:
                self._plan = await self._async_read(user_input)
            except TableFileError as err:
                errors, placeholders = {"base": err.key}, {"detail": plain_text(err.detail)}
            else:
                return await self.async_step_import()
        return self.async_show_form(
            step_id="timetable",
            data_schema=_import_schema(),
            errors=errors,
            description_placeholders=placeholders,
            last_step=False,
        )

    async def async_step_import(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Show what the file would change; change it when the person agrees."""
        if user_input is not None:
            await self._get_entry().runtime_data.rooms.async_use_timetable(self._term_id, self._plan.meetings)
            return self.async_abort(reason="timetable_imported")
        summary = await async_summarise(self.hass, self._plan, self._get_entry().runtime_data.rooms)
        return self.async_show_form(
            step_id="import", data_schema=probatio.Schema({}), description_placeholders=summary, last_step=True
        )

    async def _async_calendar(self, step_id: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        placeholders = {"line": ""}
        if user_input is not None:
            data = {**user_input, **{key: str(user_input.get(key) or "")[:TEXT_LIMIT] for key in _TEXTS}}
            name = clean_name(data.pop(CONF_NAME))
            data[CONF_WEEKS] = int(data[CONF_WEEKS])
            errors = name_error(name)
            try:
                read_term(name, data)
                read_clock(data)
            except FieldError as err:
                errors[err.field], placeholders["line"] = err.fault.key, plain_text(err.fault.raw)
            if not errors:
                return self._save(name, data)
        schema = self.add_suggested_values_to_schema(_term_schema(), user_input or self._known_values())
        return self.async_show_form(
            step_id=step_id, data_schema=schema, errors=errors, description_placeholders=placeholders
        )

    async def _async_read(self, entered: Mapping[str, Any]) -> ImportPlan:
        data = await self.hass.async_add_executor_job(_read_upload, self.hass, entered[CONF_FILE])
        rooms = self._get_entry().runtime_data.rooms
        return await async_plan(self.hass, rooms, self._term_id, data, replace=entered[CONF_REPLACE])

    def _save(self, name: str, data: dict[str, Any]) -> SubentryFlowResult:
        if self._stored is None:
            return self.async_create_entry(title=name, data=data, unique_id=f"{SUBENTRY_TERM}:{data[CONF_FIRST_DAY]}")
        return self.async_update_and_abort(self._get_entry(), self._stored, title=name, data=data)

    def _known_values(self) -> dict[str, Any]:
        return {CONF_NAME: self._stored.title, **self._stored.data} if self._stored else {}

    @property
    def _term_id(self) -> str:
        return self._get_reconfigure_subentry().subentry_id

    @property
    def _stored(self) -> ConfigSubentry | None:
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None


def _term_schema() -> probatio.Schema:
    lines = TextSelector(TextSelectorConfig(multiline=True))
    weeks = NumberSelector(NumberSelectorConfig(min=1, max=MOST_WEEKS, step=1, mode=NumberSelectorMode.BOX))
    return probatio.Schema(
        {
            probatio.Required(CONF_NAME): TextSelector(),
            probatio.Required(CONF_FIRST_DAY): DateSelector(),
            probatio.Required(CONF_WEEKS, default=18): weeks,
            probatio.Required(CONF_HOURS): lines,
            probatio.Optional(CONF_SUMMER_HOURS): lines,
            probatio.Optional(CONF_SUMMER_SINCE, default="05-01"): TextSelector(),
            probatio.Optional(CONF_WINTER_SINCE, default="10-01"): TextSelector(),
            probatio.Optional(CONF_DAYS_OFF): lines,
            probatio.Optional(CONF_SWAPS): lines,
        }
    )


def _import_schema() -> probatio.Schema:
    return probatio.Schema(
        {
            probatio.Required(CONF_FILE): FileSelector(FileSelectorConfig(accept=".csv,.xlsx,text/csv")),
            probatio.Required(CONF_REPLACE, default=True): BooleanSelector(),
        }
    )


def _read_upload(hass: HomeAssistant, file_id: str) -> bytes:
    with process_uploaded_file(hass, file_id) as path:
        return path.read_bytes()
