"""``campuslink record``: a folder that tests replay, without what is private."""

import json
from pathlib import Path

import pytest

from campuslink.device.recording import Recording
from campuslink.errors import NoAnswerError
from campuslink.testing.faulty import FaultyLink
from campuslink.testing.fixtures import load_case

from .conftest import METER, RunCommand, Wire

RECORD = ("record", "--host", "gateway", "--name", "first")


def test_folder_holds_what_a_test_replays(run: RunCommand, tmp_path: Path) -> None:
    assert run(*RECORD, "--profile", "plain", "--out", str(tmp_path)).code == 0
    case = load_case(tmp_path / "plain" / "first")
    assert case.expectation is not None
    assert case.expectation.readings["voltage"] == pytest.approx(230.5)
    assert case.expectation.requests == 2
    assert case.recording.registers["input"] == METER.registers["input"]


def test_private_points_and_the_host_are_not_in_the_folder(run: RunCommand, tmp_path: Path) -> None:
    run(*RECORD, "--profile", "plain", "--out", str(tmp_path))
    texts = [file.read_text("utf-8") for file in (tmp_path / "plain" / "first").iterdir()]
    assert len(texts) == 2
    assert not any("12345" in text or "gateway" in text for text in texts)


def test_profile_left_out_is_found_by_identifying(run: RunCommand, tmp_path: Path) -> None:
    run(*RECORD, "--out", str(tmp_path))
    assert load_case(tmp_path / "plain" / "first").recording.profile == "plain"


def test_note_is_kept(run: RunCommand, tmp_path: Path) -> None:
    run(*RECORD, "--profile", "plain", "--out", str(tmp_path), "--note", "no neutral fitted")
    assert load_case(tmp_path / "plain" / "first").recording.note == "no neutral fitted"


def test_existing_folder_is_kept_unless_forced(run: RunCommand, tmp_path: Path, wire: Wire) -> None:
    words = (*RECORD, "--profile", "plain", "--out", str(tmp_path))
    run(*words)
    wire.recording = Recording(
        profile="plain", protocol="modbus", registers={"input": {0: (2400, 5000)}, "holding": {8: (1,)}}
    )
    outcome = run(*words)
    file = tmp_path / "plain" / "first" / "recording.json"
    assert (outcome.code, json.loads(file.read_text("utf-8"))["registers"]["input"]) == (2, {"0": [2305, 5001]})
    assert run(*words, "--force").code == 0
    assert json.loads(file.read_text("utf-8"))["registers"]["input"] == {"0": [2400, 5000]}


def test_refused_points_are_recorded_as_refused(run: RunCommand, tmp_path: Path, wire: Wire) -> None:
    wire.recording = Recording(profile="plain", protocol="modbus", registers={"input": {0: (2305, 5001)}})
    outcome = run(*RECORD, "--profile", "plain", "--out", str(tmp_path))
    assert "The device refused: serial" in outcome.err
    case = load_case(tmp_path / "plain" / "first")
    assert case.expectation is not None
    assert case.expectation.qualities == {"serial": "refused"}


def test_device_the_profile_does_not_fit_is_recorded_with_the_error(
    run: RunCommand, tmp_path: Path, wire: Wire
) -> None:
    wire.recording = Recording(
        profile="plain", protocol="modbus", registers={"input": {0: (2305, 100)}, "holding": {8: (1,)}}
    )
    assert run(*RECORD, "--profile", "plain", "--out", str(tmp_path)).code == 0
    case = load_case(tmp_path / "plain" / "first")
    assert case.expectation is None
    assert case.error is not None
    assert "frequency" in case.error


def test_silent_device_leaves_no_folder(run: RunCommand, tmp_path: Path, wire: Wire) -> None:
    wire.break_it = FaultyLink.silence
    assert run(*RECORD, "--profile", "plain", "--out", str(tmp_path)).code == 1
    assert not (tmp_path / "plain").exists()


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".hidden"])
def test_name_stays_inside_the_output_folder(name: str, run: RunCommand, tmp_path: Path) -> None:
    outcome = run("record", "--host", "gateway", "--profile", "plain", "--out", str(tmp_path), "--name", name)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)


def test_point_that_got_no_answer_is_asked_for_once_more_alone(run: RunCommand, tmp_path: Path, wire: Wire) -> None:
    identifying, polling = [None, None], [None, NoAnswerError("lost")]
    wire.break_it = lambda link: link.script([*identifying, *polling])
    outcome = run(*RECORD, "--profile", "plain", "--out", str(tmp_path))
    assert (outcome.code, "did not answer" in outcome.err) == (0, False)
    assert load_case(tmp_path / "plain" / "first").recording.registers["holding"]
