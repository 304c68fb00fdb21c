"""What happens in the network, told once to everybody who listens: triggers above all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from homeassistant.util.signal_type import SignalType

from ..const import DOMAIN


class NewsKind(StrEnum):
    """What happened; also the key of the trigger."""

    PORT_FLAPPING = "port_flapping"
    PORT_ERRORS = "port_errors"
    PORT_SPEED_DROPPED = "port_speed_dropped"
    PORT_RECOVERED = "port_recovered"
    BECAME_UNREACHABLE = "device_became_unreachable"
    NO_LONGER_UNREACHABLE = "device_no_longer_unreachable"


@dataclass(frozen=True, kw_only=True, slots=True)
class NetworkNews:
    """Something that happened to a device or one of its ports."""

    kind: NewsKind
    device_id: str
    """In the device registry."""
    device_ids: frozenset[str] = frozenset()
    """Of the devices behind it, for a gateway."""
    area_ids: frozenset[str]
    """Where it matters: the room of the device, of the port, of what hangs on it."""
    description: str
    """For the log of an automation, in English."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """What a trigger offers, as plain values."""
    is_first: bool = True
    """False: the same outage was told before, with another cause."""
    is_root: bool = True
    """Whether the device is the cause itself."""


SIGNAL_NETWORK_NEWS: SignalType[NetworkNews] = SignalType(f"{DOMAIN}_network_news")
SIGNAL_NETWORK_CHANGED: SignalType[str] = SignalType(f"{DOMAIN}_network_changed")
"""Sent with the id of the site's entry when what its state says may have changed."""
