"""Cameras: an RTSP server says that it is there. What it streams, and under which path, only its owner knows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import override

from ...errors import CampusLinkError, CannotConnectError
from ...link.endpoint import NetworkEndpoint
from ...link.rtsp import DEFAULT_PORT, knock
from ...profile.schema import Transport
from ..finding import Finding, Remark, Service, short_text
from ..visit import ServiceProber, Visit

TIMEOUT_S = 2.0


@dataclass(frozen=True, slots=True)
class RtspProber(ServiceProber):
    """Asks what the server can do, which needs no login and starts no stream."""

    ports: Sequence[int] = (DEFAULT_PORT,)

    @property
    @override
    def service(self) -> Service:
        return Service.RTSP

    @override
    async def probe(self, visit: Visit) -> None:
        for port in self.ports:
            await visit.take_turn()
            host = f"[{visit.host}]" if ":" in visit.host else visit.host
            try:
                greeting = await knock(f"rtsp://{host}:{port}/", timeout_s=TIMEOUT_S)
            except CampusLinkError as error:
                if port == self.ports[-1] and isinstance(error, CannotConnectError):
                    raise
                continue
            visit.found(
                Finding(
                    service=Service.RTSP,
                    endpoint=NetworkEndpoint(transport=Transport.TCP, host=visit.host, port=port),
                    remark=Remark.NEEDS_STREAMS,
                    label=short_text(f"RTSP {greeting.server}"),
                )
            )
