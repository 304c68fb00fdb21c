"""Which switch hangs on which, learned from LLDP and kept while switches are down."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from .graph import Graph, components, most_central, walk
from .neighbours import (
    Neighbour,
    SwitchIdentity,
    identity_from_json,
    identity_to_json,
    neighbour_from_json,
)
from .text import finite, list_of, mapping_of

MOST_NEIGHBOURS = 1024
"""Neighbours of one switch that are looked at."""
FORGET_AFTER_S = 7 * 86_400.0
"""A neighbour that its switch has not seen for this long, while it answered, is gone."""
MOST_CREDIT_S = 3600.0
"""The longest time between two answers of a switch that counts as looked at."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TreeNode:
    """A switch in the tree seen from the root."""

    key: str
    parent: str | None
    """The switch it hangs on; None for a root, and where no link is known."""
    ports: tuple[str, ...] = ()
    """Its own ports towards the parent; several when they are aggregated, none when only the parent tells."""
    parent_ports: tuple[str, ...] = ()
    """The parent's ports towards it."""


@dataclass(slots=True)
class _Seen:
    neighbour: Neighbour
    missed_s: float = 0.0


@dataclass(slots=True)
class Topology:
    """The links between switches. Asymmetric, missing, doubled and looped LLDP is normal."""

    wanted_root: str | None = None
    """The switch the monitor hangs on, when a person said so; else the most central one is taken."""
    attachments: dict[str, str] = field(default_factory=dict)
    """What hangs on which switch, by key, from the port map; a switch that hangs on a switch is a link without LLDP."""
    _switches: dict[str, SwitchIdentity] = field(default_factory=dict)
    _seen: dict[str, list[_Seen]] = field(default_factory=dict)
    _learned_at: dict[str, float] = field(default_factory=dict)
    _derived_root: str | None = None
    _revision: int = 0
    """Goes up when something is learned that changes a link."""
    _links: tuple[int, dict[str, str], dict[str, dict[str, tuple[str, ...]]]] | None = None
    """The links, with the revision and the attachments they were found from."""

    @property
    def switches(self) -> frozenset[str]:
        """Return the keys of the switches there are."""
        return frozenset(self._switches)

    def learn(self, switch: SwitchIdentity, neighbours: Iterable[Neighbour], now: float) -> None:
        """Take what a switch says of itself and of its neighbours.

        A port that shows somebody shows only them from now on. One that shows nobody keeps who was there: a neighbour
        falls silent first of all when it is in trouble.
        now: seconds of any clock; only its advance since the same switch was last heard counts.
        """
        credit_s = min(max(now - self._learned_at.get(switch.key, now), 0.0), MOST_CREDIT_S)
        self._learned_at[switch.key] = now
        before = self._switches.get(switch.key), self.neighbours_of(switch.key)
        self._switches[switch.key] = switch.cleaned()
        fresh = [item.cleaned() for _, item in zip(range(MOST_NEIGHBOURS), neighbours, strict=False)]
        shown = {item.port for item in fresh}
        kept = [seen for seen in self._seen.get(switch.key, ()) if seen.neighbour.port not in shown]
        for seen in kept:
            seen.missed_s += credit_s
        remembered = [seen for seen in kept if seen.missed_s <= FORGET_AFTER_S]
        self._seen[switch.key] = ([_Seen(item) for item in fresh] + remembered)[:MOST_NEIGHBOURS]
        if before != (self._switches[switch.key], self.neighbours_of(switch.key)):
            self._revision += 1

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget switches that are not part of the installation any more."""
        for key in self._switches.keys() - set(keys):
            del self._switches[key]
            self._seen.pop(key, None)
            self._learned_at.pop(key, None)
            self._revision += 1

    def neighbours_of(self, key: str) -> tuple[Neighbour, ...]:
        """Return whom a switch sees, those included that are silent for a while."""
        return tuple(seen.neighbour for seen in self._seen.get(key, ()))

    def links(self) -> dict[str, dict[str, tuple[str, ...]]]:
        """Return, by switch and neighbour switch, the switch's own ports towards it.

        Both directions are there even when only one side, or a person, knows the link; then one has no ports. Not to
        be changed: it is found anew only when something changed.
        """
        if self._links is None or self._links[:2] != (self._revision, self.attachments):
            self._links = (self._revision, dict(self.attachments), self._find_links())
        return self._links[2]

    def _find_links(self) -> dict[str, dict[str, tuple[str, ...]]]:
        index = _Index(self._switches.values())
        links: dict[str, dict[str, set[str]]] = {key: {} for key in self._switches}
        for key, seen_here in self._seen.items():
            for seen in seen_here:
                other = index.find(seen.neighbour)
                if other is not None and other != key:
                    links[key].setdefault(other, set()).add(seen.neighbour.port)
                    links[other].setdefault(key, set())
        for thing, key in self.attachments.items():
            if thing in links and key in links and thing != key:
                links[thing].setdefault(key, set())
                links[key].setdefault(thing, set())
        return {
            key: {other: tuple(sorted(ports)) for other, ports in sorted(there.items())} for key, there in links.items()
        }

    def roots(self, links: Mapping[str, Mapping[str, tuple[str, ...]]]) -> tuple[str, ...]:
        """Return where to look from: the root first, then one switch of each part that no known link joins to it."""
        parts = components(links)
        if not parts:
            return ()
        wanted = self.wanted_root
        root = wanted if wanted is not None and wanted in links else self._derive_root(links, parts[0])
        return (root, *(most_central(links, part) for part in parts if root not in part))

    def _derive_root(self, links: Graph, part: frozenset[str]) -> str:
        """Return the most central switch; the one of before stays while it has as many neighbours.

        So the picture does not turn over whenever a switch is added at an edge.
        """
        best, before = most_central(links, part), self._derived_root
        if before is None or before not in part or len(links[before]) < len(links[best]):
            self._derived_root = before = best
        return before

    def tree(self) -> tuple[TreeNode, ...]:
        """Return every switch with the one it hangs on, roots first, then by distance and key."""
        links = self.links()
        nodes: list[tuple[int, TreeNode]] = []
        for root in self.roots(links):
            for key, step in walk(links, root, ()).items():
                if step.before is None:
                    nodes.append((0, TreeNode(key=key, parent=None)))
                    continue
                own, theirs = links[key][step.before], links[step.before][key]
                nodes.append((step.hops, TreeNode(key=key, parent=step.before, ports=own, parent_ports=theirs)))
        return tuple(node for _, node in sorted(nodes, key=lambda item: (item[0], item[1].key)))

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for `from_json`; attachments belong to the port map."""
        return {
            "root": self._derived_root,
            "switches": {
                key: {
                    **identity_to_json(switch),
                    "seen": [[seen.neighbour.to_json(), seen.missed_s] for seen in self._seen.get(key, ())],
                }
                for key, switch in self._switches.items()
            },
        }

    @classmethod
    def from_json(cls, data: object) -> Self:
        """Rebuild what `to_json` returned; what is damaged is left out and learned anew."""
        topology = cls()
        given = mapping_of(data)
        root = given.get("root")
        topology._derived_root = root if isinstance(root, str) else None
        for key, item in mapping_of(given.get("switches")).items():
            stored = mapping_of(item)
            topology._switches[key] = identity_from_json(key, stored)
            topology._seen[key] = [*_seen_from_json(stored)]
        return topology


def _seen_from_json(stored: Mapping[str, Any]) -> Iterable[_Seen]:
    for row in list_of(stored.get("seen"))[:MOST_NEIGHBOURS]:
        try:
            neighbour, missed_s = list_of(row)
            yield _Seen(neighbour_from_json(neighbour), max(finite(missed_s) or 0.0, 0.0))
        except ValueError:
            continue


class _Index:
    """Finds the switch a neighbour is: by chassis, else by address, else by a name that only one bears."""

    def __init__(self, switches: Iterable[SwitchIdentity]) -> None:
        self._by_chassis: dict[str, set[str]] = {}
        self._by_address: dict[str, set[str]] = {}
        self._by_name: dict[str, set[str]] = {}
        for switch in switches:
            for chassis in switch.chassis:
                self._by_chassis.setdefault(chassis, set()).add(switch.key)
            for address in switch.addresses:
                self._by_address.setdefault(address, set()).add(switch.key)
            if switch.name:
                self._by_name.setdefault(switch.name, set()).add(switch.key)

    def find(self, neighbour: Neighbour) -> str | None:
        """Return the key of the switch, when exactly one fits."""
        for index, mark in (
            (self._by_chassis, neighbour.chassis),
            (self._by_address, neighbour.address),
            (self._by_name, neighbour.name),
        ):
            found = index.get(mark, ())
            if len(found) == 1:
                return next(iter(found))
        return None
