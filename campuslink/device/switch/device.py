"""A switch: its profile and its SNMP link, as something to identify, poll and operate."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import Any, override

from ...errors import LinkError, NotWritableError, RefusedError
from ...link.snmp.base import SnmpLink
from ...model import DeviceIdentity, PollClass, Quality, Reading, UpdateReport, Value
from ...profile.schema import Catalogue, Profile
from ..base import BaseDevice
from ..identity import build_identity, identity_points
from .asking import ENGINE_TIME, SYS_UPTIME, Haul, ask
from .commands import PortCommands, Sleep
from .mac_table import (
    MacEntry,
    bridge_columns,
    list_vlans,
    q_bridge_columns,
    read_bridge,
    read_q_bridge,
)
from .points import Answers, PointReader
from .port_reader import PortReader, Uptime
from .ports import PortTable
from .summary import COMPUTED, PARTS_OF_PROBLEM, Cause, delivered_power, find_causes, summarise
from .system import SystemInfo, read_system, require_system, system_objects
from .trouble import PortJudge, PortTrouble, RecentTrouble

type OpenContext = Callable[[int], Awaitable[SnmpLink]]
"""Opens the agent as seen from one VLAN, for makers that keep a table for each. Closed after use."""

SYSTEM_PERIOD_S = 300.0
MOST_VLANS = 256
RESTART_SLACK_S = 5.0
_WRAP_TICKS = 1 << 32


class SwitchDevice(BaseDevice):
    """Calls are serial: each waits for the one before."""

    def __init__(
        self,
        profile: Profile,
        link: SnmpLink,
        catalogue: Catalogue,
        *,
        judge: PortJudge | None = None,
        open_context: OpenContext | None = None,
        clock: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        """judge: says which ports are in trouble; by default by the last minutes.

        clock: seconds since 1970-01-01 UTC; monotonic: seconds that never jump.
        """
        super().__init__(profile, catalogue, offered_points(profile, catalogue))
        self._judge = judge or RecentTrouble()
        self._open_context = open_context
        self._clock = clock
        self._monotonic = monotonic
        self._link = link
        self._reader = PointReader(profile.points)
        self._ports = PortReader(profile)
        self._commands = PortCommands(link, self._ports, clock=clock, sleep=sleep)
        self._lock = asyncio.Lock()
        self._uptime = Uptime()
        self._seen_at = 0.0
        self._system_due = 0.0
        self._parts: dict[str, Reading] = {}
        self._parts_again = 0.0
        self._trouble = PortTrouble()
        self.ports = PortTable(at=0.0)
        """The interfaces as of the last poll that asked for anything computed from them."""
        self.system = SystemInfo()

    @property
    @override
    def line(self) -> str:
        return self._link.line

    @property
    def link(self) -> SnmpLink:
        """Return the way to the agent."""
        return self._link

    @property
    def causes(self) -> tuple[Cause, ...]:
        """Return why the switch has a problem, as of the last poll."""
        return find_causes(self._trouble, self._parts)

    def requests_for(self, points: Collection[str]) -> int:
        """Return how many questions a poll of the points takes at least; tables take as many as they are long."""
        objects, columns = self._reader.needs(self._known(points), self._monotonic())
        return bool(objects or columns) + len(columns)

    @override
    async def identify(self) -> DeviceIdentity:
        """Check that the device names itself as its profile says and return who it is.

        Raises MismatchError with the evidence, LinkError when the device does not answer.
        """
        async with self._lock:
            self.system = read_system(self._profile, await self._link.get(system_objects(self._profile)))
            require_system(self._profile, self.system)
            names = identity_points(self._profile, self._catalogue)
            readings, _ = await self._read_points(frozenset(names.values()), Haul(objects={}))
            return build_identity(names, readings)

    @override
    async def poll(self, points: Collection[str]) -> UpdateReport:
        """Read the points; those the device does not have are ignored.

        Trouble with some tables is in the report. Raises LinkError, RefusedError or CredentialsError only when nothing
        useful came back.
        """
        known = self._known(points)
        async with self._lock:
            sent = self._link.statistics.requests
            readings, failed = await self._poll(known)
            return UpdateReport(
                readings={point: reading for point, reading in readings.items() if point in known},
                failed={point: reason for point, reason in failed.items() if point in known},
                requests=self._link.statistics.requests - sent,
            )

    @override
    async def write(self, point: str, value: Value) -> Reading:
        """Points of a switch are only read; ports have commands of their own."""
        raise NotWritableError(f"{point} cannot be set; use the commands of the ports")

    async def set_port_admin(self, if_index: int, *, up: bool) -> Reading:
        """Switch a port on or off and return what it reads as afterwards.

        Raises NotWritableError, RefusedError, LinkError; see `PortCommands.switch`.
        """
        return await self._switch("admin_up", if_index, on=up)

    async def set_poe(self, if_index: int, *, on: bool) -> Reading:
        """Give a port power or take it away and return what it reads as afterwards."""
        return await self._switch("poe_enabled", if_index, on=on)

    async def cycle_poe(self, if_index: int, *, off_s: float = 5.0) -> Reading:
        """Take the power of a port away for a while and return what it reads as at the end.

        Polls wait meanwhile. Raises what `set_poe` raises; then the power may be off.
        """
        async with self._lock:
            await self._ensure_ports()
            reading = await self._commands.cycle_power(if_index, off_s)
        self._tell_news()
        return reading

    async def mac_table(self) -> tuple[MacEntry, ...]:
        """Read which MAC addresses were heard on which port. Raises what the link raises."""
        async with self._lock:
            await self._ensure_ports()
            return tuple(await self._read_mac_table())

    def judge_by(self, judge: PortJudge) -> None:
        """Let this judge say from now on which ports are in trouble."""
        self._judge = judge

    def hear(self) -> None:
        """Take a notice of the device (a trap): the next poll is worth while now."""
        self._tell_news()

    @override
    def describe(self) -> dict[str, Any]:
        """Return counts and capabilities; no names, addresses or communities."""
        statistics = self._link.statistics
        return {
            "object_id": self.system.object_id,
            "interfaces": len(self.ports),
            "kinds": {kind: list(self.ports.kinds).count(kind) for kind in dict.fromkeys(self.ports.kinds)},
            "fields": {name: len(values) for name, values in self.ports.fields.items()},
            "neighbours": sum(map(len, self.ports.neighbours.values())),
            "requests": statistics.requests,
            "answers": statistics.answers,
            "timeouts": statistics.timeouts,
            "garbled": statistics.garbled,
        }

    @override
    async def close(self) -> None:
        self._push = None
        await self._link.close()

    def _known(self, points: Collection[str]) -> frozenset[str]:
        return frozenset(point for point in points if point in self._points)

    async def _poll(self, known: frozenset[str]) -> tuple[dict[str, Reading], dict[str, str]]:
        now = self._monotonic()
        is_system_due = now >= self._system_due
        objects = [SYS_UPTIME, ENGINE_TIME, *(system_objects(self._profile) if is_system_due else ())]
        wanted = known | self._parts_due(known, now)
        haul = await ask(self._link, [*objects, *self._reader.needs(wanted, now)[0]], ())
        if is_system_due:
            self.system = read_system(self._profile, haul.objects)
            self._system_due = now + SYSTEM_PERIOD_S
        self._note_uptime(haul, now)
        readings, failed = await self._read_points(wanted, haul)
        self._note_load(readings.get("cpu_load"))
        self._parts.update({point: readings[point] for point in PARTS_OF_PROBLEM if point in readings})
        if known & self._port_points:
            computed, reasons = await self._read_ports(haul)
            readings = {
                **computed,
                **{point: each for point, each in readings.items() if _is_told(each, point, computed)},
            }
            failed |= reasons
        return readings, {point: reason for point, reason in failed.items() if point not in readings}

    def _parts_due(self, known: frozenset[str], now: float) -> frozenset[str]:
        """Return what else must be read to tell whether there is a problem; hardware is looked at less often."""
        if "problem" not in known or now < self._parts_again:
            return frozenset()
        self._parts_again = now + SYSTEM_PERIOD_S
        return frozenset(PARTS_OF_PROBLEM) & self._points.keys()

    @property
    def _port_points(self) -> frozenset[str]:
        return COMPUTED | ({"poe_power"} if "poe_power" in self._profile.ports else frozenset())

    async def _read_points(self, points: Collection[str], haul: Haul) -> tuple[dict[str, Reading], dict[str, str]]:
        now = self._monotonic()
        objects, columns = self._reader.needs(points, now)
        missing = [oid for oid in objects if oid not in haul.objects]
        if missing:
            haul.objects = {**haul.objects, **await self._link.get(missing)}
        await ask(self._link, (), [column for column in columns if column not in haul.columns], haul)
        readings = self._reader.read(points, Answers(haul.objects, haul.columns), self._clock(), now)
        reason = next(iter(haul.failed.values()), "no answer")
        asked = [point for point in points if point in self._profile.points]
        return readings, {point: reason for point in asked if point not in readings}

    async def _read_ports(self, haul: Haul) -> tuple[dict[str, Reading], dict[str, str]]:
        now = self._monotonic()
        columns = self._ports.columns_due(now)
        await ask(self._link, (), [column for column in columns if column not in haul.columns], haul)
        lost = [haul.failed[column] for column in self._ports.vital if column in haul.failed]
        if lost:
            return {}, dict.fromkeys(self._port_points & self._points.keys(), lost[0])
        self.ports = self._ports.accept(haul.columns, at=self._clock(), now=now, uptime=self._uptime)
        self._trouble = self._judge.judge(self.ports)
        readings = summarise(self.ports, self._trouble, self._parts)
        if (power := delivered_power(self.ports)) is not None:
            readings["poe_power"] = Reading(power, Quality.GOOD, self.ports.at)
        return readings, {}

    def _note_uptime(self, haul: Haul, now: float) -> None:
        ticks, engine = haul.objects.get(SYS_UPTIME), haul.objects.get(ENGINE_TIME)
        newer = Uptime(
            ticks=ticks if isinstance(ticks, int) else None, engine_s=engine if isinstance(engine, int) else None
        )
        before, after = self._uptime.seconds, newer.seconds
        if before is not None and after is not None and after < before and not _has_wrapped(self._uptime, newer):
            self._ports.forget()
            self._reader.forget()
            self._parts_again = 0.0
        self._uptime, self._seen_at = newer, now

    def _note_load(self, load: Reading | None) -> None:
        """Let a busy switch be asked more slowly."""
        if load is not None and isinstance(load.value, int | float):
            self._link.note_cpu(load.value)

    async def _ensure_ports(self) -> None:
        """Read the tables once when a command comes before the first poll."""
        if not len(self.ports):
            await self._poll(frozenset({"ports_up"}))

    async def _switch(self, field: str, if_index: int, *, on: bool) -> Reading:
        async with self._lock:
            await self._ensure_ports()
            reading = await self._commands.switch(field, if_index, on=on)
        self._tell_news()
        return reading

    def _tell_news(self) -> None:
        if self._push is not None:
            self._push.on_news(None)

    async def _read_mac_table(self) -> list[MacEntry]:
        tables = self._profile.tables
        if tables.q_bridge:
            columns = q_bridge_columns(tables.q_bridge)
            found = read_q_bridge(await self._walk(columns), self._ports.bridge, self._ports.rows)
            if found:
                return found
        if not tables.bridge:
            return []
        if tables.vlan_contexts and self._open_context is not None:
            by_vlan = await self._read_contexts(tables.bridge, tables.vlan_contexts, self._open_context)
            if by_vlan:
                return by_vlan
        columns = bridge_columns(tables.bridge)
        return read_bridge(await self._walk(columns), self._ports.bridge, self._ports.rows)

    async def _read_contexts(self, base: str, vlans: str, open_context: OpenContext) -> list[MacEntry]:
        states = (await self._link.walk([vlans]))[vlans]
        found: list[MacEntry] = []
        for vlan in list_vlans(states)[:MOST_VLANS]:
            link = await open_context(vlan)
            try:
                columns = {**bridge_columns(base), "base": f"{base}.1.4.1.2"}
                answers = await self._walk(columns, link)
            except LinkError, RefusedError:
                continue
            finally:
                await link.close()
            join = {port: str(index) for port, index in answers.pop("base").items()}
            found += read_bridge(answers, join, self._ports.rows, vlan)
        return found

    async def _walk(self, columns: Mapping[str, str], link: SnmpLink | None = None) -> dict[str, Any]:
        answers = await (link or self._link).walk(list(columns.values()))
        return {name: answers[oid] for name, oid in columns.items()}


def offered_points(profile: Profile, catalogue: Catalogue) -> dict[str, PollClass]:
    """Return the points of the profile, and those computed from its ports."""
    computed = COMPUTED if profile.ports else frozenset[str]()
    if not (profile.tables.lldp or profile.tables.cdp):
        computed -= {"neighbours"}
    if "poe_power" in profile.ports:
        computed |= {"poe_power"}
    own = {point.id: point.poll for point in profile.points.values()}
    return {point: entry.poll for point, entry in catalogue.points.items() if point in computed} | own


def _is_told(reading: Reading, point: str, computed: Mapping[str, Reading]) -> bool:
    """Tell whether the device's own value stands: what it does not tell may be known from its ports."""
    return reading.is_good or point not in computed


def _has_wrapped(before: Uptime, after: Uptime) -> bool:
    """Tell whether sysUpTime went back only because it goes round every 497 days."""
    if before.ticks is None or after.ticks is None or after.engine_s is not None:
        return False
    return before.ticks > _WRAP_TICKS * 0.99 and after.ticks < _WRAP_TICKS * 0.01
