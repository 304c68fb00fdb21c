"""Why something cannot be reached: itself, or something it hangs on. One cause for all that share it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ...campuslink.model import EMPTY
from .graph import Graph, Step, walk, way_back
from .topology import Topology


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a thing cannot be reached."""

    thing: str
    culprit: str
    """What it is because of: the thing itself, or a switch between it and the monitor."""

    @property
    def is_root(self) -> bool:
        """Return whether the thing itself is the cause, and so what a person should look at."""
        return self.thing == self.culprit


def explain(
    topology: Topology,
    unreachable: Mapping[str, float],
    answered: Mapping[str, float],
    lines: Mapping[str, Collection[str]] = EMPTY,
) -> dict[str, Cause]:
    """Return the cause of everything that cannot be reached.

    unreachable: since when, by key of switch, campus device or path. answered: when it last did, by key; something
    that answered after a switch fell silent and hangs behind it proves that this switch still passes traffic on.
    What is in neither is not known and proves nothing. Times are seconds of one clock.
    lines: keys of the devices behind each gateway. When none of several answers, the gateway is their cause; it gets a
    cause of its own then, by its own key.
    """
    links = topology.links()
    walls = {key for key in links if key in unreachable}
    first_walls: dict[str, str | None] = {}
    for root in topology.roots(links):
        steps = _walk_past_what_passes(links, root, walls, unreachable, _proofs(topology, links, answered))
        first_walls.update({key: step.first_wall for key, step in steps.items()})
    causes = {
        thing: Cause(thing, first_walls.get(thing if thing in links else topology.attachments.get(thing, "")) or thing)
        for thing in unreachable
    }
    for line, devices in lines.items():
        own = [device for device in devices if device in causes and causes[device].is_root]
        if len(devices) > 1 and len(own) == len(devices):
            causes |= {thing: Cause(thing, line) for thing in (line, *devices)}
    return causes


def _proofs(topology: Topology, graph: Graph, answered: Mapping[str, float]) -> dict[str, float]:
    """Return when each switch was last proven to be connected: it answered, or something that hangs on it did."""
    proofs = {key: answered[key] for key in graph if key in answered}
    for thing, at in answered.items():
        key = topology.attachments.get(thing)
        if key is not None and key in graph and thing not in graph:
            proofs[key] = max(proofs.get(key, at), at)
    return proofs


def _walk_past_what_passes(
    graph: Graph, root: str, walls: Collection[str], since: Mapping[str, float], proofs: Mapping[str, float]
) -> dict[str, Step]:
    """Return the steps from the root, once every switch that still passes traffic on is no wall any more."""
    walls = set(walls)
    while True:
        steps = walk(graph, root, walls)
        for key in sorted(proofs.keys() & steps.keys(), key=lambda key: (steps[key].walls, key)):
            passed = {wall for wall in way_back(steps, key) if wall in walls}
            if passed and all(proofs[key] > since[wall] for wall in passed):
                walls -= passed
                break
        else:
            return steps
