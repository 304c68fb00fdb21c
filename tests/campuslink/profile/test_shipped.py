"""The files we ship: no problem in any, and classes that Home Assistant knows."""

from pathlib import Path

import pytest
from homeassistant.components.binary_sensor import BinarySensorDeviceClass
from homeassistant.components.sensor import SensorDeviceClass, SensorStateClass
from homeassistant.components.sensor.const import DEVICE_CLASS_STATE_CLASSES, DEVICE_CLASS_UNITS

from campuslink.model import Kind
from campuslink.profile.library import load_library
from campuslink.profile.lint import lint_library

ROOT = Path(__file__).parents[3]
LIBRARY = load_library(ROOT / "device_profiles")
METER = LIBRARY.catalogue(Kind.METER).points
SENSORS = {point: entry for point, entry in METER.items() if entry.entity and entry.entity.platform == "sensor"}
CLASSED = [point for point, entry in SENSORS.items() if entry.entity.device_class]
BINARY = [point for point, entry in METER.items() if entry.entity and entry.entity.platform == "binary_sensor"]


def test_shipped_files_have_no_problem() -> None:
    problems = lint_library(LIBRARY, ROOT / "tests" / "profiles")
    assert [str(problem) for problem in problems] == []


@pytest.mark.parametrize("point", CLASSED)
def test_units_and_state_classes_are_those_of_the_device_class(point: str) -> None:
    entry = METER[point]
    device_class = SensorDeviceClass(entry.entity.device_class)
    assert entry.unit in DEVICE_CLASS_UNITS[device_class]
    assert SensorStateClass(entry.entity.state_class) in DEVICE_CLASS_STATE_CLASSES[device_class]


@pytest.mark.parametrize("point", BINARY)
def test_binary_sensors_have_a_known_class_or_none(point: str) -> None:
    device_class = METER[point].entity.device_class
    assert device_class is None or BinarySensorDeviceClass(device_class)


@pytest.mark.parametrize("point", [point for point, entry in METER.items() if entry.is_total])
def test_totals_only_increase_for_home_assistant_too(point: str) -> None:
    assert METER[point].entity.state_class == "total_increasing"


@pytest.mark.parametrize("point", [point for point in METER if point.endswith(("_l1", "_l2", "_l3"))])
def test_phase_details_start_disabled(point: str) -> None:
    assert not METER[point].entity.enabled


def test_every_meter_shows_a_main_value() -> None:
    main = {point for point, entry in METER.items() if entry.entity and entry.entity.enabled}
    meters = [profile for profile in LIBRARY.profiles.values() if profile.kind is Kind.METER]
    assert all(main & set(profile.points) for profile in meters)
