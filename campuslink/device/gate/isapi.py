"""Hikvision access controllers and barriers over ISAPI."""

from collections.abc import Callable, Collection, Mapping
from datetime import tzinfo
from typing import Any, override

from ...codec.isapi import WorkStatus, read_device_info, read_work_status
from ...errors import LinkError, NotWritableError, RefusalReason, RefusedError
from ...link.isapi import IsapiLink
from ...model import DeviceIdentity, PollClass, Value
from ...profile.schema import Catalogue, Profile
from ..base import DevicePush
from .access import AccessEvent, DoorMode, Grant
from .gate import GateDevice, Readings, door_points
from .isapi_cards import PersonTable
from .isapi_events import EventEar, EventSearch
from .isapi_reasons import judge_isapi
from .watch import DEFAULT_HELD_OPEN_S

NAMESPACE = "http://www.isapi.org/ver20/XMLSchema"
INFO = "/ISAPI/System/deviceInfo"
WORK_STATUS = "/ISAPI/AccessControl/AcsWorkStatus?format=json"
COMMANDS = {
    DoorMode.CONTROLLED: "resume",
    DoorMode.NORMALLY_OPEN: "alwaysOpen",
    DoorMode.NORMALLY_CLOSED: "alwaysClose",
}
MODES = {1: DoorMode.CONTROLLED, 2: DoorMode.NORMALLY_OPEN, 3: DoorMode.NORMALLY_CLOSED, 4: DoorMode.CONTROLLED}
MOST_DOORS = 4
NO_STATUS = WorkStatus(locks=(), contacts=(), modes=(), has_tamper=None, has_fire=None)

SURE_FOR_POLLS = 60
"""Polls without an event after which is looked whether the device counts anew."""

_STATE = {0: False, 1: True}


class IsapiDevice(GateDevice):
    """What doors and barriers of Hikvision share."""

    def __init__(
        self,
        profile: Profile,
        catalogue: Catalogue,
        link: IsapiLink,
        *,
        zone: tzinfo | None = None,
        held_open_after_s: float = DEFAULT_HELD_OPEN_S,
        **clocks: Callable[[], float],
    ) -> None:
        super().__init__(profile, catalogue, zone=zone, held_open_after_s=held_open_after_s, **clocks)
        self._link = link
        self._ear = EventEar(link, self._on_news)

    @property
    @override
    def line(self) -> str:
        return self._link.line

    @property
    @override
    def is_shut_out(self) -> bool:
        return self._link.is_shut_out

    @override
    def requests_sent(self) -> int:
        return self._link.sent

    @override
    async def identify(self) -> DeviceIdentity:
        info = read_device_info(await self._link.get(INFO))
        return DeviceIdentity(
            manufacturer="Hikvision", model=info.model, serial=info.serial or None, firmware=info.firmware or None
        )

    @override
    def follow(self, push: DevicePush | None) -> None:
        super().follow(push)
        if push is None:
            self._ear.stop()
        else:
            self._ear.start()

    @override
    async def close(self) -> None:
        await self._ear.close()
        await self._link.close()

    @override
    def describe(self) -> dict[str, Any]:
        return {**super().describe(), "stream_problem": self._ear.problem, "is_shut_out": self._link.is_shut_out}

    async def _identity_values(self, wanted: frozenset[str], failed: dict[str, str]) -> Readings:
        asked = wanted & {"model", "firmware", "serial"}
        if not asked:
            return {}
        try:
            info = read_device_info(await self._link.get(INFO))
        except (LinkError, RefusedError) as err:
            failed.update(dict.fromkeys(asked, str(err)))
            return {}
        return {"model": info.model, "firmware": info.firmware or None, "serial": info.serial or None}


class IsapiGate(IsapiDevice):
    """An access controller or a terminal at a door; its events are read by their numbers."""

    modes = tuple(COMMANDS)
    _tells_status = True

    def __init__(
        self,
        profile: Profile,
        catalogue: Catalogue,
        link: IsapiLink,
        *,
        doors: int = 1,
        contacts: Collection[int] = (1, 2, 3, 4),
        zone: tzinfo | None = None,
        held_open_after_s: float = DEFAULT_HELD_OPEN_S,
        **clocks: Callable[[], float],
    ) -> None:
        """Make a gate of so many doors. contacts: doors whose contact is wired."""
        self.doors = tuple(range(1, min(max(doors, 1), MOST_DOORS) + 1))
        super().__init__(profile, catalogue, link, zone=zone, held_open_after_s=held_open_after_s, **clocks)
        self._contacts = frozenset(contacts) & frozenset(self.doors)
        self._search = EventSearch(link)
        self._persons = PersonTable(link)
        self._is_index_sure = False
        self._quiet_polls = 0
        self._offer(self._list_points())

    @override
    async def open_door(self, door: int) -> None:
        await self._command(door, "open")

    @override
    async def set_mode(self, door: int, mode: DoorMode) -> DoorMode:
        """Set a door's mode. Raises RefusedError when the device tells another one afterwards."""
        await self._command(door, COMMANDS[mode])
        modes = (await self._read_status()).modes
        found = MODES.get(modes[door - 1]) if len(modes) >= door else mode
        if found is not mode:
            raise RefusedError(RefusalReason.VALUE, f"door {door} stays {found or 'in an unknown mode'}")
        return mode

    @override
    async def grant(self, grant: Grant) -> Mapping[int, int]:
        if not grant.doors or not grant.doors <= frozenset(self.doors):
            raise NotWritableError(f"doors {sorted(grant.doors)} are not all among {list(self.doors)}")
        start, end = (moment.astimezone(self._zone).replace(tzinfo=None) for moment in (grant.start, grant.end))
        return await self._persons.grant(grant.card, grant.doors, start, end)

    @override
    async def revoke(self, card: str, before: Mapping[int, int]) -> None:
        await self._persons.revoke(card, before)

    @override
    async def read_event(self, index: int) -> AccessEvent | None:
        event = await self._search.find(index)
        if event is None:
            return None
        kind, reason = judge_isapi(event.major, event.minor)
        at = event.at if event.at is None or event.at.tzinfo else self._zoned(event.at)
        return AccessEvent(
            index=event.serial,
            kind=kind,
            seen_at=self._clock(),
            at=at,
            door=event.door or None,
            card=event.card or None,
            reason=reason,
            code=f"{event.major}/{event.minor}",
        )

    @override
    async def first_index(self) -> int:
        return await self._search.first()

    @override
    async def last_index(self) -> int:
        return await self._search.last()

    @override
    async def _read(self, wanted: frozenset[str], failed: dict[str, str]) -> Readings:
        status = await self._read_status()
        latest = await self._latest(failed)
        if latest is not None and await self._catch_up(latest, failed):
            status = await self._read_status()
        values: dict[str, Value] = {
            "events_lost": self.trail.lost,
            "tamper": status.has_tamper,
            "fire_alarm": status.has_fire,
            **await self._identity_values(wanted, failed),
        }
        if "event_index" not in failed:
            values["event_index"] = latest
        for door in self.doors:
            values |= self._door_values(door, status, is_told_all=self._is_told_all(latest))
        return values

    async def _latest(self, failed: dict[str, str]) -> int | None:
        """Return the newest event's number; after outages and long quiet it is looked whether the count went back."""
        try:
            if self.trail.index is None or not self._is_index_sure:
                latest = await self._search.last()
                self._is_index_sure, self._quiet_polls = True, 0
            else:
                latest = await self._search.newest_behind(self.trail.index)
                self._quiet_polls = self._quiet_polls + 1 if latest == self.trail.index else 0
                self._is_index_sure = self._quiet_polls < SURE_FOR_POLLS
        except (LinkError, RefusedError) as err:
            self._is_index_sure = False
            failed["event_index"] = str(err)
            return None
        return latest

    def _door_values(self, door: int, status: WorkStatus, *, is_told_all: bool) -> Readings:
        unlocked = _STATE.get(_at(status.locks, door))
        is_open = _STATE.get(_at(status.contacts, door)) if door in self._contacts else None
        mode = MODES.get(_at(status.modes, door))
        watch = self._watches[door]
        if unlocked is not None:
            watch.see(
                is_unlocked=unlocked,
                is_open=is_open,
                mode=mode,
                delay_s=None,
                now=self._steady(),
                is_told_all=is_told_all,
            )
        values: dict[str, Value] = {f"door{door}_unlocked": unlocked, f"door{door}_mode": mode and mode.value}
        if door in self._contacts:
            is_known = is_open is not None
            values |= {
                f"door{door}_open": is_open,
                f"door{door}_forced": watch.is_forced if is_known else None,
                f"door{door}_held_open": watch.is_held_open if is_known else None,
            }
        return values

    async def _read_status(self) -> WorkStatus:
        """Return what the device sees; one that has no such page is asked who it is, to see that it is there."""
        try:
            if self._tells_status:
                return read_work_status(await self._link.get(WORK_STATUS))
        except LinkError:
            self._is_index_sure = False
            raise
        except RefusedError as err:
            if err.reason in {RefusalReason.BUSY, RefusalReason.DEVICE_FAILURE}:
                raise
            self._tells_status = False
        await self._link.get(INFO)
        return NO_STATUS

    async def _command(self, door: int, word: str) -> None:
        if door not in self.doors:
            raise NotWritableError(f"there is no door {door}")
        path = f"/ISAPI/AccessControl/RemoteControl/door/{door}"
        try:
            await self._link.request("PUT", path, _remote_control(word))
        except RefusedError as err:
            # Only what was not understood is said in another way; nothing has moved then
            if "bad" not in str(err).lower():
                raise
            extra = "<channelNo>1</channelNo><controlType>monitor</controlType>"
            await self._link.request("PUT", path, _remote_control(word, extra))
        self._on_news()

    def _list_points(self) -> dict[str, PollClass]:
        points = dict.fromkeys(("event_index", "events_lost", "tamper", "fire_alarm"), PollClass.FAST)
        points |= dict.fromkeys(("model", "firmware", "serial"), PollClass.ONCE)
        for door in self.doors:
            points |= door_points(door, has_contact=door in self._contacts)
            points[f"door{door}_mode"] = PollClass.NORMAL
        return points


def _at(values: tuple[int, ...], door: int) -> int:
    """Return the value of a door, -1 where the device tells none."""
    return values[door - 1] if len(values) >= door else -1


def _remote_control(word: str, extra: str = "") -> str:
    return f'<RemoteControlDoor version="2.0" xmlns="{NAMESPACE}">{extra}<cmd>{word}</cmd></RemoteControlDoor>'
