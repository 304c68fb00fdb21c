"""The day of a room and what wants attention, told from real recordings of a recorder that fails on demand."""

from datetime import timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from tests.integration.conftest import FakeCampus, meter, set_up
from tests.integration.ledger.conftest import set_up_recorded, studio
from tests.integration.ledger.days import Day
from tests.integration.ledger.recorders import Studio
from tests.integration.rooms.conftest import MATHS, PHYSICS, area_id, friday, room, term, use_timetable

from .conftest import Page

__all__ = ["area_id", "studio"]


@pytest.fixture
def wired(ready: None, campus: FakeCampus, studio: Studio) -> None:
    """Set the integration up, with meters and recorders that are played."""


@pytest.fixture
async def day(hass: HomeAssistant, wired: None, area_id: str, freezer: FrozenDateTimeFactory) -> Day:
    """Return Friday of week 2 in A301, an hour before the first of two lessons."""
    freezer.move_to(friday(7))
    entry = await set_up_recorded(hass, area_id)
    await use_timetable(hass, entry, MATHS + PHYSICS)
    day = Day(hass, entry, freezer)
    await day.settle()
    return day


@pytest.fixture
def room_id(day: Day) -> str:
    return next(key for key in day.entry.subentries if key.startswith("room_"))


async def test_day_has_its_lessons_with_how_far_each_recording_came(page: Page, day: Day, room_id: str) -> None:
    event = await page.listen("dashboard/day/subscribe", site=day.entry.entry_id, room=room_id)
    assert event["day"] == "2026-09-11"
    maths, physics = event["lessons"]
    assert (maths["course"], maths["start"], maths["is_cancelled"]) == ("高等数学", friday(8).isoformat(), False)
    assert maths["recording"] == {
        "recording_id": day.recording("高等数学").id,
        "state": "planned",
        "missed": None,
        "troubles": [],
        "files": 0,
    }
    assert physics["recording"]["state"] == "planned"

    await day.to(friday(8))
    await day.pass_to(friday(8, 1))
    await page.beat()
    events = await drain(page)
    assert events[-1]["lessons"][0]["recording"]["state"] == "recording"


async def test_cancelled_lesson_stays_on_the_day_and_says_so(page: Page, day: Day, room_id: str) -> None:
    await page.listen("dashboard/day/subscribe", site=day.entry.entry_id, room=room_id, day="2026-09-11")
    await day.auto.rooms.async_cancel(day.lesson("物理"))
    await day.settle()
    await page.beat()
    lessons = (await drain(page))[-1]["lessons"]
    assert [(each["course"], each["is_cancelled"]) for each in lessons] == [("高等数学", False), ("物理", True)]
    assert lessons[1]["recording"]["state"] == "skipped"


async def test_another_day_is_told_from_the_store_and_an_empty_one_is_empty(page: Page, day: Day, room_id: str) -> None:
    fields = {"site": day.entry.entry_id, "room": room_id}
    event = await page.listen("dashboard/day/subscribe", **fields, day="2026-09-18")
    assert [(each["course"], each["recording"]) for each in event["lessons"]] == [("高等数学", None), ("物理", None)]
    event = await page.listen("dashboard/day/subscribe", **fields, day="2026-09-12")
    assert event == {"day": "2026-09-12", "lessons": []}
    assert await page.refused("dashboard/day/subscribe", **{**fields, "room": "term1"}) == "not_found"
    assert await page.refused("dashboard/day/subscribe", **fields, day="tomorrow") == "invalid_format"


async def test_attention_lists_what_is_silent_what_fails_and_what_is_not_ready(
    page: Page, day: Day, studio: Studio
) -> None:
    event = await page.listen("dashboard/attention/subscribe", language="en")
    assert [event[name]["total"] for name in ("offline", "recordings", "not_ready")] == [0, 0, 0]
    await page.beat()
    assert await page.is_quiet()

    studio["rec1"].is_reachable = False
    await day.poll()
    await day.poll()
    await day.to(friday(8))
    await day.pass_to(friday(8, 3))
    await page.beat()
    event = (await drain(page))[-1]
    (device,) = event["offline"]["devices"]
    assert (device["name"], device["kind"], device["caused_by"]) == ("Recorder 1", "recorder", None)
    assert device["why"] == {"code": "no_answer", "text": "Does not answer"}
    assert device["since"] == friday(7).isoformat()
    (recording,) = event["recordings"]["recordings"]
    assert (recording["course"], recording["state"]) == ("高等数学", "failed")
    (tile,) = event["not_ready"]["rooms"]
    assert (tile["name"], tile["state"], tile["recording"]) == ("A301", "trouble", "trouble")
    assert {reason["code"] for reason in tile["reasons"]} >= {"recording_trouble", "not_ready_now", "device_silent"}

    event = await page.listen("dashboard/attention/subscribe", site="nowhere")
    assert [event[name]["total"] for name in ("offline", "recordings", "not_ready")] == [0, 0, 0]
    assert await page.refused("dashboard/attention/subscribe", limit=201) == "invalid_format"


async def test_tile_follows_its_lesson(page: Page, day: Day) -> None:
    (tile,) = (await page.listen("dashboard/rooms/subscribe"))["rooms"]
    assert (tile["recording"], tile["state"]) == ("planned", "free")
    await day.to(friday(8))
    await day.pass_to(friday(8, 1))
    await page.beat()
    (tile,) = (await drain(page))[-1]["rooms"]
    assert (tile["recording"], tile["state"], tile["now"]["course"]) == ("recording", "lesson", "高等数学")
    assert tile["next"]["course"] == "物理"
    await day.to(friday(9, 40) + timedelta(seconds=1))
    await page.beat()
    (tile,) = (await drain(page))[-1]["rooms"]
    assert (tile["state"], tile["now"]) == ("free", None)


async def test_sheet_of_the_day_opens_by_a_link(
    page: Page, day: Day, hass_client_no_auth: ClientSessionGenerator
) -> None:
    fields: dict[str, Any] = {"kind": "recording_sheet", "site": day.entry.entry_id, "day": "2026-09-11"}
    url = (await page.ask("dashboard/report", **fields, language="zh-Hans"))["url"]
    answer = await (await hass_client_no_auth()).get(url)
    assert answer.status == 200
    assert "高等数学" in await answer.text()
    del fields["day"]
    assert await page.refused("dashboard/report", **fields) == "invalid_format"


async def test_site_without_recorders_has_days_without_recordings(
    hass: HomeAssistant, wired: None, page: Page, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(7))
    entry = await set_up(hass, room(area_id), term(), meter(1))
    await use_timetable(hass, entry, MATHS)
    event = await page.listen("dashboard/day/subscribe", site=entry.entry_id, room=f"room_{area_id}")
    assert [(each["course"], each["recording"]) for each in event["lessons"]] == [("高等数学", None)]


async def drain(page: Page) -> list[dict[str, Any]]:
    """Return every event that came."""
    await page.hass.async_block_till_done()
    await page.socket.send_json_auto_id({"type": "ping"})
    events = []
    while (message := await page.socket.receive_json())["type"] != "pong":
        events.append(message["event"])
    return events
