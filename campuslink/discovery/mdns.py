"""Announcements of a network segment (DNS-SD over multicast), heard through a zeroconf instance of somebody else.

Only names and addresses are taken from them; what is at an address is asked there.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, override

from zeroconf import ServiceStateChange, Zeroconf
from zeroconf.asyncio import AsyncServiceBrowser, AsyncServiceInfo, AsyncZeroconf

from .calling import MOST_HEARD, Caller, Heard
from .finding import Service, short_text

TYPES = (
    "_http._tcp.local.",
    "_https._tcp.local.",
    "_rtsp._tcp.local.",
    "_pjlink._tcp.local.",
    "_axis-video._tcp.local.",
    "_shelly._tcp.local.",
    "_esphomelib._tcp.local.",
    "_mqtt._tcp.local.",
)
"""What devices of a campus announce; printers and loudspeakers are left alone."""
LISTEN_S = 5.0
RESOLVE_MS = 2000
_AT_A_TIME = 8


@dataclass(slots=True)
class MdnsCaller(Caller):
    """Listens for a while, then asks each announcer for its address."""

    zeroconf: AsyncZeroconf
    """Shared; it is left open."""
    listen_s: float = LISTEN_S
    types: Sequence[str] = TYPES
    _names: dict[str, str] = field(default_factory=dict)
    """Service type by instance name."""

    @override
    async def call(self) -> Sequence[Heard]:
        browser = AsyncServiceBrowser(self.zeroconf.zeroconf, list(self.types), handlers=[self._note])
        try:
            await asyncio.sleep(self.listen_s)
        finally:
            await browser.async_cancel()
        slots = asyncio.Semaphore(_AT_A_TIME)
        heard = await asyncio.gather(*(self._resolve(slots, name, kind) for name, kind in self._names.items()))
        return [each for group in heard for each in group][:MOST_HEARD]

    def _note(
        self,
        zeroconf: Zeroconf,  # noqa: ARG002 - zeroconf calls by name
        service_type: str,
        name: str,
        state_change: ServiceStateChange,
    ) -> None:
        if state_change is not ServiceStateChange.Removed and len(self._names) < MOST_HEARD:
            self._names[name] = service_type

    async def _resolve(self, slots: asyncio.Semaphore, name: str, kind: str) -> list[Heard]:
        async with slots:
            info = AsyncServiceInfo(kind, name)
            if not await info.async_request(self.zeroconf.zeroconf, RESOLVE_MS):
                return []
        instance = short_text(name.removesuffix(f".{kind}"))
        label = kind.removesuffix(".local.")
        return [Heard(host=host, service=Service.MDNS, name=instance, label=label) for host in _addresses(info)[:2]]


def _addresses(info: Any) -> list[str]:  # noqa: ANN401 - zeroconf leaves its C classes without types
    return [str(address) for address in info.parsed_scoped_addresses()]
