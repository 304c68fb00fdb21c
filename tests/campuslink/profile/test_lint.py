"""Lint: rules over the whole library."""

from pathlib import Path

import pytest

from campuslink.profile.library import load_library
from campuslink.profile.lint import lint_library

from .sample_profile import PROFILE, write

PROFILE_ID = "example-three-phase"


@pytest.fixture
def fixtures(tmp_path: Path) -> Path:
    write(tmp_path / "fixtures" / PROFILE_ID / "ex3" / "recording.json", "{}")
    return tmp_path / "fixtures"


def lint(shipped: Path, fixtures: Path | None = None):
    return [(problem.key, problem.message) for problem in lint_library(load_library(shipped), fixtures)]


def test_good_library_has_no_problem(shipped: Path, fixtures: Path) -> None:
    assert lint(shipped, fixtures) == []


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("id: example-three-phase", "id: example", "id", "rename the file"),
        ('[{title: EX-3 manual, version: "1.2", url: "https://example.com/ex3.pdf"}]', "[]", "sources", "no source"),
        ("[{brand: Example, model: EX-3}]", "[]", "products", "no product"),
        ("    range: [-1000000, 1000000]\n", "", "points.active_power", "without range"),
        ("frequency: [45, 65]", "frequency: [45, 75]", "identify.plausible.frequency", "beyond"),
        ("frequency: [45, 65]", "valve_closed: [0, 1]", "identify.plausible.valve_closed", "no number"),
        ("map: {0: false, 1: true}", 'map: {0: "off", 1: "on"}', "points.valve_closed.map", "true and false"),
        ("covers: [example-old]", "covers: [example-three-phase]", "covers.0", "nobody else"),
        ("poll: slow}", "poll: slow, rollover: 5}", "points.power_factor.rollover", "only totals"),
    ],
)
def test_bad_style_is_named_with_its_key(shipped: Path, old: str, new: str, key: str, words: str) -> None:
    assert old in PROFILE
    write(shipped / "meter/example-three-phase.yaml", PROFILE.replace(old, new))
    found = lint(shipped)
    assert any(place == key and words in message for place, message in found), found


def test_recording_that_is_not_there_is_a_problem(shipped: Path, tmp_path: Path) -> None:
    (found,) = lint(shipped, tmp_path / "no-fixtures")
    assert found[0] == "tested.0.recording"


def test_profile_in_another_kinds_folder_is_a_problem(shipped: Path) -> None:
    write(shipped / "gate/second.yaml", PROFILE.replace(PROFILE_ID, "second"))
    assert any("folder meter" in message for _, message in lint(shipped))


def test_mark_two_profiles_claim_is_a_problem_of_both(shipped: Path) -> None:
    second = PROFILE.replace(PROFILE_ID, "second").replace("EX-3}", "EX-4}").replace("example-old", "older")
    write(shipped / "meter/second.yaml", second)
    assert [key for key, _ in lint(shipped)] == ["identify.exact.0", "identify.exact.0"]


def test_same_register_with_another_value_marks_another_model(shipped: Path) -> None:
    second = PROFILE.replace(PROFILE_ID, "second").replace("EX-3}", "EX-4}").replace("example-old", "older")
    write(shipped / "meter/second.yaml", second.replace("equals: 42", "equals: 43"))
    assert lint(shipped) == []


def test_product_two_profiles_claim_is_a_problem(shipped: Path) -> None:
    second = PROFILE.replace(PROFILE_ID, "second").replace("EX-3}", "ex-3}").replace("equals: 42", "equals: 43")
    write(shipped / "meter/second.yaml", second.replace("example-old", "older"))
    assert [key for key, _ in lint(shipped)] == ["products.0"]


def test_id_two_profiles_cover_is_a_problem(shipped: Path) -> None:
    second = PROFILE.replace(PROFILE_ID, "second").replace("EX-3}", "EX-4}").replace("equals: 42", "equals: 43")
    write(shipped / "meter/second.yaml", second)
    assert [key for key, _ in lint(shipped)] == ["covers.0"]


def test_long_file_is_a_warning(shipped: Path) -> None:
    write(
        shipped / "meter/example-three-phase.yaml", PROFILE + "\n" * 300 + "  clock: {read: {input: 1}, decode: bits}\n"
    )
    problems = lint_library(load_library(shipped))
    assert ("warning", True) in [(each.severity, "trait" in each.message) for each in problems]


def test_problems_of_single_files_are_told_too(shipped: Path) -> None:
    write(shipped / "meter/second.yaml", "a: [")
    assert len(lint(shipped)) == 1
