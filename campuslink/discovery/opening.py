"""Devices for a look, outside Home Assistant: opened, read, and closed behind the context."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC
from time import time

from aiohttp import ClientSession

from ..device.base import PollableDevice
from ..device.gate.isapi import IsapiGate
from ..device.gate.isapi_barrier import IsapiBarrier
from ..device.recorder.opening import open_recorder
from ..device.spec import DeviceSpec
from ..device.switch.opening import open_switch
from ..device.text_device import TextDevice
from ..errors import CodecError
from ..link.base import DeviceLink
from ..link.endpoint import NetworkEndpoint
from ..link.isapi import IsapiLink
from ..link.lines import open_lines
from ..link.pool import LinkPool
from ..model import Kind
from ..profile.schema import Protocol, Transport, TransportRules

PARAM_DOORS = "doors"
"""Parameter of a profile whose devices control doors: how many."""


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens whatever a search meets."""

    session: ClientSession
    """For HTTP; somebody else closes it."""
    pool: LinkPool
    """For Modbus; one connection for each gateway."""

    @asynccontextmanager
    async def hold_device(self, spec: DeviceSpec) -> AsyncIterator[PollableDevice]:
        """Hold a device for the context. Raises CodecError for a protocol that a search does not look for."""
        device = self._open(spec)
        try:
            yield device
        finally:
            await device.close()

    @asynccontextmanager
    async def hold_line(
        self, endpoint: NetworkEndpoint, rules: TransportRules, address: str
    ) -> AsyncIterator[DeviceLink]:
        """Hold a link to one Modbus unit for the context."""
        link = await self.pool.open(endpoint, rules, address)
        try:
            yield link
        finally:
            await link.close()

    def _open(self, spec: DeviceSpec) -> PollableDevice:
        profile = spec.profile
        if profile.kind is Kind.RECORDER:
            return open_recorder(spec, self.session)
        match profile.transport.protocol:
            case Protocol.SNMP:
                return open_switch(spec)
            case Protocol.PJLINK | Protocol.TEXT:
                link = open_lines(spec.endpoint, profile.transport, spec.credentials)
                return TextDevice(profile, link, spec.catalogue)
            case Protocol.ISAPI:
                return self._open_gate(spec)
            case other:
                raise CodecError(f"{other} devices are not opened for a look")

    def _open_gate(self, spec: DeviceSpec) -> PollableDevice:
        if not isinstance(spec.endpoint, NetworkEndpoint):
            raise CodecError("a gate is reached over the network")
        link = IsapiLink(
            self.session,
            spec.endpoint.host,
            spec.endpoint.port,
            spec.credentials,
            is_https=spec.endpoint.transport is Transport.HTTPS,
            timeout_s=spec.profile.transport.timeout_s,
        )
        if PARAM_DOORS not in spec.profile.params:
            return IsapiBarrier(spec.profile, spec.catalogue, link, clock=time)
        doors = int(spec.params.get(PARAM_DOORS, spec.profile.params[PARAM_DOORS].default))
        return IsapiGate(spec.profile, spec.catalogue, link, doors=doors, contacts=frozenset(), zone=UTC, clock=time)
