"""A CJ/T 188 water or heat meter, written from the standard's frame and data layout."""

from datetime import datetime

from .clock import SimClock
from .faults import FaultKind
from .meter import Meter

START, END = 0x68, 0x16
READ, READ_ADDRESS, REPLY, ERROR = 0x01, 0x03, 0x80, 0xC0
PREAMBLE = b"\xfe" * 3
WILDCARD = b"\xaa" * 7
FULL_READING = (b"\x1f\x90", b"\x90\x1f")
"""DI 901F; meters in the field take either byte order."""
ADDRESS_READ = (b"\x0a\x81", b"\x81\x0a")
KWH, KW, M3, M3_PER_H = 0x05, 0x17, 0x2C, 0x35


class Cjt188Meter:
    """A meter answering full readings and address reads, and refusing everything else."""

    def __init__(self, meter: Meter, clock: SimClock, *, meter_type: int, is_long: bool = False) -> None:
        """meter_type: the T field, 0x10 cold water or 0x20 heat. is_long: the heat layout with L = 46, not 43."""
        self._is_long = is_long
        self.meter = meter
        self._clock = clock
        self._type = meter_type

    @property
    def wire_address(self) -> bytes:
        """The printed address, low byte first."""
        return bytes.fromhex(self.meter.address)[::-1]

    def hears(self, frame: bytes) -> bool:
        """Return whether the frame is CJ/T 188 and addressed to this meter or to any."""
        is_own_type = len(frame) >= 13 and frame[1] in (self._type, 0xAA)
        return is_own_type and frame[10] == len(frame) - 13 and frame[2:9] in (self.wire_address, WILDCARD)

    def answer(self, frame: bytes) -> bytes | None:
        """Return the meter's answer to a whole frame."""
        control, data = frame[9], frame[11:-2]
        identifier, sequence = data[:2], data[2:3]
        fault = self.meter.fault
        if control == READ_ADDRESS and identifier in ADDRESS_READ:
            return self._frame(control | REPLY, identifier + sequence)
        is_reading = control == READ and identifier in FULL_READING
        if fault.kind is FaultKind.REFUSE or not is_reading:
            return self._frame(control | ERROR, sequence + b"\x00\x00")
        reading = self._water() if self._type < 0x20 else self._heat()
        if fault.kind is FaultKind.NAN:
            reading = b"\xff" * len(reading)
        if fault.kind is FaultKind.WRONG_LENGTH:
            reading = reading[:-1]
        if fault.kind is FaultKind.WRONG_TRANSACTION:
            sequence = bytes([(sequence[0] + 1) & 0xFF])
        return self._frame(control | REPLY, identifier + sequence + reading)

    def _frame(self, control: int, data: bytes) -> bytes:
        address = bytearray(self.wire_address)
        if self.meter.fault.kind is FaultKind.WRONG_UNIT:
            address[0] = (address[0] + 1) & 0x0F
        body = bytes([START, self._type, *address, control, len(data)]) + data
        return PREAMBLE + body + bytes([sum(body) & 0xFF, END])

    def _water(self) -> bytes:
        values = self.meter.shown()
        volume = _counter(values["water_volume"], 4, 2, M3)
        settled = _counter(values["water_volume_settled"], 4, 2, M3)
        return volume + settled + _clock(self._clock.now()) + b"\x00\x00"

    def _heat(self) -> bytes:
        values = self.meter.shown()
        wide = 4 if self._is_long else 3
        temperature = 3 if self._is_long else 2
        return b"".join(
            (
                _counter(values["heat_energy_settled"], 4, 2, KWH),
                _counter(values["heat_energy"], 4, 2, KWH),
                _counter(values["heat_power"] / 1000, wide, 2, KW),
                _counter(values["water_flow"], wide, wide, M3_PER_H),
                _counter(values["water_volume"], 4, 2, M3),
                _bcd(values["supply_temperature"], temperature, 2),
                _bcd(values["return_temperature"], temperature, 2),
                _bcd(values["operating_hours"], 3 if self._is_long else 4, 0),
                _clock(self._clock.now()),
                b"\x00\x00",
            )
        )


def _bcd(value: float, size: int, decimals: int) -> bytes:
    """Return a value in BCD, low byte first; digits beyond the size are lost, as a counter rolls over."""
    digits = round(max(value, 0.0) * 10**decimals) % 100**size
    return bytes.fromhex(f"{digits:0{size * 2}d}")[::-1]


def _counter(value: float, size: int, decimals: int, unit: int) -> bytes:
    return _bcd(value, size, decimals) + bytes([unit])


def _clock(now: datetime) -> bytes:
    return bytes.fromhex(f"{now:%S%M%H%d%m}{now.year % 100:02d}{now.year // 100:02d}")
