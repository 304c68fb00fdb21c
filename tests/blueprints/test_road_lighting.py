"""Roads by daylight, in stages through the night."""

from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Context, CoreState, HomeAssistant

from tests.integration.rooms.conftest import friday

from .conftest import Clock, Room, Run
from .lamps import Told, obey

NAME = "road_lighting"
DAY = timedelta(days=1)
LUX, LAMP = "sensor.a301_lux", "light.a301_dimmable"


@pytest.fixture
def told(hass: HomeAssistant, classroom: Room, freezer: FrozenDateTimeFactory) -> Told:
    freezer.move_to(friday(18))
    classroom.add("light", "dimmable", "off", supported_color_modes=["brightness"])
    classroom.add("sensor", "lux", "200", device_class="illuminance")
    hass.states.async_set("sun.sun", "x", {"elevation": 0.0})
    return obey(hass)


@pytest.fixture
async def road(run: Run, told: Told, classroom: Room) -> Room:
    await run(NAME, place={"area_id": classroom.area_id}, lux_sensors=[LUX])
    return classroom


async def test_lights_follow_daylight_with_hysteresis(
    hass: HomeAssistant, road: Room, told: Told, clock: Clock
) -> None:
    await road.set(LUX, "30")
    await clock.pass_by(minutes=10)
    assert told == []

    await road.set(LUX, "10")
    await clock.pass_by(minutes=5)
    assert told == [("turn_on", "dimmable", 100)]

    await road.set(LUX, "30")
    await clock.pass_by(minutes=10)
    assert len(told) == 1

    await road.set(LUX, "60")
    await clock.pass_by(minutes=5)
    assert told[1:] == [("turn_off", "dimmable", None)]


async def test_cloud_and_headlights_change_nothing(hass: HomeAssistant, road: Room, told: Told, clock: Clock) -> None:
    for before, blip in (("200", "5"), ("200", "5")):
        await road.set(LUX, blip)
        await clock.pass_by(minutes=2)
        await road.set(LUX, before)
        await clock.pass_by(minutes=3)
    assert told == []


async def test_lights_dim_in_stages_and_are_bright_again_before_dawn(
    hass: HomeAssistant, road: Room, told: Told, clock: Clock, freezer: FrozenDateTimeFactory
) -> None:
    hass.states.async_set("sun.sun", "x", {"elevation": -30.0})
    await road.set(LUX, "1")
    await clock.pass_by(minutes=5)
    levels = [told[-1]]
    for moment in (friday(22, 59), friday(23), friday(0, 30) + DAY, friday(5, 30) + DAY):
        told.clear()
        freezer.move_to(moment)
        await clock.pass_by(minutes=1, seconds=10)
        levels += told
    assert [level for _service, _lamp, level in levels] == [100, 60, 30, 100]


@pytest.mark.parametrize(
    ("lux", "height", "lit"), [("2", 40.0, False), ("900", -20.0, True), ("unavailable", -9.0, True)]
)
async def test_sun_overrules_a_sensor_that_is_covered_lit_or_gone(
    hass: HomeAssistant, road: Room, told: Told, clock: Clock, *, lux: str, height: float, lit: bool
) -> None:
    hass.states.async_set("sun.sun", "x", {"elevation": height})
    await road.set(LUX, lux)
    await clock.pass_by(minutes=6)
    assert hass.states.is_state(LAMP, "on") is lit


async def test_choice_of_a_person_is_left_alone_for_two_hours(
    hass: HomeAssistant, road: Room, told: Told, clock: Clock
) -> None:
    lamp = hass.states.get(LAMP)
    assert lamp is not None
    hass.states.async_set(LAMP, "on", {**lamp.attributes, "brightness": 255}, context=Context(user_id="wang"))
    await clock.pass_by(hours=1, minutes=55, step_s=60)
    assert told == []
    await clock.pass_by(minutes=10, step_s=60)
    assert told == [("turn_off", "dimmable", None)]


async def test_start_in_the_night_lights_at_once_at_the_level_of_the_hour(
    hass: HomeAssistant, run: Run, classroom: Room, told: Told, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(1))
    await classroom.set(LUX, "0")
    hass.set_state(CoreState.not_running)
    await run(NAME, place={"area_id": classroom.area_id}, lux_sensors=[LUX])
    await hass.async_start()
    await hass.async_block_till_done()
    assert told == [("turn_on", "dimmable", 30)]
