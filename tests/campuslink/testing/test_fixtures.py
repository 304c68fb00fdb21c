"""Fixture folders: found, read, and refused when they are none."""

import json
from pathlib import Path

import pytest

from campuslink.device.recording import Recording
from campuslink.errors import CodecError
from campuslink.model import DeviceIdentity, Quality, Reading, UpdateReport
from campuslink.testing.fixtures import Expectation, find_cases, load_case, load_recording

RECORDING = Recording(profile="plain", protocol="modbus", registers={"input": {0: (1,)}})
EXPECTED = {"identity": {"model": "P1"}, "readings": {"voltage": 230.5}, "qualities": {}, "requests": 1}


def _write(folder: Path, **files: str) -> Path:
    folder.mkdir(parents=True)
    (folder / "recording.json").write_text(json.dumps(RECORDING.to_json()), "utf-8")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    return folder


def test_case_with_expectation_is_read(tmp_path: Path) -> None:
    case = load_case(_write(tmp_path / "plain" / "p1", expected_json=json.dumps(EXPECTED)))
    assert case.id == "plain/p1"
    assert case.recording == RECORDING
    assert case.expectation is not None
    assert case.expectation.to_json() == EXPECTED
    assert case.error is None


def test_case_that_must_fail_is_read(tmp_path: Path) -> None:
    case = load_case(_write(tmp_path / "plain" / "bad", expected_err="0.0 Hz\n"))
    assert (case.expectation, case.error) == (None, "0.0 Hz")


def test_folder_that_expects_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CodecError, match="expected"):
        load_case(_write(tmp_path / "plain" / "none"))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 99}'])
def test_broken_recording_is_refused_by_name(text: str, tmp_path: Path) -> None:
    (tmp_path / "recording.json").write_text(text, "utf-8")
    with pytest.raises(CodecError, match=r"recording\.json"):
        load_recording(tmp_path)


def test_every_folder_with_a_recording_is_found(tmp_path: Path) -> None:
    folders = [_write(tmp_path / profile / "one") for profile in ("a", "b")]
    (tmp_path / "c" / "empty").mkdir(parents=True)
    assert find_cases(tmp_path) == tuple(folders)


def test_expectation_names_only_qualities_that_are_not_good() -> None:
    readings = {
        "voltage": Reading(230.5, Quality.GOOD, 0.0),
        "current_n": Reading(None, Quality.ABSENT, 0.0),
    }
    made = Expectation.of(DeviceIdentity(serial="1"), UpdateReport(readings=readings, requests=2))
    assert made.to_json() == {
        "identity": {"serial": "1"},
        "readings": {"current_n": None, "voltage": 230.5},
        "qualities": {"current_n": "absent"},
        "requests": 2,
    }
