"""The `ports` of a profile: which columns hold what is told of each port."""

from collections.abc import Mapping
from types import MappingProxyType

from ..model import PollClass
from .document import Key
from .parser_points import PointContext, parse_write_map
from .parser_rules import parse_rule
from .parser_snmp import parse_oid
from .section import Place, Reader, Section
from .snmp_schema import PORT_FIELDS, PortColumn, PortField, PortKey


def parse_ports(context: PointContext, places: Mapping[Key, Place]) -> Mapping[str, tuple[PortColumn, ...]]:
    """Return the port columns that are right, by field."""
    reader = context.reader
    result: dict[str, tuple[PortColumn, ...]] = {}
    for key, place in places.items():
        shape = PORT_FIELDS.get(str(key))
        if shape is None:
            reader.fail(place, f"{key} is no field of a port{reader.suggest(key, PORT_FIELDS)}")
            continue
        each = place.items() if isinstance(place.value, list) else [place]
        columns = tuple(_parse_column(context, str(key), shape, one) for one in each)
        result[str(key)] = tuple(column for column in columns if column is not None)
    return MappingProxyType({field: columns for field, columns in result.items() if columns})


def _parse_column(context: PointContext, field: str, shape: PortField, place: Place) -> PortColumn | None:
    reader = context.reader
    section = reader.section(place)
    if section is None:
        return None
    column = section.need("column", lambda each: parse_oid(reader, each))
    by = section.take("by", reader.choice(PortKey), PortKey.IF_INDEX)
    poll = section.take("poll", reader.choice(PollClass), shape.poll)
    write = section.find("write", lambda each: _parse_switch(reader, each))
    rule = parse_rule(reader, section, context.rules.words, None)
    section.close()
    if column is None or rule is None:
        return None
    _check_values(reader, section, shape, list(rule.map.values()))
    if shape.is_counter != rule.decode.startswith("counter"):
        reader.fail(place, f"{field} {'counts' if shape.is_counter else 'does not count'}: decode {rule.decode}")
    return PortColumn(field=field, column=column, rule=rule, by=by, poll=poll, write=write)


def _check_values(reader: Reader, section: Section, shape: PortField, values: list[str | bool]) -> None:
    wrong = [value for value in values if value not in shape.values]
    if shape.values and (wrong or not values):
        found = f"gives {wrong[0]}" if wrong else "is missing"
        place = section.entries.get("map", section.place)
        reader.fail(place, f"map {found}; the values are {', '.join(map(str, shape.values))}")


def _parse_switch(reader: Reader, place: Place) -> Mapping[bool, int] | None:
    values = parse_write_map(reader, place)
    if values is None or set(values) != {True, False}:
        reader.fail(place, "the numbers for true and false, like {true: 1, false: 2}")
        return None
    return MappingProxyType({bool(key): value for key, value in values.items()})
