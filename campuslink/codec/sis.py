"""Extron's Simple Instruction Set as streaming recorders (SMP) speak it: commands and replies as text, without I/O.

Source: SMP 300 series user guide, command and response tables. A reply in verbose mode 3 carries a tag (``Inf35*``);
without it the bare value comes. Every reader returns None for a line that is not the answer it reads.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from ..errors import RefusalReason, RefusedError

ESCAPE = "\x1b"
MOST_METADATA_BYTES = 127
VERBOSE = f"{ESCAPE}3CV\r"
SUMMARY = "I"
LEVELS = "34I"
MODEL = "1I"
FIRMWARE = "Q"
SERIAL = "99I"
CPU = "11I"
TEMPERATURE = f"{ESCAPE}20STAT\r"
CLOCK = f"{ESCAPE}CT\r"
LIST_FILES = f"{ESCAPE}LF\r"
STOP, RECORD, PAUSE = 0, 1, 2

_REASONS = {
    "10": RefusalReason.FUNCTION,
    "12": RefusalReason.ADDRESS,
    "13": RefusalReason.VALUE,
    "14": RefusalReason.OTHER,
    "17": RefusalReason.VALUE,
    "18": RefusalReason.DEVICE_FAILURE,
    "22": RefusalReason.BUSY,
    "24": RefusalReason.PASSWORD,
    "25": RefusalReason.ADDRESS,
    "26": RefusalReason.BUSY,
    "28": RefusalReason.VALUE,
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_UTC = ("UTC", "GMT")
_ERROR = re.compile(r"E(\d{2})")
_SUMMARY = re.compile(r"(?:Inf\*)?((?:<[^<>]{0,80}>\*?){5,8})")
_FIELD = re.compile(r"<([^<>]*)>")
_INPUT = re.compile(r"Ch[AB](\d{1,2})")
_SPAN = re.compile(r"(\d{1,5}):(\d{2}):(\d{2})")
_LEVELS = re.compile(r"(?:Inf34\*)?(-?\d{1,5})\*(-?\d{1,5})")
_DATE = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d{2}):(\d{2}):(\d{2})")
_FILE = re.compile(
    r"(\S.{0,240}?) (?:[A-Z][a-z]{2}, )?(\d{1,2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2})(?: ([A-Z]{1,8}))? (\d{1,15})"
)
_LEFT = re.compile(r"\d{1,18} Bytes Left", re.IGNORECASE)
_MODEL = re.compile(r"(?:Inf0?1\*)?((?:SMP|SME|SMD)[ \w-]{1,40})")
_FIRMWARE = re.compile(r"(?:Ver0?1?\*)?(\d{1,3}\.\d{1,4}[.\w-]{0,20})")
_SERIAL = re.compile(r"(?:Inf99\*)?([A-Z0-9]{4,24})")
_CPU = re.compile(r"(?:Inf11\*)?(\d{1,3})(?:\.\d+)? ?%?")
_TEMPERATURE = re.compile(r"(?:20Stat ?\*?)?([+-]?\d{1,3}(?:\.\d{1,3})?) ?°?[CF]?")
_HDCP = re.compile(r"(?:HdcpI(\d{1,2})\*)?([012])")


@dataclass(frozen=True, kw_only=True, slots=True)
class SmpSummary:
    """The answer to ``I``."""

    inputs: tuple[int, ...]
    """Input shown in channel A, then B."""
    state: str
    """``stopped``, ``recording`` or ``paused``."""
    destination: str
    free_bytes: int | None
    """Left where it records to first."""
    elapsed_s: int
    left_s: int | None
    """How long it can go on."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SmpFile:
    """One file of a listing."""

    path: str
    at: datetime
    """When it was last written, by the recorder's clock; without a zone where it names none."""
    size: int


def record(mode: int) -> str:
    """Return the command that stops (0), starts (1) or pauses (2)."""
    return f"{ESCAPE}Y{mode}RCDR\r"


def source_of(number: int) -> str:
    """Return the question whether an input has a source."""
    return f"{ESCAPE}I{number}HDCP\r"


def metadata(field: int, text: str) -> str:
    """Return the command that sets one field for the next recording: nothing in the text can end the command."""
    kept = "".join(letter for letter in text if letter.isprintable() and letter != "*")
    cut = kept.encode()[:MOST_METADATA_BYTES].decode(errors="ignore")
    return f"{ESCAPE}M{field}*{cut}RCDR\r"


def raise_error(line: str) -> None:
    """Raise RefusedError when a line is an error of the device."""
    if found := _ERROR.fullmatch(line):
        raise RefusedError(_REASONS.get(found[1], RefusalReason.OTHER), line)


def is_greeting_end(line: str) -> bool:
    """Return whether a line of the greeting is its last one, the date."""
    return _DATE.search(line) is not None


def read_summary(line: str) -> SmpSummary | None:
    """Read the answer to `SUMMARY`."""
    if (found := _SUMMARY.fullmatch(line)) is None:
        return None
    channels, state, destination, free, elapsed, *rest = _FIELD.findall(found[1])
    first_free = free.partition("*")[0].strip()
    return SmpSummary(
        inputs=tuple(int(number) for number in _INPUT.findall(channels)),
        state=state.strip().casefold(),
        destination=destination.partition("*")[0],
        free_bytes=int(first_free) * 1024 if first_free.isascii() and first_free.isdecimal() else None,
        elapsed_s=read_span(elapsed) or 0,
        left_s=read_span(rest[0]) if rest else None,
    )


def read_span(text: str) -> int | None:
    """Return seconds of ``HH:MM:SS``, of the first where there are several."""
    found = _SPAN.match(text)
    return None if found is None else int(found[1]) * 3600 + int(found[2]) * 60 + int(found[3])


def read_levels(line: str) -> float | None:
    """Read the answer to `LEVELS`: the louder side, in the unit the model counts in."""
    found = _LEVELS.fullmatch(line)
    return None if found is None else float(max(int(found[1]), int(found[2])))


def read_mode(line: str) -> int | None:
    """Read the answer to a command to record: what is done now."""
    found = re.fullmatch(r"RcdrY([012])", line)
    return None if found is None else int(found[1])


def read_metadata(line: str) -> bool | None:
    """Return True for the answer to `metadata`."""
    return True if line.startswith("RcdrM") else None


def read_source(line: str) -> bool | None:
    """Read the answer to `source_of`: whether there is one."""
    found = _HDCP.fullmatch(line)
    return None if found is None else found[2] != "0"


def read_clock(line: str) -> datetime | None:
    """Read a date and time without a zone."""
    found = _DATE.search(line)
    if found is None or found[2] not in _MONTHS:
        return None
    try:
        day, year, hour, minute, second = (int(found[number]) for number in (1, 3, 4, 5, 6))
        return datetime(year, _MONTHS.index(found[2]) + 1, day, hour, minute, second)  # noqa: DTZ001 - it names none
    except ValueError:
        return None


def read_file(line: str) -> SmpFile | None:
    """Read one line of the answer to `LIST_FILES`."""
    found = _FILE.fullmatch(line)
    at = read_clock(found[2]) if found else None
    if found is None or at is None:
        return None
    return SmpFile(path=found[1], at=at.replace(tzinfo=UTC) if found[3] in _UTC else at, size=int(found[4]))


def is_listing_end(line: str) -> bool:
    """Return whether a line closes the answer to `LIST_FILES`."""
    return _LEFT.fullmatch(line) is not None


def read_model(line: str) -> str | None:
    """Read the answer to `MODEL`."""
    return _first(_MODEL, line)


def read_firmware(line: str) -> str | None:
    """Read the answer to `FIRMWARE`."""
    return _first(_FIRMWARE, line)


def read_serial(line: str) -> str | None:
    """Read the answer to `SERIAL`."""
    return _first(_SERIAL, line)


def read_cpu(line: str) -> float | None:
    """Read the answer to `CPU`, in percent."""
    found = _first(_CPU, line)
    return None if found is None else float(found)


def read_temperature(line: str) -> float | None:
    """Read the answer to `TEMPERATURE`, in °C."""
    found = _first(_TEMPERATURE, line)
    return None if found is None else float(found)


def _first(pattern: re.Pattern[str], line: str) -> str | None:
    found = pattern.fullmatch(line)
    return None if found is None else found[1].strip()
