"""Everything off after the last lesson: people first, projectors cooled down, outlets last."""

from dataclasses import dataclass
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import CoreState, HomeAssistant, ServiceCall, callback
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import label_registry as lr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import MATHS, PHYSICS, friday, set_up_rooms, use_timetable

from .conftest import Clock, Room, Run

NAME = "everything_off_after_last_lesson"


@dataclass
class Scene:
    """A computer room with a lamp, an air conditioner, a projector and its outlet."""

    hass: HomeAssistant
    room: Room
    sensor: str
    cool: str
    told: list[tuple[str, str]]

    def off(self) -> list[str]:
        return [thing for _service, thing in self.told]


@pytest.fixture
async def scene(hass: HomeAssistant, campus: FakeCampus, classroom: Room, freezer: FrozenDateTimeFactory) -> Scene:
    freezer.move_to(friday(9, 30))
    entry = await set_up_rooms(hass, classroom.area_id)
    await use_timetable(hass, entry, MATHS)
    told: list[tuple[str, str]] = []

    @callback
    def act(call: ServiceCall) -> None:
        for thing in call.data["entity_id"]:
            told.append((f"{call.domain}.{call.service}", thing.split("_", 1)[1]))
            hass.states.async_set(thing, "off", dict(hass.states.get(thing).attributes))  # type: ignore[union-attr]

    for domain in ("light", "climate", "media_player", "switch"):
        hass.services.async_register(domain, "turn_off", act)
    classroom.add("light", "lamp", "on")
    classroom.add("climate", "cooler", "cool")
    classroom.add("switch", "outlet", "on", device_class="outlet")
    classroom.add("switch", "plain", "on")
    player = classroom.add("media_player", "projector", "on", device_class="projector")
    cool = classroom.add("binary_sensor", "cool", "off", projector_is_cool=False)
    holder = MockConfigEntry(domain="test")
    holder.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(config_entry_id=holder.entry_id, identifiers={("test", "p")})
    for thing in (player, cool):
        er.async_get(hass).async_update_entity(thing, device_id=device.id)
    sensor = classroom.add("binary_sensor", "people", "on", device_class="occupancy")
    return Scene(hass, classroom, sensor, cool, told)


@pytest.fixture
async def running(run: Run, scene: Scene, clock: Clock) -> Scene:
    await run(NAME, place={"area_id": scene.room.area_id}, empty_for={"minutes": 5})
    return scene


FIRST = ["media_player.turn_off", "light.turn_off", "climate.turn_off"]


async def test_room_goes_off_behind_the_last_person_and_outlets_behind_the_projector(
    running: Scene, clock: Clock
) -> None:
    await clock.pass_by(minutes=20, step_s=60)
    assert running.told == [], "somebody is there"

    await running.room.set(running.sensor, "off")
    await clock.pass_by(minutes=4, step_s=60)
    assert running.told == []
    await clock.pass_by(minutes=3, step_s=60)
    assert [service for service, _thing in running.told] == FIRST

    await clock.pass_by(minutes=10, step_s=60)
    assert len(running.told) == 3, "the projector is hot"
    await running.room.set(running.cool, "on", projector_is_cool=True)
    await clock.pass_by(minutes=2, step_s=60)
    assert running.told[3:] == [("switch.turn_off", "outlet")]


async def test_nothing_goes_off_between_two_lessons(
    hass: HomeAssistant, running: Scene, clock: Clock, freezer: FrozenDateTimeFactory
) -> None:
    (entry,) = hass.config_entries.async_entries("smart_campus")
    await use_timetable(hass, entry, MATHS + PHYSICS)  # type: ignore[arg-type]
    await running.room.set(running.sensor, "off")

    await clock.pass_by(hours=1, minutes=30, step_s=60)

    assert running.told == []


@pytest.mark.parametrize("state", ["on", "unavailable"])
async def test_sensor_that_is_stuck_does_not_keep_a_room_on_for_ever(running: Scene, clock: Clock, state: str) -> None:
    await running.room.set(running.sensor, state)
    await clock.pass_by(hours=2, minutes=5, step_s=60)
    assert running.told == []

    await clock.pass_by(minutes=10, step_s=60)

    assert [service for service, _thing in running.told] == FIRST


async def test_light_that_a_person_chose_stays_until_the_choice_is_over(running: Scene, clock: Clock) -> None:
    choice = running.room.add("sensor", "choice", "x", lights_by_hand=True)
    await running.room.set(running.sensor, "off")
    await clock.pass_by(hours=3, step_s=60)
    assert running.told == []

    await running.room.set(choice, "x", lights_by_hand=False)
    await clock.pass_by(minutes=2, step_s=60)

    assert "lamp" in running.off()


async def test_restart_makes_up_for_the_evening_it_missed(
    hass: HomeAssistant, run: Run, scene: Scene, clock: Clock
) -> None:
    await scene.room.set(scene.sensor, "off")
    await clock.pass_by(hours=1, step_s=60)
    hass.set_state(CoreState.not_running)
    await run(NAME, place={"area_id": scene.room.area_id})
    await hass.async_start()
    await clock.pass_by(minutes=7, step_s=60)

    assert [service for service, _thing in scene.told] == FIRST


async def test_late_round_catches_a_room_that_was_used_in_the_evening(running: Scene, clock: Clock) -> None:
    await running.room.set(running.sensor, "off")
    await running.room.set(running.cool, "on", projector_is_cool=True)
    await clock.pass_by(hours=1, step_s=60)
    assert "outlet" in running.off()
    running.told.clear()
    await running.room.set("light.a301_lamp", "on")

    await clock.pass_by(hours=12, step_s=300)

    assert running.off() == ["lamp"]


async def test_what_carries_the_label_stays_on_and_labelled_switches_go_off(
    hass: HomeAssistant, run: Run, scene: Scene, clock: Clock
) -> None:
    labels, registry = lr.async_get(hass), er.async_get(hass)
    keep, power = labels.async_create("Keep").label_id, labels.async_create("Power").label_id
    registry.async_update_entity("switch.a301_outlet", labels={keep})
    registry.async_update_entity("switch.a301_plain", labels={power})
    await run(NAME, place={"area_id": scene.room.area_id}, keep=keep, outlets=power)
    await scene.room.set(scene.sensor, "off")
    await scene.room.set(scene.cool, "on", projector_is_cool=True)

    await clock.pass_by(hours=1, step_s=60)

    assert "plain" in scene.off()
    assert "outlet" not in scene.off()


async def test_outlets_of_a_projector_that_never_cools_stay_on_and_somebody_is_told(
    hass: HomeAssistant, run: Run, scene: Scene, clock: Clock
) -> None:
    told: list[Any] = []
    hass.services.async_register("test", "tell", callback(lambda call: told.append(call.data["room"])))
    await run(
        NAME,
        place={"area_id": scene.room.area_id},
        when_hot=[{"action": "test.tell", "data": {"room": "{{ room }}"}}],
    )
    await scene.room.set(scene.sensor, "off")

    await clock.pass_by(hours=1, minutes=30, step_s=60)

    assert told == [scene.room.area_id]
    assert "outlet" not in scene.off()


async def test_other_rooms_are_left_alone(hass: HomeAssistant, run: Run, scene: Scene, clock: Clock) -> None:
    other = ar.async_get(hass).async_create("Elsewhere").id
    await run(NAME, place={"area_id": other})
    await scene.room.set(scene.sensor, "off")

    await clock.pass_by(hours=1, step_s=60)

    assert scene.told == []
