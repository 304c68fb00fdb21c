"""Reads the events of a Hikvision access controller by their numbers, some at a time, and hears of new ones."""

import asyncio
import json
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from ...codec.isapi import AcsEvent, EventPage, is_access_news, read_events
from ...errors import CampusLinkError, CredentialsError, RefusalReason, RefusedError
from ...link.isapi import IsapiLink

SEARCH = "/ISAPI/AccessControl/AcsEvent?format=json"
STREAM = "/ISAPI/Event/notification/alertStream"
PAGE = 30
"""Most models give no more at a time, some ten."""
MOST_PAGES = 10
_PASSING = frozenset({RefusalReason.BUSY, RefusalReason.DEVICE_FAILURE})
FIRST_PAUSE_S, LONGEST_PAUSE_S = 2.0, 300.0


class EventSearch:
    """Events behind a number. Each search has an id of its own: a device mixes up two that share one.

    Firmware that does not search by number is read by place, the oldest event first.
    """

    def __init__(self, link: IsapiLink) -> None:
        self._link = link
        self._finds_numbers = True
        self._known: dict[int, AcsEvent] = {}

    async def find(self, index: int) -> AcsEvent | None:
        """Return the event of a number, None where the device gives none."""
        if index not in self._known:
            self._known = {event.serial: event for event in await self._read_from(index)}
        return self._known.get(index)

    async def first(self) -> int:
        """Return the lowest number of what the last search found, 0 for nothing."""
        return min(self._known, default=0)

    async def newest_behind(self, index: int) -> int:
        """Return the highest number within reach behind an index; the index itself when there is none."""
        self._known = {event.serial: event for event in await self._read_from(index + 1)}
        return max(self._known, default=index)

    async def last(self) -> int:
        """Return the number of the newest event of all, 0 without one."""
        total = await self._count()
        return await self._number_at(total - 1) if total else 0

    async def _read_from(self, index: int) -> list[AcsEvent]:
        if self._finds_numbers:
            found = await self._read_pages(0, {"beginSerialNo": index}, least=index)
            if all(event.serial >= index for event in found):
                return found
            self._finds_numbers = False
        total = await self._count()
        if not total or (newest := await self._number_at(total - 1)) < index:
            return []
        found = await self._read_pages(await self._place_of(index, newest, total), {})
        return [event for event in found if event.serial >= index]

    async def _read_pages(self, place: int, more: Mapping[str, Any], *, least: int = 0) -> list[AcsEvent]:
        """Return the events from a place on, up to the first page with one whose number is less than asked for."""
        found: list[AcsEvent] = []
        search_id = uuid.uuid4().hex
        for _ in range(MOST_PAGES):
            page = await self._ask(place, search_id, more)
            found += page.events
            place += page.rows
            if not page.has_more or not page.rows or any(event.serial < least for event in page.events):
                break
        return found

    async def _place_of(self, index: int, newest: int, total: int) -> int:
        """Return the place of the first event that is not before an index; at least the newest is not."""
        low, high = max(0, total - 1 - (newest - index)), total - 1
        if await self._number_at(low) >= index:
            return low
        while low < high:
            middle = (low + high) // 2
            if await self._number_at(middle) >= index:
                high = middle
            else:
                low = middle + 1
        return low

    async def _count(self) -> int:
        return (await self._ask(0, uuid.uuid4().hex, {}, most=1)).total

    async def _number_at(self, place: int) -> int:
        page = await self._ask(place, uuid.uuid4().hex, {}, most=1)
        return max((event.serial for event in page.events), default=0)

    async def _ask(self, position: int, search_id: str, more: Mapping[str, Any], *, most: int = PAGE) -> EventPage:
        # Some firmware refuses a search without major and minor; 0 stands for all
        condition = {
            "searchID": search_id,
            "searchResultPosition": position,
            "maxResults": most,
            "major": 0,
            "minor": 0,
            **more,
        }
        body = json.dumps({"AcsEventCond": condition})
        return read_events(await self._link.request("POST", SEARCH, body, "application/json"))


class EventEar:
    """Listens to a device's stream of events; what it hears is only a hint to ask."""

    def __init__(
        self,
        link: IsapiLink,
        on_news: Callable[[], None],
        *,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """pause: waits between two attempts, in seconds."""
        self.problem = ""
        """Why nothing is heard, for a person to read."""
        self._link = link
        self._on_news = on_news
        self._pause = pause
        self._task: asyncio.Task[None] | None = None
        self._ended: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Listen from now on."""
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._run(), name=f"stream of {self._link.line}")

    def stop(self) -> None:
        """Listen no more."""
        if self._task is not None:
            self._task.cancel()
            self._ended, self._task = self._task, None

    async def close(self) -> None:
        """Listen no more, and return when the connection is closed."""
        self.stop()
        if self._ended is not None:
            await asyncio.wait([self._ended])
            self._ended = None

    async def _run(self) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                async for part in self._link.parts(STREAM):
                    self.problem, pause_s = "", FIRST_PAUSE_S
                    if is_access_news(part.content_type, part.body):
                        self._on_news()
            except CampusLinkError as err:
                self.problem = str(err)
                is_busy = isinstance(err, RefusedError) and err.reason in _PASSING
                # A device without a stream stays without one, and a refused password must not be tried again
                if isinstance(err, CredentialsError | RefusedError) and not is_busy:
                    return
            await self._pause(pause_s)
            pause_s = min(pause_s * 2, LONGEST_PAUSE_S)
