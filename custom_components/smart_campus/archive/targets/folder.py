"""A folder on this machine, or on a NAS that is mounted here."""

import asyncio
import errno
import hashlib
import os
import secrets
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import IO, Final, override

from ..rules.faults import ArchiveFaultError, FaultCode
from ..rules.pace import Pace
from .base import FileTarget, Keep, Progress, compare
from .parcel import ParcelFile

CHUNK: Final = 1 << 20
UNFINISHED: Final = ".part"
STALL_S: Final = 120.0
"""How long one small piece of work on a disk or share may take."""
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class FolderTarget(FileTarget):
    """Writes to a temporary name, onto the disk, then renames; reads back to prove it."""

    def __init__(self, root: Path, pace: Pace) -> None:
        """root: must be there already, so that a NAS that is not mounted is noticed."""
        self._root = root
        self._pace = pace

    @override
    async def put(self, file: ParcelFile, place: str, part: Progress, keep: Keep) -> None:
        path = self._path(place)
        if await self._is_identical(path, file):
            return
        await _in_thread(self._make_folder, path.parent)
        unfinished = path.with_name(f"{path.name}{UNFINISHED}")
        offset = await _in_thread(self._resumable, file.path, unfinished, str(part.get("sha256", "")) == file.sha256)
        if not offset:
            await keep({"sha256": file.sha256})
        await self._copy(file.path, unfinished, offset)
        await _in_thread(_settle, unfinished, path)

    @override
    async def put_bytes(self, place: str, content: bytes) -> None:
        await _in_thread(self._write, self._path(place), content)

    @override
    async def check(self, place: str, size: int, sha256: str, md5: str) -> None:
        path = self._path(place)
        found_size, found = await _hash(path)
        compare("size", found_size, size)
        compare("sha256", found, sha256)

    @override
    async def remove(self, place: str) -> None:
        await _in_thread(lambda: self._path(place).unlink(missing_ok=True))

    @override
    async def read(self, place: str, offset: int, length: int) -> AsyncGenerator[bytes]:
        file = await _in_thread(lambda: self._path(place).open("rb"))
        try:
            await _in_thread(file.seek, offset)
            while length > 0 and (chunk := await _in_thread(file.read, min(CHUNK, length))):
                length -= len(chunk)
                yield chunk
        finally:
            await asyncio.to_thread(file.close)

    def path_of(self, place: str) -> Path:
        """Return where a file lies. Raises NOT_WRITABLE for a place outside of the folder."""
        return self._path(place)

    def _path(self, place: str) -> Path:
        parts = PurePosixPath(place).parts
        if not parts or any(part in {"..", "/"} for part in parts):
            raise ArchiveFaultError(FaultCode.NOT_WRITABLE, "outside of the folder")
        return self._root.joinpath(*parts)

    def _make_folder(self, folder: Path) -> None:
        if not self._root.is_dir():
            raise ArchiveFaultError(FaultCode.NOT_WRITABLE, "the folder is not there")
        folder.mkdir(parents=True, exist_ok=True)

    async def _is_identical(self, path: Path, file: ParcelFile) -> bool:
        try:
            return await _hash(path) == (file.size, file.sha256)
        except ArchiveFaultError:
            return False

    def _resumable(self, source: Path, unfinished: Path, is_same: bool) -> int:
        """Return how many bytes of an earlier attempt can be kept: those that equal the file's."""
        if not is_same or not unfinished.exists():
            return 0
        equal = 0
        with source.open("rb") as left, unfinished.open("rb") as right:
            while (chunk := right.read(CHUNK)) and left.read(len(chunk)) == chunk:
                equal += len(chunk)
        return equal

    async def _copy(self, source: Path, target: Path, offset: int) -> None:
        with local_file(source):
            reader = await asyncio.to_thread(source.open, "rb")
        writer = await _in_thread(lambda: target.open("r+b" if offset else "wb"))
        try:
            await _in_thread(reader.seek, offset)
            if offset:
                await _in_thread(writer.seek, offset)
                await _in_thread(writer.truncate)
            while chunk := await _in_thread(reader.read, CHUNK):
                await self._pace.take(len(chunk))
                await _in_thread(writer.write, chunk)
            await _in_thread(writer.flush)
            await _in_thread(os.fsync, writer.fileno())
        finally:
            await asyncio.to_thread(reader.close)
            with suppress(OSError):
                await asyncio.to_thread(writer.close)

    def _write(self, path: Path, content: bytes) -> None:
        self._make_folder(path.parent)
        unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}{UNFINISHED}")
        try:
            with unfinished.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            _settle(unfinished, path)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
            raise


@contextmanager
def local_file(source: Path) -> Iterator[None]:
    """Say of a local file that is not there what it means."""
    try:
        yield
    except FileNotFoundError:
        raise ArchiveFaultError(FaultCode.FILE_GONE, source.name) from None
    except OSError as err:
        raise ArchiveFaultError(FaultCode.NOT_FETCHED, err.strerror or type(err).__name__) from err


def _settle(unfinished: Path, path: Path) -> None:
    """Give a file its name, on the disk too."""
    unfinished.replace(path)
    with suppress(OSError):
        # Not every file system lets folders be synchronised
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


async def _hash(path: Path) -> tuple[int, str]:
    """Return size and SHA-256 of a file, read piece by piece so that a share that hangs is noticed."""
    digest, size = hashlib.sha256(), 0
    file = await _in_thread(_open_fresh, path)
    try:
        while chunk := await _in_thread(file.read, CHUNK):
            await asyncio.to_thread(digest.update, chunk)
            size += len(chunk)
    finally:
        await asyncio.to_thread(file.close)
    return size, digest.hexdigest()


def _open_fresh(path: Path) -> IO[bytes]:
    file = path.open("rb")
    with suppress(OSError, AttributeError):
        # Read what the disk holds, not what the system remembers of writing it
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return file


async def _in_thread[**P, T](work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Run file work in a thread, with its errors as ours. A share that hangs holds the thread, but not us."""
    try:
        async with asyncio.timeout(STALL_S):
            return await asyncio.to_thread(work, *args, **kwargs)
    except TimeoutError as err:
        raise ArchiveFaultError(FaultCode.STALLED) from err
    except FileNotFoundError:
        raise ArchiveFaultError(FaultCode.NOT_WRITABLE, "no such file or folder") from None
    except OSError as err:
        code = FaultCode.NO_SPACE if err.errno in _FULL else FaultCode.NOT_WRITABLE
        raise ArchiveFaultError(code, err.strerror or type(err).__name__) from err
