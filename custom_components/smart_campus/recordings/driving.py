"""Conversations with a recorder that are more than one command."""

import asyncio
import logging
from collections.abc import Awaitable
from typing import Final

from ..campuslink.device.recorder.orders import Preflight, RecorderState, RecordingOrder
from ..campuslink.device.recorder.recorder import Recorder
from ..campuslink.errors import RefusalReason, RefusedError
from ..coordinator import DeviceCoordinator
from .faults import PATIENCE_S

_LOGGER = logging.getLogger(__name__)

RECORDING: Final = frozenset({RecorderState.STARTING, RecorderState.RECORDING, RecorderState.PAUSED})


async def async_begin(coordinator: DeviceCoordinator, device: Recorder, order: RecordingOrder) -> None:
    """Record an order, taking the recorder from whatever else it records; returns when it was seen recording.

    Raises what the recorder's commands raise, and TimeoutError.
    """
    async with asyncio.timeout(PATIENCE_S):
        try:
            await _started(device.start(order))
        except RefusedError:
            if not await async_is_recording(device):
                raise
            _LOGGER.warning("%s records something else; the timetable takes it over", coordinator.name)
            await device.stop()
            await _started(device.start(order))


async def async_is_recording(device: Recorder) -> bool:
    """Ask a recorder whether it records anything. Raises LinkError."""
    report = await device.poll(("state",))
    state = report.readings.get("state")
    return state is not None and state.is_good and state.value in RECORDING


def unknown_checks(checks: Preflight) -> list[str]:
    """Return what a recorder could not tell before a lesson."""
    told = {
        "source": checks.has_source,
        "disk": checks.has_space,
        "sound": checks.has_sound,
        "clock": checks.is_clock_right,
    }
    return [name for name, is_good in told.items() if is_good is None]


async def _started(starting: Awaitable[RecorderState]) -> None:
    state = await starting
    if state not in RECORDING:
        raise RefusedError(RefusalReason.OTHER, f"it is {state.value}")
