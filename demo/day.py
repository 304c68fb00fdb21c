"""The scripted day of the demo: lessons laid so that they fit its speed, and what happens told line by line."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import aiohttp

from simulator.day.timing import Timing

from .api import Json
from .flows import FlowError
from .lessons import DAY_ENDS_MIN

LEAD = timedelta(seconds=75)
"""From laying the lessons to the begin of the day, so that whoever makes rooms ready a minute before can do so."""
LOOK_EVERY_S = 0.5
TIMEOUT_S = 30

type Say = Callable[[str], None]


class ScriptedDay:
    """One day at one speed, in the simulator behind a side door."""

    def __init__(self, control_url: str, speed: float, language: str) -> None:
        """speed: seconds of the day that pass in one. Raises ValueError for one that is too slow or too fast."""
        self._url = control_url
        self._timing = Timing(speed)
        self._language = language
        self._begins: datetime | None = None

    def class_periods(self, now: datetime) -> list[str]:
        """Return the day's periods from now on, and keep when it begins. Raises FlowError when midnight comes first."""
        begins = (now + LEAD).replace(second=0, microsecond=0)
        first_min = begins.hour * 60 + begins.minute
        periods = [(first_min + begin, first_min + end) for begin, end in self._timing.periods()]
        if periods[-1][1] > DAY_ENDS_MIN or begins.date() != now.date():
            raise FlowError("The day would reach past midnight; choose a higher --speed, or wait until then")
        self._begins = begins
        return [f"{_clock(begin)}-{_clock(end)}" for begin, end in periods]

    async def begin(self) -> None:
        """Let it begin at the time for which the lessons were laid."""
        if self._begins is None:
            raise FlowError("no lessons were laid for the day")
        body = {"speed": self._timing.speed, "begins": self._begins.timestamp()}
        await self._ask("POST", body)

    async def tell(self, say: Say) -> None:
        """Say each line as it happens, and return when the day is over or somebody stopped it."""
        told = 0
        while True:
            day = await self._ask("GET")
            for each in day["happened"][told:]:
                say(f"{each['at']}  {each['says'][self._language]}")
                for reason in each["failed"]:
                    say(f"       {reason}")
            told = len(day["happened"])
            if not day["is_running"]:
                return
            await asyncio.sleep(LOOK_EVERY_S)

    async def _ask(self, method: str, body: Json = None) -> Json:
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        async with (
            aiohttp.ClientSession(self._url, timeout=timeout) as side_door,
            side_door.request(method, "/day", json=body) as answer,
        ):
            if answer.status >= 400:
                raise FlowError(await answer.text())
            return await answer.json()


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
