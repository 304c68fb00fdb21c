"""UHPPOTE door controllers: each tells its serial number, address and firmware to whoever asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, override

from ...codec.uhppote import BoardInfo, ask_info, read_info
from ...link.endpoint import NetworkEndpoint
from ...link.uhppote import DEFAULT_PORT, UhppoteLink
from ...model import DeviceIdentity
from ...profile.schema import Protocol, Transport
from ..finding import Finding, Remark, Service, short_text
from ..matching import Match
from ..visit import Bench, ServiceProber, Visit, try_ports

TIMEOUT_S = 1.0


@dataclass(frozen=True, slots=True)
class UhppoteProber(ServiceProber):
    """Asks once by UDP, with the serial number 0 that every controller answers to."""

    service: ClassVar = Service.UHPPOTE

    bench: Bench
    ports: Sequence[int] = (DEFAULT_PORT,)

    @override
    async def probe(self, visit: Visit) -> None:
        await try_ports(self.ports, partial(self._probe_port, visit))

    async def _probe_port(self, visit: Visit, port: int) -> None:
        link = UhppoteLink(visit.host, port, serial=0, timeout_s=TIMEOUT_S)
        await visit.take_turn()
        try:
            info = read_info(await link.command(ask_info(0)))
        finally:
            await link.close()
        visit.found(finding_of(self.bench, visit.host, port, info))


def finding_of(bench: Bench, host: str, port: int, info: BoardInfo) -> Finding:
    """Return a controller by what it told."""
    identity = DeviceIdentity(serial=str(info.serial), firmware=short_text(info.firmware) or None)
    profiles = bench.profiles_of(Protocol.UHPPOTE, Transport.UDP)
    matches = [Match(profile=each, identity=identity, is_exact=True, good=0, points=0) for each in profiles]
    return Finding(
        service=Service.UHPPOTE,
        endpoint=NetworkEndpoint(transport=Transport.UDP, host=host, port=port),
        address=str(info.serial),
        matches=tuple(matches),
        identity=identity,
        remark=None if matches else Remark.NO_PROFILE,
        label="UHPPOTE",
        mac=info.mac.lower(),
    )
