"""Dahua recorders over CGI: one channel of a network video recorder or of a camera with a disk."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any, override
from urllib.parse import quote

from ...codec.dahua import (
    WALL,
    DahuaFile,
    is_ok,
    read_disks,
    read_finder,
    read_found,
    read_losses,
    read_time,
    read_values,
)
from ...errors import GarbledAnswerError, LinkError, MismatchError, RefusalReason, RefusedError
from ...link.web import WebLink
from ...model import DeviceIdentity
from ...profile.schema import Catalogue, Profile
from .continuous import ContinuousRecorder, Stretch, by_its_clock, by_our_clock
from .disks import Disks, DiskShare
from .hardware import REAL_CLOCKS, Clocks, plain_name
from .orders import RecordedFile, RecordingOrder
from .pictures import MOST_PICTURE_BYTES, require_picture
from .sources import Readings

PAGE = 100
MOST_PAGES = 10
AUTOMATIC, MANUAL = 0, 1
"""Modes of recording: by the recorder's own schedule, and until told otherwise."""


class DahuaRecorder(ContinuousRecorder):
    """One channel. Stopping gives the channel back to the recorder's own schedule."""

    def __init__(
        self, profile: Profile, catalogue: Catalogue, link: WebLink, *, channel: int = 1, clocks: Clocks = REAL_CLOCKS
    ) -> None:
        """Make one. channel: counted from 1, as the recorder's page does."""
        self._link = link
        self._channel = channel
        super().__init__(profile, catalogue, link, clocks)

    @override
    def describe(self) -> dict[str, Any]:
        return {**super().describe(), "channel": self._channel, "is_shut_out": self.is_shut_out}

    @override
    async def identify(self) -> DeviceIdentity:
        try:
            found = await self._read_identity()
            await self.prepare()
            await self._newest()
        except RefusedError as err:
            raise MismatchError(f"a recorder would let its recordings be searched; this one says {err}") from err
        model, serial, firmware = (found[name] for name in ("model", "serial", "firmware"))
        if not model:
            raise MismatchError("no deviceType in the answer to getSystemInfo")
        return DeviceIdentity(
            manufacturer="Dahua",
            model=str(model),
            serial=str(serial) if serial else None,
            firmware=str(firmware) if firmware else None,
        )

    @override
    async def preview(self) -> bytes | None:
        path = f"/cgi-bin/snapshot.cgi?channel={self._channel}"
        return require_picture(await self._link.get(path, most_bytes=MOST_PICTURE_BYTES))

    @override
    async def _begin(self, order: RecordingOrder) -> None:
        await self._set_mode(MANUAL)

    @override
    async def _end(self) -> None:
        await self._set_mode(AUTOMATIC)

    @override
    def _fetch(self, file: RecordedFile, offset: int) -> AsyncIterator[bytes]:
        return self._link.download(f"/cgi-bin/RPC_Loadfile{quote(file.id)}", offset=offset)

    @override
    async def _stretches(self, start: datetime, end: datetime) -> Sequence[Stretch]:
        finder = read_finder(await self._find("factory.create"))
        try:
            times = f"&condition.StartTime={self._written(start)}&condition.EndTime={self._written(end)}"
            kinds = f"&condition.Channel={self._channel}&condition.Types[0]=dav"
            if not is_ok(await self._find(f"findFile&object={finder}{kinds}{times}")):
                return ()
            found: list[DahuaFile] = []
            for _ in range(MOST_PAGES):
                page = read_found(await self._find(f"findNextFile&object={finder}&count={PAGE}"))
                found += page
                if len(page) < PAGE:
                    break
        finally:
            await self._forget(finder)
        return sorted((self._stretch(file) for file in found), key=lambda each: each.start)

    async def _forget(self, finder: str) -> None:
        """Let go of a search: a recorder holds few of them."""
        for word in ("close", "destroy"):
            try:
                await self._find(f"{word}&object={finder}")
            except LinkError, RefusedError:
                return

    async def _find(self, action: str) -> bytes:
        return await self._link.get(f"/cgi-bin/mediaFileFind.cgi?action={action}")

    async def _set_mode(self, mode: int) -> None:
        word = f"RecordMode[{self._channel - 1}].Mode={mode}"
        if not is_ok(await self._link.get(f"/cgi-bin/configManager.cgi?action=setConfig&{word}")):
            raise RefusedError(RefusalReason.OTHER, "the recorder did not take the mode")

    @override
    async def _get_disks(self) -> Disks:
        disks = read_disks(await self._link.get("/cgi-bin/storageDevice.cgi?action=getDeviceAllInfo"))
        shares = [DiskShare(free=disk.free, total=disk.total, is_healthy=not disk.has_error) for disk in disks]
        return Disks(shares, "no disk without an error")

    @override
    async def _has_picture(self) -> bool:
        data = await self._link.get("/cgi-bin/eventManager.cgi?action=getEventIndexes&code=VideoLoss")
        return self._channel - 1 not in read_losses(data)

    @override
    async def _read_time(self) -> datetime:
        return read_time(await self._link.get("/cgi-bin/global.cgi?action=getCurrentTime"))

    @override
    async def _read_identity(self) -> Readings:
        system = read_values(await self._link.get("/cgi-bin/magicBox.cgi?action=getSystemInfo"))
        try:
            software = read_values(await self._link.get("/cgi-bin/magicBox.cgi?action=getSoftwareVersion"))
        except GarbledAnswerError, RefusedError:
            software = {}
        version = software.get("version", "").partition(",")[0].removeprefix("version=")
        return {
            "manufacturer": "Dahua",
            "model": system.get("updateSerial") or system.get("deviceType") or None,
            "serial": system.get("serialNumber") or None,
            "firmware": version or None,
        }

    def _written(self, at: datetime) -> str:
        return quote(f"{by_its_clock(at, self._zone_offset or timedelta(), self._clock_offset_s):{WALL}}")

    def _stretch(self, file: DahuaFile) -> Stretch:
        offset = self._zone_offset or timedelta()
        start, end = (by_our_clock(at, offset, self._clock_offset_s) for at in (file.start, file.end))
        return Stretch(id=file.path, start=start, end=end, size=file.size, name=plain_name(file.path))
