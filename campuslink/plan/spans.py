"""Modbus points to the fewest requests their device allows.

A read costs 21 bytes on TCP before its first register: 12 for the request (7 of header, 5 of command), 9 around the
answer; then 2 bytes a register, or 1 bit a coil. Bytes are the smaller part. On the bus behind a gateway, at 9600 baud,
a register takes 2.3 ms, a request 15 ms for its own 13 bytes, 8 ms of silence and some 30 to 60 ms until the meter
speaks: as long as 25 to 40 registers. So the plan with the fewest requests wins, and among those the one that reads the
fewest registers. This may cost up to twice the least bytes where few points lie far apart: the fast points of an
Eastron SDM630 are read as 42 registers in one request (105 bytes, about 150 ms) instead of 8 in two (58 bytes, 130 to
190 ms). Where crossing a gap is dearer than a request, the profile says so by `max_gap`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..model import EMPTY
from ..profile.schema import Point, RegisterRead, TransportRules
from .request import PlannedRequest, PointSlice, RegisterSpan

REQUEST_BYTES = 21
"""Bytes a read costs on TCP, its registers apart."""

MOST_REGISTERS = 125
MOST_BITS = 2000
LAST_ADDRESS = 0xFFFF

_BIT_SPACES = frozenset({"coil", "discrete"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Avoid:
    """What a device was found to refuse."""

    registers: frozenset[tuple[str, int]] = frozenset()
    """(space, address) no request may touch; points that lie on one are left out of the plan."""
    stretches: frozenset[tuple[str, int, int]] = frozenset()
    """(space, first, last) no request may hold as a whole, though its ends can be read apart."""


NOTHING = Avoid()


@dataclass(frozen=True, slots=True)
class _Need:
    """The registers one point needs in one request: its own, and its exponent's."""

    first: int
    last: int
    start: int
    read: RegisterRead
    exponent: int | None
    point: str


def plan_spans(
    points: Iterable[Point],
    rules: TransportRules,
    bases: Mapping[str, int] = EMPTY,
    avoid: Avoid = NOTHING,
    *,
    defined: Iterable[Point] = (),
) -> tuple[PlannedRequest, ...]:
    """Return the requests that carry the points, by space and address.

    bases: wire address of each SunSpec model's id register, by the name points use for it.
    defined: other points of the device; their registers exist, so reading across them is no gap.
    Left out: points no allowed request can carry (refused, outside every block, longer than a request, model absent).
    """
    wanted = [(point.read.space, _need(point, bases)) for point in points if isinstance(point.read, RegisterRead)]
    known = wanted + [
        (other.read.space, _need(other, bases)) for other in defined if isinstance(other.read, RegisterRead)
    ]
    planned: list[PlannedRequest] = []
    for space in sorted({space for space, _ in wanted}):
        ground = _Ground(space, rules, avoid, [need for found, need in known if found == space and need is not None])
        needs = [
            need
            for found, need in wanted
            if found == space and need is not None and ground.allows(need.first, need.last)
        ]
        planned.extend(_request(space, group) for group in _fewest(needs, ground))
    return tuple(planned)


def plan_writes(targets: Mapping[str, RegisterRead], most: int) -> tuple[PlannedRequest, ...]:
    """Return the fewest writes of single coils or registers, each of neighbours only, by space and address.

    targets: by point id, where each is written. most: values one write may hold; nothing between them is touched.
    """
    ordered = sorted(targets.items(), key=lambda item: (item[1].space, item[1].address))
    runs: list[list[tuple[str, RegisterRead]]] = []
    for point, read in ordered:
        last = runs[-1] if runs else []
        is_next = last and (read.space, read.address) == (last[-1][1].space, last[-1][1].address + 1)
        if is_next and len(last) < most:
            last.append((point, read))
        else:
            runs.append([(point, read)])
    return tuple(
        PlannedRequest(
            RegisterSpan(run[0][1].space, run[0][1].address, len(run)),
            tuple(PointSlice(point, place, 1) for place, (point, _) in enumerate(run)),
        )
        for run in runs
    )


def count_bytes(plan: Iterable[PlannedRequest]) -> int:
    """Return what the plan costs on a TCP connection, both ways, in bytes of Modbus."""
    spans = [planned.request for planned in plan if isinstance(planned.request, RegisterSpan)]
    return sum(REQUEST_BYTES + _size(span.space, span.count) for span in spans)


def resolve_address(read: RegisterRead, bases: Mapping[str, int]) -> int | None:
    """Return the wire address, or None when the device lacks the SunSpec model."""
    if not read.model:
        return read.address
    base = bases.get(read.model)
    return None if base is None else base + read.address


def _need(point: Point, bases: Mapping[str, int]) -> _Need | None:
    read = point.read
    if not isinstance(read, RegisterRead) or (start := resolve_address(read, bases)) is None:
        return None
    exponent = None if read.exponent is None else bases.get(read.model, 0) + read.exponent
    first, last = start, start + read.count - 1
    if exponent is not None:
        first, last = min(first, exponent), max(last, exponent)
    return _Need(first, last, start, read, exponent, point.id)


class _Ground:
    """What one space of one device lets a request do."""

    def __init__(self, space: str, rules: TransportRules, avoid: Avoid, known: Sequence[_Need]) -> None:
        is_bits = space in _BIT_SPACES
        self.most = min(MOST_BITS, rules.max_registers * 16) if is_bits else min(MOST_REGISTERS, rules.max_registers)
        self.blocks = [(first, last) for found, first, last in rules.blocks if found == space]
        self.refused = [address for found, address in avoid.registers if found == space]
        self.stretches = [(first, last) for found, first, last in avoid.stretches if found == space]
        self.stretches += _wide_gaps(known, rules.max_gap)

    def allows(self, first: int, last: int) -> bool:
        """Return whether one request may read from first to last. False stays False for longer requests."""
        return (
            first >= 0
            and last <= LAST_ADDRESS
            and last - first < self.most
            and (not self.blocks or any(low <= first and last <= high for low, high in self.blocks))
            and not any(first <= address <= last for address in self.refused)
            and not any(first <= low and high <= last for low, high in self.stretches)
        )


def _wide_gaps(known: Sequence[_Need], max_gap: int) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    covered: int | None = None
    for need in sorted(known, key=lambda need: need.first):
        if covered is not None and need.first - covered - 1 > max_gap:
            gaps.append((covered + 1, need.first - 1))
        covered = need.last if covered is None else max(covered, need.last)
    return gaps


def _fewest(needs: Sequence[_Need], ground: _Ground) -> list[list[_Need]]:
    """Cut the needs, in order of address, into the cheapest allowed groups.

    Some best plan is always such a cut: were a point carried by an earlier request than its neighbour in front of it,
    it could move to that neighbour's request, or both requests be one, and nothing would be longer.
    """
    ordered = sorted(needs, key=lambda need: (need.first, need.last))
    best = [(0, 0, 0)]
    for end in range(1, len(ordered) + 1):
        options: list[tuple[int, int, int]] = []
        last = 0
        for begin in range(end - 1, -1, -1):
            first, last = ordered[begin].first, max(last, ordered[begin].last)
            if not ground.allows(first, last):
                break
            options.append((best[begin][0] + 1, best[begin][1] + last - first + 1, begin))
        best.append(min(options))
    groups: list[list[_Need]] = []
    end = len(ordered)
    while end:
        begin = best[end][2]
        groups.append(ordered[begin:end])
        end = begin
    return groups[::-1]


def _request(space: str, group: Sequence[_Need]) -> PlannedRequest:
    first = group[0].first
    slices = tuple(
        PointSlice(
            need.point,
            need.start - first,
            need.read.count,
            None if need.exponent is None else need.exponent - first,
        )
        for need in group
    )
    return PlannedRequest(RegisterSpan(space, first, max(need.last for need in group) - first + 1), slices)


def _size(space: str, count: int) -> int:
    return (count + 7) // 8 if space in _BIT_SPACES else 2 * count
