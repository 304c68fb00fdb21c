"""One device over HTTP: bounded answers, downloads that can begin anywhere, and silence after a refused password."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from urllib.parse import quote

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    DigestAuthMiddleware,
    encode_basic_auth,
)
from yarl import URL

from ..errors import (
    CannotConnectError,
    CredentialsError,
    GarbledAnswerError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from ..model import EMPTY
from ..profile.schema import Transport
from .credentials import Credentials
from .endpoint import NetworkEndpoint

MOST_BYTES = 1 << 18
"""Of an answer, unless more is allowed for."""
PORTION = 1 << 16
"""Bytes a download hands out at a time."""
SLOWEST_BYTES = 1 << 14
SLOW_S = 60.0
"""A download that brings fewer than `SLOWEST_BYTES` while it was waited for so long is given up."""

_REASONS = {
    403: RefusalReason.OTHER,
    404: RefusalReason.ADDRESS,
    405: RefusalReason.FUNCTION,
    409: RefusalReason.BUSY,
    503: RefusalReason.BUSY,
}
_RANGE = re.compile(r"bytes (\d{1,18})-")


def base_of(endpoint: NetworkEndpoint) -> URL:
    """Return scheme, host and port of an endpoint whose transport is ``http`` or ``https``."""
    scheme = "https" if endpoint.transport is Transport.HTTPS else "http"
    return URL.build(scheme=scheme, host=endpoint.host, port=endpoint.port)


def escaped(text: str) -> str:
    """Return a part of a path, or a value in a query, with everything escaped that means something there."""
    return quote(text, safe="")


def digest_login(credentials: Credentials) -> DigestAuthMiddleware:
    """Return what proves a password without sending it. credentials: ``username`` and ``password``."""
    return DigestAuthMiddleware(_name(credentials), credentials.get("password", ""))


def basic_login(credentials: Credentials) -> str:
    """Return the header that sends a password as it is, empty without a user's name."""
    name = _name(credentials)
    return encode_basic_auth(name, credentials.get("password", ""), "utf-8") if name else ""


class WebLink:
    """Requests are serial; a download has a connection of its own and holds nobody up.

    Raises CannotConnectError, NoAnswerError, GarbledAnswerError, CredentialsError or RefusedError, and nothing else.
    """

    _locks_out = True
    """Whether such devices lock an account after a few wrong passwords: then nothing is asked after the first."""

    def __init__(
        self,
        session: ClientSession,
        base: URL,
        *,
        digest: DigestAuthMiddleware | None = None,
        basic: str = "",
        timeout_s: float = 5.0,
        slow_s: float = SLOW_S,
    ) -> None:
        """Make a link over a session that somebody else closes. base: scheme, host and port."""
        self.sent = 0
        """Requests so far, downloads included."""
        self._session = session
        self._base = base
        self._middlewares = () if digest is None else (digest,)
        self._basic = basic
        self._timeout_s = timeout_s
        self._slow_s = slow_s
        self._lock = asyncio.Lock()
        self._is_shut_out = False
        self._is_closed = False

    @property
    def line(self) -> str:
        """Key of the device's place on the network."""
        return f"http:{self._base.host}:{self._base.port}"

    @property
    def is_shut_out(self) -> bool:
        """Whether the device refused the credentials."""
        return self._is_shut_out

    async def get(self, path: str, *, most_bytes: int = MOST_BYTES) -> bytes:
        """Read something."""
        return await self.request("GET", path, most_bytes=most_bytes)

    async def request(
        self, method: str, path: str, body: str = "", content_type: str = "", *, most_bytes: int = MOST_BYTES
    ) -> bytes:
        """Send one request and return the body of its answer. path: escaped already."""
        async with self._lock:
            self._require_open()
            self.sent += 1
            try:
                async with (
                    asyncio.timeout(self._timeout_s),
                    self._open(method, path, body, content_type, self._timeout_s) as response,
                ):
                    await self._check(response)
                    return await bounded(response, most_bytes)
            except TimeoutError as err:
                raise NoAnswerError(f"{self._base.host} does not answer in time") from err
            except (ClientError, OSError, ValueError) as err:
                raise CannotConnectError(f"{self._base.host}: {type(err).__name__}") from err

    async def download(self, path: str, *, offset: int = 0, body: str = "") -> AsyncIterator[bytes]:
        """Yield content from an offset on in portions. Raises RefusedError when the device cannot begin there."""
        self._require_open()
        self.sent += 1
        try:
            async with AsyncExitStack() as stack:
                async with asyncio.timeout(self._timeout_s):
                    response = await stack.enter_async_context(self._open_at(path, offset, body))
                    await self._check(response)
                if offset and not _begins_at(response, offset):
                    raise GarbledAnswerError(f"the content does not begin at byte {offset}")
                async for portion in self._portions(response):
                    yield portion
        except TimeoutError as err:
            raise NoAnswerError(f"{self._base.host} does not answer in time") from err
        except (ClientError, OSError, ValueError) as err:
            raise CannotConnectError(f"{self._base.host}: {type(err).__name__}") from err

    @asynccontextmanager
    async def _open_at(self, path: str, offset: int, body: str) -> AsyncIterator[ClientResponse]:
        headers = {"Range": f"bytes={offset}-"} if offset else {}
        async with self._open("GET", path, body, "application/xml", None, headers=headers) as response:
            if offset and response.status in {200, 416}:
                raise RefusedError(RefusalReason.FUNCTION, f"the device cannot begin at byte {offset}")
            yield response

    async def close(self) -> None:
        """Refuse further requests."""
        self._is_closed = True

    async def _portions(self, response: ClientResponse) -> AsyncIterator[bytes]:
        loop = asyncio.get_running_loop()
        left_s, brought = self._slow_s, 0
        while True:
            began = loop.time()
            async with asyncio.timeout(left_s):
                portion = await response.content.read(PORTION)
            if not portion:
                return
            left_s -= loop.time() - began
            brought += len(portion)
            if brought >= SLOWEST_BYTES:
                left_s, brought = self._slow_s, 0
            yield portion

    @asynccontextmanager
    async def _open(
        self,
        method: str,
        path: str,
        body: str,
        content_type: str,
        timeout_s: float | None,
        *,
        headers: Mapping[str, str] = EMPTY,
    ) -> AsyncIterator[ClientResponse]:
        # Nothing is to be unpacked: a few bytes could become a great many
        sent = {"Accept-Encoding": "identity", **headers}
        if body:
            sent["Content-Type"] = content_type
        if self._basic:
            sent["Authorization"] = self._basic
        async with self._session.request(
            method,
            self._base.join(URL(path, encoded=True)),
            data=body.encode() if body else None,
            headers=sent,
            timeout=ClientTimeout(total=timeout_s, connect=self._timeout_s),
            allow_redirects=False,
            middlewares=self._middlewares,
        ) as response:
            yield response

    async def _check(self, response: ClientResponse) -> None:
        if response.status in self._good:
            return
        if response.status == 401:
            self._is_shut_out = self._locks_out
            raise CredentialsError("the device refuses user name or password")
        if 300 <= response.status < 400:
            raise GarbledAnswerError("the device sends requests elsewhere; check http or https, and the port")
        reason = _REASONS.get(response.status, RefusalReason.VALUE)
        if response.status >= 500 and response.status != 503:
            reason = RefusalReason.DEVICE_FAILURE
        words = self._explain(await bounded(response, MOST_BYTES))
        raise RefusedError(reason, words or f"status {response.status}")

    @property
    def _good(self) -> Sequence[int]:
        return (200, 201, 204, 206)

    def _explain(self, _body: bytes) -> str:
        """Return why a request was refused, in the device's words and bounded; empty when it does not say."""
        return ""

    def _require_open(self) -> None:
        if self._is_closed:
            raise CannotConnectError("the link is closed")
        if self._is_shut_out:
            raise CredentialsError("the device refused user name or password; nothing is asked until they are changed")


async def bounded(response: ClientResponse, most_bytes: int) -> bytes:
    """Return the body. Raises GarbledAnswerError when it is longer than any answer should be."""
    data = bytearray()
    async for chunk in response.content.iter_any():
        data += chunk
        if len(data) > most_bytes:
            raise GarbledAnswerError(f"the answer is longer than {most_bytes} bytes")
    return bytes(data)


def _begins_at(response: ClientResponse, offset: int) -> bool:
    found = _RANGE.match(response.headers.get("Content-Range", ""))
    return found is not None and int(found[1]) == offset


def _name(credentials: Credentials) -> str:
    return credentials.get("username", "").replace(":", "")
