"""SNMP in a profile: where points lie, and how a device names itself."""

import re
from collections.abc import Mapping
from dataclasses import fields
from types import MappingProxyType

from ..model import EMPTY
from .section import Place, Reader, Section
from .snmp_schema import (
    ColumnRead,
    OidRead,
    Pick,
    SensorRead,
    SnmpAlternative,
    SnmpRead,
    SwitchTables,
    SystemMark,
)

_OID = re.compile(r"[0-2](\.(0|[1-9]\d{0,9})){2,63}")
_LARGEST = 0xFFFF_FFFF


def parse_snmp_read(reader: Reader, place: Place) -> SnmpRead | None:
    """Return where the point lies: one place, or a list of them in the order to try."""
    places = place.items() if isinstance(place.value, list) else [place]
    if not places:
        reader.fail(place, "an empty list; name at least one oid, column or sensors")
    found = [alternative for each in places if (alternative := _parse_alternative(reader, each)) is not None]
    return SnmpRead(alternatives=tuple(found)) if found and len(found) == len(places) else None


def parse_oid(reader: Reader, place: Place) -> str | None:
    """Read an object identifier, as numbers with dots."""
    if isinstance(place.value, str) and _OID.fullmatch(place.value):
        return place.value
    reader.fail(place, f"{str(place.value)[:40]} is no OID; it would be numbers with dots, like 1.3.6.1.2.1.1.3.0")
    return None


def parse_tables(reader: Reader, section: Section) -> SwitchTables:
    """Return where the tables of a standard shape stand."""
    names = [each.name for each in fields(SwitchTables)]
    places = {name: section.find(name, lambda place: parse_oid(reader, place)) or "" for name in names}
    section.close()
    return SwitchTables(**places)


def parse_system(reader: Reader, place: Place) -> SystemMark | None:
    """Return one way a device names itself."""
    section = reader.section(place)
    if section is None:
        return None
    mark = SystemMark(
        object_id=section.take("object_id", lambda each: parse_oid(reader, each), ""),
        describes=section.take("describes", reader.listing(reader.text), ()),
    )
    section.close()
    return mark


def _parse_alternative(reader: Reader, place: Place) -> SnmpAlternative | None:
    section = reader.section(place)
    if section is None:
        return None
    named = [key for key in ("oid", "column", "sensors") if key in section.entries]
    if len(named) != 1:
        reader.fail(place, "exactly one of oid, column, sensors")
        return None
    parse = {"oid": _parse_instance, "column": _parse_rows, "sensors": _parse_sensors}[named[0]]
    found = parse(reader, section)
    section.close()
    return found


def _parse_instance(reader: Reader, section: Section) -> OidRead | None:
    oid = section.need("oid", lambda place: parse_oid(reader, place))
    scale = section.take("scale", reader.quantity(1e-6, 1e6), 1.0)
    after, until = (section.take(key, reader.text, "") for key in ("after", "until"))
    return None if oid is None else OidRead(oid=oid, scale=scale, after=after, until=until)


def _parse_rows(reader: Reader, section: Section) -> ColumnRead | None:
    column = section.need("column", lambda place: parse_oid(reader, place))
    pick = section.take("pick", reader.choice(Pick), Pick.FIRST)
    where = section.take("where", lambda place: _parse_where(reader, place), EMPTY)
    whole = section.take("share_of", lambda place: parse_oid(reader, place), "")
    rest = section.take("share_with", lambda place: parse_oid(reader, place), "")
    scale = section.take("scale", reader.quantity(1e-6, 1e6), 1.0)
    after, until = (section.take(key, reader.text, "") for key in ("after", "until"))
    if whole and rest:
        reader.fail(section.place, "share_of names the whole, share_with the rest; keep one")
    if column is None:
        return None
    return ColumnRead(
        column=column,
        pick=pick,
        where=where,
        share_of=whole,
        share_with=rest,
        scale=scale,
        after=after,
        until=until,
    )


def _parse_sensors(reader: Reader, section: Section) -> SensorRead | None:
    sensors = section.need("sensors", lambda place: parse_oid(reader, place))
    kind = section.need("type", reader.integer(1, 64))
    pick = section.take("pick", reader.choice(Pick), Pick.FIRST)
    return None if sensors is None or kind is None else SensorRead(sensors=sensors, type=kind, pick=pick)


def _parse_where(reader: Reader, place: Place) -> Mapping[str, tuple[int | str, ...]] | None:
    result: dict[str, tuple[int | str, ...]] = {}
    for key, each in (reader.children(place) or {}).items():
        if not isinstance(key, str) or not _OID.fullmatch(key):
            reader.fail(each, f"{str(key)[:40]} is no OID of a column; write its numbers with dots")
            continue
        values = each.items() if isinstance(each.value, list) else [each]
        read = [_parse_wanted(reader, value) for value in values]
        result[key] = tuple(value for value in read if value is not None)
    return MappingProxyType(result)


def _parse_wanted(reader: Reader, place: Place) -> int | str | None:
    return reader.text(place) if isinstance(place.value, str) else reader.integer(-_LARGEST, _LARGEST)(place)
