"""Looking at Home Assistant until every device is as it is meant to be."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence

from .api import Api
from .check import Finding
from .process import ProcessError
from .readiness import list_entities, missing, still_online

READY_TIMEOUT_S = 120.0
LOOK_EVERY_S = 0.5
LEAST_REST = 2.0
"""Between two looks, in times of what a look takes: a large site is not to be busy with being looked at."""

type Faults = Mapping[str, Sequence[str]]


class Watch:
    """Keeps the finding's entities up to date while it waits."""

    def __init__(self, api: Api, finding: Finding, subentries: Mapping[str, str]) -> None:
        """subentries: subentry id by the simulator's device id."""
        self._api = api
        self._finding = finding
        self._subentries = subentries

    async def until_good(self) -> None:
        """Wait for the first readings. Raises ProcessError when that takes too long."""
        await self._until_none(self._find_missing)

    async def until_offline(self) -> None:
        """Wait until devices that are meant to be offline show it. Raises ProcessError when that takes too long."""
        await self._until_none(self._find_online)

    async def _find_missing(self) -> Faults:
        await self._look()
        return missing(self._finding.entities, self._finding.devices)

    async def _find_online(self) -> Faults:
        await self._look()
        return still_online(self._finding.entities, self._finding.devices)

    async def _look(self) -> None:
        self._finding.entities = await list_entities(self._api, self._subentries)

    async def _until_none(self, find_faults: Callable[[], Awaitable[Faults]]) -> None:
        end = time.monotonic() + READY_TIMEOUT_S
        while True:
            begun = time.monotonic()
            if not (faults := await find_faults()):
                return
            if time.monotonic() > end:
                raise ProcessError(f"not every device is as it is meant to be: {faults}")
            await asyncio.sleep(max(LOOK_EVERY_S, LEAST_REST * (time.monotonic() - begun)))
