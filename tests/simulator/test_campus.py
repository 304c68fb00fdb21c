"""The campus as a whole: what hangs on what."""

import pytest

from simulator.campus import Campus, Plan
from simulator.clock import SimClock
from simulator.demo_campus import BEHIND, PORTS, demo_plan
from simulator.demo_doors import demo_doors
from simulator.demo_switches import demo_switches
from simulator.gate_system import DoorSystem


def test_what_hangs_on_a_switch_is_its_neighbour_there() -> None:
    switches = {entry.switch.name: entry for entry in demo_switches(0)._switches.values()}
    for entry in switches.values():
        below = {
            switches[port.neighbour.name].identity.id
            for port in entry.switch.ports
            if port.neighbour and port.neighbour.is_switch
        }
        assert {name for name in BEHIND[entry.identity.id] if name.startswith("switch-")} <= below


async def test_cut_switch_takes_along_what_is_behind_it_and_mending_brings_it_back() -> None:
    plan = demo_plan(kinds=("gate",))
    behind = {"doors-classrooms": ["doors-computers"]}
    async with Campus(Plan(clock=SimClock(), systems=plan.systems, behind=behind)) as campus:
        await campus.cut("doors-classrooms")
        assert [_is_on(campus, name) for name in ("doors-classrooms", "doors-computers", "doors-library")] == [
            False,
            False,
            True,
        ]
        await campus.mend("doors-classrooms")
        assert all(_is_on(campus, str(device["id"])) for device in campus.devices())


def test_only_kinds_on_the_campus_hang_on_its_switches() -> None:
    assert demo_plan(kinds=("switch",)).behind["switch-floor-3"] == []
    assert "doors-classrooms" in demo_plan(kinds=("switch", "gate")).behind["switch-floor-3"]


def test_demo_keeps_to_its_row_of_ports() -> None:
    places = [device["endpoint"] for device in Campus(demo_plan(base_port=20000)).devices()]
    ports = [place["port"] for place in places if isinstance(place, dict) and "port" in place]
    assert all(20000 <= port < 20000 + PORTS for port in ports)
    doors = [system for system in demo_doors(0) if isinstance(system, DoorSystem)]
    assert len({door.controller.board.serial for door in doors}) == 4


def _is_on(campus: Campus, device_id: str) -> bool:
    system = campus._system_of[device_id]
    return system.controller.is_listening if isinstance(system, DoorSystem) else system.camera.is_listening  # type: ignore[attr-defined]


async def test_taken_port_is_told_and_nothing_is_left_behind() -> None:
    async with Campus(demo_plan(kinds=("meter",))) as running:
        taken = running.gateways["gateway-b"].endpoint["port"]
        assert isinstance(taken, int)
        with pytest.raises((OSError, RuntimeError)):
            await Campus(demo_plan(kinds=("meter",), base_port=taken - 1)).start()
        again = Campus(demo_plan(kinds=("meter",)))
        async with again:
            assert len(again.devices()) == 12
