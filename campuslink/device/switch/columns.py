"""Columns of ports as values by interface, decoded anew only when the device sent something else."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ...codec.pipeline import apply
from ...errors import CodecError
from ...link.snmp.base import Column, SnmpValue
from ...model import EMPTY, Quality, Value
from ...profile.snmp_schema import PortColumn
from .joins import Join


def decode_value(rule_of: PortColumn, value: SnmpValue) -> Value:
    """Return the value, or None when there is none or it cannot be one."""
    raw = to_raw(value)
    if raw is None:
        return None
    try:
        decoded, quality = apply(rule_of.rule, raw)
    except CodecError:
        return None
    return decoded if quality is Quality.GOOD else None


def to_raw(value: SnmpValue) -> tuple[int, ...] | bytes | None:
    """Return what a decode type of SNMP takes; None for an empty OCTET STRING."""
    match value:
        case bool():
            return None
        case int():
            return (value,)
        case bytes():
            return value or None
        case str():
            return value.encode() or None


@dataclass(slots=True)
class DecodedColumn:
    """One column and what it last said."""

    column: PortColumn
    raw: Column = EMPTY
    values: Mapping[str, Value] = EMPTY
    _join: Join | None = field(default=None, repr=False)

    def update(self, raw: Column, join: Join | None) -> Mapping[str, Value]:
        """Return value by interface. join: None where the rows are interfaces already."""
        if raw != self.raw or join != self._join:
            self.raw, self._join = raw, join
            self.values = self._decode()
        return self.values

    def _decode(self) -> dict[str, Value]:
        decoded: dict[str, Value] = {}
        for row, value in self.raw.items():
            interface = row if self._join is None else self._join.get(row)
            if interface is not None and (result := decode_value(self.column, value)) is not None:
                decoded[interface] = result
        return decoded
