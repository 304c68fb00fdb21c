"""One HTTP server: bounded answers, progress instead of total time, no redirects, errors as ours."""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from aiohttp import (
    ClientConnectionError,
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientConnectorSSLError,
    ClientError,
    ClientPayloadError,
    ClientResponse,
    ClientResponseError,
    ClientSession,
    ClientTimeout,
    DigestAuthMiddleware,
    InvalidURL,
    encode_basic_auth,
)
from yarl import URL

from ..rules.answers import judge_status
from ..rules.faults import ArchiveFaultError, FaultCode
from ..rules.pace import Pace
from .body import FileBody, Watch

MOST_BYTES: Final = 4 * 1024 * 1024
"""Longest answer that is read; media packages and listings are far shorter."""
CONNECT_S: Final = 20.0
STALL_S: Final = 60.0
"""A connection on which nothing moves for so long is given up."""
ANSWER_S: Final = 600.0
"""How long a server may think about a file it was sent whole."""
READ_CHUNK: Final = 256 * 1024


@dataclass(frozen=True, kw_only=True, slots=True)
class HttpLogin:
    """How a server is told who we are."""

    username: str = ""
    password: str = ""
    is_digest: bool = False

    def __repr__(self) -> str:
        """Keep what is secret out of logs."""
        return "HttpLogin(…)"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class HttpPeer:
    """Requests to one server. Everything raises ArchiveFaultError unless the status was expected."""

    def __init__(
        self,
        session: ClientSession,
        pace: Pace,
        login: HttpLogin | None = None,
        *,
        stall_s: float = STALL_S,
        answer_s: float = ANSWER_S,
    ) -> None:
        """session: somebody else closes it."""
        self._session = session
        self._pace = pace
        self._stall_s = stall_s
        self._answer_s = answer_s
        self._headers: dict[str, str] = {}
        self._middlewares: tuple[DigestAuthMiddleware, ...] = ()
        if login and login.username and login.is_digest:
            self._middlewares = (DigestAuthMiddleware(login.username.replace(":", ""), login.password),)
        elif login and login.username:
            self._headers["Authorization"] = encode_basic_auth(
                login.username.replace(":", ""), login.password, encoding="utf-8"
            )

    async def ask(
        self,
        method: str,
        url: URL,
        *,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        also: tuple[int, ...] = (),
    ) -> Answer:
        """Send a short request and return its answer. also: statuses that are no failure here."""
        async with told():
            watch = Watch(self._stall_s if body is None else self._answer_s)
            async with watch.timeout, self._request(method, url, headers, body) as response:
                return await _take(response, also)

    async def send(
        self,
        method: str,
        url: URL,
        path: Path,
        *,
        length: int,
        offset: int = 0,
        headers: Mapping[str, str] | None = None,
        before: bytes = b"",
        behind: bytes = b"",
        content_type: str = "application/octet-stream",
        also: tuple[int, ...] = (),
    ) -> Answer:
        """Send a stretch of a file, however long that takes as long as it goes on."""
        watch = Watch(self._stall_s, self._answer_s)
        file = FileBody(
            path,
            self._pace,
            watch,
            length=length,
            offset=offset,
            before=before,
            behind=behind,
            content_type=content_type,
        )
        try:
            async with told(), watch.timeout, self._request(method, url, headers, file) as response:
                watch.move()
                return await _take(response, also)
        except ArchiveFaultError:
            if file.fault is not None:
                raise file.fault from None
            raise

    async def stream(
        self, url: URL, *, headers: Mapping[str, str] | None = None, offset: int = 0, length: int | None = None
    ) -> AsyncGenerator[bytes]:
        """Yield a file's content from an offset on. length: None for all that follows."""
        wanted = dict(headers or {})
        if offset or length is not None:
            wanted["Range"] = f"bytes={offset}-{'' if length is None else offset + length - 1}"
        async with told():
            watch = Watch(self._stall_s)
            async with watch.timeout, self._request("GET", url, wanted, None) as response:
                _raise(response, ())
                if offset and response.status != 206:
                    raise ArchiveFaultError(FaultCode.BAD_ANSWER, "the server gives files from the begin only")
                left = length
                async for chunk in response.content.iter_chunked(READ_CHUNK):
                    some = chunk if left is None else chunk[:left]
                    watch.pause()
                    yield some
                    watch.move()
                    if left is not None and not (left := left - len(some)):
                        return

    @asynccontextmanager
    async def _request(
        self, method: str, url: URL, headers: Mapping[str, str] | None, body: bytes | FileBody | None
    ) -> AsyncIterator[ClientResponse]:
        async with self._session.request(
            method,
            url,
            headers={**self._headers, **(headers or {})},
            data=body,
            allow_redirects=False,
            middlewares=self._middlewares,
            timeout=ClientTimeout(total=None, sock_connect=CONNECT_S, sock_read=self._answer_s),
        ) as response:
            yield response


async def _take(response: ClientResponse, also: tuple[int, ...]) -> Answer:
    _raise(response, also)
    body = bytearray()
    async for chunk in response.content.iter_chunked(64 * 1024):
        body += chunk
        if len(body) > MOST_BYTES:
            raise ArchiveFaultError(FaultCode.BAD_ANSWER, "the answer is far too long")
    return Answer(response.status, response.headers, bytes(body))


def _raise(response: ClientResponse, also: tuple[int, ...]) -> None:
    if response.status not in also and (fault := judge_status(response.status, response.headers, datetime.now(UTC))):
        raise fault


@asynccontextmanager
async def told() -> AsyncIterator[None]:
    """Turn every way in which a request can fail into ours. Texts of the other side's addresses stay out."""
    try:
        yield
    except TimeoutError as err:
        raise ArchiveFaultError(FaultCode.STALLED) from err
    except ClientConnectorCertificateError, ClientConnectorSSLError:
        raise ArchiveFaultError(FaultCode.CERTIFICATE) from None
    except ClientConnectorDNSError:
        raise ArchiveFaultError(FaultCode.UNREACHABLE, "no such name") from None
    except ClientConnectorError as err:
        raise ArchiveFaultError(FaultCode.UNREACHABLE, err.os_error.strerror or "") from None
    except (ClientPayloadError, ClientResponseError) as err:
        raise ArchiveFaultError(FaultCode.BAD_ANSWER, type(err).__name__) from None
    except InvalidURL:
        raise ArchiveFaultError(FaultCode.NOT_FOUND, "not an address") from None
    except ClientConnectionError as err:
        raise ArchiveFaultError(FaultCode.UNREACHABLE, f"the connection broke ({type(err).__name__})") from None
    except ClientError as err:
        raise ArchiveFaultError(FaultCode.BAD_ANSWER, type(err).__name__) from None
    except OSError as err:
        raise ArchiveFaultError(FaultCode.UNREACHABLE, err.strerror or type(err).__name__) from None


def address(base: URL, place: str) -> URL:
    """Return the address of a place below another, each part quoted."""
    url = base
    for part in place.split("/"):
        url = url / part
    return url


def read_url(text: str) -> URL | None:
    """Return a base address somebody typed; None when it is none."""
    try:
        url = URL(text.strip())
    except ValueError:
        return None
    if url.scheme not in {"http", "https"} or not url.host or url.user or url.query or url.fragment:
        return None
    return url.with_path(url.path.rstrip("/") or "/")
