"""500 network paths from one process: what the pings cost, and how well they tell the time an answer takes.

The peers in the same run: icmplib's `async_multiping`, which Home Assistant's own ping integration builds upon, and the
system's `ping`. Every host is an address of 127.0.0.0/8, so that the network itself adds next to nothing.
"""

import argparse
import asyncio
import math
import re
import shutil
import statistics
import sys
import time
from collections.abc import Sequence

from icmplib import async_multiping

from benchmarks._home_assistant import ROOT
from benchmarks._report import Report
from campuslink.device.probe.device import ProbeDevice
from campuslink.link.endpoint import LocalEndpoint
from campuslink.link.probe.prober import Prober, ProbeRules
from campuslink.link.probe.target import Target, Way
from campuslink.model import Kind
from campuslink.profile.library import load_library

TARGETS = 500
PERIOD_S = 30.0
PACKETS = 5
INTERVAL_S = 0.2
COMPARED_HOSTS = 20
COMPARED_PACKETS = 20
TIME_OF_PING = re.compile(r"time=([0-9.]+) ms")


def hosts(count: int) -> list[str]:
    """Return so many addresses of this machine."""
    return [f"127.20.{number // 250}.{number % 250 + 1}" for number in range(count)]


def targets(count: int) -> list[Target]:
    """Return a ping target for each host."""
    return [
        Target(id=f"t{number}", name=f"Target {number}", way=Way.PING, host=host)
        for number, host in enumerate(hosts(count))
    ]


async def measure_ours(prober: Prober, rounds: int, period_s: float) -> float:
    """Return the CPU seconds of a round over all targets, spread as in operation; raises when an answer is missing."""
    library = load_library(ROOT / "device_profiles")
    device = ProbeDevice(
        library.profiles["network-paths"],
        library.catalogue(Kind.PROBE),
        prober,
        targets(TARGETS),
        endpoint=LocalEndpoint(name="bench"),
    )
    await device.poll(device.points)  # the first one, which is not spread
    await asyncio.sleep(period_s / 2)
    started_s, cpu_s = time.monotonic(), 0.0
    for number in range(rounds):
        before_s = time.process_time()
        report = await device.poll(device.points)
        cpu_s += time.process_time() - before_s
        if report.readings["worst_loss"].value != 0:
            raise RuntimeError(f"Pings on this machine were lost: {report.readings}")
        await asyncio.sleep(max(started_s + (number + 1) * period_s - time.monotonic(), 0))
    return cpu_s / rounds


async def measure_icmplib() -> float:
    """Return the CPU seconds icmplib takes for the same pings, 100 hosts at a time."""
    before_s = time.process_time()
    found = await async_multiping(
        hosts(TARGETS), count=PACKETS, interval=INTERVAL_S, timeout=1, concurrent_tasks=100, privileged=True
    )
    if any(host.packet_loss for host in found):
        print("icmplib lost pings on this machine", file=sys.stderr)
    return time.process_time() - before_s


async def times_of_ping(host: str) -> float:
    """Return the time 95 of 100 answers stay below, as the system's ping tells it."""
    process = await asyncio.create_subprocess_exec(
        "ping",
        "-c",
        str(COMPARED_PACKETS),
        "-i",
        str(INTERVAL_S),
        host,
        stdout=asyncio.subprocess.PIPE,
        env={"LC_ALL": "C", "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"},
    )
    printed, _ = await process.communicate()
    return p95([float(each) for each in TIME_OF_PING.findall(printed.decode())])


async def times_of_ours(prober: Prober, names: Sequence[str]) -> list[float]:
    """Return the same for each host, as ours tells it."""
    found = await asyncio.gather(*(prober.measure(Target(id="t", name="T", way=Way.PING, host=name)) for name in names))
    return [p95(each.times_ms) for each in found]


async def times_of_icmplib(names: list[str]) -> list[float]:
    """Return the same for each host, as icmplib tells it."""
    found = await async_multiping(
        names, count=COMPARED_PACKETS, interval=INTERVAL_S, timeout=1, concurrent_tasks=len(names), privileged=True
    )
    return [p95(host.rtts) for host in found]


def p95(values: Sequence[float]) -> float:
    """Return what 95 of 100 values do not exceed, by nearest rank."""
    return sorted(values)[math.ceil(0.95 * len(values)) - 1]


def error(told: Sequence[float], truth: Sequence[float]) -> float:
    """Return the difference to the truth that half of the hosts stay below."""
    return statistics.median(abs(one - other) for one, other in zip(told, truth, strict=True))


async def compare(report: Report, prober: Prober) -> None:
    """Add how far the times are from those of the system's ping."""
    names = hosts(COMPARED_HOSTS)
    truth = await asyncio.gather(*(times_of_ping(name) for name in names))
    report.figures["system_ping_p95_latency_ms"] = statistics.median(truth)
    report.figures["ours_p95_latency_error_ms"] = error(await times_of_ours(prober, names), truth)
    report.figures["icmplib_p95_latency_error_ms"] = error(await times_of_icmplib(names), truth)
    report.budgets["ours_p95_latency_error_ms"] = 0.2


async def run(*, is_quick: bool) -> Report:
    """Return the report of one run."""
    report = Report(name="probe")
    rounds, period_s = (1, 10.0) if is_quick else (4, PERIOD_S)
    prober = Prober(rules=ProbeRules(packets=PACKETS, interval_s=INTERVAL_S))
    ours_s = await measure_ours(prober, rounds, period_s)
    theirs_s = await measure_icmplib()
    await prober.close()
    report.figures["ours_cpu_ms_a_round"] = ours_s * 1000
    report.figures["icmplib_cpu_ms_a_round"] = theirs_s * 1000
    report.figures["ours_cpu_percent_every_30_s"] = ours_s / PERIOD_S * 100
    report.figures["ours_cpu_share_of_icmplib"] = ours_s / theirs_s
    report.budgets["ours_cpu_percent_every_30_s"] = 3.0
    report.budgets["ours_cpu_share_of_icmplib"] = 0.5
    prober = Prober(rules=ProbeRules(packets=COMPARED_PACKETS, interval_s=INTERVAL_S))
    await compare(report, prober)
    await prober.close()
    return report


def main() -> int:
    """Return the exit status: 0 whatever the figures are; 1 when the run cannot be made."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--quick", action="store_true", help="one round instead of four, a third of the time between")
    is_quick = parser.parse_args().quick
    if shutil.which("ping") is None:
        print("The system has no ping to compare with (Debian: iputils-ping).", file=sys.stderr)
        return 1
    asyncio.run(run(is_quick=is_quick)).print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
