"""What can be switched on a port, each confirmed by reading it back."""

import asyncio
from collections.abc import Awaitable, Callable

from ...errors import NotWritableError
from ...link.snmp.base import SnmpLink
from ...model import Quality, Reading, Value
from ...profile.snmp_schema import PortColumn
from .columns import decode_value
from .port_reader import PortReader

type Sleep = Callable[[float], Awaitable[None]]

READ_BACKS = 3
PAUSE_S = 0.5
"""Between two attempts to read back: some switches take a moment."""
LONGEST_OFF_S = 60.0


class PortCommands:
    """Sets and reads back. Calls are serial with the polls of the device."""

    def __init__(
        self, link: SnmpLink, ports: PortReader, *, clock: Callable[[], float], sleep: Sleep = asyncio.sleep
    ) -> None:
        """clock: seconds since 1970-01-01 UTC; sleep: to wait between attempts and while power is off."""
        self._link = link
        self._ports = ports
        self._clock = clock
        self._sleep = sleep

    async def switch(self, field: str, if_index: int, *, on: bool) -> Reading:
        """Set a field of a port and return what it reads as afterwards, which may differ.

        Raises NotWritableError when there is no way, RefusedError when the device will not, LinkError without an
        answer; after an error of the link nothing is known about the effect.
        """
        column, oid, values = self._locate(field, if_index)
        await self._link.set({oid: values[on]})
        value: Value = None
        for attempt in range(READ_BACKS):
            if attempt:
                await self._sleep(PAUSE_S)
            objects = await self._link.get([oid])
            value = decode_value(column, objects[oid]) if oid in objects else None
            if value is on:
                break
        quality = Quality.ABSENT if value is None else Quality.GOOD
        return Reading(value, quality, self._clock())

    async def cycle_power(self, if_index: int, off_s: float) -> Reading:
        """Take the power of a port away and give it back, whatever happens in between; return the last reading.

        Raises what `switch` raises; then the power may be off.
        """
        if not 0 < off_s <= LONGEST_OFF_S:
            raise NotWritableError(f"{off_s} s is outside 0 to {LONGEST_OFF_S:g}")
        off = await self.switch("poe_enabled", if_index, on=False)
        if off.value is not False:
            raise NotWritableError("the port reads back as still powered; nothing was switched on again")
        try:
            await self._sleep(off_s)
        finally:
            back = asyncio.ensure_future(self.switch("poe_enabled", if_index, on=True))
            reading = await asyncio.shield(back)
        return reading

    def _locate(self, field: str, if_index: int) -> tuple[PortColumn, str, dict[bool, int]]:
        found = self._ports.locate(field, if_index)
        if found is None:
            raise NotWritableError(f"the device has no {field} for the interface {if_index}")
        column, oid = found
        if column.write is None:
            raise NotWritableError(f"the profile offers no way to set {field}")
        return column, oid, dict(column.write)
