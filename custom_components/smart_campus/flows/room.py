"""Add a room to a site, or change one: an area of Home Assistant, and what the college knows of it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import probatio
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.const import UnitOfPower, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers.selector import (
    AreaSelector,
    BooleanSelector,
    EntitySelector,
    EntitySelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..const import CONF_AREA_ID, DOMAIN
from ..room_lighting.rules.hours import HoursError, OpeningHours
from ..rooms.feeds import Feed
from ..rooms.rules.feed import FeedError
from ..rooms.settings import (
    CONF_CALENDAR,
    CONF_CALENDAR_URL,
    CONF_CLASS_SOURCE,
    CONF_CLASS_SWITCHES,
    CONF_IS_RECORDED,
    CONF_LIGHT_HOLD,
    CONF_LIGHTING_W,
    CONF_OFF_AFTER,
    CONF_ON_BEFORE,
    CONF_OPEN_BEFORE,
    CONF_OPENING_HOURS,
    CONF_REGISTRAR_NAME,
    CONF_SEATS,
    CONF_TYPE,
    DEFAULT_HOURS,
    DEFAULT_LIGHT_HOLD_MIN,
    SUBENTRY_ROOM,
    RoomSettings,
    RoomType,
)
from .names import NAME_LIMIT, clean_name
from .preview import plain_text

LONGEST_LEAD_MIN = 120
LONGEST_HOLD_MIN = 1440
MOST_WATTS = 100_000
MOST_SEATS = 5000
SWITCHED_DOMAINS = ("switch", "fan", "climate", "media_player")
"""What can be turned off when a class is ended."""


class RoomFlow(ConfigSubentryFlow):
    """Add or change a room."""

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about a new room."""
        return await self._async_step("user", user_input)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for everything about a room again."""
        return await self._async_step("reconfigure", user_input)

    async def _async_step(self, step_id: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        errors: dict[str, str] = {}
        placeholders = {"detail": ""}
        if user_input is not None:
            data = _clean(self.hass, user_input)
            if not (errors := self._errors(data)):
                if (fault := await self._async_try_calendar(data)) is None:
                    return self._save(data)
                errors, placeholders = {"base": fault.key}, {"detail": plain_text(fault.detail)}
        shown = user_input or (dict(self._stored.data) if self._stored else {})
        schema = self.add_suggested_values_to_schema(_schema(), shown)
        return self.async_show_form(
            step_id=step_id, data_schema=schema, errors=errors, description_placeholders=placeholders
        )

    def _errors(self, data: Mapping[str, Any]) -> dict[str, str]:
        """Return a form error for hours that cannot be read and for a room there is already, or nothing."""
        try:
            OpeningHours.parse(data[CONF_OPENING_HOURS])
        except HoursError:
            return {CONF_OPENING_HOURS: "hours_unreadable"}
        own = self._stored.subentry_id if self._stored else None
        for entry in self.hass.config_entries.async_entries(DOMAIN):
            for other in entry.get_subentries_of_type(SUBENTRY_ROOM):
                if other.subentry_id == own:
                    continue
                if other.data[CONF_AREA_ID] == data[CONF_AREA_ID]:
                    return {CONF_AREA_ID: "room_exists"}
                if entry is self._get_entry() and other.data[CONF_REGISTRAR_NAME] == data[CONF_REGISTRAR_NAME]:
                    return {CONF_REGISTRAR_NAME: "registrar_name_taken"}
        if ar.async_get(self.hass).async_get_area(data[CONF_AREA_ID]) is None:
            return {CONF_AREA_ID: "area_unknown"}
        return {}

    async def _async_try_calendar(self, data: Mapping[str, Any]) -> FeedError | None:
        """Read the room's calendar once, if it has one; return why it cannot be used."""
        url = data[CONF_CALENDAR_URL]
        if not (url or data[CONF_CALENDAR]):
            return None
        if url and not url.startswith(("http://", "https://")):
            return FeedError("feed_no_address")
        if url and data[CONF_CALENDAR]:
            return FeedError("feed_two_calendars")
        subentry = ConfigSubentry(
            data=MappingProxyType(dict(data)), subentry_type=SUBENTRY_ROOM, title="", unique_id=None
        )
        try:
            await Feed(self.hass, RoomSettings.from_subentry(subentry)).async_read()
        except FeedError as err:
            return err
        return None

    def _save(self, data: dict[str, Any]) -> SubentryFlowResult:
        area = ar.async_get(self.hass).async_get_area(data[CONF_AREA_ID])
        title = area.name if area else data[CONF_REGISTRAR_NAME]
        unique_id = _unique_id(data[CONF_AREA_ID])
        if self._stored is None:
            return self.async_create_entry(title=title, data=data, unique_id=unique_id)
        return self.async_update_and_abort(self._get_entry(), self._stored, title=title, data=data, unique_id=unique_id)

    @property
    def _stored(self) -> ConfigSubentry | None:
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None


def make_room(hass: HomeAssistant, area: ar.AreaEntry, room_type: RoomType) -> ConfigSubentry:
    """Return the subentry of a new room with everything the form proposes; only smart classrooms are recorded."""
    is_recorded = room_type is RoomType.SMART_CLASSROOM
    entered = _schema()({CONF_AREA_ID: area.id, CONF_TYPE: room_type.value, CONF_IS_RECORDED: is_recorded})
    return ConfigSubentry(
        data=MappingProxyType(_clean(hass, entered)),
        subentry_type=SUBENTRY_ROOM,
        title=area.name,
        unique_id=_unique_id(area.id),
    )


def _unique_id(area_id: str) -> str:
    return f"{SUBENTRY_ROOM}:{area_id}"


def _clean(hass: HomeAssistant, entered: Mapping[str, Any]) -> dict[str, Any]:
    area = ar.async_get(hass).async_get_area(entered[CONF_AREA_ID])
    name = clean_name(entered.get(CONF_REGISTRAR_NAME) or "") or (area.name if area else "")
    minutes = {key: int(entered[key]) for key in (CONF_OPEN_BEFORE, CONF_ON_BEFORE, CONF_OFF_AFTER)}
    return {
        CONF_AREA_ID: entered[CONF_AREA_ID],
        CONF_REGISTRAR_NAME: name,
        CONF_TYPE: entered[CONF_TYPE],
        CONF_SEATS: int(entered.get(CONF_SEATS) or 0),
        CONF_IS_RECORDED: entered[CONF_IS_RECORDED],
        CONF_LIGHT_HOLD: int(entered[CONF_LIGHT_HOLD]),
        CONF_LIGHTING_W: int(entered[CONF_LIGHTING_W]),
        CONF_OPENING_HOURS: entered[CONF_OPENING_HOURS].strip(),
        CONF_CALENDAR_URL: (entered.get(CONF_CALENDAR_URL) or "").strip(),
        CONF_CALENDAR: entered.get(CONF_CALENDAR) or "",
        CONF_CLASS_SOURCE: clean_name(entered.get(CONF_CLASS_SOURCE) or "")[:NAME_LIMIT],
        CONF_CLASS_SWITCHES: list(entered.get(CONF_CLASS_SWITCHES) or ()),
        **minutes,
    }


def _schema() -> probatio.Schema:
    kinds = SelectSelectorConfig(
        options=[kind.value for kind in RoomType], mode=SelectSelectorMode.DROPDOWN, translation_key=CONF_TYPE
    )
    return probatio.Schema(
        {
            probatio.Required(CONF_AREA_ID): AreaSelector(),
            probatio.Optional(CONF_REGISTRAR_NAME): TextSelector(),
            probatio.Required(CONF_TYPE, default=RoomType.SMART_CLASSROOM.value): SelectSelector(kinds),
            probatio.Optional(CONF_SEATS): _number(MOST_SEATS),
            probatio.Required(CONF_OPEN_BEFORE, default=10): _number(LONGEST_LEAD_MIN, UnitOfTime.MINUTES),
            probatio.Required(CONF_ON_BEFORE, default=5): _number(LONGEST_LEAD_MIN, UnitOfTime.MINUTES),
            probatio.Required(CONF_OFF_AFTER, default=10): _number(LONGEST_LEAD_MIN, UnitOfTime.MINUTES),
            probatio.Required(CONF_IS_RECORDED, default=True): BooleanSelector(),
            probatio.Required(CONF_LIGHT_HOLD, default=DEFAULT_LIGHT_HOLD_MIN): _number(
                LONGEST_HOLD_MIN, UnitOfTime.MINUTES
            ),
            probatio.Required(CONF_LIGHTING_W, default=0): _number(MOST_WATTS, UnitOfPower.WATT),
            probatio.Required(CONF_OPENING_HOURS, default=DEFAULT_HOURS): TextSelector(),
            probatio.Optional(CONF_CALENDAR_URL): TextSelector(TextSelectorConfig(type=TextSelectorType.URL)),
            probatio.Optional(CONF_CALENDAR): EntitySelector(EntitySelectorConfig(domain="calendar")),
            probatio.Optional(CONF_CLASS_SOURCE): TextSelector(),
            probatio.Optional(CONF_CLASS_SWITCHES): EntitySelector(
                EntitySelectorConfig(domain=list(SWITCHED_DOMAINS), multiple=True)
            ),
        }
    )


def _number(most: int, unit: str = "") -> NumberSelector:
    config = NumberSelectorConfig(min=0, max=most, step=1, mode=NumberSelectorMode.BOX)
    if unit:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)
