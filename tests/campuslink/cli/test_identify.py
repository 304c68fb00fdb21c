"""``campuslink identify``: the surest profile first, and a silent device soon given up."""

import json

from campuslink.device.recording import Recording
from campuslink.testing.faulty import FaultyLink

from .conftest import MARKED_METER, RunCommand, Wire


def test_exact_mark_beats_every_plausible_profile(run: RunCommand, wire: Wire) -> None:
    wire.recording = MARKED_METER
    assert [match["profile"] for match in json.loads(run("identify", "gateway", "--json").out)] == ["marked"]


def test_without_a_mark_the_plausible_profile_is_found(run: RunCommand) -> None:
    [match] = json.loads(run("identify", "gateway", "--json").out)
    assert (match["profile"], match["exact"], match["good"], match["points"]) == ("plain", False, 3, 3)
    assert match["identity"]["serial"] == "12345"


def test_match_is_shown_in_a_table(run: RunCommand) -> None:
    assert run("identify", "gateway").out.splitlines()[2].split() == ["plain", "plausible", "3/3", "12345"]


def test_device_no_profile_fits_is_told_apart_from_a_silent_one(run: RunCommand, wire: Wire) -> None:
    wire.recording = Recording(profile="plain", protocol="modbus", registers={"input": {0: (0, 0)}})
    outcome = run("identify", "gateway")
    assert outcome.code == 1
    assert "none of 3 profiles" in outcome.err


def test_silent_device_is_given_up_after_three_profiles(run: RunCommand, wire: Wire) -> None:
    wire.break_it = FaultyLink.silence
    outcome = run("identify", "gateway")
    assert outcome.code == 1
    assert "does not answer" in outcome.err
    assert sum(len(link.requests) for link in wire.links) == 3


def test_broken_line_is_given_up_at_once(run: RunCommand, wire: Wire) -> None:
    wire.break_it = FaultyLink.unplug
    outcome = run("identify", "gateway")
    assert "No connection to gateway" in outcome.err
    assert len(wire.opened) == 1


def test_protocol_is_guessed_from_the_length_of_the_address(run: RunCommand) -> None:
    outcome = run("identify", "gateway", "--address", "202311150001")
    assert outcome.code == 2
    assert "No profile speaks dlt645 over tcp" in outcome.err
