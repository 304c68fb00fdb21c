"""Actions of the ledger: what was recorded, the day's sheet, and what people decide about lessons."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final

import probatio
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.components.http.auth import async_sign_path
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_get_config_entry
from homeassistant.util import dt as dt_util

from ..campuslink.model import Kind
from ..const import DOMAIN
from ..network.inspection.languages import async_language_of
from ..network.inspection.rules.words import LANGUAGES
from ..permissions.calls import async_require_in
from ..permissions.guard import Right
from ..store.actions import translate
from ..store.rules.errors import StoreError
from ..targets import resolve_targets
from .auto import AutoRecording
from .commands import async_actor
from .decisions import async_extend, async_skip, async_unskip
from .describing import describe, describe_rows
from .ledger import History
from .ledger_targets import is_meant, running_sites
from .ledger_view import ADDRESS, LANGUAGE, async_sheet_of
from .lineup import recorder_of
from .rules.actor import Actor
from .rules.recording import Recording, RecordingState
from .rules.steps import Cause, Transition
from .rules.tables import fold
from .targets import switch_of

GET: Final = "get_recordings"
SHEET: Final = "get_recording_sheet"
SKIP: Final = "skip_recording"
UNSKIP: Final = "unskip_recording"
EXTEND: Final = "extend_recording"

LINK_LIFETIME: Final = timedelta(hours=12)
MOST_DAYS: Final = 31
MOST_LISTED: Final = 1000

STATES: Final = [each.value for each in RecordingState]

_TEXT: Final = probatio.All(cv.string, probatio.Length(max=200))
_REASON: Final = probatio.All(cv.string, probatio.Length(min=1, max=200))
_ONE: Final = {probatio.Optional("recording_id"): cv.string, probatio.Optional("lesson_id"): cv.string}

GET_SCHEMA: Final = probatio.Schema(
    {
        **cv.TARGET_FIELDS,
        probatio.Optional("site"): cv.string,
        probatio.Optional("day"): cv.date,
        probatio.Optional("days", default=1): probatio.All(probatio.Coerce(int), probatio.Range(min=1, max=MOST_DAYS)),
        probatio.Optional("state"): probatio.All(cv.ensure_list, [probatio.In(STATES)]),
        probatio.Optional("recording_id"): cv.string,
        probatio.Optional("lesson_id"): cv.string,
        probatio.Optional("with_steps", default=False): cv.boolean,
        probatio.Optional("limit", default=200): probatio.All(
            probatio.Coerce(int), probatio.Range(min=1, max=MOST_LISTED)
        ),
        probatio.Optional("offset", default=0): probatio.All(probatio.Coerce(int), probatio.Range(min=0)),
    }
)
SHEET_SCHEMA: Final = probatio.Schema(
    {
        probatio.Optional("site"): cv.string,
        probatio.Optional("day"): cv.date,
        probatio.Optional("language"): probatio.In(LANGUAGES),
    }
)
SKIP_SCHEMA: Final = probatio.Schema(
    {
        **_ONE,
        probatio.Required("reason"): _REASON,
        probatio.Optional("because", default=Cause.PERSON.value): probatio.In(
            [Cause.PERSON.value, Cause.EMPTY_ROOM.value]
        ),
    }
)
UNSKIP_SCHEMA: Final = probatio.Schema({**_ONE, probatio.Optional("reason", default=""): _TEXT})
EXTEND_SCHEMA: Final = probatio.Schema(
    {
        **cv.TARGET_FIELDS,
        **_ONE,
        probatio.Required("minutes"): probatio.All(probatio.Coerce(int), probatio.Range(min=1, max=240)),
        probatio.Optional("reason", default=""): _TEXT,
    }
)

TARGETS: Final = ("entity_id", "device_id", "area_id", "floor_id", "label_id")

type Meant = tuple[AutoRecording, Recording]


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions of the ledger."""
    for name, handle, schema, response in (
        (GET, _async_get, GET_SCHEMA, SupportsResponse.ONLY),
        (SHEET, _async_get_sheet, SHEET_SCHEMA, SupportsResponse.ONLY),
        (SKIP, _async_skip, SKIP_SCHEMA, SupportsResponse.OPTIONAL),
        (UNSKIP, _async_unskip, UNSKIP_SCHEMA, SupportsResponse.OPTIONAL),
        (EXTEND, _async_extend, EXTEND_SCHEMA, SupportsResponse.OPTIONAL),
    ):
        hass.services.async_register(DOMAIN, name, handle, schema, supports_response=response)


async def _async_get(call: ServiceCall) -> ServiceResponse:
    data = call.data
    first = data.get("day") or dt_util.now().date()
    last = first + timedelta(days=data["days"] - 1)
    targets = resolve_targets(call.hass, _target(call))
    found: list[dict[str, Any]] = []
    for auto in _sites(call):
        for recording, rows in await _async_read(auto, first, last, _folded):
            if _is_wanted(call, recording) and is_meant(call.hass, targets, recording.subject):
                steps = {"steps": describe_rows(rows)} if data["with_steps"] else {}
                found.append({**describe(recording), **steps})
    found.sort(key=lambda each: (each["start"], each["room"], each["recording_id"]))
    page: list[Any] = found[data["offset"] : data["offset"] + data["limit"]]
    return {"recordings": page, "total": len(found)}


def _folded(history: History) -> list[tuple[Recording, list[Transition]]]:
    return [(fold(subject, rows), rows) for subject, rows in history]


def _is_wanted(call: ServiceCall, recording: Recording) -> bool:
    data = call.data
    states = data.get("state") or [recording.state]
    names = ((data.get("recording_id"), recording.id), (data.get("lesson_id"), recording.subject.lesson_id))
    return recording.state in states and all(wanted in (None, name) for wanted, name in names)


def _target(call: ServiceCall) -> dict[str, Any]:
    return {key: call.data[key] for key in TARGETS if key in call.data}


async def _async_get_sheet(call: ServiceCall) -> ServiceResponse:
    day = call.data.get("day") or dt_util.now().date()
    language = call.data.get("language") or await async_language_of(call.hass, call.context.user_id)
    sheets: list[Any] = []
    for auto in _sites(call):
        try:
            sheet = await async_sheet_of(auto, day)
        except StoreError as err:
            raise translate(err) from None
        links = {
            form: async_sign_path(
                call.hass, f"{ADDRESS}/{auto.entry.entry_id}/{day}.{form}?{LANGUAGE}={language}", LINK_LIFETIME
            )
            for form in ("html", "csv")
        }
        sheets.append({**sheet.summary(), "recordings": [describe(each) for each in sheet.recordings], **links})
    return {"sheets": sheets}


async def _async_skip(call: ServiceCall) -> ServiceResponse:
    cause = Cause(call.data["because"])

    async def skip(auto: AutoRecording, recording: Recording, actor: Actor) -> dict[str, Any]:
        await async_skip(auto, recording, cause, call.data["reason"], actor)
        return {}

    return await _async_each(call, _chosen(call), skip)


async def _async_unskip(call: ServiceCall) -> ServiceResponse:
    async def unskip(auto: AutoRecording, recording: Recording, actor: Actor) -> dict[str, Any]:
        await async_unskip(auto, recording, call.data["reason"], actor)
        return {}

    return await _async_each(call, _chosen(call), unskip)


async def _async_extend(call: ServiceCall) -> ServiceResponse:
    more = timedelta(minutes=call.data["minutes"])

    async def extend(auto: AutoRecording, recording: Recording, actor: Actor) -> dict[str, Any]:
        until, limit = await async_extend(auto, recording, more, call.data["reason"], actor)
        return {
            "end": dt_util.as_local(until).isoformat(),
            "limited_by": None if limit is None else limit.plan.course,
        }

    target = _target(call)
    meant = _running(call.hass, target) if target else _chosen(call)
    return await _async_each(call, meant, extend)


async def _async_each(
    call: ServiceCall,
    meant: Sequence[Meant],
    work: Callable[[AutoRecording, Recording, Actor], Awaitable[dict[str, Any]]],
) -> ServiceResponse:
    """Decide about each recording that is meant, as the person behind the call, who must be allowed to."""
    for auto, recording in meant:
        await _async_check_permission(call, auto, recording)
    actor = await async_actor(call.hass, call.context)
    told: list[Any] = []
    for auto, recording in meant:
        told.append({"recording_id": recording.id, **await work(auto, recording, actor)})
    return {"recordings": told} if call.return_response else None


def _sites(call: ServiceCall) -> list[AutoRecording]:
    """Return the site asked for, or every one that runs."""
    if (site := call.data.get("site")) is not None:
        recordings: AutoRecording = async_get_config_entry(call.hass, DOMAIN, site).runtime_data.recordings
        return [recordings]
    return list(running_sites(call.hass))


def _chosen(call: ServiceCall) -> list[Meant]:
    """Return the recordings that an id names: one, or all of a lesson. Raises ServiceValidationError."""
    recording_id, lesson_id = call.data.get("recording_id"), call.data.get("lesson_id")
    found = [
        (auto, recording)
        for auto in running_sites(call.hass)
        for recording in auto.ledger.recordings.values()
        if recording_id == recording.id or (lesson_id and lesson_id == recording.subject.lesson_id)
    ]
    if not found:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="recording_not_found")
    return found


def _running(hass: HomeAssistant, target: Mapping[str, Any]) -> list[Meant]:
    """Return the lessons that are recorded now where a target says. Raises ServiceValidationError."""
    targets = resolve_targets(hass, target)
    found = [
        (auto, recording)
        for auto in running_sites(hass)
        for recording in auto.ledger.recordings.values()
        if recording.is_recording and not recording.subject.is_manual and is_meant(hass, targets, recording.subject)
    ]
    if not found:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="recording_none_runs")
    return found


async def _async_check_permission(call: ServiceCall, auto: AutoRecording, recording: Recording) -> None:
    """Raise Unauthorized when the person behind a call may not control the recorder, or nothing where it stands."""
    area_id = recording.subject.area_id or None
    await async_require_in(call, auto.entry, Right.CONTROL, kind=Kind.RECORDER, area_id=area_id)
    user = await call.hass.auth.async_get_user(call.context.user_id) if call.context.user_id else None
    found = recorder_of(auto.coordinators, recording.subject.device_key)
    if user is None or found is None:
        return
    entity_id = switch_of(call.hass, found[0]) or ""
    if not user.permissions.check_entity(entity_id, POLICY_CONTROL):
        raise Unauthorized(context=call.context, entity_id=entity_id, permission=POLICY_CONTROL)


async def _async_read[T](auto: AutoRecording, first: date, last: date, take: Callable[[Any], T]) -> T:
    try:
        return await auto.ledger.async_history(first, last, take)
    except StoreError as err:
        raise translate(err) from None
