"""Entities say what the readings say."""

from unittest.mock import patch

import pytest
from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import DEVICE_CLASS_STATE_CLASSES, DEVICE_CLASS_UNITS, SensorDeviceClass
from homeassistant.const import EntityCategory, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import snapshot_platform
from syrupy.assertion import SnapshotAssertion

from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.campuslink.profile.library import load_library
from custom_components.smart_campus.campuslink.profile.schema import CatalogueEntry
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.description import binary_sensor_description, sensor_description
from custom_components.smart_campus.library import SHIPPED_PATH

from .conftest import FakeCampus, meter, poll, recording, set_up, state_of

SHOWN = [entry for entry in load_library(SHIPPED_PATH).catalogue(Kind.METER).points.values() if entry.entity]
SENSORS = [entry for entry in SHOWN if entry.entity and entry.entity.platform == "sensor"]
BINARY_SENSORS = [entry for entry in SHOWN if entry.entity and entry.entity.platform == "binary_sensor"]


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.parametrize("platform", [Platform.SENSOR, Platform.BINARY_SENSOR])
async def test_entities_of_a_meter(
    hass: HomeAssistant,
    campus: FakeCampus,
    entity_registry: er.EntityRegistry,
    snapshot: SnapshotAssertion,
    platform: Platform,
) -> None:
    with patch("custom_components.smart_campus.PLATFORMS", [platform]):
        entry = await set_up(hass, meter(1))

    await snapshot_platform(hass, entity_registry, snapshot, entry.entry_id)


async def test_absent_value_is_unknown(hass: HomeAssistant, campus: FakeCampus) -> None:
    await set_up(hass, meter(1))

    assert state_of(hass, "key1", "power_factor") == "unknown"


async def test_impossible_value_is_unknown(hass: HomeAssistant, campus: FakeCampus) -> None:
    campus.recordings["tcp:192.0.2.1:502/1"] = recording(power=2e6)

    await set_up(hass, meter(1))

    assert state_of(hass, "key1", "active_power") == "unknown"
    assert state_of(hass, "key1", "voltage") == "230.5"


async def test_installation_parameter_multiplies_the_value(hass: HomeAssistant, campus: FakeCampus) -> None:
    await set_up(hass, meter(1, params={"ct_ratio": 10}))

    assert state_of(hass, "key1", "active_power") == "12345.0"


async def test_yes_or_no_point_is_a_binary_sensor(hass: HomeAssistant, campus: FakeCampus) -> None:
    await set_up(hass, meter(1))

    assert state_of(hass, "key1", "valve_closed", "binary_sensor") == "on"


async def test_disabled_entity_costs_no_request(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))

    polled = entry.runtime_data.coordinators["sub1"].polled
    assert polled.wanted == {
        "active_power", "voltage", "frequency", "power_factor", "energy_import", "energy_export", "valve_closed",
    }  # fmt: skip


async def test_disabling_an_entity_ends_its_requests(
    hass: HomeAssistant, campus: FakeCampus, entity_registry: er.EntityRegistry
) -> None:
    entry = await set_up(hass, meter(1))
    entity_id = entity_registry.async_get_entity_id("sensor", DOMAIN, "key1_voltage")
    assert entity_id

    entity_registry.async_update_entity(entity_id, disabled_by=er.RegistryEntryDisabler.USER)
    await hass.async_block_till_done()

    assert "voltage" not in entry.runtime_data.coordinators["sub1"].polled.wanted


async def test_unchanged_reading_writes_no_state(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))

    with patch("homeassistant.helpers.entity.Entity.async_write_ha_state") as write:
        await poll(hass, entry)

    write.assert_not_called()


@pytest.mark.parametrize("entry", SENSORS, ids=lambda entry: entry.id)
def test_every_sensor_of_the_catalogue_is_one_home_assistant_accepts(entry: CatalogueEntry) -> None:
    description = sensor_description(entry, entry.entity)

    assert description.translation_key == entry.id
    assert description.entity_category in (None, EntityCategory.DIAGNOSTIC)
    if description.device_class is not None:
        assert description.native_unit_of_measurement in DEVICE_CLASS_UNITS[SensorDeviceClass(description.device_class)]
    if description.device_class is not None and description.state_class is not None:
        assert description.state_class in DEVICE_CLASS_STATE_CLASSES[SensorDeviceClass(description.device_class)]


@pytest.mark.parametrize("entry", BINARY_SENSORS, ids=lambda entry: entry.id)
def test_every_binary_sensor_of_the_catalogue_is_one_home_assistant_accepts(entry: CatalogueEntry) -> None:
    description = binary_sensor_description(entry, entry.entity)

    assert description.translation_key == entry.id
    assert description.device_class is None or description.device_class in BinarySensorDeviceClass
