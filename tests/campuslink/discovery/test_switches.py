"""SNMP agents of six makers on snmpsim, with the credentials that were given; and where other devices hang on them."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from campuslink.device.switch import SwitchDevice
from campuslink.discovery.finding import Finding, Place, Remark, Service
from campuslink.discovery.placing import PortSight, look_at_ports, place_findings
from campuslink.discovery.probers.snmp import SnmpProber
from campuslink.discovery.visit import Bench
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.link.snmp.backend import preload
from campuslink.profile.schema import Transport
from simulator.demo_doors import READERS, mac_of
from simulator.demo_switches import OPERATOR, demo_switches
from simulator.snmp_switches import COMMUNITY

from .network import Turns, free_port, look

HOST = "127.0.0.1"
V2C = Credentials({"version": "2c", "community": COMMUNITY})
OTHER = Credentials({"version": "2c", "community": "winter"})
V3 = Credentials(
    {
        "version": "3",
        "user": OPERATOR.name,
        "auth_protocol": OPERATOR.auth_protocol,
        "auth_key": OPERATOR.auth_key,
        "priv_protocol": OPERATOR.priv_protocol,
        "priv_key": OPERATOR.priv_key,
        "context": COMMUNITY,
    }
)


@pytest.fixture
async def ports(bench: Bench) -> AsyncIterator[tuple[int, ...]]:
    """The UDP ports of the six switches of the demo."""
    await asyncio.to_thread(preload)
    switches = demo_switches(0)
    await switches.start()
    try:
        found = tuple(device["endpoint"]["port"] for device in switches.devices())
        async with asyncio.timeout(30):
            # snmpsim says that it listens a moment before it does; a question to nobody ends at once
            while not await look(SnmpProber(bench, (V2C,), found[-1:]), HOST):
                pass
        yield found
    finally:
        await switches.stop()


@pytest.mark.slow
async def test_switches_name_themselves_and_where_they_are(bench: Bench, ports: tuple[int, ...]) -> None:
    turns = Turns()
    found = await look(SnmpProber(bench, (V2C,), ports), HOST, turns)
    assert turns.taken == len(ports)
    assert {each.name: each.matches[0].profile.id for each in found} == {
        "CORE-1": "h3c-comware",
        "DIST-A": "ruijie-rgos",
        "DIST-B": "cisco-ios",
        "ACC-A-3F": "huawei-vrp",
        "ACC-LIB": "mikrotik-routeros",
        "ACC-DORM": "generic-if-mib",
    }
    by_name = {each.name: each for each in found}
    assert by_name["ACC-LIB"].location == "Library"
    assert by_name["ACC-LIB"].identity.serial == "HC50800005"
    assert by_name["DIST-B"].matches[0].is_exact
    assert [match.profile.id for match in by_name["DIST-B"].matches] == ["cisco-ios", "generic-if-mib"]
    assert not by_name["ACC-DORM"].matches[0].is_exact
    assert COMMUNITY not in str([each.to_json() for each in found])

    # The reading room's door controller hangs on the third port of the library's switch
    sights: list[PortSight] = []
    for each in found:
        spec = bench.spec(each.matches[0].profile, each.endpoint, each.credentials)
        async with bench.hold_device(spec) as device:
            assert isinstance(device, SwitchDevice)
            await device.identify()
            sights += await look_at_ports(device)
    digits = mac_of(READERS)
    mac = ":".join(digits[place : place + 2] for place in range(0, 12, 2))
    (placed,) = place_findings([a_controller(mac)], sights)
    assert placed.place == Place(switch="ACC-LIB", port="ether3", alias="Reading room doors", switch_location="Library")


@pytest.mark.slow
async def test_only_given_credentials_are_tried_in_their_order(bench: Bench, ports: tuple[int, ...]) -> None:
    turns = Turns()
    (found,) = await look(SnmpProber(bench, (OTHER, V2C), ports[:1]), HOST, turns)
    assert found.credentials == V2C
    assert turns.taken == 2
    assert await look(SnmpProber(bench, (OTHER,), ports[:1]), HOST) == []

    silent_of_v3 = [each for each in await look(SnmpProber(bench, (V3,), ports), HOST) if each.is_addable]
    assert [each.credentials["version"] for each in silent_of_v3] == ["3"] * len(silent_of_v3)
    assert silent_of_v3

    wrong = Credentials({**V3, "auth_key": "not-this-key"})
    refused = await look(SnmpProber(bench, (wrong,), ports), HOST)
    assert {each.remark for each in refused} == {Remark.LOGIN_REFUSED}
    assert "not-this-key" not in repr(refused)


async def test_port_without_an_agent_ends_at_once(bench: Bench) -> None:
    await asyncio.to_thread(preload)
    turns = Turns()
    assert await look(SnmpProber(bench, (OTHER, V2C), (free_port(2),)), HOST, turns) == []
    assert turns.taken == 1


def a_controller(mac: str, host: str = "10.1.0.9") -> Finding:
    endpoint = NetworkEndpoint(transport=Transport.UDP, host=host, port=60000)
    return Finding(service=Service.UHPPOTE, endpoint=endpoint, address="405419896", mac=mac)


def sight(port: str, *macs: str, announced: tuple[str, ...] = ()) -> PortSight:
    place = Place(switch="ACC-1", port=port, alias=f"Room {port}")
    return PortSight(place=place, macs=frozenset(macs), announced=frozenset(announced))


MAC, NEIGHBOUR = "00:66:19:2a:55:78", "00:66:19:2a:55:79"


@pytest.mark.parametrize(
    ("sights", "port"),
    [
        ([sight("1", MAC, NEIGHBOUR), sight("2", MAC)], "2"),
        ([sight("1", MAC), sight("2", NEIGHBOUR, announced=(MAC,))], "2"),
        ([sight("1", MAC), sight("2", announced=("10.1.0.9",))], "2"),
        ([sight("1", NEIGHBOUR)], None),
        ([], None),
    ],
    ids=["fewest neighbours", "announced by address", "announced by host", "not heard", "no switches"],
)
def test_port_is_the_one_nearest_to_the_device(sights: list[PortSight], port: str | None) -> None:
    (placed,) = place_findings([a_controller(MAC)], sights)
    assert (placed.place.port if placed.place else None) == port


def test_addresses_this_machine_knows_serve_where_a_device_tells_none() -> None:
    (placed,) = place_findings([a_controller("")], [sight("7", MAC)], {"10.1.0.9": MAC})
    assert placed.place is not None
    assert (placed.place.port, placed.mac) == ("7", MAC)
