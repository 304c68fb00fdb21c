"""The one fixed, invertible way from what a device sent to a value, and back.

decode -> missing -> mask and shift -> scale -> offset -> map -> range. Writing runs the inverse.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from ..errors import CodecError, NotWritableError
from ..model import EMPTY, Quality, Value
from .decoders import DECODERS, Decode, DecodeType, Result

type Outcome = tuple[Value, Quality]

_ABSENT: Outcome = (None, Quality.ABSENT)
_OUT_OF_RANGE: Outcome = (None, Quality.OUT_OF_RANGE)
_MAX_EXPONENT = 10
_MIN_SCALE, _MAX_SCALE = 1e-12, 1e12


@dataclass(frozen=True, kw_only=True, slots=True)
class ValueRule:
    """How one raw slice becomes a value. Every step but `decode` may be absent.

    Raises CodecError when it is made of steps that do not go together.
    """

    decode: str
    """Name of a decode type, a key of `DECODERS`."""
    words: str = "high_first"
    """Order of 16-bit words: ``high_first`` (ABCD) or ``low_first`` (CDAB)."""
    missing: frozenset[int | float | str] = frozenset()
    """Decoded raw values that mean "no such value", beyond those the decode type knows (NaN)."""
    mask: int | None = None
    shift: int = 0
    """Right shift after the mask."""
    scale: float = 1.0
    offset: float = 0.0
    map: Mapping[int | str, str | bool] = EMPTY
    range: tuple[float, float] | None = None
    """Inclusive limits of the finished value, in the catalogue's unit."""
    unit: str | None = None
    """The point's unit; needed where the device tells its own (``bcd_unit``)."""
    _read: Decode = field(init=False, repr=False, compare=False)
    _finish: Callable[[int | float | str, int, float], Outcome] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Choose the functions once: a rule is applied for every value of every poll."""
        object.__setattr__(self, "_read", _build_read(self))
        object.__setattr__(self, "_finish", _build_finish(self))


def apply(rule: ValueRule, raw: Sequence[int], exponent: int = 0, factor: float = 1.0) -> Outcome:
    """Return (value, quality): the value with good quality, or None with absent or out of range.

    raw: as many registers (0..65535) or bytes as the decode type takes, in wire order.
    exponent: SunSpec scale factor, -10..10 or the register that holds it; any other means absent.
    factor: product of the installation's parameters (CT ratio).
    Raises CodecError only for a slice of the wrong length, never for what is in it.
    """
    kind = DECODERS[rule.decode]
    if not (kind.length or 1) <= len(raw) <= kind.max_length:
        raise CodecError(f"{rule.decode} takes {kind.length or f'1 to {kind.max_length}'}, got {len(raw)}")
    try:
        value = rule._read(raw)
    except CodecError:
        return _OUT_OF_RANGE
    if value is None or value in rule.missing:
        return _ABSENT
    return rule._finish(value, exponent, factor)


def invert(
    rule: ValueRule, value: Value, *, length: int | None = None, exponent: int = 0, factor: float = 1.0
) -> Sequence[int]:
    """Return the registers or bytes that `apply` would read as this value.

    length: registers or bytes to fill, for decode types without a length of their own.
    Raises NotWritableError when the value is outside the rule's range or map, or does not fit.
    """
    kind = DECODERS[rule.decode]
    size = kind.length or length or kind.default_length
    if kind.encode is None or size is None or value is None:
        raise NotWritableError(f"{value!r} cannot be written as {rule.decode}")
    try:
        raw = kind.encode(_unfinish(rule, kind, value, exponent, factor), size)
    except CodecError as error:
        raise NotWritableError(str(error)) from error
    return list(reversed(raw)) if kind.has_words and rule.words == "low_first" else raw


def _build_read(rule: ValueRule) -> Decode:
    kind = DECODERS.get(rule.decode)
    if kind is None:
        raise CodecError(f"no decode type {rule.decode}")
    if kind.result is not Result.INTEGER and (rule.mask is not None or rule.shift):
        raise CodecError(f"{rule.decode} has no bits to mask or shift")
    if not _MIN_SCALE <= abs(rule.scale) <= _MAX_SCALE:
        raise CodecError(f"a scale of {rule.scale} loses every value")
    read = kind.build(rule.unit)
    if kind.has_words and rule.words == "low_first":
        return lambda raw: read(raw[::-1])
    return read


def _build_finish(rule: ValueRule) -> Callable[[int | float | str, int, float], Outcome]:
    if rule.map:
        return _build_map(rule)
    if DECODERS[rule.decode].result is Result.TEXT:
        return lambda value, _exponent, _factor: (value, Quality.GOOD)
    return _build_number(rule)


def _build_map(rule: ValueRule) -> Callable[[int | float | str, int, float], Outcome]:
    outcomes: dict[int | float | str, Outcome] = {key: (value, Quality.GOOD) for key, value in rule.map.items()}
    mask, shift = rule.mask, rule.shift

    def finish(value: float | str, _exponent: int, _factor: float) -> Outcome:
        if isinstance(value, int):
            value = (value if mask is None else value & mask) >> shift
        return outcomes.get(value, _OUT_OF_RANGE)

    return finish


def _build_number(rule: ValueRule) -> Callable[[int | float | str, int, float], Outcome]:
    mask, shift, offset = rule.mask, rule.shift, rule.offset
    low, high = rule.range or (-math.inf, math.inf)
    multiplier, divisor = _as_ratio(rule.scale)

    def finish(value: float | str, exponent: int, factor: float) -> Outcome:
        if isinstance(value, int) and (mask is not None or shift):
            value = (value if mask is None else value & mask) >> shift
        number = _scale(value, exponent)  # type: ignore[arg-type]  # text types never get here
        if number is None:
            return _ABSENT
        if multiplier != 1:
            number *= multiplier
        if divisor != 1:
            number /= divisor
        if factor != 1:
            number *= factor
        if offset:
            number += offset
        if low <= number <= high and math.isfinite(number):
            return number, Quality.GOOD
        return _OUT_OF_RANGE

    return finish


def _as_ratio(scale: float) -> tuple[float, int]:
    """Return (multiplier, divisor). Dividing by 10 is exact to the last digit where multiplying by 0.1 is not."""
    reciprocal = round(1 / scale)
    if abs(scale) < 1 and 1 / reciprocal == scale:
        return 1, reciprocal
    return (int(scale) if scale == int(scale) else scale), 1


def _scale(value: float, exponent: int) -> float | None:
    if not exponent:
        return value
    power = exponent - 0x10000 if exponent > 0x7FFF else exponent
    if abs(power) > _MAX_EXPONENT:
        return None
    size: int = 10 ** abs(power)
    return value * size if power > 0 else value / size


def _unfinish(rule: ValueRule, kind: DecodeType, value: Value, exponent: int, factor: float) -> int | float | str:
    if rule.map:
        return _unmask(rule, _unmap(rule, value))
    if kind.result is Result.TEXT:
        if not isinstance(value, str):
            raise NotWritableError(f"{value!r} is not text")
        return value
    if isinstance(value, bool | str) or value is None or not math.isfinite(value):
        raise NotWritableError(f"{value!r} is not a number")
    return _unscale(rule, kind, value, exponent, factor)


def _unmap(rule: ValueRule, value: Value) -> int | str:
    keys = [key for key, mapped in rule.map.items() if mapped == value and type(mapped) is type(value)]
    if len(keys) != 1:
        raise NotWritableError(f"{value!r} is not one of {', '.join(map(str, rule.map.values()))}")
    return keys[0]


def _unscale(rule: ValueRule, kind: DecodeType, value: float, exponent: int, factor: float) -> int | float | str:
    low, high = rule.range or (-math.inf, math.inf)
    if not low <= value <= high:
        raise NotWritableError(f"{value} is outside {low} to {high}")
    scale = rule.scale * factor
    if scale == 0 or _scale(1, exponent) is None:
        raise NotWritableError(f"{value} has no scale")
    number = _scale((value - rule.offset) / scale, -exponent)
    if number is None or kind.result is Result.FLOAT:
        return number or 0.0
    return _unmask(rule, round(number))


def _unmask(rule: ValueRule, value: int | str) -> int | str:
    if isinstance(value, str):
        return value
    shifted = value << rule.shift
    if rule.mask is not None and shifted & ~rule.mask:
        raise NotWritableError(f"{value} does not fit the mask {rule.mask:#x}")
    return shifted
