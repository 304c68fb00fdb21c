"""The demo's teaching platform, to which recordings go; it can be told to fail."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from .archive_targets import TeachingPlatform, Trouble
from .clock import SimClock
from .demo_places import GATEHOUSE, GROUNDS
from .gateway import HOST
from .system import Action, Body, Identity, Json, Names

TOKEN = "campus-platform"  # noqa: S105 - a simulated platform has no secrets


class PlatformSystem:
    """One platform with a folder that goes with it."""

    def __init__(self, identity: Identity, *, port: int = 0) -> None:
        """port: 0 takes a free one and keeps it."""
        self.identity = identity
        self._port = port
        self._folder: Path | None = None
        self._platform: TeachingPlatform | None = None

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        self._folder = self._folder or Path(tempfile.mkdtemp(prefix="smart-campus-platform-"))
        self._platform = TeachingPlatform(self._folder, token=TOKEN, port=self._port)
        await self._platform.__aenter__()
        self._port = self._platform.port

    async def stop(self) -> None:
        """Close every socket, and delete what came."""
        if self._platform is not None:
            await self._platform.__aexit__(None, None, None)
            self._platform = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def devices(self) -> Sequence[Json]:
        """Return the platform."""
        return [self.identity.to_json(endpoint={"transport": "http", "host": HOST, "port": self._port}, token=TOKEN)]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return how many uploads and requests came, and each file's checksum. Raises KeyError for another device."""
        platform = self._running(device_id)
        files = {
            path.name: sha256(path.read_bytes()).hexdigest()
            for path in sorted(platform.folder.iterdir())
            if path.is_file()
        }
        return {"uploads": platform.uploads, "requests": len(platform.requests), "files": files}

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return ``fail``: answers uploads with a status so many times, and ``recover``."""
        platform = self._running(device_id)

        async def fail(body: Body) -> None:
            status, times = body.get("status", 503), body.get("times", 1)
            if not isinstance(status, int) or not 400 <= status < 600 or not isinstance(times, int) or times < 1:
                raise ValueError("status is from 400 to 599, times at least 1")
            platform.trouble = Trouble(status=status, times=times)

        async def recover(_: Body) -> None:
            platform.trouble = Trouble()

        return {"fail": fail, "recover": recover}

    def _running(self, device_id: str) -> TeachingPlatform:
        if device_id != self.identity.id:
            raise KeyError(device_id)
        if self._platform is None:
            raise ValueError("the platform is not started")
        return self._platform


def demo_platform(port: int, _clock: SimClock) -> Sequence[PlatformSystem]:
    """Return the platform. port: 0 for a free one."""
    identity = Identity(
        id="platform",
        kind="platform",
        profile="",
        name=Names(en="Teaching platform", zh_hans="教学资源平台"),
        room=GATEHOUSE,
        building=GROUNDS,
    )
    return [PlatformSystem(identity, port=port)]
