"""Setting up rooms and terms, and importing a timetable from the page."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import area_registry as ar
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN
from tests.integration.conftest import FakeCampus, set_up

from .conftest import HEADING, MATHS, PHYSICS, TERM, friday, room, set_up_rooms, term

ROOM_FORM = {
    "room_type": "smart_classroom",
    "open_before": 10,
    "on_before": 5,
    "off_after": 10,
    "is_recorded": True,
}


async def start(hass: HomeAssistant, entry: MockConfigEntry, kind: str, **context: Any) -> Any:
    return await hass.config_entries.subentries.async_init(
        (entry.entry_id, kind), context={"source": SOURCE_USER, **context}
    )


async def submit(hass: HomeAssistant, result: Any, entered: dict[str, Any]) -> Any:
    return await hass.config_entries.subentries.async_configure(result["flow_id"], entered)


@contextmanager
def uploaded(tmp_path: Path, data: bytes) -> Generator[None]:
    file = tmp_path / "timetable.csv"
    file.write_bytes(data)

    @contextmanager
    def process(hass: HomeAssistant, file_id: str) -> Generator[Path]:
        yield file

    with patch("custom_components.smart_campus.flows.term.process_uploaded_file", process):
        yield


async def test_room_takes_the_name_of_its_area(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    entry = await set_up(hass)
    result = await submit(hass, await start(hass, entry, "room"), {"area_id": area_id, **ROOM_FORM})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert result["title"] == "A301"
    (subentry,) = entry.subentries.values()
    assert subentry.data["registrar_name"] == "A301"
    await hass.async_block_till_done()
    assert [each.title for each in entry.runtime_data.rooms.rooms.values()] == ["A301"]


async def test_area_is_one_room_only(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    entry = await set_up_rooms(hass, area_id)
    result = await submit(hass, await start(hass, entry, "room"), {"area_id": area_id, **ROOM_FORM})
    assert result["errors"] == {"area_id": "room_exists"}


async def test_name_in_timetables_is_one_rooms_only(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    entry = await set_up_rooms(hass, area_id)
    other = ar.async_get(hass).async_create("B1").id
    form = {"area_id": other, "registrar_name": " A301 ", **ROOM_FORM}
    result = await submit(hass, await start(hass, entry, "room"), form)
    assert result["errors"] == {"registrar_name": "registrar_name_taken"}


async def test_area_that_is_gone_is_no_room(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    entry = await set_up(hass)
    result = await submit(hass, await start(hass, entry, "room"), {"area_id": "gone", **ROOM_FORM})
    assert result["errors"] == {"area_id": "area_unknown"}


async def test_hours_nobody_can_read_are_asked_again(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    entry = await set_up(hass)
    form = {"area_id": area_id, **ROOM_FORM}
    result = await submit(hass, await start(hass, entry, "room"), {**form, "opening_hours": "all day"})
    assert result["errors"] == {"opening_hours": "hours_unreadable"}
    result = await submit(hass, result, {**form, "opening_hours": "18:00-02:00", "light_hold": 0})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_room_can_be_changed(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    entry = await set_up_rooms(hass, area_id)
    subentry_id = f"room_{area_id}"
    result = await start(hass, entry, "room", source=SOURCE_RECONFIGURE, subentry_id=subentry_id)
    result = await submit(hass, result, {"area_id": area_id, **ROOM_FORM, "open_before": 15})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    await hass.async_block_till_done()
    assert entry.runtime_data.rooms.rooms[subentry_id].open_before.total_seconds() == 900


async def test_term_is_read_before_it_is_saved(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    entry = await set_up(hass)
    result = await start(hass, entry, "term")
    result = await submit(hass, result, {"name": "2026-1", **TERM, "swaps": "2026-10-10 = someday"})
    assert result["errors"] == {"swaps": "weekday_unreadable"}
    assert result["description_placeholders"]["line"] == "someday"
    result = await submit(hass, result, {"name": " ", **TERM})
    assert result["errors"] == {"name": "name_missing"}
    result = await submit(hass, result, {"name": "2026-1", **TERM})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    (found,) = entry.runtime_data.rooms.terms.values()
    assert (found.term.name, found.term.weeks, len(found.term.days_off)) == ("2026-1", 16, 7)


async def test_term_can_be_changed(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    entry = await set_up(hass, term())
    result = await start(hass, entry, "term", source=SOURCE_RECONFIGURE, subentry_id="term1")
    result = await submit(hass, result, {"next_step_id": "term"})
    result = await submit(hass, result, {"name": "Autumn", **TERM, "weeks": 18, "summer_hours": "07:30-08:15"})
    assert result["reason"] == "reconfigure_successful"
    await hass.async_block_till_done()
    assert entry.runtime_data.rooms.terms["term1"].term.weeks == 18
    assert len(entry.runtime_data.rooms.terms["term1"].clock.tables) == 2


async def reach_import(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    result = await start(hass, entry, "term", source=SOURCE_RECONFIGURE, subentry_id="term1")
    return await submit(hass, result, {"next_step_id": "timetable"})


FILE = {"file": "0123456789abcdef0123456789abcdef", "replace": True}


async def test_file_changes_nothing_before_a_person_agrees(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, tmp_path: Path
) -> None:
    entry = await set_up_rooms(hass, area_id)
    result = await reach_import(hass, entry)
    rows = MATHS + PHYSICS.replace("A301", "<b>B9</b>") + "化学,1,1,2,,B1,整周\n"
    with uploaded(tmp_path, (HEADING + rows).encode("gb18030")):
        result = await submit(hass, result, FILE)
    shown = result["description_placeholders"]
    assert (shown["added"], shown["fault_count"], shown["unknown_count"]) == ("2", "1", "1")
    assert shown["faults"].startswith("- Row 4")
    assert "<b>" not in shown["unknown_rooms"].replace("\\<", "")
    assert entry.runtime_data.rooms.stored.meetings == {}
    result = await submit(hass, result, {})
    assert result["reason"] == "timetable_imported"
    assert len(entry.runtime_data.rooms.stored.meetings["term1"]) == 2


async def test_file_that_is_no_table_can_be_chosen_again(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, tmp_path: Path
) -> None:
    entry = await set_up_rooms(hass, area_id)
    result = await reach_import(hass, entry)
    with uploaded(tmp_path, b"<html>login</html>"):
        result = await submit(hass, result, FILE)
    assert result["errors"] == {"base": "file_no_table"}
    with uploaded(tmp_path, (HEADING + MATHS).encode()):
        result = await submit(hass, result, FILE)
    assert result["step_id"] == "import"


async def test_site_that_does_not_run_imports_nothing(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    entry = await set_up_rooms(hass, area_id)
    await hass.config_entries.async_unload(entry.entry_id)
    result = await reach_import(hass, entry)
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "site_not_loaded")


async def call(hass: HomeAssistant, name: str, **data: Any) -> Any:
    return await hass.services.async_call(DOMAIN, name, data, blocking=True, return_response=True)


async def test_action_imports_only_when_it_is_no_dry_run(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    entry = await set_up_rooms(hass, area_id)
    content = HEADING + MATHS + "化学,1,1,2,,B1,整周\n"
    response = await call(hass, "import_timetable", term="2026-1", content=content)
    assert (response["rows"], len(response["added"]), response["fault_count"]) == (2, 1, 1)
    assert response["faults"] == ["Row 3, column weeks: “整周” names no teaching weeks like 1-8,10-16."]
    assert entry.runtime_data.rooms.stored.meetings == {}
    await call(hass, "import_timetable", term="term1", content=content, dry_run=False)
    assert len(entry.runtime_data.rooms.stored.meetings["term1"]) == 1


async def test_action_names_what_is_wrong(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    await set_up_rooms(hass, area_id)
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, "import_timetable", term="nobody", content="x")
    assert caught.value.translation_key == "term_unknown"
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, "import_timetable", term="2026-1", content="课程\n物理\n")
    assert caught.value.translation_key == "columns_missing"


async def test_two_terms_of_one_name_are_ambiguous(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    second = term(first_day="2027-03-01", swaps="")
    second["subentry_id"], second["unique_id"] = "term2", "term:2027-03-01"
    await set_up(hass, room(area_id), term(), second)
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, "import_timetable", term="2026-1", content="x")
    assert caught.value.translation_key == "term_ambiguous"


async def test_lessons_of_a_day_are_returned_by_room(hass: HomeAssistant, campus: FakeCampus, area_id: str) -> None:
    await set_up_rooms(hass, area_id)
    await call(hass, "import_timetable", term="term1", content=HEADING + MATHS + PHYSICS, dry_run=False)
    day = {"start": "2026-09-11T00:00:00+08:00", "end": "2026-09-12T00:00:00+08:00"}
    response = await call(hass, "get_lessons", area_id=area_id, **day)
    (found,) = response["rooms"]
    assert (found["room"], [lesson["course"] for lesson in found["lessons"]]) == ("A301", ["高等数学", "物理"])
    assert found["lessons"][0]["start"] == "2026-09-11T08:00:00+08:00"
    with pytest.raises(ServiceValidationError):
        await call(hass, "get_lessons", area_id=area_id, start=day["end"], end=day["start"])


async def test_one_lesson_is_cancelled_and_restored(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up_rooms(hass, area_id)
    await call(hass, "import_timetable", term="term1", content=HEADING + MATHS + PHYSICS, dry_run=False)

    async def courses() -> list[str]:
        (found,) = (await call(hass, "get_lessons", area_id=area_id))["rooms"]
        return [lesson["course"] for lesson in found["lessons"]]

    (found,) = (await call(hass, "get_lessons", area_id=area_id))["rooms"]
    lesson_id = found["lessons"][0]["lesson_id"]
    await hass.services.async_call(DOMAIN, "cancel_lesson", {"lesson_id": lesson_id}, blocking=True)
    assert await courses() == ["物理"]
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    assert await courses() == ["物理"]
    await hass.services.async_call(DOMAIN, "restore_lesson", {"lesson_id": lesson_id}, blocking=True)
    assert await courses() == ["高等数学", "物理"]


@pytest.mark.parametrize("name", ["cancel_lesson", "restore_lesson"])
async def test_lesson_nobody_knows_is_named(hass: HomeAssistant, campus: FakeCampus, area_id: str, name: str) -> None:
    await set_up_rooms(hass, area_id)
    with pytest.raises(ServiceValidationError) as caught:
        await hass.services.async_call(DOMAIN, name, {"lesson_id": "0"}, blocking=True)
    assert caught.value.translation_key == "lesson_unknown"
