"""Rooms as tiles: a page at once, then only what changed, and one room with all that stands in it."""

from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.alert import AlertReport, Severity
from custom_components.smart_campus.dashboard.pulse import async_get_pulse
from tests.integration.conftest import FakeCampus, fail, meter, poll, set_up
from tests.integration.permissions.giving import permission
from tests.integration.rooms.conftest import MATHS, friday, room, term, use_timetable

from .conftest import Page, make_area

EVIL = "<img src=x onerror=alert(1)>"


@pytest.fixture
async def site(hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory) -> MockConfigEntry:
    """Return a site on Friday of week 2, before the first lesson: A301 with a meter, and two rooms without anything."""
    await hass.config.async_set_time_zone("Asia/Shanghai")
    freezer.move_to(friday(7))
    areas = [make_area(hass, "A301", "Third"), make_area(hass, EVIL, "Third"), make_area(hass, "Yard")]
    rooms = [
        room(areas[0]),
        room(areas[1], registrar_name=EVIL),
        room(areas[2], registrar_name="Yard"),
    ]
    entry = await set_up(hass, *rooms, term(), meter(1, area_id=areas[0]), meter(2, host="192.0.2.2"))
    await use_timetable(hass, entry, MATHS)
    return entry


def areas_of(entry: MockConfigEntry) -> dict[str, str]:
    return {entry.subentries[key].title: key for key in entry.subentries if key.startswith("room_")}


async def test_page_of_tiles_says_how_each_room_is(page: Page, site: MockConfigEntry) -> None:
    event = await page.listen("dashboard/rooms/subscribe", site=site.entry_id)
    assert event["total"] == 3
    evil, first, yard = event["rooms"]
    assert (evil["name"], evil["state"], evil["reasons"]) == (EVIL, "unknown", [])
    assert (yard["name"], yard["floor_id"], yard["floor"], yard["devices"]) == ("Yard", None, None, 0)
    assert first == {
        "room": areas_of(site)["A301"],
        "site": "site1",
        "site_title": "North",
        "name": "A301",
        "area_id": first["area_id"],
        "floor_id": "third",
        "floor": "Third",
        "type": "smart_classroom",
        "state": "free",
        "reasons": [],
        "now": None,
        "next": {
            "lesson_id": first["next"]["lesson_id"],
            "course": "高等数学",
            "teacher": "王老师",
            "group": "",
            "start": friday(8).isoformat(),
            "end": friday(9, 40).isoformat(),
        },
        "recording": None,
        "alerts": 0,
        "worst": None,
        "devices": 1,
        "offline": 0,
        "is_ready": True,
        "is_occupied": None,
    }


async def test_only_what_changed_is_told_and_no_more_than_once_a_beat(
    hass: HomeAssistant, page: Page, campus: FakeCampus, site: MockConfigEntry, freezer: FrozenDateTimeFactory
) -> None:
    await page.listen("dashboard/rooms/subscribe", site=site.entry_id, language="en")
    await page.beat()
    assert await page.is_quiet()

    campus.link().silence()
    await fail(hass, site, "sub1")
    assert await page.is_quiet()
    await page.beat()
    event = await page.hear()
    (tile,) = event["rooms"]
    assert (event["total"], event["gone"], tile["name"], tile["state"], tile["offline"]) == (
        3,
        [],
        "A301",
        "attention",
        1,
    )
    assert tile["reasons"] == [{"code": "device_silent", "text": "Meter 1 does not answer"}]
    assert tile["is_ready"] is False

    freezer.move_to(friday(7, 51))
    await page.beat()
    (tile,) = (await page.hear())["rooms"]
    assert tile["state"] == "trouble"
    assert tile["reasons"][0] == {"code": "not_ready", "text": "Not ready for 高等数学 at 08:00"}
    await page.beat()
    assert await page.is_quiet()

    campus.link().heal()
    await poll(hass, site, "sub1")
    await page.beat()
    (tile,) = (await page.hear())["rooms"]
    assert (tile["state"], tile["reasons"]) == ("free", [])


async def test_alert_colours_the_room_and_names_itself_as_plain_text(
    hass: HomeAssistant, page: Page, site: MockConfigEntry
) -> None:
    first = (await page.listen("dashboard/rooms/subscribe"))["rooms"][1]
    desk = await async_get_desk(hass)
    report = AlertReport(
        key="k", severity=Severity.URGENT, title=EVIL, site=site.entry_id, area_id=first["area_id"], room="A301"
    )
    alert = await desk.async_raise(report)
    await page.beat()
    (tile,) = (await page.hear())["rooms"]
    assert (tile["state"], tile["alerts"], tile["worst"]) == ("trouble", 1, "urgent")
    assert tile["reasons"] == [{"code": "alert", "text": EVIL}]
    await desk.async_clear(site.entry_id, alert.key)
    await page.beat()
    assert (await page.hear())["rooms"][0]["state"] == "free"


async def test_pages_are_cut_by_floor_offset_and_limit(hass: HomeAssistant, page: Page, site: MockConfigEntry) -> None:
    event = await page.listen("dashboard/rooms/subscribe", floor_id="third", offset=1, limit=1)
    assert (event["total"], [tile["name"] for tile in event["rooms"]]) == (2, ["A301"])
    hass.config_entries.async_remove_subentry(site, areas_of(site)["A301"])
    await hass.async_block_till_done()
    await page.beat()
    assert await page.hear() == {"total": 1, "rooms": [], "gone": [event["rooms"][0]["room"]]}
    assert await page.refused("dashboard/rooms/subscribe", limit=501) == "invalid_format"
    assert (await page.listen("dashboard/rooms/subscribe", site="nowhere")) == {"total": 0, "rooms": []}


async def test_rooms_without_a_floor_are_a_page_of_their_own(page: Page, site: MockConfigEntry) -> None:
    event = await page.listen("dashboard/rooms/subscribe", floor_id=None)
    assert [tile["name"] for tile in event["rooms"]] == ["Yard"]


async def test_page_goes_on_when_the_site_is_set_up_anew(
    hass: HomeAssistant, page: Page, site: MockConfigEntry
) -> None:
    await page.listen("dashboard/rooms/subscribe", site=site.entry_id)
    await hass.config_entries.async_unload(site.entry_id)
    await page.beat()
    assert (await page.hear())["gone"] == [areas_of(site)[name] for name in (EVIL, "A301", "Yard")]
    await hass.config_entries.async_setup(site.entry_id)
    await hass.async_block_till_done()
    await poll(hass, site)
    await page.beat()
    assert len((await page.hear())["rooms"]) == 3


async def test_nobody_looks_when_no_page_is_open(hass: HomeAssistant, page: Page, site: MockConfigEntry) -> None:
    await page.listen("dashboard/rooms/subscribe")
    assert async_get_pulse(hass).is_beating
    await page.socket.send_json_auto_id({"type": "unsubscribe_events", "subscription": 1})
    assert (await page.socket.receive_json())["success"]
    assert not async_get_pulse(hass).is_beating


async def test_room_has_its_devices_and_who_shows_what(
    hass: HomeAssistant, page: Page, visitor: Page, site: MockConfigEntry
) -> None:
    room_id = areas_of(site)["A301"]
    area = site.subentries[room_id].data["area_id"]
    hass.states.async_set("sensor.chosen", "21", {"device_class": "temperature", "unit_of_measurement": "°C"})
    ar.async_get(hass).async_update(area, temperature_entity_id="sensor.chosen")
    answer = await page.ask("dashboard/room", site=site.entry_id, room=room_id)
    assert answer["room"]["name"] == "A301"
    assert answer["may_control"]
    (device,) = answer["devices"]
    assert (device["name"], device["kind"], device["room"], device["is_reachable"], device["problem"]) == (
        "Meter 1",
        "meter",
        room_id,
        True,
        None,
    )
    entities = answer["entities"]
    assert {role: hass.states.get(entities[role]).state for role in ("power", "energy")} == {
        "power": "1234.5",
        "energy": "100.25",
    }
    assert set(entities) >= {"calendar", "in_lesson", "lesson", "next_lesson", "readiness"}
    assert entities["temperature"] == "sensor.chosen"
    assert hass.states.get(entities["calendar"]).attributes["message"] == "高等数学"
    assert answer["cameras"] == []
    assert not (await visitor.ask("dashboard/room", site=site.entry_id, room=room_id))["may_control"]
    assert await page.refused("dashboard/room", site=site.entry_id, room="term1") == "not_found"
    assert await page.refused("dashboard/room", site="nowhere", room=room_id) == "not_found"


async def test_campus_names_the_sites_that_do_not_run(hass: HomeAssistant, page: Page, site: MockConfigEntry) -> None:
    assert (await page.ask("dashboard/campus"))["waiting"] == []
    await hass.config_entries.async_unload(site.entry_id)
    answer = await page.ask("dashboard/campus")
    assert (answer["sites"], answer["waiting"]) == ([], [{"site": "site1", "title": "North"}])
    await hass.config_entries.async_set_disabled_by(site.entry_id, ConfigEntryDisabler.USER)
    assert (await page.ask("dashboard/campus"))["waiting"] == []


async def test_devices_say_whether_who_asks_may_operate_them(
    hass: HomeAssistant, page: Page, visitor: Page, site: MockConfigEntry, hass_read_only_user: MockUser
) -> None:
    lights_only: Any = permission(hass_read_only_user.id, areas=["a301"], kinds=["lighting"])
    hass.config_entries.async_add_subentry(site, MockConfigEntry(subentries_data=[lights_only]).subentries["given"])
    room_id = areas_of(site)["A301"]

    assert [each["may_control"] for each in (await page.ask("dashboard/devices"))["devices"]] == [True, True]
    assert [each["may_control"] for each in (await visitor.ask("dashboard/devices"))["devices"]] == [False, False]
    there = await visitor.ask("dashboard/room", site=site.entry_id, room=room_id)
    assert (there["may_control"], there["devices"][0]["may_control"]) == (True, False)


async def test_campus_says_what_there_is_and_what_the_user_may(
    hass: HomeAssistant, page: Page, visitor: Page, site: MockConfigEntry, hass_read_only_user: MockUser
) -> None:
    answer = await page.ask("dashboard/campus")
    (north,) = answer["sites"]
    assert answer["is_admin"]
    assert (north["site"], north["title"], north["kinds"], north["switches"]) == ("site1", "North", {"meter": 2}, [])
    assert north["floors"] == [{"floor_id": "third", "name": "Third", "level": None}]
    assert [each["name"] for each in north["rooms"]] == [EVIL, "A301", "Yard"]
    assert (north["may_control"], north["may_manage"]) == (True, True)

    answer = await visitor.ask("dashboard/campus")
    assert not answer["is_admin"]
    assert (answer["sites"][0]["may_control"], answer["sites"][0]["may_manage"]) == (False, False)
    given: Any = permission(hass_read_only_user.id, areas=["yard"])
    hass.config_entries.async_add_subentry(site, MockConfigEntry(subentries_data=[given]).subentries["given"])
    answer = await visitor.ask("dashboard/campus")
    assert (answer["sites"][0]["may_control"], answer["sites"][0]["may_manage"]) == (True, False)


async def test_devices_are_found_by_kind_place_and_words(
    hass: HomeAssistant, page: Page, campus: FakeCampus, site: MockConfigEntry
) -> None:
    async def found(**fields: Any) -> list[str]:
        answer = await page.ask("dashboard/devices", **fields)
        assert answer["total"] >= len(answer["devices"])
        return [device["name"] for device in answer["devices"]]

    assert await found() == ["Meter 1", "Meter 2"]
    assert await found(offset=1, limit=5) == ["Meter 2"]
    assert await found(kind="switch") == []
    assert await found(floor_id="third", kind="meter") == ["Meter 1"]
    assert await found(area_id=site.subentries[areas_of(site)["Yard"]].data["area_id"]) == []
    assert await found(search="three example") == ["Meter 1", "Meter 2"]
    assert await found(search="a301 METER") == ["Meter 1"]
    campus.link().silence()
    await fail(hass, site, "sub1")
    answer = await page.ask("dashboard/devices", search="Meter 1", language="zh-Hans")
    assert answer["devices"][0]["problem"] == {"code": "no_answer", "text": "无法连接"}
    assert answer["devices"][0]["is_reachable"] is False
