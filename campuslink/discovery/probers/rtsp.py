"""Cameras: an RTSP server says that it is there. What it streams, and under which path, only its owner knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, override

from ...link.endpoint import NetworkEndpoint
from ...link.rtsp import DEFAULT_PORT, knock
from ...profile.schema import Transport
from ..finding import Finding, Remark, Service, short_text
from ..visit import ServiceProber, Visit, try_ports

TIMEOUT_S = 2.0


@dataclass(frozen=True, slots=True)
class RtspProber(ServiceProber):
    """Asks what the server can do, which needs no login and starts no stream."""

    service: ClassVar = Service.RTSP

    ports: Sequence[int] = (DEFAULT_PORT,)

    @override
    async def probe(self, visit: Visit) -> None:
        await try_ports(self.ports, partial(self._probe_port, visit))

    async def _probe_port(self, visit: Visit, port: int) -> None:
        await visit.take_turn()
        host = f"[{visit.host}]" if ":" in visit.host else visit.host
        greeting = await knock(f"rtsp://{host}:{port}/", timeout_s=TIMEOUT_S)
        visit.found(
            Finding(
                service=Service.RTSP,
                endpoint=NetworkEndpoint(transport=Transport.TCP, host=visit.host, port=port),
                remark=Remark.NEEDS_STREAMS,
                label=short_text(f"RTSP {greeting.server}"),
            )
        )
