"""Recordings on disk and archives that are real servers of others, on 127.0.0.1."""

import hashlib
import random
from collections.abc import AsyncIterator, Generator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import aiohttp
import pytest
from cheroot.wsgi import Server
from hypothesis import HealthCheck, settings

import custom_components  # noqa: F401  found here before the harness puts its own folder of that name first
from custom_components.smart_campus.archive.rules.pace import Pace
from custom_components.smart_campus.archive.targets.base import Progress
from custom_components.smart_campus.archive.targets.parcel import Parcel, ParcelFile
from custom_components.smart_campus.campuslink.device.recorder.orders import RecordingOrder

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

BEGIN = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
ORDER = RecordingOrder(
    id="rec-1",
    title="高等数学 第3次",
    start=BEGIN,
    end=BEGIN + timedelta(minutes=45),
    course="高等数学",
    teacher="王老师 <b>",
    group="2026-1",
    room="A101",
    language="zh-CN",
)


@pytest.fixture(autouse=True)
def sockets(socket_enabled: None) -> None:
    """Let the tests reach 127.0.0.1."""


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def pace() -> Pace:
    return Pace(None)


def write_file(path: Path, size: int, seed: int = 1) -> ParcelFile:
    """Write a file of random bytes, the same for the same seed; its checksums come from its bytes."""
    content = random.Random(seed).randbytes(size)  # noqa: S311 - content of a file, no secret
    path.write_bytes(content)
    return ParcelFile(
        path=path,
        name=path.name,
        size=size,
        sha256=hashlib.sha256(content).hexdigest(),
        md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
        source=path.stem,
    )


def parcel_of(*files: ParcelFile, folder: str = "A101/2026-11-25") -> Parcel:
    return Parcel(
        recording_id="rec-1",
        room="A101",
        order=ORDER,
        folder=folder,
        side_name="rec-1.json",
        side=b'{"recording_id": "rec-1"}',
        files=files,
    )


class Keeper:
    """Remembers what a target wants kept, as the queue does."""

    def __init__(self) -> None:
        self.kept: list[Progress] = []

    @property
    def last(self) -> Progress:
        return self.kept[-1] if self.kept else {}

    async def __call__(self, progress: Progress) -> None:
        self.kept.append(progress)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def keeper() -> Keeper:
    return Keeper()


@contextmanager
def serving_wsgi(app: Any) -> Generator[str]:
    """Serve a WSGI application on a thread of cheroot; give its address."""
    server = Server(("127.0.0.1", 0), app, numthreads=4)
    server.prepare()
    thread = Thread(target=server.serve)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.bind_addr[1]}"
    finally:
        server.stop()
        thread.join()
