"""An SNMP agent without a network: serves a recorded walk, and takes settings."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Self, override

from ..errors import CampusLinkError, CannotConnectError, CodecError, RefusalReason, RefusedError
from ..link.snmp.base import Column, Oid, SnmpLink, SnmpStatistics, SnmpValue

_NUMBERS = ("2", "65", "66", "67", "70")
"""Tags of INTEGER, Counter32, Gauge32, TimeTicks and Counter64 in a .snmprec file."""


def read_snmprec(text: str) -> dict[str, SnmpValue]:
    """Return OID to value of a recording in the format of snmpsim: lines of ``OID|tag|value``.

    Values of other types, and those that snmpsim would compute, are left out.
    Raises CodecError for a line that is none.
    """
    values: dict[str, SnmpValue] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            oid, tag, content = line.split("|", 2)
            value = _value_from(tag, content)
        except ValueError as err:
            raise CodecError(f"line {number} of the recording: {err}") from err
        if value is not None:
            values[oid.strip(".")] = value
    return values


class FakeSnmpLink(SnmpLink):
    """Answers from a dict that a test may change at any time."""

    def __init__(self, values: Mapping[str, SnmpValue], *, line: str = "snmp:fake") -> None:
        """values: OID to value; copied."""
        self.values = dict(values)
        self.error: CampusLinkError | None = None
        """Raised by every call while it is there."""
        self.asked: list[str] = []
        """OIDs of gets and walks, in the order they were asked for."""
        self.writes: list[Mapping[str, int | bytes]] = []
        """Accepted settings, oldest first."""
        self.read_only: set[str] = set()
        """OIDs that refuse to be set."""
        self.noted_cpu: list[float] = []
        """Processor loads the link was told of."""
        self.is_closed = False
        self._line = line
        self._statistics = SnmpStatistics()

    @classmethod
    def from_snmprec(cls, text: str, *, line: str = "snmp:fake") -> Self:
        """Serve a recording in the format of snmpsim."""
        return cls(read_snmprec(text), line=line)

    @property
    @override
    def line(self) -> str:
        return self._line

    @property
    @override
    def statistics(self) -> SnmpStatistics:
        return self._statistics

    @override
    async def get(self, oids: Sequence[str]) -> Mapping[str, SnmpValue]:
        self._count(oids)
        found = {oid: self.values[oid] for oid in oids if oid in self.values}
        self._statistics.values += len(found)
        return found

    @override
    async def walk(self, columns: Sequence[str]) -> Mapping[str, Column]:
        self._count(columns)
        ordered = sorted((_numbers_of(oid), oid) for oid in self.values)
        return {column: self._column(column, ordered) for column in columns}

    @override
    async def set(self, values: Mapping[str, int | bytes]) -> None:
        self._count(())
        for oid, value in values.items():
            if oid in self.read_only:
                raise RefusedError(RefusalReason.FUNCTION, f"{oid}: notWritable")
            if oid not in self.values:
                raise RefusedError(RefusalReason.ADDRESS, f"{oid}: noCreation")
            if type(self.values[oid]) is not type(value):
                raise RefusedError(RefusalReason.VALUE, f"{oid}: wrongType")
        self.values.update(values)
        self.writes.append(dict(values))

    @override
    def note_cpu(self, percent: float) -> None:
        self.noted_cpu.append(percent)

    @override
    async def close(self) -> None:
        self.is_closed = True

    def _count(self, oids: Sequence[str]) -> None:
        if self.is_closed:
            raise CannotConnectError("the link is closed")
        self._statistics.requests += 1
        self.asked.extend(oids)
        if self.error is not None:
            raise self.error
        self._statistics.answers += 1

    def _column(self, column: str, ordered: Sequence[tuple[tuple[int, ...], str]]) -> Column:
        root = _numbers_of(column)
        rows: dict[str, SnmpValue] = {}
        for numbers, oid in ordered[bisect_left(ordered, (root, "")) :]:
            if numbers[: len(root)] != root:
                break
            if len(numbers) > len(root):
                rows[".".join(map(str, numbers[len(root) :]))] = self.values[oid]
        self._statistics.values += len(rows)
        return rows


def _numbers_of(oid: str) -> tuple[int, ...]:
    return tuple(map(int, oid.split(".")))


_DECODERS: Mapping[str, Callable[[str], SnmpValue]] = MappingProxyType(
    {
        **dict.fromkeys(_NUMBERS, int),
        "4": str.encode,
        "4x": bytes.fromhex,
        "6": lambda content: Oid(content.strip(".")),
        "64": str,
        "64x": lambda content: ".".join(map(str, bytes.fromhex(content))),
    }
)


def _value_from(tag: str, content: str) -> SnmpValue | None:
    """Return None for a type that is not served. Raises ValueError for content that does not fit its tag."""
    decode = _DECODERS.get(tag)
    return None if decode is None else decode(content)
