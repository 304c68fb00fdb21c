"""Columns of ports as values by interface, decoded anew only when the device sent something else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...codec.decoders import DECODERS, Result
from ...codec.pipeline import Outcome, ValueRule, apply
from ...errors import CodecError
from ...link.snmp.base import Column, SnmpValue
from ...model import EMPTY, Quality, Value
from ...profile.snmp_schema import PortColumn
from .joins import Join

_ABSENT: Outcome = (None, Quality.ABSENT)
_OUT_OF_RANGE: Outcome = (None, Quality.OUT_OF_RANGE)


def decode_value(column: PortColumn, value: SnmpValue) -> Value:
    """Return the value, or None when there is none or it cannot be one."""
    decoded, quality = decode_object(column.rule, value)
    return decoded if quality is Quality.GOOD else None


def decode_object(rule: ValueRule, value: SnmpValue) -> Outcome:
    """Return (value, quality). A number where a text belongs, or the reverse, is out of range."""
    is_text = DECODERS[rule.decode].result is Result.TEXT
    raw: Sequence[int]
    match value:
        case int() if not is_text:
            raw = (value,)
        case bytes() | str() if is_text:
            raw = value if isinstance(value, bytes) else value.encode()
        case _:
            return _OUT_OF_RANGE
    if not raw:
        return _ABSENT
    try:
        return apply(rule, raw)
    except CodecError:
        return _OUT_OF_RANGE


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
