"""Extron recorders: on telnet they say who they are before anybody asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, override

from ...codec.sis import is_greeting_end
from ...codec.text_lines import decode_line
from ...link.credentials import Credentials
from ...link.endpoint import NetworkEndpoint
from ...link.sis import ENDS
from ...profile.schema import Protocol, Transport
from ..finding import Finding, Remark, Service, short_text
from ..greeting import overhear
from ..letting_in import match_behind_login
from ..visit import Bench, ServiceProber, Visit, try_ports

DEFAULT_PORT = 23
_MODEL = re.compile(r"Extron Electronics,\s*([^,]{1,60})")
_PASSWORD = ENDS[-1]
"""How the question for the password ends, behind the greeting."""
_RECORDER = "SMP"


@dataclass(frozen=True, slots=True)
class ExtronProber(ServiceProber):
    """Sends nothing to anybody else. A password goes over telnet in the clear, as it does when it is added so."""

    service: ClassVar = Service.EXTRON

    bench: Bench
    passwords: Sequence[Credentials] = ()
    ports: Sequence[int] = (DEFAULT_PORT,)

    @override
    async def probe(self, visit: Visit) -> None:
        await try_ports(self.ports, partial(self._probe_port, visit))

    async def _probe_port(self, visit: Visit, port: int) -> None:
        await visit.take_turn()
        said = await overhear(visit.host, port, _is_whole)
        text = decode_line(said)
        if (model := _MODEL.search(text)) is None:
            return
        endpoint = NetworkEndpoint(transport=Transport.TCP, host=visit.host, port=port)
        label = short_text(f"Extron {model[1]}")
        if not model[1].startswith(_RECORDER):
            visit.found(Finding(service=Service.EXTRON, endpoint=endpoint, remark=Remark.NO_PROFILE, label=label))
            return
        # Whether it wants a password may show only after the greeting; without one given, that is found out by asking
        is_open = not self.passwords and _PASSWORD not in said
        visit.found(
            await match_behind_login(
                self.bench,
                visit,
                endpoint,
                self.bench.profiles_of(Protocol.SIS, Transport.TCP),
                self.passwords,
                service=Service.EXTRON,
                label=label,
                is_open=is_open,
            )
        )


def _is_whole(said: bytes) -> bool:
    return _PASSWORD in said or is_greeting_end(decode_line(said))
