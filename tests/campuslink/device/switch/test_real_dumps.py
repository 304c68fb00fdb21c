"""Dumps of real switches from the package snmpsim-data, compared with what a plain reading of the dump says.

The reading here knows lines of ``OID|tag|value`` and nothing of profiles.
"""

import bz2
from pathlib import Path

import pytest
import snmpsim_data

from campuslink.device.switch import PortKind, SwitchDevice
from campuslink.device.switch.system import ask_system, rank_system
from campuslink.model import Kind
from campuslink.testing.snmp import FakeSnmpLink

from .agents import LIBRARY

DATA = Path(snmpsim_data.__file__).parent / "data"
OPER = "1.3.6.1.2.1.2.2.1.8"
NAME = "1.3.6.1.2.1.31.1.1.1.1"
HC_IN = "1.3.6.1.2.1.31.1.1.1.6"
HUAWEI_CPU = "1.3.6.1.4.1.2011.5.25.31.1.1.1.1.5"
COMWARE_MEMORY = "1.3.6.1.4.1.25506.2.6.1.1.1.1.8"
CISCO_CPU = "1.3.6.1.4.1.9.9.109.1.1.1.1.7"
SERIAL = "1.3.6.1.2.1.47.1.1.1.1.11"

DUMPS = {
    "network/router/huawei-s5720": "huawei-vrp",
    "network/switch/h3c-comware-7-1-075": "h3c-comware",
    "network/switch/h3c-e528-2": "h3c-comware",
    "network/switch/ruijie-s5750-24gt12sfp": "ruijie-rgos",
    "network/switch/cisco-c3560": "cisco-ios",
    "network/switch/cisco-c3750": "cisco-ios",
    "cloud/arista-dcs-7150s-52-cl": "generic-if-mib",
}


def dump(name: str) -> str:
    return bz2.decompress((DATA / f"{name}.snmprec.bz2").read_bytes()).decode("latin-1")


def column(text: str, oid: str) -> dict[str, str]:
    """Return value by row; hex as the text it stands for."""
    rows = (line.split("|", 2) for line in text.splitlines() if line.startswith(f"{oid}."))
    return {
        row.removeprefix(f"{oid}."): bytes.fromhex(value).decode() if tag == "4x" else value for row, tag, value in rows
    }


async def device_of(text: str) -> SwitchDevice:
    link = FakeSnmpLink.from_snmprec(text)
    profile, _ = rank_system(LIBRARY.profiles.values(), await ask_system(link))[0]
    now = [0.0]
    device = SwitchDevice(profile, link, LIBRARY.catalogue(Kind.SWITCH), clock=lambda: now[0], monotonic=lambda: now[0])
    await device.poll(device.points)
    now[0] = 30.0
    await device.poll(device.points)
    return device


@pytest.mark.parametrize(("name", "profile_id"), DUMPS.items())
async def test_dump_is_read_whole_by_the_profile_of_its_maker(name: str, profile_id: str) -> None:
    text = dump(name)
    device = await device_of(text)
    states, names, counted = column(text, OPER), column(text, NAME), column(text, HC_IN)
    ports = {str(port.if_index): port for port in device.ports}
    assert device.profile.id == profile_id
    assert (await device.identify()).serial in column(text, SERIAL).values() or profile_id == "ruijie-rgos"
    assert set(ports) == set(states)
    assert {row for row, port in ports.items() if port.is_up} == {row for row, state in states.items() if state == "1"}
    assert {row: port.name for row, port in ports.items()} == {row: names[row] for row in states}
    assert {row for row, port in ports.items() if port.in_rate == 0.0} == set(counted) & set(states)


@pytest.mark.parametrize(
    ("name", "point", "oid"),
    [
        ("network/router/huawei-s5720", "cpu_load", HUAWEI_CPU),
        ("network/switch/h3c-comware-7-1-075", "memory_usage", COMWARE_MEMORY),
        ("network/switch/cisco-c3560", "cpu_load", CISCO_CPU),
    ],
)
async def test_load_is_that_of_the_busiest_board(name: str, point: str, oid: str) -> None:
    text = dump(name)
    device = await device_of(text)
    report = await device.poll([point])
    assert report.readings[point].value == max(int(value) for value in column(text, oid).values() if int(value) <= 100)


async def test_stack_ports_and_vlans_are_no_physical_ports() -> None:
    ports = (await device_of(dump("network/switch/cisco-c3750"))).ports
    physical = {port.name for port in ports if port.kind is PortKind.PHYSICAL}
    assert physical == {f"Gi1/0/{number}" for number in range(1, 13)}
