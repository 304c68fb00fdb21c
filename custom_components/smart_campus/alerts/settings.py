"""What a site's stored data says about alerts, parsed once at the boundary; what is damaged falls back to: tell now."""

from collections.abc import Iterable, Mapping
from datetime import time, timedelta
from enum import StrEnum
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.util import dt as dt_util

from .rules.alert import Category, Severity
from .rules.hours import Hours, Timing, When
from .rules.policy import Contact, Group, Leader, Policy, Step
from .rules.room_use import RoomUseRule

SUBENTRY_CONTACT: Final = "contact"
SUBENTRY_GROUP: Final = "contact_group"

CONF_LANGUAGE: Final = "language"
CONF_ADDRESSES: Final = "addresses"
CONF_CHANNEL: Final = "channel"

CONF_STEPS: Final = "steps"
CONF_CONTACTS: Final = "contacts"
CONF_AFTER: Final = "after"
CONF_REPEAT: Final = "repeat"
CONF_SEVERITIES: Final = "severities"
CONF_CATEGORIES: Final = "categories"
CONF_AREAS: Final = "areas"
CONF_WORKDAYS: Final = "workdays"
CONF_WORK_START: Final = "work_start"
CONF_WORK_END: Final = "work_end"
CONF_QUIET_START: Final = "quiet_start"
CONF_QUIET_END: Final = "quiet_end"
CONF_WHEN: Final = "when"
"""Begins the key of each severity's hours: ``when_notice``."""

CONF_SOURCES: Final = "sources"
"""What a site changed of `rules.sources.DEFAULTS`, as rows."""
CONF_ALERTS: Final = "alerts"
"""Section of a site's options."""
CONF_LEADER: Final = "leader"
CONF_LEADER_AFTER: Final = "leader_after"
CONF_BY_TIMETABLE: Final = "by_timetable"
CONF_LEAD: Final = "lesson_lead"
CONF_MORNING: Final = "morning"
CONF_EVENING: Final = "evening"

DEFAULT_REPEAT_MIN: Final = 15
DEFAULT_LEADER_AFTER_MIN: Final = 45
DEFAULT_LEAD_MIN: Final = 10
DEFAULT_MORNING: Final = "07:30:00"
DEFAULT_EVENING: Final = "18:00:00"
DEFAULT_WORK: Final = ("07:30:00", "18:00:00")
DEFAULT_QUIET: Final = ("22:00:00", "07:00:00")
MOST_STEPS: Final = 10


class Weekday(StrEnum):
    """Days of the week as forms offer them."""

    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"


DEFAULT_WHEN: Final[Mapping[Severity, When]] = {
    Severity.NOTICE: When.WORKING_HOURS,
    Severity.WARNING: When.OUTSIDE_QUIET_HOURS,
    Severity.URGENT: When.ALWAYS,
    Severity.SAFETY: When.ALWAYS,
}


def policy_of(entry: ConfigEntry) -> Policy:
    """Return everything that is set up for the alerts of a site."""
    contacts = {each.subentry_id: contact_of(each) for each in entry.get_subentries_of_type(SUBENTRY_CONTACT)}
    groups = [group_of(each) for each in entry.get_subentries_of_type(SUBENTRY_GROUP)]
    options = _mapping(entry.options.get(CONF_ALERTS))
    leader = str(options.get(CONF_LEADER) or "")
    return Policy(
        contacts=contacts,
        groups=tuple(group for group in groups if group.steps),
        leader=Leader(contact=leader, after=_minutes(options.get(CONF_LEADER_AFTER), DEFAULT_LEADER_AFTER_MIN))
        if leader
        else None,
        room_use=_room_use(options),
    )


def contact_of(subentry: ConfigSubentry) -> Contact:
    """Return somebody who can be told."""
    addresses = _mapping(subentry.data.get(CONF_ADDRESSES))
    return Contact(
        id=subentry.subentry_id,
        name=subentry.title,
        language=str(subentry.data.get(CONF_LANGUAGE) or "en"),
        addresses={
            str(channel): {str(name): str(value) for name, value in _mapping(address).items()}
            for channel, address in addresses.items()
        },
    )


def group_of(subentry: ConfigSubentry) -> Group:
    """Return people who look after some alerts."""
    data = subentry.data
    steps = [step for each in _list(data.get(CONF_STEPS))[:MOST_STEPS] if (step := step_of(each)) is not None]
    repeat = _minutes(data.get(CONF_REPEAT), DEFAULT_REPEAT_MIN)
    severities = _members(Severity, data.get(CONF_SEVERITIES))
    categories = _members(Category, data.get(CONF_CATEGORIES))
    return Group(
        id=subentry.subentry_id,
        name=subentry.title,
        steps=tuple(sorted(steps, key=lambda step: step.after)),
        repeat=repeat or None,
        severities=severities or frozenset(Severity),
        categories=categories or frozenset(Category),
        areas=frozenset(map(str, _list(data.get(CONF_AREAS)))),
        timing=_timing(data),
    )


def step_of(data: object) -> Step | None:
    """Return one step; None when nobody is in it."""
    given = _mapping(data)
    contacts = given.get(CONF_CONTACTS)
    names = (contacts,) if isinstance(contacts, str) else _list(contacts)
    if not names:
        return None
    return Step(
        contacts=tuple(map(str, names)),
        channel=str(given.get(CONF_CHANNEL) or ""),
        after=_minutes(given.get(CONF_AFTER), 0),
    )


def _timing(data: Mapping[str, Any]) -> Timing:
    days = [day.value for day in Weekday]
    workdays = frozenset(days.index(day) for day in _list(data.get(CONF_WORKDAYS)) if day in days)
    working = _hours(data.get(CONF_WORK_START), data.get(CONF_WORK_END))
    return Timing(
        working=Hours(working.start, working.end, workdays) if working and workdays else working,
        quiet=_hours(data.get(CONF_QUIET_START), data.get(CONF_QUIET_END)),
        when={
            severity: next((each for each in When if each.value == data.get(f"{CONF_WHEN}_{severity}")), When.ALWAYS)
            for severity in Severity
        },
    )


def _room_use(options: Mapping[str, Any]) -> RoomUseRule:
    default = RoomUseRule()
    return RoomUseRule(
        is_on=bool(options.get(CONF_BY_TIMETABLE, True)),
        lead=_minutes(options.get(CONF_LEAD), DEFAULT_LEAD_MIN),
        morning=_time(options.get(CONF_MORNING)) or default.morning,
        evening=_time(options.get(CONF_EVENING)) or default.evening,
    )


def _hours(start: object, end: object) -> Hours | None:
    first, last = _time(start), _time(end)
    return None if first is None or last is None or first == last else Hours(first, last)


def _time(value: object) -> time | None:
    return dt_util.parse_time(value) if isinstance(value, str) else None


def _minutes(value: object, default: float) -> timedelta:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 60 * 24 * 7
    return timedelta(minutes=value if is_number and isinstance(value, int | float) else default)


def _members[T: StrEnum](words: type[T], value: object) -> frozenset[T]:
    return frozenset(each for each in words if each.value in _list(value))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: object) -> list[Any]:
    return list(value) if isinstance(value, Iterable) and not isinstance(value, str | bytes | Mapping) else []
