"""Actions on recordings on their way to the archive, or in it. What administrators decide is kept with their name."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Final

import probatio as vol
from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonObjectType, JsonValueType

from ..access.log_actions import async_user_of
from ..campuslink.model import Kind
from ..const import DOMAIN
from ..permissions.calls import async_require_in
from ..permissions.guard import Right
from ..store.actions import translate
from ..store.rules.errors import StoreError
from .erasing import async_erase_job
from .retention import async_get_rules
from .rules import tables
from .rules.job import Job, JobState
from .rules.retention import MOST_DAYS, MOST_RULES, RetentionRule
from .shelf import async_get_shelf
from .site_archive import SiteArchive
from .state import ArchiveResult

CONF_RECORDING: Final = "recording_id"
CONF_REASON: Final = "reason"
CONF_SITE: Final = "site"
CONF_LIMIT: Final = "limit"
CONF_ROOM: Final = "room"
CONF_COURSE: Final = "course"
CONF_KEEP: Final = "keep_for_ever"
CONF_DAYS: Final = "local_days"
CONF_ARCHIVED_DAYS: Final = "archived_days"

MOST_LISTED: Final = 1_000
_ID: Final = vol.All(cv.string, vol.Length(min=1, max=200))
_REASON: Final = vol.All(cv.string, vol.Length(min=3, max=300))
_DAYS: Final = vol.All(vol.Coerce(int), vol.Range(min=0, max=MOST_DAYS))

RETRY_SCHEMA: Final = vol.Schema({vol.Optional(CONF_RECORDING): _ID, vol.Optional(CONF_SITE): cv.string})
DECIDE_SCHEMA: Final = vol.Schema({vol.Required(CONF_RECORDING): _ID, vol.Required(CONF_REASON): _REASON})
QUEUE_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_SITE): cv.string,
        vol.Optional(CONF_LIMIT, default=100): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_LISTED)),
    }
)
RETENTION_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_SITE): cv.string,
        vol.Optional(CONF_ROOM): _ID,
        vol.Optional(CONF_COURSE): _ID,
        vol.Optional(CONF_KEEP, default=False): cv.boolean,
        vol.Optional(CONF_DAYS): _DAYS,
        vol.Optional(CONF_ARCHIVED_DAYS): _DAYS,
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions of the archive."""
    hass.services.async_register(DOMAIN, "retry_upload", _async_retry, RETRY_SCHEMA)
    hass.services.async_register(
        DOMAIN, "get_archive_queue", _async_get_queue, QUEUE_SCHEMA, supports_response=SupportsResponse.ONLY
    )
    for name, handler, schema, response in (
        ("give_up_upload", _async_give_up, DECIDE_SCHEMA, SupportsResponse.NONE),
        ("erase_recording", _async_erase, DECIDE_SCHEMA, SupportsResponse.OPTIONAL),
        ("set_recording_retention", _async_set_retention, RETENTION_SCHEMA, SupportsResponse.OPTIONAL),
    ):
        async_register_admin_service(hass, DOMAIN, name, handler, schema, response)


async def _async_retry(call: ServiceCall) -> None:
    user = await async_user_of(call)
    recording_id, site_id = call.data.get(CONF_RECORDING), call.data.get(CONF_SITE)
    found = False
    try:
        for entry, archive in _sites(call.hass):
            if site_id not in {None, entry.entry_id}:
                continue
            await async_require_in(call, entry, Right.CONTROL, kind=Kind.RECORDER)
            chosen = [job for job in archive.jobs if recording_id in {None, job.recording_id, job.order.id}]
            found = found or bool(chosen)
            for job in chosen:
                if job.state is JobState.DECISION:
                    again = replace(job.next(), state=JobState.QUEUED, attempts=0, next_ms=0, cause="")
                    await archive.async_put(again, "retried", user=user)
            archive.async_retry({job.key for job in chosen})
    except StoreError as err:
        raise translate(err) from None
    if recording_id is not None and not found:
        raise _unknown(recording_id)


async def _async_get_queue(call: ServiceCall) -> ServiceResponse:
    site_id = call.data.get(CONF_SITE)
    rows: list[JsonValueType] = []
    total = 0
    for entry, archive in _sites(call.hass):
        if site_id in {None, entry.entry_id}:
            jobs = archive.jobs
            total += len(jobs)
            rows += [_describe(entry, job) for job in jobs[: call.data[CONF_LIMIT] - len(rows)]]
    return {"recordings": rows, "total": total}


async def _async_give_up(call: ServiceCall) -> None:
    user = await async_user_of(call)
    found = [(archive, job) for archive, job in await _async_find(call) if job.is_open]
    if not found:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="upload_not_waiting",
            translation_placeholders={"recording": call.data[CONF_RECORDING]},
        )
    for archive, job in found:
        try:
            await archive.async_release(job.key)
            given_up = replace(archive.newest(job).next(), state=JobState.GIVEN_UP)
            await archive.async_put(given_up, "given_up", detail=call.data[CONF_REASON], user=user)
        except StoreError as err:
            raise translate(err) from None
        archive.async_note_result(job, ArchiveResult.GIVEN_UP)


async def _async_erase(call: ServiceCall) -> ServiceResponse:
    user = await async_user_of(call)
    found = [
        (archive, job) for archive, job in await _async_find(call) if job.state is not JobState.ERASED or job.receipt
    ]
    if not found:
        raise _unknown(call.data[CONF_RECORDING])
    try:
        erased = [
            await async_erase_job(call.hass, archive, job, why=call.data[CONF_REASON], user=user)
            for archive, job in found
        ]
    except StoreError as err:
        raise translate(err) from None
    return {
        "recording_ids": [each.job.recording_id for each in erased],
        "complete": all(each.is_complete for each in erased),
        "left_on_this_machine": [name for each in erased for name in each.left_local],
        "left_on_recorder": [name for each in erased for name in each.left_recorder],
        "left_in_archive": [name for each in erased for name in each.left_archive],
    }


async def _async_set_retention(call: ServiceCall) -> ServiceResponse:
    data = call.data
    if data[CONF_SITE] not in {entry.entry_id for entry in call.hass.config_entries.async_entries(DOMAIN)}:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_site")
    rules = await async_get_rules(call.hass)
    rule = RetentionRule(
        site_id=data[CONF_SITE],
        room=data.get(CONF_ROOM),
        course=data.get(CONF_COURSE),
        local_days=None if data[CONF_KEEP] else data.get(CONF_DAYS),
        archived_days=data.get(CONF_ARCHIVED_DAYS),
    )
    says_something = data[CONF_KEEP] or CONF_DAYS in data
    if data[CONF_KEEP] and CONF_DAYS in data:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="retention_contradicts")
    if not says_something and CONF_ARCHIVED_DAYS in data:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="retention_says_nothing")
    if says_something and len(rules.rules) >= MOST_RULES:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="retention_too_many")
    await rules.async_set(rule, remove=not says_something)
    return {"rules": [dict(asdict(each)) for each in rules.rules if each.site_id == data[CONF_SITE]]}


async def _async_find(call: ServiceCall) -> list[tuple[SiteArchive, Job]]:
    """Return a recording, and the further parts of its lesson, with their archives."""
    recording_id = call.data[CONF_RECORDING]
    found: dict[str, tuple[SiteArchive, Job]] = {}
    archives = {entry.entry_id: archive for entry, archive in _sites(call.hass)}
    for archive in archives.values():
        for job in archive.jobs:
            if recording_id in {job.recording_id, job.order.id}:
                found[job.key] = archive, job
    try:
        shelf = await async_get_shelf(call.hass)
        rows = await shelf.async_read(lambda connection: tables.read_recordings(connection, recording_id))
    except StoreError as err:
        if not found:
            raise translate(err) from None
        rows = []
    for job in rows:
        if job.key not in found and job.site_id in archives:
            found[job.key] = archives[job.site_id], job
    if not found:
        raise _unknown(recording_id)
    return list(found.values())


def _sites(hass: HomeAssistant) -> Iterator[tuple[ConfigEntry, SiteArchive]]:
    for entry in hass.config_entries.async_entries(DOMAIN):
        if entry.state is ConfigEntryState.LOADED:
            yield entry, entry.runtime_data.archive


def _unknown(recording_id: str) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="recording_unknown",
        translation_placeholders={"recording": recording_id[:200]},
    )


def _describe(entry: ConfigEntry, job: Job) -> JsonObjectType:
    def moment(ms: int) -> str | None:
        return dt_util.utc_from_timestamp(ms / 1000).isoformat() if ms else None

    return {
        "recording_id": job.recording_id,
        "site": entry.title,
        "room": job.room,
        "course": job.order.course,
        "teacher": job.order.teacher,
        "start": job.order.start.isoformat(),
        "state": job.state.value,
        "step": "uploaded" if job.is_uploaded else "stored" if job.is_stored else "recorded",
        "files": [file.recorded.name for file in job.files],
        "size": job.size,
        "attempts": job.attempts,
        "cause": job.cause,
        "next_try": moment(job.next_ms),
        "failing_since": moment(job.failing_since_ms),
    }
