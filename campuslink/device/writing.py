"""A value to the registers that set it."""

from dataclasses import replace

from ..codec.pipeline import invert
from ..errors import CodecError, NotWritableError
from ..model import EMPTY, Value
from ..plan.request import PlannedRequest, PointSlice, RegisterSpan
from ..profile.schema import Point, PointWrite, RegisterRead

_WRITABLE = frozenset({"coil", "holding"})


def encode_write(point: Point, value: Value, factor: float) -> tuple[RegisterSpan, tuple[int, ...]]:
    """Return where to write and what. Raises NotWritableError when the profile has no way for this value."""
    write = point.write
    if not isinstance(write, PointWrite):
        raise NotWritableError(f"{point.id} is only read")
    target = write.read
    if target.space not in _WRITABLE or target.model:
        raise NotWritableError(f"{point.id}: {target.space} registers cannot be written")
    values = _encode(point, write, value, factor)
    if len(values) != target.count:
        raise NotWritableError(f"{point.id}: {len(values)} values do not fill {target.count} registers")
    return RegisterSpan(target.space, target.address, target.count), values


def plan_read_back(point: Point) -> PlannedRequest:
    """Return the request that shows whether a write took effect."""
    read = point.read
    if not isinstance(read, RegisterRead) or read.model:
        raise NotWritableError(f"{point.id} cannot be read back")
    return PlannedRequest(RegisterSpan(read.space, read.address, read.count), (PointSlice(point.id, 0, read.count),))


def _encode(point: Point, write: PointWrite, value: Value, factor: float) -> tuple[int, ...]:
    try:
        if write.map:
            return _encode_mapped(point, write, value)
        if write.read.space == "coil" and isinstance(value, bool):
            return (int(value),)
        return tuple(invert(point.rule, value, length=write.read.count, factor=factor))
    except CodecError as error:
        raise NotWritableError(f"{point.id}: {error}") from error


def _encode_mapped(point: Point, write: PointWrite, value: Value) -> tuple[int, ...]:
    if not isinstance(value, (str, bool)) or value not in write.map:
        choices = ", ".join(repr(choice) for choice in write.map)
        raise NotWritableError(f"{point.id}: {value!r} is not one of {choices}")
    raw = write.map[value]
    if write.read.space == "coil":
        return (int(bool(raw)),)
    plain = replace(point.rule, map=EMPTY, scale=1.0, offset=0.0, mask=None, shift=0, range=None)
    return tuple(invert(plain, raw, length=write.read.count))
