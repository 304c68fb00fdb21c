"""A site with a recorder that holds files on disk or behind a wire that breaks, and an archive on disk."""

import asyncio
import hashlib
import random
from collections.abc import AsyncIterator, Callable, Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast, override
from unittest.mock import patch

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.archive import SIGNAL_ARCHIVE, ArchiveNews, async_enqueue
from custom_components.smart_campus.archive.rules import tables
from custom_components.smart_campus.archive.rules.item import ArchiveItem
from custom_components.smart_campus.archive.rules.job import Job
from custom_components.smart_campus.archive.settings import SUBENTRY_ARCHIVE
from custom_components.smart_campus.archive.shelf import async_get_shelf
from custom_components.smart_campus.archive.site_archive import SiteArchive
from custom_components.smart_campus.campuslink.device.recorder.orders import (
    Preflight,
    RecordedFile,
    RecorderState,
    RecordingOrder,
)
from custom_components.smart_campus.campuslink.device.recorder.recorder import Recorder
from custom_components.smart_campus.campuslink.errors import CannotConnectError

from ..conftest import make_site


class DiskRecorder(Recorder):
    """Holds files by name: on this machine, or elsewhere behind a wire that may break."""

    def __init__(self, folder: Path, *, is_local: bool = True) -> None:
        self.folder = folder
        self.is_local = is_local
        self.holds_files = not is_local
        self.break_after: int | None = None
        self.offsets: list[int] = []
        self.discarded: list[str] = []

    def write_file(self, name: str, size: int = 3000, seed: int = 1) -> bytes:
        content = random.Random(seed).randbytes(size)  # noqa: S311 - content of a file, no secret
        (self.folder / name).write_bytes(content)
        return content

    @override
    async def start(self, order: RecordingOrder) -> RecorderState:
        raise NotImplementedError

    @override
    async def stop(self) -> RecorderState:
        raise NotImplementedError

    @override
    async def preflight(self, order: RecordingOrder) -> Preflight:
        raise NotImplementedError

    @override
    async def list_files(self, order: RecordingOrder) -> Sequence[RecordedFile]:
        raise NotImplementedError

    @override
    async def fetch(self, file: RecordedFile, *, offset: int = 0) -> AsyncIterator[bytes]:
        self.offsets.append(offset)
        content = (self.folder / file.name).read_bytes()
        for start in range(offset, len(content), 1000):
            if self.break_after is not None and start >= self.break_after:
                raise CannotConnectError("the wire broke")
            yield content[start : start + 1000]

    @override
    async def discard(self, file: RecordedFile) -> None:
        self.discarded.append(file.name)
        (self.folder / file.name).unlink()

    @override
    def local_path(self, file: RecordedFile) -> Path | None:
        return self.folder / file.name if self.is_local else None

    @override
    async def identify(self) -> Any:
        raise NotImplementedError

    @override
    async def poll(self, points: Any) -> Any:
        raise NotImplementedError


def archive(kind: str = "folder", **data: Any) -> ConfigSubentryDataWithId:
    """Return the subentry of an archive."""
    return ConfigSubentryDataWithId(
        subentry_id="archive1",
        subentry_type=SUBENTRY_ARCHIVE,
        title="Resource platform",
        unique_id="archive",
        data={"kind": kind, "secrets": {}, "rules": {"folder": "{room}"}, **data},
    )


@dataclass
class Campus:
    """A site that is set up, its recorder, and what was told."""

    hass: HomeAssistant
    entry: MockConfigEntry
    plugged: dict[str, DiskRecorder]
    nas: Path
    news: list[ArchiveNews] = field(default_factory=list)

    @property
    def recorder(self) -> DiskRecorder:
        return self.plugged["recorder1"]

    @property
    def archive(self) -> SiteArchive:
        return cast(SiteArchive, self.entry.runtime_data.archive)

    @property
    def steps(self) -> list[tuple[str, str]]:
        """What was told of whole recordings: id and step."""
        return [(news.recording_id, news.step) for news in self.news if not news.file]

    @property
    def causes(self) -> list[str]:
        return [news.cause for news in self.news if news.step == "failed"]

    @property
    def archived(self) -> dict[str, bytes]:
        """What lies in the archive, by file name; the JSON files beside it left out."""
        return {path.name: path.read_bytes() for path in self.nas.glob("A101/*") if path.suffix != ".json"}

    def unmount(self) -> None:
        """Take the archive's folder away."""
        self.nas.rename(self.nas.with_name("unmounted"))

    def mount(self) -> None:
        """Bring it back."""
        self.nas.with_name("unmounted").rename(self.nas)

    def lose_copies(self) -> None:
        """Delete what was fetched from the recorder."""
        for path in self.archive.work_folder.rglob("*"):
            if path.is_file():
                path.unlink()

    async def enqueue(self, item: ArchiveItem) -> None:
        await async_enqueue(self.hass, self.entry, item)

    async def idle(self) -> None:
        """Wait until the archive works on nothing."""
        for _ in range(1_000):
            await self.hass.async_block_till_done()
            if not self.archive.is_busy:
                return
            await asyncio.sleep(0.01)
        raise TimeoutError(self.steps, self.causes)

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Let the archive work until something is so."""
        for _ in range(2_000):
            if is_so():
                break
            await asyncio.sleep(0.01)
        else:
            raise TimeoutError(self.steps, self.causes)
        await self.hass.async_block_till_done()

    async def confirmed(self, recording_id: str = "rec-1") -> None:
        await self.until(lambda: (recording_id, "confirmed") in self.steps)

    async def job(self, recording_id: str = "rec-1") -> Job:
        shelf = await async_get_shelf(self.hass)
        [found] = await shelf.async_read(lambda connection: tables.read_recordings(connection, recording_id))
        return found

    async def events(self, recording_id: str = "rec-1") -> list[dict[str, Any]]:
        key = (await self.job(recording_id)).key
        shelf = await async_get_shelf(self.hass)
        return await shelf.async_read(lambda connection: tables.read_events(connection, key))


@pytest.fixture
def sent(hass: HomeAssistant) -> list[ArchiveNews]:
    news: list[ArchiveNews] = []

    @callback
    def hear(each: ArchiveNews) -> None:
        news.append(each)

    async_dispatcher_connect(hass, SIGNAL_ARCHIVE, hear)
    return news


@pytest.fixture
def recorder(tmp_path: Path) -> DiskRecorder:
    folder = tmp_path / "recorder"
    folder.mkdir()
    return DiskRecorder(folder)


@pytest.fixture
def nas(tmp_path: Path) -> Path:
    folder = tmp_path / "nas"
    folder.mkdir()
    return folder


type Start = Callable[..., Any]


@pytest.fixture
def plugged(recorder: DiskRecorder) -> Generator[dict[str, DiskRecorder]]:
    """Stand in for the wires: the recorders in operation, by subentry id."""
    recorders = {"recorder1": recorder}
    with patch.object(SiteArchive, "recorder_of", lambda _self, job: recorders.get(job.device)):
        yield recorders


@pytest.fixture
def start(hass: HomeAssistant, plugged: dict[str, DiskRecorder], nas: Path, sent: list[ArchiveNews]) -> Start:
    async def start(*subentries: ConfigSubentryDataWithId) -> Campus:
        entry = make_site(*(subentries or (archive(target={"path": str(nas)}),)))
        entry.add_to_hass(hass)
        await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        return Campus(hass, entry, plugged, nas, sent)

    return start


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
