"""What Hikvision recorders say of their recordings and disks over ISAPI, as typed values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import override
from xml.sax.saxutils import escape

from .isapi import XmlReader, clean, feed_xml, parse_xml

NAMESPACE = "http://www.isapi.org/ver20/XMLSchema"
MOST_URI = 1024
_SIZE = re.compile(r"[?&]size=(\d{1,18})(?:&|$)")
_NAME = re.compile(r"[?&]name=([\w-]{1,80})(?:&|$)")
_MEGABYTE = 1 << 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """One stretch of a track. Times are the device's own, without a zone: its ``Z`` means nothing on most models."""

    uri: str
    start: datetime
    end: datetime
    size: int | None
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SegmentPage:
    """One answer to a search."""

    segments: tuple[Segment, ...]
    has_more: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Disk:
    """One disk; sizes in bytes."""

    status: str
    """``ok``, ``unformatted``, ``error``, ``idle``, ...."""
    free: int | None
    total: int | None


def read_segments(data: bytes) -> SegmentPage:
    """Read the answer to ``ContentMgmt/search``; what names no time or no address is left out."""
    found = [_segment(item) for item in _items(data, "searchMatchItem")]
    return SegmentPage(
        segments=tuple(each for each in found if each is not None),
        has_more=parse_xml(data).get("responseStatusStrg", "").strip() == "MORE",
    )


def read_disks(data: bytes) -> tuple[Disk, ...]:
    """Read the answer to ``ContentMgmt/Storage``."""
    return tuple(
        Disk(
            status=clean(item.get("status")).casefold(),
            free=_megabytes(item.get("freeSpace")),
            total=_megabytes(item.get("capacity")),
        )
        for item in _items(data, "hdd")
    )


def read_online(data: bytes, channel: int) -> bool | None:
    """Read the answer to ``InputProxy/channels/status``: whether a channel's camera is there; None where not told."""
    for item in _items(data, "InputProxyChannelStatus"):
        if clean(item.get("id")) == str(channel):
            return {"true": True, "false": False}.get(clean(item.get("online")))
    return None


def read_time(data: bytes) -> datetime | None:
    """Read the answer to ``System/time``; without a zone where the device names none."""
    return _time(clean(parse_xml(data).get("localTime")))


def write_search(search_id: str, track: int, start: str, end: str, *, first: int, most: int, word: str) -> str:
    """Return a question for the stretches of a track. word: how the device spells its ``searchResultPosition``."""
    return (
        f'<CMSearchDescription version="2.0" xmlns="{NAMESPACE}"><searchID>{search_id}</searchID>'
        f"<trackIDList><trackID>{track}</trackID></trackIDList><timeSpanList><timeSpan>"
        f"<startTime>{start}</startTime><endTime>{end}</endTime></timeSpan></timeSpanList>"
        f"<maxResults>{most}</maxResults><{word}>{first}</{word}>"
        "<metadataList><metadataDescriptor>//recordType.meta.std-cgi.com</metadataDescriptor></metadataList>"
        "</CMSearchDescription>"
    )


def write_download(uri: str) -> str:
    """Return a request for the content of a stretch."""
    return (
        f'<downloadRequest version="1.0" xmlns="{NAMESPACE}"><playbackURI>{escape(uri)}</playbackURI></downloadRequest>'
    )


class _ItemReader(XmlReader):
    """Collects the texts of each element of one name apart."""

    def __init__(self, item: str) -> None:
        super().__init__()
        self.items: list[dict[str, str]] = []
        self._item = item
        self._inside = 0

    @override
    def start(self, name: str, _attributes: object) -> None:
        super().start(name, _attributes)
        if self._inside:
            self._inside += 1
            self.items[-1].setdefault(self._path[-1], "")
        elif self._path[-1] == self._item:
            self._inside = 1
            self.items.append({})

    @override
    def end(self, _name: str) -> None:
        super().end(_name)
        self._inside = max(self._inside - 1, 0)

    @override
    def text(self, data: str) -> None:
        if self._inside > 1 and len(self.items[-1][self._path[-1]]) < MOST_URI:
            self.items[-1][self._path[-1]] += data


def _items(data: bytes, name: str) -> Sequence[Mapping[str, str]]:
    reader = _ItemReader(name)
    feed_xml(data, reader)
    return reader.items


def _segment(item: Mapping[str, str]) -> Segment | None:
    uri = "".join(item.get("playbackURI", "").split())
    start, end = (_time(clean(item.get(name))) for name in ("startTime", "endTime"))
    if start is None or end is None or not uri.startswith("rtsp://") or not uri.isprintable() or len(uri) > MOST_URI:
        return None
    size, name = _SIZE.search(uri), _NAME.search(uri)
    return Segment(
        uri=uri,
        start=start.replace(tzinfo=None),
        end=end.replace(tzinfo=None),
        size=int(size[1]) if size else None,
        name=name[1] if name else "",
    )


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _megabytes(text: str | None) -> int | None:
    digits = clean(text)[:15]
    return int(digits) * _MEGABYTE if digits.isascii() and digits.isdecimal() else None
