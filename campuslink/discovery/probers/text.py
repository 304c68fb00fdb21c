"""Projectors with a protocol of their own: only where a handshake proves who listens before a command is sent.

Lines of text to an unknown serial server could reach anything behind it; so no profile without a handshake and a
network port of its own is tried.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import ClassVar, override

from ...errors import CampusLinkError
from ...link.endpoint import NetworkEndpoint
from ...profile.schema import Profile, Protocol, Transport
from ..finding import Finding, Service, short_text
from ..matching import MatchSearch
from ..visit import Bench, ServiceProber, Visit


@dataclass(frozen=True, slots=True)
class TextProber(ServiceProber):
    """Shakes hands at the port the profile names; whoever answers it rightly is read once."""

    service: ClassVar = Service.TEXT

    bench: Bench

    @override
    async def probe(self, visit: Visit) -> None:
        for profile in self.bench.profiles_of(Protocol.TEXT, Transport.TCP):
            if profile.transport.port and profile.transport.lines.handshake:
                await self._probe_profile(visit, profile)

    async def _probe_profile(self, visit: Visit, profile: Profile) -> None:
        endpoint = NetworkEndpoint(transport=Transport.TCP, host=visit.host, port=profile.transport.port)
        search = MatchSearch(lambda each: self.bench.hold_device(self.bench.spec(each, endpoint)))
        await visit.take_turn()
        with suppress(CampusLinkError):
            for match in await search.find([profile]):
                visit.found(
                    Finding(
                        service=Service.TEXT,
                        endpoint=endpoint,
                        # The handshake is a mark of the protocol, and nobody else answers it
                        matches=(replace(match, is_exact=True),),
                        identity=match.identity,
                        label=profile.name,
                        name=short_text(match.name),
                    )
                )
