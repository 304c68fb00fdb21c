"""Actions that start, stop, pause and resume recorders, by entity, device, area, floor or label."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import probatio
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.target import TargetSelection
from homeassistant.util.json import JsonValueType

from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..permissions.calls import async_require_device
from .commands import async_actor, async_pause, async_resume, async_start, async_stop
from .rules.actor import Actor
from .targets import switch_of, targeted_recorders

START: Final = "start_recording"
STOP: Final = "stop_recording"
PAUSE: Final = "pause_recording"
RESUME: Final = "resume_recording"

CONF_CONFIRM: Final = "confirm"
CONF_REASON: Final = "reason"
TEXT_LIMIT: Final = 200
ABOUT: Final = ("title", "course", "teacher", "group", "language")
"""Fields of the action that say what is recorded."""

_TEXT = probatio.All(cv.string, probatio.Length(max=TEXT_LIMIT))
START_SCHEMA: Final = probatio.Schema({**cv.TARGET_FIELDS, **{probatio.Optional(field): _TEXT for field in ABOUT}})
GUARDED_SCHEMA: Final = probatio.Schema(
    {
        **cv.TARGET_FIELDS,
        probatio.Optional(CONF_CONFIRM, default=False): cv.boolean,
        probatio.Optional(CONF_REASON, default=""): _TEXT,
    }
)
RESUME_SCHEMA: Final = probatio.Schema({**cv.TARGET_FIELDS})

type Work = Callable[[DeviceCoordinator, Actor], Awaitable[str | None]]
"""Tells one recorder something; returns the id of what it then records."""


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions of recorders."""
    for name, handle, schema in (
        (START, _async_start, START_SCHEMA),
        (STOP, _async_stop, GUARDED_SCHEMA),
        (PAUSE, _async_pause, GUARDED_SCHEMA),
        (RESUME, _async_resume, RESUME_SCHEMA),
    ):
        hass.services.async_register(DOMAIN, name, handle, schema, supports_response=SupportsResponse.OPTIONAL)


async def _async_start(call: ServiceCall) -> ServiceResponse:
    about = {field: call.data[field] for field in ABOUT if field in call.data}

    async def start(coordinator: DeviceCoordinator, actor: Actor) -> str:
        return (await async_start(call.hass, coordinator, actor, about)).id

    return await _async_each(call, start)


async def _async_stop(call: ServiceCall) -> ServiceResponse:
    async def stop(coordinator: DeviceCoordinator, actor: Actor) -> None:
        await async_stop(call.hass, coordinator, actor, **_confirmation(call))

    return await _async_each(call, stop)


async def _async_pause(call: ServiceCall) -> ServiceResponse:
    async def pause(coordinator: DeviceCoordinator, actor: Actor) -> None:
        await async_pause(call.hass, coordinator, actor, **_confirmation(call))

    return await _async_each(call, pause)


async def _async_resume(call: ServiceCall) -> ServiceResponse:
    async def resume(coordinator: DeviceCoordinator, actor: Actor) -> None:
        await async_resume(call.hass, coordinator, actor)

    return await _async_each(call, resume)


def _confirmation(call: ServiceCall) -> dict[str, Any]:
    return {"confirm": call.data[CONF_CONFIRM], "reason": call.data[CONF_REASON]}


async def _async_each(call: ServiceCall, work: Work) -> ServiceResponse:
    """Tell every recorder meant, all at once; one that fails keeps no other from it."""
    recorders = targeted_recorders(call.hass, TargetSelection(dict(call.data)))
    if not recorders:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_recorder")
    await _async_check_permission(call, recorders)
    actor = await async_actor(call.hass, call.context)
    results = await asyncio.gather(*(work(each, actor) for each in recorders), return_exceptions=True)
    told: list[JsonValueType] = []
    for each, result in zip(recorders, results, strict=True):
        if isinstance(result, BaseException):
            raise result
        told.append({"device_id": each.registry_id, "name": each.settings.title, "recording_id": result})
    return {"recorders": told}


async def _async_check_permission(call: ServiceCall, recorders: list[DeviceCoordinator]) -> None:
    """Raise Unauthorized when the person behind a call may not control one of the recorders."""
    if not call.context.user_id:
        return
    if (user := await call.hass.auth.async_get_user(call.context.user_id)) is None:
        raise UnknownUser(context=call.context)
    for recorder in recorders:
        entity_id = switch_of(call.hass, recorder) or ""
        if not user.permissions.check_entity(entity_id, POLICY_CONTROL):
            raise Unauthorized(context=call.context, entity_id=entity_id, permission=POLICY_CONTROL)
        await async_require_device(call, recorder)
