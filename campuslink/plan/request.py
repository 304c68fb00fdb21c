"""What goes over the wire, per protocol, and which points come back in it. Pure values."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RegisterSpan:
    """One Modbus read. Answer: a sequence of `count` registers (0..65535) or bits (0, 1)."""

    space: str
    address: int
    count: int


@dataclass(frozen=True, slots=True)
class ItemRequest:
    """One DL/T 645 or CJ/T 188 read. Answer: the item's data as bytes, identifier (and serial) removed."""

    item: str


@dataclass(frozen=True, slots=True)
class TextRequest:
    """One line of text. Answer: the bytes of the answer's value, in UTF-8."""

    command: str
    answer: str = ""
    """As `TextRead.answer`."""


type Request = RegisterSpan | ItemRequest | TextRequest

type Answer = Sequence[int]
"""Registers or bytes, in wire order."""


@dataclass(frozen=True, slots=True)
class PointSlice:
    """Where one point lies in an answer."""

    point: str
    start: int
    length: int
    exponent_at: int | None = None
    """Index of the sunssf register in the same answer."""


@dataclass(frozen=True, slots=True)
class PlannedRequest:
    """A request and the points its answer carries."""

    request: Request
    slices: tuple[PointSlice, ...]
    """For answers of any length."""
    slices_by_length: tuple[tuple[int, tuple[PointSlice, ...]], ...] = ()
    """For items whose layout depends on the answer's length; takes precedence."""
