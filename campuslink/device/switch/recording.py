"""A switch's own words as a recording, without what tells the installation: names, addresses, serial numbers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import override

from ...link.snmp.base import Column, Oid, SnmpLink, SnmpStatistics, SnmpValue
from ...profile.schema import Catalogue, Profile
from ...profile.snmp_schema import ColumnRead, OidRead, SnmpRead
from ..recording import Recording
from .device import SwitchDevice
from .neighbours import CDP, LLDP_REMOTE

REDACTED = b"redacted"
MOST_OBJECTS = 200_000
"""Objects kept of one device; a chassis with a thousand interfaces has a tenth of them."""

_MAC_BYTES = 6
_LOCAL_BIT = 0x02
_SYSTEM = "1.3.6.1.2.1.1"
_IF_ALIAS = "1.3.6.1.2.1.31.1.1.1.18"
_PRINTABLE = range(0x20, 0x7F)

type Redact = Callable[[SnmpValue], SnmpValue | None]
"""Returns what may be told instead of a value; None leaves the object out."""


class TapLink(SnmpLink):
    """Passes everything on, and keeps the last value of each object that was read."""

    def __init__(self, link: SnmpLink) -> None:
        """link: the real one."""
        self.values: dict[str, SnmpValue] = {}
        self._link = link

    @property
    @override
    def line(self) -> str:
        return self._link.line

    @property
    @override
    def statistics(self) -> SnmpStatistics:
        return self._link.statistics

    @override
    async def get(self, oids: Sequence[str]) -> Mapping[str, SnmpValue]:
        found = await self._link.get(oids)
        self._keep(found)
        return found

    @override
    async def walk(self, columns: Sequence[str]) -> Mapping[str, Column]:
        found = await self._link.walk(columns)
        for column, rows in found.items():
            self._keep({f"{column}.{row}": value for row, value in rows.items()})
        return found

    @override
    async def set(self, values: Mapping[str, int | bytes]) -> None:
        await self._link.set(values)

    @override
    def note_cpu(self, percent: float) -> None:
        self._link.note_cpu(percent)

    @override
    async def close(self) -> None:
        await self._link.close()

    def _keep(self, found: Mapping[str, SnmpValue]) -> None:
        if len(self.values) < MOST_OBJECTS:
            self.values.update(found)


class RecordedSwitch(SwitchDevice):
    """A switch that can say everything it told so far."""

    def __init__(self, profile: Profile, link: SnmpLink, catalogue: Catalogue) -> None:
        """link: the real one."""
        self._tap = TapLink(link)
        super().__init__(profile, self._tap, catalogue)

    def recording(self, *, redact: bool = True) -> Recording:
        """Return every object that was read. redact: names, addresses and serial numbers are replaced."""
        values = redact_objects(self._tap.values, self.profile, self.catalogue) if redact else self._tap.values
        ordered = sorted(values.items(), key=lambda item: [int(part) for part in item[0].split(".")])
        lines = tuple(f"{oid}|{_text_of(value)}" for oid, value in ordered)
        return Recording(profile=self.profile.id, protocol=self.profile.transport.protocol.value, objects=lines)


def redact_objects(values: Mapping[str, SnmpValue], profile: Profile, catalogue: Catalogue) -> dict[str, SnmpValue]:
    """Return the objects without what tells who and where. Equal MAC addresses stay equal, so that tables join."""
    masks = _Masks()
    rules = _rules(profile, catalogue, masks)
    redacted: dict[str, SnmpValue] = {}
    for oid, value in values.items():
        rule = next((rule for prefix, rule in rules if oid == prefix or oid.startswith(f"{prefix}.")), masks.keep)
        told = rule(value)
        if told is not None:
            redacted[oid] = told
    return redacted


@dataclass(slots=True)
class _Masks:
    """One stand-in for each MAC address."""

    known: dict[bytes, bytes] = field(default_factory=dict)

    def keep(self, value: SnmpValue) -> SnmpValue:
        """Keep a value, MAC addresses excepted."""
        if isinstance(value, bytes) and len(value) == _MAC_BYTES and any(byte not in _PRINTABLE for byte in value):
            return self.mac(value)
        return value

    def mac(self, value: SnmpValue) -> SnmpValue:
        """Replace a MAC address, any other text by a word."""
        if not isinstance(value, bytes) or not any(value):
            return value
        if len(value) != _MAC_BYTES:
            return REDACTED
        count = len(self.known) + 1
        return self.known.setdefault(value, bytes((_LOCAL_BIT, *count.to_bytes(_MAC_BYTES - 1, "big"))))


def _rules(profile: Profile, catalogue: Catalogue, masks: _Masks) -> list[tuple[str, Redact]]:
    """Return (beginning of an OID, what to do), the first that fits counts."""
    rules: list[tuple[str, Redact]] = [(f"{_SYSTEM}.{number}", _hide) for number in (4, 5, 6)]
    rules += [(_IF_ALIAS, _hide), ("1.3.6.1.2.1.2.2.1.6", masks.mac)]
    rules += [(oid, _hide) for oid in _private_oids(profile, catalogue)]
    if lldp := profile.tables.lldp:
        remote = {name: f"{lldp}.4.1.1.{column}" for name, column in LLDP_REMOTE.items()}
        rules += [(remote[name], masks.mac) for name in ("chassis", "port")]
        rules += [(remote[name], _hide) for name in ("port_text", "name", "text")]
        rules += [(f"{lldp}.4.2", _drop), (f"{lldp}.3.2", masks.mac), (f"{lldp}.3.3", _hide)]
    if cdp := profile.tables.cdp:
        rules += [(f"{cdp}.{CDP['name']}", _hide), (f"{cdp}.{CDP['address']}", _drop)]
    return rules


def _private_oids(profile: Profile, catalogue: Catalogue) -> list[str]:
    """Return where the points lie that the catalogue calls private."""
    reads = [point.read for point in profile.points.values() if catalogue.points[point.id].is_private]
    places = [each for read in reads if isinstance(read, SnmpRead) for each in read.alternatives]
    columns = [each.column for each in places if isinstance(each, ColumnRead)]
    return columns + [each.oid for each in places if isinstance(each, OidRead)]


def _hide(value: SnmpValue) -> SnmpValue | None:
    return REDACTED if isinstance(value, bytes) and value else value if isinstance(value, int) else None


def _drop(_value: SnmpValue) -> None:
    return None


def _text_of(value: SnmpValue) -> str:
    """Return ``tag|value`` as snmpsim writes it."""
    match value:
        case int():
            return f"2|{value}"
        case bytes():
            is_plain = all(byte in _PRINTABLE for byte in value)
            return f"4|{value.decode('ascii')}" if is_plain else f"4x|{value.hex()}"
        case Oid():
            return f"6|{value}"
        case _:
            return f"64|{value}"
