"""Data items of the meter protocols: block items where they pay, layouts by the answer's length."""

from collections.abc import Mapping

from campuslink.codec.pipeline import ValueRule
from campuslink.model import PollClass
from campuslink.plan.items import plan_items
from campuslink.plan.request import ItemRequest, PlannedRequest, PointSlice
from campuslink.profile.schema import ItemRead, Point


def make_point(
    name: str, item: str, at: Mapping[int, tuple[int, int]], block: str = "", block_at: tuple[int, int] | None = None
) -> Point:
    return Point(
        id=name,
        read=ItemRead(item=item, at=at, block=block, block_at=block_at),
        rule=ValueRule(decode="bcd"),
        unit=None,
        poll=PollClass.NORMAL,
    )


VOLTAGES = [
    make_point(f"voltage_l{phase}", f"02010{phase}00", {0: (0, 2)}, "0201FF00", (2 * (phase - 1), 2))
    for phase in (1, 2, 3)
]


def test_two_wanted_siblings_are_read_as_their_block() -> None:
    assert plan_items(VOLTAGES[:2]) == (
        PlannedRequest(ItemRequest("0201FF00"), (PointSlice("voltage_l1", 0, 2), PointSlice("voltage_l2", 2, 2))),
    )


def test_a_single_wanted_sibling_is_read_alone() -> None:
    assert plan_items(VOLTAGES[1:2]) == (PlannedRequest(ItemRequest("02010200"), (PointSlice("voltage_l2", 0, 2),)),)


def test_a_refused_block_falls_back_to_its_items() -> None:
    plan = plan_items(VOLTAGES, {"0201FF00"})
    assert [planned.request for planned in plan] == [ItemRequest(f"02010{phase}00") for phase in (1, 2, 3)]


def test_a_refused_item_is_not_asked_for() -> None:
    assert plan_items(VOLTAGES, {"0201FF00", "02010100", "02010300"}) == (
        PlannedRequest(ItemRequest("02010200"), (PointSlice("voltage_l2", 0, 2),)),
    )


def test_points_of_one_item_share_its_request_and_its_layouts() -> None:
    volume = make_point("water_volume", "901F", {22: (0, 5), 46: (5, 5)})
    clock = make_point("clock", "901F", {22: (10, 7)})
    flags = make_point("battery_low", "901F", {0: (20, 2)})
    assert plan_items([volume, clock, flags]) == (
        PlannedRequest(
            ItemRequest("901F"),
            (PointSlice("battery_low", 20, 2),),
            (
                (22, (PointSlice("water_volume", 0, 5), PointSlice("clock", 10, 7), PointSlice("battery_low", 20, 2))),
                (46, (PointSlice("water_volume", 5, 5), PointSlice("battery_low", 20, 2))),
            ),
        ),
    )
