"""A stretch of a file as the body of a request: read off the event loop, paced, and watched for progress."""

import asyncio
from pathlib import Path
from typing import Final, override

from aiohttp.abc import AbstractStreamWriter
from aiohttp.payload import Payload

from ..rules.faults import ArchiveFaultError, FaultCode
from ..rules.pace import Pace
from .folder import local_file

CHUNK: Final = 128 * 1024
"""At 10 kB/s one of these takes 13 s: progress must be seen well within the time a connection may stall."""


class Watch:
    """Ends what it watches when nothing moved for too long."""

    def __init__(self, stall_s: float, answer_s: float = 0.0) -> None:
        """answer_s: how long the other side may think once it has everything."""
        self.stall_s = stall_s
        self.answer_s = answer_s or stall_s
        self.timeout = asyncio.timeout(stall_s)

    def move(self) -> None:
        """Say that something moved; the time runs anew."""
        self.timeout.reschedule(asyncio.get_running_loop().time() + self.stall_s)

    def wait_for_answer(self) -> None:
        """Say that everything was sent."""
        self.timeout.reschedule(asyncio.get_running_loop().time() + self.answer_s)

    def pause(self) -> None:
        """Let the time stand still while we wait on purpose."""
        self.timeout.reschedule(None)


class FileBody(Payload):
    """Part of a file between two short texts. It can be sent again, as digest authentication may need."""

    _autoclose = True

    def __init__(
        self,
        path: Path,
        pace: Pace,
        watch: Watch,
        *,
        length: int,
        offset: int = 0,
        before: bytes = b"",
        behind: bytes = b"",
        content_type: str = "application/octet-stream",
    ) -> None:
        """length: bytes of the file. before, behind: what frames it in a form."""
        super().__init__(path, content_type=content_type)
        self._path = path
        self._pace = pace
        self._watch = watch
        self._offset = offset
        self._length = length
        self._before = before
        self._behind = behind
        self._size = len(before) + length + len(behind)
        self.fault: ArchiveFaultError | None = None
        """What is wrong with the file itself; the client only says that it could not send."""

    @override
    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Raise: a recording is not to be held in memory, as signing its content would need."""
        raise ArchiveFaultError(FaultCode.REFUSED, "the server wants the content itself signed (auth-int)")

    @override
    async def as_bytes(self, encoding: str = "utf-8", errors: str = "strict") -> bytes:
        """Raise, like `decode`."""
        return self.decode(encoding, errors).encode()

    @override
    async def write(self, writer: AbstractStreamWriter) -> None:
        """Write it whole. A file that is gone or became shorter is told in `fault`."""
        try:
            await self._write(writer)
        except ArchiveFaultError as err:
            self.fault = err
            raise

    async def _write(self, writer: AbstractStreamWriter) -> None:
        with local_file(self._path):
            file = await asyncio.to_thread(self._path.open, "rb")
        try:
            await asyncio.to_thread(file.seek, self._offset)
            await writer.write(self._before)
            left = self._length
            while left:
                with local_file(self._path):
                    chunk = await asyncio.to_thread(file.read, min(CHUNK, left))
                if not chunk:
                    raise ArchiveFaultError(FaultCode.FILE_GONE, f"{self._path.name} became shorter")
                self._watch.pause()
                await self._pace.take(len(chunk))
                self._watch.move()
                await writer.write(chunk)
                self._watch.move()
                left -= len(chunk)
            await writer.write(self._behind)
            self._watch.wait_for_answer()
        finally:
            await asyncio.to_thread(file.close)
