"""One Hikvision device over HTTP: digest login, bounded answers, and silence after a refused password."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, DigestAuthMiddleware
from yarl import URL

from ..codec.isapi import MOST_BYTES, read_refusal
from ..codec.multipart_stream import MultipartReader, Part, boundary_of
from ..errors import (
    CannotConnectError,
    CodecError,
    CredentialsError,
    GarbledAnswerError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from .credentials import Credentials

STREAM_SILENCE_S = 90.0
"""A stream of events says at least that it is well within this time."""

_REASONS = {
    403: RefusalReason.OTHER,
    404: RefusalReason.ADDRESS,
    405: RefusalReason.FUNCTION,
    503: RefusalReason.BUSY,
}


class IsapiLink:
    """Requests are serial; the stream of events has a connection of its own.

    A device locks its account after a few wrong passwords, so nothing is asked any more after the first refusal: a link
    with other credentials must be made. Raises CannotConnectError, NoAnswerError, GarbledAnswerError, CredentialsError
    or RefusedError.
    """

    def __init__(
        self,
        session: ClientSession,
        host: str,
        port: int,
        credentials: Credentials,
        *,
        is_https: bool = False,
        timeout_s: float = 5.0,
    ) -> None:
        """Make a link over a session that somebody else closes. credentials: ``username`` and ``password``."""
        self.sent = 0
        self._session = session
        self._base = URL.build(scheme="https" if is_https else "http", host=host, port=port)
        self._digest = DigestAuthMiddleware(
            credentials.get("username", "").replace(":", ""), credentials.get("password", "")
        )
        self._timeout_s = timeout_s
        self._lock = asyncio.Lock()
        self._is_shut_out = False
        self._is_closed = False

    @property
    def line(self) -> str:
        """Key of the device's place on the network."""
        return f"isapi:{self._base.host}:{self._base.port}"

    @property
    def is_shut_out(self) -> bool:
        """Whether the device refused the credentials."""
        return self._is_shut_out

    async def get(self, path: str) -> bytes:
        """Read something."""
        return await self.request("GET", path)

    async def request(self, method: str, path: str, body: str = "", content_type: str = "application/xml") -> bytes:
        """Send one request and return the body of its answer."""
        async with self._lock:
            self._require_open()
            self.sent += 1
            try:
                async with (
                    asyncio.timeout(self._timeout_s),
                    self._open(method, path, body, content_type, self._timeout_s) as response,
                ):
                    return await self._read(response)
            except TimeoutError as err:
                raise NoAnswerError(f"{self._base.host} does not answer in time") from err
            except (ClientError, OSError) as err:
                raise CannotConnectError(f"{self._base.host}: {type(err).__name__}") from err

    async def parts(self, path: str) -> AsyncIterator[Part]:
        """Yield the parts of an endless answer until it ends. Raises NoAnswerError when it falls silent."""
        self._require_open()
        try:
            async with self._open("GET", path, "", "", None) as response:
                await self._check(response)
                reader = MultipartReader(boundary_of(response.headers.get("Content-Type", "")))
                while True:
                    async with asyncio.timeout(STREAM_SILENCE_S):
                        data = await response.content.readany()
                    if not data:
                        return
                    for part in reader.feed(data):
                        yield part
        except TimeoutError as err:
            raise NoAnswerError("the stream of events fell silent") from err
        except CodecError as err:
            raise GarbledAnswerError(str(err)) from err
        except (ClientError, OSError) as err:
            raise CannotConnectError(f"{self._base.host}: {type(err).__name__}") from err

    async def close(self) -> None:
        """Refuse further requests."""
        self._is_closed = True

    @asynccontextmanager
    async def _open(
        self, method: str, path: str, body: str, content_type: str, timeout_s: float | None
    ) -> AsyncIterator[ClientResponse]:
        async with self._session.request(
            method,
            self._base.join(URL(path, encoded=True)),
            data=body.encode() if body else None,
            headers={"Content-Type": content_type} if body else None,
            timeout=ClientTimeout(total=timeout_s, connect=self._timeout_s),
            allow_redirects=False,
            middlewares=(self._digest,),
        ) as response:
            yield response

    async def _read(self, response: ClientResponse) -> bytes:
        await self._check(response)
        return await _bounded(response)

    async def _check(self, response: ClientResponse) -> None:
        if response.status == 200:
            return
        if response.status == 401:
            self._is_shut_out = True
            raise CredentialsError("the device refuses user name or password")
        reason = _REASONS.get(response.status, RefusalReason.VALUE)
        if response.status >= 500 and response.status != 503:
            reason = RefusalReason.DEVICE_FAILURE
        words = read_refusal(await _bounded(response))
        raise RefusedError(reason, words or f"status {response.status}")

    def _require_open(self) -> None:
        if self._is_closed:
            raise CannotConnectError("the link is closed")
        if self._is_shut_out:
            raise CredentialsError("the device refused user name or password; nothing is asked until they are changed")


async def _bounded(response: ClientResponse) -> bytes:
    """Return the body. Raises GarbledAnswerError when it is longer than any answer should be."""
    data = bytearray()
    async for chunk in response.content.iter_any():
        data += chunk
        if len(data) > MOST_BYTES:
            raise GarbledAnswerError(f"the answer is longer than {MOST_BYTES} bytes")
    return bytes(data)
