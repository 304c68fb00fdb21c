"""The side door changes what happens on the wire."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from simulator.campus import Campus
from simulator.side_door import SideDoor


@pytest.fixture
async def door(campus: Campus) -> AsyncIterator[aiohttp.ClientSession]:
    async with SideDoor(campus) as opened, aiohttp.ClientSession(opened.url) as session:
        yield session


async def test_devices_are_listed_with_names_in_both_languages(door: aiohttp.ClientSession) -> None:
    devices = await (await door.get("/devices")).json()
    assert len(devices) == 12
    assert {frozenset(device["name"]) for device in devices} == {frozenset({"en", "zh-Hans"})}


async def test_values_are_those_of_the_meter(door: aiohttp.ClientSession, campus: Campus) -> None:
    values = await (await door.get("/devices/library/values")).json()
    assert values == campus.meters["library"].values()


async def test_fault_is_set_with_its_settings(door: aiohttp.ClientSession, campus: Campus) -> None:
    answer = await door.post("/devices/library/fault", json={"fault": "refuse", "code": 6})
    assert (await answer.json())["fault"] == "refuse"
    assert campus.meters["library"].fault.code == 6


async def test_serial_is_changed(door: aiohttp.ClientSession, campus: Campus) -> None:
    await door.post("/devices/dormitory-main/serial", json={"serial": "12345678"})
    assert campus.meters["dormitory-main"].serial == "12345678"


async def test_clock_speed_is_changed(door: aiohttp.ClientSession, campus: Campus) -> None:
    await door.post("/clock", json={"speed": 60})
    assert campus.clock.speed == 60


async def test_gateway_is_unplugged(door: aiohttp.ClientSession, campus: Campus) -> None:
    await door.post("/gateways/gateway-c/fault", json={"fault": "unplugged"})
    assert campus.gateways["gateway-c"].fault == "unplugged"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/devices/nobody/fault", {"fault": "silent"}, 404),
        ("/devices/library/fault", {"fault": "sulky"}, 400),
        ("/devices/library/fault", {"fault": "refuse", "code": 900}, 400),
        ("/devices/library/fault", ["silent"], 400),
        ("/devices/library/serial", {"serial": "<b>"}, 400),
        ("/devices/library/sing", {}, 404),
        ("/gateways/gateway-z/fault", {"fault": "drop"}, 404),
        ("/clock", {"speed": 0}, 400),
        ("/clock", {"speed": "fast"}, 400),
    ],
)
async def test_bad_requests_are_explained_and_change_nothing(
    door: aiohttp.ClientSession, campus: Campus, path: str, body: object, status: int
) -> None:
    answer = await door.post(path, json=body)
    assert answer.status == status
    assert await answer.text()
    assert {meter.fault.kind for meter in campus.meters.values()} == {"none"}
