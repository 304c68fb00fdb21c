"""500 meters in one file: from the press on "import" to the last device's first good reading.

A real Home Assistant reads the meters over Modbus TCP from a simulator in another process. The peer is the same site
that starts with the same 500 meters stored already: from the start of the process to the last good reading.
"""

import argparse
import csv
import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks._home_assistant import HomeAssistantError, running, temporary_folder, write_config_folder
from benchmarks._report import Report
from benchmarks._stored_site import stored_entry, stored_meter, write_profile
from benchmarks.scale import PROFILE, Timing, run_once, simulated_meters

LIMIT_S = 300
PROFILE_ID = "bench-meter"
A_ROOM = 10
"""Meters in one room."""
OPTIONS = {"fast_s": 20, "normal_s": 20, "slow_s": 300}


def write_file(path: Path, devices: Sequence[Mapping[str, Any]]) -> None:
    """Write the ledger of some simulated meters."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["资产编号", "名称", "设备模型", "主机", "网络端口", "通信地址", "楼层", "房间", "保管人"])
        for number, device in enumerate(devices):
            endpoint, room = device["endpoint"], number // A_ROOM
            writer.writerow(
                [f"A-{number:04}", f"电表{number}", PROFILE_ID, endpoint["host"], endpoint["port"], device["address"],
                 f"{room // 10 + 1}楼", f"R{room}", "后勤"]
            )  # fmt: skip


def lay_out(folder: Path, subentries: list[Any]) -> None:
    """Lay out a configuration folder with one site and the profile of its meters."""
    write_config_folder(folder, "", [stored_entry("smart_campus", {"name": "Bench"}, OPTIONS, subentries)])
    write_profile(folder, PROFILE)


def measure_import(devices: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """Return the figures of an import. Raises HomeAssistantError."""
    with temporary_folder() as folder:
        lay_out(folder, [])
        path, output = folder / "ledger.csv", folder / "figures.json"
        write_file(path, devices)
        settings = {"file": path, "output": output, "devices": len(devices), "limit_s": LIMIT_S}
        lines = "".join(f"  {key}: {value}\n" for key, value in settings.items())
        folder.joinpath("configuration.yaml").write_text(
            f"recorder:\nlogger:\n  default: warning\nhomeassistant:\n  allowlist_external_dirs: [{folder}]\n"
            f"bench_import:\n{lines}"
        )
        with running(folder) as process:
            process.wait(timeout=2 * LIMIT_S)
        if not output.exists():
            raise HomeAssistantError(folder.joinpath("output.txt").read_text()[-4000:])
        return dict(json.loads(output.read_text()))


def measure_start(devices: Sequence[Mapping[str, Any]]) -> float:
    """Return the seconds from the start of Home Assistant with the meters stored to the last one's good values."""
    with temporary_folder() as folder:
        lay_out(folder, [stored_meter(number, device) for number, device in enumerate(devices)])
        figures = run_once(folder, len(devices), len(devices), Timing(warm_up_s=0, seconds=1))
        return figures["ready_s"]


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="50 meters")
    parser.add_argument("--devices", type=int)
    arguments = parser.parse_args()
    count = arguments.devices or (50 if arguments.quick else 500)
    load = os.getloadavg()[0]
    begun = time.monotonic()
    with simulated_meters(count, max(1, count // 32), 0.0) as devices:
        figures = measure_import(devices)
        figures["start_with_the_same_s"] = measure_start(devices)
    figures |= {"load_before": load, "took_s": time.monotonic() - begun}
    figures["missing"] = count - figures["devices_with_good_reading"]
    Report(name="equipment_import", figures=figures, budgets={"last_reading_s": 60.0, "missing": 0}).print()


if __name__ == "__main__":
    main()
