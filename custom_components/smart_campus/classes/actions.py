"""Actions that start and end a class in rooms."""

from collections.abc import Awaitable, Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

import probatio
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.target import TargetSelection

from ..const import DOMAIN
from ..network.inspection.languages import async_language_of
from ..recordings.commands import async_actor
from ..rooms.settings import RoomSettings
from ..rooms.site_rooms import SiteRooms
from ..rooms.targets import targeted_rooms
from .rules.outcome import WORDS, Outcome, Result
from .running import async_permitted, async_run
from .steps import Class, Step, end_steps, start_steps
from .stock import RoomStock, async_stock_of

START_CLASS: Final = "start_class"
END_CLASS: Final = "end_class"
CONF_STOP_RECORDING: Final = "stop_recording"
CONF_REASON: Final = "reason"
TEXT_LIMIT: Final = 200

START_SCHEMA: Final = probatio.Schema({**cv.TARGET_FIELDS})
END_SCHEMA: Final = probatio.Schema(
    {
        **cv.TARGET_FIELDS,
        probatio.Optional(CONF_STOP_RECORDING, default=False): cv.boolean,
        probatio.Optional(CONF_REASON, default=""): probatio.All(cv.string, probatio.Length(max=TEXT_LIMIT)),
    }
)

type Plan = Callable[[Class, RoomStock], Iterator[Step]]


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions."""
    for name, handle, schema in ((START_CLASS, _async_start, START_SCHEMA), (END_CLASS, _async_end, END_SCHEMA)):
        hass.services.async_register(DOMAIN, name, handle, schema, supports_response=SupportsResponse.OPTIONAL)


async def _async_start(call: ServiceCall) -> ServiceResponse:
    return await _async_each(call, START_CLASS, start_steps, "nothing_to_start")


async def _async_end(call: ServiceCall) -> ServiceResponse:
    is_forced = call.data[CONF_STOP_RECORDING]
    language = await async_language_of(call.hass, call.context.user_id)
    reason = call.data[CONF_REASON].strip() or WORDS["forced"][language == "zh-Hans"]
    plan = partial(end_steps, stop_recording=is_forced, reason=reason)
    return await _async_each(call, END_CLASS, plan, "nothing_to_end")


async def _async_each(call: ServiceCall, what: str, plan: Plan, nothing: str) -> ServiceResponse:
    """Do the steps in every room meant, one after the other: rooms share circuits and lines."""
    hass = call.hass
    found = targeted_rooms(hass, TargetSelection(dict(call.data)))
    if not found:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="class_no_room")
    language = await async_language_of(hass, call.context.user_id)
    actor = await async_actor(hass, call.context)
    told: list[Any] = []
    for rooms, room in found:
        held = Class(
            hass=hass, rooms=rooms, room=room, context=call.context, actor=actor, spawn=partial(_spawn, hass, rooms)
        )
        steps = list(plan(held, async_stock_of(hass, rooms, room)))
        if not steps and len(found) == 1:
            raise _nothing(nothing, room)
        permitted, refused = await async_permitted(held, steps, what)
        rows = await async_run(held, permitted, refused, language)
        told.append(_describe(rooms, room, rows, "" if steps else _say_nothing(nothing, room, language)))
    return {"rooms": told}


def _describe(rooms: SiteRooms, room: RoomSettings, rows: Iterable[dict[str, Any]], text: str) -> dict[str, Any]:
    return {
        "site": rooms.entry.entry_id,
        "room": room.id,
        "name": room.title,
        "area_id": room.area_id,
        "devices": list(rows),
        "text": text or None,
    }


def _say_nothing(code: str, room: RoomSettings, language: str) -> str:
    return Result(Outcome.SKIPPED, code, {"room": room.title}).text(language)


def _nothing(code: str, room: RoomSettings) -> ServiceValidationError:
    key = "class_nothing_to_start" if code == "nothing_to_start" else "class_nothing_to_end"
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=key, translation_placeholders={"room": room.title}
    )


def _spawn(hass: HomeAssistant, rooms: SiteRooms, work: Awaitable[None], name: str) -> None:
    async def run() -> None:
        await work

    rooms.entry.async_create_background_task(hass, run(), f"{rooms.entry.title}: {name}")
