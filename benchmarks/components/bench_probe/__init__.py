"""Watches the Home Assistant it runs in: CPU, event-loop delay, memory, how soon entities are there and have values.

Writes one JSON file and then stops Home Assistant.
"""

import asyncio
import contextlib
import ctypes
import gc
import json
import os
import resource
import signal
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_STARTED, EVENT_STATE_CHANGED, STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.typing import ConfigType

DOMAIN = "bench_probe"
TICK_S = 0.01
LOOK_S = 0.5
STATISTICS_PERIOD_S = 300
STATISTICS_TIME_S = 30


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Begin to watch when Home Assistant has started."""
    settings = config[DOMAIN]
    watch = Watch(hass, settings)
    hass.async_create_background_task(watch.look_for_entities(), "probe entities")
    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STARTED, watch.start)
    return True


class Watch:
    """One measurement."""

    def __init__(self, hass: HomeAssistant, settings: dict[str, Any]) -> None:
        self.hass = hass
        self.settings = settings
        self.begun_at = float(os.environ["BENCH_BEGUN_AT"])
        self.figures: dict[str, float] = {}
        self.changes: dict[str, list[float]] = {}

    async def look_for_entities(self) -> None:
        """Note when all entities are there, whatever their state."""
        while self.hass.states.async_entity_ids_count("sensor") < self.settings["entities"]:  # noqa: ASYNC110 - no event says so
            await asyncio.sleep(LOOK_S)
        self.figures["entities_present_s"] = time.time() - self.begun_at

    async def start(self, _event: Event) -> None:
        """Wait for values, measure, write, stop."""
        await self._wait_for_values()
        self.figures["ready_s"] = time.time() - self.begun_at
        await asyncio.sleep(self.settings["warm_up_s"])
        await asyncio.sleep(wait_for_quiet_s(time.time(), self.settings["seconds"]))
        await self._measure(self.settings["seconds"])
        await self.hass.async_add_executor_job(self._write)
        os.kill(os.getpid(), signal.SIGTERM)

    async def _wait_for_values(self) -> None:
        no_value = (STATE_UNKNOWN, STATE_UNAVAILABLE)
        while True:
            good = sum(state.state not in no_value for state in self.hass.states.async_all("sensor"))
            if good >= self.settings["good_entities"]:
                return
            await asyncio.sleep(LOOK_S)

    async def _measure(self, seconds: float) -> None:
        stop_listening = self.hass.bus.async_listen(EVENT_STATE_CHANGED, self._note_change)
        delays: list[float] = []
        before, wall = resource.getrusage(resource.RUSAGE_SELF), time.monotonic()
        while time.monotonic() - wall < seconds:
            due = self.hass.loop.time() + TICK_S
            await asyncio.sleep(TICK_S)
            delays.append(self.hass.loop.time() - due)
        after, wall = resource.getrusage(resource.RUSAGE_SELF), time.monotonic() - wall
        stop_listening()
        delays.sort()
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        intervals = sorted(b - a for times in self.changes.values() for a, b in pairwise(times))
        self.figures |= {
            "cpu_percent": 100 * cpu / wall,
            "changes_per_s": sum(map(len, self.changes.values())) / wall,
            "delay_p50_ms": 1000 * quantile(delays, 0.5),
            "delay_p99_ms": 1000 * quantile(delays, 0.99),
            "delay_max_ms": 1000 * delays[-1],
            "interval_p50_s": quantile(intervals, 0.5),
            "interval_p95_s": quantile(intervals, 0.95),
        }

    @callback
    def _note_change(self, event: Event[Any]) -> None:
        self.changes.setdefault(event.data["entity_id"], []).append(time.monotonic())

    def _write(self) -> None:
        """Write the figures; memory is what the process holds once it has given back what it can."""
        gc.collect()
        with contextlib.suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
        status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
        self.figures["memory_mib"] = int(status["VmRSS"].split()[0]) / 1024
        Path(self.settings["output"]).write_text(json.dumps(self.figures))


def wait_for_quiet_s(now: float, seconds: float) -> float:
    """Return how long to wait for a window in which the recorder does not compile its five-minute statistics.

    That work is the recorder's own, comes in one piece, and would fall into some windows and not into others.
    """
    into = now % STATISTICS_PERIOD_S
    if into < STATISTICS_TIME_S:
        return STATISTICS_TIME_S - into
    if into + seconds > STATISTICS_PERIOD_S:
        return STATISTICS_PERIOD_S - into + STATISTICS_TIME_S
    return 0.0


def quantile(values: list[float], share: float) -> float:
    """Return the value below which share of the sorted values lie; 0 when there are none."""
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0
