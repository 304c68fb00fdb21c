"""What the network calls the addresses at which something was found (reverse DNS)."""

import asyncio
import socket
from collections.abc import Iterable
from dataclasses import replace

from .finding import Finding, short_text

PATIENCE_S = 6.0
"""Seconds for all names together; what is not known by then stays without one."""
_AT_A_TIME = 4


async def name_findings(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with the names of their addresses, of those that have one."""
    listed = tuple(findings)
    names = await _name_hosts({finding.host for finding in listed})
    return tuple(replace(finding, host_name=names.get(finding.host, "")) for finding in listed)


async def _name_hosts(hosts: Iterable[str]) -> dict[str, str]:
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
