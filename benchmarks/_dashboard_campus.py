"""A campus by number, written into Home Assistant's storage: buildings of floors, rooms with meters, their areas."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks._home_assistant import STAMP
from benchmarks._stored_site import stored_entry, stored_meter, stored_subentry, write_profile
from demo.storage import write_storage

BUILDINGS = 3
FLOORS = 5
PERIOD_S = 60
PROFILE = """\
schema: 1
id: bench-meter
kind: meter
name: Benchmark meter
products: [{brand: Benchmark, model: Five values}]
sources: [{title: Eastron SDM630 Modbus protocol, version: "1", url: ""}]
transport: {protocol: modbus, over: [tcp], words: high_first, max_registers: 80, max_gap: 40, timeout_s: 1.5}
points:
  voltage: {read: {input: 0x002A}, decode: float32, unit: V, range: [0, 500]}
  current: {read: {input: 0x002E}, decode: float32, unit: A, range: [0, 1000]}
  active_power: {read: {input: 0x0034}, decode: float32, unit: W, range: [-1000000, 1000000]}
  power_factor: {read: {input: 0x003E}, decode: float32, range: [-1, 1]}
  energy_import: {read: {input: 0x0048}, decode: float32, unit: kWh, range: [0, 99999999]}
"""
HEADING = "课程名称,星期,开始节数,结束节数,老师,班级,地点,周数\n"
PERIODS, PERIOD_MIN, LESSON_MIN = 20, 72, 65
HOURS = tuple(
    f"{begin // 60:02}:{begin % 60:02}-{(begin + LESSON_MIN) // 60:02}:{(begin + LESSON_MIN) % 60:02}"
    for begin in range(0, PERIODS * PERIOD_MIN, PERIOD_MIN)
)
"""Lessons around the clock, so that there is one now or soon whenever this is run."""


@dataclass(frozen=True, slots=True)
class Room:
    """One room of one building."""

    number: int
    building: int
    floor: int

    @property
    def name(self) -> str:
        """What people and timetables call it."""
        return f"B{self.building}-{self.floor}{self.number % 100:02}"

    @property
    def area_id(self) -> str:
        """Id in the area registry."""
        return f"room_{self.number}"


def rooms_of(count: int) -> Sequence[Room]:
    """Return rooms spread over the buildings and their floors."""
    per_building = -(-count // BUILDINGS)
    per_floor = -(-per_building // FLOORS)
    return [
        Room(number, number // per_building, number % per_building // per_floor % FLOORS + 1) for number in range(count)
    ]


def write_campus(folder: Path, rooms: Sequence[Room], devices: Sequence[Mapping[str, Any]]) -> None:
    """Write the registries of floors and areas, one site a building. devices: simulated meters, spread over rooms."""
    floors = [
        {"aliases": [], "floor_id": f"floor_{building}_{level}", "icon": None, "level": level,
         "name": f"Building {building}, floor {level}", "created_at": STAMP, "modified_at": STAMP}
        for building in range(BUILDINGS) for level in range(1, FLOORS + 1)
    ]  # fmt: skip
    areas = [
        {"aliases": [], "floor_id": f"floor_{room.building}_{room.floor}", "humidity_entity_id": None, "icon": None,
         "id": room.area_id, "labels": [], "name": room.name, "picture": None, "temperature_entity_id": None,
         "created_at": STAMP, "modified_at": STAMP}
        for room in rooms
    ]  # fmt: skip
    write_storage(folder, "core.floor_registry", {"floors": floors}, minor_version=3)
    write_storage(folder, "core.area_registry", {"areas": areas}, minor_version=9)
    meters = [
        stored_meter(number, device, area_id=rooms[number % len(rooms)].area_id)
        for number, device in enumerate(devices)
    ]
    entries = [
        _site(
            building,
            [
                _term(building),
                *(_room(room) for room in rooms if room.building == building),
                *(meter for meter, number in zip(meters, range(len(meters)), strict=True)
                  if rooms[number % len(rooms)].building == building),
            ],
        )
        for building in range(BUILDINGS)
    ]  # fmt: skip
    write_storage(folder, "core.config_entries", {"entries": entries}, minor_version=5)
    write_profile(folder, PROFILE)


def timetable(rooms: Sequence[Room]) -> str:
    """Return a registrar's table: a lesson in every room and period."""
    return HEADING + "".join(
        f"Course {room.number % 40},{day},{period},{period},Teacher {room.number % 90},Class {room.number % 60},"
        f"{room.name},1-2\n"
        for room in rooms
        for day in range(1, 8)
        for period in range(1, len(HOURS) + 1)
    )


def term_name(building: int) -> str:
    """Return what the term of a building is called."""
    return f"Term {building}"


def _site(building: int, subentries: list[dict[str, Any]]) -> dict[str, Any]:
    name, options = f"Building {building}", {"fast_s": PERIOD_S, "normal_s": PERIOD_S, "slow_s": 300}
    entry_id = f"01BENCHSITE{building:015d}"
    return stored_entry("smart_campus", {"name": name}, options, subentries, entry_id=entry_id, title=name)


def _term(building: int) -> dict[str, Any]:
    today: date = datetime.now(UTC).date()
    monday = today - timedelta(days=today.weekday())
    data = {"first_day": monday.isoformat(), "weeks": 2, "hours": "\n".join(HOURS)}
    return stored_subentry("term", building, term_name(building), data)


def _room(room: Room) -> dict[str, Any]:
    data = {
        "area_id": room.area_id,
        "registrar_name": room.name,
        "room_type": "smart_classroom",
        "seats": 60,
        "open_before": 10,
        "on_before": 5,
        "off_after": 10,
        "is_recorded": False,
    }
    return stored_subentry("room", room.number, room.name, data)
