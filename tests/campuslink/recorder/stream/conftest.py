"""Cameras of GStreamer's RTSP server, and recorders of them."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from campuslink.device.recorder.opening import open_recorder
from campuslink.device.recorder.orders import RecordingOrder
from campuslink.device.recorder.stream.device import StreamRecorder
from campuslink.device.spec import DeviceSpec
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.model import Kind
from campuslink.profile.library import Library, load_library
from campuslink.profile.schema import Transport
from simulator.rtsp_process import CameraRules, CameraSource, RtspProcess, free_ports

ROOT = Path(__file__).parents[4]
PASSWORD = "p@ss:/w'ord 100%"
type Cameras = Callable[..., Awaitable[tuple[RtspProcess, int]]]
type Open = Callable[..., StreamRecorder]


@pytest.fixture(autouse=True)
def _allow_loopback(socket_enabled: None) -> None:
    """Cameras listen on the loopback address."""


@pytest.fixture(scope="session")
def library() -> Library:
    return load_library(ROOT / "device_profiles")


@pytest.fixture
async def cameras() -> AsyncIterator[Cameras]:
    """Start a camera with sources by path; returns its process and its port."""
    started: list[RtspProcess] = []

    async def start(sources: Mapping[str, CameraSource], **rules: Any) -> tuple[RtspProcess, int]:
        port = free_ports(1)[0]
        process = RtspProcess({"camera": CameraRules(port=port, sources=sources, **rules)})
        await process.start()
        started.append(process)
        return process, port

    yield start
    for process in started:
        await process.stop()


@pytest.fixture
async def recorder_of(library: Library, tmp_path: Path) -> AsyncIterator[Open]:
    """Open a recorder on a port; options beyond the usual ones are keywords."""
    opened: list[StreamRecorder] = []

    def open_(port: int, credentials: Mapping[str, str] | None = None, **options: Any) -> StreamRecorder:
        recorder = open_recorder(spec_for(library, port, tmp_path / "recordings", credentials, options), None)
        assert isinstance(recorder, StreamRecorder)
        opened.append(recorder)
        return recorder

    yield open_
    for recorder in opened:
        await recorder.close()


def spec_for(
    library: Library, port: int, folder: Path, credentials: Mapping[str, str] | None, options: Mapping[str, Any]
) -> DeviceSpec:
    return DeviceSpec(
        profile=library.profiles["rtsp-camera"],
        catalogue=library.catalogue(Kind.RECORDER),
        endpoint=NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=port),
        credentials=Credentials(credentials or {}),
        options={
            "folder": str(folder),
            "path": "/live",
            "reserve_bytes": 0,
            "reserve_percent": 0,
            "mbit_s": 0.3,
            **options,
        },
    )


def order(order_id: str = "lesson-1", *, minutes: float = 45) -> RecordingOrder:
    now = datetime.now(UTC)
    return RecordingOrder(id=order_id, title="Linear algebra", start=now, end=now + timedelta(minutes=minutes))


def values_of(recorder: StreamRecorder) -> Mapping[str, object]:
    """Return what a poll would tell of the running recording."""
    return recorder._values()
