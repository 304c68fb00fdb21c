"""Networks of switches, drawn as links between names."""

import hashlib

from custom_components.smart_campus.network.rules.neighbours import Neighbour, SwitchIdentity
from custom_components.smart_campus.network.rules.topology import Topology


def mac(key: str) -> str:
    """Return the hardware address of a thing of this name."""
    return "02" + hashlib.sha256(key.encode()).hexdigest()[:10]


def switch(key: str) -> SwitchIdentity:
    """Return a switch that announces a hardware address of its own."""
    return SwitchIdentity(key=key, chassis=frozenset({mac(key)}), name=f"{key}.example")


def cable(port: str, other: str) -> Neighbour:
    """Return what a switch sees at a port that leads to another."""
    return Neighbour(port=port, chassis=mac(other))


def make_topology(*links: str) -> Topology:
    """Return a learned topology; links: pairs of names such as ``core-a``, seen from both sides."""
    pairs = [(one, other) for link in links for one, _, other in [link.partition("-")]]
    pairs += [(other, one) for one, other in pairs]
    topology = Topology()
    for key in sorted({one for one, _ in pairs}):
        topology.learn(switch(key), [cable(f"to {other}", other) for one, other in pairs if one == key], 0.0)
    return topology
