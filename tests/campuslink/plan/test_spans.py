"""The fewest requests a device allows, checked against an exhaustive search and documented register maps."""

from collections.abc import Iterator, Sequence
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.codec.pipeline import ValueRule
from campuslink.model import PollClass
from campuslink.plan.request import PlannedRequest, RegisterSpan
from campuslink.plan.spans import Avoid, count_bytes, plan_spans
from campuslink.profile.schema import Point, Protocol, RegisterRead, Transport, TransportRules

# Eastron SDM630 Modbus protocol implementation guide: 30 input registers pairs of a full poll.
SDM630 = (
    *(0x0000, 0x0002, 0x0004, 0x0006, 0x0008, 0x000A, 0x000C, 0x000E, 0x0010, 0x0012, 0x0014, 0x0016),
    *(0x0018, 0x001A, 0x001C, 0x001E, 0x0020, 0x0022, 0x0034, 0x0038, 0x003C, 0x003E, 0x0042, 0x0046),
    *(0x0048, 0x004A, 0x004C, 0x004E, 0x0156, 0x0158),
)


def make_rules(
    max_registers: int = 125, max_gap: int = 0, blocks: tuple[tuple[str, int, int], ...] = ()
) -> TransportRules:
    return TransportRules(
        protocol=Protocol.MODBUS,
        transports=(Transport.TCP,),
        max_registers=max_registers,
        max_gap=max_gap,
        blocks=blocks,
    )


def make_point(
    name: str, address: int, count: int = 2, *, space: str = "input", model: str = "", exponent: int | None = None
) -> Point:
    return Point(
        id=name,
        read=RegisterRead(space=space, address=address, count=count, model=model, exponent=exponent),
        rule=ValueRule(decode={1: "uint16", 2: "float32", 4: "uint64"}.get(count, "text")),
        unit=None,
        poll=PollClass.NORMAL,
    )


def spans(plan: Sequence[PlannedRequest]) -> list[tuple[str, int, int]]:
    requests = [planned.request for planned in plan]
    return [(span.space, span.address, span.count) for span in requests if isinstance(span, RegisterSpan)]


def partitions(items: Sequence[int]) -> Iterator[list[list[int]]]:
    if not items:
        yield []
        return
    head, *tail = items
    for rest in partitions(tail):
        yield [[head], *rest]
        for index, group in enumerate(rest):
            yield [*rest[:index], [head, *group], *rest[index + 1 :]]


def search_exhaustively(places: Sequence[tuple[int, int]], max_registers: int, max_gap: int) -> tuple[int, int]:
    """Return (requests, registers) of the best of all partitions, register by register."""

    @cache
    def cost(group: tuple[int, ...]) -> int | None:
        cells = {cell for index in group for cell in range(places[index][0], sum(places[index]))}
        known = {cell for first, count in places for cell in range(first, first + count)}
        gap = 0
        for cell in range(min(cells), max(cells) + 1):
            gap = 0 if cell in known else gap + 1
            if gap > max_gap:
                return None
        size = max(cells) - min(cells) + 1
        return size if size <= max_registers else None

    costs = []
    for partition in partitions(range(len(places))):
        sizes = [cost(tuple(sorted(group))) for group in partition]
        if None not in sizes:
            costs.append((len(sizes), sum(size or 0 for size in sizes)))
    return min(costs)


places_strategy = st.lists(
    st.tuples(st.integers(0, 60), st.sampled_from([1, 2, 4])), min_size=1, max_size=6, unique_by=lambda place: place
)


@given(places=places_strategy, max_registers=st.integers(4, 40), max_gap=st.integers(0, 12))
def test_no_allowed_plan_has_fewer_requests_or_registers(
    places: list[tuple[int, int]], max_registers: int, max_gap: int
) -> None:
    points = [make_point(f"p{index}", address, count) for index, (address, count) in enumerate(places)]
    plan = spans(plan_spans(points, make_rules(max_registers, max_gap)))
    best = search_exhaustively(places, max_registers, max_gap)
    assert (len(plan), sum(count for _, _, count in plan)) == best


many_places = st.lists(
    st.tuples(st.sampled_from(["input", "holding", "coil"]), st.integers(0, 400), st.integers(1, 12)),
    min_size=1,
    max_size=60,
    unique_by=lambda place: place[:2],
)


@given(
    places=many_places,
    max_registers=st.integers(12, 125),
    max_gap=st.integers(0, 30),
    refused=st.sets(st.integers(0, 410), max_size=8),
    stretch=st.tuples(st.integers(0, 400), st.integers(0, 20)),
)
def test_every_point_is_carried_once_within_the_limits(
    places: list[tuple[str, int, int]],
    max_registers: int,
    max_gap: int,
    refused: set[int],
    stretch: tuple[int, int],
) -> None:
    points = {
        f"p{index}": make_point(f"p{index}", at, count, space=space) for index, (space, at, count) in enumerate(places)
    }
    forbidden = ("input", stretch[0], stretch[0] + stretch[1])
    avoid = Avoid(registers=frozenset(("input", cell) for cell in refused), stretches=frozenset({forbidden}))
    plan = plan_spans(points.values(), make_rules(max_registers, max_gap), avoid=avoid)

    carried = [place.point for planned in plan for place in planned.slices]
    touched = {
        point.id
        for point in points.values()
        if isinstance(point.read, RegisterRead) and point.read.space == "input"
        for cells in [range(point.read.address, point.read.address + point.read.count)]
        if refused & set(cells) or (forbidden[1] in cells and forbidden[2] in cells)
    }
    assert sorted(carried) == sorted(points.keys() - touched)
    assert len(plan) <= len(points)
    for planned in plan:
        span = planned.request
        assert isinstance(span, RegisterSpan)
        assert span.count <= (max_registers * 16 if span.space == "coil" else max_registers)
        cells = set(range(span.address, span.address + span.count))
        if span.space == "input":
            assert not cells & refused
            assert not {forbidden[1], forbidden[2]} <= cells
        for place in planned.slices:
            read = points[place.point].read
            assert isinstance(read, RegisterRead)
            assert (span.space, span.address + place.start, place.length) == (read.space, read.address, read.count)
            assert place.start + place.length <= span.count


def test_thirty_values_of_a_three_phase_meter_take_three_requests_at_most() -> None:
    points = [make_point(f"p{address:04x}", address) for address in SDM630]
    plan = plan_spans(points, make_rules(max_registers=80, max_gap=20))
    # Two runs lie too far apart for one request of 80 registers, so two requests are the fewest. The cheapest
    # conceivable: the wanted registers alone, in as many requests.
    least = 2 * 21 + 2 * 2 * len(SDM630)
    assert spans(plan) == [("input", 0x0000, 80), ("input", 0x0156, 4)]
    assert len(points) == 30
    # 0x24..0x33 is a documented hole of the map; cutting there would save 32 bytes and cost 21.
    best = min(least + 2 * 24, least + 21 + 2 * 8)
    assert count_bytes(plan) <= 1.15 * best


def test_a_gap_wider_than_allowed_is_not_read_across() -> None:
    points = [make_point("a", 0), make_point("b", 10)]
    assert spans(plan_spans(points, make_rules(max_gap=8))) == [("input", 0, 12)]
    assert spans(plan_spans(points, make_rules(max_gap=7))) == [("input", 0, 2), ("input", 10, 2)]


def test_registers_of_points_nobody_wants_are_no_gap() -> None:
    wanted = [make_point("a", 0), make_point("c", 4)]
    assert spans(plan_spans(wanted, make_rules(), defined=[make_point("b", 2)])) == [("input", 0, 6)]


def test_a_request_stays_within_one_block() -> None:
    points = [make_point("a", 0), make_point("b", 2), make_point("c", 4), make_point("outside", 100)]
    rules = make_rules(blocks=(("input", 0, 3), ("input", 2, 9)))
    assert spans(plan_spans(points, rules)) == [("input", 0, 2), ("input", 2, 4)]


def test_spaces_are_never_mixed() -> None:
    points = [make_point("a", 0, space="input"), make_point("b", 2, space="holding")]
    assert spans(plan_spans(points, make_rules(max_gap=50))) == [("holding", 2, 2), ("input", 0, 2)]


def test_a_point_longer_than_a_request_is_left_out() -> None:
    assert plan_spans([make_point("a", 0, 20)], make_rules(max_registers=10)) == ()


@pytest.mark.parametrize(("at", "exponent"), [(16, 17), (18, 22), (40, 12)])
def test_exponent_travels_in_the_same_request_as_its_point(at: int, exponent: int) -> None:
    point = make_point("p", at, 1, space="holding", model="meter", exponent=exponent)
    (planned,) = plan_spans([point], make_rules(), {"meter": 40069})
    (place,) = planned.slices
    assert isinstance(planned.request, RegisterSpan)
    assert place.exponent_at is not None
    assert planned.request.address + place.start == 40069 + at
    assert planned.request.address + place.exponent_at == 40069 + exponent


def test_points_of_a_model_the_device_lacks_are_left_out() -> None:
    assert plan_spans([make_point("p", 2, model="meter")], make_rules(), {"1": 40002}) == ()


def test_all_points_of_a_sunspec_meter_come_in_one_request() -> None:
    offsets = [(2, 6), (3, 6), (7, 15), (11, 15), (16, 17), (18, 22), (23, 27), (28, 32), (33, 37), (38, 54), (46, 54)]
    points = [
        make_point(f"p{at}", at, 2 if exponent == 54 else 1, space="holding", model="meter", exponent=exponent)
        for at, exponent in offsets
    ]
    plan = plan_spans(points, make_rules(max_gap=8), {"meter": 40069})
    assert spans(plan) == [("holding", 40071, 53)]
