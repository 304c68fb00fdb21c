"""Every fixture folder below this one: identify, poll everything, and compare with what the document says."""

from pathlib import Path

import pytest

from campuslink.errors import CampusLinkError
from campuslink.model import Quality, Value
from campuslink.profile.library import Library, load_library
from campuslink.testing.fixtures import ERROR_FILE, EXPECTED_FILE, find_cases, load_case, replay

HERE = Path(__file__).parent
PROFILES = HERE.parents[1] / "device_profiles"
FOLDERS = find_cases(HERE)
TOLERANCE = 1e-6


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(PROFILES)


def _name(folder: Path) -> str:
    return f"{folder.parent.name}/{folder.name}"


def _near(value: Value) -> object:
    return pytest.approx(value, rel=TOLERANCE) if isinstance(value, float) else value


@pytest.mark.parametrize("folder", [each for each in FOLDERS if (each / EXPECTED_FILE).exists()], ids=_name)
async def test_recorded_device_reads_as_documented(folder: Path, library: Library) -> None:
    case = load_case(folder)
    profile = library.profiles[folder.parent.name]
    assert case.expectation is not None
    identity, report = await replay(case.recording, profile, library.catalogue(profile.kind))
    told = {field: getattr(identity, field) for field in case.expectation.identity}
    values = {point: reading.value for point, reading in report.readings.items()}
    qualities = {
        point: reading.quality.value for point, reading in report.readings.items() if reading.quality != Quality.GOOD
    }
    assert told == case.expectation.identity
    assert values == {point: _near(value) for point, value in case.expectation.readings.items()}
    assert qualities == case.expectation.qualities
    assert dict(report.failed) == {}
    assert report.requests == case.expectation.requests


@pytest.mark.parametrize("folder", [each for each in FOLDERS if (each / ERROR_FILE).exists()], ids=_name)
async def test_recorded_device_is_turned_away_with_the_documented_error(folder: Path, library: Library) -> None:
    case = load_case(folder)
    profile = library.profiles[folder.parent.name]
    assert case.error is not None
    with pytest.raises(CampusLinkError) as caught:
        await replay(case.recording, profile, library.catalogue(profile.kind))
    assert case.error in str(caught.value)
