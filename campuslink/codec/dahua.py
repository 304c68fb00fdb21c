"""What Dahua recorders answer over CGI: lines of ``key=value``, as typed values.

Source: Dahua HTTP API as used by public clients (mediaFileFind, storageDevice, magicBox, global, eventManager).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ..errors import GarbledAnswerError
from .isapi import clean

MOST_LINES = 4000
MOST_VALUE = 512
WALL = "%Y-%m-%d %H:%M:%S"
_KEY = re.compile(r"[A-Za-z][\w.\[\]-]{0,120}")
_ITEM = re.compile(r"items\[(\d{1,4})\]\.(\w{1,40})")
_DISK = re.compile(r"list\.info\[(\d{1,3})\]\.Detail\[(\d{1,3})\]\.(\w{1,40})")
_DISK_STATE = re.compile(r"list\.info\[(\d{1,3})\]\.State")


@dataclass(frozen=True, kw_only=True, slots=True)
class DahuaFile:
    """One file on the disk. Times are the device's own, without a zone."""

    path: str
    start: datetime
    end: datetime
    size: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class DahuaDisk:
    """One partition; sizes in bytes."""

    has_error: bool
    free: int | None
    total: int | None


def read_values(data: bytes) -> Mapping[str, str]:
    """Return values by key. Raises GarbledAnswerError when nothing of the kind is in the answer."""
    values: dict[str, str] = {}
    for line in data.decode("utf-8", "replace").splitlines()[:MOST_LINES]:
        key, is_pair, value = line.partition("=")
        if is_pair and _KEY.fullmatch(key.strip()):
            values[key.strip()] = "".join(letter for letter in value if letter.isprintable()).strip()[:MOST_VALUE]
    if not values:
        raise GarbledAnswerError("the answer holds no key=value")
    return values


def is_ok(data: bytes) -> bool:
    """Return whether a command was carried out."""
    return data.strip() == b"OK"


def read_finder(data: bytes) -> str:
    """Read the answer to ``factory.create``: the number of a search. Raises GarbledAnswerError."""
    number = read_values(data).get("result", "")
    if not (number.isascii() and number.isdecimal()) or len(number) > 20:
        raise GarbledAnswerError("the device names no search")
    return number


def read_found(data: bytes) -> Sequence[DahuaFile]:
    """Read the answer to ``findNextFile``; what names no time or no path is left out."""
    items: dict[str, dict[str, str]] = {}
    for key, value in read_values(data).items():
        if found := _ITEM.fullmatch(key):
            items.setdefault(found[1], {})[found[2]] = value
    files = [_file(item) for item in items.values()]
    return [file for file in files if file is not None]


def read_disks(data: bytes) -> tuple[DahuaDisk, ...]:
    """Read the answer to ``getDeviceAllInfo``."""
    values = read_values(data)
    parts: dict[tuple[str, str], dict[str, str]] = {}
    states = {found[1]: value for key, value in values.items() if (found := _DISK_STATE.fullmatch(key))}
    for key, value in values.items():
        if found := _DISK.fullmatch(key):
            parts.setdefault((found[1], found[2]), {})[found[3]] = value
    return tuple(_disk(part, states.get(disk, "")) for (disk, _), part in parts.items())


def read_time(data: bytes) -> datetime:
    """Read the answer to ``getCurrentTime``, without a zone. Raises GarbledAnswerError."""
    if (at := _time(read_values(data).get("result", ""))) is None:
        raise GarbledAnswerError("the device does not tell its time")
    return at


def read_losses(data: bytes) -> frozenset[int]:
    """Read the answer to ``getEventIndexes`` of ``VideoLoss``: channels without a picture, counted from 0."""
    if data.strip().startswith(b"Error"):
        return frozenset()
    values = read_values(data)
    return frozenset(
        int(value)
        for key, value in values.items()
        if key.startswith("channels[") and value.isascii() and value.isdecimal() and len(value) < 6
    )


def _file(item: Mapping[str, str]) -> DahuaFile | None:
    path = item.get("FilePath", "")
    start, end = _time(item.get("StartTime", "")), _time(item.get("EndTime", ""))
    if not path.startswith("/") or ".." in path or start is None or end is None:
        return None
    return DahuaFile(path=path, start=start, end=end, size=_number(item.get("Length", "")))


def _disk(part: Mapping[str, str], state: str) -> DahuaDisk:
    total, used = _number(part.get("TotalBytes", "")), _number(part.get("UsedBytes", ""))
    free = None if total is None or used is None else max(total - used, 0)
    has_error = part.get("IsError") == "true" or clean(state).casefold() in {"error", "initializing"}
    return DahuaDisk(has_error=has_error, free=free, total=total)


def _number(text: str) -> int | None:
    digits = text.partition(".")[0]
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 18 else None


def _time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, WALL)  # noqa: DTZ007 - it names none
    except ValueError:
        return None
