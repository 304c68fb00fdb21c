"""Rain and wet floors: alerts of a real site with its cleaners and their supervisor."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse, callback
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.alert import Actor, Alert
from tests.integration.alerts.fake_channel import FakeChannels, channel, group, person, site
from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import friday

from .conftest import Room, Run

NAME = "rain_and_wet_floor"
WET, RAIN, BUTTON, WEATHER = (
    "binary_sensor.a301_wet",
    "binary_sensor.roof_rain",
    "input_button.a301_wet",
    "weather.home",
)
LI = Actor("Li Wei", None, "phone")


@dataclass
class Hall:
    """The entrance, its cleaners, and the hands of the clock."""

    hass: HomeAssistant
    room: Room
    entry: MockConfigEntry
    channels: FakeChannels
    freezer: FrozenDateTimeFactory
    done: list[str]

    async def settle(self) -> None:
        for _ in range(4):
            await self.hass.async_block_till_done(wait_background_tasks=True)

    async def turn(self, entity_id: str, state: str) -> None:
        self.hass.states.async_set(entity_id, state, self.hass.states.get(entity_id).attributes)  # type: ignore[union-attr]
        await self.settle()

    async def pass_by(self, **time: float) -> None:
        end = timedelta(**time).total_seconds()
        for _ in range(round(end / 20)):
            self.freezer.tick(20)
            async_fire_time_changed(self.hass)
            await self.settle()

    async def open(self) -> list[Alert]:
        return list((await async_get_desk(self.hass)).alerts)

    async def press(self, button: str) -> None:
        desk = await async_get_desk(self.hass)
        (alert,) = desk.alerts
        await desk.async_answer(alert.id, button, LI)
        await self.settle()

    def told(self) -> list[tuple[str, str]]:
        told = [(who, event) for who, _channel, event in self.channels.told()]
        self.channels.sent.clear()
        return told


@pytest.fixture
def channels() -> Generator[FakeChannels]:
    made = FakeChannels()
    with patch("custom_components.smart_campus.alerts.running.CHANNELS", made.types):
        yield made


@pytest.fixture
async def hall(
    hass: HomeAssistant, campus: FakeCampus, classroom: Room, channels: FakeChannels, freezer: FrozenDateTimeFactory
) -> Hall:
    freezer.move_to(friday(10))
    people = (channel("phone"), person("li"), person("boss"), group(("li", 0), ("boss", 10)))
    entry = site(*people)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    classroom.add("binary_sensor", "wet", "off", device_class="moisture")
    classroom.add("input_button", "wet", "unknown")
    hass.states.async_set(RAIN, "off", {"device_class": "moisture"})
    done: list[str] = []
    for name in ("start", "end"):
        hass.services.async_register("umbrella", name, callback(lambda call: done.append(call.service)))
    found = Hall(hass, classroom, entry, channels, freezer, done)
    await found.settle()
    return found


@pytest.fixture
async def running(run: Run, hall: Hall) -> Hall:
    await use(run, hall)
    return hall


async def use(run: Run, hall: Hall, **inputs: Any) -> None:
    await run(
        NAME,
        place={"area_id": hall.room.area_id},
        rain_sensors=[RAIN],
        report_buttons=[BUTTON],
        umbrella_start=[{"action": "umbrella.start"}],
        umbrella_end=[{"action": "umbrella.end"}],
        **inputs,
    )


async def test_wet_floor_is_told_with_buttons_and_mopped_ends_it(running: Hall) -> None:
    await running.turn(WET, "on")
    await running.pass_by(seconds=80)

    (alert,) = await running.open()
    assert [(button.id, button.resolves) for button in alert.buttons] == [("mopped", True)]
    assert (alert.severity, alert.area_id, alert.room) == ("urgent", running.room.area_id, "A301")
    (message,) = [message for _, message in running.channels.sent]
    assert [button.id for button in message.buttons][0:1] == ["acknowledge"]
    assert "mopped" in [button.id for button in message.buttons]

    await running.turn(WET, "off")
    await running.press("mopped")
    assert await running.open() == []
    assert [event for _who, event in running.told()] == ["raised", "resolved"]


async def test_false_start_shorter_than_the_hold_time_is_not_told(running: Hall) -> None:
    await running.turn(WET, "on")
    await running.pass_by(seconds=40)
    await running.turn(WET, "off")
    await running.pass_by(minutes=3)
    assert running.told() == []


async def test_unanswered_goes_to_the_supervisor_and_acknowledged_does_not(running: Hall) -> None:
    await running.turn(WET, "on")
    await running.pass_by(minutes=9)
    assert running.told() == [("li", "raised")]
    await running.pass_by(minutes=4)
    assert [who for who, _event in running.told()] == ["boss"]


async def test_acknowledged_stays_with_the_cleaners(running: Hall) -> None:
    await running.turn(WET, "on")
    await running.pass_by(seconds=80)
    await running.press("acknowledge")
    running.told()
    await running.pass_by(minutes=15)
    assert running.told() == []


async def test_still_wet_after_the_drying_time_is_raised_again(running: Hall) -> None:
    await running.turn(WET, "on")
    await running.pass_by(seconds=80)
    await running.press("mopped")
    running.told()

    await running.pass_by(minutes=19)
    assert await running.open() == []
    await running.pass_by(minutes=2)

    (alert,) = await running.open()
    assert "still_wet_since" in alert.evidence
    assert running.told() == [("li", "raised")]


async def test_floor_that_dries_by_itself_ends_the_alert(running: Hall) -> None:
    await running.turn(WET, "on")
    await running.pass_by(seconds=80)
    await running.turn(WET, "off")
    await running.pass_by(seconds=120)
    assert await running.open() == []


async def test_report_of_a_person_is_told_at_once_and_only_a_person_ends_it(running: Hall) -> None:
    await running.turn(BUTTON, "2026-09-11T10:00:00+08:00")
    (alert,) = await running.open()
    assert alert.evidence["source"] == "person"

    await running.pass_by(minutes=5)
    assert len(await running.open()) == 1
    await running.press("mopped")
    assert await running.open() == []


async def test_sensor_that_is_gone_raises_and_ends_nothing(running: Hall) -> None:
    await running.turn(WET, "on")
    await running.pass_by(seconds=80)
    await running.turn(WET, "unavailable")
    await running.pass_by(minutes=5)
    assert len(await running.open()) == 1

    await running.press("mopped")
    await running.pass_by(minutes=25)
    assert await running.open() == []


async def test_restart_neither_repeats_nor_forgets(running: Hall) -> None:
    await running.turn(WET, "on")
    await running.pass_by(seconds=80)
    await running.press("acknowledge")
    running.told()
    assert await running.hass.config_entries.async_reload(running.entry.entry_id)
    for state in ("off", "on"):
        target = {"entity_id": f"automation.{NAME}"}
        await running.hass.services.async_call("automation", f"turn_{state}", target, blocking=True)
    await running.pass_by(minutes=3)
    assert running.told() == []
    await running.press("mopped")
    assert [event for _who, event in running.told()] == ["resolved"]


async def test_rain_starts_umbrella_measures_once_and_ends_them_when_it_is_dry(running: Hall) -> None:
    await running.turn(RAIN, "on")
    await running.pass_by(minutes=2)
    assert running.done == []
    await running.pass_by(minutes=5)
    assert running.done == ["start"]
    (alert,) = await running.open()
    assert (alert.severity, alert.evidence["source"]) == ("notice", "sensor")

    await running.turn(RAIN, "off")
    await running.pass_by(minutes=25)
    assert running.done == ["start"]
    await running.pass_by(minutes=7)
    assert running.done == ["start", "end"]
    assert await running.open() == []


async def test_shower_shorter_than_the_hold_time_starts_nothing(running: Hall) -> None:
    await running.turn(RAIN, "on")
    await running.pass_by(minutes=2)
    await running.turn(RAIN, "off")
    await running.pass_by(minutes=5)
    assert running.done == []


@pytest.mark.parametrize(("chance", "hours", "started"), [(80, 0.5, True), (50, 0.5, False), (80, 5, False)])
async def test_forecast_starts_umbrella_measures_before_the_rain(
    hass: HomeAssistant, run: Run, hall: Hall, *, chance: int, hours: float, started: bool
) -> None:
    at = (friday(10) + timedelta(hours=hours)).isoformat()

    @callback
    def answer(call: ServiceCall) -> Any:
        return {WEATHER: {"forecast": [{"datetime": at, "condition": "cloudy", "precipitation_probability": chance}]}}

    hass.services.async_register("weather", "get_forecasts", answer, supports_response=SupportsResponse.ONLY)
    hass.states.async_set(WEATHER, "cloudy")
    await use(run, hall, weather=[WEATHER])
    await hall.pass_by(minutes=2)
    assert bool(hall.done) is started


async def test_weather_stands_in_for_a_rain_sensor_that_is_gone(hass: HomeAssistant, run: Run, hall: Hall) -> None:
    hass.states.async_set(WEATHER, "rainy")
    await use(run, hall, weather=[WEATHER], forecast_hours=0)
    await hall.pass_by(minutes=2)
    assert hall.done == []

    await hall.turn(RAIN, "unavailable")
    await hall.pass_by(minutes=2)
    assert hall.done == ["start"]


async def test_entrance_that_is_no_room_of_one_of_two_sites_is_told_all_the_same(hall: Hall, run: Run) -> None:
    other = site(entry_id="site2")
    other.add_to_hass(hall.hass)
    assert await hall.hass.config_entries.async_setup(other.entry_id)
    await use(run, hall)
    await hall.turn(WET, "on")
    await hall.pass_by(seconds=80)
    assert [alert.area_id for alert in await hall.open()] == [hall.room.area_id]
