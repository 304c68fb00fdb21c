"""The building of the demo: what the small and the full campus are made of, before anything is started."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from demo.network import HANGS_ON
from simulator.building.cabling import behind_of, cables_of, places_of
from simulator.building.campus_of import campus_of
from simulator.campus import Campus
from simulator.demo_campus import PORTS, demo_plan
from simulator.snmp_switches import SwitchSystem

FULL, SMALL = campus_of(rooms=60), campus_of(rooms=20)


@pytest.fixture(scope="module")
def full() -> Campus:
    return Campus(demo_plan(base_port=20000, building=FULL))


def _devices(campus: Campus, kind: str) -> Sequence[Mapping[str, Any]]:
    return [device for device in campus.devices() if device["kind"] == kind]


def test_full_campus_has_as_many_of_each_kind_as_it_is_meant_to(full: Campus) -> None:
    kinds = Counter(str(device["kind"]) for device in full.devices())
    assert {kind: kinds[kind] for kind in ("projector", "recorder", "meter", "switch", "environment")} == {
        "projector": 60,
        "recorder": 40,
        "meter": 70,
        "switch": 20,
        "environment": 150,
    }
    assert Counter(gate["profile"] for gate in _devices(full, "gate"))["uhppote-ut0311"] == 12
    lamps = [name for each in _devices(full, "lighting") for name in full.values(each["id"])]
    assert sum(name.startswith("channel_") for name in lamps) == 120
    assert len(FULL.rooms) == 60
    assert Counter(room.level for room in FULL.rooms) == dict.fromkeys(range(1, 6), 12)


def test_small_campus_has_twenty_rooms_on_five_floors_that_the_full_one_has_as_well() -> None:
    numbers = {room.number for room in SMALL.rooms}
    assert (len(numbers), {room.level for room in SMALL.rooms}) == (20, {1, 2, 3, 4, 5})
    assert numbers <= {room.number for room in FULL.rooms}
    assert {item.id for item in SMALL.items} <= {item.id for item in FULL.items}


@pytest.mark.parametrize("building", [SMALL, FULL], ids=["small", "full"])
def test_every_room_has_a_projector_and_a_light_or_a_story(building: Any) -> None:
    ids = {item.id for item in building.items}
    for room in building.rooms:
        for prefix in ("projector", "meter", "people"):
            assert f"{prefix}-{room.number}" in ids or prefix in room.told, (room.number, prefix)


def test_no_two_devices_share_id_name_place_or_serial_number(full: Campus) -> None:
    devices = full.devices()
    for key in ("id", "name"):
        assert len({str(device[key]) for device in devices}) == len(devices)
    places = Counter(
        (str(device["endpoint"]), device["address"])
        for device in devices
        if device["kind"] not in ("phone", "platform")
    )
    assert [place for place, count in places.items() if count > 1] == []
    serials = Counter(str(device["serial"]) for device in devices if device.get("serial"))
    assert [serial for serial, count in serials.items() if count > 1] == []
    names = Counter(switch["sys_name"] for switch in _devices(full, "switch"))
    assert max(names.values()) == 1


def test_switches_and_recorders_tell_serial_numbers_of_their_own(full: Campus) -> None:
    (system,) = [system for system in full._systems if isinstance(system, SwitchSystem)]
    switches = [entry.switch for entry in system._switches.values()]
    for key in ("serial", "chassis"):
        assert len({getattr(switch, key) for switch in switches}) == 20
    boxes = [system.server for system in full._systems if hasattr(system, "server")]
    serials = [server.serial for server in boxes if hasattr(server, "serial")]
    assert len(serials) == len(set(serials)) == 37


def test_each_port_belongs_to_one_server(full: Campus) -> None:
    shared = Counter()
    for device in full.devices():
        endpoint = device["endpoint"]
        assert isinstance(endpoint, dict)
        if "port" in endpoint:
            assert 20000 <= endpoint["port"] < 20000 + PORTS
            shared[endpoint["port"], str(device.get("gateway", device["id"]))] += 1
    ports = Counter(port for port, _ in shared)
    assert [port for port, count in ports.items() if count > 1] == []


def test_every_place_of_a_device_is_on_a_floor() -> None:
    for building in (SMALL, FULL):
        for device in Campus(demo_plan(building=building)).devices():
            room = device["room"]
            assert isinstance(room, dict)
            assert building.level_of(room["en"]) in range(6)


def test_same_number_of_rooms_gives_the_same_building() -> None:
    assert campus_of(rooms=60) == FULL
    assert campus_of(rooms=300) == campus_of(rooms=300)


def test_large_building_for_measuring_has_rooms_and_devices_without_repeats() -> None:
    large = campus_of(rooms=300)
    assert (len(large.rooms), len({room.number for room in large.rooms})) == (300, 300)
    ids = {item.id for item in large.items}
    assert len(ids) == len(large.items)
    assert 1950 <= len(ids) <= 2100
    assert len({item.name.en for item in large.items}) == len({item.name.zh_hans for item in large.items}) == len(ids)
    assert {item.kind for item in large.items} == {
        *("projector", "recorder", "meter", "lighting", "environment", "switch", "gate")
    }


def test_every_switch_of_the_floors_is_reached_from_the_core_and_its_neighbours_agree(full: Campus) -> None:
    (system,) = [system for system in full._systems if isinstance(system, SwitchSystem)]
    by_name = {entry.switch.name: entry for entry in system._switches.values()}
    for entry in by_name.values():
        for port in entry.switch.ports:
            if port.neighbour and port.neighbour.is_switch:
                other = by_name[port.neighbour.name].switch.port(port.neighbour.port)
                assert other.neighbour
                assert (other.neighbour.name, other.neighbour.port) == (entry.switch.name, port.name)
    reached = {*full._all_behind("switch-core")}
    assert {switch["id"] for switch in _devices(full, "switch")} <= reached
    assert {item.id for item in FULL.items_of("projector", "recorder", "gate")} <= reached


def test_nothing_hangs_on_a_port_twice() -> None:
    places = [*places_of(FULL).values(), *HANGS_ON.values()]
    places += [(cable.upper, cable.upper_port) for cable in cables_of(FULL)]
    places += [(cable.lower, cable.lower_port) for cable in cables_of(FULL)]
    assert [place for place, count in Counter(places).items() if count > 1] == []
    assert behind_of(SMALL) == {}
