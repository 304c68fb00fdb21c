"""One Hikvision device over HTTP with digest login: its XML and JSON, and its endless stream of events."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import override

from aiohttp import ClientError, ClientSession
from yarl import URL

from ..codec.isapi import read_refusal
from ..codec.multipart_stream import MultipartReader, Part, boundary_of
from ..errors import CannotConnectError, CodecError, GarbledAnswerError, NoAnswerError
from .credentials import Credentials
from .web import MOST_BYTES, WebLink, digest_login

STREAM_SILENCE_S = 90.0
"""A stream of events says at least that it is well within this time."""


class IsapiLink(WebLink):
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
        base = URL.build(scheme="https" if is_https else "http", host=host, port=port)
        super().__init__(session, base, digest=digest_login(credentials), timeout_s=timeout_s)

    @property
    @override
    def line(self) -> str:
        return f"isapi:{self._base.host}:{self._base.port}"

    @override
    async def request(
        self,
        method: str,
        path: str,
        body: str = "",
        content_type: str = "application/xml",
        *,
        most_bytes: int = MOST_BYTES,
    ) -> bytes:
        return await super().request(method, path, body, content_type, most_bytes=most_bytes)

    async def parts(self, path: str) -> AsyncIterator[Part]:
        """Yield the parts of an endless answer until it ends. Raises NoAnswerError when it falls silent."""
        try:
            async with AsyncExitStack() as stack:
                # Logging in beside another request would try a wrong password twice
                async with self._lock, asyncio.timeout(self._timeout_s):
                    self._require_open()
                    self.sent += 1
                    response = await stack.enter_async_context(self._open("GET", path, "", "", None))
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
        except (ClientError, OSError, ValueError) as err:
            raise CannotConnectError(f"{self._base.host}: {type(err).__name__}") from err

    @override
    def _explain(self, body: bytes) -> str:
        return read_refusal(body)
