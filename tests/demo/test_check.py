"""What ``--check`` reports, and when it is content."""

import json

import pytest

from demo.check import Finding
from demo.readiness import Entity, missing, still_online
from demo.truth import find_wrong_values

DEVICES = (
    {"id": "library", "kind": "meter", "expected": "good"},
    {"id": "gatehouse", "kind": "meter", "expected": "good"},
)
GONE = {"id": "gatehouse", "kind": "meter", "expected": "offline"}


def _entity(device: str, state: str, point: str = "energy_import") -> Entity:
    return Entity(entity_id=f"sensor.{device}_{point}", device=device, point=point, state=state)


GOOD = (_entity("library", "12.5"), _entity("gatehouse", "3.5"))


def test_finding_is_good_when_every_device_reads_and_nothing_went_wrong() -> None:
    report = json.loads(Finding(devices=DEVICES, entities=GOOD, seconds_to_ready=12.0).to_json())
    assert report["ok"]
    assert report["devices"] == {"meter": {"good": 2}}
    assert report["entities"] == {"sensor": 2}


@pytest.mark.parametrize("state", ["unavailable", "unknown"])
def test_entity_without_a_value_is_named(state: str) -> None:
    entities = (_entity("library", state), GOOD[1])
    report = json.loads(Finding(devices=DEVICES, entities=entities, seconds_to_ready=12.0).to_json())
    assert not report["ok"]
    assert report["devices"] == {"meter": {"not good": 1, "good": 1}}
    assert report["faults"] == {"library": [f"sensor.library_energy_import is {state}"]}


def test_device_without_entities_is_not_good() -> None:
    assert missing(GOOD[:1], DEVICES) == {"gatehouse": ["no entities"]}


def test_error_in_the_log_fails_the_check() -> None:
    assert not Finding(devices=DEVICES, entities=GOOD, seconds_to_ready=12.0, errors=["ERROR"]).is_good


def test_run_that_never_got_ready_fails_the_check() -> None:
    assert not Finding(devices=DEVICES, entities=GOOD).is_good


def test_value_far_from_what_the_meter_measures_is_wrong() -> None:
    truth = {("library", "energy_import"): 125.0, ("gatehouse", "energy_import"): 3.5}
    assert len(find_wrong_values(GOOD, truth)) == 1


def test_points_that_change_quickly_are_not_compared() -> None:
    assert find_wrong_values([_entity("library", "0.5", "power_factor")], {("library", "power_factor"): 0.9}) == []


def test_device_meant_to_be_offline_is_well_without_values() -> None:
    devices = ({"id": "library", "kind": "meter", "expected": "good"}, GONE)
    entities = (GOOD[0], _entity("gatehouse", "unavailable"))
    report = json.loads(Finding(devices=devices, entities=entities, seconds_to_ready=12.0).to_json())
    assert (report["ok"], report["devices"]) == (True, {"meter": {"good": 1, "offline": 1}})


def test_device_meant_to_be_offline_must_not_read() -> None:
    assert still_online(GOOD, (GONE,)).keys() == {"gatehouse"}


def test_device_meant_to_be_offline_must_still_have_entities() -> None:
    assert missing((), (GONE,)) == {"gatehouse": ["no entities"]}


def test_value_that_is_unknown_for_good_reason_is_no_fault_of_a_device_that_reads() -> None:
    devices = ({"id": "gatehouse", "kind": "gate", "expected": "good"},)
    event, door = _entity("gatehouse", "unknown", "access"), _entity("gatehouse", "locked", "door")
    assert missing((event, door), devices) == {}
    assert missing((event,), devices) == {"gatehouse": ["sensor.gatehouse_access is unknown"]}
