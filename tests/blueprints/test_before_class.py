"""Before class: devices looked at, doors opened and locked again; during it, breaks for the eyes."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import Context, HomeAssistant, ServiceCall, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.tables import PART
from custom_components.smart_campus.store import async_get_store
from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import MATHS, friday, set_up_rooms, use_timetable

from .conftest import Clock, Room, Run, settle

LOCK = "lock.a301_door"
SENSOR = "binary_sensor.a301_people"


@dataclass
class Scene:
    """A classroom with a lesson from 8:00 to 9:40."""

    hass: HomeAssistant
    room: Room
    entry_id: str
    clock: Clock
    freezer: FrozenDateTimeFactory
    told: list[Any] = field(default_factory=list)

    async def to(self, moment: Any, *, minutes: float = 1) -> None:
        """Jump to a time and let some minutes go by."""
        self.freezer.move_to(moment)
        await self.clock.pass_by(minutes=minutes, step_s=20)
        store = await async_get_store(self.hass)
        for _ in range(4):
            await store.async_waiting(PART)
            await settle()


@pytest.fixture
async def scene(
    hass: HomeAssistant, campus: FakeCampus, classroom: Room, clock: Clock, freezer: FrozenDateTimeFactory
) -> Scene:
    freezer.move_to(friday(7))
    entry = await set_up_rooms(hass, classroom.area_id)
    await use_timetable(hass, entry, MATHS)
    made = Scene(hass, classroom, entry.entry_id, clock, freezer)
    hass.services.async_register("test", "tell", callback(lambda call: made.told.append(dict(call.data))))

    @callback
    def turn(call: ServiceCall) -> None:
        made.told.append(call.service)
        hass.states.async_set(LOCK, f"{call.service}ed", context=call.context)

    for service in ("lock", "unlock"):
        hass.services.async_register("lock", service, turn)
    classroom.add("binary_sensor", "people", "off", device_class="occupancy")
    classroom.add("lock", "door", "locked")
    return made


def tell(*names: str) -> list[dict[str, Any]]:
    return [{"action": "test.tell", "data": {name: f"{{{{ {name} }}}}" for name in names}}]


def equip(scene: Scene, state: str) -> str:
    """Put a device into the room that shows one thing."""
    device = dr.async_get(scene.hass).async_get_or_create(
        config_entry_id=scene.entry_id, identifiers={("test", "projector")}, name="Projector"
    )
    dr.async_get(scene.hass).async_update_device(device.id, area_id=scene.room.area_id)
    entity_id = scene.room.add("media_player", "projector", state, device_class="projector")
    er.async_get(scene.hass).async_update_entity(entity_id, device_id=device.id)
    return entity_id


async def test_device_that_is_away_half_an_hour_before_the_lesson_is_told_until_it_is_back(
    run: Run, scene: Scene
) -> None:
    projector = equip(scene, "unavailable")
    await run("equipment_offline_before_class", place={"area_id": scene.room.area_id}, tell=tell("devices", "message"))
    await scene.to(friday(7, 29, 50))
    assert scene.told == [{"devices": ["Projector"], "message": "A301, 高等数学 08:00: Projector"}]
    desk = await async_get_desk(scene.hass)
    assert [(alert.severity, alert.area_id) for alert in desk.alerts] == [("urgent", scene.room.area_id)]

    await scene.room.set(projector, "on")
    await scene.to(friday(7, 59, 50))
    assert [*desk.alerts] == []


async def test_room_whose_devices_answer_is_not_told(run: Run, scene: Scene) -> None:
    equip(scene, "off")
    await run("equipment_offline_before_class", place={"area_id": scene.room.area_id}, tell=tell("devices"))
    await scene.to(friday(7, 29, 50))
    assert scene.told == []


async def test_door_opens_before_the_lesson_and_locks_behind_the_last_person(run: Run, scene: Scene) -> None:
    await run("open_room_before_class", place={"area_id": scene.room.area_id})
    await scene.to(friday(7, 48))
    assert scene.told == []
    await scene.to(friday(7, 50))
    assert scene.told == ["unlock"]

    await scene.to(friday(8, 30))
    await scene.room.set(SENSOR, "on")
    await scene.to(friday(9, 40))
    await scene.to(friday(9, 55))
    assert scene.told == ["unlock"]
    await scene.room.set(SENSOR, "off")
    await scene.to(friday(9, 57))
    assert scene.told == ["unlock", "lock"]


async def test_door_is_not_locked_before_a_calendar_says_that_its_lesson_began(run: Run, scene: Scene) -> None:
    room = Room(scene.hass, "B1")
    room.add("lock", "door", "unlocked")
    lesson = {"start_time": "2026-09-11 08:00:00", "end_time": "2026-09-11 09:40:00"}
    room.add("calendar", "plan", "off", **lesson)
    await run("open_room_before_class", place={"area_id": room.area_id})
    await scene.to(friday(8))
    assert scene.told == []


@pytest.mark.parametrize("state", ["on", "unavailable"])
async def test_sensor_that_is_stuck_does_not_leave_the_door_open(run: Run, scene: Scene, state: str) -> None:
    await run("open_room_before_class", place={"area_id": scene.room.area_id})
    await scene.room.set(SENSOR, state)
    for moment in (friday(7, 50), friday(8, 30), friday(9, 40), friday(11)):
        await scene.to(moment)
    assert scene.told == ["unlock"]
    await scene.to(friday(11, 12))
    assert scene.told == ["unlock", "lock"]


async def test_door_that_a_person_unlocked_is_left_alone_for_a_while(run: Run, scene: Scene) -> None:
    await run("open_room_before_class", place={"area_id": scene.room.area_id}, hand_for=60)
    await scene.to(friday(8, 30))
    await scene.to(friday(9, 40))
    scene.told.clear()
    scene.hass.states.async_set(LOCK, "locked")
    scene.hass.states.async_set(LOCK, "unlocked", context=Context(user_id="wang"))
    await scene.to(friday(10, 10))
    assert scene.told == []
    await scene.to(friday(10, 45))
    assert scene.told == ["lock"]


async def test_restart_in_the_lesson_finds_the_door_open(run: Run, scene: Scene) -> None:
    await scene.to(friday(8, 30))
    await run("open_room_before_class", place={"area_id": scene.room.area_id})
    await scene.clock.pass_by(minutes=1, step_s=20)
    assert scene.told == ["unlock"]


async def test_eyes_rest_every_twenty_minutes_of_a_screen_in_a_lesson(run: Run, scene: Scene) -> None:
    projector = scene.room.add("media_player", "screen", "off", device_class="projector")
    await run("screen_break_reminder", place={"area_id": scene.room.area_id}, remind=tell("minutes"))
    await scene.to(friday(8))
    await scene.room.set(projector, "on")
    await scene.clock.pass_by(minutes=45, step_s=60)
    assert [each["minutes"] for each in scene.told] == [20, 40]

    await scene.room.set(projector, "off")
    await scene.clock.pass_by(minutes=25, step_s=60)
    assert len(scene.told) == 2


async def test_screen_outside_lessons_reminds_nobody(run: Run, scene: Scene) -> None:
    scene.room.add("media_player", "screen", "on", device_class="projector")
    await run("screen_break_reminder", place={"area_id": scene.room.area_id}, remind=tell("minutes"))
    await scene.clock.pass_by(minutes=45, step_s=60)
    assert scene.told == []
