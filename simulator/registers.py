"""Register maps as tables: what a Modbus meter keeps where, and how each value is written into registers."""

import math
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterType:
    """How one value is stored."""

    count: int
    write: Callable[[float], bytes]
    """Scaled value -> 2 * count bytes, high byte first."""
    absent: bytes
    """What the model shows when the value is not available."""
    low_word_first: bool = False

    def words(self, value: float | None) -> Sequence[int]:
        """Return the registers of a value, or of "not available" for None."""
        raw = self.absent if value is None else self.write(value)
        words = struct.unpack(f">{self.count}H", raw)
        return words[::-1] if self.low_word_first else words


def _integer(code: str, absent: int, *, low_word_first: bool = False) -> RegisterType:
    size = struct.calcsize(f">{code}")
    mask = absent.to_bytes(size, "big")

    def write(value: float) -> bytes:
        return struct.pack(f">{code}", round(value))

    return RegisterType(count=size // 2, write=write, absent=mask, low_word_first=low_word_first)


def _write_float(value: float) -> bytes:
    return struct.pack(">f", value)


F32 = RegisterType(count=2, write=_write_float, absent=bytes.fromhex("7FC00000"))
U16 = _integer("H", 0xFFFF)
I16 = _integer("h", 0x7FFF)
U32 = _integer("I", 0xFFFFFFFF)
I32 = _integer("i", 0x7FFFFFFF)
U64 = _integer("Q", 0xFFFFFFFFFFFFFFFF)
I64 = _integer("q", 0x7FFFFFFFFFFFFFFF)
I32_LOW_FIRST = _integer("i", 0x7FFFFFFF, low_word_first=True)
SUNSPEC_I16 = _integer("h", 0x8000)
SUNSPEC_ACC32 = _integer("I", 0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One value in a map."""

    address: int
    """Wire address, 0-based."""
    type: RegisterType
    quantity: str
    factor: float = 1.0
    """Quantity's unit per raw unit: 1000 for a power kept in kW."""


def row(address: int, step: int, kind: RegisterType, quantities: str, factor: float = 1.0) -> tuple[Field, ...]:
    """Return fields for space separated quantities at equal distances; ``-`` leaves one place out."""
    return tuple(
        Field(address=address + index * step, type=kind, quantity=quantity, factor=factor)
        for index, quantity in enumerate(quantities.split())
        if quantity != "-"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterMap:
    """All a model answers to."""

    fields: tuple[Field, ...]
    readable: tuple[tuple[int, int], ...]
    """(first, last) ranges within which any read is answered; unassigned registers there hold `filler`."""
    max_registers: int = 125
    functions: tuple[int, ...] = (3,)
    """Function codes that read these registers."""
    filler: int = 0
    constants: Mapping[int, Sequence[int]] | None = None
    """Registers that never change, by first address."""
    alone: Mapping[int, int] | None = None
    """Registers that show something else when they are read alone."""
    serial: tuple[int, Callable[[str], Sequence[int]]] | None = None
    """Where the serial number is, and how it is written."""

    def allows(self, address: int, count: int) -> bool:
        """Return whether a read stays within one readable range."""
        return any(first <= address and address + count - 1 <= last for first, last in self.readable)

    def image(self, values: Mapping[str, float], serial: str, *, is_absent: bool = False) -> dict[int, int]:
        """Return the registers that hold something, by address."""
        image: dict[int, int] = {}
        for entry in self.fields:
            value = values.get(entry.quantity)
            scaled = None if is_absent or value is None or math.isnan(value) else value / entry.factor
            _place(image, entry.address, entry.type.words(scaled))
        for address, words in (self.constants or {}).items():
            _place(image, address, words)
        if self.serial:
            _place(image, self.serial[0], self.serial[1](serial))
        return image


def text_words(text: str, count: int) -> tuple[int, ...]:
    """Return ASCII text in registers, two characters each, padded with NUL."""
    return struct.unpack(f">{count}H", text.encode("ascii").ljust(count * 2, b"\0")[: count * 2])


def number_words(serial: str) -> tuple[int, ...]:
    """Return a serial number of digits as one unsigned 32-bit value."""
    return struct.unpack(">2H", struct.pack(">I", int(serial)))


def _place(image: dict[int, int], address: int, words: Sequence[int]) -> None:
    image.update(zip(range(address, address + len(words)), words, strict=True))
