"""Home Assistant as a process of the demo, and its interfaces once one is logged in."""

import asyncio
import socket
import sys
from contextlib import AsyncExitStack

from .api import Api
from .folder import DemoFolder
from .onboarding import enter
from .ports import FIRST_WEB_PORT, hold_port
from .process import Child
from .storage import HOST
from .watch import LOOK_EVERY_S

START_TIMEOUT_S = 120.0


class HomeAssistant:
    """Can be started again after it was stopped, in the same folder and on the same port."""

    def __init__(self, folder: DemoFolder, language: str) -> None:
        """language: of the user made at the first start."""
        self._folder = folder
        self._language = language
        self._port = 0
        self._stack = AsyncExitStack()
        self._child: Child | None = None
        self._holder: socket.socket | None = None

    @property
    def url(self) -> str:
        """Its address, from the first start on."""
        return f"http://{HOST}:{self._port}"

    @property
    def child(self) -> Child | None:
        """The process, None before the first start."""
        return self._child

    async def start(self, port: int = 0) -> Api:
        """Return when it is running and the demo's user is logged in. Raises ProcessError, ApiError or TimeoutError.

        port: 0 takes the one it had before, at the first start the usual one or the next that is free.
        """
        self._port = port or self._port or self._hold_port()
        self._folder.set_port(self._port)
        arguments = ["-m", "homeassistant", "--config", str(self._folder.path), "--skip-pip", "--log-no-color"]
        # Each Home Assistant that stops deletes what all of them uploaded to the system's folder
        temporary = self._folder.path / "tmp"
        temporary.mkdir(exist_ok=True)
        child = self._child = Child(
            "Home Assistant",
            [sys.executable, *arguments, "--log-file", str(self._folder.log)],
            log=self._folder.path / "home-assistant.out",
            cwd=self._folder.path,
            environment={"TMPDIR": str(temporary)},
        )
        await self._stack.enter_async_context(child)
        api = await self._stack.enter_async_context(Api(self.url))
        async with asyncio.timeout(START_TIMEOUT_S):
            while not await api.is_up():
                child.check()
                await asyncio.sleep(LOOK_EVERY_S)
            await enter(api, self._folder, self._language)
            while (await api.command("get_config"))["state"] != "RUNNING":  # noqa: ASYNC110 - another process's state
                await asyncio.sleep(LOOK_EVERY_S)
        return api

    async def kill(self) -> None:
        """End it as a power cut would: nothing is saved any more; its port stays its own."""
        if self._child is not None:
            self._child.process.kill()
            await self._child.process.wait()
        await self._stack.aclose()

    async def stop(self) -> None:
        """End it as a person would, and wait until it is gone; its port stays its own."""
        await self._stack.aclose()

    def let_go(self) -> None:
        """Leave its port to others."""
        if self._holder is not None:
            self._holder.close()
            self._holder = None

    def _hold_port(self) -> int:
        port, self._holder = hold_port(FIRST_WEB_PORT)
        return port
