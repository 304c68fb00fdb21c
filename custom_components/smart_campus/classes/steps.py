"""The steps that start or end a class in a room. Each is confirmed by what is seen; none knows of the others."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Context, Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util

from ..campuslink.device.recorder.orders import RecorderState
from ..campuslink.model import Kind
from ..coordinator import DeviceCoordinator
from ..projectors.commands import async_command, projector_of
from ..recordings.commands import async_resume, async_start, async_stop
from ..recordings.rules.actor import Actor
from ..recordings.running import async_running_lesson
from ..rooms.settings import RoomSettings
from ..rooms.site_rooms import SiteRooms
from .outlets import async_must_wait, async_wait_until_cool
from .rules.outcome import ALREADY, DONE, Outcome, Result, What
from .stock import EntityGroup, RoomStock

_LOGGER = logging.getLogger(__name__)

SEEN_WITHIN_S: Final = 15.0
"""How long a light or a switch has to show that it did what it was told."""
WARM_WITHIN_S: Final = 180.0
"""How long a lamp may warm up before its source is chosen."""
STAGGER_S: Final = 0.03
"""Between lights of two devices: what starts together draws its inrush currents together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One thing to do to one device."""

    what: What
    name: str
    device_id: str | None
    kind: Kind | None
    work: Callable[[], Awaitable[Result]]
    """Raises HomeAssistantError, translated, when it failed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Class:
    """Where, by whom, and how a class is started or ended."""

    hass: HomeAssistant
    rooms: SiteRooms
    room: RoomSettings
    context: Context
    actor: Actor
    spawn: Callable[[Awaitable[None], str], None]
    """Lets work go on behind the answer."""


def start_steps(held: Class, stock: RoomStock) -> Iterator[Step]:
    """Yield what starts a class: projectors, lights, and recorders that no timetable starts. Nothing is unlocked."""
    for each in stock.projectors:
        yield _device_step(What.PROJECTOR_ON, each, partial(_async_projector_on, held, each))
    for place, lights in enumerate(stock.lights):
        yield _entity_step(What.LIGHTS_ON, lights, partial(_async_switch, held, lights, STATE_ON, place * STAGGER_S))
    for each in stock.recorders:
        yield _device_step(What.START_RECORDING, each, partial(_async_record, held, each))


def end_steps(held: Class, stock: RoomStock, *, stop_recording: bool, reason: str) -> Iterator[Step]:
    """Yield what ends a class. stop_recording: of a timetabled lesson that still runs, too; that wants a reason."""
    for each in stock.recorders:
        stop = partial(_async_stop_recording, held, each, is_forced=stop_recording, reason=reason)
        yield _device_step(What.STOP_RECORDING, each, stop)
    for each in stock.projectors:
        yield _device_step(What.PROJECTOR_OFF, each, partial(_async_projector_off, each))
    for lights in stock.lights:
        yield _entity_step(What.LIGHTS_OFF, lights, partial(_async_switch, held, lights, STATE_OFF, 0.0))
    for switches in stock.switches:
        yield _entity_step(What.SWITCH_OFF, switches, partial(_async_cut, held, switches, stock.projectors))


def _device_step(what: What, coordinator: DeviceCoordinator, work: Callable[[], Awaitable[Result]]) -> Step:
    settings = coordinator.settings
    return Step(what=what, name=settings.title, device_id=coordinator.registry_id, kind=settings.kind, work=work)


def _entity_step(what: What, group: EntityGroup, work: Callable[[], Awaitable[Result]]) -> Step:
    return Step(what=what, name=group.name, device_id=group.device_id, kind=group.kind, work=work)


async def _async_projector_on(held: Class, coordinator: DeviceCoordinator) -> Result:
    was_on = _value(coordinator, "power") in ("on", "warming")
    if not was_on:
        await async_command(coordinator, "power", "on")
    if not (wanted := held.room.class_source):
        return ALREADY if was_on else DONE
    if _value(coordinator, "power") != "on" or not projector_of(coordinator).choices("source"):
        held.spawn(_async_source_when_warm(coordinator, wanted), f"source of {coordinator.name}")
        return Result(Outcome.DONE, "source_follows")
    if (source := _source_of(coordinator, wanted)) is None:
        return Result(Outcome.FAILED, "no_such_source", {"source": wanted})
    if _value(coordinator, "source") == source:
        return ALREADY if was_on else DONE
    await async_command(coordinator, "source", source)
    return DONE


async def _async_source_when_warm(coordinator: DeviceCoordinator, wanted: str) -> None:
    """Choose a source once the lamp is warm and the projector told its sources; the log says when that fails."""
    warm = asyncio.Event()

    @callback
    def look() -> None:
        if _value(coordinator, "power") == "on" and projector_of(coordinator).choices("source"):
            warm.set()

    end = coordinator.async_listen_reports(look)
    look()
    try:
        async with asyncio.timeout(WARM_WITHIN_S):
            await warm.wait()
        if (source := _source_of(coordinator, wanted)) is None:
            _LOGGER.warning("%s has no source named %s", coordinator.name, wanted)
        elif _value(coordinator, "source") != source:
            await async_command(coordinator, "source", source)
    except TimeoutError:
        _LOGGER.warning("%s did not warm up, so its source was not chosen", coordinator.name)
    except HomeAssistantError as err:
        _LOGGER.warning("%s did not take its source: %s", coordinator.name, err)
    finally:
        end()


async def _async_projector_off(coordinator: DeviceCoordinator) -> Result:
    if _value(coordinator, "power") in ("off", "cooling"):
        return ALREADY
    await async_command(coordinator, "power", "off")
    return DONE


async def _async_record(held: Class, coordinator: DeviceCoordinator) -> Result:
    if _state_of(coordinator) in (RecorderState.RECORDING, RecorderState.STARTING):
        return ALREADY
    if held.room.is_recorded and async_running_lesson(held.hass, coordinator) is None:
        return Result(Outcome.SKIPPED, "by_timetable")
    if _state_of(coordinator) == RecorderState.PAUSED:
        await async_resume(held.hass, coordinator, held.actor)
        return DONE
    await async_start(held.hass, coordinator, held.actor)
    return DONE


async def _async_stop_recording(held: Class, coordinator: DeviceCoordinator, *, is_forced: bool, reason: str) -> Result:
    if _state_of(coordinator) == RecorderState.IDLE:
        return Result(Outcome.ALREADY, "not_recording")
    running = async_running_lesson(held.hass, coordinator)
    if running is not None and not is_forced:
        filled = {"course": running.lesson.course, "end": f"{dt_util.as_local(running.order.end):%H:%M}"}
        return Result(Outcome.SKIPPED, "lesson_goes_on", filled)
    await async_stop(held.hass, coordinator, held.actor, confirm=is_forced, reason=reason)
    return DONE


async def _async_switch(held: Class, group: EntityGroup, wanted: str, wait_s: float) -> Result:
    """Turn entities on or off, and wait until all of them show it."""
    hass = held.hass
    away = [entity_id for entity_id in group.entity_ids if _is_away(hass, entity_id)]
    others = [each for each in group.entity_ids if each not in away and not _is(hass, each, wanted)]
    if not others:
        return Result(Outcome.FAILED, "unavailable") if away else ALREADY
    await asyncio.sleep(wait_s)
    service = "turn_on" if wanted == STATE_ON else "turn_off"
    by_domain: dict[str, list[str]] = {}
    for entity_id in others:
        by_domain.setdefault(entity_id.partition(".")[0], []).append(entity_id)
    for domain, members in by_domain.items():
        data = {"entity_id": members}
        await hass.services.async_call(domain, service, data, blocking=True, context=held.context)
    if not await _async_see(hass, others, wanted):
        return Result(Outcome.PENDING)
    return Result(Outcome.FAILED, "unavailable") if away else DONE


async def _async_cut(held: Class, group: EntityGroup, projectors: Collection[DeviceCoordinator]) -> Result:
    """Turn switches off; what may feed a projector follows when that has cooled down."""
    is_off = all(_is(held.hass, entity_id, STATE_OFF) for entity_id in group.entity_ids)
    if is_off or not async_must_wait(held.hass, group, projectors):
        return await _async_switch(held, group, STATE_OFF, 0.0)
    held.spawn(_async_cut_when_cool(held, group, projectors), f"outlet {group.name}")
    return Result(Outcome.PENDING, "outlet_follows")


async def _async_cut_when_cool(held: Class, group: EntityGroup, projectors: Collection[DeviceCoordinator]) -> None:
    if await async_wait_until_cool(held.hass, projectors, group.name):
        try:
            await _async_switch(held, group, STATE_OFF, 0.0)
        except HomeAssistantError as err:
            _LOGGER.warning("%s did not go off: %s", group.name, err)


async def _async_see(hass: HomeAssistant, entity_ids: list[str], wanted: str) -> bool:
    """Return whether every entity shows a state before long."""
    seen = asyncio.Event()

    @callback
    def look(_event: Event[EventStateChangedData] | None = None) -> None:
        if all(_is(hass, entity_id, wanted) for entity_id in entity_ids):
            seen.set()

    end = async_track_state_change_event(hass, entity_ids, look)
    look()
    try:
        async with asyncio.timeout(SEEN_WITHIN_S):
            await seen.wait()
    except TimeoutError:
        return False
    finally:
        end()
    return True


def _is(hass: HomeAssistant, entity_id: str, wanted: str) -> bool:
    """Return whether an entity is on, or off, whatever its kind calls that."""
    state = hass.states.get(entity_id)
    if state is None or state.state in (STATE_UNAVAILABLE, STATE_UNKNOWN):
        return False
    return state.state == STATE_OFF if wanted == STATE_OFF else state.state != STATE_OFF


def _is_away(hass: HomeAssistant, entity_id: str) -> bool:
    state = hass.states.get(entity_id)
    return state is None or state.state == STATE_UNAVAILABLE


def _value(coordinator: DeviceCoordinator, point: str) -> object:
    reading = coordinator.snapshot.readings.get(point)
    return reading.value if reading is not None and reading.is_good else None


def _state_of(coordinator: DeviceCoordinator) -> object:
    return _value(coordinator, "state")


def _source_of(coordinator: DeviceCoordinator, label: str) -> str | None:
    """Return the value of the source that a person named, whatever its case."""
    choices = projector_of(coordinator).choices("source")
    wanted = label.casefold()
    return next((value for value, text in choices.items() if wanted in (text.casefold(), value.casefold())), None)
