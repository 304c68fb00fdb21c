"""SNMP profiles: what a file may say, and what is blamed on which line."""

import pytest

from campuslink.errors import ProfileError
from campuslink.model import Kind, PollClass
from campuslink.profile.catalogue import parse_catalogue
from campuslink.profile.document import parse_document
from campuslink.profile.parser import parse_profile
from campuslink.profile.schema import Profile
from campuslink.profile.snmp_schema import ColumnRead, OidRead, Pick, PortKey, SensorRead, SnmpRead, SystemMark

CATALOGUE = """\
schema: 1
kind: switch
points:
  cpu_load: {meaning: Load, unit: "%", poll: normal, entity: {platform: sensor}}
  temperature: {meaning: Hottest, unit: °C, poll: slow, entity: {platform: sensor}}
  fan_problem: {meaning: Fan, poll: normal, entity: {platform: binary_sensor}}
  model: {meaning: Model, poll: once, identity: model}
"""
PROFILE = """\
schema: 1
id: example-switch
kind: switch
name: Example switch
products: [{brand: Example, model: SW}]
sources: [{title: EXAMPLE-MIB, version: "1", url: ""}]
transport: {protocol: snmp, over: [udp], max_repetitions: 10}
identify: {system: [{object_id: 1.3.6.1.4.1.32473.1, describes: [Example]}]}
tables: {lldp: 1.0.8802.1.1.2.1}
points:
  cpu_load:
    read:
      - {column: 1.3.6.1.4.1.32473.2.1.5, pick: largest, where: {1.3.6.1.4.1.32473.2.1.2: [9, board]}}
      - {oid: 1.3.6.1.4.1.32473.3.0}
    decode: integer
    unit: "%"
    range: [0, 100]
  temperature:
    {read: {sensors: 1.3.6.1.2.1.99.1.1.1, type: 8, pick: largest}, decode: integer, unit: °C, range: [-40, 150]}
  model: {read: {oid: 1.3.6.1.2.1.1.1.0, after: "Model ", until: ","}, decode: octets}
ports:
  admin_up: {column: 1.3.6.1.2.1.2.2.1.7, decode: integer, map: {1: true, 2: false}, write: {true: 1, false: 2}}
  in_octets: [{column: 1.3.6.1.2.1.31.1.1.1.6, decode: counter64}, {column: 1.3.6.1.2.1.2.2.1.10, decode: counter32}]
  vlan: {column: 1.3.6.1.2.1.17.7.1.4.5.1.1, by: bridge_port, decode: integer, poll: once}
"""
CATALOGUES = {Kind.SWITCH: parse_catalogue(parse_document(CATALOGUE.encode(), "switch.yaml"))}


def parse(text: str) -> Profile:
    return parse_profile(parse_document(text.encode(), "example-switch.yaml"), CATALOGUES, lambda _: None)


def test_reads_are_what_the_file_says() -> None:
    profile = parse(PROFILE)
    assert profile.points["cpu_load"].read == SnmpRead(
        alternatives=(
            ColumnRead(
                column="1.3.6.1.4.1.32473.2.1.5",
                pick=Pick.LARGEST,
                where={"1.3.6.1.4.1.32473.2.1.2": (9, "board")},
            ),
            OidRead(oid="1.3.6.1.4.1.32473.3.0"),
        )
    )
    sensors = SensorRead(sensors="1.3.6.1.2.1.99.1.1.1", type=8, pick=Pick.LARGEST)
    assert profile.points["temperature"].read == SnmpRead(alternatives=(sensors,))
    assert profile.transport.max_repetitions == 10
    assert profile.tables.lldp == "1.0.8802.1.1.2.1"


def test_ports_are_what_the_file_says() -> None:
    ports = parse(PROFILE).ports
    assert ports["admin_up"][0].write == {True: 1, False: 2}
    assert [each.rule.decode for each in ports["in_octets"]] == ["counter64", "counter32"]
    assert (ports["vlan"][0].by, ports["vlan"][0].poll) == (PortKey.BRIDGE_PORT, PollClass.ONCE)
    assert ports["in_octets"][0].poll is PollClass.FAST


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("{oid: 1.3.6.1.4.1.32473.3.0}", "{oid: .1.3.6}", 14, "is no OID"),
        ("{oid: 1.3.6.1.4.1.32473.3.0}", "{oid: 1.3.6.1.2.1, column: 1.3.6.1.2.1}", 14, "exactly one of oid, column"),
        ("pick: largest, where", "pick: loudest, where", 13, "loudest is none of"),
        ("[9, board]", "[9, 1.5]", 13, "is not a whole number"),
        ("1.3.6.1.4.1.32473.2.1.2:", "class:", 13, "class is no OID of a column"),
        ("type: 8, ", "", 19, "type is missing"),
        ("decode: octets", "decode: text", 20, "text does not decode object"),
        ("admin_up:", "admin_state:", 22, "admin_state is no field of a port"),
        ("map: {1: true, 2: false}", "map: {1: up, 2: down}", 22, "map gives up"),
        ("write: {true: 1, false: 2}", "write: {true: 1}", 22, "the numbers for true and false"),
        ("decode: counter64", "decode: integer", 23, "in_octets counts"),
        ("decode: integer, poll: once", "decode: counter32, poll: once", 24, "vlan does not count"),
        ("by: bridge_port", "by: slot", 24, "slot is none of"),
        ("lldp: 1.0", "lldp2: 1.0", 9, "unknown key lldp2"),
        ("max_repetitions: 10", "max_registers: 10", 7, "max_registers means something for modbus only"),
        ("over: [udp]", "over: [tcp]", 7, "tcp does not carry snmp"),
    ],
)
def test_mistake_is_blamed_on_its_line(old: str, new: str, line: int, message: str) -> None:
    assert old in PROFILE
    with pytest.raises(ProfileError) as caught:
        parse(PROFILE.replace(old, new, 1))
    assert any(each.line == line and message in each.message for each in caught.value.problems), str(caught.value)


def test_switch_says_how_it_names_itself() -> None:
    text = "\n".join(line for line in PROFILE.splitlines() if not line.startswith("identify"))
    with pytest.raises(ProfileError, match=r"identify\.system is missing"):
        parse(text)


def test_mark_fits_whole_numbers_only() -> None:
    mark = SystemMark(object_id="1.3.6.1.4.1.9", describes=("IOS-XE", "IOSXE"))
    assert mark.fits("1.3.6.1.4.1.9.1.1", "Software (CAT9K_iosxe)")
    assert not mark.fits("1.3.6.1.4.1.99.1", "IOSXE")
    assert not mark.fits("1.3.6.1.4.1.9.1.1", "IOS")
