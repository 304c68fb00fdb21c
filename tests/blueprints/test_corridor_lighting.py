"""Corridors by people, time and daylight."""

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Context, HomeAssistant

from tests.integration.rooms.conftest import friday

from .conftest import Clock, Room, Run
from .lamps import Told, obey

NAME = "corridor_lighting"
SENSOR, LUX, LAMP = "binary_sensor.a301_people", "sensor.a301_lux", "light.a301_dimmable"


@pytest.fixture
def told(hass: HomeAssistant, classroom: Room, freezer: FrozenDateTimeFactory) -> Told:
    freezer.move_to(friday(20))
    classroom.add("light", "dimmable", "off", supported_color_modes=["brightness"])
    classroom.add("light", "plain", "off", supported_color_modes=["onoff"])
    classroom.add("binary_sensor", "people", "off", device_class="motion")
    classroom.add("sensor", "lux", "20", device_class="illuminance")
    return obey(hass)


@pytest.fixture
async def corridor(run: Run, told: Told, classroom: Room, clock: Clock) -> Room:
    await run(NAME, place={"area_id": classroom.area_id})
    await clock.pass_by(minutes=5)
    return classroom


async def test_open_corridor_keeps_a_basic_light_and_is_bright_for_people(
    corridor: Room, told: Told, clock: Clock
) -> None:
    assert told == [("turn_on", "dimmable", 20), ("turn_on", "plain", None)]
    told.clear()

    await corridor.set(SENSOR, "on")
    assert told == [("turn_on", "dimmable", 100)]
    told.clear()

    await corridor.set(SENSOR, "off")
    await clock.pass_by(minutes=2, seconds=50)
    assert told == []
    await clock.pass_by(minutes=1, seconds=10)
    assert told == [("turn_on", "dimmable", 20)]


async def test_corridor_is_dark_at_night_until_somebody_comes(
    corridor: Room, told: Told, clock: Clock, freezer: FrozenDateTimeFactory
) -> None:
    told.clear()
    freezer.move_to(friday(22, 29, 50))
    await clock.pass_by(seconds=20)
    assert [service for service, _lamp, _level in told] == ["turn_off", "turn_off"]
    told.clear()

    await corridor.set(SENSOR, "on")
    assert told == [("turn_on", "dimmable", 50), ("turn_on", "plain", None)]


async def test_daylight_puts_lights_out_and_dusk_lights_nothing(corridor: Room, told: Told, clock: Clock) -> None:
    told.clear()
    await corridor.set(LUX, "500")
    await clock.pass_by(minutes=1)
    assert [service for service, _lamp, _level in told] == ["turn_off", "turn_off"]
    told.clear()

    await corridor.set(LUX, "300")
    await corridor.set(SENSOR, "on")
    await clock.pass_by(minutes=1)
    assert told == []

    await corridor.set(LUX, "50")
    await clock.pass_by(minutes=1)
    assert told == [("turn_on", "dimmable", 100), ("turn_on", "plain", None)]


@pytest.mark.parametrize(("height", "lit"), [(-5.0, True), (40.0, False)])
async def test_sun_decides_while_the_light_sensor_is_gone(
    hass: HomeAssistant, corridor: Room, told: Told, clock: Clock, *, height: float, lit: bool
) -> None:
    hass.states.async_set("sun.sun", "x", {"elevation": height})
    await corridor.set(LUX, "unavailable")
    await corridor.set(SENSOR, "on")
    await clock.pass_by(minutes=1)
    assert hass.states.is_state(LAMP, "on") is lit


async def test_sensor_that_is_gone_keeps_an_open_corridor_bright_and_a_closed_one_dark(
    hass: HomeAssistant, corridor: Room, told: Told, clock: Clock, freezer: FrozenDateTimeFactory
) -> None:
    await corridor.set(SENSOR, "unavailable")
    await clock.pass_by(minutes=1)
    assert told[-1] == ("turn_on", "dimmable", 100)

    freezer.move_to(friday(22, 29, 50))
    await clock.pass_by(seconds=20)
    assert hass.states.is_state(LAMP, "off")


async def test_sensor_that_is_stuck_does_not_light_the_night(
    hass: HomeAssistant, corridor: Room, told: Told, clock: Clock
) -> None:
    await corridor.set(SENSOR, "on")
    await clock.pass_by(hours=4, step_s=60)
    assert hass.states.is_state(LAMP, "off")


async def test_choice_of_a_person_is_left_alone_for_an_hour(
    hass: HomeAssistant, corridor: Room, told: Told, clock: Clock
) -> None:
    told.clear()
    lamp = hass.states.get(LAMP)
    assert lamp is not None
    hass.states.async_set(LAMP, "off", lamp.attributes, context=Context(user_id="wang"))
    await corridor.set(SENSOR, "on")
    await clock.pass_by(minutes=55, step_s=60)
    assert "dimmable" not in [lamp for _service, lamp, _level in told]

    await clock.pass_by(minutes=7, step_s=60)
    assert ("turn_on", "dimmable", 100) in told


async def test_restart_finds_the_right_light(
    hass: HomeAssistant, run: Run, told: Told, classroom: Room, clock: Clock
) -> None:
    await classroom.set(SENSOR, "on")
    await run(NAME, place={"area_id": classroom.area_id})
    await clock.pass_by(minutes=1)
    assert told == [("turn_on", "dimmable", 100), ("turn_on", "plain", None)]
