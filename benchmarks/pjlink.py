"""Fifty projectors, ten of them dead: ours against pypjlink2, the library of core's `pjlink` integration.

Both read power, source and mute of the same emulated projectors (pjlink-advance, in a process of its own), with a
password. The peer does in a thread what one update of core's integration does: connect, log in, three questions.
Dead projectors take the connection and say nothing.
"""

import argparse
import asyncio
import statistics
import time
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import override

from pypjlink import Projector

from benchmarks._projectors import HOST, PASSWORD, Projectors, emulated
from benchmarks._report import Report
from campuslink.device.text_device import TextDevice
from campuslink.errors import CampusLinkError
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.link.lines import open_lines
from campuslink.model import Kind, PollClass, UpdateReport
from campuslink.poller.poller import Poller
from campuslink.poller.subscriber import Subscriber
from campuslink.profile.library import Library, load_library
from campuslink.profile.schema import Transport

ROOT = Path(__file__).parents[1]
LIVE, DEAD = 40, 10
POINTS = ("power", "source", "audio_mute")
PERIOD_S = 5.0
LEARN_S = 12.0
"""Time before it counts: first polls, names of sources, silence found out."""
THREADS = 64
"""Threads of Home Assistant's executor."""


@dataclass
class Timed(Subscriber):
    """Notes how long each poll of one projector took, and when it began."""

    device: TextDevice
    is_live: bool
    took_s: list[float] = field(default_factory=list)
    started_at: list[float] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    """What may not happen to a live one; the poller survives a listener that raises, so it is kept until the end."""

    def __post_init__(self) -> None:
        """Measure the polls."""
        poll = self.device.poll

        async def measured(points: Collection[str]) -> UpdateReport:
            started = time.perf_counter()
            report = await poll(points)
            self.took_s.append(time.perf_counter() - started)
            self.started_at.append(started)
            return report

        self.device.poll = measured  # type: ignore[method-assign]  # that is how it is measured

    def forget(self) -> None:
        """Begin to count anew."""
        self.took_s.clear()
        self.started_at.clear()

    @override
    def on_report(self, poll_class: PollClass, report: UpdateReport) -> None:
        if report.failed:
            self.trouble.append(f"not every value was read: {report.failed}")

    @override
    def on_unreachable(self, poll_class: PollClass, error: CampusLinkError) -> None:
        """Expect it of the dead ones only."""
        if self.is_live:
            self.trouble.append(f"a live projector counts as unreachable: {error}")

    @override
    def on_reachable(self, poll_class: PollClass) -> None:
        """Expect it."""


def open_device(library: Library, port: int, *, is_paced: bool) -> TextDevice:
    """Return one projector with the shipped profile; not paced, without the pauses between commands."""
    profile = library.profiles["pjlink-class-2"]
    if not is_paced:
        profile = replace(profile, transport=replace(profile.transport, pause_s=0))
    endpoint = NetworkEndpoint(transport=Transport.TCP, host=HOST, port=port)
    link = open_lines(endpoint, profile.transport, Credentials({"password": PASSWORD}))
    return TextDevice(profile, link, library.catalogue(Kind.PROJECTOR))


async def measure_ours(
    projectors: Projectors, ports: Sequence[int], watch_s: float, *, is_paced: bool = True
) -> Mapping[str, float]:
    """Return figures of the live projectors among the ports, polled by the real poller."""
    library = load_library(ROOT / "device_profiles")
    loop = asyncio.get_running_loop()
    poller = Poller(spawn=lambda work, name: loop.create_task(work, name=name))
    timed = {
        port: Timed(open_device(library, port, is_paced=is_paced), is_live=port in projectors.live) for port in ports
    }
    for port, each in timed.items():
        poller.add(str(port), each.device, each, periods_s={PollClass.FAST: PERIOD_S}, wanted=POINTS)
    await asyncio.sleep(LEARN_S)
    live = [timed[port] for port in projectors.live]
    for each in live:
        each.forget()
    projectors.counts()
    cpu = time.thread_time()
    await asyncio.sleep(watch_s)
    cpu = time.thread_time() - cpu
    connections, commands = projectors.counts()
    await poller.stop()
    if trouble := [what for each in live for what in each.trouble]:
        raise RuntimeError(trouble[0])
    took = [seconds for each in live for seconds in each.took_s]
    gaps = [late - soon for each in live for soon, late in zip(each.started_at, each.started_at[1:], strict=False)]
    return {
        "connections": connections / len(took),
        "commands": commands / len(took),
        "ms": 1000 * statistics.mean(took),
        "cpu_ms": 1000 * cpu / len(took),
        "gap_s": statistics.quantiles(gaps, n=20)[-1],
    }


def poll_peer(port: int) -> tuple[float, float]:
    """Do what one update of core's integration does; return seconds and seconds of this thread's processor time."""
    started, cpu = time.perf_counter(), time.thread_time()
    with Projector.from_address(HOST, port) as projector:
        projector.authenticate(PASSWORD)
        projector.get_power()
        projector.get_mute()
        projector.get_input()
    return time.perf_counter() - started, time.thread_time() - cpu


def measure_peer(projectors: Projectors, rounds: int) -> Mapping[str, float]:
    """Return figures of the live projectors, with the dead ones polled beside them as Home Assistant would."""
    projectors.counts()
    polls: list[tuple[float, float]] = []
    with ThreadPoolExecutor(THREADS) as executor:
        dead = [executor.submit(poll_peer, port) for port in projectors.dead]
        for _ in range(rounds):
            polls += executor.map(poll_peer, projectors.live)
        if not all(each.exception() for each in dead):
            raise RuntimeError("a dead projector answered")
    connections, commands = projectors.counts()
    return {
        "connections": connections / len(polls),
        "commands": commands / len(polls),
        "ms": 1000 * statistics.mean(took for took, _ in polls),
        "cpu_ms": 1000 * statistics.mean(cpu for _, cpu in polls),
    }


def measure(watch_s: float, rounds: int) -> dict[str, float]:
    """Return the figures of one run."""
    with emulated(LIVE, DEAD) as projectors:
        alone = asyncio.run(measure_ours(projectors, projectors.live, watch_s))
        beside = asyncio.run(measure_ours(projectors, [*projectors.live, *projectors.dead], watch_s))
        unpaced = asyncio.run(measure_ours(projectors, projectors.live, watch_s / 2, is_paced=False))
        peer = measure_peer(projectors, rounds)
    return {
        "projectors": LIVE + DEAD,
        "connections_per_poll_ours": beside["connections"],
        "connections_per_poll_pypjlink2": peer["connections"],
        "commands_per_poll_ours": beside["commands"],
        "commands_per_poll_pypjlink2": peer["commands"],
        "poll_ours_ms": beside["ms"],
        "poll_ours_without_pauses_ms": unpaced["ms"],
        "poll_pypjlink2_ms": peer["ms"],
        "cpu_per_poll_ours_ms": beside["cpu_ms"],
        "cpu_per_poll_pypjlink2_ms": peer["cpu_ms"],
        "poll_with_dead_per_without_ratio": beside["ms"] / alone["ms"],
        "gap_p95_with_dead_s": beside["gap_s"],
        "gap_p95_with_dead_per_without_ratio": beside["gap_s"] / alone["gap_s"],
    }


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="watch for seconds instead of a minute")
    options = parser.parse_args()
    figures = measure(12.0 if options.quick else 60.0, 3 if options.quick else 12)
    Report(
        name="pjlink",
        figures=figures,
        budgets={
            "connections_per_poll_ours": 0.05,
            "commands_per_poll_ours": 3.05,
            "poll_with_dead_per_without_ratio": 1.05,
            "gap_p95_with_dead_per_without_ratio": 1.05,
        },
    ).print()


if __name__ == "__main__":
    main()
