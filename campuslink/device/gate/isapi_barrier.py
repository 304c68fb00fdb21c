"""A barrier at a Hikvision plate camera."""

from collections.abc import Mapping
from typing import override

from ...codec.isapi import read_barrier
from ...errors import NotWritableError, RefusalReason, RefusedError
from ...model import PollClass
from .access import AccessEvent, DoorMode
from .gate import Readings
from .isapi import INFO, NAMESPACE, IsapiDevice

BARRIER = "/ISAPI/Parking/channels/1/barrierGate"
STATE = f"{BARRIER}/barrierGateStatus"
OUTPUT = "/ISAPI/System/IO/outputs/1/trigger"
POINTS: Mapping[str, PollClass] = {
    "barrier1_state": PollClass.FAST,
    "model": PollClass.ONCE,
    "firmware": PollClass.ONCE,
    "serial": PollClass.ONCE,
}

_MISSING = frozenset({RefusalReason.ADDRESS, RefusalReason.FUNCTION, RefusalReason.OTHER})


class IsapiBarrier(IsapiDevice):
    """One barrier. A camera that does not know where it stands is asked who it is instead, to see that it is there."""

    barriers = (1,)
    _tells_state = True

    @property
    @override
    def points(self) -> Mapping[str, PollClass]:
        return POINTS

    @override
    async def move_barrier(self, barrier: int, *, is_open: bool) -> None:
        """Raise or lower the barrier; a camera that only has a relay can raise it."""
        if barrier not in self.barriers:
            raise NotWritableError(f"there is no barrier {barrier}")
        word = "open" if is_open else "close"
        body = f'<BarrierGate version="2.0" xmlns="{NAMESPACE}"><ctrlMode>{word}</ctrlMode></BarrierGate>'
        try:
            await self._link.request("PUT", BARRIER, body)
        except RefusedError as err:
            if not (is_open and _lacks_command(err)):
                raise
            await self._link.request("PUT", OUTPUT, "<IOPortData><outputState>high</outputState></IOPortData>")
        self._on_news()

    @override
    async def open_door(self, door: int) -> None:
        raise NotWritableError(f"a barrier has no door {door}")

    @override
    async def set_mode(self, door: int, mode: DoorMode) -> DoorMode:
        raise NotWritableError(f"a barrier has no door {door} to be {mode}")

    @override
    async def read_event(self, index: int) -> AccessEvent | None:
        return None

    @override
    async def first_index(self) -> int:
        return 0

    @override
    async def last_index(self) -> int:
        return 0

    @override
    async def _read(self, wanted: frozenset[str], failed: dict[str, str]) -> Readings:
        values = await self._identity_values(wanted, failed)
        values["barrier1_state"] = await self._read_state()
        return values

    async def _read_state(self) -> str | None:
        if self._tells_state:
            try:
                return read_barrier(await self._link.get(STATE))
            except RefusedError as err:
                if err.reason not in _MISSING:
                    raise
                self._tells_state = False
        await self._link.get(INFO)
        return None


def _lacks_command(err: RefusedError) -> bool:
    """Return whether a camera knows no such command, rather than not carrying it out for this account or now."""
    words = str(err).lower()
    if "notsupport" in words:
        return True
    return err.reason in _MISSING and not any(word in words for word in ("privilege", "busy", "deviceerror"))
