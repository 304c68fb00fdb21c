"""Totals and powers reach long-term statistics; what is withheld does not."""

from datetime import timedelta

import pytest
from homeassistant.components.recorder import Recorder
from homeassistant.components.recorder.statistics import list_statistic_ids, statistics_during_period
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
    do_adhoc_statistics,
)

from custom_components.smart_campus.const import DOMAIN

from .conftest import FakeCampus, meter, set_up


@pytest.mark.usefixtures("recorder_mock")
async def test_total_and_power_get_statistics_in_their_units(
    recorder_mock: Recorder, hass: HomeAssistant, campus: FakeCampus
) -> None:
    start = dt_util.utcnow().replace(microsecond=0)
    start -= timedelta(minutes=start.minute % 5, seconds=start.second)
    await set_up(hass, meter(1))
    entities = er.async_get(hass)
    energy = entities.async_get_entity_id("sensor", DOMAIN, "key1_energy_import")
    power = entities.async_get_entity_id("sensor", DOMAIN, "key1_active_power")
    assert energy
    assert power

    await async_wait_recording_done(hass)
    do_adhoc_statistics(hass, start=start)
    await async_wait_recording_done(hass)

    listed = await recorder_mock.async_add_executor_job(list_statistic_ids, hass, {energy, power})
    units = {found["statistic_id"]: found["statistics_unit_of_measurement"] for found in listed}
    assert units == {energy: "kWh", power: "W"}
    rows = await recorder_mock.async_add_executor_job(
        statistics_during_period, hass, start - timedelta(hours=1), None, {energy}, "5minute", None, {"state", "sum"}
    )
    assert rows[energy][-1]["state"] == 100.25
