"""One process that polls the table in one way, and prints what a poll cost it."""

import argparse
import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from benchmarks._snmp_table import AGENT_PORT, COLUMNS, COMMUNITY, IF_TABLE, PORTS, ROOT, ROWS_AT_ONCE
from campuslink.device.switch.device import SwitchDevice
from campuslink.errors import NoAnswerError
from campuslink.link.credentials import Credentials
from campuslink.link.snmp.backend import Backend, open_snmp_link, preload
from campuslink.link.snmp.base import SnmpLink
from campuslink.link.snmp.governor import Pace
from campuslink.model import Kind
from campuslink.profile.library import Library, load_library

type Poll = Callable[[], Awaitable[int]]
"""Polls once and returns how many values it got."""

UNHURRIED = Pace(per_second=100_000, most_repetitions=ROWS_AT_ONCE)
"""The processor time is measured, not the pace."""
OIDS = {name: oid for name, (oid, _) in COLUMNS.items()}
POINTS = frozenset(
    {
        "ports_up",
        "ports_down",
        "ports_disabled",
        "ports_with_errors",
        "ports_flapping",
        "traffic_in",
        "traffic_out",
        "worst_utilisation",
    }
)
"""What the ports add up to; a poll of these asks for the ten columns."""


class Switch:
    """What our device library makes of a switch: its ports with the rates of all, and what they add up to."""

    def __init__(self, link: SnmpLink, library: Library) -> None:
        """link: to the switch."""
        self.link = link
        self.device = SwitchDevice(library.profiles["generic-if-mib"], link, library.catalogue(Kind.SWITCH))

    async def poll(self) -> int:
        """Read, compute, publish; return how many values were read. Raises when the ports could not be read."""
        before = self.link.statistics.values
        report = await self.device.poll(POINTS)
        if len(self.device.ports) < PORTS or report.failed:
            raise NoAnswerError(f"the ports are not read: {report.failed}")
        return self.link.statistics.values - before


async def ours(backend: Backend) -> Poll:
    """Our link with this library, decoding, rates and snapshot."""
    preload()
    link = open_snmp_link(
        "127.0.0.1", AGENT_PORT, Credentials({"community": COMMUNITY}), pace=UNHURRIED, backend=backend
    )
    switch = Switch(link, load_library(ROOT / "device_profiles"))
    await switch.poll()
    await _settle(switch)
    return switch.poll


async def _settle(switch: Switch) -> None:
    """Poll until a poll asks for the ten columns and the time only."""
    async with asyncio.timeout(60):
        while await switch.poll() > PORTS * len(COLUMNS) + 60:
            pass


async def our_link() -> Poll:
    """Our link alone: the same columns, neither rates nor anything else made of them."""
    preload()
    credentials = Credentials({"community": COMMUNITY})
    link = open_snmp_link("127.0.0.1", AGENT_PORT, credentials, pace=UNHURRIED)

    async def poll() -> int:
        return sum(map(len, (await link.walk(list(OIDS.values()))).values()))

    return poll


async def bare_gufo() -> Poll:
    """gufo_snmp as its documentation shows it: an iteration over each column."""
    from gufo.snmp.aio import SnmpSession  # noqa: PLC0415 - each process loads its own library only

    session = SnmpSession("127.0.0.1", port=AGENT_PORT, community=COMMUNITY, max_repetitions=ROWS_AT_ONCE)

    async def poll() -> int:
        table = {name: {oid: value async for oid, value in session.getbulk(start)} for name, start in OIDS.items()}
        return sum(map(len, table.values()))

    return poll


async def _pysnmp_arguments() -> tuple[Any, ...]:
    from pysnmp.hlapi.v3arch.asyncio import (  # noqa: PLC0415 - each process loads its own library only
        CommunityData,
        ContextData,
        SnmpEngine,
        UdpTransportTarget,
    )

    target = await UdpTransportTarget.create(("127.0.0.1", AGENT_PORT))
    return SnmpEngine(), CommunityData(COMMUNITY), target, ContextData()


async def pysnmp_walk(*, look_up: bool) -> Poll:
    """Pysnmp's own walk in bulk, column by column.

    look_up: whether names are looked up in MIBs, which it does unless told not to.
    """
    from pysnmp.hlapi.v3arch.asyncio import (  # noqa: PLC0415 - each process loads its own library only
        ObjectIdentity,
        ObjectType,
        bulk_walk_cmd,
    )

    arguments = await _pysnmp_arguments()

    async def poll() -> int:
        count = 0
        for start in OIDS.values():
            column = ObjectType(ObjectIdentity(start))
            async for _, _, _, binds in bulk_walk_cmd(
                *arguments, 0, ROWS_AT_ONCE, column, lexicographicMode=False, lookupMib=look_up
            ):
                count += len([str(bind[1]) for bind in binds])
        return count

    return poll


async def pysnmp_get() -> Poll:
    """One GET a value with pysnmp, as core's `snmp` integration asks for each of its sensors."""
    from pysnmp.hlapi.v3arch.asyncio import (  # noqa: PLC0415 - each process loads its own library only
        ObjectIdentity,
        ObjectType,
        get_cmd,
    )

    arguments = await _pysnmp_arguments()
    link = open_snmp_link("127.0.0.1", AGENT_PORT, Credentials({"community": COMMUNITY}), pace=UNHURRIED)
    indexes = list((await link.walk([f"{IF_TABLE}.1"]))[f"{IF_TABLE}.1"])
    wanted = [ObjectType(ObjectIdentity(f"{start}.{index}")) for start in OIDS.values() for index in indexes]

    async def poll() -> int:
        count = 0
        for value in wanted:
            _, _, _, binds = await get_cmd(*arguments, value)
            count += len([str(bind[1]) for bind in binds])
        return count

    return poll


WAYS: Mapping[str, Callable[[], Awaitable[Poll]]] = {
    "ours": lambda: ours(Backend.GUFO),
    "ours_pysnmp": lambda: ours(Backend.PYSNMP),
    "our_link": our_link,
    "gufo": bare_gufo,
    "pysnmp_walk": lambda: pysnmp_walk(look_up=True),
    "pysnmp_plain_walk": lambda: pysnmp_walk(look_up=False),
    "pysnmp_get": pysnmp_get,
}


async def measure(way: str, polls: int) -> dict[str, float]:
    """Return milliseconds of processor time a poll, and values a poll."""
    poll = await WAYS[way]()
    for _ in range(3):
        values = await poll()
    if values < PORTS * len(COLUMNS):
        raise RuntimeError(f"{way} reads only {values} values")
    begun = time.process_time()
    for _ in range(polls):
        await poll()
    return {"cpu_ms": (time.process_time() - begun) / polls * 1e3, "values": values}


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("way", choices=WAYS)
    parser.add_argument("polls", type=int)
    arguments = parser.parse_args()
    print(json.dumps(asyncio.run(measure(arguments.way, arguments.polls))), flush=True)


if __name__ == "__main__":
    main()
