"""The running demo seen from all sides at once: its browser page, its interfaces and the simulator's side door."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import aiohttp
from playwright.async_api import Page

from .api import Json
from .browser import DESKTOP, STILLNESS, logged_in
from .flows import DOMAIN
from .folder import DemoFolder
from .runner import Demo

LOOK_EVERY_S = 0.1
LEFT_PAGE = "Task exception was never retrieved (task: None)"
"""What core logs when a browser leaves a page while something is being sent to it."""
PAINT_S = 2.0
"""Cards come one after the other; nothing tells when the last is there."""


class Walk:
    """One person in front of the demo."""

    def __init__(self, demo: Demo, page: Page, side_door: aiohttp.ClientSession, *, language: str) -> None:
        """side_door: of the demo's simulator. language: of the demo."""
        self.demo = demo
        self.language = language
        self.page = page
        self._side_door = side_door

    async def go(self, path: str) -> None:
        """Open a page by its path and wait until it has loaded."""
        await self.page.goto(f"{self.demo.url}{path}")
        await self.page.wait_for_load_state("networkidle")

    async def until_still(self) -> None:
        """Wait until the page has loaded what it shows and stopped moving."""
        await self.page.wait_for_load_state("networkidle")
        await self.page.evaluate(STILLNESS)
        await asyncio.sleep(PAINT_S)

    async def do(self, device_id: str, action: str, **body: Json) -> None:
        """Do something to a simulated device."""
        async with self._side_door.post(f"/devices/{device_id}/{action}", json=body) as answer:
            answer.raise_for_status()

    async def measure(self, device_id: str) -> Mapping[str, Json]:
        """Return what a simulated device is like now."""
        async with self._side_door.get(f"/devices/{device_id}/values") as answer:
            answer.raise_for_status()
            values: Mapping[str, Json] = await answer.json()
            return values

    async def look(self, device_id: str) -> Mapping[str, Json]:
        """Return a simulated device as the side door tells it: a phone with what is on its screen."""
        async with self._side_door.get(f"/devices/{device_id}") as answer:
            answer.raise_for_status()
            device: Mapping[str, Json] = await answer.json()
            return device

    async def call(self, action: str, **data: Json) -> None:
        """Perform an action of the integration that tells nothing."""
        await self.demo.api.command("call_service", domain=DOMAIN, service=action, service_data=data)

    async def ask(self, action: str, **data: Json) -> Json:
        """Perform an action of the integration and return its response."""
        result = await self.demo.api.command(
            "call_service", domain=DOMAIN, service=action, service_data=data, return_response=True
        )
        return result["response"]

    async def state(self, entity_id: str) -> Mapping[str, Json]:
        """Return an entity's state object."""
        states: list[Mapping[str, Json]] = await self.demo.api.command("get_states")
        return next(state for state in states if state["entity_id"] == entity_id)

    async def until(self, is_so: Callable[[], Awaitable[bool]], *, within_s: float = 30.0) -> None:
        """Wait until something is so. Raises TimeoutError."""
        async with asyncio.timeout(within_s):
            while not await is_so():  # noqa: ASYNC110 - other processes' state
                await asyncio.sleep(LOOK_EVERY_S)

    def entity(self, device_id: str, platform: str, ending: str = "") -> str:
        """Return the entity id of a simulated device's entity."""
        return next(
            entity.entity_id
            for entity in self.demo.finding.entities
            if entity.device == device_id and entity.platform == platform and entity.entity_id.endswith(ending)
        )


@asynccontextmanager
async def walking(language: str, folder: Path, complain: Callable[[str], None]) -> AsyncIterator[Walk]:
    """Start the demo in an empty folder and log in with a browser; complain hears what the browser and the log tell."""
    demo = Demo(DemoFolder.open(language, fresh=True, path=folder), language, say=lambda _: None)
    try:
        await demo.start(0)
        async with AsyncExitStack() as stack:
            page = await stack.enter_async_context(logged_in(demo.url, demo.password, DESKTOP, complain))
            side_door = await stack.enter_async_context(aiohttp.ClientSession(demo.control_url))
            yield Walk(demo, page, side_door, language=language)
    finally:
        await demo.stop()
    for error in demo.finding.errors:
        if LEFT_PAGE not in error:
            complain(error)
