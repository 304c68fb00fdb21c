"""Which ports the demo listens on: the usual ones while they are free."""

import socket

from .storage import HOST

SIMULATOR_PORTS = 220
"""At least as many as the simulator's demo campus takes."""
FIRST_SIMULATOR_PORT = 15020
FIRST_WEB_PORT = 8123
STEP = 10


def find_ports(first: int, count: int) -> int:
    """Return the first of `count` free ports in a row, at or above `first`. Raises OSError when none is left."""
    for base in range(first, 65535 - count, STEP):
        if all(_is_free(base + offset) for offset in range(count)):
            return base
    raise OSError(f"no {count} free ports above {first}")


def hold_port(first: int) -> tuple[int, socket.socket]:
    """Return the first free port at or above `first`, for a server on TCP, and what keeps other demos from it.

    That is the same port of UDP, until it is closed: between finding a port and listening on it lie seconds. Raises
    OSError when no port is left.
    """
    for port in range(first, 65535):
        holder = socket.socket(type=socket.SOCK_DGRAM)
        try:
            holder.bind((HOST, port))
        except OSError:
            holder.close()
            continue
        if _can_bind(port, socket.SOCK_STREAM):
            return port, holder
        holder.close()
    raise OSError(f"no free port above {first}")


def _is_free(port: int) -> bool:
    return _can_bind(port, socket.SOCK_STREAM) and _can_bind(port, socket.SOCK_DGRAM)


def _can_bind(port: int, kind: socket.SocketKind) -> bool:
    with socket.socket(type=kind) as probe:
        if kind is socket.SOCK_STREAM:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True
