"""What a meter says wrongly for a moment never reaches the state machine, nor the recorder's statistics."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import aiohttp
import pytest
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)

from custom_components.smart_campus.const import DOMAIN
from simulator.campus import Campus
from simulator.faults import FaultKind
from simulator.side_door import SideDoor

from .conftest import dial_of, install, number_of, numbers_in, poll_all, set_faults, state_of, until, watch

type Heard = Callable[[], list[tuple[str, str]]]

TOTALS = [("n1", "energy_import"), ("r1", "energy_import"), ("d1", "energy_import"), ("w1", "water_volume")]
BAD_MOMENTS = (
    FaultKind.NONE,
    FaultKind.JUMP,
    FaultKind.NONE,
    FaultKind.ZERO,
    FaultKind.ZERO,
    FaultKind.NONE,
    FaultKind.JUMP,
    FaultKind.JUMP,
    FaultKind.ZERO,
    FaultKind.NONE,
    FaultKind.NONE,
)
STEP = 0.25
"""kWh or m³ between two polls; less than any installation can deliver in the least time judged."""


@pytest.fixture
async def side_door(campus: Campus) -> AsyncIterator[str]:
    async with SideDoor(campus) as door:
        yield door.url


async def post(url: str, body: dict[str, object]) -> None:
    async with aiohttp.ClientSession() as session, session.post(url, json=body) as answer:
        assert answer.status == 200


@pytest.mark.parametrize(("meter_id", "point"), TOTALS)
async def test_statistics_agree_with_the_meter_through_garbled_and_zero_totals(
    recorder_mock: Recorder, hass: HomeAssistant, campus: Campus, meter_id: str, point: str
) -> None:
    start = dt_util.utcnow().replace(microsecond=0)
    start -= timedelta(minutes=start.minute % 5, seconds=start.second)
    entry = await install(hass, campus, meter_id)
    shown = watch(hass, meter_id, point)
    quantities = dial_of(campus.meters[meter_id])
    truth = [quantities[point]]
    for kind in BAD_MOMENTS:
        quantities[point] += STEP
        truth.append(quantities[point])
        set_faults(campus, kind, meter_id)
        await poll_all(hass, entry)

    assert all(min(abs(value - true) for true in truth) < 0.02 for value in numbers_in(shown))
    await async_wait_recording_done(hass)
    do_adhoc_statistics(hass, start=start)
    do_adhoc_statistics(hass, start=start + timedelta(minutes=5))
    await async_wait_recording_done(hass)
    entity_id = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, f"{meter_id}_{point}")
    assert entity_id
    rows = await recorder_mock.async_add_executor_job(
        statistics_during_period, hass, start - timedelta(hours=1), None, {entity_id}, "5minute", None, {"state", "sum"}
    )
    assert rows[entity_id][-1]["state"] == pytest.approx(truth[-1], abs=0.02)
    assert rows[entity_id][-1]["sum"] == pytest.approx(truth[-1] - truth[0], abs=0.02)


@pytest.mark.parametrize(("meter_id", "point"), TOTALS)
async def test_exchanged_meter_is_accepted_after_agreeing_reads_and_logged_once_per_total(
    hass: HomeAssistant, campus: Campus, side_door: str, heard: Heard, *, meter_id: str, point: str
) -> None:
    entry = await install(hass, campus, meter_id)
    old = number_of(hass, meter_id, point)
    await post(f"{side_door}/devices/{meter_id}/exchange", {"serial": "21097777"})
    quantities = dial_of(campus.meters[meter_id])

    for _ in range(2):
        await poll_all(hass, entry)
        assert number_of(hass, meter_id, point) == old
    for _ in range(3):
        quantities[point] += STEP
        await poll_all(hass, entry)

    assert number_of(hass, meter_id, point) == pytest.approx(3 * STEP, abs=0.02)
    accepted = [message for level, message in heard() if f" total {point} went" in message]
    assert len(accepted) == 1


def serial_shown(hass: HomeAssistant, entry: MockConfigEntry, meter_id: str) -> str | None:
    """Return the serial number on a device's page."""
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, meter_id), entry.entry_id)
    return device.serial_number if device else None


@pytest.mark.parametrize(("meter_id", "serial"), [("s3", "21098888"), ("d1", "202399998888")])
async def test_changed_serial_is_told_once_when_the_meter_is_back(
    hass: HomeAssistant, campus: Campus, side_door: str, heard: Heard, *, meter_id: str, serial: str
) -> None:
    entry = await install(hass, campus, meter_id, rounds=2)
    old = campus.meters[meter_id].serial
    await until(lambda: serial_shown(hass, entry, meter_id) == old)
    set_faults(campus, FaultKind.SILENT, meter_id)
    await poll_all(hass, entry, rounds=2)
    await post(f"{side_door}/devices/{meter_id}/serial", {"serial": serial})
    set_faults(campus, FaultKind.NONE, meter_id)
    await poll_all(hass, entry, rounds=3)
    await until(lambda: serial_shown(hass, entry, meter_id) == serial)

    said = [message for level, message in heard() if "another serial number" in message]
    assert said == [f"North: {meter_id} has another serial number than before: the device was exchanged"]
    assert state_of(hass, meter_id, "energy_import") not in ("unknown", "unavailable")
