"""Lets core's `camera.record` record every benchmark camera, and measures what the process uses with and without it.

Writes one JSON file and then stops Home Assistant.
"""

import asyncio
import json
import os
import resource
import signal
import time
from pathlib import Path
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers.discovery import async_load_platform
from homeassistant.helpers.typing import ConfigType

DOMAIN = "bench_recording"
LONGER_S = 30
"""By how much the recordings outlast the measurement."""


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Add the cameras; record when Home Assistant has started."""
    settings: dict[str, Any] = config[DOMAIN]
    await async_load_platform(hass, "camera", DOMAIN, settings, config)

    async def start(_event: Event) -> None:
        hass.async_create_background_task(_measure(hass, settings), "measure recordings")

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STARTED, start)
    return True


async def _measure(hass: HomeAssistant, settings: dict[str, Any]) -> None:
    seconds, settle_s = settings["seconds"], settings["settle_s"]
    figures: dict[str, float] = {}
    await asyncio.sleep(settle_s)
    figures["idle_cpu_share"] = await _cpu_share(seconds)
    cameras = sorted(hass.states.async_entity_ids("camera"))
    calls = [
        hass.services.async_call(
            "camera",
            "record",
            {
                "entity_id": camera,
                "filename": str(Path(settings["folder"]) / f"{camera}.mp4"),
                "duration": settle_s + seconds + LONGER_S,
            },
            blocking=True,
        )
        for camera in cameras
    ]
    recording = asyncio.gather(*calls)
    await asyncio.sleep(settle_s)
    figures["recording_cpu_share"] = await _cpu_share(seconds)
    figures["memory_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    await recording
    figures["recorded"] = await hass.async_add_executor_job(_count_files, Path(settings["folder"]))
    await hass.async_add_executor_job(Path(settings["output"]).write_text, json.dumps(figures))
    os.kill(os.getpid(), signal.SIGTERM)


async def _cpu_share(seconds: float) -> float:
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
    await asyncio.sleep(seconds)
    after = resource.getrusage(resource.RUSAGE_SELF)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used / (time.monotonic() - began)


def _count_files(folder: Path) -> int:
    return sum(path.stat().st_size > 0 for path in folder.glob("*.mp4"))
