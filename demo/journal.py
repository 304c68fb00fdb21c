"""Home Assistant's log, searched for what must not be in it."""

import re
from collections.abc import Sequence
from pathlib import Path

OURS = "custom_components.smart_campus"
ENTRY = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d+ (?P<level>[A-Z]+) \([^)]*\) \[(?P<logger>[^\]]+)\] (?P<text>.*)"
)
ABSENT_PROGRAMS = ("haffmpeg.core", "homeassistant.components.camera.img_util")
"""Loggers that report ffmpeg or libturbojpeg missing here: core loads its camera platform without a camera."""

COLOUR = re.compile(r"\x1b\[[0-9;]*m")


def find_faults(log: Path, *, excused: Sequence[str] = ()) -> list[str]:
    """Return every error of anybody and every warning of ours, one line each; empty when the log is clean.

    Programs that are not installed and that no part of the demo uses do not count, nor do complaints about what is
    excused: places (``host:port``) the simulator had to leave since the last run, devices that are meant to be offline.
    """
    text = COLOUR.sub("", log.read_text(encoding="utf-8", errors="replace"))
    entries = (ENTRY.match(line) for line in text.splitlines())
    faults = [entry[0] for entry in entries if entry and _is_fault(entry["level"], entry["logger"])]
    return [fault for fault in faults if not any(re.search(rf"{re.escape(text)}(?!\d)", fault) for text in excused)]


def _is_fault(level: str, logger: str) -> bool:
    if logger in ABSENT_PROGRAMS:
        return False
    return level in ("ERROR", "CRITICAL") or (level == "WARNING" and logger.startswith(OURS))
