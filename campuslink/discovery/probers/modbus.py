"""Modbus TCP: which units answer behind an address, and which profiles fit them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import ClassVar, override

from ...device.device import Device
from ...errors import LinkError, NoAnswerError, RefusedError
from ...link.base import DeviceLink
from ...link.endpoint import NetworkEndpoint
from ...model import DeviceIdentity
from ...plan.request import RegisterSpan
from ...profile.schema import Profile, Protocol, Transport, TransportRules
from ..finding import Finding, Remark, Service
from ..matching import MatchSearch
from ..visit import Bench, ReadingLink, ServiceProber, Visit

DEFAULT_PORT = 502
UNITS = range(1, 248)
"""Units a bus can have. Source: MODBUS over Serial Line V1.02, section 2.2."""
DEFAULT_UNITS = tuple(range(1, 17))
_QUESTION = RegisterSpan("holding", 0, 1)
"""Whoever is there answers it, be it with a refusal."""
_RULES = TransportRules(protocol=Protocol.MODBUS, transports=(Transport.TCP,), timeout_s=1.0)
_UNLIKELY_UNITS = (247, 246)
"""A device that answers as these as well does not look at the unit: it is one device, not a gateway with many."""


@dataclass(frozen=True, slots=True)
class ModbusProber(ServiceProber):
    """Asks each unit for one register; those that answer are matched. Units of one gateway are asked in turn."""

    service: ClassVar = Service.MODBUS

    bench: Bench
    ports: Sequence[int] = (DEFAULT_PORT,)
    units: Sequence[int] = DEFAULT_UNITS

    @override
    async def probe(self, visit: Visit) -> None:
        for port in self.ports:
            endpoint = NetworkEndpoint(transport=Transport.TCP, host=visit.host, port=port)
            try:
                # Held over all units, so that the gateway sees one connection
                async with self.bench.hold_line(endpoint, _RULES, str(self.units[0])):
                    for unit in await self._present(visit, endpoint):
                        await self._match(visit, endpoint, unit)
            except LinkError:
                if port == self.ports[-1]:
                    raise

    async def _present(self, visit: Visit, endpoint: NetworkEndpoint) -> list[int]:
        present: list[int] = []
        for unit in self.units:
            if not await self._answers(visit, endpoint, unit):
                continue
            if not present and all([await self._answers(visit, endpoint, each) for each in _UNLIKELY_UNITS]):
                return [unit]
            present.append(unit)
        return present

    async def _answers(self, visit: Visit, endpoint: NetworkEndpoint, unit: int) -> bool:
        async with self.bench.hold_line(endpoint, _RULES, str(unit)) as link:
            try:
                await ReadingLink(link, visit).read(_QUESTION)
            except NoAnswerError:
                # Also what a gateway says of a unit that is not there
                return False
            except RefusedError:
                return True
        return True

    async def _match(self, visit: Visit, endpoint: NetworkEndpoint, unit: int) -> None:
        @asynccontextmanager
        async def open_as(profile: Profile) -> AsyncIterator[Device]:
            async with self.bench.hold_line(endpoint, profile.transport, str(unit)) as link:
                yield self._device(profile, ReadingLink(link, visit))

        try:
            matches = await MatchSearch(open_as).find(self._profiles())
        except LinkError:
            matches = []
        visit.found(
            Finding(
                service=Service.MODBUS,
                endpoint=endpoint,
                address=str(unit),
                matches=tuple(matches),
                identity=matches[0].identity if matches else DeviceIdentity(),
                remark=None if matches else Remark.NO_PROFILE,
                label="Modbus",
            )
        )

    def _device(self, profile: Profile, link: DeviceLink) -> Device:
        params = {param.id: param.default for param in profile.params.values()}
        return Device(profile, link, self.bench.library.catalogue(profile.kind), params=params)

    def _profiles(self) -> list[Profile]:
        # A sensor of one register would fit everything that answers
        profiles = self.bench.profiles_of(Protocol.MODBUS, Transport.TCP)
        return [profile for profile in profiles if profile.identify.exact or profile.identify.plausible]
