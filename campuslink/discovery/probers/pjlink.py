"""PJLink projectors and displays: their greeting tells what they are, and whether they want a password."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, override

from ...codec.pjlink import LONGEST_LINE, PORT, parse_greeting
from ...errors import CodecError, CredentialsError
from ...link.credentials import Credentials
from ...link.endpoint import NetworkEndpoint
from ...profile.schema import Protocol, Transport
from ..finding import Service
from ..greeting import overhear
from ..letting_in import match_behind_login
from ..visit import Bench, ServiceProber, Visit, try_ports


@dataclass(frozen=True, slots=True)
class PjlinkProber(ServiceProber):
    """Speaks only to those who greet as PJLink wants it."""

    service: ClassVar = Service.PJLINK

    bench: Bench
    passwords: Sequence[Credentials] = ()
    ports: Sequence[int] = (PORT,)

    @override
    async def probe(self, visit: Visit) -> None:
        await try_ports(self.ports, partial(self._probe_port, visit))

    async def _probe_port(self, visit: Visit, port: int) -> None:
        await visit.take_turn()
        said = await overhear(visit.host, port, lambda data: b"\r" in data or len(data) > LONGEST_LINE)
        try:
            needs_password = parse_greeting(said.partition(b"\r")[0]).needs_password
        except CredentialsError:
            needs_password = True
        except CodecError:
            return
        visit.found(
            await match_behind_login(
                self.bench,
                visit,
                NetworkEndpoint(transport=Transport.TCP, host=visit.host, port=port),
                self.bench.profiles_of(Protocol.PJLINK),
                self.passwords,
                service=Service.PJLINK,
                label="PJLink",
                is_open=not needs_password,
                proves_itself=True,
            )
        )
