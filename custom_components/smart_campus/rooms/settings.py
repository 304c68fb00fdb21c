"""What a site's stored data says about its rooms and terms, parsed once at the boundary."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, Self

from homeassistant.config_entries import ConfigSubentry

from ..room_lighting.rules.hours import OpeningHours
from ..sheets.rules.faults import CellError
from .rules.periods import Clock
from .rules.term import Term
from .rules.term_text import parse_clock, parse_days_off, parse_month_day, parse_swaps

SUBENTRY_ROOM: Final = "room"
SUBENTRY_TERM: Final = "term"

CONF_REGISTRAR_NAME: Final = "registrar_name"
CONF_TYPE: Final = "room_type"
CONF_SEATS: Final = "seats"
CONF_OPEN_BEFORE: Final = "open_before"
CONF_ON_BEFORE: Final = "on_before"
CONF_OFF_AFTER: Final = "off_after"
CONF_IS_RECORDED: Final = "is_recorded"
CONF_LIGHT_HOLD: Final = "light_hold"
CONF_LIGHTING_W: Final = "lighting_power"
CONF_OPENING_HOURS: Final = "opening_hours"
CONF_CALENDAR_URL: Final = "calendar_url"
CONF_CALENDAR: Final = "calendar_entity_id"
CONF_CLASS_SOURCE: Final = "class_source"
CONF_CLASS_SWITCHES: Final = "class_switches"

DEFAULT_HOURS: Final = "07:00-22:00"
DEFAULT_OPENING: Final = OpeningHours.parse(DEFAULT_HOURS)
DEFAULT_LIGHT_HOLD_MIN: Final = 60

CONF_FIRST_DAY: Final = "first_day"
CONF_WEEKS: Final = "weeks"
CONF_HOURS: Final = "hours"
CONF_SUMMER_HOURS: Final = "summer_hours"
CONF_SUMMER_SINCE: Final = "summer_since"
CONF_WINTER_SINCE: Final = "winter_since"
CONF_DAYS_OFF: Final = "days_off"
CONF_SWAPS: Final = "swaps"


class RoomType(StrEnum):
    """What a room is for."""

    SMART_CLASSROOM = "smart_classroom"
    COMPUTER_ROOM = "computer_room"
    LABORATORY = "laboratory"
    HALL = "hall"
    OTHER = "other"


@dataclass(frozen=True, kw_only=True, slots=True)
class RoomSettings:
    """One room as the installer described it."""

    id: str
    """Subentry id."""
    title: str
    area_id: str
    registrar_name: str
    """As it stands in timetables."""
    room_type: RoomType = RoomType.OTHER
    seats: int = 0
    """0 where nobody said."""
    open_before: timedelta = timedelta(minutes=10)
    on_before: timedelta = timedelta(minutes=5)
    off_after: timedelta = timedelta(minutes=10)
    is_recorded: bool = True
    light_hold: timedelta = timedelta(hours=1)
    """How long automations leave alone what a person did with the lights."""
    lighting_w: float = 0.0
    """What the lights take when all are on; 0 where nobody said."""
    opening_hours: OpeningHours = DEFAULT_OPENING
    """When the lights would be on if nobody saved."""
    calendar_url: str = ""
    """Address of an iCalendar file with the room's lessons; empty for none."""
    calendar_entity_id: str = ""
    """A calendar of Home Assistant with the room's lessons; empty for none."""
    class_source: str = ""
    """Source that projectors show when a class is started, as they name it; empty for whatever they show."""
    class_switches: tuple[str, ...] = ()
    """Entities that are turned off when a class is ended, besides lights and projectors."""

    @property
    def has_calendar(self) -> bool:
        """Whether a calendar, beside the timetable, says its lessons."""
        return bool(self.calendar_url or self.calendar_entity_id)

    @property
    def key(self) -> str:
        """Return what the room is called in the registries."""
        return f"room:{self.id}"

    @classmethod
    def from_subentry(cls, subentry: ConfigSubentry) -> Self:
        """Parse a subentry the flow has written."""
        data = subentry.data
        return cls(
            id=subentry.subentry_id,
            title=subentry.title,
            area_id=data["area_id"],
            registrar_name=data[CONF_REGISTRAR_NAME],
            room_type=RoomType(data[CONF_TYPE]),
            seats=int(data[CONF_SEATS]),
            open_before=timedelta(minutes=data[CONF_OPEN_BEFORE]),
            on_before=timedelta(minutes=data[CONF_ON_BEFORE]),
            off_after=timedelta(minutes=data[CONF_OFF_AFTER]),
            is_recorded=bool(data[CONF_IS_RECORDED]),
            light_hold=timedelta(minutes=data.get(CONF_LIGHT_HOLD, DEFAULT_LIGHT_HOLD_MIN)),
            lighting_w=float(data.get(CONF_LIGHTING_W, 0)),
            opening_hours=OpeningHours.parse(data.get(CONF_OPENING_HOURS, DEFAULT_HOURS)),
            calendar_url=data.get(CONF_CALENDAR_URL, ""),
            calendar_entity_id=data.get(CONF_CALENDAR, ""),
            class_source=data.get(CONF_CLASS_SOURCE, ""),
            class_switches=tuple(data.get(CONF_CLASS_SWITCHES, ())),
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class TermSettings:
    """One term with its clock."""

    id: str
    """Subentry id."""
    term: Term
    clock: Clock

    @classmethod
    def from_subentry(cls, subentry: ConfigSubentry) -> Self:
        """Parse a subentry the flow has written. Raises FieldError when something else wrote it."""
        data = subentry.data
        return cls(id=subentry.subentry_id, term=read_term(subentry.title, data), clock=read_clock(data))


class FieldError(Exception):
    """What was typed into one field cannot be read."""

    def __init__(self, field: str, fault: CellError) -> None:
        super().__init__(f"{field}: {fault}")
        self.field = field
        self.fault = fault


def read_term(name: str, data: Mapping[str, Any]) -> Term:
    """Return the term of a form or a subentry. Raises FieldError."""
    first_day = date.fromisoformat(data[CONF_FIRST_DAY])
    days_off = _read(data, CONF_DAYS_OFF, parse_days_off)
    term = Term(name=name, first_day=first_day, weeks=int(data[CONF_WEEKS]), days_off=days_off)
    return replace(term, swaps=_read(data, CONF_SWAPS, lambda text: parse_swaps(text, term)))


def read_clock(data: Mapping[str, Any]) -> Clock:
    """Return the clock of a form or a subentry: one table, or a summer and a winter one. Raises FieldError."""
    if not data.get(CONF_SUMMER_HOURS):
        return Clock((_read(data, CONF_HOURS, lambda text: parse_clock(text, (1, 1))),))
    summer = _read(data, CONF_SUMMER_SINCE, parse_month_day)
    winter = _read(data, CONF_WINTER_SINCE, parse_month_day)
    return Clock(
        (
            _read(data, CONF_SUMMER_HOURS, lambda text: parse_clock(text, summer)),
            _read(data, CONF_HOURS, lambda text: parse_clock(text, winter)),
        )
    )


def _read[T](data: Mapping[str, Any], field: str, parse: Callable[[str], T]) -> T:
    try:
        return parse(str(data.get(field) or ""))
    except CellError as err:
        raise FieldError(field, err) from err
