"""Lines of Extron recorders as printed in the user guide and in tests of public drivers."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec import sis
from campuslink.errors import RefusalReason, RefusedError


def test_the_summary_of_newer_firmware_is_read() -> None:
    line = "Inf*<ChA1*ChB3>*<stopped>*<internal*auto>*<116606760*N/A>*<00:00:00>*<41:28:03*00:00:00>"
    summary = sis.read_summary(line)
    assert summary == sis.SmpSummary(
        inputs=(1, 3),
        state="stopped",
        destination="internal",
        free_bytes=116606760 * 1024,
        elapsed_s=0,
        left_s=41 * 3600 + 28 * 60 + 3,
    )


def test_the_summary_of_older_firmware_is_read() -> None:
    summary = sis.read_summary("<ChA1*ChB3>*<stopped>*<internal>*<437342288>*<00:00:00>*<155:40:43>")
    assert summary is not None
    assert (summary.free_bytes, summary.left_s) == (437342288 * 1024, 155 * 3600 + 40 * 60 + 43)


def test_commands_are_the_documents_bytes() -> None:
    assert sis.record(sis.RECORD) == "\x1bY1RCDR\r"
    assert sis.record(sis.STOP) == "\x1bY0RCDR\r"
    assert sis.metadata(2, "ProfessorX") == "\x1bM2*ProfessorXRCDR\r"
    assert sis.source_of(1) == "\x1bI1HDCP\r"
    assert sis.VERBOSE == "\x1b3CV\r"


@pytest.mark.parametrize(
    ("read", "line", "value"),
    [
        (sis.read_levels, "Inf34*-58*-63", -58),
        (sis.read_levels, "-580*-630", -580),
        (sis.read_mode, "RcdrY1", 1),
        (sis.read_metadata, "RcdrM13*Lecture", True),
        (sis.read_source, "HdcpI1*0", False),
        (sis.read_source, "2", True),
        (sis.read_model, "SMP 351", "SMP 351"),
        (sis.read_model, "Inf01*SMP 352 3G-SDI", "SMP 352 3G-SDI"),
        (sis.read_firmware, "1.00", "1.00"),
        (sis.read_firmware, "Ver01*2.11", "2.11"),
        (sis.read_cpu, "Inf11*12", 12),
        (sis.read_temperature, "20Stat 45", 45),
        (sis.read_serial, "Inf99*A2RGB7K", "A2RGB7K"),
    ],
)
def test_answers_are_read_with_and_without_their_tag(read: Callable[[str], object], line: str, value: object) -> None:
    assert read(line) == value


def test_a_line_of_a_listing_tells_path_time_and_size() -> None:
    file = sis.read_file("recordings/a b/lecture.m4v Sun, 02 Nov 2014 00:12:05 UTC 407160404")
    assert file == sis.SmpFile(
        path="recordings/a b/lecture.m4v", at=datetime(2014, 11, 2, 0, 12, 5, tzinfo=UTC), size=407160404
    )
    assert sis.is_listing_end("119405322240 Bytes Left")


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("E10", RefusalReason.FUNCTION),
        ("E13", RefusalReason.VALUE),
        ("E22", RefusalReason.BUSY),
        ("E99", RefusalReason.OTHER),
    ],
)
def test_error_codes_are_refusals(code: str, reason: RefusalReason) -> None:
    with pytest.raises(RefusedError) as caught:
        sis.raise_error(code)
    assert caught.value.reason is reason


READERS = (
    sis.read_summary,
    sis.read_levels,
    sis.read_mode,
    sis.read_source,
    sis.read_clock,
    sis.read_file,
    sis.read_model,
    sis.read_firmware,
    sis.read_serial,
    sis.read_cpu,
    sis.read_temperature,
    sis.read_metadata,
)


@given(st.text(max_size=600) | st.from_regex(r"(<[^<>]*>\*?){3,9}"))
def test_no_line_breaks_a_reader(line: str) -> None:
    for read in READERS:
        read(line)
    sis.is_listing_end(line)


@given(st.text(max_size=300))
def test_no_title_ends_its_command_early(title: str) -> None:
    command = sis.metadata(13, title)
    assert command.startswith("\x1bM13*")
    assert command.endswith("RCDR\r")
    inner = command[5:-5]
    assert not {"\x1b", "\r", "\n", "*"} & set(inner)
    assert len(inner.encode()) <= 127


@pytest.mark.parametrize("line", ["RcdrY1", "RcdrM13*Vrb3", "Rtmp1*1", "HdcpI1*0", "Inf35*00:00:10"])
def test_what_a_recorder_tells_unasked_is_no_answer_to_a_question(line: str) -> None:
    for read in (sis.read_summary, sis.read_levels, sis.read_model, sis.read_firmware, sis.read_cpu, sis.read_file):
        assert read(line) is None
