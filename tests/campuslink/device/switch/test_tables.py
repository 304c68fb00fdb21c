"""Joins, neighbours and MAC tables, from rows as the standards number them."""

import pytest

from campuslink.device.switch.joins import join_entities, join_poe_ports
from campuslink.device.switch.mac_table import MacEntry
from campuslink.device.switch.neighbours import join_local_ports, read_cdp, read_lldp
from campuslink.device.switch.ports import PortKind, port_kind
from campuslink.errors import NoAnswerError
from campuslink.link.snmp.base import Oid
from campuslink.testing.snmp import FakeSnmpLink

from .agents import CISCO, HUAWEI, Bench

MAC = bytes.fromhex("00005e005390")


def _names(*names: str) -> tuple[dict[str, str], dict[str, PortKind]]:
    rows = {str(number): name for number, name in enumerate(names, 1)}
    return rows, dict.fromkeys(rows, PortKind.PHYSICAL)


def test_poe_port_is_the_interface_with_its_group_first_and_its_number_last() -> None:
    names, kinds = _names("GigabitEthernet1/0/1", "GigabitEthernet2/0/1", "GigabitEthernet2/0/2")
    assert join_poe_ports(["1.1", "2.1", "2.2"], names, kinds, {}, {}) == {"1.1": "1", "2.1": "2", "2.2": "3"}


def test_poe_port_is_not_the_uplink_of_the_same_number() -> None:
    names, kinds = _names("Te1/1/1", "Gi1/0/1")
    assert join_poe_ports(["1.1"], names, kinds, {}, {}) == {"1.1": "2"}


def test_only_group_fits_names_that_count_from_another_number() -> None:
    names, kinds = _names("GigabitEthernet0/0/1", "GigabitEthernet0/0/2")
    assert join_poe_ports(["1.2"], names, kinds, {}, {}) == {"1.2": "2"}


def test_port_of_an_unknown_group_finds_no_interface() -> None:
    names, kinds = _names("GigabitEthernet1/0/1")
    assert join_poe_ports(["1.1", "4.1"], names, kinds, {}, {}) == {"1.1": "1"}


def test_entity_told_by_the_maker_beats_the_numbers() -> None:
    names, kinds = _names("Gi1/0/1", "Gi1/0/2")
    assert join_poe_ports(["1.1"], names, kinds, {"1010": "2"}, {"1.1": 1010}) == {"1.1": "2"}


def test_vlan_interfaces_are_no_poe_ports() -> None:
    names, kinds = {"7": "Vlanif1"}, {"7": PortKind.VLAN}
    assert join_poe_ports(["1.1"], names, kinds, {}, {}) == {}


def test_entity_points_to_the_end_of_the_oid() -> None:
    assert join_entities({"1010.0": Oid("1.3.6.1.2.1.2.2.1.1.10102")}) == {"1010": "10102"}


@pytest.mark.parametrize(
    ("if_type", "name", "kind"),
    [
        (6, "GigabitEthernet0/0/1", PortKind.PHYSICAL),
        (117, "ge1", PortKind.PHYSICAL),
        (161, "Eth-Trunk1", PortKind.AGGREGATE),
        (53, "Po1", PortKind.AGGREGATE),
        (53, "Vl99", PortKind.VLAN),
        (53, "StackPort1", PortKind.OTHER),
        (6, "AggregatePort 1", PortKind.AGGREGATE),
        (6, "vlan10", PortKind.VLAN),
        (136, "Vlan-interface1", PortKind.VLAN),
        (24, "InLoopBack0", PortKind.LOOPBACK),
        (1, "NULL0", PortKind.OTHER),
        (None, "Gi0/1", PortKind.OTHER),
    ],
)
def test_kind_of_an_interface_follows_type_and_name(if_type: int | None, name: str, kind: PortKind) -> None:
    assert port_kind(if_type, name) is kind


def _lldp(**cells: object) -> dict[str, dict[str, object]]:
    return {name: {"7.3.1": value} for name, value in cells.items()}


def test_neighbour_ids_follow_their_subtypes() -> None:
    columns = _lldp(chassis_type=5, chassis=b"\x01\x0a\x00\x00\x01", port_type=3, port=MAC, name=b"sw")
    (neighbour,) = read_lldp(columns, {"3": "9"})["9"]
    assert (neighbour.chassis_id, neighbour.port_id, neighbour.name) == ("10.0.0.1", "00:00:5e:00:53:90", "sw")


def test_management_addresses_of_both_families_are_read_from_the_index() -> None:
    v6 = "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1"
    columns = {**_lldp(chassis=MAC), "manager": {"7.3.1.2.16." + v6: 2}}
    assert read_lldp(columns, {"3": "9"})["9"][0].address == "2001:db8::1"


@pytest.mark.parametrize("row", ["7.3", "7.3.1.1", "x.y.z", ""])
def test_row_of_another_shape_is_no_neighbour(row: str) -> None:
    assert read_lldp({"chassis": {row: MAC}, "manager": {row: 1}}, {"3": "9"}) == {}


def test_neighbour_behind_an_unknown_port_is_left_out() -> None:
    assert read_lldp(_lldp(chassis=MAC), {"4": "9"}) == {}


def test_local_port_is_found_by_name_before_number() -> None:
    names = {"1": ("Gi0/1", None), "2": ("Gi0/2", None), "14": ("Gi0/14", None)}
    columns = {"local_port": {"14": b"Gi0/1"}}
    assert join_local_ports(columns, names, {"14": "2"}, frozenset(names)) == {"14": "1"}


def test_local_port_without_a_name_is_the_bridge_port_then_the_interface() -> None:
    columns = {"chassis": {"0.5.1": MAC, "0.6.1": MAC, "0.7.1": MAC}}
    interfaces = frozenset({"6", "10105"})
    assert join_local_ports(columns, {}, {"5": "10105"}, interfaces) == {"5": "10105", "6": "6"}


def test_many_neighbours_of_one_port_are_bounded() -> None:
    columns = {"chassis": {f"0.3.{number}": MAC for number in range(1000)}}
    assert len(read_lldp(columns, {"3": "9"})["9"]) == 16


def test_cdp_address_counts_only_when_it_is_an_ip_address() -> None:
    cells = {"name": b"ap", "address_type": 1, "address": b"\x0a\x00\x00\x05"}
    columns = {name: {"10101.3": value} for name, value in cells.items()}
    assert read_cdp(columns)["10101"][0].address == "10.0.0.5"
    assert read_cdp({**columns, "address_type": {"10101.3": 20}})["10101"][0].address is None


async def test_mac_table_by_vlan_names_port_and_vlan() -> None:
    bench = Bench(*HUAWEI)
    bench.link.values.update(
        {
            "1.3.6.1.2.1.17.7.1.2.2.1.2.60.0.0.94.0.83.1": 1,
            "1.3.6.1.2.1.17.7.1.2.2.1.3.60.0.0.94.0.83.1": 3,
            "1.3.6.1.2.1.17.7.1.2.2.1.2.60.0.0.94.0.83.2": 25,
            "1.3.6.1.2.1.17.7.1.2.2.1.3.60.0.0.94.0.83.2": 4,
            "1.3.6.1.2.1.17.7.1.2.2.1.2.60.0.0.94.0.999.2": 1,
            "1.3.6.1.2.1.17.7.1.2.2.1.2.61.0.0.94.0.83.3": 77,
        }
    )
    # The switch's own address, a row that is no address and one behind an unknown port are no entries.
    assert await bench.device.mac_table() == (MacEntry(mac="00:00:5e:00:53:01", if_index=5, vlan=60),)


async def test_mac_table_without_vlans_serves_where_there_is_no_other() -> None:
    bench = Bench(*HUAWEI)
    bench.link.values["1.3.6.1.2.1.17.4.3.1.2.0.0.94.0.83.1"] = 2
    assert await bench.device.mac_table() == (MacEntry(mac="00:00:5e:00:53:01", if_index=6, vlan=None),)


async def test_mac_table_is_read_for_each_vlan_where_the_maker_keeps_it_so() -> None:
    quiet = FakeSnmpLink({})
    quiet.error = NoAnswerError("no such context")
    heard = FakeSnmpLink({"1.3.6.1.2.1.17.1.4.1.2.1": 10101, "1.3.6.1.2.1.17.4.3.1.2.0.0.94.0.83.1": 1})
    bench = Bench(*CISCO, contexts={1: quiet, 525: heard})
    states = {f"1.3.6.1.4.1.9.9.46.1.3.1.1.2.1.{vlan}": 1 for vlan in (1, 525, 1002)}
    bench.link.values.update(states)
    assert await bench.device.mac_table() == (MacEntry(mac="00:00:5e:00:53:01", if_index=10101, vlan=525),)
    assert quiet.is_closed
    assert heard.is_closed
