"""Simulated projectors, asked by the independent clients pypjlink2 and pjlink-advance."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from pjlink_advance import PJLinkClient
from pjlink_advance.models import InputSource
from pypjlink import Projector

from simulator.clock import SimClock
from simulator.demo_projectors import INPUTS, NEAR_ITS_END, PASSWORD, demo_projectors
from simulator.projector import COOL_S, WARM_S
from simulator.projectors import ProjectorSystem


class Time:
    """Real seconds that pass by hand."""

    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture(autouse=True)
async def projectors(time: Time) -> AsyncIterator[dict[str, ProjectorSystem]]:
    started = {projector.identity.id: projector for projector in demo_projectors(0, SimClock(source=time))}
    for projector in started.values():
        await projector.start()
    yield started
    for projector in started.values():
        await projector.stop()


async def _ask(projector: ProjectorSystem, question: str, *, password: str = "") -> object:
    """Ask in a thread, because the client blocks."""

    def ask() -> object:
        with Projector.from_address("127.0.0.1", projector.port, timeout=5) as client:
            client.authenticate(password or None)
            answer: object = getattr(client, question)()
            return answer

    async with asyncio.timeout(10):
        return await asyncio.to_thread(ask)


async def test_demo_has_eight_of_which_one_is_meant_to_be_offline(projectors: dict[str, ProjectorSystem]) -> None:
    described = [device for projector in projectors.values() for device in projector.devices()]
    assert len(described) == 8
    assert [device["id"] for device in described if device["expected"] == "offline"] == ["projector-computer-room"]


@pytest.mark.parametrize(
    ("projector_id", "power"),
    [("projector-301", "on"), ("projector-reading-room", "off"), ("projector-304", "cooling")],
)
async def test_power_is_told(projectors: dict[str, ProjectorSystem], projector_id: str, power: str) -> None:
    assert await _ask(projectors[projector_id], "get_power") == power


async def test_password_is_asked_for(projectors: dict[str, ProjectorSystem]) -> None:
    projector = projectors["projector-302"]
    projector.server.manners.login = "md5"
    assert await _ask(projector, "get_power", password=PASSWORD) == "off"


async def test_password_of_the_old_login_is_refused_where_only_the_new_one_counts(
    projectors: dict[str, ProjectorSystem],
) -> None:
    with Projector.from_address("127.0.0.1", projectors["projector-302"].port, timeout=5) as client:
        assert await asyncio.to_thread(client.authenticate, PASSWORD) is False


async def test_warming_and_cooling_pass_with_the_campus_clock(
    projectors: dict[str, ProjectorSystem], time: Time
) -> None:
    projector = projectors["projector-reading-room"]
    await projector.actions("projector-reading-room")["remote"]({"power": "on"})
    found = [await _ask(projector, "get_power")]
    time.now += WARM_S
    found.append(await _ask(projector, "get_power"))
    await projector.actions("projector-reading-room")["remote"]({"power": "off"})
    found.append(await _ask(projector, "get_power"))
    time.now += COOL_S
    found.append(await _ask(projector, "get_power"))
    assert found == ["warm-up", "on", "cooling", "off"]


async def test_lamps_age_while_they_are_lit(projectors: dict[str, ProjectorSystem], time: Time) -> None:
    time.now += 10 * 3600
    assert await _ask(projectors["projector-301"], "get_lamps") == [(1210, True)]
    assert await _ask(projectors["projector-reading-room"], "get_lamps") == [(120, False)]


async def test_another_independent_client_reads_class_2(projectors: dict[str, ProjectorSystem]) -> None:
    projector = projectors["projector-301"]
    client = PJLinkClient("127.0.0.1", projector.port)
    try:
        assert await client.get_serial() == "X8JK0000001"
        assert [str(source) for source in await client.get_inputs()] == [
            str(InputSource.from_code(code)) for code in INPUTS
        ]
        assert await client.get_filter_hours() == 300
        await client.set_freeze(True)
    finally:
        await client.close()
    assert projector.values("projector-301")["freeze"] is True


async def test_worn_lamp_is_told_with_its_warning(projectors: dict[str, ProjectorSystem]) -> None:
    worn = projectors["projector-303"]
    assert await _ask(worn, "get_lamps") == [(NEAR_ITS_END, True)]
    errors = await _ask(worn, "get_errors")
    assert isinstance(errors, dict)
    assert errors["lamp"] == "warning"


async def test_unplugged_projector_refuses_and_comes_back_on_its_port(projectors: dict[str, ProjectorSystem]) -> None:
    projector = projectors["projector-301"]
    actions = projector.actions("projector-301")
    await actions["unplug"]({})
    with pytest.raises(ConnectionRefusedError):
        await _ask(projector, "get_power")
    await actions["plug"]({})
    assert await _ask(projector, "get_power") == "on"


async def test_remote_control_changes_power_and_source(projectors: dict[str, ProjectorSystem], time: Time) -> None:
    projector = projectors["projector-reading-room"]
    await projector.actions("projector-reading-room")["remote"]({"power": "on", "source": "32"})
    time.now += WARM_S
    assert await _ask(projector, "get_input") == ("DIGITAL", 2)


async def test_wear_changes_hours_and_faults(projectors: dict[str, ProjectorSystem]) -> None:
    projector = projectors["projector-301"]
    await projector.actions("projector-301")["wear"]({"light_source_hours": 3999, "filter": "error"})
    assert projector.values("projector-301")["light_source_hours"] == 3999
    assert projector.values("projector-301")["filter_fault"] == "error"


@pytest.mark.parametrize(
    ("action", "body"),
    [("fault", {"fault": "sulky"}), ("remote", {"source": "99"}), ("wear", {"light_source_hours": -1})],
)
async def test_bad_order_is_explained(
    projectors: dict[str, ProjectorSystem], action: str, body: dict[str, object]
) -> None:
    with pytest.raises(ValueError, match=r"."):
        await projectors["projector-301"].actions("projector-301")[action](body)


async def test_other_device_is_unknown(projectors: dict[str, ProjectorSystem]) -> None:
    with pytest.raises(KeyError):
        projectors["projector-301"].values("projector-302")
