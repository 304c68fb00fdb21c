"""A WebDAV server, Nextcloud and ownCloud among them."""

from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Final, override

from yarl import URL

from ..rules.faults import ArchiveFaultError
from ..rules.xml_tree import read_xml
from .base import FileTarget, Keep, Progress, check_content, compare
from .http import HttpPeer, address
from .parcel import ParcelFile

UNFINISHED: Final = ".part"
CHUNK: Final = 64 * 1024 * 1024
"""Size of the pieces in which Nextcloud takes a large file; it allows 5 MiB to 5 GiB."""
_PROPFIND: Final = (
    b'<?xml version="1.0" encoding="utf-8"?><d:propfind xmlns:d="DAV:" xmlns:oc="http://owncloud.org/ns">'
    b"<d:prop><d:getcontentlength/><oc:checksums/></d:prop></d:propfind>"
)
_FILES: Final = "/remote.php/dav/files/"


class WebDavTarget(FileTarget):
    """Sends to a temporary name and moves it; a Nextcloud takes large files in pieces, and goes on behind the last one.

    Source: RFC 4918; Nextcloud developer manual, "Chunked file upload v2".
    """

    def __init__(self, peer: HttpPeer, base: URL, *, piece_size: int = CHUNK) -> None:
        """Go by the address of a folder that exists."""
        self._piece_size = piece_size
        self._peer = peer
        self._base = base
        self._uploads = _uploads_of(base)

    @override
    async def probe(self) -> None:
        await self._peer.ask("PROPFIND", self._base, headers={"Depth": "0"}, body=_PROPFIND)
        await super().probe()

    @override
    async def put(self, file: ParcelFile, place: str, part: Progress, keep: Keep) -> None:
        # A light request first: with digest authentication a refused one would cost the whole body
        with suppress(ArchiveFaultError):
            if await self._size_of(place) == file.size:
                await self.check(place, file.size, file.sha256, file.md5)
                return
        await self._make_folders(place)
        if self._uploads is not None and file.size > self._piece_size:
            await self._put_pieces(self._uploads, file, place, part, keep)
            return
        unfinished = address(self._base, f"{place}{UNFINISHED}")
        await self._peer.send("PUT", unfinished, file.path, length=file.size, headers=_checksum(file))
        await self._move(unfinished, address(self._base, place))

    @override
    async def put_bytes(self, place: str, content: bytes) -> None:
        await self._make_folders(place)
        unfinished = address(self._base, f"{place}{UNFINISHED}")
        await self._peer.ask("PUT", unfinished, body=content)
        await self._move(unfinished, address(self._base, place))

    @override
    async def check(self, place: str, size: int, sha256: str, md5: str) -> None:
        url = address(self._base, place)
        found, checksums = await self._describe(url)
        if found is not None:
            compare("size", found, size)
        if "SHA256" in checksums:
            compare("sha256", checksums["SHA256"], sha256)
        elif "MD5" in checksums:
            compare("md5", checksums["MD5"], md5)
        else:
            await check_content(self._peer.stream(url), size, sha256)

    @override
    async def remove(self, place: str) -> None:
        await self._peer.ask("DELETE", address(self._base, place), also=(404,))

    @override
    def read(self, place: str, offset: int, length: int) -> AsyncGenerator[bytes]:
        return self._peer.stream(address(self._base, place), offset=offset, length=length)

    async def _size_of(self, place: str) -> int | None:
        return (await self._describe(address(self._base, place)))[0]

    async def _describe(self, url: URL) -> tuple[int | None, dict[str, str]]:
        """Return size and checksums of a file as the server tells them."""
        answer = await self._peer.ask("PROPFIND", url, headers={"Depth": "0"}, body=_PROPFIND)
        root = read_xml(answer.body)
        size = root.text_of("getcontentlength")
        told = " ".join(found.text for found in root.find("checksum"))
        sums = dict(word.split(":", 1) for word in told.split() if ":" in word)
        return (
            int(size) if size.isascii() and size.isdigit() and len(size) < 20 else None,
            {name.upper(): value.lower() for name, value in sums.items()},
        )

    async def _make_folders(self, place: str) -> None:
        url = self._base
        for part in place.split("/")[:-1]:
            url = url / part
            await self._peer.ask("MKCOL", url / "", also=(301, 405))

    async def _move(self, source: URL, target: URL) -> None:
        await self._peer.ask("MOVE", source, headers={"Destination": str(target), "Overwrite": "T"})

    async def _put_pieces(self, uploads: URL, file: ParcelFile, place: str, part: Progress, keep: Keep) -> None:
        """Send a file in pieces into a folder of its own, which the server then joins."""
        target = address(self._base, place)
        folder = uploads / f"smart-campus-{file.sha256[:32]}"
        headers = {"Destination": str(target), "OC-Total-Length": str(file.size)}
        done = int(part.get("done", 0)) if part.get("sha256") == file.sha256 else 0
        made = await self._peer.ask("MKCOL", folder, headers=headers, also=(405,))
        if made.status != 405:
            done = 0
        for number in range(done, -(-file.size // self._piece_size)):
            offset = number * self._piece_size
            length = min(self._piece_size, file.size - offset)
            piece = folder / f"{number + 1:05}"
            await self._peer.send("PUT", piece, file.path, offset=offset, length=length, headers=headers)
            await keep({"sha256": file.sha256, "done": number + 1})
        await self._peer.ask("MOVE", folder / ".file", headers={**headers, **_checksum(file), "Overwrite": "T"})


def _checksum(file: ParcelFile) -> dict[str, str]:
    """Return the header by which ownCloud and Nextcloud check and keep a checksum; others do not mind."""
    return {"OC-Checksum": f"SHA256:{file.sha256}"}


def _uploads_of(base: URL) -> URL | None:
    """Return where a Nextcloud takes pieces; None for any other server."""
    before, found, behind = base.path.partition(_FILES)
    user = behind.partition("/")[0]
    return base.with_path(f"{before}/remote.php/dav/uploads/{user}") if found and user else None
