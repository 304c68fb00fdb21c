"""Recorders and gates over HTTP: recognised without a login, then matched with one of those that were given."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, override

from aiohttp import ClientError, ClientSession, ClientTimeout
from yarl import URL

from ...errors import CannotConnectError, GarbledAnswerError, NoAnswerError
from ...link.credentials import Credentials
from ...link.endpoint import NetworkEndpoint
from ...link.web import base_of, bounded
from ...profile.schema import Transport
from ..finding import Service
from ..letting_in import match_behind_login
from ..visit import Bench, ServiceProber, Visit, try_ports
from ..web_marks import FAMILIES, NOWHERE, Family, Look, family_of

DEFAULT_PORTS = (443, 80)
"""The encrypted way first: a device that has both is found by it."""
_USUAL = frozenset(DEFAULT_PORTS)
HTTPS_PORTS = frozenset({443, 4443, 8443})
CONNECT_S = 1.5
ANSWER_S = 4.0
MOST_BYTES = 1 << 14
"""Bytes looked at of one answer."""
MOST_HEADER = 300


@dataclass(frozen=True, slots=True)
class WebProber(ServiceProber):
    """Logs in only where a family was recognised: a password goes to no stranger."""

    service: ClassVar = Service.WEB

    bench: Bench
    session: ClientSession
    """Somebody else's; certificates are not to be checked, devices make their own."""
    logins: Sequence[Credentials] = ()
    ports: Sequence[int] = DEFAULT_PORTS

    @override
    async def probe(self, visit: Visit) -> None:
        await try_ports(self.ports, partial(self._probe_port, visit))

    async def _probe_port(self, visit: Visit, port: int) -> None:
        if port in _USUAL and any(each.endpoint.port in _USUAL for each in visit.findings):
            # The same server once more; a password it refused is not tried again
            return
        scheme = Transport.HTTPS if port in HTTPS_PORTS else Transport.HTTP
        endpoint = NetworkEndpoint(transport=scheme, host=visit.host, port=port)
        family = await self._recognise(visit, endpoint)
        if family is None:
            return
        visit.found(
            await match_behind_login(
                self.bench,
                visit,
                endpoint,
                self.bench.profiles_of(family.protocol, endpoint.transport),
                self.logins,
                service=Service.WEB,
                label=family.label,
            )
        )

    async def _recognise(self, visit: Visit, endpoint: NetworkEndpoint) -> Family | None:
        elsewhere = await self._look(visit, endpoint, NOWHERE)
        looks: dict[str, Look] = {}
        for path in (path for family in FAMILIES for path in family.paths):
            # One path that cannot be read says nothing of the others
            with suppress(GarbledAnswerError):
                looks[path] = await self._look(visit, endpoint, path)
            if (family := family_of(looks, elsewhere)) is not None:
                return family
        return None

    async def _look(self, visit: Visit, endpoint: NetworkEndpoint, path: str) -> Look:
        await visit.take_turn()
        try:
            async with (
                asyncio.timeout(ANSWER_S),
                self.session.get(
                    base_of(endpoint).join(URL(path, encoded=True)),
                    headers={"Accept-Encoding": "identity"},
                    timeout=ClientTimeout(total=ANSWER_S, connect=CONNECT_S, sock_connect=CONNECT_S),
                    allow_redirects=False,
                ) as response,
            ):
                return Look(
                    status=response.status,
                    challenge=response.headers.get("WWW-Authenticate", "")[:MOST_HEADER],
                    server=response.headers.get("Server", "")[:MOST_HEADER],
                    body=await bounded(response, MOST_BYTES),
                )
        except TimeoutError as err:
            raise NoAnswerError(f"{endpoint.key} does not answer in time") from err
        except (ClientError, OSError, ValueError) as err:
            raise CannotConnectError(f"{endpoint.key}: {type(err).__name__}") from err
