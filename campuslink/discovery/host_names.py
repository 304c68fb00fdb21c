"""What the network calls the addresses at which something was found (reverse DNS)."""

import asyncio
import socket
from collections.abc import Iterable, Mapping

from .finding import short_text

PATIENCE_S = 6.0
"""Seconds for all names together; what is not known by then stays without one."""
_AT_A_TIME = 4


async def name_hosts(hosts: Iterable[str]) -> Mapping[str, str]:
    """Return name by address, of those that have one."""
    slots = asyncio.Semaphore(_AT_A_TIME)
    found: dict[str, str] = {}

    async def name(host: str) -> None:
        async with slots:
            try:
                answer, _ = await asyncio.get_running_loop().getnameinfo((host, 0), socket.NI_NAMEREQD)
            except OSError, UnicodeError:
                return
        found[host] = short_text(answer).rstrip(".")

    try:
        async with asyncio.timeout(PATIENCE_S), asyncio.TaskGroup() as group:
            for host in dict.fromkeys(hosts):
                group.create_task(name(host))
    except TimeoutError:
        pass
    return found
