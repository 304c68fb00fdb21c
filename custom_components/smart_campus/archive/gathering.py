"""Brings the files of a recording onto this machine, whole and hashed."""

import asyncio
import hashlib
import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import aclosing, suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Final

from ..campuslink.device.recorder.orders import RecordedFile
from ..campuslink.device.recorder.recorder import Recorder
from ..campuslink.errors import CampusLinkError, RefusedError
from .rules.faults import ArchiveFaultError, FaultCode
from .rules.job import JobFile

SILENCE_S: Final = 60.0
"""A recorder that gives nothing for so long is asked again later."""
RESERVE: Final = 512 * 1024 * 1024
"""Bytes that stay free on the disk files are fetched to."""
_CHUNK: Final = 1 << 20
_UNFINISHED: Final = ".part"


async def gather_file(recorder: Recorder | None, file: JobFile, folder: Path) -> JobFile:
    """Return a file with its path, size and checksums. folder: where a copy may be put, for this recording only.

    Raises ArchiveFaultError: NO_RECORDER, NOT_FETCHED and NO_LOCAL_SPACE pass by themselves, FILE_GONE does not.
    """
    path, is_fetched = Path(file.path) if file.path else None, file.is_fetched
    if path is None and recorder is not None:
        path = await asyncio.to_thread(recorder.local_path, file.recorded)
    if path is None or not await asyncio.to_thread(path.is_file):
        if recorder is None:
            raise ArchiveFaultError(FaultCode.NO_RECORDER)
        if not recorder.holds_files:
            raise ArchiveFaultError(FaultCode.FILE_GONE, file.recorded.name)
        path, is_fetched = await _fetch(recorder, file.recorded, folder), True
    try:
        size, sha256, md5 = await asyncio.to_thread(_hash, path)
    except FileNotFoundError as err:
        raise ArchiveFaultError(FaultCode.FILE_GONE, file.recorded.name) from err
    except OSError as err:
        raise ArchiveFaultError(FaultCode.NOT_FETCHED, err.strerror or type(err).__name__) from err
    return replace(file, path=str(path), is_fetched=is_fetched, size=size, sha256=sha256, md5=md5)


async def _fetch(recorder: Recorder, recorded: RecordedFile, folder: Path) -> Path:
    """Fetch a file, going on behind what an earlier attempt left."""
    name = hashlib.sha256(recorded.id.encode()).hexdigest()[:16]
    path, unfinished = folder / name, folder / f"{name}{_UNFINISHED}"
    if await asyncio.to_thread(path.is_file):
        return path
    try:
        have = await asyncio.to_thread(_prepare, unfinished, recorded.size)
        try:
            size = await _fetch_from(recorder, recorded, unfinished, have)
        except RefusedError:
            if not have:
                raise
            size = await _fetch_from(recorder, recorded, unfinished, 0)
        if recorded.size is not None and size < recorded.size:
            raise ArchiveFaultError(FaultCode.NOT_FETCHED, f"{size} of {recorded.size} bytes")
        await asyncio.to_thread(unfinished.replace, path)
    except CampusLinkError as err:
        raise ArchiveFaultError(FaultCode.NOT_FETCHED, type(err).__name__) from err
    except TimeoutError as err:
        raise ArchiveFaultError(FaultCode.NOT_FETCHED, "the recorder fell silent") from err
    except OSError as err:
        raise ArchiveFaultError(FaultCode.NO_LOCAL_SPACE, err.strerror or type(err).__name__) from err
    return path


async def _fetch_from(recorder: Recorder, recorded: RecordedFile, unfinished: Path, offset: int) -> int:
    file = await asyncio.to_thread(unfinished.open, "r+b" if offset else "wb")
    size = offset
    try:
        await asyncio.to_thread(file.seek, offset)
        async with aclosing(_closable(recorder, recorded, offset)) as chunks:
            while True:
                async with asyncio.timeout(SILENCE_S):
                    chunk = await anext(chunks, None)
                if chunk is None:
                    break
                await asyncio.to_thread(file.write, chunk)
                size += len(chunk)
        await asyncio.to_thread(_sync, file)
    finally:
        with suppress(OSError):
            await asyncio.to_thread(file.close)
    return size


async def _closable(recorder: Recorder, recorded: RecordedFile, offset: int) -> AsyncGenerator[bytes]:
    async for chunk in recorder.fetch(recorded, offset=offset):
        yield chunk


def _prepare(unfinished: Path, size: int | None) -> int:
    """Make the folder, see that the file will fit, and return how much of it is there already."""
    unfinished.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    have = unfinished.stat().st_size if unfinished.exists() else 0
    if size is not None and have > size:
        have = 0
    if shutil.disk_usage(unfinished.parent).free < (size or 0) - have + RESERVE:
        raise ArchiveFaultError(FaultCode.NO_LOCAL_SPACE)
    return have


def _sync(file: IO[bytes]) -> None:
    file.flush()
    os.fsync(file.fileno())


def _hash(path: Path) -> tuple[int, str, str]:
    sha256, md5, size = hashlib.sha256(), hashlib.md5(usedforsecurity=False), 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            sha256.update(chunk)
            md5.update(chunk)
            size += len(chunk)
    return size, sha256.hexdigest(), md5.hexdigest()
