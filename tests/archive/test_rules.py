"""Names, rests, rates and rules of the archive, against the documents they come from."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.archive.rules.answers import judge_status, retry_after_s
from custom_components.smart_campus.archive.rules.backoff import LONGEST_S, pause_s
from custom_components.smart_campus.archive.rules.faults import ArchiveFaultError, FaultCode
from custom_components.smart_campus.archive.rules.health import TargetHealth
from custom_components.smart_campus.archive.rules.item import ArchiveItem
from custom_components.smart_campus.archive.rules.job import Job, JobFile
from custom_components.smart_campus.archive.rules.naming import file_names, folder_of, safe_name, words_of
from custom_components.smart_campus.archive.rules.pace import Pace
from custom_components.smart_campus.archive.rules.template import pointed, read_headers
from custom_components.smart_campus.archive.rules.xml_tree import read_xml
from custom_components.smart_campus.campuslink.device.recorder.orders import RecordedFile

from .conftest import BEGIN, ORDER

NOW = datetime(2026, 11, 25, 8, 0, tzinfo=UTC)
SHANGHAI = ZoneInfo("Asia/Shanghai")


@given(st.text(max_size=400))
def test_any_text_becomes_one_plain_name(text: str) -> None:
    name = safe_name(text)

    assert name not in {"", ".", ".."}
    assert not set(name) & set('/\\:*?"<>|\x00\n\r')
    assert len(name.encode()) <= 121
    assert not name.endswith((".", " "))


@given(st.text(max_size=60), st.text(max_size=60))
def test_folder_never_leaves_the_archive(room: str, template: str) -> None:
    words = words_of(replace(ORDER, course="../../x"), room, SHANGHAI)

    parts = folder_of(f"{template}/{{room}}/../{{course}}", words).split("/")

    assert not {"", ".", ".."} & set(parts)


def test_files_are_named_by_local_time_course_and_id_and_never_alike() -> None:
    files = tuple(
        RecordedFile(id=str(n), name="Take.MP4", source=source) for n, source in enumerate(("screen", "screen"))
    )

    assert file_names("rec-1", ORDER, files, SHANGHAI) == (
        "20261125-1000_高等数学_rec-1_screen.mp4",
        "20261125-1000_高等数学_rec-1_screen_2.mp4",
    )


def test_folder_is_made_of_words() -> None:
    assert folder_of("{room}/{date}/{teapot}x", words_of(ORDER, "A 101", SHANGHAI)) == "A 101/2026-11-25/x"


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        # RFC 9110, section 10.2.3: both examples, the date being a minute after NOW
        ("120", 120.0),
        ("Wed, 25 Nov 2026 08:01:00 GMT", 60.0),
        ("Wed, 25 Nov 2026 07:00:00 GMT", 0.0),
        ("99999999999", 86_400.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_read_as_rfc_9110_says(header: str, seconds: float | None) -> None:
    assert retry_after_s(header, NOW) == seconds


@given(st.integers(100, 599))
def test_every_status_means_something(status: int) -> None:
    assert (judge_status(status, {}, NOW) is None) == (200 <= status <= 299)


@given(st.integers(1, 10_000), st.floats(0, 1))
def test_pauses_grow_up_to_an_hour_and_never_vanish(failures: int, chance: float) -> None:
    assert 24.0 <= pause_s(failures, rng=lambda: chance) <= 1.2 * LONGEST_S + 0.001


def test_pause_is_at_least_what_the_other_side_asks() -> None:
    assert pause_s(1, asked_s=7200) == 7200


def test_target_that_fails_is_tried_by_one_recording_only() -> None:
    health = TargetHealth()
    assert health.room_for(0, 3, 0) == 3

    health.fail(ArchiveFaultError(FaultCode.UNREACHABLE), 1_000)
    assert health.room_for(0, 3, 2_000) == 0
    assert health.room_for(0, 3, health.next_ms) == 1
    assert health.room_for(1, 3, health.next_ms) == 0

    health.succeed()
    assert health.room_for(1, 3, 0) == 2


async def test_rate_holds_for_all_uploads_together() -> None:
    now, slept = 100.0, list[float]()

    async def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(seconds)
        now += seconds

    pace = Pace(1_000, clock=lambda: now, sleep=sleep)
    for _ in range(10):
        await pace.take(500)

    # 5,000 bytes at 1,000 a second, but for the quarter of a second that may be made up for
    assert sum(slept) == pytest.approx(4.75)


@given(st.text(), st.lists(st.tuples(st.text(), st.integers(0, 1 << 50)), min_size=1, max_size=4))
def test_row_gives_a_job_back_as_it_was(room: str, files: list[tuple[str, int]]) -> None:
    recorded = tuple(
        RecordedFile(id=name, name=name, size=size, start=BEGIN, gaps=((1.5, 2.0),)) for name, size in files
    )
    item = ArchiveItem(recording_id="rec-1", device_subentry_id="r1", room=room, order=ORDER, files=recorded)
    job = replace(Job.of("site1", item, 5).next(), progress={"a": [1]}, cause="x", confirmed_ms=7)
    job = job.with_file(0, JobFile(recorded=recorded[0], path="/x", size=3, sha256="ab", md5="cd", is_fetched=True))

    assert Job.from_row(job.to_payload()) == job


@pytest.mark.parametrize(
    ("pointer", "found"),
    # RFC 6901, section 5
    [
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/m~0n", 8),
        ("/foo/2", None),
        ("/foo/x", None),
        ("/nowhere/0", None),
    ],
)
def test_pointers_are_read_as_rfc_6901_says(pointer: str, found: object) -> None:
    assert pointed({"foo": ["bar", "baz"], "": 0, "a/b": 1, "c%d": 2, "m~n": 8}, pointer) == found


@pytest.mark.parametrize("line", ["Host: x", "Content-Length: 3", "Bad name: x", "no mark", ": x"])
def test_header_that_is_not_ours_to_set_is_refused(line: str) -> None:
    with pytest.raises(ValueError):
        read_headers(f"X-Good: 1\n{line}")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"<a>",
        b"not xml",
        b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
        b"<a>" * 100 + b"</a>" * 100,
        b"<a>" + b"<b/>" * 60_000 + b"</a>",
    ],
)
def test_hostile_xml_is_refused(text: bytes) -> None:
    with pytest.raises(ArchiveFaultError) as caught:
        read_xml(text)

    assert caught.value.code is FaultCode.BAD_ANSWER
