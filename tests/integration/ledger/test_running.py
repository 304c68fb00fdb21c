"""What a recorder's own commands learn of the timetable."""

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr

from custom_components.smart_campus.recordings.running import async_running_lesson
from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import MATHS

from .conftest import friday, set_up_recorded, use_timetable
from .days import Day
from .recorders import Studio


async def test_recorder_in_a_room_with_a_lesson_is_guarded(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(8, 30))
    entry = await set_up_recorded(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    await Day(hass, entry, freezer).settle()

    running = async_running_lesson(hass, entry.runtime_data.coordinators["rec1"])

    assert running is not None
    assert (running.order.course, running.order.room) == ("高等数学", "A301")
    assert (running.order.start, running.order.end) == (friday(8), friday(9, 40))
    assert running.order.id.isalnum()


async def test_recorder_is_free_without_a_lesson_or_in_another_room(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(8, 30))
    entry = await set_up_recorded(hass, area_id)
    await use_timetable(hass, entry, MATHS)
    await Day(hass, entry, freezer).settle()
    coordinator = entry.runtime_data.coordinators["rec1"]
    assert async_running_lesson(hass, coordinator) is not None
    dr.async_get(hass).async_update_device(coordinator.registry_id, area_id=None)
    assert async_running_lesson(hass, coordinator) is None
    dr.async_get(hass).async_update_device(coordinator.registry_id, area_id=area_id)
    await Day(hass, entry, freezer).to(friday(9, 45))
    assert async_running_lesson(hass, coordinator) is None


async def test_recorder_of_a_room_that_is_not_recorded_is_free(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(8, 30))
    entry = await set_up_recorded(hass, area_id, is_recorded=False)
    await use_timetable(hass, entry, MATHS)
    await Day(hass, entry, freezer).settle()
    assert async_running_lesson(hass, entry.runtime_data.coordinators["rec1"]) is None
