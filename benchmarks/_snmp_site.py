"""One process that polls many simulated switches as a site does, and prints what that costs it."""

import argparse
import asyncio
import ctypes
import gc
import json
import os
import statistics
import time
from collections.abc import Sequence
from pathlib import Path

from gufo.snmp.aio import SnmpSession

from benchmarks._snmp_agents import address_of
from benchmarks._snmp_readers import Switch
from benchmarks._snmp_table import COLUMNS, COMMUNITY, PORTS, ROOT, ROWS_AT_ONCE
from campuslink.errors import CampusLinkError
from campuslink.link.credentials import Credentials
from campuslink.link.snmp.backend import open_snmp_link, preload
from campuslink.profile.library import load_library


class BareGufo:
    """The peer: gufo_snmp as its documentation shows it, the values and nothing made of them."""

    def __init__(self, address: str, port: int) -> None:
        """address, port: of the switch."""
        self._session = SnmpSession(address, port=port, community=COMMUNITY, max_repetitions=ROWS_AT_ONCE)

    async def poll(self) -> int:
        """Read the columns and return how many values came."""
        starts = [start for start, _ in COLUMNS.values()]
        self.table = {start: {oid: value async for oid, value in self._session.getbulk(start)} for start in starts}
        return sum(map(len, self.table.values()))


class Site:
    """All switches at the pace that is promised to each, polls spread over the period."""

    def __init__(self, port: int, count: int, period_s: float, *, is_bare: bool) -> None:
        """count: agents, dead ones included. is_bare: read by the peer."""
        credentials = Credentials({"community": COMMUNITY})
        library = load_library(ROOT / "device_profiles")
        links = [open_snmp_link(address_of(number), port, credentials) for number in range(count)]
        self.switches: Sequence[Switch | BareGufo] = [Switch(link, library) for link in links]
        if is_bare:
            self.switches = [BareGufo(address_of(number), port) for number in range(count)]
        self.period_s = period_s
        self.is_measuring = False
        self.durations: list[float] = []
        self.failures = self.values = 0

    async def keep_polling(self, number: int) -> None:
        """Poll one switch every period until cancelled."""
        loop = asyncio.get_running_loop()
        due = loop.time() + self.period_s * number / len(self.switches)
        while True:
            await asyncio.sleep(due - loop.time())
            due += self.period_s
            begun = time.monotonic()
            try:
                values = await self.switches[number].poll()
            except CampusLinkError:
                self.failures += self.is_measuring
                continue
            if self.is_measuring:
                self.values += values
                self.durations.append(time.monotonic() - begun)


def resident_kib() -> float:
    """Return resident memory after collecting garbage and handing free memory back."""
    gc.collect()
    ctypes.CDLL("libc.so.6").malloc_trim(0)
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1024


async def measure(port: int, count: int, period_s: float, periods: int, *, is_bare: bool) -> dict[str, float]:
    """Return the figures of a site after its first rounds; raises when a live switch gave less than everything."""
    preload()
    before_kib = resident_kib()
    site = Site(port, count, period_s, is_bare=is_bare)
    tasks = [asyncio.ensure_future(site.keep_polling(number)) for number in range(count)]
    await asyncio.sleep(2 * period_s)
    site.is_measuring, cpu, begun = True, time.process_time(), time.monotonic()
    await asyncio.sleep(periods * period_s)
    cpu, elapsed_s = time.process_time() - cpu, time.monotonic() - begun
    site.is_measuring = False
    after_kib = resident_kib()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    if site.values < len(site.durations) * PORTS * len(COLUMNS):
        raise RuntimeError("a switch that answers gave less than everything")
    return {
        "cpu_percent": 100 * cpu / elapsed_s,
        "values_per_s": site.values / elapsed_s,
        "polls": len(site.durations),
        "failures": site.failures,
        "poll_p50_s": statistics.median(site.durations),
        "poll_p95_s": statistics.quantiles(site.durations, n=20)[-1],
        "memory_kib_per_switch": (after_kib - before_kib) / count,
    }


def main() -> None:
    """Measure and print one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("count", type=int)
    parser.add_argument("period_s", type=float)
    parser.add_argument("periods", type=int)
    parser.add_argument("--bare", action="store_true")
    arguments = parser.parse_args()
    figures = asyncio.run(
        measure(arguments.port, arguments.count, arguments.period_s, arguments.periods, is_bare=arguments.bare)
    )
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
