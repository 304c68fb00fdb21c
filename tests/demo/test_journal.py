"""What in Home Assistant's log counts against the demo."""

from pathlib import Path

import pytest

from demo.journal import find_faults

OUR_WARNING = "2026-11-18 10:20:00.123 WARNING (MainThread) [custom_components.smart_campus.site] lamp: not answering"
THEIR_WARNING = "2026-11-18 10:20:00.123 WARNING (MainThread) [homeassistant.loader] We found a custom integration"
THEIR_ERROR = "2026-11-18 10:20:00.123 ERROR (MainThread) [homeassistant.setup] Setup failed for recorder"
NO_FFMPEG = "2026-11-18 10:20:00.123 ERROR (MainThread) [haffmpeg.core] FFmpeg fails: no such file"
OUR_INFO = "2026-11-18 10:20:00.123 INFO (MainThread) [custom_components.smart_campus.site] answers again"
OLD_PLACE = OUR_WARNING.replace("not answering", "could not connect to 127.0.0.1:15020")


@pytest.mark.parametrize(
    ("line", "counts"),
    [(OUR_WARNING, True), (THEIR_ERROR, True), (THEIR_WARNING, False), (NO_FFMPEG, False), (OUR_INFO, False)],
)
def test_errors_of_anybody_and_warnings_of_ours_count(tmp_path: Path, line: str, counts: bool) -> None:
    log = tmp_path / "home-assistant.log"
    log.write_text(f"{line}\nTraceback (most recent call last):\n", encoding="utf-8")
    assert find_faults(log) == ([line] if counts else [])


def test_coloured_log_is_read_like_a_plain_one(tmp_path: Path) -> None:
    log = tmp_path / "home-assistant.log"
    log.write_text(f"\x1b[31m{THEIR_ERROR}\x1b[0m\n", encoding="utf-8")
    assert find_faults(log) == [THEIR_ERROR]


@pytest.mark.parametrize(("place", "counts"), [("127.0.0.1:15020", False), ("127.0.0.1:1502", True)])
def test_complaints_about_places_the_simulator_left_do_not_count(tmp_path: Path, place: str, counts: bool) -> None:
    log = tmp_path / "home-assistant.log"
    log.write_text(OLD_PLACE, encoding="utf-8")
    assert bool(find_faults(log, excused=[place])) is counts
