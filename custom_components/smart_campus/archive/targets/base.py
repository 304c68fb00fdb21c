"""What every archive can do: take a recording, prove that it has it, give it back, erase it."""

import hashlib
import secrets
from abc import ABC, abstractmethod
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final, override

from ..rules.faults import ArchiveFaultError, FaultCode
from .parcel import Parcel, ParcelFile

type Progress = Mapping[str, Any]
"""What a target needs to go on after an interruption; JSON-able."""
type Keep = Callable[[Progress], Awaitable[None]]
"""Brings progress onto a disk."""
type Receipt = Mapping[str, Any]
"""Where a target keeps a recording; JSON-able. ``files`` holds a place for each file, in the parcel's order."""

PROBE_PREFIX: Final = "smart-campus-probe-"


class Target(ABC):
    """One archive. Every method raises ArchiveFaultError, and is cancelled without leaving half a file under a name."""

    can_read = True
    """Whether recordings can be played from it."""
    can_erase = True

    @abstractmethod
    async def probe(self) -> None:
        """Archive a small file, check it, and erase it."""

    @abstractmethod
    async def send(self, parcel: Parcel, progress: Progress, keep: Keep) -> Receipt:
        """Send a recording, going on where `progress` says. Sent twice it is there once."""

    @abstractmethod
    async def verify(self, parcel: Parcel, receipt: Receipt) -> None:
        """Return when the target proved size and checksum of every file.

        Raises NOT_IDENTICAL when it holds something else, UNPROVEN when it cannot say yet.
        """

    @abstractmethod
    async def erase(self, receipt: Receipt) -> Sequence[str]:
        """Erase a recording; return the places that could not be erased."""

    @abstractmethod
    def read(self, place: str, offset: int, length: int) -> AsyncGenerator[bytes]:
        """Yield a stretch of a file."""


class FileTarget(Target):
    """An archive of single files under paths: the files of a recording, and the JSON file behind them."""

    @override
    async def probe(self) -> None:
        content = f"Smart Campus, {datetime.now(UTC).isoformat()}\n".encode()
        place = f"{PROBE_PREFIX}{secrets.token_hex(4)}.txt"
        await self.put_bytes(place, content)
        try:
            await self.check(place, len(content), hashlib.sha256(content).hexdigest(), hashlib.md5(content).hexdigest())  # noqa: S324 - what some servers prove files by, no security
        finally:
            if self.can_erase:
                await self.remove(place)

    @override
    async def send(self, parcel: Parcel, progress: Progress, keep: Keep) -> Receipt:
        done: list[str] = list(progress.get("done", ()))
        for file in parcel.files:
            place = parcel.place_of(file.name)
            if place in done:
                continue
            part: Progress = progress.get("part", {}) if progress.get("place") == place else {}

            async def keep_part(part: Progress, place: str = place) -> None:
                await keep({"done": done, "place": place, "part": part})

            await self.put(file, place, part, keep_part)
            done.append(place)
            await keep({"done": done})
        side = parcel.place_of(parcel.side_name)
        await self.put_bytes(side, parcel.side)
        return {"files": [parcel.place_of(file.name) for file in parcel.files], "side": side}

    @override
    async def verify(self, parcel: Parcel, receipt: Receipt) -> None:
        for file, place in zip(parcel.files, receipt["files"], strict=True):
            await self.check(place, file.size, file.sha256, file.md5)

    @override
    async def erase(self, receipt: Receipt) -> Sequence[str]:
        places = [*receipt["files"], receipt["side"]]
        if not self.can_erase:
            return places
        left = []
        for place in places:
            try:
                await self.remove(place)
            except ArchiveFaultError:
                left.append(place)
        return left

    @abstractmethod
    async def put(self, file: ParcelFile, place: str, part: Progress, keep: Keep) -> None:
        """Store a file. One that is there under this name already and is identical may be left as it is."""

    @abstractmethod
    async def put_bytes(self, place: str, content: bytes) -> None:
        """Store a small file, over one that is there."""

    @abstractmethod
    async def check(self, place: str, size: int, sha256: str, md5: str) -> None:
        """Let the target prove a file. Raises NOT_IDENTICAL or UNPROVEN."""

    @abstractmethod
    async def remove(self, place: str) -> None:
        """Delete a file; one that is not there is deleted."""


def compare(what: str, found: object, wanted: object) -> None:
    """Raise NOT_IDENTICAL unless both are equal."""
    if found != wanted:
        raise ArchiveFaultError(FaultCode.NOT_IDENTICAL, f"{what}: {found} instead of {wanted}")


async def check_content(content: AsyncIterator[bytes], size: int, sha256: str) -> None:
    """Read a file back and compare size and checksum. Raises NOT_IDENTICAL."""
    digest, read = hashlib.sha256(), 0
    async for chunk in content:
        digest.update(chunk)
        read += len(chunk)
    compare("size", read, size)
    compare("sha256", digest.hexdigest(), sha256)
