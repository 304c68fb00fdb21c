"""The generated dashboard of 300 rooms and 2,000 devices against Home Assistant's own areas dashboard.

One Home Assistant with both dashboards over the same registries, its meters read from a simulator in another process,
one Chromium that opens one after the other.
"""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks._dashboard_campus import Room, rooms_of, term_name, timetable, write_campus
from benchmarks._dashboard_page import Shown, generation_ms, show
from benchmarks._home_assistant import HomeAssistantError, temporary_folder
from benchmarks._report import Report
from benchmarks.scale import simulated_meters
from demo.api import Api
from demo.browser import DESKTOP, logged_in
from demo.dashboard import VIEWS
from demo.folder import DemoFolder
from demo.home_assistant import HomeAssistant

CONFIGURATION = """\
frontend:
config:
recorder:
history:
logbook:
logger:
  default: error
"""
OURS, AREAS = "bench-campus", "bench-areas"
DEAD = 0.02
SETTLE_S = 600.0
BUDGET_GENERATE_MS, BUDGET_PAINT_S = 200, 3


async def measure(folder: Path, rooms: int, devices: int, listen_s: float) -> dict[str, float]:
    """Return the figures. folder: empty."""
    demo = DemoFolder.open("en", fresh=True, path=folder / "config")
    demo.path.joinpath("configuration.yaml").write_text(CONFIGURATION, encoding="utf-8")
    with simulated_meters(devices, max(1, -(-devices // 200)), DEAD) as simulated:
        campus = rooms_of(rooms)
        write_campus(demo.path, campus, simulated)
        home_assistant = HomeAssistant(demo, "en")
        try:
            api = await home_assistant.start()
            await _prepare(api, campus, devices)
            return await _look(home_assistant, api, demo.memory.password, listen_s)
        finally:
            await home_assistant.stop()
            home_assistant.let_go()


async def _prepare(api: Api, campus: Sequence[Room], devices: int) -> None:
    """Lay the timetable, make both dashboards, wait until every meter that lives was read."""
    for building in sorted({room.building for room in campus}):
        rows = timetable([room for room in campus if room.building == building])
        data = {"term": term_name(building), "content": rows, "dry_run": False}
        await api.command("call_service", domain="smart_campus", service="import_timetable", service_data=data)
    for path, strategy in ((OURS, "custom:smart-campus"), (AREAS, "areas")):
        await api.command("lovelace/dashboards/create", url_path=path, title=path, mode="storage")
        await api.command("lovelace/config/save", url_path=path, config={"strategy": {"type": strategy}})
    async with asyncio.timeout(SETTLE_S):
        while True:
            states = await api.command("get_states")
            good = sum(
                each["state"] not in ("unknown", "unavailable")
                for each in states
                if each["attributes"].get("device_class") == "voltage"
            )
            if good >= devices - round(devices * DEAD):
                return
            await asyncio.sleep(2)


async def _look(home_assistant: HomeAssistant, api: Api, password: str, listen_s: float) -> dict[str, float]:
    campus = await api.command("smart_campus/dashboard/campus")
    site, room = campus["sites"][0]["site"], campus["sites"][0]["rooms"][0]["room"]
    complaints: list[str] = []
    figures: dict[str, float] = {}
    async with logged_in(home_assistant.url, password, DESKTOP, complaints.append) as page:
        base = home_assistant.url
        areas = await show(page, f"{base}/{AREAS}/home", "hui-area-card", listen_s)
        figures["areas_dashboard_generate_ms"] = await generation_ms(
            page, "areas-dashboard-strategy", {"type": "areas"}
        )
        figures["areas_overview_generate_ms"] = await generation_ms(
            page, "areas-overview-view-strategy", {"type": "areas-overview"}
        )
        ours = await show(page, f"{base}/{OURS}/buildings", "a.tile", listen_s)
        kind = "ll-strategy-dashboard-smart-campus"
        figures["dashboard_generate_ms"] = await generation_ms(page, kind, {"type": "custom:smart-campus"})
        for view in VIEWS:
            tag = f"ll-strategy-view-smart-campus-{view}"
            figures[f"{view}_generate_ms"] = await generation_ms(page, tag, {"type": f"custom:smart-campus-{view}"})
        one = {"type": "custom:smart-campus-room", "site": site, "room": room}
        figures["room_generate_ms"] = await generation_ms(page, "ll-strategy-view-smart-campus-room", one)
        figures |= _named("areas", areas) | _named("overview", ours)
    if complaints:
        raise HomeAssistantError("\n".join(complaints[:5]))
    return figures


def _named(name: str, shown: Shown) -> dict[str, float]:
    return {
        f"{name}_first_paint_s": shown.first_paint_s,
        f"{name}_memory_mib": shown.memory_mib,
        f"{name}_messages_per_s": shown.messages_per_s,
        f"{name}_kib_per_s": shown.bytes_per_s / 1024,
    }


def main() -> None:
    """Run and report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="30 rooms, 200 devices")
    arguments = parser.parse_args()
    rooms, devices, listen_s = (30, 200, 10.0) if arguments.quick else (300, 2000, 60.0)
    with temporary_folder() as folder, contextlib.suppress(KeyboardInterrupt):
        figures = asyncio.run(measure(folder, rooms, devices, listen_s))
        budgets: dict[str, float] = {
            key: BUDGET_GENERATE_MS for key in figures if key.endswith("_generate_ms") and not key.startswith("areas")
        }
        budgets["overview_first_paint_s"] = BUDGET_PAINT_S
        Report(name="dashboard", figures={"rooms": rooms, "devices": devices} | figures, budgets=budgets).print()
        return
    sys.exit(130)


if __name__ == "__main__":
    main()
