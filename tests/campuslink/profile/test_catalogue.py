"""Catalogue files: the closed vocabulary, and what is said about a wrong one."""

import pytest

from campuslink.errors import ProfileError
from campuslink.model import Kind, PollClass
from campuslink.profile.catalogue import parse_catalogue
from campuslink.profile.schema import CatalogueEntry, EntityShape

from .sample_profile import CATALOGUE, document


def problems(text: str):
    with pytest.raises(ProfileError) as caught:
        parse_catalogue(document(text, "meter.yaml"))
    return caught.value.problems


def test_entry_says_how_a_point_is_shown() -> None:
    entry = parse_catalogue(document(CATALOGUE, "meter.yaml")).points["active_power"]
    assert entry == CatalogueEntry(
        id="active_power",
        meaning="Active power",
        unit="W",
        poll=PollClass.FAST,
        entity=EntityShape(platform="sensor", device_class="power", translation_key="active_power"),
    )


def test_serial_is_private_and_part_of_the_identity() -> None:
    entry = parse_catalogue(document(CATALOGUE, "meter.yaml")).points["serial"]
    assert (entry.identity, entry.is_private, entry.entity) == ("serial", True, None)


def test_totals_and_hidden_points_are_marked() -> None:
    catalogue = parse_catalogue(document(CATALOGUE, "meter.yaml"))
    assert catalogue.kind is Kind.METER
    assert catalogue.points["energy_import"].is_total
    assert not catalogue.points["voltage_l1"].entity.enabled


def test_unit_people_read_a_point_in_may_be_another_one() -> None:
    text = CATALOGUE.replace("device_class: power", "device_class: power, shown_in: kW", 1)
    entity = parse_catalogue(document(text, "meter.yaml")).points["active_power"].entity
    assert (entity.shown_in, entity.device_class) == ("kW", "power")


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("max_rate: 5000, ", "", "points.energy_import", "max_rate"),
        ("poll: fast", "poll: quick", "points.active_power.poll", "none of"),
        ("platform: binary_sensor", "platform: binary", "points.valve_closed.entity.platform", "binary_sensor"),
        (", entity: {platform: sensor}}\n  serial", "}\n  serial", "points.clock", "entity"),
        ("identity: serial", "identity: number", "points.serial.identity", "none of"),
        ("enabled: false", "enabled: 0", "points.voltage_l1.entity.enabled", "true or false"),
        ("meaning: Grid frequency, ", "", "points.frequency", "meaning is missing"),
        ("meaning: Grid frequency", "mean: x", "points.frequency.mean", "did you mean meaning?"),
    ],
)
def test_wrong_value_is_named_with_its_key(old: str, new: str, key: str, words: str) -> None:
    assert old in CATALOGUE
    found = problems(CATALOGUE.replace(old, new))
    assert any(problem.key == key and words in problem.message for problem in found), list(map(str, found))


@pytest.mark.parametrize("points", ["5", "[]", "{active_power: 5}", "{1: {meaning: []}}"])
def test_wrong_type_anywhere_is_a_problem(points: str) -> None:
    assert problems(f"schema: 1\nkind: meter\npoints: {points}\n")
