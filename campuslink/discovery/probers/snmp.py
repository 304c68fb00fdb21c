"""SNMP agents: who they say they are, with the credentials that were given and no others."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, override

from ...device.switch.system import SystemInfo, ask_system, rank_system
from ...errors import CampusLinkError, CannotConnectError, CredentialsError
from ...link.credentials import Credentials
from ...link.endpoint import NetworkEndpoint
from ...link.snmp.backend import DEFAULT_PORT, open_snmp_link
from ...model import DeviceIdentity
from ...profile.schema import Transport
from ..finding import Finding, Remark, Service, short_text
from ..matching import Match
from ..visit import Bench, ServiceProber, Visit, try_ports

TIMEOUT_S = 1.0
"""For one attempt; a lost datagram is sent once more."""


@dataclass(frozen=True, slots=True)
class SnmpProber(ServiceProber):
    """Asks for the system group with each account until one is answered. Call `preload` in a thread once before."""

    service: ClassVar = Service.SNMP

    bench: Bench
    accounts: Sequence[Credentials]
    ports: Sequence[int] = (DEFAULT_PORT,)

    @override
    async def probe(self, visit: Visit) -> None:
        await try_ports(self.ports, partial(self._probe_port, visit))

    async def _probe_port(self, visit: Visit, port: int) -> None:
        endpoint = NetworkEndpoint(transport=Transport.UDP, host=visit.host, port=port)
        is_refused = False
        for account in self.accounts:
            await visit.take_turn()
            try:
                system = await _ask(endpoint, account)
            except CannotConnectError:
                raise
            except CredentialsError:
                is_refused = True
            except CampusLinkError:
                # Silence: nobody is there, or the community is another one
                continue
            else:
                visit.found(await self._finding(endpoint, account, system))
                return
        if is_refused:
            remark = Remark.LOGIN_REFUSED
            visit.found(Finding(service=Service.SNMP, endpoint=endpoint, remark=remark, label="SNMP"))

    async def _finding(self, endpoint: NetworkEndpoint, account: Credentials, system: SystemInfo) -> Finding:
        matches = [
            Match(profile=profile, identity=DeviceIdentity(), is_exact=is_exact, good=0, points=0)
            for profile, is_exact in rank_system(self.bench.library.profiles.values(), system)
        ]
        identity = DeviceIdentity()
        if matches:
            with suppress(CampusLinkError):
                spec = self.bench.spec(matches[0].profile, endpoint, account)
                async with self.bench.hold_device(spec) as device:
                    identity = await device.identify()
        return Finding(
            service=Service.SNMP,
            endpoint=endpoint,
            matches=tuple(matches),
            identity=identity,
            credentials=account,
            remark=None if matches else Remark.NO_PROFILE,
            label=short_text(system.description),
            name=short_text(system.name),
            location=short_text(system.location),
        )


async def _ask(endpoint: NetworkEndpoint, account: Credentials) -> SystemInfo:
    link = open_snmp_link(endpoint.host, endpoint.port, account, timeout_s=TIMEOUT_S)
    try:
        return await ask_system(link)
    finally:
        await link.close()
