"""Where a meter is, as a person types it: hosts, ports, serial ports and addresses are hostile until proven plain."""

import ipaddress
import re

from ..campuslink.device.gate.uhppote import count_doors
from ..campuslink.profile.schema import Protocol, Transport

HOST_LIMIT = 253
DEVICE_LIMIT = 255
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_SERIAL_PORT = re.compile(r"(?:/dev/|[A-Za-z][A-Za-z0-9+.-]*://|COM\d)[!-~]*", re.ASCII)

_DLT645_DIGITS = 12
_CJT188_DIGITS = 14
_UNITS_ON_NETWORK = range(256)
_UNITS_ON_BUS = range(1, 248)


def parse_host(text: str) -> str | None:
    """Return a host name or IP address in lower case, or None when it is neither.

    An IPv6 address may stand in brackets; a scheme, a path, a port or a space makes it no host.
    """
    host = text.strip().lower()
    if not host or len(host) > HOST_LIMIT:
        return None
    if host.startswith("[") and host.endswith("]"):
        return _parse_ip(host[1:-1]) if ":" in host else None
    labels = host.removesuffix(".").split(".")
    if ":" in host or labels[-1].isdigit():
        return _parse_ip(host)
    return ".".join(labels) if all(_LABEL.fullmatch(label) for label in labels) else None


def parse_port(number: float) -> int | None:
    """Return a TCP port from 1 to 65535, or None."""
    return int(number) if number == int(number) and 1 <= number <= 65535 else None


def parse_serial_port(text: str) -> str | None:
    """Return the path or URL of a serial port, or None when it cannot be one."""
    device = text.strip()
    return device if len(device) <= DEVICE_LIMIT and _SERIAL_PORT.fullmatch(device) else None


def parse_address(text: str, protocol: Protocol, transport: Transport) -> str | None:
    """Return the address as devices keep it, or None when the protocol has no such address.

    text: a Modbus unit, or the digits on a meter's label, where spaces and hyphens do not count and leading zeros of
    a DL/T 645 address may be missing.
    """
    digits = text.strip() if protocol is Protocol.MODBUS else re.sub(r"[\s-]", "", text)
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > _CJT188_DIGITS:
        return None
    if protocol is Protocol.MODBUS:
        units = _UNITS_ON_NETWORK if transport is Transport.TCP else _UNITS_ON_BUS
        return str(int(digits)) if int(digits) in units else None
    if protocol is Protocol.UHPPOTE:
        return digits if count_doors(int(digits)) else None
    if protocol is Protocol.DLT645:
        return digits.zfill(_DLT645_DIGITS) if len(digits) <= _DLT645_DIGITS else None
    return digits if len(digits) == _CJT188_DIGITS else None


def _parse_ip(text: str) -> str | None:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return None if address.is_unspecified or address.is_multicast else str(address)
