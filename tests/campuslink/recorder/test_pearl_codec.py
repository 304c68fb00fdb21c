"""Pearl's answers as printed in its OpenAPI document and kept with a public client."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from campuslink.codec.pearl import (
    read_files,
    read_firmware,
    read_message,
    read_recorders,
    read_storage,
    read_system,
    read_uploads,
    write_event,
)
from campuslink.errors import CampusLinkError, GarbledAnswerError, RefusedError

RECORDERS = b"""{"status":"ok","result":[
 {"id":"1","name":"HDMI-A","status":{"state":"started","duration":58,"active":"1","total":"1"}},
 {"id":"2","name":"HDMI-B","status":{"state":"stopped"}}]}"""
FILES = b"""{"status":"ok","result":[{"id":"VGA.1733956350.HDMI-A.mp4","name":"HDMI-A_Dec11_17-32-30","extension":"mp4",
 "recording":false,"downloaded":false,"created":"2024-12-11T17:32:30-0500","duration":1040,"size":407160404,
 "recorder":"1","uploading":false,"event_id":""}]}"""
SYSTEM = b"""{"status":"ok","result":{"date":"2025-02-14T08:41:09-05:00","uptime":5490,"cpuload":25,
 "cpuload_high":false,"cputemp":57,"cputemp_threshold":70}}"""
STORAGE = b'{"status":"ok","result":{"state":"ready","total":15809413120,"free":11821019136}}'
FIRMWARE = b"""{"status":"ok","result":{"version":"4.24.1","revision":"250107_1e4514f","product_id":44,
 "product_name":"Pearl Mini"}}"""
UPLOADS = b"""{"status":"ok","result":[{"id":"0","status":{"state":"idle","protocol":"webdav",
 "queue":{"files":0,"size":0}}}]}"""
READERS = (read_recorders, read_files, read_system, read_storage, read_firmware, read_uploads)


def test_recorders_are_told_with_their_text_ids() -> None:
    first, second = read_recorders(RECORDERS)
    assert (first.id, first.state, first.duration_s) == ("1", "started", 58)
    assert (second.id, second.state, second.duration_s) == ("2", "stopped", None)


def test_a_file_has_its_begin_with_zone_its_length_and_its_size() -> None:
    (file,) = read_files(FILES)
    assert file.id == "VGA.1733956350.HDMI-A.mp4"
    assert file.created == datetime(2024, 12, 11, 17, 32, 30, tzinfo=timezone(timedelta(hours=-5)))
    assert (file.duration_s, file.size, file.is_recording) == (1040, 407160404, False)


def test_the_device_tells_time_load_and_temperature() -> None:
    system = read_system(SYSTEM)
    assert system.at == datetime(2025, 2, 14, 13, 41, 9, tzinfo=UTC)
    assert (system.cpu_load, system.temperature) == (25, 57)


def test_a_time_given_as_seconds_counts_too() -> None:
    assert read_system(b'{"status":"ok","result":{"date":1739540469}}').at == datetime(
        2025, 2, 14, 13, 41, 9, tzinfo=UTC
    )


def test_storage_firmware_and_uploads_are_read() -> None:
    storage = read_storage(STORAGE)
    assert (storage.state, storage.total, storage.free) == ("ready", 15809413120, 11821019136)
    assert read_firmware(FIRMWARE).product == "Pearl Mini"
    assert read_uploads(UPLOADS) == "idle"


def test_an_answer_that_is_not_ok_is_a_refusal_in_the_devices_words() -> None:
    with pytest.raises(RefusedError, match="Recorder not found"):
        read_recorders(b'{"status":"notfound","message":"Recorder not found"}')
    assert read_message(b'{"status":"error","message":"Detailed error description"}') == "Detailed error description"


def test_an_event_is_created_as_the_document_says() -> None:
    start = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
    assert json.loads(write_event("高等数学", start, 2700, ("1",))) == {
        "type": "vod",
        "title": "高等数学",
        "start": 1795593600,
        "duration": 2700,
        "recorders": ["1"],
    }


WRONG = [
    b"",
    b"\x00" * 100,
    b"[]",
    b"null",
    b'{"status":"ok"}',
    b'{"status":"ok","result":7}',
    b'{"status":"ok","result":[1,null,"x",[]]}',
    b'{"status":"ok","result":[{"id":7,"status":[],"size":{},"created":1e400}]}',
    b'{"status":"ok","result":{"date":1e300,"cpuload":"many","free":true}}',
    b'{"status":{"a":1},"result":[]}',
    b'{"status":"ok","result":' + b"[" * 5000 + b"]" * 5000 + b"}",
    b'{"status":"ok","result":"' + b"x" * 300_000 + b'"}',
]


@pytest.mark.parametrize("data", WRONG, ids=range(len(WRONG)))
@pytest.mark.parametrize("read", READERS)
def test_wrong_types_are_an_error_of_the_library_or_absent(read: object, data: bytes) -> None:
    assert callable(read)
    try:
        found = read(data)
    except CampusLinkError:
        return
    assert not isinstance(found, tuple) or len(found) <= 1


def test_numbers_beyond_all_measure_are_absent() -> None:
    system = read_system(b'{"status":"ok","result":{"date":1e300,"cpuload":NaN,"cputemp":"57"}}')
    assert (system.at, system.cpu_load, system.temperature) == (None, None, 57)


def test_a_device_that_does_not_say_what_it_is_is_garbled() -> None:
    with pytest.raises(GarbledAnswerError):
        read_firmware(b'{"status":"ok","result":{"version":"1"}}')
