"""ICMP echo without I/O: what ``ping`` sends and what comes back, for IPv4 and IPv6.

Source: RFC 792 (echo, echo reply), RFC 4443 section 4 (the same for IPv6), RFC 1071 (checksum).
"""

import struct
from dataclasses import dataclass

IPV4 = 4
IPV6 = 6

_REQUEST = {IPV4: 8, IPV6: 128}
_REPLY = {IPV4: 0, IPV6: 129}
_HEADER = struct.Struct("!BBHHH")
_ICMP_IN_IP = 1
_SHORTEST_IP_HEADER = 20


@dataclass(frozen=True, slots=True)
class EchoReply:
    """An answer to an echo request; identifier, sequence and payload are those of the request."""

    identifier: int
    sequence: int
    payload: bytes


def checksum(data: bytes) -> int:
    """Return the Internet checksum, 0..65535; over data that holds its own right checksum it is 0."""
    if len(data) % 2:
        data += b"\x00"
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    total = (total & 0xFFFF) + (total >> 16)
    return ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF


def encode_echo_request(version: int, identifier: int, sequence: int, payload: bytes) -> bytes:
    """Return the ICMP message of one echo request.

    version: `IPV4` or `IPV6`. The IPv6 checksum covers addresses only the system knows; it is left 0 for the system to
    fill in, which RFC 3542 section 3.1 makes its duty.
    """
    unsealed = _HEADER.pack(_REQUEST[version], 0, 0, identifier, sequence) + payload
    seal = checksum(unsealed) if version == IPV4 else 0
    return _HEADER.pack(_REQUEST[version], 0, seal, identifier, sequence) + payload


def decode_echo_reply(version: int, message: bytes) -> EchoReply | None:
    """Return the echo reply an ICMP message is, or None when it is anything else or damaged.

    A raw socket hears all ICMP of the machine, so that None is no error. The system has checked IPv6 checksums already.
    """
    if len(message) < _HEADER.size:
        return None
    kind, code, _, identifier, sequence = _HEADER.unpack_from(message)
    if kind != _REPLY[version] or code != 0:
        return None
    if version == IPV4 and checksum(message) != 0:
        return None
    return EchoReply(identifier, sequence, message[_HEADER.size :])


def strip_ipv4_header(packet: bytes) -> bytes:
    """Return the ICMP message within an IPv4 packet, as a raw socket hands it over; empty when there is none."""
    if len(packet) < _SHORTEST_IP_HEADER or packet[0] >> 4 != IPV4 or packet[9] != _ICMP_IN_IP:
        return b""
    length = (packet[0] & 0x0F) * 4
    return packet[length:] if length >= _SHORTEST_IP_HEADER else b""
