"""Hikvision recorders over ISAPI: one channel of a network video recorder or of a camera with a disk."""

import uuid
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any, override

from ...codec.isapi import read_device_info
from ...codec.isapi_recording import (
    Segment,
    read_disks,
    read_online,
    read_segments,
    read_time,
    write_download,
    write_search,
)
from ...errors import GarbledAnswerError, MismatchError, RefusedError
from ...link.isapi import IsapiLink
from ...model import DeviceIdentity
from ...profile.schema import Catalogue, Profile
from .continuous import ContinuousRecorder, Stretch, by_its_clock, by_our_clock
from .disks import Disks, DiskShare
from .hardware import REAL_CLOCKS, Clocks, plain_name
from .orders import RecordedFile, RecordingOrder
from .pictures import MOST_PICTURE_BYTES, require_picture
from .sources import Readings

PAGE = 40
MOST_PAGES = 10
POSITION_WORDS = ("searchResultPostion", "searchResultPosition")
"""As most firmware spells it, and as the others do."""
HEALTHY_DISKS = frozenset({"ok", "normal", "idle", "sleeping"})


class IsapiRecorder(ContinuousRecorder):
    """One channel. It tells nothing of sound, and of pictures only whether its camera is there."""

    def __init__(
        self,
        profile: Profile,
        catalogue: Catalogue,
        link: IsapiLink,
        *,
        channel: int = 1,
        stream: int = 1,
        takes_utc: bool = False,
        clocks: Clocks = REAL_CLOCKS,
    ) -> None:
        """Make one. stream: 1 main, 2 sub. takes_utc: whether ``Z`` in its times really means UTC."""
        self._link = link
        self._channel = channel
        self._track = channel * 100 + stream
        self._takes_utc = takes_utc
        self._position_word = POSITION_WORDS[0]
        super().__init__(profile, catalogue, link, clocks)

    @override
    def describe(self) -> dict[str, Any]:
        return {**super().describe(), "track": self._track, "is_shut_out": self.is_shut_out}

    @override
    async def identify(self) -> DeviceIdentity:
        try:
            info = read_device_info(await self._link.get("/ISAPI/System/deviceInfo"))
            await self.prepare()
            await self._newest()
        except RefusedError as err:
            raise MismatchError(f"a recorder would let its recordings be searched; this one says {err}") from err
        return DeviceIdentity(
            manufacturer="Hikvision", model=info.model, serial=info.serial or None, firmware=info.firmware or None
        )

    @override
    async def preview(self) -> bytes | None:
        path = f"/ISAPI/Streaming/channels/{self._track}/picture"
        return require_picture(await self._link.get(path, most_bytes=MOST_PICTURE_BYTES))

    @override
    async def _begin(self, order: RecordingOrder) -> None:
        await self._command("start")

    @override
    async def _end(self) -> None:
        await self._command("stop")

    @override
    def _fetch(self, file: RecordedFile, offset: int) -> AsyncIterator[bytes]:
        return self._link.download("/ISAPI/ContentMgmt/download", offset=offset, body=write_download(file.id))

    @override
    async def _stretches(self, start: datetime, end: datetime) -> Sequence[Stretch]:
        found: list[Segment] = []
        search = str(uuid.uuid4()).upper()
        for page in range(MOST_PAGES):
            answer = read_segments(await self._search(search, self._written(start), self._written(end), page * PAGE))
            found += answer.segments
            if not answer.has_more or not answer.segments:
                break
        stretches = [self._stretch(segment) for segment in found]
        return sorted(stretches, key=lambda each: each.start)

    async def _search(self, search: str, start: str, end: str, first: int) -> bytes:
        for word in (self._position_word, *POSITION_WORDS):
            body = write_search(search, self._track, start, end, first=first, most=PAGE, word=word)
            try:
                answer = await self._link.request("POST", "/ISAPI/ContentMgmt/search", body)
            except RefusedError as err:
                # A word it does not know is all that can be wrong with the XML
                if "xml" not in str(err).casefold() or word == POSITION_WORDS[1]:
                    raise
                continue
            self._position_word = word
            return answer
        raise GarbledAnswerError("the search was not understood")

    async def _command(self, word: str) -> None:
        path = f"/ISAPI/ContentMgmt/record/control/manual/{word}/tracks/{self._track}"
        await self._link.request("PUT", path)

    @override
    async def _get_disks(self) -> Disks:
        disks = read_disks(await self._link.get("/ISAPI/ContentMgmt/Storage"))
        shares = [
            DiskShare(free=disk.free, total=disk.total, is_healthy=disk.status in HEALTHY_DISKS) for disk in disks
        ]
        return Disks(shares, ", ".join(disk.status for disk in disks) or "no disk")

    @override
    async def _has_picture(self) -> bool | None:
        return read_online(await self._link.get("/ISAPI/ContentMgmt/InputProxy/channels/status"), self._channel)

    @override
    async def _read_time(self) -> datetime:
        at = read_time(await self._link.get("/ISAPI/System/time"))
        if at is None:
            raise GarbledAnswerError("the device does not tell its time")
        return at

    @override
    async def _read_identity(self) -> Readings:
        info = read_device_info(await self._link.get("/ISAPI/System/deviceInfo"))
        return {
            "manufacturer": "Hikvision",
            "model": info.model,
            "serial": info.serial or None,
            "firmware": info.firmware or None,
        }

    def _written(self, at: datetime) -> str:
        return f"{by_its_clock(at, self._offset, self._clock_offset_s):%Y-%m-%dT%H:%M:%SZ}"

    def _stretch(self, segment: Segment) -> Stretch:
        start, end = (by_our_clock(at, self._offset, self._clock_offset_s) for at in (segment.start, segment.end))
        name = f"{segment.name or f'track{self._track}_{segment.start:%Y%m%dT%H%M%S}'}.mp4"
        return Stretch(id=segment.uri, start=start, end=end, size=segment.size, name=plain_name(name))

    @property
    def _offset(self) -> timedelta:
        return timedelta() if self._takes_utc else self._zone_offset or timedelta()
