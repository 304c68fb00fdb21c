"""Traps bring a poll forward: over real datagrams, from known switches only, and never too often."""

import asyncio
import socket
from collections.abc import Callable
from datetime import timedelta

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pyasn1.codec.ber import encoder
from pysnmp.proto import api
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.network.switch_traps import DATA_RECEIVERS, LEAST_BETWEEN_S, trap_port_of

from ..conftest import make_site, settle
from .network_site import Stage, switch_subentry

LINK_DOWN = "1.3.6.1.6.3.1.1.5.3"
HELLO = "1.3.6.1.4.1.32473.1.0.1"
OPER = "1.3.6.1.2.1.2.2.1.8"


def free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def trap(name: str, community: str = "public") -> bytes:
    """Return a trap of version 2c, encoded by an independent library."""
    protocol = api.PROTOCOL_MODULES[api.SNMP_VERSION_2C]
    pdu = protocol.TrapPDU()
    protocol.apiTrapPDU.set_defaults(pdu)
    values = [
        (protocol.ObjectIdentifier("1.3.6.1.2.1.1.3.0"), protocol.TimeTicks(1)),
        (protocol.ObjectIdentifier("1.3.6.1.6.3.1.1.4.1.0"), protocol.ObjectIdentifier(name)),
    ]
    protocol.apiTrapPDU.set_varbinds(pdu, values)
    message = protocol.Message()
    protocol.apiMessage.set_defaults(message)
    protocol.apiMessage.set_community(message, community)
    protocol.apiMessage.set_pdu(message, pdu)
    return bytes(encoder.encode(message))


async def until(condition: Callable[[], bool]) -> None:
    """Let the loop turn until sockets and threads have done their part; the clock stands still."""
    for _ in range(1_000_000):
        if condition():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came")


class Listening:
    """A site that listens, and a way to send it traps."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry, stage: Stage, port: int) -> None:
        self.hass = hass
        self.entry = entry
        self.agent = stage.agents["lab"]
        self.port = port
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def send(self, data: bytes) -> None:
        self._socket.sendto(data, ("127.0.0.1", self.port))

    async def heard(self, count: int) -> None:
        """Wait until so many datagrams were dealt with."""
        statistics = self.hass.data[DATA_RECEIVERS][self.port].receiver.statistics
        await until(lambda: statistics.notices + statistics.not_believed + statistics.unknown_sender >= count)
        await self.hass.async_block_till_done()

    def polls(self) -> int:
        return self.agent.link.asked.count(OPER)

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
async def listening(hass: HomeAssistant, stage: Stage, socket_enabled: None) -> Listening:
    port = free_port()
    described = switch_subentry("lab")
    described["data"] = {
        **described["data"],
        "endpoint": {"transport": "udp", "host": "127.0.0.1", "port": 161},
        "credentials": {"version": "2c", "community": "public"},
    }
    stage.agents["127"] = stage.agents["lab"]
    entry = make_site(described, trap_port=port)
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    await until(lambda: bool(entry.runtime_data._traps._ends))
    found = Listening(hass, entry, stage, port)
    found.agent.link.asked.clear()
    return found


async def test_trap_makes_the_switch_be_read_at_once(listening: Listening) -> None:
    listening.send(trap(LINK_DOWN))
    await listening.heard(1)
    assert listening.polls() == 1


async def test_many_traps_cost_one_poll_now_and_one_later(listening: Listening) -> None:
    for _ in range(20):
        listening.send(trap(LINK_DOWN))
    await listening.heard(20)
    assert listening.polls() == 1
    async_fire_time_changed(listening.hass, dt_util.utcnow() + timedelta(seconds=LEAST_BETWEEN_S + 1))
    await listening.hass.async_block_till_done()
    assert listening.polls() == 2


@pytest.mark.parametrize(
    "data",
    [trap(HELLO), trap(LINK_DOWN, "other"), b"", b"\x30\x82", b"x" * 9000],
    ids=["other notice", "other community", "nothing", "half a header", "noise"],
)
async def test_what_is_no_known_trap_changes_nothing(listening: Listening, data: bytes) -> None:
    listening.send(data)
    await listening.heard(1)
    assert listening.polls() == 0


async def test_port_is_let_go_with_the_option_and_with_the_site(hass: HomeAssistant, listening: Listening) -> None:
    hass.config_entries.async_update_entry(listening.entry, options={**listening.entry.options, "trap_port": 0})
    await until(lambda: hass.data[DATA_RECEIVERS] == {})
    hass.config_entries.async_update_entry(
        listening.entry, options={**listening.entry.options, "trap_port": listening.port}
    )
    await until(lambda: list(hass.data[DATA_RECEIVERS]) == [listening.port])
    await hass.config_entries.async_unload(listening.entry.entry_id)
    assert hass.data[DATA_RECEIVERS] == {}


async def test_port_that_is_taken_stops_nothing_else(
    hass: HomeAssistant, stage: Stage, socket_enabled: None, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("0.0.0.0", 0))
        entry = make_site(switch_subentry("lab"), trap_port=other.getsockname()[1])
        entry.add_to_hass(hass)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await settle(hass, entry)
        await until(lambda: "traps cannot be received" in caplog.text)
    assert entry.runtime_data.coordinators["lab"].is_answering


@pytest.mark.parametrize("damaged", [None, "1162", -1, 70_000, [1162]])
def test_damaged_option_listens_nowhere(damaged: object) -> None:
    assert trap_port_of({"trap_port": damaged}) == 0
