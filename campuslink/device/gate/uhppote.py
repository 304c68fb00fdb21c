"""A UHPPOTE (Weigeng) door controller: one, two or four doors, their cards and their events."""

from collections.abc import Callable, Collection, Mapping
from datetime import tzinfo
from typing import Any, override

from ...codec.uhppote import (
    NEWEST,
    BoardInfo,
    BoardStatus,
    ask_card_count,
    ask_door,
    ask_event,
    ask_info,
    ask_status,
    ask_to_open,
    ask_to_set_clock,
    ask_to_set_door,
    read_card_count,
    read_clock,
    read_consent,
    read_door,
    read_door_set,
    read_event,
    read_info,
    read_status,
)
from ...errors import LinkError, MismatchError, NotWritableError, RefusalReason, RefusedError
from ...link.uhppote import UhppoteLink
from ...link.uhppote_listener import PushListener
from ...model import DeviceIdentity, PollClass, Value
from ...profile.schema import Catalogue, Profile
from ..base import DevicePush
from .access import AccessEvent, Direction, DoorMode, EventKind, Grant, NewsTrouble
from .gate import GateDevice, Readings, door_points
from .reasons import judge_uhppote
from .uhppote_cards import CardTable
from .uhppote_news import NewsLine
from .watch import DEFAULT_HELD_OPEN_S

MODE_NUMBERS = {DoorMode.NORMALLY_OPEN: 1, DoorMode.NORMALLY_CLOSED: 2, DoorMode.CONTROLLED: 3}
MODES = {number: mode for mode, number in MODE_NUMBERS.items()}
DEFAULT_DELAY_S = 5
MOST_CLOCK_ERROR_S = 2.0
"""What setting the clock may leave: it has whole seconds, and the answer takes a while."""

_ANEW = frozenset({EventKind.RESTARTED, EventKind.LOG_RESET})
_DIRECTIONS = {1: Direction.IN, 2: Direction.OUT}
_DOORS_BY_LEADING_DIGIT = {1: 1, 2: 2, 4: 4}


def count_doors(serial: int) -> int:
    """Return the doors of a controller; the first of the nine digits of its serial number tells. 0: no controller."""
    return _DOORS_BY_LEADING_DIGIT.get(serial // 100_000_000, 0)


class UhppoteGate(GateDevice):
    """Commands and reads each wait for the controller's answer; nothing is assumed without one."""

    modes = tuple(MODE_NUMBERS)
    delays_s = range(1, 256)

    def __init__(
        self,
        profile: Profile,
        catalogue: Catalogue,
        link: UhppoteLink,
        *,
        listener: PushListener | None = None,
        takes_over_news: bool = False,
        contacts: Collection[int] = (1, 2, 3, 4),
        zone: tzinfo | None = None,
        held_open_after_s: float = DEFAULT_HELD_OPEN_S,
        **clocks: Callable[[], float],
    ) -> None:
        """Make a gate of a link's controller.

        listener: where this process hears news, None to poll only. takes_over_news: even from another program.
        contacts: doors whose contact is wired.

        clocks: ``clock`` and ``steady`` of `GateDevice`.
        """
        self.doors = tuple(range(1, count_doors(link.serial) + 1))
        super().__init__(profile, catalogue, zone=zone, held_open_after_s=held_open_after_s, **clocks)
        self._link = link
        self._contacts = frozenset(contacts) & frozenset(self.doors)
        self._cards = CardTable(link)
        self._news = NewsLine(link, listener, self._on_news, steady=self._steady, takes_over=takes_over_news)
        self._info: BoardInfo | None = None
        self._controls: dict[int, tuple[DoorMode | None, int]] = {}
        self._offer(self._list_points())

    @property
    @override
    def line(self) -> str:
        return self._link.line

    @property
    @override
    def controller(self) -> str:
        return str(self._link.serial)

    @property
    @override
    def news_trouble(self) -> NewsTrouble | None:
        return self._news.trouble

    @override
    def requests_sent(self) -> int:
        return self._link.sent

    @override
    async def identify(self) -> DeviceIdentity:
        """Return who the controller says it is; its serial number is proven by every answer."""
        if not self.doors:
            raise MismatchError(f"serial number {self._link.serial}, expected 1, 2 or 4 as the first of nine digits")
        info = await self._read_info()
        return DeviceIdentity(
            manufacturer="UHPPOTE",
            model=f"UT0311-L0{len(self.doors)}",
            serial=str(info.serial),
            firmware=info.firmware,
        )

    @override
    def follow(self, push: DevicePush | None) -> None:
        super().follow(push)
        self._news.is_wanted = push is not None
        if push is None:
            self._news.stop()

    @override
    async def close(self) -> None:
        self._news.stop()
        await self._link.close()

    @override
    def describe(self) -> dict[str, Any]:
        return {
            **super().describe(),
            "news": self._news.describe(),
            "ignored_packets": self._link.ignored,
            "modes": {door: mode for door, (mode, _) in self._controls.items()},
        }

    @override
    async def open_door(self, door: int) -> None:
        self._require_door(door)
        if not read_consent(await self._link.command(ask_to_open(self._link.serial, door))):
            raise RefusedError(RefusalReason.OTHER, f"the controller does not open door {door} now")
        self._on_news()

    @override
    async def set_mode(self, door: int, mode: DoorMode) -> DoorMode:
        """Set a door's mode, keep its delay, and return the mode read afterwards. Raises RefusedError if another."""
        _, delay_s = await self._read_own_control(door)
        found, _ = await self._set_control(door, MODE_NUMBERS[mode], delay_s or DEFAULT_DELAY_S)
        if found is not mode:
            raise RefusedError(RefusalReason.VALUE, f"door {door} stays {found or 'in an unknown mode'}")
        return found

    @override
    async def set_delay(self, door: int, seconds: float) -> int:
        """Set a door's delay, keep its mode, and return the delay read afterwards. Raises RefusedError if another."""
        if seconds not in self.delays_s:
            raise NotWritableError(f"a door stays unlocked for 1 to {self.delays_s[-1]} whole seconds")
        number, _ = await self._read_own_control(door)
        if number not in MODES:
            raise RefusedError(RefusalReason.VALUE, f"door {door} is in an unknown mode")
        _, found_s = await self._set_control(door, number, int(seconds))
        if found_s != seconds:
            raise RefusedError(RefusalReason.VALUE, f"door {door} stays unlocked for {found_s} s as before")
        return found_s

    async def _read_own_control(self, door: int) -> tuple[int, int]:
        self._require_door(door)
        return read_door(await self._link.read(ask_door(self._link.serial, door)))

    async def _set_control(self, door: int, number: int, delay_s: int) -> tuple[DoorMode | None, int]:
        read_door_set(await self._link.command(ask_to_set_door(self._link.serial, door, number, delay_s)))
        found = await self._read_control(door)
        self._on_news()
        return found

    @override
    async def set_clock(self) -> None:
        """Set the clock. Raises RefusedError when the controller shows another time afterwards."""
        moment = self._local_time().replace(tzinfo=None)
        shown = read_clock(await self._link.command(ask_to_set_clock(self._link.serial, moment)))
        if shown is None or abs((shown - moment).total_seconds()) > MOST_CLOCK_ERROR_S:
            raise RefusedError(RefusalReason.VALUE, f"the controller shows {shown} after its clock was set")

    @override
    async def grant(self, grant: Grant) -> Mapping[int, int]:
        if not grant.doors or not grant.doors <= frozenset(self.doors):
            raise NotWritableError(f"doors {sorted(grant.doors)} are not all among {list(self.doors)}")
        start, end = (moment.astimezone(self._zone).replace(tzinfo=None) for moment in (grant.start, grant.end))
        return await self._cards.grant(grant.card, grant.doors, start, end, self._local_time().date())

    @override
    async def revoke(self, card: str, before: Mapping[int, int]) -> None:
        await self._cards.revoke(card, before)

    @override
    async def read_event(self, index: int) -> AccessEvent | None:
        found = read_event(await self._link.read(ask_event(self._link.serial, index)))
        if found is None or found.type == 255:
            return None
        kind, reason = judge_uhppote(found.type, found.reason, granted=found.granted)
        return AccessEvent(
            index=found.index,
            kind=kind,
            seen_at=self._clock(),
            at=self._zoned(found.at),
            door=found.door or None,
            direction=_DIRECTIONS.get(found.direction),
            card=str(found.card) if found.card else None,
            reason=reason,
            code=str(found.reason),
        )

    @override
    async def first_index(self) -> int:
        return await self._index_of(0)

    @override
    async def last_index(self) -> int:
        return await self._index_of(NEWEST)

    async def _index_of(self, place: int) -> int:
        found = read_event(await self._link.read(ask_event(self._link.serial, place)))
        return found.index if found else 0

    @override
    async def _read(self, wanted: frozenset[str], failed: dict[str, str]) -> Readings:
        status = await self._read_status()
        await self._news.start()
        if await self._catch_up(status.event_index, failed):
            status = await self._read_status()
        await self._read_controls(wanted, failed)
        values = self._board_values(status)
        is_told_all = self._is_told_all(status.event_index)
        for door in self.doors:
            self._see(door, status, is_told_all=is_told_all)
            if self._watches[door].is_jammed and not wanted & _control_points(door):
                # The controller's own timetable may have opened the door for everybody
                await self._read_door_control(door, frozenset(), failed)
                self._see(door, status, is_told_all=is_told_all)
            values |= self._door_values(door, status)
        return await self._add_slow_values(wanted, failed, values)

    async def _read_status(self) -> BoardStatus:
        try:
            return read_status(await self._link.read(ask_status(self._link.serial)))
        except LinkError:
            self._news.renew()
            raise

    @override
    def _hear(self, event: AccessEvent) -> None:
        super()._hear(event)
        if event.kind in _ANEW:
            self._news.renew()

    async def _read_info(self) -> BoardInfo:
        self._info = read_info(await self._link.read(ask_info(self._link.serial)))
        return self._info

    async def _read_control(self, door: int) -> tuple[DoorMode | None, int]:
        number, delay_s = read_door(await self._link.read(ask_door(self._link.serial, door)))
        self._controls[door] = MODES.get(number), delay_s
        return self._controls[door]

    async def _read_controls(self, wanted: frozenset[str], failed: dict[str, str]) -> None:
        for door in self.doors:
            points = wanted & _control_points(door)
            if points or door not in self._controls:
                await self._read_door_control(door, points, failed)

    async def _read_door_control(self, door: int, points: frozenset[str], failed: dict[str, str]) -> None:
        try:
            await self._read_control(door)
        except LinkError as err:
            failed.update(dict.fromkeys(points, str(err)))

    def _board_values(self, status: BoardStatus) -> Readings:
        drift = (status.clock - self._local_time().replace(tzinfo=None)).total_seconds() if status.clock else None
        values: dict[str, Value] = {
            "event_index": status.event_index,
            "events_lost": self.trail.lost,
            "fire_alarm": status.has_fire,
            "lock_forced": status.is_lock_forced,
            "system_error": status.system_error,
            "clock_drift": round(drift) if drift is not None else None,
        }
        return values

    def _see(self, door: int, status: BoardStatus, *, is_told_all: bool) -> None:
        mode, delay_s = self._controls.get(door, (None, None))
        self._watches[door].see(
            is_unlocked=status.are_unlocked[door - 1],
            is_open=status.are_open[door - 1] if door in self._contacts else None,
            mode=mode,
            delay_s=delay_s,
            now=self._steady(),
            is_told_all=is_told_all,
        )

    def _door_values(self, door: int, status: BoardStatus) -> Readings:
        place = door - 1
        mode, delay_s = self._controls.get(door, (None, None))
        has_contact = door in self._contacts
        watch = self._watches[door]
        values: dict[str, Value] = {
            f"door{door}_unlocked": status.are_unlocked[place],
            f"door{door}_button": status.are_pressed[place],
            f"door{door}_jammed": watch.is_jammed,
        }
        if has_contact:
            values |= {
                f"door{door}_open": status.are_open[place],
                f"door{door}_forced": watch.is_forced,
                f"door{door}_held_open": watch.is_held_open,
            }
        if door in self._controls:
            values |= {f"door{door}_mode": mode and mode.value, f"door{door}_delay": delay_s}
        return values

    async def _add_slow_values(self, wanted: frozenset[str], failed: dict[str, str], values: Readings) -> Readings:
        try:
            if "cards" in wanted:
                values["cards"] = read_card_count(await self._link.read(ask_card_count(self._link.serial)))
            if wanted & {"firmware", "serial"}:
                info = await self._read_info()
                values |= {"firmware": info.firmware, "serial": str(info.serial)}
        except LinkError as err:
            failed.update(dict.fromkeys({"cards", "firmware", "serial"} & wanted - values.keys(), str(err)))
        for point in failed:
            values.pop(point, None)
        return values

    def _require_door(self, door: int) -> None:
        if door not in self.doors:
            raise NotWritableError(f"the controller has no door {door}")

    def _list_points(self) -> dict[str, PollClass]:
        fast = ("event_index", "events_lost", "fire_alarm", "lock_forced", "system_error")
        points = dict.fromkeys(fast, PollClass.FAST)
        points |= {"clock_drift": PollClass.SLOW, "cards": PollClass.SLOW}
        points |= {"firmware": PollClass.ONCE, "serial": PollClass.ONCE}
        for door in self.doors:
            points |= door_points(door, has_contact=door in self._contacts)
            points |= {f"door{door}_button": PollClass.FAST, f"door{door}_jammed": PollClass.FAST}
            points |= {f"door{door}_mode": PollClass.NORMAL, f"door{door}_delay": PollClass.NORMAL}
        return points


def _control_points(door: int) -> frozenset[str]:
    return frozenset({f"door{door}_mode", f"door{door}_delay"})
