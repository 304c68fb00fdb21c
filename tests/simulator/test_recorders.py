"""Simulated recorders over plain HTTP, without our library: the side door does what happens to them."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ClientSession, encode_basic_auth

from simulator.campus import Campus, Plan
from simulator.clock import SimClock
from simulator.demo_recorders import PASSWORD, PORTS, USERNAME, demo_recorders
from simulator.side_door import SideDoor

STATUS = "/api/v2.0/recorders/status"
LOGIN = {"Authorization": encode_basic_auth(USERNAME, PASSWORD)}


@pytest.fixture
async def campus(socket_enabled: None) -> AsyncIterator[Campus]:
    clock = SimClock()
    async with Campus(Plan(clock=clock, systems=demo_recorders(0, clock))) as campus:
        yield campus


@pytest.fixture
async def session() -> AsyncIterator[ClientSession]:
    async with ClientSession() as session:
        yield session


def address_of(campus: Campus, device_id: str) -> str:
    endpoint = campus.device(device_id)["endpoint"]
    assert isinstance(endpoint, dict)
    return f"http://{endpoint['host']}:{endpoint['port']}"


def test_the_demo_has_three_families_with_names_in_both_languages(campus: Campus) -> None:
    devices = {str(device["id"]): device for device in campus.devices()}
    assert {device["profile"] for device in devices.values()} == {
        "epiphan-pearl",
        "extron-smp",
        "hikvision-isapi-recorder",
    }
    for device in devices.values():
        assert isinstance(device["name"], dict)
        assert device["name"].keys() == {"en", "zh-Hans"}
    ports = [device["endpoint"] for device in devices.values()]
    assert len(ports) <= PORTS


async def test_a_recorder_grows_while_it_records(campus: Campus, session: ClientSession) -> None:
    base = address_of(campus, "recorder-pearl")
    async with session.post(f"{base}/api/v2.0/recorders/1/control/start", headers=LOGIN) as response:
        assert await response.json() == {"status": "ok"}
    campus.clock.speed = 10_000
    durations = []
    for _ in range(2):
        async with session.get(base + STATUS, headers=LOGIN) as response:
            (status,) = (await response.json())["result"]
            durations.append(status["status"]["duration"])
    assert durations[1] > durations[0] > 0
    assert campus.values("recorder-pearl")["state"] == "recording"


async def test_faults_come_and_go_by_the_side_door(campus: Campus, session: ClientSession) -> None:
    async with SideDoor(campus) as door:
        place = f"{door.url}/devices/recorder-pearl"
        async with session.post(f"{place}/silent", json={"on": True}) as response:
            assert (await response.json())["faults"] == ["silent"]
        async with session.post(f"{place}/silent", json={"on": False}) as response:
            assert (await response.json())["faults"] == []
        async with session.post(f"{place}/clock", json={"seconds": 90}) as response:
            assert (await response.json())["clock_skew_s"] == 90
        async with session.post(f"{place}/silent", json={"on": "yes"}) as response:
            assert response.status == 400
        async with session.post(f"{place}/explode", json={}) as response:
            assert response.status == 404


@pytest.mark.parametrize("device_id", ["recorder-pearl", "recorder-extron", "recorder-nvr"])
async def test_a_recorder_that_was_offline_is_back_at_the_same_place(campus: Campus, device_id: str) -> None:
    before = campus.device(device_id)["endpoint"]
    await campus.act(device_id, "offline", {"on": True})
    await campus.act(device_id, "offline", {"on": True})
    await campus.act(device_id, "offline", {"on": False})
    await campus.cut(device_id)
    await campus.mend(device_id)
    assert campus.device(device_id)["endpoint"] == before
