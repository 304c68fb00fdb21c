"""Stopped recordings until their files are made: in the background, and again when there was no room."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress

from ....errors import CampusLinkError
from .recording import Recording

_LOGGER = logging.getLogger(__name__)

PATIENCE_S = 20.0
"""Seconds for which somebody waits for files; after that they are finished in the background."""
AGAIN_S = 300.0


class Finisher:
    """Joins stopped recordings, each in a task of its own."""

    def __init__(self, on_news: Callable[[], None]) -> None:
        """on_news: called when one was joined, or could not be."""
        self._on_news = on_news
        self._waiting: dict[str, Recording] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._tried_at = 0.0

    @property
    def waiting(self) -> dict[str, Recording]:
        """Recordings without files yet, by id of the order."""
        return dict(self._waiting)

    def begin(self, recording: Recording) -> None:
        """Begin to join a recording."""
        order_id = recording.order.id
        self._waiting[order_id] = recording
        if order_id not in self._tasks:
            self._tried_at = time.monotonic()
            task = asyncio.get_running_loop().create_task(self._join(recording), name=f"join {order_id}")
            self._tasks[order_id] = task

    async def wait(self, order_id: str) -> None:
        """Return when its files are made, could not be made, or `PATIENCE_S` are over."""
        if task := self._tasks.get(order_id):
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    await asyncio.shield(task)

    def try_again(self) -> None:
        """Begin anew with one that could not be joined, from time to time: the disk may have room by now."""
        if self._waiting and not self._tasks and time.monotonic() - self._tried_at >= AGAIN_S:
            self.begin(next(iter(self._waiting.values())))

    async def give_back(self, order_id: str) -> Recording | None:
        """Return a recording that waits, no longer joined, for whoever records on into it."""
        recording = self._waiting.pop(order_id, None)
        await self._cancel(order_id)
        return recording

    async def close(self) -> None:
        """Stop; segments are kept."""
        for order_id in list(self._tasks):
            await self._cancel(order_id)
        self._waiting.clear()

    async def _cancel(self, order_id: str) -> None:
        if task := self._tasks.get(order_id):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _join(self, recording: Recording) -> None:
        order_id = recording.order.id
        try:
            await recording.join()
            self._waiting.pop(order_id, None)
        except CampusLinkError as err:
            _LOGGER.warning("Recording %s keeps its segments: %s", order_id, err)
        finally:
            self._tasks.pop(order_id, None)
        self._on_news()
