"""Actions of rooms: the lessons of a time, and a timetable brought by an automation or another system."""

from datetime import datetime, timedelta
from typing import Any, Final

import probatio
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.helpers.target import TargetSelection
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..sheets.rules.table_file import MOST_BYTES, TableFileError
from ..sheets.sentences import async_fault_sentences
from .importing import COLUMNS, async_plan
from .lesson_news import describe_lesson
from .rules.import_plan import ImportPlan
from .site_rooms import SiteRooms
from .targets import targeted_rooms

MOST_DAYS: Final = timedelta(days=31)

GET_LESSONS: Final = "get_lessons"
IMPORT_TIMETABLE: Final = "import_timetable"
CANCEL_LESSON: Final = "cancel_lesson"
RESTORE_LESSON: Final = "restore_lesson"

GET_LESSONS_SCHEMA: Final = probatio.Schema(
    {
        **cv.TARGET_FIELDS,
        probatio.Optional("start"): cv.datetime,
        probatio.Optional("end"): cv.datetime,
    }
)
LESSON_SCHEMA: Final = probatio.Schema({probatio.Required("lesson_id"): cv.string})
IMPORT_SCHEMA: Final = probatio.Schema(
    {
        probatio.Required("term"): cv.string,
        probatio.Required("content"): probatio.All(cv.string, probatio.Length(max=MOST_BYTES)),
        probatio.Optional("replace", default=True): cv.boolean,
        probatio.Optional("dry_run", default=True): cv.boolean,
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions of rooms."""
    hass.services.async_register(
        DOMAIN, GET_LESSONS, _async_get_lessons, GET_LESSONS_SCHEMA, supports_response=SupportsResponse.ONLY
    )
    async_register_admin_service(hass, DOMAIN, CANCEL_LESSON, _async_cancel, LESSON_SCHEMA)
    async_register_admin_service(hass, DOMAIN, RESTORE_LESSON, _async_restore, LESSON_SCHEMA)
    async_register_admin_service(
        hass, DOMAIN, IMPORT_TIMETABLE, _async_import, IMPORT_SCHEMA, supports_response=SupportsResponse.OPTIONAL
    )


async def _async_get_lessons(call: ServiceCall) -> ServiceResponse:
    start = _moment(call.data.get("start"), dt_util.start_of_local_day())
    end = _moment(call.data.get("end"), start + timedelta(days=1))
    if not start < end <= start + MOST_DAYS:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="lessons_span")
    found = targeted_rooms(call.hass, TargetSelection(dict(call.data)))
    return {
        "rooms": [
            {
                "room": room.title,
                "area_id": room.area_id,
                "lessons": [
                    describe_lesson(lesson, dt_util.now())
                    for lesson in rooms.table.between(room.registrar_name, start, end)
                ],
            }
            for rooms, room in found
        ]
    }


async def _async_import(call: ServiceCall) -> ServiceResponse:
    rooms, term_id = _find_term(call.hass, call.data["term"])
    try:
        data = call.data["content"].encode()
        plan = await async_plan(call.hass, rooms, term_id, data, replace=call.data["replace"])
    except TableFileError as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key=err.key, translation_placeholders={"detail": err.detail}
        ) from err
    if not call.data["dry_run"]:
        await rooms.async_use_timetable(term_id, plan.meetings)
    return await _async_describe(call.hass, plan) if call.return_response else None


async def _async_cancel(call: ServiceCall) -> None:
    lesson_id = call.data["lesson_id"]
    for rooms in _running(call.hass):
        if lesson := rooms.table.find(lesson_id):
            await rooms.async_cancel(lesson)
            return
    raise _unknown_lesson(lesson_id)


async def _async_restore(call: ServiceCall) -> None:
    lesson_id = call.data["lesson_id"]
    for rooms in _running(call.hass):
        if lesson_id in rooms.stored.cancelled:
            await rooms.async_restore(lesson_id)
            return
    raise _unknown_lesson(lesson_id)


def _unknown_lesson(lesson_id: str) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key="lesson_unknown", translation_placeholders={"lesson": lesson_id}
    )


def _running(hass: HomeAssistant) -> list[SiteRooms]:
    """Return the rooms of every running site."""
    return [
        entry.runtime_data.rooms
        for entry in hass.config_entries.async_entries(DOMAIN)
        if entry.state is ConfigEntryState.LOADED
    ]


async def _async_describe(hass: HomeAssistant, plan: ImportPlan) -> dict[str, Any]:
    return {
        "rows": plan.rows,
        "added": [meeting.to_json() for meeting in plan.added],
        "changed": [{"from": old.to_json(), "to": new.to_json()} for old, new in plan.changed],
        "removed": [meeting.to_json() for meeting in plan.removed],
        "unchanged": len(plan.unchanged),
        "fault_count": plan.fault_count,
        "faults": await async_fault_sentences(hass, plan.faults, COLUMNS),
    }


def _find_term(hass: HomeAssistant, name: str) -> tuple[SiteRooms, str]:
    """Return the term of a name or subentry id, over all running sites. Raises ServiceValidationError."""
    found = [
        (rooms, subentry_id)
        for rooms in _running(hass)
        for subentry_id, each in rooms.terms.items()
        if name in (subentry_id, each.term.name)
    ]
    if len(found) != 1:
        key = "term_ambiguous" if found else "term_unknown"
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key=key, translation_placeholders={"term": name}
        )
    return found[0]


def _moment(entered: datetime | None, otherwise: datetime) -> datetime:
    return dt_util.as_utc(entered) if entered else dt_util.as_utc(otherwise)
