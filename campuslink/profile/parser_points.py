"""The `points` of a profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from ..codec.decoders import DECODERS
from ..model import EMPTY, PollClass
from .document import Key
from .mqtt_schema import MqttWrite
from .parser_lines import TEXT_PROTOCOLS, parse_line_keys, parse_text_write
from .parser_mqtt import parse_mqtt_write
from .parser_reads import parse_read, parse_register_read
from .parser_rules import parse_rule
from .schema import (
    Catalogue,
    CatalogueEntry,
    Parameter,
    Point,
    PointWrite,
    Protocol,
    Read,
    RegisterRead,
    TextRead,
    TextWrite,
    TransportRules,
)
from .section import Place, Reader, Section


@dataclass(frozen=True, slots=True)
class PointContext:
    """What the points and marks of one profile share."""

    reader: Reader
    catalogue: Catalogue
    rules: TransportRules
    params: Mapping[str, Parameter]


def parse_points(context: PointContext, places: Mapping[Key, Place]) -> Mapping[str, Point]:
    """Return the points that are right, by id, in the file's order."""
    points: dict[str, Point] = {}
    for key, place in places.items():
        entry = context.catalogue.points.get(str(key))
        if entry is None:
            hint = context.reader.suggest(key, context.catalogue.points)
            context.reader.fail(place, f"{key} is no point of the {context.catalogue.kind} catalogue{hint}")
        elif (section := context.reader.section(place)) and (point := _parse_point(context, section, entry)):
            points[point.id] = point
    for point in points.values():
        for gate in point.when.keys() - points.keys():
            hint = context.reader.suggest(gate, points)
            context.reader.fail(places[point.id], f"when names {gate}, which is no point of this profile{hint}")
    return MappingProxyType(points)


def find_decode(section: Section) -> str | None:
    """Return the name of the decode type, or None when it is missing or unknown (`parse_rule` reports that)."""
    place = section.entries.get("decode")
    return place.value if place and isinstance(place.value, str) and place.value in DECODERS else None


def _parse_point(context: PointContext, section: Section, entry: CatalogueEntry) -> Point | None:
    reader = context.reader
    _check_unit(reader, section, entry)
    rule = parse_rule(reader, section, context.rules.words, entry.unit)
    read = _parse_way(context, section)
    poll = section.take("poll", reader.choice(PollClass), entry.poll)
    multiply_by = section.find("multiply_by", reader.listing(partial(_parse_parameter_id, context))) or ()
    max_rate = section.find("max_rate", reader.quantity(0, 1e12))
    rollover = section.find("rollover", reader.quantity(0, 1e30))
    written = section.find("write", lambda each: each)
    write = None if written is None else _parse_write(context, section, written)
    lines = parse_line_keys(reader, section, context.rules.protocol)
    section.close()
    if rule is None or read is None:
        return None
    return Point(
        id=entry.id,
        read=read,
        rule=rule,
        unit=entry.unit,
        poll=poll,
        multiply_by=multiply_by,
        max_rate=entry.max_rate if max_rate is None else max_rate,
        rollover=rollover,
        write=write,
        when=lines.when,
        choices=lines.choices,
    )


def _parse_way(context: PointContext, section: Section) -> Read | None:
    """Read ``read``; a point of a text protocol that is only written has none."""
    if context.rules.protocol in TEXT_PROTOCOLS and "write" in section.entries and "read" not in section.entries:
        section.known.add("read")
        return TextRead(command="")
    place = section.need("read", lambda each: each)
    return None if place is None else _parse_decoded_read(context, section, place)


def _parse_decoded_read(context: PointContext, section: Section, place: Place) -> Read | None:
    decode = find_decode(section)
    return None if decode is None else parse_read(context.reader, place, decode, context.rules)


def _check_unit(reader: Reader, section: Section, entry: CatalogueEntry) -> None:
    unit = section.find("unit", reader.text)
    if unit != entry.unit:
        place = section.entries.get("unit", section.place)
        reader.fail(place, f"the unit is {unit or 'missing'}; the catalogue says {entry.unit or 'none: remove it'}")


def _parse_parameter_id(context: PointContext, place: Place) -> str | None:
    name = context.reader.text(place)
    if name is None or name in context.params:
        return name
    context.reader.fail(place, f"{name} is not in params{context.reader.suggest(name, context.params)}")
    return None


def _parse_write(context: PointContext, point: Section, place: Place) -> PointWrite | TextWrite | MqttWrite | None:
    reader = context.reader
    if context.rules.protocol is Protocol.MQTT:
        return parse_mqtt_write(reader, place)
    if context.rules.protocol in TEXT_PROTOCOLS:
        return parse_text_write(reader, place, context.rules.protocol)
    section = reader.section(place)
    if section is None:
        return None
    read = _parse_write_target(context, point, section)
    mapping = section.take("map", lambda each: parse_write_map(reader, each), EMPTY)
    guard = section.take("guard", reader.boolean, default=False)
    section.close()
    return None if read is None else PointWrite(read=read, map=mapping, guard=guard)


def _parse_write_target(context: PointContext, point: Section, section: Section) -> RegisterRead | None:
    """Return the write's own registers, or the point's when it names none."""
    decode = find_decode(point)
    place = section.entries.get("to", point.entries.get("read"))
    section.find("to", lambda each: each)
    if decode is None or place is None:
        return None
    read = parse_register_read(context.reader, place, decode, context.rules)
    if read is not None and read.space not in {"holding", "coil"}:
        context.reader.fail(section.place, f"{read.space} cannot be written; name holding or coil under to")
    return read


def parse_write_map(reader: Reader, place: Place) -> Mapping[str | bool, int] | None:
    """Return raw numbers by the word or truth they stand for."""
    number = reader.integer(0, 0xFFFF)
    result: dict[str | bool, int] = {}
    for key, each in (reader.children(place) or {}).items():
        value = number(each)
        if isinstance(key, int) and not isinstance(key, bool):
            reader.fail(each, f"{key} is a raw value; here words come first: {{open: {key}}}")
        elif value is not None:
            result[key] = value
    return MappingProxyType(result)
