"""Lights of a room by people, daylight, timetable and what a person chose."""

from dataclasses import dataclass
from typing import Any

import pytest
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr

from .conftest import Clock, Room, Run

NAME = "energy_saving_lighting"


@dataclass
class Scene:
    """A room with a dimmable and a plain lamp, and somebody's eye on what they were told."""

    hass: HomeAssistant
    room: Room
    dimmable: str
    plain: str
    sensor: str
    lux: str
    told: list[tuple[str, tuple[str, ...], Any]]

    def lit(self) -> set[str]:
        return {lamp for lamp in (self.dimmable, self.plain) if self.hass.states.is_state(lamp, "on")}

    async def come(self) -> None:
        await self.room.set(self.sensor, "on")

    async def leave(self) -> None:
        await self.room.set(self.sensor, "off")


@pytest.fixture
def scene(hass: HomeAssistant, classroom: Room) -> Scene:
    told: list[tuple[str, tuple[str, ...], Any]] = []

    @callback
    def act(call: ServiceCall) -> None:
        level = call.data.get("brightness_pct")
        lamps = call.data["entity_id"]
        told.append((call.service, tuple(sorted(lamps)), level))
        for lamp in lamps:
            before = hass.states.get(lamp)
            assert before is not None
            attributes = dict(before.attributes)
            if lamp.endswith("dimmable"):
                attributes["brightness"] = round((level or 100) * 2.55) if call.service == "turn_on" else None
            hass.states.async_set(lamp, call.service.removeprefix("turn_"), attributes, context=call.context)

    for service in ("turn_on", "turn_off"):
        hass.services.async_register("light", service, act)
    return Scene(
        hass=hass,
        room=classroom,
        dimmable=classroom.add("light", "dimmable", "off", brightness=None),
        plain=classroom.add("light", "plain", "off"),
        sensor=classroom.add("binary_sensor", "people", "off", device_class="occupancy"),
        lux=classroom.add("sensor", "lux", "100", device_class="illuminance", unit_of_measurement="lx"),
        told=told,
    )


@pytest.fixture
async def running(run: Run, scene: Scene) -> Scene:
    await run(NAME, place={"area_id": scene.room.area_id})
    return scene


async def test_lights_go_on_when_somebody_comes_into_the_dark(running: Scene) -> None:
    await running.come()

    assert running.lit() == {running.dimmable, running.plain}


async def test_nothing_is_lit_by_day(running: Scene) -> None:
    await running.room.set(running.lux, "500")

    await running.come()

    assert running.lit() == set()


async def test_lux_sensor_that_is_gone_does_not_keep_people_in_the_dark(running: Scene) -> None:
    await running.room.set(running.lux, "unavailable")

    await running.come()

    assert running.lit() == {running.dimmable, running.plain}


async def test_lights_warn_and_then_go_out_behind_the_last_person(running: Scene, clock: Clock) -> None:
    await running.come()
    await running.leave()
    running.told.clear()
    await clock.pass_by(minutes=9)
    assert running.told == []

    await clock.pass_by(minutes=1, seconds=20)
    assert running.told == [
        ("turn_on", (running.dimmable,), 30),
        ("turn_off", (running.plain,), None),
        ("turn_on", (running.plain,), None),
    ]
    assert running.lit() == {running.dimmable, running.plain}

    await clock.pass_by(minutes=1)
    assert running.lit() == set()


async def test_somebody_who_moves_after_the_warning_has_light_again(running: Scene, clock: Clock) -> None:
    await running.come()
    await running.leave()
    await clock.pass_by(minutes=10, seconds=20)

    await running.come()
    await clock.pass_by(minutes=5)

    assert running.lit() == {running.dimmable, running.plain}
    assert running.told[-1] == ("turn_on", (running.dimmable,), 100)


async def test_lights_go_out_when_the_sun_is_enough(running: Scene, clock: Clock) -> None:
    await running.come()

    await running.room.set(running.lux, "1200")
    await clock.pass_by(minutes=1)

    assert running.lit() == set()


async def test_lesson_keeps_the_light_although_nobody_moves(running: Scene, clock: Clock) -> None:
    running.room.add("calendar", "timetable", "on")
    await running.come()
    await running.leave()

    await clock.pass_by(minutes=40, step_s=60)

    assert running.lit() == {running.dimmable, running.plain}


async def test_what_a_person_chose_is_left_alone(running: Scene, clock: Clock) -> None:
    running.room.add("sensor", "lights_by_hand_until", "2026-11-25T12:00:00+00:00", lights_by_hand=True)
    await running.room.set(running.plain, "on")

    await clock.pass_by(minutes=40, step_s=60)
    await running.come()

    assert running.told == []
    assert running.lit() == {running.plain}


async def test_light_a_person_forgot_goes_out_once_the_choice_is_over(running: Scene, clock: Clock) -> None:
    held = running.room.add("sensor", "lights_by_hand_until", "2026-11-25T12:00:00+00:00", lights_by_hand=True)
    await running.room.set(running.plain, "on")
    await clock.pass_by(minutes=40, step_s=60)

    await running.room.set(held, "unknown", lights_by_hand=False)
    await clock.pass_by(minutes=1)

    assert running.lit() == set()


async def test_sensor_stuck_at_somebody_does_not_light_the_room_all_night(run: Run, scene: Scene, clock: Clock) -> None:
    await run(NAME, place={"area_id": scene.room.area_id}, doubt_after={"minutes": 30})
    await scene.come()

    await clock.pass_by(minutes=29, step_s=60)
    assert scene.lit() == {scene.dimmable, scene.plain}
    await clock.pass_by(minutes=14, step_s=60)

    assert scene.lit() == set()


async def test_sensor_that_is_gone_leaves_the_light_to_those_who_are_there(running: Scene, clock: Clock) -> None:
    await running.come()

    await running.room.set(running.sensor, "unavailable")
    await clock.pass_by(minutes=30, step_s=60)

    assert running.lit() == {running.dimmable, running.plain}


async def test_rooms_without_sensors_are_left_to_people(hass: HomeAssistant, running: Scene, clock: Clock) -> None:
    await running.room.set(running.plain, "on")
    hass.states.async_remove(running.sensor)

    await clock.pass_by(minutes=30, step_s=60)

    assert running.told == []


async def test_light_left_on_before_a_restart_goes_out(run: Run, scene: Scene, clock: Clock) -> None:
    await scene.room.set(scene.plain, "on")
    await clock.pass_by(minutes=20, step_s=60)

    await run(NAME, place={"area_id": scene.room.area_id})
    await clock.pass_by(minutes=1)

    assert scene.lit() == set()


async def test_floor_with_two_rooms_keeps_them_apart(hass: HomeAssistant, run: Run, scene: Scene) -> None:
    other = Room(hass, "A302")
    lamp = other.add("light", "plain", "off")
    sensor = other.add("binary_sensor", "people", "off", device_class="occupancy")
    floor = fr.async_get(hass).async_create("Floor 3").floor_id
    for area_id in (scene.room.area_id, other.area_id):
        ar.async_get(hass).async_update(area_id, floor_id=floor)
    await run(NAME, place={"floor_id": floor})

    await other.set(sensor, "on")

    assert hass.states.is_state(lamp, "on")
    assert scene.lit() == set()


async def test_room_where_people_switch_themselves_is_never_lit(run: Run, scene: Scene, clock: Clock) -> None:
    await run(NAME, place={"area_id": scene.room.area_id}, switch_on=False)

    await scene.come()
    await clock.pass_by(minutes=2)

    assert scene.told == []
