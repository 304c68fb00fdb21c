"""``campuslink lint``: every problem with file and line, and an exit code for a build."""

import re
from pathlib import Path

from campuslink.cli import main

from .conftest import RunCommand, write_profile


def test_good_library_passes(run: RunCommand) -> None:
    outcome = run("lint")
    assert (outcome.code, outcome.out) == (0, "")
    assert "Profiles: 3" in outcome.err


def test_problem_names_file_line_and_key(run: RunCommand, profiles: Path) -> None:
    file = write_profile(profiles / "meter", "plain")
    file.write_text(file.read_text("utf-8").replace("decode: uint16, scale: 0.01", "decode: uint61"), "utf-8")
    outcome = run("lint")
    assert outcome.code == 1
    assert re.search(rf"^{re.escape(str(file))}:\d+: points\.frequency\.decode: ", outcome.out, re.MULTILINE)


def test_library_is_named_by_its_folder(profiles: Path) -> None:
    assert main(["lint", str(profiles)]) == 0


def test_own_profile_is_checked_against_the_library(run: RunCommand, tmp_path: Path) -> None:
    good = write_profile(tmp_path / "own", "mine")
    bad = write_profile(tmp_path / "own", "theirs")
    bad.write_text(bad.read_text("utf-8").replace("kind: meter", "kind: lift"), "utf-8")
    assert run("lint", str(good)).code == 0
    assert run("lint", str(bad)).code == 1
    assert run("lint", str(tmp_path / "own")).code == 1


def test_missing_path_is_wrong_usage(run: RunCommand, tmp_path: Path) -> None:
    outcome = run("lint", str(tmp_path / "nothing"))
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)


def test_folder_without_a_catalogue_is_wrong_usage(tmp_path: Path) -> None:
    assert main(["lint", "--profiles", str(tmp_path)]) == 2
