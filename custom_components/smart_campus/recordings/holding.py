"""Schedules of recorders that can hold one: given in advance, so that they record while Home Assistant is down."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from typing import Final

from ..campuslink.device.recorder.orders import RecordingOrder
from ..campuslink.device.recorder.recorder import Recorder
from .faults import PATIENCE_S, TROUBLES
from .ledger import Ledger
from .rules.recording import Recording
from .rules.steps import Step

_LOGGER = logging.getLogger(__name__)

MOST_HELD: Final = 200
"""Orders a recorder is given: those that come first."""


class ScheduleKeeper:
    """Keeps what recorders hold equal to what is planned."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._given: dict[str, tuple[RecordingOrder, ...]] = {}
        """By the key of a recorder, what it was given last and took."""
        self._turns: dict[str, asyncio.Lock] = {}
        self._is_failing: set[str] = set()

    def forget(self) -> None:
        """Give every recorder its schedule once more at the next opportunity: it may have lost it."""
        self._given.clear()

    async def async_give(self, key: str, device: Recorder, orders: Sequence[RecordingOrder]) -> None:
        """Give a recorder the orders for the time to come, the running one included; nothing when it has them."""
        wanted = tuple(sorted(orders, key=lambda order: (order.start, order.id))[:MOST_HELD])
        async with self._turns.setdefault(key, asyncio.Lock()):
            if self._given.get(key) == wanted:
                return
            try:
                async with asyncio.timeout(PATIENCE_S):
                    await device.schedule(wanted)
                    held = await device.scheduled()
            except TROUBLES as err:
                if key not in self._is_failing:
                    _LOGGER.warning("The recorder %s does not take its schedule: %s", key, err)
                self._is_failing.add(key)
                return
            self._is_failing.discard(key)
            self._given[key] = wanted
            await self._async_note(self._ledger.by_recorder.get(key, {}), {order.id for order in held})

    async def _async_note(self, recordings: Mapping[str, Recording], held: set[str]) -> None:
        for recording in tuple(recordings.values()):
            if recording.id in held and not recording.is_scheduled:
                await self._ledger.async_note(recording, Step.SCHEDULED)
