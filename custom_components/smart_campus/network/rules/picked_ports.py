"""Which ports of a switch a person watches, which lead to other switches, and which to propose."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from .text import list_of

CONF_PORTS = "ports"
CONF_UPLINKS = "uplinks"
CONF_POE_PORTS = "poe_ports"
CONF_ALLOW_CONTROL = "allow_control"
MOST_PICKED = 64
"""Ports of one switch that get entities; five each."""
MOST_NAME = 255

NETWORK_GEAR = frozenset({"bridge", "router"})
END_GEAR = frozenset({"telephone", "station", "docsis", "access_point"})
"""What phones, computers and access points call themselves besides a bridge: power to them must be switchable."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PickedPorts:
    """What a person chose of one switch. Ports are meant by name, which outlives a new numbering."""

    ports: tuple[str, ...] = ()
    """With entities of their own."""
    uplinks: frozenset[str] = frozenset()
    """Towards other switches: nothing on them is ever switched."""
    poe_ports: frozenset[str] = frozenset()
    """Of `ports`, those that deliver power."""
    allow_control: bool = False
    """Whether ports may be switched at all."""

    @classmethod
    def from_options(cls, options: Mapping[str, Any]) -> Self:
        """Return what is stored; what is damaged there is left out."""
        return cls(
            ports=_names(options.get(CONF_PORTS))[:MOST_PICKED],
            uplinks=frozenset(_names(options.get(CONF_UPLINKS))),
            poe_ports=frozenset(_names(options.get(CONF_POE_PORTS))),
            allow_control=options.get(CONF_ALLOW_CONTROL) is True,
        )

    def to_options(self) -> dict[str, Any]:
        """Return what to store."""
        return {
            CONF_PORTS: list(self.ports),
            CONF_UPLINKS: sorted(self.uplinks),
            CONF_POE_PORTS: sorted(self.poe_ports),
            CONF_ALLOW_CONTROL: self.allow_control,
        }


@dataclass(frozen=True, kw_only=True, slots=True)
class PortFacts:
    """What a proposal looks at."""

    name: str
    is_aggregate: bool = False
    neighbour_capabilities: tuple[frozenset[str], ...] = ()
    """Of each neighbour that makes itself known."""
    is_learned_uplink: bool = False
    """Many addresses were heard there, or a switch of ours is behind it."""
    has_device: bool = False
    """A device of the campus hangs on it."""


def propose_uplinks(ports: Iterable[PortFacts]) -> tuple[str, ...]:
    """Return the ports that seem to lead to other switches."""
    return tuple(
        port.name for port in ports if port.is_learned_uplink or any(map(_is_gear, port.neighbour_capabilities))
    )


def propose_ports(ports: Collection[PortFacts]) -> tuple[str, ...]:
    """Return the ports worth entities of their own: uplinks, and those with a device of the campus."""
    uplinks = set(propose_uplinks(ports))
    return tuple(port.name for port in ports if port.name in uplinks or port.has_device)[:MOST_PICKED]


def _is_gear(capabilities: frozenset[str]) -> bool:
    return bool(capabilities & NETWORK_GEAR) and not capabilities & END_GEAR


def _names(value: object) -> tuple[str, ...]:
    names = (name for name in list_of(value) if isinstance(name, str) and 0 < len(name) <= MOST_NAME)
    return tuple(dict.fromkeys(names))
