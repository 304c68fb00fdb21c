"""1,000 meters x 10 entities in one Home Assistant, all changing every 20 s, recorder on.

Three runs, one after the other, each a Home Assistant process of its own: a bare integration that writes the same
states on a timer (the peer); ours, reading the meters over Modbus TCP from a simulator in another process; ours with
20 % of the meters silent.
"""

import argparse
import contextlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks._home_assistant import (
    ROOT,
    HomeAssistantError,
    running,
    temporary_folder,
    write_config_folder,
)
from benchmarks._report import Report
from benchmarks._stored_site import stored_entry, stored_meter, write_profile

PERIOD_S = 20
ENTITIES = 10
PROFILE = """\
schema: 1
id: bench-meter
kind: meter
name: Benchmark meter
products: [{brand: Benchmark, model: Ten values}]
sources: [{title: Eastron SDM630 Modbus protocol, version: "1", url: ""}]
transport: {protocol: modbus, over: [tcp], words: high_first, max_registers: 80, max_gap: 40, timeout_s: 1.5}
points:
  voltage: {read: {input: 0x002A}, decode: float32, unit: V, range: [0, 500]}
  current: {read: {input: 0x002E}, decode: float32, unit: A, range: [0, 1000]}
  active_power: {read: {input: 0x0034}, decode: float32, unit: W, range: [-1000000, 1000000]}
  apparent_power: {read: {input: 0x0038}, decode: float32, unit: VA, range: [-1000000, 1000000]}
  reactive_power: {read: {input: 0x003C}, decode: float32, unit: var, range: [-1000000, 1000000]}
  power_factor: {read: {input: 0x003E}, decode: float32, range: [-1, 1]}
  frequency: {read: {input: 0x0046}, decode: float32, unit: Hz, range: [40, 70]}
  energy_import: {read: {input: 0x0048}, decode: float32, unit: kWh, range: [0, 99999999]}
  energy_export: {read: {input: 0x0048}, decode: float32, unit: kWh, range: [0, 99999999]}
  demand: {read: {input: 0x0034}, decode: float32, unit: W, range: [-1000000, 1000000]}
"""
START_TIMEOUT_S = 300
SPEED = 60
"""Simulated seconds a second: fast enough for every energy to show another number at each poll."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Timing:
    """How long a run is watched."""

    warm_up_s: float
    seconds: float


FIRST_START = Timing(warm_up_s=5, seconds=1)
"""Core registers each entity at a site's first start, and logs thousands of errors of its own when there are 10,000;
what is measured is the second start, as it is on every later day."""


def run_home_assistant(config_entry: Mapping[str, Any], devices: int, good: int, timing: Timing) -> dict[str, float]:
    """Run one Home Assistant until its probe has measured; return the figures. Raises HomeAssistantError."""
    with temporary_folder() as folder:
        write_config_folder(folder, "", [config_entry])
        write_profile(folder, PROFILE)
        run_once(folder, devices, good, FIRST_START)
        return run_once(folder, devices, good, timing)


def run_once(folder: Path, devices: int, good: int, timing: Timing) -> dict[str, float]:
    """Start Home Assistant in a folder and return what its probe measured. Raises HomeAssistantError."""
    output = folder / "figures.json"
    output.unlink(missing_ok=True)
    probe = {
        "output": output,
        "entities": devices * ENTITIES,
        "good_entities": good * ENTITIES,
        "seconds": timing.seconds,
        "warm_up_s": timing.warm_up_s,
    }
    settings = "".join(f"  {key}: {value}\n" for key, value in probe.items())
    configuration = f"recorder:\nlogger:\n  default: warning\nbench_probe:\n{settings}"
    folder.joinpath("configuration.yaml").write_text(configuration)
    with running(folder) as process, contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(timeout=START_TIMEOUT_S + timing.warm_up_s + 2 * timing.seconds)
    if not output.exists():
        printed = folder.joinpath("output.txt").read_text()[-4000:]
        raise HomeAssistantError(f"Home Assistant ended without figures. It printed at last:\n{printed}")
    return dict(json.loads(output.read_text()))


@contextlib.contextmanager
def simulated_meters(devices: int, gateways: int, dead_share: float) -> Iterator[list[dict[str, Any]]]:
    """Run the simulator's load campus in a process of its own; yield its devices."""
    size = ["--devices", str(devices), "--gateways", str(gateways), "--dead", str(dead_share)]
    command = [sys.executable, "-m", "simulator", "--campus", "load", "--speed", str(SPEED), *size]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    try:
        first_line = process.stdout.readline() if process.stdout else ""
        yield json.loads(first_line)["devices"]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=10)


def measure_bare(devices: int, timing: Timing) -> dict[str, float]:
    """Return the figures of the bare integration."""
    config_entry = stored_entry("bench_states", {"devices": devices, "period_s": PERIOD_S}, {}, [])
    return run_home_assistant(config_entry, devices, devices, timing)


def measure_ours(devices: int, gateways: int, dead_share: float, timing: Timing) -> dict[str, float]:
    """Return the figures of this integration."""
    with simulated_meters(devices, gateways, dead_share) as simulated:
        subentries = [stored_meter(number, device) for number, device in enumerate(simulated)]
        options = {"fast_s": PERIOD_S, "normal_s": PERIOD_S, "slow_s": 300}
        config_entry = stored_entry("smart_campus", {"name": "Bench"}, options, subentries)
        return run_home_assistant(config_entry, devices, devices - round(devices * dead_share), timing)


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="100 meters and two periods")
    parser.add_argument("--devices", type=int)
    arguments = parser.parse_args()
    devices = arguments.devices or (100 if arguments.quick else 1000)
    gateways = max(1, devices // 32)
    timing = Timing(warm_up_s=PERIOD_S, seconds=PERIOD_S * (2 if arguments.quick else 5))
    runs = {
        "bare": measure_bare(devices, timing),
        "ours": measure_ours(devices, gateways, 0.0, timing),
        "ours_dead20": measure_ours(devices, gateways, 0.2, timing),
    }
    figures: dict[str, float] = {"devices": devices, "gateways": gateways}
    figures |= {f"{run}_{key}": value for run, values in runs.items() for key, value in values.items()}
    bare, ours, dead = runs.values()
    figures |= {
        "cpu_ratio": ours["cpu_percent"] / bare["cpu_percent"],
        "delay_p99_ratio": ours["delay_p99_ms"] / bare["delay_p99_ms"],
        "memory_a_device_kib": 1024 * (ours["memory_mib"] - bare["memory_mib"]) / devices,
        "entities_present_later_s": ours["entities_present_s"] - bare["entities_present_s"],
        "live_interval_p95_dead20_ratio": dead["interval_p95_s"] / ours["interval_p95_s"],
    }
    budgets = {"cpu_ratio": 1.5, "delay_p99_ratio": 1.5, "memory_a_device_kib": 60, "entities_present_later_s": 5,
               "live_interval_p95_dead20_ratio": 1.05}  # fmt: skip
    Report(name="scale", figures=figures, budgets=budgets).print()


if __name__ == "__main__":
    main()
