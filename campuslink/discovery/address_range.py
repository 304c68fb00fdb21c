"""Which addresses a search visits. The text is a stranger's until it is parsed; no name is ever looked up for it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from ..errors import CampusLinkError

type Address = IPv4Address | IPv6Address
type Network = IPv4Network | IPv6Network

MOST_ADDRESSES = 4096
"""Addresses one search visits at most: a network of 20 bits."""
MOST_CHARACTERS = 1 << 16
_SHOWN = 40
_SEPARATOR = re.compile(r"[\s,;，；]+")
_AROUND_DASH = re.compile(r"\s*[-–—]\s*")
_OWN = tuple(
    ip_network(text)
    for text in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "127.0.0.0/8"),
        *("fc00::/7", "fe80::/10", "::1/128"),
    )
)
"""Networks that belong to whoever runs them. Source: RFC 1918, RFC 3927, RFC 4193, RFC 4291."""


class RangeFault(StrEnum):
    """Why a text names no range that may be searched."""

    EMPTY = "empty"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    NOT_PRIVATE = "not_private"
    """Addresses of the internet; they are searched only when somebody said that they are meant."""
    NO_HOSTS = "no_hosts"
    """Addresses that belong to no single device: multicast, reserved, unspecified."""


class RangeError(CampusLinkError):
    """A range is not searched, and nothing was sent."""

    def __init__(self, fault: RangeFault, part: str = "", count: int = 0) -> None:
        """part: the piece of the text that is meant; count: addresses in it, for `RangeFault.TOO_LARGE`."""
        self.fault = fault
        self.part = part[:_SHOWN]
        self.count = count
        super().__init__(_SENTENCES[fault].format(part=self.part, count=count, most=MOST_ADDRESSES))


_SENTENCES = {
    RangeFault.EMPTY: "no address is named",
    RangeFault.MALFORMED: "{part!r} is no address, network or range of addresses",
    RangeFault.TOO_LARGE: "{part} has {count} addresses; a search visits at most {most}",
    RangeFault.NOT_PRIVATE: "{part} is no private network; it is searched only when that is confirmed",
    RangeFault.NO_HOSTS: "{part} is the address of no single device",
}


@dataclass(frozen=True, slots=True)
class _Span:
    first: Address
    last: Address

    @property
    def count(self) -> int:
        return int(self.last) - int(self.first) + 1

    def lies_in(self, network: Network) -> bool:
        return self.first in network and self.last in network


@dataclass(frozen=True, slots=True)
class AddressRange:
    """Addresses in the order they were named, each once."""

    addresses: tuple[str, ...]

    def __len__(self) -> int:
        """Return how many addresses there are; 1..`MOST_ADDRESSES`."""
        return len(self.addresses)

    def __iter__(self) -> Iterator[str]:
        """Yield the addresses."""
        return iter(self.addresses)

    def __contains__(self, address: object) -> bool:
        """Tell whether an address is one of them."""
        return address in self.addresses


def parse_range(text: str, *, may_be_public: bool = False) -> AddressRange:
    """Return the addresses a text names: networks (``10.1.0.0/24``), ranges (``10.1.0.1-10.1.0.40``, ``10.1.0.1-40``)
    and single addresses, separated by commas, semicolons, spaces or lines.

    The first and the last address of a network of version 4 are left out: they belong to the network itself.
    may_be_public: whether addresses of the internet are meant. Raises RangeError; it takes no time, however large the
    networks are.
    """  # noqa: D205 - examples need the room
    parts = [part for part in _SEPARATOR.split(_AROUND_DASH.sub("-", text[: MOST_CHARACTERS + 1])) if part]
    if not parts:
        raise RangeError(RangeFault.EMPTY)
    if len(text) > MOST_CHARACTERS or len(parts) > MOST_ADDRESSES:
        raise RangeError(RangeFault.TOO_LARGE, part=parts[0] + " …", count=len(parts))
    spans = [_parse_part(part, may_be_public=may_be_public) for part in parts]
    count = sum(span.count for span in spans)
    if count > MOST_ADDRESSES:
        raise RangeError(RangeFault.TOO_LARGE, part=", ".join(parts), count=count)
    found: dict[str, None] = {}
    for span in spans:
        for offset in range(span.count):
            found[str(span.first + offset)] = None
    return AddressRange(tuple(found))


def is_own_address(text: str) -> bool:
    """Tell whether an address lies in a private network; False for anything that is none."""
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return any(address in network for network in _OWN)


def _parse_part(part: str, *, may_be_public: bool) -> _Span:
    span = _network(part) if "/" in part else _span(part)
    if span.count > MOST_ADDRESSES:
        raise RangeError(RangeFault.TOO_LARGE, part=part, count=span.count)
    if any(address.is_multicast or address.is_unspecified or _is_reserved(address) for address in _ends(span)):
        raise RangeError(RangeFault.NO_HOSTS, part=part)
    if not may_be_public and not any(span.lies_in(network) for network in _OWN):
        raise RangeError(RangeFault.NOT_PRIVATE, part=part)
    return span


def _ends(span: _Span) -> tuple[Address, Address]:
    return span.first, span.last


def _is_reserved(address: Address) -> bool:
    return isinstance(address, IPv4Address) and address.is_reserved


def _network(part: str) -> _Span:
    try:
        network = ip_network(part, strict=False)
    except ValueError:
        raise RangeError(RangeFault.MALFORMED, part=part) from None
    has_own_ends = isinstance(network, IPv4Network) and network.prefixlen <= 30
    return _Span(network[1], network[-2]) if has_own_ends else _Span(network[0], network[-1])


def _span(part: str) -> _Span:
    first_text, dash, last_text = part.partition("-")
    try:
        first = ip_address(first_text)
        if not dash:
            return _Span(first, first)
        # 10.1.0.1-40: only the last number changes
        is_short = isinstance(first, IPv4Address) and last_text.isascii() and last_text.isdecimal()
        last = ip_address(f"{first_text.rpartition('.')[0]}.{last_text}" if is_short else last_text)
    except ValueError:
        raise RangeError(RangeFault.MALFORMED, part=part) from None
    if first.version != last.version or int(last) < int(first):
        raise RangeError(RangeFault.MALFORMED, part=part)
    return _Span(first, last)
