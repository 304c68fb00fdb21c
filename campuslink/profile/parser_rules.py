"""The steps from a raw slice to a value, as a profile writes them: decode, missing, mask, scale, map, range."""

from collections.abc import Mapping
from types import MappingProxyType

from ..codec.decoders import DECODERS, DecodeType, Result
from ..codec.meter_units import CONVERTIBLE_UNITS
from ..codec.pipeline import ValueRule
from ..errors import CodecError
from ..model import EMPTY
from .parser_transport import WORD_ORDERS
from .section import Place, Read, Reader, Section

_NUMBER_STEPS = ("scale", "offset", "range", "multiply_by")
_BIT_STEPS = ("mask", "shift")
_MAX_BITS = (1 << 64) - 1


def parse_rule(reader: Reader, section: Section, default_words: str, unit: str | None) -> ValueRule | None:
    """Return the rule of a point or mark; `unit` is the catalogue's. None after reporting what is wrong."""
    before = len(reader.problems)
    decode = section.need("decode", reader.one_of(tuple(DECODERS)))
    words = section.take("words", reader.one_of(WORD_ORDERS), default_words)
    missing: tuple[int | float | str, ...] = section.find("missing", reader.listing(_raw_value_reader(reader))) or ()
    mask = section.find("mask", reader.integer(1, _MAX_BITS))
    shift = section.take("shift", reader.integer(0, 63), 0)
    scale = section.take("scale", reader.number, 1.0)
    offset = section.take("offset", reader.number, 0.0)
    mapping = section.take("map", lambda place: _parse_map(reader, place), EMPTY)
    limits = section.find("range", reader.limits)
    if decode is None or len(reader.problems) > before:
        return None
    kind = DECODERS[decode]
    _check_steps(reader, section, decode, kind, unit)
    if len(reader.problems) > before:
        return None
    try:
        return ValueRule(
            decode=decode,
            words=words if kind.has_words else "high_first",
            missing=frozenset(missing),
            mask=mask,
            shift=shift,
            scale=scale,
            offset=offset,
            map=mapping,
            range=limits,
            unit=unit if kind.has_unit else None,
        )
    except CodecError as error:
        reader.fail(section.place, str(error))
        return None


def _check_steps(reader: Reader, section: Section, decode: str, kind: DecodeType, unit: str | None) -> None:
    if "words" in section.entries and not kind.has_words:
        reader.fail(section.entries["words"], f"{decode} has no order of words; remove it")
    if kind.result is not Result.INTEGER:
        _refuse(reader, section, _BIT_STEPS, f"{decode} has no bits")
    if kind.result is Result.TEXT:
        _refuse(reader, section, _NUMBER_STEPS, f"{decode} gives text")
    if "map" in section.entries:
        _refuse(reader, section, _NUMBER_STEPS, "a map gives words, not numbers")
    if kind.result is Result.FLOAT and "map" in section.entries:
        reader.fail(section.entries["map"], f"{decode} gives fractions, which no map can name")
    if kind.has_unit and unit not in CONVERTIBLE_UNITS:
        units = ", ".join(sorted(CONVERTIBLE_UNITS))
        reader.fail(section.place, f"{decode} converts to {units}, and the point's unit is {unit or 'none'}")


def _refuse(reader: Reader, section: Section, keys: tuple[str, ...], reason: str) -> None:
    for key in keys:
        if key in section.entries:
            reader.fail(section.entries[key], f"{reason}; remove {key}")


def _raw_value_reader(reader: Reader) -> Read[int | float | str]:
    def read(place: Place) -> int | float | str | None:
        return reader.text(place) if isinstance(place.value, str) else reader.number(place)

    return read


def _parse_map(reader: Reader, place: Place) -> Mapping[int | str, str | bool] | None:
    children = reader.children(place)
    if children is None:
        return None
    if not children:
        reader.fail(place, "an empty map; name at least one raw value")
    result: dict[int | str, str | bool] = {}
    for key, each in children.items():
        value = reader.boolean(each) if isinstance(each.value, bool) else reader.text(each)
        if isinstance(key, bool):
            reader.fail(each, f"the key {key} is true or false; write a number, or quote the word")
        elif value is not None:
            result[key] = value
    return MappingProxyType(result)
