"""The silent cost their neighbours nothing but a timeout now and then."""

import asyncio
import socket
from collections.abc import Iterator
from types import MappingProxyType

import pytest
from homeassistant.components.modbus.connection import async_get_connection_info
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from custom_components.smart_campus.campuslink.errors import CampusLinkError
from custom_components.smart_campus.const import SUBENTRY_METER
from custom_components.smart_campus.links import shared_lines
from simulator.campus import Campus
from simulator.faults import FaultKind
from simulator.gateway import HOST
from simulator.load_campus import load_plan

from .conftest import (
    MODBUS,
    install,
    make_site,
    meter_at,
    poll_all,
    serving,
    set_faults,
    state_of,
    states_of,
    until,
)

pytestmark = pytest.mark.slow  # waits for real timeouts

DEVICES = 500
DEAD_SHARE = 0.02
MOST_ATTEMPTS = 2
"""A first attempt and its repetition; the next would follow after the shortest pause of 5 s."""


@pytest.mark.parametrize(("silent", "neighbours"), [("n2", ("n1", "n3")), ("r1", ("r2",)), ("d1", ("d2", "w1"))])
async def test_silent_unit_does_not_keep_its_neighbours_from_being_asked(
    hass: HomeAssistant, campus: Campus, silent: str, neighbours: tuple[str, ...]
) -> None:
    await install(hass, campus, silent, *neighbours, seconds=0.2)
    set_faults(campus, FaultKind.SILENT, silent)
    await until(lambda: states_of(hass, silent) == {"unavailable"})
    asked = campus.meters[silent].requests
    before = {meter_id: campus.meters[meter_id].requests for meter_id in neighbours}

    await until(lambda: all(campus.meters[found].requests >= count + 12 for found, count in before.items()))

    assert campus.meters[silent].requests - asked <= MOST_ATTEMPTS
    assert all("unavailable" not in states_of(hass, meter_id) for meter_id in neighbours)


@pytest.mark.parametrize("kind", [FaultKind.GARBAGE, FaultKind.WRONG_UNIT, FaultKind.WRONG_TRANSACTION])
async def test_garbling_meter_costs_its_line_no_more_timeouts_than_a_silent_one(
    hass: HomeAssistant, campus: Campus, kind: FaultKind
) -> None:
    entry = await install(hass, campus, "d1", "d2")
    set_faults(campus, kind, "d1")
    await poll_all(hass, entry, "d1", rounds=2)
    asked = campus.meters["d1"].requests
    await entry.runtime_data.coordinators["d1"].polled.poll_now()
    assert campus.meters["d1"].requests - asked <= MOST_ATTEMPTS


def subentry_at(campus: Campus, meter_id: str) -> ConfigSubentry:
    described = meter_at(campus, meter_id)
    return ConfigSubentry(
        data=MappingProxyType(described["data"]),
        subentry_id=described["subentry_id"],
        subentry_type=SUBENTRY_METER,
        title=described["title"],
        unique_id=described["unique_id"],
    )


@pytest.mark.slow
async def test_site_works_while_500_devices_are_added_by_script(
    hass: HomeAssistant, own_profiles: object, socket_enabled: None
) -> None:
    async with serving(hass, load_plan(devices=DEVICES, gateways=10, dead_share=DEAD_SHARE)) as campus:
        dead = [meter.id for meter in campus.meters.values() if meter.fault.kind is FaultKind.SILENT]
        live = [meter_id for meter_id in campus.meters if meter_id not in dead]
        for meter in campus.meters.values():
            meter.profile = MODBUS
        entry = await install(hass, campus, live[0])

        for meter_id in campus.meters:
            if meter_id != live[0]:
                hass.config_entries.async_add_subentry(entry, subentry_at(campus, meter_id))
        await until(lambda: len(entry.runtime_data.coordinators) == DEVICES)
        await hass.async_block_till_done()
        polled = {found: coordinator.polled for found, coordinator in entry.runtime_data.coordinators.items()}
        await until(lambda: all(polled[meter_id].reachable for meter_id in live))

        assert len(dead) == DEVICES * DEAD_SHARE
        await until(lambda: all(polled[meter_id].reachable is False for meter_id in dead))
        assert all(float(state_of(hass, meter_id, "voltage") or "none") > 200 for meter_id in live)
        assert all(states_of(hass, meter_id) == {"unavailable"} for meter_id in dead)


async def test_site_removed_during_its_polls_leaves_nothing_behind(hass: HomeAssistant, campus: Campus) -> None:
    meters = ("n1", "n2", "r1", "d1", "w1")
    entry = await install(hass, campus, *meters)
    set_faults(campus, FaultKind.LATE, *meters, delay_s=5.0)
    polls = [asyncio.ensure_future(entry.runtime_data.coordinators[meter_id].polled.poll_now()) for meter_id in meters]
    before = {meter_id: campus.meters[meter_id].requests for meter_id in ("n1", "r1", "d1")}
    await until(lambda: all(campus.meters[found].requests > count for found, count in before.items()))

    await hass.config_entries.async_remove(entry.entry_id)
    await asyncio.gather(*polls)
    await hass.async_block_till_done()

    assert [task.get_name() for task in asyncio.all_tasks() if "poll line" in task.get_name()] == []
    assert async_get_connection_info(hass) == []
    assert all(gateway.endpoint["port"] not in shared_lines(hass).raw._lines for gateway in campus.gateways.values())
    await until(lambda: all(gateway.readers == 0 for gateway in campus.gateways.values()))
    assert not hass.states.async_all("sensor")


@pytest.mark.parametrize(("meter_id", "gateway"), [("n1", "north"), ("r1", "rtu"), ("d1", "bus"), ("w1", "bus")])
async def test_identification_that_waits_while_the_site_unloads_opens_no_connection_again(
    hass: HomeAssistant, campus: Campus, caplog: pytest.LogCaptureFixture, meter_id: str, gateway: str
) -> None:
    entry = await install(hass, campus, meter_id, rounds=2)
    coordinator = entry.runtime_data.coordinators[meter_id]
    set_faults(campus, FaultKind.SILENT, meter_id)
    asked = campus.meters[meter_id].requests
    poll = asyncio.ensure_future(coordinator.polled.poll_now())
    await until(lambda: campus.meters[meter_id].requests > asked)
    identification = asyncio.ensure_future(coordinator.device.identify())
    await asyncio.sleep(0)

    await hass.config_entries.async_unload(entry.entry_id)
    await poll
    with pytest.raises(CampusLinkError):
        await identification

    await until(lambda: campus.gateways[gateway].readers == 0)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []


@pytest.fixture
def black_hole() -> Iterator[int]:
    """Return a port whose connections are never accepted, as of a host that is switched off."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        listener.listen(0)
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]
        for filler in fillers:
            filler.close()


@pytest.mark.parametrize("meter_id", [pytest.param("n1", marks=pytest.mark.slow), "r1", "d1"])
@pytest.mark.parametrize("unloads_early", [True, False])
async def test_host_that_is_switched_off_logs_no_error(
    hass: HomeAssistant,
    campus: Campus,
    black_hole: int,
    caplog: pytest.LogCaptureFixture,
    *,
    meter_id: str,
    unloads_early: bool,
) -> None:
    endpoint = campus.device(meter_id)["endpoint"]
    assert isinstance(endpoint, dict)
    entry = make_site(meter_at(campus, meter_id, endpoint={**endpoint, "port": black_hole}))
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    if not unloads_early:
        await poll_all(hass, entry, rounds=2)
        assert states_of(hass, meter_id) == {"unavailable"}
    else:
        await asyncio.sleep(0.05)

    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert [record.getMessage() for record in caplog.records if record.levelname == "ERROR"] == []
