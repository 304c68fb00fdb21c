"""The `identify` and `params` of a profile: how a device shows it fits, and what only the installer knows."""

from collections.abc import Mapping
from types import MappingProxyType

from ..model import EMPTY
from .document import Key
from .parser_points import PointContext, find_decode
from .parser_reads import parse_register_read
from .parser_rules import parse_rule
from .parser_snmp import parse_system
from .schema import ExactMark, Identify, Parameter, Point, Protocol
from .section import Place, Reader, Section


def parse_identify(context: PointContext, section: Section, points: Mapping[str, Point]) -> Identify:
    """Return the marks and limits that are right."""
    reader = context.reader
    identify = Identify(
        exact=section.take("exact", reader.listing(lambda place: _parse_mark(context, place)), ()),
        plausible=section.take("plausible", lambda place: _parse_plausible(reader, place, points), EMPTY),
        system=section.take("system", reader.listing(lambda place: parse_system(reader, place)), ()),
    )
    section.close()
    _check_system(context, section, identify)
    return identify


def _check_system(context: PointContext, section: Section, identify: Identify) -> None:
    is_snmp = context.rules.protocol is Protocol.SNMP
    if is_snmp and not identify.system:
        context.reader.fail(section.place, "identify.system is missing: how the model names itself, or [{}] for any")
    if identify.system and not is_snmp:
        context.reader.fail(section.entries["system"], "only snmp devices have a system group; remove it")


def parse_params(reader: Reader, places: Mapping[Key, Place]) -> Mapping[str, Parameter]:
    """Return the parameters that are right, by id."""
    params: dict[str, Parameter] = {}
    for key, place in places.items():
        section = reader.section(place)
        if section is None:
            continue
        default = section.need("default", reader.number)
        limits = section.need("range", reader.limits)
        section.close()
        if default is None or limits is None:
            continue
        if not limits[0] <= default <= limits[1]:
            reader.fail(place, f"the default {default} is outside its range {limits[0]} to {limits[1]}")
        params[str(key)] = Parameter(id=str(key), default=default, range=limits)
    return MappingProxyType(params)


def _parse_mark(context: PointContext, place: Place) -> ExactMark | None:
    reader = context.reader
    section = reader.section(place)
    if section is None:
        return None
    rule = parse_rule(reader, section, context.rules.words, None)
    decode = find_decode(section)
    read = section.need(
        "read", lambda each: parse_register_read(reader, each, decode, context.rules) if decode else None
    )
    equals = section.need("equals", lambda each: _parse_equals(reader, each))
    section.close()
    if rule is None or read is None or equals is None:
        return None
    return ExactMark(read=read, rule=rule, equals=equals)


def _parse_equals(reader: Reader, place: Place) -> tuple[int | str, ...] | None:
    values = place.items() if isinstance(place.value, list) else [place]
    if not values:
        reader.fail(place, "an empty list; name the value this model holds")
    return tuple(value for each in values if (value := _parse_mark_value(reader, each)) is not None) or None


def _parse_mark_value(reader: Reader, place: Place) -> int | str | None:
    return reader.text(place) if isinstance(place.value, str) else reader.integer(-(1 << 63), (1 << 64) - 1)(place)


def _parse_plausible(
    reader: Reader, place: Place, points: Mapping[str, Point]
) -> Mapping[str, tuple[float, float]] | None:
    result: dict[str, tuple[float, float]] = {}
    for key, each in (reader.children(place) or {}).items():
        limits = reader.limits(each)
        if limits is not None and str(key) in points:
            result[str(key)] = limits
        elif limits is not None:
            reader.fail(each, f"{key} is no point of this profile, or is wrong there{reader.suggest(key, points)}")
    return MappingProxyType(result)
