"""A simulated phone shows what an app would show, and its side door presses what a person would press."""

import pytest
from aiohttp import ClientSession

from simulator.campus import Campus
from simulator.demo_campus import demo_plan
from simulator.phone import CLEAR, Phone, PhoneSystem
from simulator.side_door import SideDoor

BUTTON = {"action": "SMART_CAMPUS@acknowledge@mark", "title": "Acknowledge"}


async def push(phone: Phone, **body: object) -> int:
    async with ClientSession() as session, session.post(phone.push_url, json={"push_token": "t", **body}) as answer:
        return answer.status


async def test_tag_replaces_and_clears() -> None:
    async with Phone("Li", device_id="d") as phone:
        await push(phone, title="One", message="a", data={"tag": "x"})
        await push(phone, title="Two", message="b", data={"tag": "y"})
        await push(phone, title="Three", message="c", data={"tag": "x"})
        assert [shown.title for shown in phone.screen] == ["Two", "Three"]
        await push(phone, message=CLEAR, data={"tag": "x"})
        assert [shown.title for shown in phone.screen] == ["Two"]
        assert len(phone.pushes) == 4


async def test_relay_with_trouble_shows_nothing() -> None:
    async with Phone("Li", device_id="d") as phone:
        phone.status = 429
        assert await push(phone, title="One", message="a") == 429
        assert phone.screen == []


async def test_button_that_is_not_there_cannot_be_pressed() -> None:
    async with Phone("Li", device_id="d") as phone:
        await push(phone, title="One", message="a", data={"tag": "x", "actions": [BUTTON]})
        with pytest.raises(ValueError, match="no notification with the button"):
            await phone.press("snooze")


async def test_side_door_shows_the_screen_and_refuses_nonsense() -> None:
    async with Campus(demo_plan(kinds=["phone"])) as campus, SideDoor(campus) as door, ClientSession(door.url) as http:
        device = campus.device("phone-cleaner")
        system = campus._system_of["phone-cleaner"]
        assert isinstance(system, PhoneSystem)
        await push(system.phone, title="Wet floor", message="Hall", data={"tag": "x", "actions": [BUTTON]})
        async with http.get("/devices/phone-cleaner") as answer:
            (shown,) = (await answer.json())["screen"]
        assert (shown["title"], shown["data"]["tag"]) == ("Wet floor", "x")
        assert device["kind"] == "phone"
        for action, body in (
            ("press", {}),
            ("press", {"button": "mopped"}),
            ("relay", {"status": 7}),
            ("register", {}),
        ):
            async with http.post(f"/devices/phone-cleaner/{action}", json=body) as answer:
                assert answer.status == 400
        async with http.post("/devices/phone-cleaner/sweep", json={}) as answer:
            assert (await answer.json())["screen"] == []


async def test_phones_have_ports_of_their_own_and_keep_them() -> None:
    plan = demo_plan(kinds=["phone"], base_port=25800)
    ports = [system.phone.port for system in plan.systems if isinstance(system, PhoneSystem)]
    assert ports == [25850, 25851, 25852, 25853]
