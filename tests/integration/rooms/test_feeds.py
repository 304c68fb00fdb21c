"""Calendars of rooms over a real web server, and another calendar of Home Assistant."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.const import DOMAIN
from tests.integration.conftest import FakeCampus, set_up

from .conftest import friday, room, state_of
from .test_feed import file_of
from .test_flows import ROOM_FORM, start, submit


def lesson(name: str, hour: int = 8) -> bytes:
    zone = ";TZID=/Asia/Shanghai"
    times = f"DTSTART{zone}:20260911T{hour:02}0000\nDTEND{zone}:20260911T{hour + 1:02}4000"
    return file_of(f"UID:a\n{times}\nSUMMARY:{name}")


class FeedServer:
    """Serves one calendar, with a mark by which it can be asked for changes only."""

    def __init__(self) -> None:
        self.data = lesson("高等数学")
        self.status = 200
        self.asked: list[str | None] = []

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append(request.headers.get("If-None-Match"))
        mark = f'"{hash(self.data)}"'
        if self.status != 200:
            return web.Response(status=self.status)
        if request.headers.get("If-None-Match") == mark:
            return web.Response(status=304)
        return web.Response(body=self.data, headers={"ETag": mark}, content_type="text/calendar")


@pytest.fixture
async def server(socket_enabled: None, aiohttp_server: Callable[..., Any]) -> tuple[FeedServer, str]:
    feed = FeedServer()
    app = web.Application()
    app.router.add_get("/a301.ics", feed.answer)
    running = await aiohttp_server(app, host="127.0.0.1")
    return feed, f"http://127.0.0.1:{running.port}/a301.ics"


async def minute_later(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
    freezer.tick(timedelta(minutes=1))
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


async def set_up_feed(hass: HomeAssistant, area_id: str, **data: Any) -> MockConfigEntry:
    entry = await set_up(hass, room(area_id, **data))
    await hass.async_block_till_done(wait_background_tasks=True)
    return entry


async def test_room_follows_an_address_and_asks_for_changes_only(
    hass: HomeAssistant,
    campus: FakeCampus,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    server: tuple[FeedServer, str],
) -> None:
    feed, url = server
    freezer.move_to(friday(8, 30))
    await set_up_feed(hass, area_id, calendar_url=url)
    assert state_of(hass, area_id, "sensor", "lesson_now") == "高等数学"
    await minute_later(hass, freezer)
    assert feed.asked[-1]
    feed.data = lesson("物理")
    await minute_later(hass, freezer)
    assert state_of(hass, area_id, "sensor", "lesson_now") == "物理"


async def test_calendar_that_fails_keeps_its_lessons_and_says_so_once(
    hass: HomeAssistant,
    campus: FakeCampus,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    server: tuple[FeedServer, str],
    issue_registry: ir.IssueRegistry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    feed, url = server
    freezer.move_to(friday(8, 30))
    await set_up_feed(hass, area_id, calendar_url=url)
    issue_id = f"feed_failing_room_{area_id}"
    for status, data in ((503, feed.data), (200, b"<html>"), (200, b"BEGIN:VCALENDAR\nx")):
        feed.status, feed.data = status, data
        await minute_later(hass, freezer)
        assert state_of(hass, area_id, "sensor", "lesson_now") == "高等数学"
        assert issue_registry.async_get_issue(DOMAIN, issue_id)
    assert caplog.text.count("cannot be used") == 1
    feed.data = lesson("化学")
    await minute_later(hass, freezer)
    assert issue_registry.async_get_issue(DOMAIN, issue_id) is None
    assert state_of(hass, area_id, "sensor", "lesson_now") == "化学"


async def test_other_calendar_of_the_house_is_followed(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(8, 30))
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "calendar", {"calendar": {"platform": "demo"}})
    await hass.async_block_till_done()
    calendar = "calendar.calendar_2"
    assert hass.states.get(calendar)
    await set_up_feed(hass, area_id, calendar_entity_id=calendar)
    assert state_of(hass, area_id, "sensor", "lesson_now") == "Current Event"


async def test_calendar_that_is_gone_is_an_issue(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, issue_registry: ir.IssueRegistry
) -> None:
    await set_up_feed(hass, area_id, calendar_entity_id="calendar.nowhere")
    assert issue_registry.async_get_issue(DOMAIN, f"feed_failing_room_{area_id}")


async def test_address_is_read_before_it_is_saved(
    hass: HomeAssistant, campus: FakeCampus, area_id: str, server: tuple[FeedServer, str]
) -> None:
    _, url = server
    entry = await set_up(hass)
    form = {"area_id": area_id, **ROOM_FORM}
    result = await start(hass, entry, "room")
    wrong_addresses = {"ftp://x": "feed_no_address", f"{url}x": "feed_unreachable", "http://[": "feed_unreachable"}
    for wrong, key in wrong_addresses.items():
        result = await submit(hass, result, {**form, "calendar_url": wrong})
        assert result["errors"] == {"base": key}
    result = await submit(hass, result, {**form, "calendar_url": url, "calendar_entity_id": "calendar.x"})
    assert result["errors"] == {"base": "feed_two_calendars"}
    result = await submit(hass, result, {**form, "calendar_url": url})
    assert result["type"] == "create_entry"
