"""DL/T 645 and CJ/T 188 points to data items: a block item where siblings are wanted, one request an item elsewhere."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from ..profile.schema import ItemRead, Point
from .request import ItemRequest, PlannedRequest, PointSlice

ANY_LENGTH = 0
"""Key of `ItemRead.at` for a layout that holds whatever the answer's length."""


def plan_items(points: Iterable[Point], refused: AbstractSet[str] = frozenset()) -> tuple[PlannedRequest, ...]:
    """Return one request for each block that two or more items of it are wanted from, and for each other item.

    refused: identifiers of items and blocks the device will not serve. A refused block's points are read one by one;
    points whose own item is refused are left out.
    """
    readable = [(point.id, point.read) for point in points if isinstance(point.read, ItemRead)]
    blocks: dict[str, list[tuple[str, ItemRead]]] = defaultdict(list)
    items: dict[str, list[tuple[str, ItemRead]]] = defaultdict(list)
    for point, read in readable:
        if read.block and read.block_at is not None and read.block not in refused:
            blocks[read.block].append((point, read))
        else:
            items[read.item].append((point, read))
    for block in [block for block, members in blocks.items() if len({read.item for _, read in members}) < 2]:
        for point, read in blocks.pop(block):
            items[read.item].append((point, read))
    planned = [_block_request(block, members) for block, members in blocks.items()]
    planned.extend(_item_request(item, members) for item, members in items.items() if item not in refused)
    return tuple(planned)


def _block_request(block: str, members: Sequence[tuple[str, ItemRead]]) -> PlannedRequest:
    slices = tuple(PointSlice(point, *read.block_at) for point, read in members if read.block_at is not None)
    return PlannedRequest(ItemRequest(block), slices)


def _item_request(item: str, members: Sequence[tuple[str, ItemRead]]) -> PlannedRequest:
    lengths = sorted({length for _, read in members for length in read.at} - {ANY_LENGTH})
    return PlannedRequest(
        ItemRequest(item),
        _layout(members, ANY_LENGTH),
        tuple((length, _layout(members, length)) for length in lengths),
    )


def _layout(members: Sequence[tuple[str, ItemRead]], length: int) -> tuple[PointSlice, ...]:
    places = [(point, read.at.get(length, read.at.get(ANY_LENGTH))) for point, read in members]
    return tuple(PointSlice(point, *place) for point, place in places if place is not None)
