"""The values that travel: what counts as a change, and that JSON brings them back."""

import json

from campuslink.model import Command, Quality, Reading, Snapshot

OLD = Reading(230.5, Quality.GOOD, 1000.0)


def test_a_reading_is_the_same_whenever_it_was_taken() -> None:
    snapshot = Snapshot({"voltage": OLD, "current": Reading(1.0, Quality.GOOD, 1000.0)})
    newer = {
        "voltage": Reading(230.5, Quality.GOOD, 2000.0),
        "current": Reading(None, Quality.ABSENT, 2000.0),
        "frequency": Reading(50.0, Quality.GOOD, 2000.0),
    }
    assert snapshot.changed(newer) == {"current", "frequency"}


def test_newer_readings_replace_older_ones_and_nothing_else() -> None:
    snapshot = Snapshot({"voltage": OLD, "current": OLD})
    merged = snapshot.merged({"current": Reading(2.0, Quality.GOOD, 2000.0)})
    assert {point: reading.value for point, reading in merged.readings.items()} == {"voltage": 230.5, "current": 2.0}
    assert snapshot.readings["current"] is OLD


def test_json_brings_a_snapshot_back_with_its_times() -> None:
    snapshot = Snapshot(
        {"voltage": OLD, "model": Reading("SDM630", Quality.GOOD, 5.0), "x": Reading(None, Quality.STALE, 6)}
    )
    again = Snapshot.from_json(json.loads(json.dumps(snapshot.to_json())))
    assert again == snapshot
    assert [reading.at for reading in again.readings.values()] == [1000.0, 5.0, 6.0]


def test_json_brings_a_command_back() -> None:
    command = Command(device="relay-1", point="relay", value=True, confirmed=True)
    assert Command.from_json(json.loads(json.dumps(command.to_json()))) == command
