"""What reading switches costs: one 48-port switch against four peers, then 1,000 switches every 60 s.

The single switch is net-snmp's snmpd among 48 interfaces in a network namespace; every reader asks for the same ten
columns, in a process of its own, one after the other. The 1,000 are simulated agents on loopback addresses.
"""

import argparse
import json
import subprocess
import sys

from benchmarks._report import Report
from benchmarks._snmp_exporter import measure_exporter
from benchmarks._snmp_readers import WAYS
from benchmarks._snmp_table import running, running_snmpd, switch_namespace

POLLS = {
    "ours": 300,
    "our_link": 300,
    "ours_pysnmp": 20,
    "gufo": 300,
    "pysnmp_walk": 10,
    "pysnmp_plain_walk": 10,
    "pysnmp_get": 5,
}
"""Polls that are measured; a way that is slow needs fewer."""
SCRAPES = 200
ROUNDS = 3
"""The ways take turns, so that a busy moment of the machine does not hit one alone."""

SITE_PORT = 1162
SWITCHES = 1_000
PERIOD_S = 60.0
PERIODS = 2
DEAD = 0.2


def measure_one_switch(*, quick: bool) -> dict[str, float]:
    """Return processor time a poll for each way, the least of the rounds."""
    share = 10 if quick else 1
    found: dict[str, list[float]] = {way: [] for way in (*WAYS, "exporter")}
    with switch_namespace() as namespace, running_snmpd(namespace):
        for _ in range(1 if quick else ROUNDS):
            for way in WAYS:
                printed = namespace.python("-m", "benchmarks._snmp_readers", way, str(max(2, POLLS[way] // share)))
                found[way].append(json.loads(printed)["cpu_ms"])
            found["exporter"].append(measure_exporter(namespace, SCRAPES // share))
    cpu = {way: min(times) for way, times in found.items()}
    return {
        **{f"poll_{way}_cpu_ms": time_ms for way, time_ms in cpu.items()},
        "poll_our_link_per_gufo_ratio": cpu["our_link"] / cpu["gufo"],
        "poll_ours_per_gufo_ratio": cpu["ours"] / cpu["gufo"],
        "poll_ours_per_pysnmp_walk_ratio": cpu["ours"] / cpu["pysnmp_walk"],
        "poll_ours_per_pysnmp_plain_walk_ratio": cpu["ours"] / cpu["pysnmp_plain_walk"],
        "poll_ours_per_pysnmp_get_ratio": cpu["ours"] / cpu["pysnmp_get"],
        "poll_ours_per_exporter_ratio": cpu["ours"] / cpu["exporter"],
    }


def measure_site(*, quick: bool) -> dict[str, float]:
    """Return the figures of 1,000 switches, all alive, then with 20 % dead."""
    count, period_s, periods = (100, 6.0, 2) if quick else (SWITCHES, PERIOD_S, PERIODS)
    bare = _run_site(count, count, period_s, periods, "--bare")
    alive = _run_site(count, count, period_s, periods)
    some_dead = _run_site(count, count - round(count * DEAD), period_s, periods)
    return {
        "site_bare_gufo_cpu_percent": bare["cpu_percent"],
        **{f"site_{key}": value for key, value in alive.items()},
        **{f"site_some_dead_{key}": value for key, value in some_dead.items()},
        "site_cpu_per_bare_gufo_ratio": alive["cpu_percent"] / bare["cpu_percent"],
        "site_some_dead_poll_p50_ratio": some_dead["poll_p50_s"] / alive["poll_p50_s"],
    }


def _run_site(count: int, alive: int, period_s: float, periods: int, *options: str) -> dict[str, float]:
    agents = [sys.executable, "-m", "benchmarks._snmp_agents", str(SITE_PORT), str(alive)]
    site = [sys.executable, "-m", "benchmarks._snmp_site", str(SITE_PORT), str(count), str(period_s), str(periods)]
    site += options
    with running(agents):
        printed = subprocess.run(site, check=True, stdout=subprocess.PIPE).stdout
    figures: dict[str, float] = json.loads(printed)
    return figures


BUDGETS = {
    "poll_ours_per_gufo_ratio": 2,
    "poll_ours_per_pysnmp_walk_ratio": 1 / 30,
    "poll_ours_per_pysnmp_get_ratio": 1 / 150,
    "site_cpu_percent": 6,
    "site_memory_kib_per_switch": 60,
    "site_some_dead_poll_p50_ratio": 1.05,
}


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the polls, once; 100 switches every 6 s")
    arguments = parser.parse_args()
    figures = measure_one_switch(quick=arguments.quick) | measure_site(quick=arguments.quick)
    Report(name="snmp", figures=figures, budgets=BUDGETS).print()


if __name__ == "__main__":
    main()
