"""What every gate offers beyond being polled: its doors, its events, and commands that prove themselves."""

import asyncio
import time
from abc import abstractmethod
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, tzinfo
from typing import Any, override

from ...errors import LinkError, NotWritableError, RefusedError
from ...model import PollClass, Quality, Reading, UpdateReport, Value
from ...profile.schema import Catalogue, Profile
from ..base import BaseDevice, DevicePush
from .access import AccessEvent, DoorMode, EventRecorder, Grant, NewsTrouble
from .trail import EventTrail, NotRecordedError
from .watch import DEFAULT_HELD_OPEN_S, DoorWatch

type Readings = dict[str, Value]
"""Values by point; None for what the device does not have or does not know."""


class GateDevice(BaseDevice):
    """A controller of doors or barriers. Its events go to one recorder, in their order, each exactly once."""

    doors: tuple[int, ...] = ()
    """Numbers of the doors it controls."""
    barriers: tuple[int, ...] = ()
    """Numbers of the barriers it controls."""
    modes: tuple[DoorMode, ...] = ()
    """Modes its doors can be set to."""
    delays_s: range = range(0)
    """Whole seconds its doors can be set to stay unlocked; empty when that cannot be set."""

    def __init__(
        self,
        profile: Profile,
        catalogue: Catalogue,
        *,
        zone: tzinfo | None = None,
        clock: Callable[[], float] = time.time,
        steady: Callable[[], float] = time.monotonic,
        held_open_after_s: float = DEFAULT_HELD_OPEN_S,
    ) -> None:
        """zone: the controller's, None for this machine's. clock: seconds since 1970-01-01 UTC; steady: never jumps."""
        super().__init__(profile, catalogue)
        self._zone = zone
        self._clock = clock
        self._steady = steady
        self._lock = asyncio.Lock()
        self._has_news = False
        self._watches = {door: DoorWatch(held_open_after_s=held_open_after_s) for door in self.doors}
        self._heard = 0
        self.trail = EventTrail(self, clock=clock, hear=self._hear)

    @override
    async def poll(self, points: Collection[str]) -> UpdateReport:
        """Record every new event, then read the points."""
        wanted = frozenset(points) & self.points.keys()
        async with self._lock:
            self._has_news = False
            sent = self.requests_sent()
            failed: dict[str, str] = {}
            values = await self._read(wanted, failed)
            return UpdateReport(
                readings=self._readings({point: values[point] for point in values if point in wanted}),
                failed={point: reason for point, reason in failed.items() if point in wanted},
                requests=self.requests_sent() - sent,
            )

    @override
    async def write(self, point: str, value: Value) -> Reading:
        """Set a door's mode or how long it stays unlocked; nothing else is a value to set."""
        number, _, name = point.removeprefix("door").partition("_")
        door = int(number) if number.isdecimal() else 0
        if door in self.doors and name == "mode" and value in set(DoorMode):
            kept: Value = (await self.set_mode(door, DoorMode(str(value)))).value
        elif door in self.doors and name == "delay" and isinstance(value, int | float):
            kept = await self.set_delay(door, value)
        else:
            raise NotWritableError(f"{point} cannot be set to {value!r}")
        return Reading(kept, Quality.GOOD, self._clock())

    @override
    def describe(self) -> dict[str, Any]:
        """Return what a diagnostic file says of the gate; no card number is in it."""
        return {
            "doors": list(self.doors),
            "barriers": list(self.barriers),
            "events": {"recorded_up_to": self.trail.index, "lost": self.trail.lost},
            "requests": self.requests_sent(),
        }

    @property
    def controller(self) -> str:
        """Name of the controller in the record of its events; stays the same wherever it is reached."""
        return self.line

    @property
    def is_shut_out(self) -> bool:
        """Whether it refused our password and is asked nothing until that is another one."""
        return False

    @property
    def news_trouble(self) -> NewsTrouble | None:
        """Why no news comes, None when it does, or nobody knows yet."""
        return None

    @property
    def push(self) -> DevicePush | None:
        """Whoever follows the device now."""
        return self._push

    def record_to(self, recorder: EventRecorder | None) -> None:
        """Give every event to a recorder, from the next poll on."""
        self.trail.record_to(recorder)

    def requests_sent(self) -> int:
        """Return the number of requests since the device was opened."""
        return 0

    @abstractmethod
    async def open_door(self, door: int) -> None:
        """Unlock a door for its delay. Raises RefusedError; after a LinkError nothing is known about the effect."""

    @abstractmethod
    async def set_mode(self, door: int, mode: DoorMode) -> DoorMode:
        """Set who decides about a door and return what the controller says afterwards."""

    async def set_delay(self, door: int, seconds: float) -> int:
        """Set how long a door stays unlocked and return what the controller says afterwards."""
        raise NotWritableError(f"how long door {door} stays unlocked cannot be set to {seconds} s here")

    async def move_barrier(self, barrier: int, *, is_open: bool) -> None:
        """Raise or lower a barrier. Raises RefusedError; after a LinkError nothing is known about the effect."""
        raise NotWritableError(f"there is no barrier {barrier} to {'raise' if is_open else 'lower'}")

    async def set_clock(self) -> None:
        """Set the controller's clock to this machine's, in the controller's zone."""
        raise NotWritableError("the controller keeps its own time")

    async def grant(self, grant: Grant) -> Mapping[int, int]:  # noqa: ARG002 - for families that keep credentials
        """Let a credential pass within a window and prove it by reading back; return the rights it had before.

        Raises RefusedError when the controller keeps something else than asked, NotWritableError when it cannot be
        expressed there.
        """
        raise NotWritableError("this device keeps no credentials")

    async def revoke(self, card: str, before: Mapping[int, int]) -> None:  # noqa: ARG002 - as above
        """Take rights away and prove it by reading back. before: the rights by door to leave it with."""
        raise NotWritableError("this device keeps no credentials")

    @abstractmethod
    async def read_event(self, index: int) -> AccessEvent | None:
        """Return an event, None where the ring has none of that index yet or any more."""

    @abstractmethod
    async def first_index(self) -> int:
        """Return the index of the oldest event that is still kept, 0 without one."""

    @abstractmethod
    async def last_index(self) -> int:
        """Return the index of the newest event, 0 without one."""

    @abstractmethod
    async def _read(self, wanted: frozenset[str], failed: dict[str, str]) -> Readings:
        """Read the values of points, others may be among them; note the points that got no answer."""

    def _on_news(self) -> None:
        """Ask for a poll, once however often news comes before it."""
        if not self._has_news and self._push is not None:
            self._has_news = True
            self._push.on_news()

    async def _catch_up(self, latest: int, failed: dict[str, str]) -> bool:
        """Record what is new; return whether any event was heard of. Trouble waits for the next poll."""
        heard = self._heard
        try:
            if await self.trail.catch_up(latest):
                self._on_news()
        except (NotRecordedError, LinkError, RefusedError) as err:
            failed["event_index"] = str(err)
        return self._heard > heard

    def _is_told_all(self, latest: int | None) -> bool:
        """Return whether every event up to the latest was heard: only then it is known what let a door open."""
        return None not in {latest, self.trail.index} and (latest or 0) <= (self.trail.index or 0)

    def _hear(self, event: AccessEvent) -> None:
        self._heard += 1
        if event.door in self._watches:
            self._watches[event.door].hear(event)

    def _readings(self, values: Mapping[str, Value]) -> dict[str, Reading]:
        now = self._clock()
        return {
            point: Reading(value, Quality.ABSENT if value is None else Quality.GOOD, now)
            for point, value in values.items()
        }

    def _local_time(self) -> datetime:
        """Return the time now where the controller is, with its zone."""
        return datetime.fromtimestamp(self._clock(), self._zone).astimezone(self._zone)

    def _zoned(self, moment: datetime | None) -> datetime | None:
        """Return a controller's local time with its zone."""
        if moment is None:
            return None
        return moment.replace(tzinfo=self._zone) if self._zone else moment.astimezone()


def door_points(door: int, *, has_contact: bool) -> dict[str, PollClass]:
    """Return the points of one door that every family has, with how often they are asked."""
    points = {f"door{door}_unlocked": PollClass.FAST}
    if has_contact:
        points |= {f"door{door}_{name}": PollClass.FAST for name in ("open", "forced", "held_open")}
    return points
