"""Host names to addresses for all probes: few look-ups at a time, each shared by all who wait for it."""

import asyncio
import ipaddress
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass

from .measurement import ProbeError, Reason
from .target import Family

LOOKUPS_AT_ONCE = 8
"""Each occupies a thread that cannot be called back, however long the name server is silent."""
FRESH_S = 60.0
MOST_NAMES = 2048

_FAMILIES = {Family.ANY: socket.AF_UNSPEC, Family.IPV4: socket.AF_INET, Family.IPV6: socket.AF_INET6}


@dataclass(frozen=True, slots=True)
class Address:
    """Where a host is."""

    host: str
    """Numeric, without scope."""
    scope: int = 0
    """IPv6 link-local: index of the interface."""

    @property
    def version(self) -> int:
        """4 or 6."""
        return 6 if ":" in self.host else 4

    @property
    def socket_family(self) -> socket.AddressFamily:
        """The family of sockets that reach it."""
        return socket.AF_INET6 if self.version == 6 else socket.AF_INET

    def at(self, port: int) -> tuple[str, int] | tuple[str, int, int, int]:
        """Return the socket address of a port."""
        return (self.host, port, 0, self.scope) if self.version == 6 else (self.host, port)


class AddressBook:
    """Remembers for a minute where hosts are. Lives on one event loop."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """clock: seconds."""
        self._clock = clock
        self._turns = asyncio.Semaphore(LOOKUPS_AT_ONCE)
        self._known: dict[tuple[str, Family], tuple[float, Address]] = {}
        self._running: dict[tuple[str, Family], asyncio.Task[Address]] = {}

    async def find(self, host: str, family: Family) -> Address:
        """Return an address of the host; the caller limits how long it waits.

        Raises ProbeError (name_not_resolved).
        """
        if (numeric := _numeric(host)) is not None:
            return numeric
        key = (host, family)
        at, address = self._known.get(key, (0.0, None))
        if address is not None and self._clock() - at < FRESH_S:
            return address
        task = self._running.get(key)
        if task is None:
            task = self._running[key] = asyncio.create_task(self._look_up(key), name=f"look up {host}")
            task.add_done_callback(lambda done: self._forget(key, done))
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Give up what is being looked up."""
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _forget(self, key: tuple[str, Family], done: asyncio.Task[Address]) -> None:
        self._running.pop(key, None)
        if not done.cancelled():
            # Taken notice of here, because everybody who waited may have given up by now.
            done.exception()

    async def _look_up(self, key: tuple[str, Family]) -> Address:
        host, family = key
        async with self._turns:
            try:
                found = await asyncio.get_running_loop().getaddrinfo(
                    host, None, family=_FAMILIES[family], type=socket.SOCK_STREAM
                )
            except (OSError, UnicodeError) as err:
                raise ProbeError(Reason.NAME_NOT_RESOLVED, f"{host}: {err}") from err
        address = _from_info(found[0][4])
        if len(self._known) >= MOST_NAMES:
            self._known.clear()
        self._known[key] = (self._clock(), address)
        return address


def _numeric(host: str) -> Address | None:
    try:
        parsed = ipaddress.ip_address(host)
    except ValueError:
        return None
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.scope_id:
        return Address(host.partition("%")[0], _scope(parsed.scope_id))
    return Address(str(parsed))


def _scope(name: str) -> int:
    try:
        return int(name) if name.isdecimal() else socket.if_nametoindex(name)
    except OSError as err:
        raise ProbeError(Reason.UNREACHABLE, "there is no such interface") from err


def _from_info(address: tuple[object, ...]) -> Address:
    scope = address[3] if len(address) == 4 else 0
    return Address(str(address[0]).partition("%")[0], scope if isinstance(scope, int) else 0)
