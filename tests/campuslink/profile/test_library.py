"""The library: which file wins, and that one bad file harms no other."""

from pathlib import Path

import pytest

from campuslink.errors import ProfileError
from campuslink.model import Kind
from campuslink.profile.library import load_library

from .sample_profile import CATALOGUE, PROFILE, TRAIT, write

PROFILE_ID = "example-three-phase"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return tmp_path / "own"


def test_library_holds_profiles_and_catalogues(shipped: Path) -> None:
    library = load_library(shipped)
    assert list(library.profiles) == [PROFILE_ID]
    assert "active_power" in library.catalogue(Kind.METER).points
    assert library.problems == ()


def test_profile_is_found_by_an_id_it_covers(shipped: Path) -> None:
    library = load_library(shipped)
    assert library.get("example-old") is library.get(PROFILE_ID) is not None
    assert library.get("unheard-of") is None


def test_own_profile_takes_the_place_of_ours(shipped: Path, own: Path) -> None:
    write(own / "mine.yaml", PROFILE.replace("name: Example three-phase meter", "name: Mine"))
    library = load_library(shipped, own)
    assert library.profiles[PROFILE_ID].name == "Mine"
    assert library.profiles[PROFILE_ID].is_own
    assert library.own_ids == {PROFILE_ID}


def test_invalid_own_profile_is_rejected_with_its_problems_and_ours_is_used(shipped: Path, own: Path) -> None:
    write(own / "meter" / "mine.yaml", PROFILE.replace("unit: W", "unit: kW"))
    library = load_library(shipped, own)
    assert library.profiles[PROFILE_ID].name == "Example three-phase meter"
    assert not library.own_ids
    (problem,) = library.rejected_own[str(own / "meter" / "mine.yaml")]
    assert (problem.line, problem in library.problems) == (18, True)


def test_own_folder_need_not_exist(shipped: Path, own: Path) -> None:
    assert load_library(shipped, own).own_ids == frozenset()


def test_own_trait_serves_own_profiles_only(shipped: Path, own: Path) -> None:
    write(own / "traits/modbus/example.yaml", TRAIT.replace("max_gap: 20", "max_gap: 5"))
    write(own / "mine.yaml", PROFILE.replace(f"id: {PROFILE_ID}", "id: mine"))
    library = load_library(shipped, own)
    assert library.profiles["mine"].transport.max_gap == 5
    assert library.profiles[PROFILE_ID].transport.max_gap == 20


def test_problems_of_shipped_files_are_kept_and_the_others_load(shipped: Path) -> None:
    write(shipped / "meter/bad.yaml", "a: [")
    library = load_library(shipped)
    assert list(library.profiles) == [PROFILE_ID]
    assert [problem.file for problem in library.problems] == [str(shipped / "meter/bad.yaml")]


def test_second_file_of_the_same_id_is_refused(shipped: Path) -> None:
    write(shipped / "meter/second.yaml", PROFILE)
    (problem,) = load_library(shipped).problems
    assert (Path(problem.file).name, problem.line, problem.key) == ("second.yaml", 2, "id")


def test_broken_trait_spoils_only_who_includes_it(shipped: Path) -> None:
    write(shipped / "traits/modbus/broken.yaml", "points: {a: 1, a: 2}\n")
    text = PROFILE.replace(PROFILE_ID, "second").replace("modbus/example", "modbus/broken")
    write(shipped / "meter/second.yaml", text)
    library = load_library(shipped)
    assert list(library.profiles) == [PROFILE_ID]
    assert any(problem.file.endswith("broken.yaml") for problem in library.problems)


def test_hidden_files_and_folders_named_like_files_are_skipped(shipped: Path) -> None:
    write(shipped / "meter/.draft.yaml", "a: [")
    write(shipped / ".git/x.yaml", "a: [")
    (shipped / "meter/folder.yaml").mkdir()
    (shipped / "meter/gone.yaml").symlink_to(shipped / "nowhere.yaml")
    assert load_library(shipped).problems == ()


def test_wrong_catalogue_is_a_problem_and_leaves_the_kind_without_profiles(shipped: Path) -> None:
    write(shipped / "catalogue/meter.yaml", CATALOGUE.replace("kind: meter", "kind: 5"))
    library = load_library(shipped)
    assert not library.profiles
    assert {Path(problem.file).name for problem in library.problems} == {"meter.yaml", "example-three-phase.yaml"}
    with pytest.raises(ProfileError):
        library.catalogue(Kind.METER)


@pytest.mark.parametrize("data", [b"", b"\xff\xfe", b"[" * 300_000, b"a: &a [*a]", b"!!python/name:os.system x"])
def test_hostile_own_file_is_rejected_and_nothing_else(shipped: Path, own: Path, data: bytes) -> None:
    write(own / "mine.yaml", data)
    library = load_library(shipped, own)
    assert list(library.rejected_own) == [str(own / "mine.yaml")]
    assert list(library.profiles) == [PROFILE_ID]
