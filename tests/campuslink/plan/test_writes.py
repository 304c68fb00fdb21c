"""Writes of several coils: the fewest requests, and nothing between them touched."""

from hypothesis import given
from hypothesis import strategies as st

from campuslink.plan.request import RegisterSpan
from campuslink.plan.spans import plan_writes
from campuslink.profile.schema import RegisterRead


def coils(*addresses: int) -> dict[str, RegisterRead]:
    return {f"channel_{address}": RegisterRead(space="coil", address=address, count=1) for address in addresses}


def test_neighbours_are_written_together_and_others_apart() -> None:
    planned = plan_writes(coils(7, 0, 1, 2, 4), 8)
    assert [each.request for each in planned] == [
        RegisterSpan("coil", 0, 3),
        RegisterSpan("coil", 4, 1),
        RegisterSpan("coil", 7, 1),
    ]


def test_no_request_switches_more_than_it_may() -> None:
    assert [each.request for each in plan_writes(coils(*range(20)), 8)] == [
        RegisterSpan("coil", 0, 8),
        RegisterSpan("coil", 8, 8),
        RegisterSpan("coil", 16, 4),
    ]


@given(st.sets(st.integers(0, 200), min_size=1), st.integers(1, 16))
def test_every_coil_is_written_once_and_no_other(addresses: set[int], most: int) -> None:
    written = [
        (place.point, planned.request.address + place.start)
        for planned in plan_writes(coils(*addresses), most)
        if isinstance(planned.request, RegisterSpan) and planned.request.count == len(planned.slices) <= most
        for place in planned.slices
    ]
    assert sorted(written) == sorted((f"channel_{address}", address) for address in addresses)
