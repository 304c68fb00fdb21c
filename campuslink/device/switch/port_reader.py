"""Which columns of the ports are due, and what they become."""

import math
import operator
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from ...codec.counters import NARROW, WIDE, CounterSample, Floats, count_cells, rates
from ...link.snmp.base import Column
from ...model import EMPTY, PollClass, Value
from ...profile.schema import Profile
from ...profile.snmp_schema import PortColumn, PortKey
from .columns import DecodedColumn
from .joins import Join, join_bridge_ports, join_entities, join_poe_ports
from .neighbours import cdp_columns, join_local_ports, lldp_columns, read_cdp, read_lldp
from .ports import COUNTERS, Neighbour, PortKind, PortTable, port_kind

PERIODS_S: Mapping[PollClass, float] = MappingProxyType(
    {PollClass.FAST: 0.0, PollClass.NORMAL: 60.0, PollClass.SLOW: 300.0, PollClass.ONCE: 86_400.0}
)
"""How old a field of a class may become before a poll reads it again."""
ASK_EMPTY_AGAIN_S = 3600.0
MOST_ROWS = 4096
SLACK_S = 1.0
"""Polls come a little early at times; that must not double a period."""

_FAST_ROWS = ("oper", "admin_up")
_COUNTED_ONLY = frozenset({"in_octets", "out_octets", "discontinuity"})
"""Fields that become rates and are of no use as they are."""
_NAMES = ("name", "description", "alias", "mac")
_FRAME_BITS = 672.0
"""The shortest frame with preamble and gap: no port can lose more than its speed holds of these."""
_BITS = 8.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Uptime:
    """How long the device has been running, as it says."""

    ticks: int | None = None
    engine_s: int | None = None

    @property
    def seconds(self) -> float | None:
        """Return the better of both."""
        return float(self.engine_s) if self.engine_s is not None else None if self.ticks is None else self.ticks / 100


@dataclass(slots=True)
class _Field:
    """One field and the columns that may hold it."""

    columns: tuple[DecodedColumn, ...]
    due: float = -math.inf
    chosen: DecodedColumn | None = None

    @property
    def wanted(self) -> tuple[DecodedColumn, ...]:
        return self.columns if self.chosen is None else (self.chosen,)

    @property
    def best(self) -> DecodedColumn:
        return self.chosen or self.columns[0]


@dataclass(slots=True)
class _Joins:
    bridge: Join = EMPTY
    entity: Join = EMPTY
    poe: Join = EMPTY
    through: Column = field(default_factory=dict)


class PortReader:
    """Keeps the last columns of one switch. Fed in order."""

    def __init__(self, profile: Profile) -> None:
        """Nothing is known before the first `accept`."""
        self._fields = {
            name: _Field(tuple(DecodedColumn(column) for column in columns)) for name, columns in profile.ports.items()
        }
        tables = profile.tables
        keys = {column.by for columns in profile.ports.values() for column in columns}
        self._lldp = lldp_columns(tables.lldp) if tables.lldp else {}
        self._cdp = cdp_columns(tables.cdp) if tables.cdp else {}
        needs_bridge = tables.bridge and (PortKey.BRIDGE_PORT in keys or self._lldp)
        self._base_port = f"{tables.bridge}.1.4.1.2" if needs_bridge else ""
        needs_entities = PortKey.ENTITY in keys or tables.poe_entities
        self._aliases = tables.entity_aliases if needs_entities else ""
        self._poe_entities = tables.poe_entities if PortKey.POE_PORT in keys else ""
        self._side_due: dict[str, float] = {}
        self._joins = _Joins()
        self._neighbours: Mapping[str, tuple[Neighbour, ...]] = EMPTY
        self._rows: tuple[str, ...] = ()
        self._names: tuple[str, ...] = ()
        self._kinds: tuple[PortKind, ...] = ()
        self._named_by: tuple[Mapping[str, Value], Mapping[str, Value]] = (EMPTY, EMPTY)
        self._joined_by: tuple[object, ...] = ()
        self._sample: CounterSample | None = None
        self._latest: dict[str, Column] = {}
        """The last answer of each column of a field."""
        self._has_sides = False

    def forget(self) -> None:
        """Read everything anew with the next poll: numbers may mean other ports now."""
        for each in self._fields.values():
            each.due, each.chosen = -math.inf, None
        self._side_due.clear()
        self._sample = None

    def columns_due(self, now: float) -> list[str]:
        """Return the columns to walk. now: by a clock that never jumps."""
        due = [
            column.column.column
            for each in self._fields.values()
            if each.due <= now + SLACK_S
            for column in each.wanted
        ]
        return [*due, *(column for column in self._sides() if self._side_due.get(column, -math.inf) <= now + SLACK_S)]

    @property
    def vital(self) -> frozenset[str]:
        """Return the columns without which there is no table."""
        return frozenset(
            column.column.column for name in _FAST_ROWS if name in self._fields for column in self._fields[name].wanted
        )

    def accept(self, columns: Mapping[str, Column], *, at: float, now: float, uptime: Uptime) -> PortTable:
        """Take the columns that were read and return the table; what was not read keeps its last value."""
        self._take_sides(columns, now)
        for each in self._fields.values():
            self._choose(each, columns, now)
        self._name_rows(columns)
        self._join()
        self._take_neighbours(columns)
        values = {name: self._update(each) for name, each in self._fields.items() if name not in _COUNTED_ONLY}
        speeds = self._speeds(values)
        return PortTable(
            at=at,
            uptime=uptime.seconds,
            rows=self._rows,
            names=self._names,
            kinds=self._kinds,
            fields=MappingProxyType({**values, "poe_state": _poe_states(values), "poe_enabled": _poe_enabled(values)}),
            rates=self._rates(speeds, now, uptime),
            speeds=speeds,
            neighbours=MappingProxyType(dict(self._neighbours)),
        )

    def locate(self, name: str, if_index: int) -> tuple[PortColumn, str] | None:
        """Return the column and the instance of a field of one interface; None when the device has none."""
        each = self._fields.get(name)
        if each is None or each.chosen is None:
            return None
        column = each.chosen.column
        join = self._join_of(column.by)
        row = str(if_index)
        instance = row if join is None else next((own for own, other in join.items() if other == row), None)
        if instance is None or instance not in self._latest.get(column.column, EMPTY):
            return None
        return column, f"{column.column}.{instance}"

    @property
    def bridge(self) -> Join:
        """Return interface by bridge port, as far as it was read."""
        return self._joins.bridge

    @property
    def rows(self) -> frozenset[str]:
        """Return the interfaces there are."""
        return frozenset(self._rows)

    def _sides(self) -> Iterable[str]:
        single = (self._base_port, self._aliases, self._poe_entities)
        return (column for column in (*self._lldp.values(), *self._cdp.values(), *single) if column)

    def _take_sides(self, columns: Mapping[str, Column], now: float) -> None:
        self._has_sides = False
        for column in self._sides():
            if column in columns:
                self._has_sides = True
                self._side_due[column] = now + (PERIODS_S[PollClass.SLOW] if columns[column] else ASK_EMPTY_AGAIN_S)
        if self._base_port in columns:
            self._joins.bridge = join_bridge_ports(columns[self._base_port])
        if self._aliases in columns:
            self._joins.entity = join_entities(columns[self._aliases])
        if self._poe_entities in columns:
            self._joins.through = columns[self._poe_entities]

    def _choose(self, each: _Field, columns: Mapping[str, Column], now: float) -> None:
        read = [column for column in each.wanted if column.column.column in columns]
        self._latest.update({column.column.column: columns[column.column.column] for column in read})
        if len(read) < len(each.wanted):
            return
        each.chosen = next((column for column in read if columns[column.column.column]), None)
        each.due = now + (PERIODS_S[each.chosen.column.poll] if each.chosen else ASK_EMPTY_AGAIN_S)

    def _name_rows(self, columns: Mapping[str, Column]) -> None:
        known: set[str] = set()
        for name in _FAST_ROWS:
            known.update(self._raw(name))
        rows = tuple(sorted((row for row in known if row.isdecimal()), key=int)[:MOST_ROWS])
        if rows != self._rows:
            self._hurry_names(columns)
        names, types = self._values("name"), self._values("type")
        # The decoded columns stay the same objects while the device sends the same.
        if rows == self._rows and names is self._named_by[0] and types is self._named_by[1]:
            return
        self._rows, self._named_by = rows, (names, types)
        self._names = tuple(str(names.get(row) or f"#{row}") for row in rows)
        self._kinds = tuple(port_kind(types.get(row), name) for row, name in zip(rows, self._names, strict=True))

    def _hurry_names(self, columns: Mapping[str, Column]) -> None:
        """Interfaces came or went: read with the next poll what they are called, unless this one did."""
        for each in self._fields.values():
            if each.best.column.poll is not PollClass.FAST and each.best.column.column not in columns:
                each.due = -math.inf
        if not self._has_sides:
            self._side_due.clear()

    def _raw(self, name: str) -> Column:
        each = self._fields.get(name)
        return EMPTY if each is None else self._latest.get(each.best.column.column, EMPTY)

    def _values(self, name: str) -> Mapping[str, Value]:
        each = self._fields.get(name)
        return EMPTY if each is None else self._update(each)

    def _join(self) -> None:
        columns = [self._raw(name) for name, each in self._fields.items() if each.best.column.by is PortKey.POE_PORT]
        used = (self._names, self._kinds, self._joins.entity, self._joins.through, *columns)
        if len(used) == len(self._joined_by) and all(map(operator.is_, used, self._joined_by, strict=True)):
            return
        self._joined_by = used
        names = dict(zip(self._rows, self._names, strict=True))
        kinds = dict(zip(self._rows, self._kinds, strict=True))
        rows = [*self._joins.through, *(row for column in columns for row in column)]
        self._joins.poe = join_poe_ports(rows, names, kinds, self._joins.entity, self._joins.through)

    def _take_neighbours(self, columns: Mapping[str, Column]) -> None:
        lldp = {name: columns[oid] for name, oid in self._lldp.items() if oid in columns}
        cdp = {name: columns[oid] for name, oid in self._cdp.items() if oid in columns}
        if not lldp and not cdp:
            return
        texts = [self._values(name) for name in _NAMES]
        called = {row: tuple(_text(column.get(row)) for column in texts) for row in self._rows}
        locals_ = join_local_ports(lldp, called, self._joins.bridge, self.rows)
        self._neighbours = {**read_cdp(cdp), **read_lldp(lldp, locals_)}

    def _join_of(self, key: PortKey) -> Join | None:
        joins = {
            PortKey.BRIDGE_PORT: self._joins.bridge,
            PortKey.POE_PORT: self._joins.poe,
            PortKey.ENTITY: self._joins.entity,
        }
        return joins.get(key)

    def _update(self, each: _Field) -> Mapping[str, Value]:
        best = each.best
        return best.update(self._latest.get(best.column.column, EMPTY), self._join_of(best.column.by))

    def _speeds(self, values: Mapping[str, Mapping[str, Value]]) -> Floats:
        speeds = values.get("speed", EMPTY)
        return np.array([_positive(speeds.get(row)) for row in self._rows], dtype=np.float64)

    def _rates(self, speeds: Floats, now: float, uptime: Uptime) -> Floats:
        sources = [
            [
                (
                    WIDE if column.column.rule.decode == "counter64" else NARROW,
                    self._latest.get(column.column.column, EMPTY),
                )
                for column in (self._fields[name].wanted if name in self._fields else ())
            ]
            for name in COUNTERS
        ]
        counts, bits = count_cells(self._rows, sources)
        moments = self._raw("discontinuity")
        sample = CounterSample(
            at_s=np.array(now),
            rows=self._rows,
            counts=counts,
            bits=bits,
            discontinuities=np.array([_count(moments.get(row)) for row in self._rows], dtype=np.uint64),
            uptime_ticks=uptime.ticks,
            engine_s=uptime.engine_s,
        )
        limits = np.column_stack([speeds / _BITS] * 2 + [speeds / _FRAME_BITS] * 4)
        found = rates(self._sample, sample, limits)
        self._sample = sample
        return found


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _positive(value: Value) -> float:
    return float(value) if isinstance(value, int | float) and value > 0 else math.nan


def _count(value: object) -> int:
    return value if isinstance(value, int) and value >= 0 else 0


def _poe_states(values: Mapping[str, Mapping[str, Value]]) -> Mapping[str, Value]:
    """Return the states, from switch and power where the device has no column for them."""
    told, powers = values.get("poe_state", EMPTY), values.get("poe_power", EMPTY)
    derived: dict[str, Value] = {}
    for row, is_on in values.get("poe_enabled", EMPTY).items():
        power = powers.get(row)
        if row not in told and (not is_on or isinstance(power, int | float)):
            derived[row] = "disabled" if not is_on else "delivering" if power else "searching"
    return {**derived, **told} if derived else told


def _poe_enabled(values: Mapping[str, Mapping[str, Value]]) -> Mapping[str, Value]:
    """Return the switches, from the states where the device has no column for them."""
    told = values.get("poe_enabled", EMPTY)
    return told or {row: state != "disabled" for row, state in values.get("poe_state", EMPTY).items()}
