"""A DL/T 645-2007 electricity meter on the PyPI package ``dlt645``, which answers the frames.

Two things are mended around it: it would answer frames for other addresses, and it knows single items only, not the
``FF`` blocks. Source of the blocks: DL/T 645-2007, annex A.
"""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from functools import cache

from dlt645.protocol.frame import Frame  # type: ignore[import-untyped]  # ships no types
from dlt645.protocol.protocol import DLT645Protocol  # type: ignore[import-untyped]  # ships no types
from dlt645.service.serversvc.server_service import MeterServerService  # type: ignore[import-untyped]  # ships no types

from .clock import SimClock
from .faults import FaultKind
from .meter import Meter

READ, READ_ADDRESS, REPLY, ERROR = 0x11, 0x13, 0x80, 0xC0
WILDCARD = b"\xaa" * 6
NO_SUCH_DATA = 0x02

ENERGIES = {
    0x00000000: "energy_total",
    0x00010000: "energy_import",
    0x00010100: "energy_import_t1",
    0x00010200: "energy_import_t2",
    0x00010300: "energy_import_t3",
    0x00010400: "energy_import_t4",
    0x00020000: "energy_export",
    0x00030000: "reactive_energy_import",
    0x00040000: "reactive_energy_export",
}
FAMILIES = {
    0x02010000: ("voltage", 1.0),
    0x02020000: ("current", 1.0),
    0x02030000: ("active_power", 1000.0),
    0x02040000: ("reactive_power", 1000.0),
    0x02050000: ("apparent_power", 1000.0),
    0x02060000: ("power_factor", 1.0),
}
"""First identifier of quantities kept per phase, with the factor to the item's unit (kW, kvar, kVA)."""
OTHERS = {
    0x02800001: ("current_n", 1.0),
    0x02800002: ("frequency", 1.0),
    0x02800003: ("demand", 1000.0),
    0x02800004: ("demand", 1000.0),
    0x02800007: ("device_temperature", 1.0),
}
TEXTS = {0x04000401, 0x04000402, 0x0400040B, 0x04000101, 0x04000102}
MAX_BLOCK_ITEMS = 5


class Dlt645Meter:
    """A meter answering reads, address reads, and refusing everything else."""

    def __init__(self, meter: Meter, clock: SimClock, *, model: str = "DDSU666", phases: int = 1) -> None:
        """model: ASCII whose codes are decimal digits only, as the package stores text. phases: 1 or 3."""
        self.meter = meter
        self._clock = clock
        self._model = model
        self._items = _items(phases)
        self._service = copy(_blank_service())
        self._service.address = bytearray(self.wire_address)
        self._service.data_map = {di: copy(self._service.data_map[di]) for di in (*self._items, *TEXTS)}

    @property
    def wire_address(self) -> bytes:
        """The printed address, low byte first."""
        return bytes.fromhex(self.meter.address)[::-1]

    def hears(self, frame: bytes) -> bool:
        """Return whether the frame is DL/T 645 and addressed to this meter or to any."""
        return len(frame) >= 12 and frame[7] == 0x68 and frame[1:7] in (self.wire_address, WILDCARD)

    def answer(self, frame: bytes) -> bytes | None:
        """Return the meter's answer; broadcasts that want none get none."""
        request = DLT645Protocol.deserialize(frame)
        fault = self.meter.fault
        if request.ctrl_code == READ_ADDRESS:
            return self._frame(request, REPLY, self.wire_address)
        if request.ctrl_code != READ or len(request.data) < 4:
            return self._frame(request, ERROR, bytes([NO_SUCH_DATA]))
        if fault.kind is FaultKind.REFUSE:
            return self._frame(request, ERROR, bytes([fault.code]))
        data = self._read(request)
        if data is None:
            return self._frame(request, ERROR, bytes([NO_SUCH_DATA]))
        if fault.kind is FaultKind.NAN:
            data = b"\xff" * len(data)
        if fault.kind is FaultKind.WRONG_LENGTH:
            data = data[:-1]
        identifier = bytearray(request.data[:4])
        if fault.kind is FaultKind.WRONG_TRANSACTION:
            identifier[1] = (identifier[1] + 1) & 0xFF
        return self._frame(request, REPLY, bytes(identifier) + data)

    def _frame(self, request: Frame, flag: int, data: bytes) -> bytes:
        address = bytearray(self.wire_address)
        if self.meter.fault.kind is FaultKind.WRONG_UNIT:
            address[0] = (address[0] + 1) & 0x0F
        return bytes(DLT645Protocol.build_frame(bytes(address), request.ctrl_code | flag, data))

    def _read(self, request: Frame) -> bytes | None:
        """Return an item's or a block's data without the identifier, None when the meter has no such item."""
        identifier = int.from_bytes(request.data[:4], "little")
        self._refresh()
        if identifier not in self._service.data_map and (members := self._members(identifier)):
            return b"".join(self._item(request, member) or b"" for member in members)
        return self._item(request, identifier)

    def _item(self, request: Frame, identifier: int) -> bytes | None:
        if identifier not in self._service.data_map:
            return None
        single = DLT645Protocol.build_frame(request.addr, READ, identifier.to_bytes(4, "little"))
        reply = self._service.handle_request(DLT645Protocol.deserialize(bytes(single)))
        return bytes(DLT645Protocol.deserialize(bytes(reply)).data[4:])

    def _members(self, identifier: int) -> list[int]:
        """Return the items of a block identifier in the order the block lists them."""
        for mask, step in ((0xFF00, 0x100), (0xFF, 0x1)):
            if identifier & mask == mask:
                base = identifier & ~mask
                return [
                    item for index in range(MAX_BLOCK_ITEMS) if (item := base + index * step) in self._service.data_map
                ]
        return []

    def _refresh(self) -> None:
        values, now = self.meter.shown(), self._clock.now()
        for identifier, (quantity, factor) in self._items.items():
            self._service.data_map[identifier].value = values[quantity] / factor
        texts = _clock_texts(now) | {
            0x04000401: self.meter.address,
            0x04000402: self.meter.serial,
            0x0400040B: self._model.encode("ascii").hex().rjust(20, "0"),
        }
        for identifier, text in texts.items():
            self._service.data_map[identifier].value = text


@cache
def _blank_service() -> MeterServerService:
    """Return the package's meter with every item it knows; copying those takes it most of a second."""
    return MeterServerService(None)


def _items(phases: int) -> Mapping[int, tuple[str, float]]:
    """Return the quantity and factor of every numeric item a meter with so many phases has."""
    items = {identifier: (quantity, 1.0) for identifier, quantity in ENERGIES.items()}
    items |= {identifier: entry for identifier, entry in OTHERS.items() if phases == 3 or entry[0] != "current_n"}
    for base, (quantity, factor) in FAMILIES.items():
        if quantity not in ("voltage", "current"):
            items[base] = (quantity, factor)
        for phase in range(1, phases + 1):
            items[base + phase * 0x100] = (f"{quantity}_l{phase}", factor)
    return items


def _clock_texts(now: datetime) -> dict[int, str]:
    weekday = now.isoweekday() % 7
    return {0x04000101: f"{now:%y%m%d}{weekday:02d}", 0x04000102: f"{now:%H%M%S}"}
