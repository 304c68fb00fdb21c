"""A simulated campus on real sockets under a real Home Assistant: nothing between the two is replaced.

Profiles are the shipped ones with a shorter timeout; intervals are so long that only the tests poll.
"""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN, OWN_PROFILES_PATH, SUBENTRY_METER
from custom_components.smart_campus.library import SHIPPED_PATH
from simulator.byte_gateway import BusMeter, ByteGateway
from simulator.campus import Campus, Plan
from simulator.cjt188_meter import Cjt188Meter
from simulator.clock import SimClock
from simulator.demo_places import LIBRARY
from simulator.dlt645_meter import Dlt645Meter
from simulator.faults import Fault, FaultKind
from simulator.meter import Meter
from simulator.modbus_gateway import ModbusGateway
from simulator.models import MAPS
from simulator.quantities import ElectricLoad, Source, WaterPipe, Wiring
from simulator.registers import RegisterMap
from simulator.system import Names
from tests.integration.conftest import custom_integrations, hass_config_dir, make_site, state_of

__all__ = ["custom_integrations", "hass_config_dir", "make_site", "state_of"]

TIMEOUT_S = 0.3
WAIT_S = 20.0
NEVER_S = 86_400
BCD_DIGITS = 12
MODBUS = "eastron-sdm120"
SENTINELS = "abb-b23"
ELECTRIC = "dlt645-2007-single-phase"
WATER = "cjt188-water"

INTEGRATION = "custom_components.smart_campus"


class Dial:
    """A source whose quantities a test turns by hand."""

    def __init__(self, values: dict[str, float]) -> None:
        self.now = values

    def values(self) -> dict[str, float]:
        return dict(self.now)


def dial_of(meter: Meter) -> dict[str, float]:
    """Return the quantities of a meter, to be changed in place."""
    assert isinstance(meter.source, Dial)
    return meter.source.now


def _steady(name: str, clock: SimClock) -> Dial:
    wiring = Wiring(phases=1, start_kwh=1000)
    return Dial(ElectricLoad(name, clock, lambda _day, _minute: 0.5, peak_w=3000, wiring=wiring).values())


def _meter(meter_id: str, profile: str, address: str, source: Source) -> Meter:
    names = Names(en=meter_id, zh_hans=meter_id)
    return Meter(
        id=meter_id,
        profile=profile,
        address=address,
        serial=address if len(address) == BCD_DIGITS else "21090001",
        name=names,
        room=names,
        building=LIBRARY,
        source=source,
    )


def _unit_with_a_gap() -> tuple[Meter, RegisterMap]:
    """Return a meter whose firmware lacks one register among those of its energies."""
    readable = ((0x0000, 0x0049), (0x004C, 0x0159))
    values = {"voltage": 230.0, "current": 1.0, "active_power": 200.0, "frequency": 50.0, "energy_import": 1234.0}
    return _meter("g1", MODBUS, "1", Dial(values)), replace(MAPS[MODBUS], readable=readable)


def _units(prefix: str, count: int) -> list[tuple[Meter, RegisterMap]]:
    """Return meters at the units from 1, each with values of its own by which it is known."""
    units = []
    for unit in range(1, count + 1):
        values = {"voltage": 200.0 + unit, "current": float(unit), "active_power": 1000.0 * unit, "frequency": 50.0}
        values |= {"energy_import": 10_000.0 * unit, "energy_export": 100.0 * unit, "energy_total": 10_100.0 * unit}
        values |= {"power_factor": unit / 10, "apparent_power": 1100.0 * unit, "reactive_power": 300.0 * unit}
        units.append((_meter(f"{prefix}{unit}", MODBUS, str(unit), Dial(values)), MAPS[MODBUS]))
    return units


def fault_plan() -> Plan:
    """Return two Modbus TCP gateways, one of RTU over TCP, and one with meters that speak bytes."""
    clock = SimClock()
    south = [*_units("s", 2), (_meter("s3", SENTINELS, "3", _steady("s3", clock)), MAPS[SENTINELS])]
    electric = [
        _meter(f"d{number}", ELECTRIC, f"20231115000{number}", _steady(f"d{number}", clock)) for number in (1, 2)
    ]
    pipe = WaterPipe(clock, lambda _day, _minute: 0.5, peak_m3_h=3)
    water = _meter("w1", WATER, "78330011223344", Dial(dict(pipe.values())))
    bus: list[BusMeter] = [
        *(Dlt645Meter(meter, clock) for meter in electric),
        Cjt188Meter(water, clock, meter_type=0x10),
    ]
    return Plan(
        clock=clock,
        gateways=[
            ModbusGateway("north", _units("n", 3)),
            ModbusGateway("gap", [_unit_with_a_gap()]),
            ModbusGateway("south", south),
            ModbusGateway("rtu", _units("r", 2), is_rtu=True),
            ByteGateway("bus", bus),
        ],
    )


def quick_profile(profile_id: str) -> str:
    """Return a shipped profile that waits less for an answer."""
    text = (SHIPPED_PATH / "meter" / f"{profile_id}.yaml").read_text("utf-8")
    text, found = re.subn(r"timeout_s: [\d.]+", f"timeout_s: {TIMEOUT_S}", text)
    return text if found else f"{text}transport: {{timeout_s: {TIMEOUT_S}, pause_s: 0}}\n"


@pytest.fixture
def own_profiles(hass_config_dir: str) -> Path:
    folder = Path(hass_config_dir) / OWN_PROFILES_PATH
    folder.mkdir(parents=True)
    for profile_id in (MODBUS, SENTINELS, ELECTRIC, WATER):
        (folder / f"{profile_id}.yaml").write_text(quick_profile(profile_id), "utf-8")
    return folder


@pytest.fixture
async def campus(hass: HomeAssistant, own_profiles: Path, socket_enabled: None) -> AsyncIterator[Campus]:
    async with serving(hass, fault_plan()) as found:
        yield found


class serving:  # noqa: N801 - read as a verb: async with serving(...)
    """Runs a campus; unloads what hangs on it before it goes."""

    def __init__(self, hass: HomeAssistant, plan: Plan) -> None:
        self._hass = hass
        self._campus = Campus(plan)

    async def __aenter__(self) -> Campus:
        return await self._campus.__aenter__()

    async def __aexit__(self, *_: object) -> None:
        for entry in self._hass.config_entries.async_loaded_entries(DOMAIN):
            await self._hass.config_entries.async_unload(entry.entry_id)
        await self._campus.stop()


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Callable[[], list[tuple[str, str]]]:
    """Return what the integration logged so far at INFO and above, without the reasons of silence."""
    caplog.set_level(logging.INFO, INTEGRATION)

    def read() -> list[tuple[str, str]]:
        return [
            (record.levelname, re.sub(r"(does not answer): .*", r"\1", record.getMessage()))
            for record in caplog.records
            if record.name.startswith(INTEGRATION) and "Own device profiles" not in record.getMessage()
        ]

    return read


def meter_at(campus: Campus, meter_id: str, **data: object) -> ConfigSubentryDataWithId:
    """Return the subentry of a simulated meter; subentry id, title and key are the meter's id."""
    found = campus.device(meter_id)
    endpoint = found["endpoint"]
    assert isinstance(endpoint, dict)
    return ConfigSubentryDataWithId(
        subentry_id=meter_id,
        subentry_type=SUBENTRY_METER,
        title=meter_id,
        unique_id=f"meter:tcp:{endpoint['host']}:{endpoint['port']}:{found['address']}",
        data={
            "profile": found["profile"],
            "endpoint": endpoint,
            "address": found["address"],
            "params": {},
            "key": meter_id,
            **data,
        },
    )


async def install(
    hass: HomeAssistant, campus: Campus, *meter_ids: str, seconds: float = NEVER_S, rounds: int = 1
) -> MockConfigEntry:
    """Set a site with these meters up and poll each; its intervals never come round unless told."""
    entry = make_site(
        *(meter_at(campus, meter_id) for meter_id in meter_ids), fast_s=seconds, normal_s=seconds, slow_s=seconds
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await poll_all(hass, entry, rounds=rounds)
    return entry


async def poll_all(hass: HomeAssistant, entry: MockConfigEntry, *meter_ids: str, rounds: int = 1) -> None:
    """Poll some meters, or all, side by side."""
    coordinators = entry.runtime_data.coordinators
    for _ in range(rounds):
        await asyncio.gather(*(coordinators[found].polled.poll_now() for found in meter_ids or tuple(coordinators)))
    await hass.async_block_till_done()


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something that happens elsewhere on this event loop."""
    async with asyncio.timeout(WAIT_S):
        while not condition():  # noqa: ASYNC110 - conditions are of another party, which sets no event
            await asyncio.sleep(0.01)


def set_faults(campus: Campus, kind: FaultKind, *meter_ids: str, code: int = 2, delay_s: float = 0.0) -> None:
    for meter_id in meter_ids:
        campus.set_fault(meter_id, Fault(kind=kind, code=code, delay_s=delay_s))


def heal(campus: Campus, *meter_ids: str) -> None:
    set_faults(campus, FaultKind.NONE, *meter_ids)


def number_of(hass: HomeAssistant, meter_id: str, point: str) -> float:
    """Return what a point's entity shows, which must be a number."""
    return float(state_of(hass, meter_id, point) or "none")


def points_shown(hass: HomeAssistant, entry: MockConfigEntry, meter_id: str) -> Sequence[str]:
    """Return every point of a meter that has an enabled entity."""
    return sorted(entry.runtime_data.coordinators[meter_id].polled.wanted)


def states_of(hass: HomeAssistant, meter_id: str) -> set[str]:
    """Return the states of all entities of a meter."""
    registry = er.async_get(hass)
    entities = [entry for entry in registry.entities.values() if entry.unique_id.startswith(f"{meter_id}_")]
    return {state.state for entity in entities if (state := hass.states.get(entity.entity_id))}


def entity_of(hass: HomeAssistant, meter_id: str, point: str) -> str:
    registry = er.async_get(hass)
    found = (registry.async_get_entity_id(kind, DOMAIN, f"{meter_id}_{point}") for kind in ("sensor", "binary_sensor"))
    return next(filter(None, found))


def watch(hass: HomeAssistant, meter_id: str, point: str) -> list[str]:
    """Return a list that collects every state a point's entity ever shows from now on, its present one first."""
    entity_id = entity_of(hass, meter_id, point)
    present = hass.states.get(entity_id)
    collected = [present.state] if present else []

    @callback
    def collect(event: Event[EventStateChangedData]) -> None:
        if event.data["entity_id"] == entity_id and (state := event.data["new_state"]):
            collected.append(state.state)

    hass.bus.async_listen("state_changed", collect)
    return collected


def numbers_in(states: Sequence[str]) -> set[float]:
    """Return the values among states; unavailable and unknown are none."""
    return {float(state) for state in states if state not in ("unavailable", "unknown")}
