"""What a device needs of its transport: one call to read, one to write, and the name of the line it hangs on."""

from typing import Protocol

from ..plan.request import Answer, Request
from ..profile.schema import TransportRules
from .credentials import NO_CREDENTIALS, Credentials
from .endpoint import Endpoint


class DeviceLink(Protocol):
    """One device's end of a line. Several devices may share the line; requests on it are serial.

    Every call ends within the timeout of the profile. Raises CannotConnectError, NoAnswerError, GarbledAnswerError or
    RefusedError, and nothing else.
    """

    @property
    def line(self) -> str:
        """Key of the physical line, equal for all devices that share it; holds no secret."""

    async def read(self, request: Request) -> Answer:
        """Send one request and return its answer."""

    async def write(self, request: Request, values: Answer) -> None:
        """Write registers (or bits) at the request's address; the request's count equals the number of values."""

    async def close(self) -> None:
        """Let go of the line; it closes behind the last device."""


class RestingLink(DeviceLink, Protocol):
    """A link whose connection may be given back between polls."""

    @property
    def peer(self) -> str | None:
        """Network address of the device, None before its first connection."""

    @property
    def wants_password(self) -> bool:
        """Whether the device refused the password, and was not asked since."""

    async def rest(self) -> None:
        """Say that nothing will be asked for a while."""

    async def release(self) -> None:
        """Give the connection back now; the next request opens it again."""

    def describe(self) -> dict[str, object]:
        """Return what a diagnostic file should know about the connection."""


class LinkSource(Protocol):
    """Hands out links and shares the lines below them."""

    async def open(
        self, endpoint: Endpoint, rules: TransportRules, address: str, credentials: Credentials = NO_CREDENTIALS
    ) -> DeviceLink:
        """Return a link to one device; no I/O here waits on the device.

        address: Modbus unit ``0``..``255``; 12 (DL/T 645) or 14 (CJ/T 188) digits as printed on the meter.
        Raises LinkConflictError when the line is open with other settings, CodecError when the address is not one.
        """
