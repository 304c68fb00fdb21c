"""Messages with 10 values from 200 nodes into a real Home Assistant through a real broker: ours against core's `mqtt`.

One Home Assistant after the other, each in a process of its own, on the same broker with the same messages: core with
one sensor a value, each with a JSON template, as its documentation says; ours with the shipped profile of the JSON
gateway format. Three phases each: nothing is sent, all values change, one of ten changes. What idling costs is taken
off. A third Home Assistant only receives the messages: what that costs is in the figures of both, and `beyond` is
without it.
"""

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paho.mqtt.client as paho

from benchmarks._home_assistant import HomeAssistantError, running, temporary_folder, write_config_folder
from benchmarks._report import Report
from benchmarks._stored_site import stored_entry, stored_node
from simulator.broker import make_broker

START_TIMEOUT_S = 240
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
WRAP_MS = 40_000
"""A value tells when it was sent, in ms modulo this; no delay comes near it."""
MARK = "carbon_dioxide"
"""In the entity ids of the values that tell it, the only ones that change when one of ten does."""

# Key of the message, unit and device class, as the catalogue has them.
VALUES: Mapping[str, tuple[str, str]] = {
    "co2": ("ppm", "carbon_dioxide"), "temperature": ("°C", "temperature"), "humidity": ("%", "humidity"),
    "pm25": ("μg/m³", "pm25"), "pm10": ("μg/m³", "pm10"), "tvoc": ("μg/m³", "volatile_organic_compounds"),
    "pressure": ("hPa", "atmospheric_pressure"), "illuminance": ("lx", "illuminance"),
    "noise": ("dB", "sound_pressure"), "wind_speed": ("m/s", "wind_speed"),
}  # fmt: skip
LEAST = {"pressure": 900.0, "noise": 40.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """What is sent."""

    nodes: int
    seconds: float
    """Of each phase; every node sends once a second."""


class Sender:
    """Plays all nodes over one connection."""

    def __init__(self, port: int, nodes: int) -> None:
        self._client = paho.Client(paho.CallbackAPIVersion.VERSION2)
        self._client.connect("127.0.0.1", port)
        self._client.loop_start()
        self._topics = [f"campus/node{number}/state" for number in range(nodes)]
        self._round = 0
        for number in range(nodes):
            self._client.publish(f"campus/node{number}/online", "true", 1, retain=True)

    def close(self) -> None:
        """Disconnect."""
        self._client.disconnect()
        self._client.loop_stop()

    def send_round(self, *, all_change: bool, seconds: float = 1.0) -> int:
        """Send one message a node, spread over the seconds; return how many were sent."""
        self._round += all_change
        step = 0.5 + self._round % 50 / 10
        still = {key: LEAST.get(key, 0.0) + step + place for place, key in enumerate(VALUES)}
        began = time.monotonic()
        for place, topic in enumerate(self._topics):
            wait_s = began + place * seconds / len(self._topics) - time.monotonic()
            if wait_s > 0:
                time.sleep(wait_s)
            payload = {**still, "co2": round(time.time() * 1000, 1) % WRAP_MS}
            self._client.publish(topic, json.dumps(payload), 0)
        time.sleep(max(0.0, began + seconds - time.monotonic()))
        return len(self._topics)

    def send(self, seconds: float, *, all_change: bool) -> int:
        """Send rounds for so long; return how many messages were sent."""
        return sum(self.send_round(all_change=all_change) for _ in range(round(seconds)))


def core_configuration(nodes: int) -> str:
    """Return configuration.yaml for core's integration: one sensor a value."""
    sensors = "".join(
        f'    - {{name: "node{number} {device_class}", unique_id: "n{number}_{key}", '
        f'state_topic: "campus/node{number}/state", '
        f'value_template: "{{{{ value_json.{key} }}}}", unit_of_measurement: "{unit}", device_class: {device_class}, '
        f'state_class: measurement, availability_topic: "campus/node{number}/online", payload_available: "true", '
        f'payload_not_available: "false"}}\n'
        for number in range(nodes)
        for key, (unit, device_class) in VALUES.items()
    )
    return f"mqtt:\n  sensor:\n{sensors}"


def our_entry(nodes: int) -> dict[str, Any]:
    """Return a site with the nodes."""
    subentries = [stored_node(number, tuple(VALUES)) for number in range(nodes)]
    return stored_entry("smart_campus", {"name": "Bench"}, {}, subentries)


def mqtt_entry(port: int) -> dict[str, Any]:
    """Return core's own integration, connected to the broker."""
    data = {"broker": "127.0.0.1", "port": port, "discovery": False, "protocol": "5"}
    return {**stored_entry("mqtt", data, {}, []), "version": 2}


def measure(
    port: int, load: Load, configuration: str, entries: Sequence[Mapping[str, Any]], *, only_receives: bool = False
) -> dict[str, float]:
    """Return the figures of one Home Assistant. Raises HomeAssistantError."""
    with temporary_folder() as folder:
        probe = {
            "output": folder / "delays.json",
            "ready": folder / "ready",
            "entities": 0 if only_receives else load.nodes * len(VALUES),
            "wrap_ms": WRAP_MS,
            "mark": MARK,
        }
        if only_receives:
            probe["receive"] = "campus/+/state"
        settings = "".join(f"  {key}: {value}\n" for key, value in probe.items())
        text = f"logger:\n  default: warning\nbench_delay:\n{settings}{configuration}"
        write_config_folder(folder, text, [mqtt_entry(port), *entries])
        sender = Sender(port, load.nodes)
        try:
            with running(folder) as process:
                _wait_until_ready(folder, process, sender)
                idle = _cpu_of(process, lambda: time.sleep(load.seconds) or 1)
                phases: dict[str, tuple[float, float, float, int]] = {}
                for name, all_change in (("all", True), ("tenth", False)):
                    sender.send_round(all_change=all_change)
                    began = time.time()
                    count = 0

                    def send(all_change: bool = all_change) -> int:
                        return sender.send(load.seconds, all_change=all_change)

                    cpu, count = _cpu_of(process, send)
                    phases[name] = (began, time.time(), cpu, count)
            noted = json.loads((folder / "delays.json").read_text())
        finally:
            sender.close()
    figures: dict[str, float] = {"idle_cpu_percent": 100 * idle[0] / load.seconds}
    for name, (began, ended, cpu, count) in phases.items():
        figures[f"{name}_cpu_us"] = 1e6 * (cpu - idle[0]) / count
        if only_receives:
            continue
        delays = sorted(delay for at, delay in noted if began <= at <= ended + 1)
        # On a busy machine the broker drops messages nobody takes in time
        if len(delays) < count * 0.9:
            raise HomeAssistantError(f"{count} messages were sent, and {len(delays)} states written")
        figures |= {
            f"{name}_written_share": len(delays) / count,
            f"{name}_delay_p50_ms": statistics.median(delays),
            f"{name}_delay_p99_ms": delays[int(0.99 * len(delays))],
        }
    return figures


def _cpu_of(process: subprocess.Popen[bytes], work: Any) -> tuple[float, int]:  # noqa: ANN401 - anything that counts
    """Return the seconds of processor time a process took meanwhile, and what the work returned."""
    before = _cpu_s(process.pid)
    count = work()
    return _cpu_s(process.pid) - before, count


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND


def _wait_until_ready(folder: Path, process: subprocess.Popen[bytes], sender: Sender) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while not (folder / "ready").exists():
        if process.poll() is not None or time.monotonic() > deadline:
            printed = folder.joinpath("output.txt").read_text()[-4000:]
            raise HomeAssistantError(f"Home Assistant was not ready. It printed at last:\n{printed}")
        sender.send_round(all_change=True)
    # Core's own work of the first minute is none of ours
    sender.send(15, all_change=True)


def run(load: Load) -> dict[str, float]:
    """Return the figures of both, on one broker."""
    broker = make_broker()
    loop = asyncio.new_event_loop()
    loop.run_until_complete(broker.start())
    try:
        nobody = measure(broker.port, load, "", [], only_receives=True)
        core = measure(broker.port, load, core_configuration(load.nodes), [])
        ours = measure(broker.port, load, "", [our_entry(load.nodes)])
    finally:
        loop.run_until_complete(broker.stop())
        loop.close()
    figures: dict[str, float] = {"nodes": load.nodes, "values": len(VALUES)}
    figures |= {f"core_{key}": value for key, value in core.items()}
    figures |= {f"ours_{key}": value for key, value in ours.items()}
    receive_us = statistics.mean((nobody["all_cpu_us"], nobody["tenth_cpu_us"]))
    figures["receive_cpu_us"] = receive_us
    for name in ("all", "tenth"):
        own, peer = ours[f"{name}_cpu_us"], core[f"{name}_cpu_us"]
        figures[f"{name}_cpu_ratio"] = own / peer
        figures[f"{name}_beyond_receiving_ratio"] = (own - receive_us) / (peer - receive_us)
    return figures


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="50 nodes for 10 seconds a phase")
    options = parser.parse_args()
    load = Load(nodes=50, seconds=10) if options.quick else Load(nodes=200, seconds=30)
    budgets = {
        "all_cpu_ratio": 1.0,
        "tenth_cpu_ratio": 0.3,
        "all_beyond_receiving_ratio": 1.0,
        "tenth_beyond_receiving_ratio": 0.3,
    }
    Report(name="mqtt", figures=run(load), budgets=budgets).print()


if __name__ == "__main__":
    main()
