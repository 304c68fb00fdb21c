"""One search: addresses visited side by side, gently, until it ends or is cancelled; then nothing is left open."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from ..errors import CampusLinkError
from ..link.endpoint import NetworkEndpoint
from ..profile.schema import Transport
from .address_range import AddressRange, is_own_address
from .calling import Caller, Heard, call_all
from .finding import Finding, Remark, Service
from .folding import fold
from .pace import Gate, ScanPace
from .visit import ServiceProber, Visit, is_nobody

_HTTP_PORT = 80
_NO_PACE = ScanPace()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a search has come."""

    visited: int
    total: int
    """Addresses; grows when a call to the segment is answered from elsewhere."""
    found: int
    """Devices, those included that cannot be added as they are."""
    asked: int
    """Questions sent so far."""

    @property
    def share(self) -> float:
        """Return how far it is, 0 to 1."""
        return self.visited / self.total if self.total else 1.0


type OnProgress = Callable[[Progress], None]


class Scan:
    """Runs once. Cancelling `run` closes every socket."""

    def __init__(
        self,
        addresses: AddressRange,
        probers: Sequence[ServiceProber],
        *,
        callers: Sequence[Caller] = (),
        pace: ScanPace = _NO_PACE,
        on_progress: OnProgress | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """probers: in the order they are tried at an address. callers: calls to the own segment, made meanwhile.

        clock, sleep: seconds, and how to wait for them, of the pace.
        """
        self._addresses = addresses
        self._probers = tuple(probers)
        self._callers = tuple(callers)
        self._pace = pace
        self._gate = Gate(pace.per_second, clock=clock, sleep=sleep)
        self._on_progress = on_progress
        self._visited = 0
        self._total = len(addresses)
        self._found: dict[str, tuple[Finding, ...]] = {}
        """By address."""

    @property
    def progress(self) -> Progress:
        """Return how far it is."""
        found = sum(map(len, self._found.values()))
        return Progress(visited=self._visited, total=self._total, found=found, asked=self._gate.passed)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what was found so far, in the order of the addresses."""
        listed = (*self._addresses, *(host for host in self._found if host not in self._addresses))
        return tuple(finding for host in listed for finding in self._found.get(host, ()))

    async def run(self) -> tuple[Finding, ...]:
        """Search, and return what was found."""
        self._tell()
        calling = asyncio.create_task(call_all(self._callers))
        try:
            await self._visit_all(self._addresses, self._probers)
            heard = await calling
        finally:
            calling.cancel()
            with suppress(asyncio.CancelledError):
                await calling
        await self._visit_heard(heard)
        self._take_names(heard)
        return self.findings

    async def _visit_all(self, hosts: Collection[str], probers: Sequence[ServiceProber]) -> None:
        waiting = iter(hosts)
        async with asyncio.TaskGroup() as group:
            for _ in range(min(self._pace.at_a_time, len(hosts))):
                group.create_task(self._work(waiting, probers))

    async def _work(self, waiting: Iterator[str], probers: Sequence[ServiceProber]) -> None:
        for host in waiting:
            await self._visit(host, probers)

    async def _visit(self, host: str, probers: Sequence[ServiceProber]) -> None:
        visit = Visit(host, self._gate.take_turn, [])
        with suppress(TimeoutError):
            async with asyncio.timeout(self._pace.visit_s):
                await _probe_all(visit, probers)
        if findings := fold(visit.findings):
            self._found[host] = findings
        self._visited += 1
        self._tell()

    async def _visit_heard(self, heard: Sequence[Heard]) -> None:
        """Visit who answered a call from an address that was not searched, for what it answered to only."""
        for prober in self._probers:
            hosts = {each.host for each in heard if each.service is prober.service and is_own_address(each.host)}
            if new := sorted(hosts - self._found.keys() - set(self._addresses)):
                self._total += len(new)
                await self._visit_all(new, [prober])

    def _take_names(self, heard: Sequence[Heard]) -> None:
        for each in heard:
            if findings := self._found.get(each.host):
                self._found[each.host] = tuple(
                    replace(finding, mac=finding.mac or each.mac, name=finding.name or each.name)
                    for finding in findings
                )
            elif each.service is Service.MDNS and each.host in self._addresses:
                self._found[each.host] = (_announced(each),)
        self._tell()

    def _tell(self) -> None:
        if self._on_progress is not None:
            self._on_progress(self.progress)


async def _probe_all(visit: Visit, probers: Sequence[ServiceProber]) -> None:
    for prober in probers:
        try:
            await prober.probe(visit)
        except CampusLinkError as error:
            if is_nobody(error):
                return
        except OSError, ValueError:
            # What no link understood of a hostile answer is no device
            continue


def _announced(heard: Heard) -> Finding:
    return Finding(
        service=Service.MDNS,
        endpoint=NetworkEndpoint(transport=Transport.HTTP, host=heard.host, port=_HTTP_PORT),
        remark=Remark.ONLY_ANNOUNCED,
        label=heard.label,
        name=heard.name,
    )
