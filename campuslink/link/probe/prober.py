"""Tries any number of paths from one process: a bounded number at once, one ICMP socket a family for all pings."""

import asyncio
import logging
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from statistics import median

from .addresses import Address, AddressBook
from .dns import look_up, system_name_server
from .echo import EchoSocket, open_echo_socket
from .http import PageReader
from .measurement import Measurement, ProbeError, Reason
from .ntp import ask_time
from .target import Target, Way
from .tcp import connect

_LOGGER = logging.getLogger(__name__)

ATTEMPTS_AT_ONCE = 100
LOOKUP_TIMEOUT_S = 5.0
_GOOD_STATUSES = range(200, 400)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProbeRules:
    """How hard is tried. Times in seconds."""

    packets: int = 5
    interval_s: float = 0.2
    """Between two pings of a burst."""
    ping_timeout_s: float = 1.0
    datagram_timeout_s: float = 2.0
    """DNS and NTP."""
    connect_timeout_s: float = 3.0
    page_timeout_s: float = 10.0
    """HTTP and HTTPS, connection and a second one for a certificate that is not accepted included."""


class Prober:
    """Lives on one event loop. `measure` may run many times at once."""

    def __init__(
        self,
        *,
        rules: ProbeRules | None = None,
        clock: Callable[[], float] = time.time,
        make_context: Callable[[], ssl.SSLContext] = ssl.create_default_context,
        addresses: AddressBook | None = None,
    ) -> None:
        """clock: seconds since 1970-01-01 UTC.

        make_context: called once, off the event loop; its context decides which certificates are accepted.
        """
        self._rules = rules or ProbeRules()
        self._clock = clock
        self._make_context = make_context
        self._addresses = addresses or AddressBook()
        self._turns = asyncio.Semaphore(ATTEMPTS_AT_ONCE)
        self._sockets: dict[int, EchoSocket] = {}
        self._pages: PageReader | None = None
        self._pages_lock = asyncio.Lock()
        self._has_logged = False

    async def measure(self, target: Target) -> Measurement:
        """Try a path once. Never raises for what the other side does: trouble is in the measurement."""
        async with self._turns:
            try:
                return await self._measure(target)
            except ProbeError as err:
                return Measurement(at=self._clock(), reason=err.reason, detail=err.detail)
            except Exception as err:  # boundary: one target's fault must not stop the others
                if not self._has_logged:
                    _LOGGER.exception("A path cannot be tried, this is a bug; it is logged once")
                self._has_logged = True
                return Measurement(at=self._clock(), reason=Reason.LOCAL_FAULT, detail=type(err).__name__)

    async def close(self) -> None:
        """Close the ICMP sockets and give up look-ups."""
        for each in self._sockets.values():
            each.close()
        self._sockets.clear()
        await self._addresses.close()

    async def _measure(self, target: Target) -> Measurement:
        address = await self._find(target)
        try:
            measurement = await self._try(target, address)
        except ProbeError as err:
            measurement = Measurement(at=0, reason=err.reason, detail=err.detail)
        except TimeoutError:
            measurement = Measurement(at=0, reason=Reason.NO_ANSWER)
        return replace(measurement, at=self._clock(), address=address.host)

    async def _find(self, target: Target) -> Address:
        host = target.host or await asyncio.to_thread(system_name_server)
        try:
            async with asyncio.timeout(LOOKUP_TIMEOUT_S):
                return await self._addresses.find(host, target.family)
        except TimeoutError as err:
            raise ProbeError(Reason.NAME_NOT_RESOLVED, f"{host}: no answer within {LOOKUP_TIMEOUT_S:g} s") from err

    async def _try(self, target: Target, address: Address) -> Measurement:
        match target.way:
            case Way.PING:
                return await self._ping(address)
            case Way.TCP:
                async with asyncio.timeout(self._rules.connect_timeout_s):
                    return Measurement(at=0, latency_ms=await connect(address, target.used_port))
            case Way.DNS:
                return await self._ask_name_server(target, address)
            case Way.NTP:
                return await self._ask_time_server(target, address)
            case Way.HTTP | Way.HTTPS:
                return await self._read_page(target, address)

    async def _ping(self, address: Address) -> Measurement:
        rules = self._rules
        burst = await self._socket(address.version).burst(
            address, packets=rules.packets, interval_s=rules.interval_s, timeout_s=rules.ping_timeout_s
        )
        return Measurement(
            at=0,
            sent=burst.sent,
            times_ms=burst.times_ms,
            latency_ms=median(burst.times_ms) if burst.times_ms else None,
            reason=None if burst.times_ms else Reason.NO_ANSWER,
        )

    async def _ask_name_server(self, target: Target, address: Address) -> Measurement:
        timeout_s = self._rules.datagram_timeout_s
        async with asyncio.timeout(timeout_s * 2):
            timed = await look_up(address, target.used_port, target.query, target.record, timeout_s=timeout_s)
        answer, reason, detail = timed.answer, None, ""
        if answer.rcode:
            reason, detail = Reason.SERVER_FAILURE, f"rcode {answer.rcode}"
        elif not answer.addresses or (target.expect and not set(target.expect) & set(answer.addresses)):
            reason = Reason.WRONG_ANSWER
        return Measurement(
            at=0, reason=reason, detail=detail, latency_ms=timed.latency_ms, addresses=answer.addresses[:8]
        )

    async def _ask_time_server(self, target: Target, address: Address) -> Measurement:
        answer = await ask_time(address, target.used_port, timeout_s=self._rules.datagram_timeout_s, clock=self._clock)
        latency_ms = max(answer.delay_s * 1000, 0.0)
        reason = None if answer.is_synchronised else Reason.NOT_SYNCHRONISED
        if answer.stratum == 0:
            reason = Reason.TIME_REFUSED
        return Measurement(
            at=0,
            reason=reason,
            detail=answer.kiss_code,
            latency_ms=latency_ms,
            stratum=answer.stratum,
            offset_ms=answer.offset_s * 1000 if reason is None else None,
        )

    async def _read_page(self, target: Target, address: Address) -> Measurement:
        reader = await self._page_reader()
        async with asyncio.timeout(self._rules.page_timeout_s):
            page = await reader.read(target, address, self._clock())
        reason = page.distrust if target.is_trust_checked else None
        is_good = page.status == target.status if target.status else page.status in _GOOD_STATUSES
        return Measurement(
            at=0,
            reason=reason or (None if is_good else Reason.WRONG_STATUS),
            latency_ms=page.latency_ms,
            status=page.status,
            body_bytes=page.body_bytes,
            days_left=page.certificate.days_left if page.certificate else None,
            certificate_subject=page.certificate.subject if page.certificate else "",
            certificate_reason=page.distrust,
        )

    async def _page_reader(self) -> PageReader:
        async with self._pages_lock:
            if self._pages is None:
                self._pages = PageReader(await asyncio.to_thread(self._make_context))
            return self._pages

    def _socket(self, version: int) -> EchoSocket:
        if version not in self._sockets:
            self._sockets[version] = open_echo_socket(version)
        return self._sockets[version]
