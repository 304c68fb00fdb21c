"""A lesson with a simulated projector: on, source, mute, off, with every state between as the projector passes it."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from homeassistant.core import HomeAssistant

from simulator.clock import SimClock
from simulator.pjlink_server import Manners
from simulator.projector import COOL_S, WARM_S, Model, Projector
from simulator.projectors import ProjectorSystem
from simulator.system import Identity, Names

from ..conftest import poll
from .conftest import SetUp, shown
from .test_player import act

PASSWORD = "campus"
NAMES = Names(en="Hall", zh_hans="大厅")


class Time:
    """Real seconds that pass by hand."""

    def __init__(self) -> None:
        self.now = 1_760_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
async def simulated(time: Time) -> AsyncIterator[ProjectorSystem]:
    identity = Identity(id="hall", kind="projector", profile="pjlink-class-2", name=NAMES, room=NAMES, building=NAMES)
    projector = Projector(Model(), SimClock(source=time).timestamp, lamp_hours=(1999.5,))
    system = ProjectorSystem(identity, projector, manners=Manners(password=PASSWORD, login="sha256"))
    await system.start()
    yield system
    await system.stop()


def states(hass: HomeAssistant) -> tuple[str, str, str]:
    state, attributes = shown(hass, "media_player", "player")
    return state, attributes["power_state"], shown(hass, "binary_sensor", "cooled_down")[0]


async def test_a_lesson(hass: HomeAssistant, simulated: ProjectorSystem, set_up: SetUp, time: Time) -> None:
    options = {"lamp_lifetime_h": 2000}
    entry = await set_up(simulated.port, credentials={"password": PASSWORD}, options=options)
    passed = [states(hass)]
    await act(hass, "turn_on")
    passed.append(states(hass))
    time.now += WARM_S
    await poll(hass, entry, "p1")
    passed.append(states(hass))
    await act(hass, "select_source", source="HDMI 2")
    await act(hass, "volume_mute", is_volume_muted=True)
    await act(hass, "turn_on", "picture_mute")
    assert (simulated.projector.source, simulated.projector.audio_mute) == ("32", True)
    assert shown(hass, "media_player", "player")[1]["source"] == "HDMI 2"
    assert shown(hass, "switch", "picture_mute")[0] == "on"
    time.now += 3600
    await poll(hass, entry, "p1")
    assert shown(hass, "sensor", "light_source_hours")[0] == "2000"
    assert shown(hass, "sensor", "light_source_remaining")[0] == "0.0"
    await act(hass, "turn_off")
    passed.append(states(hass))
    time.now += COOL_S
    await poll(hass, entry, "p1")
    passed.append(states(hass))
    assert passed == [
        ("off", "off", "on"),
        ("buffering", "warming", "off"),
        ("on", "on", "off"),
        ("off", "cooling", "off"),
        ("off", "off", "on"),
    ]


async def test_a_control_panel_in_the_room_gets_its_turn(
    hass: HomeAssistant, simulated: ProjectorSystem, set_up: SetUp
) -> None:
    """The projector lets one client in; after we were kept out once, the connection is free between two polls."""
    await simulated.actions("hall")["fault"]({"fault": "one_client"})
    entry = await set_up(simulated.port, credentials={"password": PASSWORD})
    simulated.server.occupy()
    await poll(hass, entry, "p1")
    simulated.server.vacate()
    await poll(hass, entry, "p1")
    assert states(hass)[0] == "off"
    async with asyncio.timeout(5):
        await simulated.server.wait_until_free()
    assert simulated.server.connections > 1
