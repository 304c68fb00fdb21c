"""Brings a ledger's file into the site of the Home Assistant it runs in, and waits for the last device's first reading.

Writes one JSON file and then stops Home Assistant.
"""

import asyncio
import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers.typing import ConfigType

DOMAIN = "bench_import"
LOOK_S = 0.1
TICK_S = 0.01


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Begin when Home Assistant has started."""
    settings = config[DOMAIN]

    async def start(_event: Event) -> None:
        figures = await _async_measure(hass, settings)
        await hass.async_add_executor_job(Path(settings["output"]).write_text, json.dumps(figures))
        os.kill(os.getpid(), signal.SIGTERM)

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STARTED, start)
    return True


async def _async_measure(hass: HomeAssistant, settings: dict[str, Any]) -> dict[str, float]:
    (entry,) = hass.config_entries.async_entries("smart_campus")
    data = {"site": entry.entry_id, "file": settings["file"]}
    begun = time.monotonic()
    checked = await _async_import(hass, data)
    check_s = time.monotonic() - begun
    delays: list[float] = []
    ticking = hass.async_create_background_task(_async_tick(hass, delays), "bench ticks")
    begun = time.monotonic()
    imported = await _async_import(hass, {**data, "dry_run": False})
    import_s = time.monotonic() - begun
    while (good := _good(entry.runtime_data.coordinators.values())) < settings["devices"]:
        if time.monotonic() - begun > settings["limit_s"]:
            break
        await asyncio.sleep(LOOK_S)
    last_reading_s = time.monotonic() - begun
    ticking.cancel()
    delays.sort()
    return {
        "rows": sum(checked["counts"][key] for key in ("new", "changed", "unchanged", "errors")),
        "errors": checked["counts"]["errors"],
        "forecast_entities": checked["forecast"]["entities"],
        "forecast_requests_per_s": checked["forecast"]["requests_per_s"],
        "devices_added": imported["result"]["devices"],
        "rooms_made": imported["result"]["rooms"],
        "devices_with_good_reading": good,
        "check_s": check_s,
        "import_s": import_s,
        "last_reading_s": last_reading_s,
        "delay_p99_ms": 1000 * delays[int(0.99 * len(delays))],
        "delay_max_ms": 1000 * delays[-1],
    }


async def _async_import(hass: HomeAssistant, data: dict[str, Any]) -> Any:  # noqa: ANN401 - a response is any JSON
    return await hass.services.async_call("smart_campus", "import_equipment", data, blocking=True, return_response=True)


def _good(coordinators: Any) -> int:  # noqa: ANN401 - of the integration under measurement
    return sum(any(reading.is_good for reading in each.snapshot.readings.values()) for each in coordinators)


async def _async_tick(hass: HomeAssistant, delays: list[float]) -> None:
    while True:
        due = hass.loop.time() + TICK_S
        await asyncio.sleep(TICK_S)
        delays.append(hass.loop.time() - due)
