"""Walks over the network as a graph: shortest paths, and what stands in their way."""

import heapq
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

type Graph = Mapping[str, Collection[str]]
"""Neighbours by switch, the same in both directions."""


@dataclass(frozen=True, slots=True)
class Step:
    """How a switch is reached from where the walk began."""

    walls: int
    """Walls on the way, the switch itself included."""
    hops: int
    before: str | None
    """The switch one step nearer; None where the walk began."""
    first_wall: str | None
    """The wall met first; None when the way is free."""


def walk(graph: Graph, start: str, walls: Collection[str]) -> dict[str, Step]:
    """Return how each switch is reached from start: through as few walls as can be, then in as few hops.

    Of equal ways the one over the alphabetically first switch is taken, so that the result does not depend on order.
    """
    steps: dict[str, Step] = {}
    is_wall = start in walls
    heap: list[tuple[int, int, str, str, str]] = [(int(is_wall), 0, "", start, start if is_wall else "")]
    while heap:
        wall_count, hops, before, here, first_wall = heapq.heappop(heap)
        if here in steps:
            continue
        steps[here] = Step(wall_count, hops, before or None, first_wall or None)
        for there in graph.get(here, ()):
            if there not in steps:
                is_wall = there in walls
                wall = first_wall or (there if is_wall else "")
                heapq.heappush(heap, (wall_count + is_wall, hops + 1, here, there, wall))
    return steps


def way_back(steps: Mapping[str, Step], here: str) -> Iterator[str]:
    """Yield a switch and those it is reached over, back to where the walk began."""
    current: str | None = here
    while current is not None:
        yield current
        current = steps[current].before


def components(graph: Graph) -> list[frozenset[str]]:
    """Return the parts of the graph that hang together, the largest first."""
    left = set(graph)
    parts: list[frozenset[str]] = []
    while left:
        reached = {left.pop()}
        edge = list(reached)
        while edge:
            fresh = {there for there in graph[edge.pop()] if there not in reached}
            reached |= fresh
            edge += fresh
        left -= reached
        parts.append(frozenset(reached))
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def most_central(graph: Graph, part: Collection[str]) -> str:
    """Return the switch in the middle of a longest way through a part; of two, the one with more neighbours.

    In a tree this is its centre. Where cables form rings it is near enough: a person can say better.
    """
    one_end = _farthest(walk(graph, min(part), ()))
    steps = walk(graph, one_end, ())
    way = list(way_back(steps, _farthest(steps)))
    middle = way[(len(way) - 1) // 2 : len(way) // 2 + 1]
    return min(middle, key=lambda key: (-len(graph[key]), key))


def _farthest(steps: Mapping[str, Step]) -> str:
    return min(steps, key=lambda key: (-steps[key].hops, key))
