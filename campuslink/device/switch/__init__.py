"""A switch over SNMP: its points, its ports, its neighbours, and what can be switched on them."""

from .device import SwitchDevice
from .ports import Neighbour, Port, PortKind, PortTable

__all__ = ["Neighbour", "Port", "PortKind", "PortTable", "SwitchDevice"]
