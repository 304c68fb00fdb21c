"""One address while it is visited: questions wait for their turn, and what answers is noted down."""

import errno
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import ClassVar, override
from typing import Protocol as Interface

from ..device.base import PollableDevice
from ..device.spec import DeviceSpec
from ..errors import CampusLinkError, CannotConnectError, NotWritableError
from ..link.base import DeviceLink
from ..link.credentials import NO_CREDENTIALS, Credentials
from ..link.endpoint import NetworkEndpoint
from ..plan.request import Answer, Request
from ..profile.library import Library
from ..profile.schema import Profile, Protocol, Transport, TransportRules
from .finding import Finding, Service

type HoldDevice = Callable[[DeviceSpec], AbstractAsyncContextManager[PollableDevice]]
"""Opens a device for a context, as whoever adds it later will. Raises CampusLinkError."""

type HoldLine = Callable[[NetworkEndpoint, TransportRules, str], AbstractAsyncContextManager[DeviceLink]]
"""Opens a link to one unit of a Modbus gateway for a context; a connection that is in use already is shared."""

_NOBODY = frozenset({errno.EHOSTUNREACH, errno.EHOSTDOWN, errno.ENETUNREACH, errno.EADDRNOTAVAIL})


@dataclass(slots=True, eq=False)
class Visit:
    """What is known of one address so far."""

    host: str
    take_turn: Callable[[], Awaitable[None]]
    """Waits until the next question (a connection or a datagram) may be sent; comes before each."""
    findings: list[Finding]

    def found(self, finding: Finding) -> None:
        """Note down what answered."""
        self.findings.append(finding)


class ServiceProber(Interface):
    """Looks for one thing at an address. It changes nothing there and tries no password that was not given."""

    service: ClassVar[Service]
    """What it looks for."""

    async def probe(self, visit: Visit) -> None:
        """Note down what is there. Raises CampusLinkError where nothing is, or nothing that can be understood."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What probers work with."""

    library: Library
    hold_device: HoldDevice
    hold_line: HoldLine

    def spec(
        self, profile: Profile, endpoint: NetworkEndpoint, credentials: Credentials = NO_CREDENTIALS
    ) -> DeviceSpec:
        """Return what a device of a profile is opened with, with the usual parameters."""
        return DeviceSpec(
            profile=profile,
            catalogue=self.library.catalogue(profile.kind),
            endpoint=endpoint,
            credentials=credentials,
            params={param.id: param.default for param in profile.params.values()},
        )

    def profiles_of(self, protocol: Protocol, transport: Transport | None = None) -> list[Profile]:
        """Return the profiles of a protocol, those only that can be reached over a transport."""
        return [
            profile
            for profile in self.library.profiles.values()
            if profile.transport.protocol is protocol
            and (transport is None or transport in profile.transport.transports)
        ]


class ReadingLink(DeviceLink):
    """A link of a search: each request waits for its turn, and nothing is ever written."""

    def __init__(self, link: DeviceLink, visit: Visit) -> None:
        """Make one of a link that somebody else closes."""
        self._link = link
        self._visit = visit

    @property
    @override
    def line(self) -> str:
        return self._link.line

    @override
    async def read(self, request: Request) -> Answer:
        await self._visit.take_turn()
        return await self._link.read(request)

    @override
    async def write(self, request: Request, values: Answer) -> None:
        raise NotWritableError("a search changes nothing")

    @override
    async def close(self) -> None:
        """Leave the link to whoever opened it."""


async def try_ports(ports: Sequence[int], probe: Callable[[int], Awaitable[None]]) -> None:
    """Probe one port after the other, whatever goes wrong. Raises CannotConnectError when there is none at the last."""
    for port in ports:
        try:
            await probe(port)
        except CampusLinkError as error:
            if port == ports[-1] and isinstance(error, CannotConnectError):
                raise


def is_nobody(error: BaseException) -> bool:
    """Tell whether the network says that no device has the address at all."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _NOBODY:
            return True
        cause = cause.__cause__
    return False
