"""One OBS Studio through obs-websocket: one kept-open connection, requests by number, events handed on."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, ClientWSTimeout, WSMsgType
from yarl import URL

from ..codec.obs import (
    AUTHENTICATION_FAILED,
    METERS,
    OUTPUTS,
    Op,
    authentication,
    read_challenge,
    read_level,
    read_message,
    read_response,
    write_identify,
    write_reidentify,
    write_request,
)
from ..errors import CannotConnectError, CredentialsError, GarbledAnswerError, NoAnswerError
from ..model import EMPTY
from .credentials import Credentials
from .endpoint import NetworkEndpoint

MOST_BYTES = 8 << 20
"""Of one message: a picture in base 64."""
MOST_MESSAGES = 400
"""That may come before the one that is waited for; sound levels are many."""
MOST_LEVELS = 4
LEVELS_WITHIN_S = 0.6

type Hear = Callable[[str, Mapping[str, Any]], None]
"""Takes the kind of an event and its data."""


class ObsLink:
    """Requests are serial. Events are read with the answers, so news waits for the next request.

    Raises CannotConnectError, NoAnswerError, GarbledAnswerError, CredentialsError or RefusedError, and nothing else.
    """

    def __init__(
        self, session: ClientSession, endpoint: NetworkEndpoint, credentials: Credentials, *, timeout_s: float = 5.0
    ) -> None:
        """Make a link over a session that somebody else closes. credentials: ``password`` or nothing."""
        self.sent = 0
        self.hear: Hear = lambda _kind, _data: None
        """Called for each event of recording."""
        self._session = session
        self._url = URL.build(scheme="ws", host=endpoint.host, port=endpoint.port)
        self._password = credentials.get("password", "")
        self._timeout_s = timeout_s
        self._lock = asyncio.Lock()
        self._socket: ClientWebSocketResponse | None = None
        self._numbers = itertools.count(1)
        self._is_shut_out = False
        self._is_closed = False

    @property
    def line(self) -> str:
        """Key of the place on the network."""
        return f"obs:{self._url.host}:{self._url.port}"

    @property
    def is_shut_out(self) -> bool:
        """Whether OBS refused the password."""
        return self._is_shut_out

    async def ask(self, kind: str, data: Mapping[str, Any] = EMPTY, *, again: bool = True) -> Mapping[str, Any]:
        """Send a request and return its answer. again: whether it may be sent anew over a new connection."""
        async with self._lock:
            had_connection = self._socket is not None
            try:
                return await self._exchange(kind, data)
            except CannotConnectError:
                if not (had_connection and again) or self._is_closed:
                    raise
                return await self._exchange(kind, data)

    async def listen(self) -> float | None:
        """Return the loudest level of a short while in dB, None when no input is active."""
        async with self._lock:
            self.sent += 1
            async with self._connected() as socket:
                await socket.send_str(write_reidentify(OUTPUTS | METERS))
                levels: list[float] = []
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(LEVELS_WITHIN_S):
                        while len(levels) < MOST_LEVELS:
                            op, message = await self._receive(socket)
                            if op == Op.EVENT and message.get("eventType") == "InputVolumeMeters":
                                level = read_level(message)
                                levels += [] if level is None else [level]
                await socket.send_str(write_reidentify(OUTPUTS))
                await self._await(socket, lambda op, _: op == Op.IDENTIFIED)
                return max(levels, default=None)

    async def close(self) -> None:
        """End the connection, and refuse further requests."""
        self._is_closed = True
        await self._drop()

    async def _exchange(self, kind: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        self.sent += 1
        async with self._connected() as socket:
            number = str(next(self._numbers))
            await socket.send_str(write_request(kind, number, data))
            answer = await self._await(
                socket, lambda op, message: op == Op.RESPONSE and message.get("requestId") == number
            )
        return read_response(answer)

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[ClientWebSocketResponse]:
        """Hold the connection for one exchange; one that fails takes its connection with it."""
        if self._is_closed:
            raise CannotConnectError("the link is closed")
        if self._is_shut_out:
            raise CredentialsError("OBS refused the password; nothing is asked until it is changed")
        try:
            async with asyncio.timeout(self._timeout_s):
                if self._socket is None or self._socket.closed:
                    self._socket = await self._open()
                yield self._socket
        except TimeoutError as err:
            await self._drop()
            raise NoAnswerError(f"{self._url.host} does not answer in time") from err
        except (ClientError, OSError, ValueError, RuntimeError) as err:
            await self._drop()
            raise CannotConnectError(f"{self._url.host}: {type(err).__name__}") from err
        except BaseException:
            await self._drop()
            raise

    async def _open(self) -> ClientWebSocketResponse:
        socket = await self._session.ws_connect(
            self._url,
            protocols=("obswebsocket.json",),
            max_msg_size=MOST_BYTES,
            timeout=ClientWSTimeout(ws_close=1.0),
            headers={"Accept-Encoding": "identity"},
        )
        self._socket = socket
        peer = socket.get_extra_info("peername")
        if isinstance(peer, tuple) and peer[1] != self._url.port:
            raise GarbledAnswerError("the connection was sent elsewhere; check host and port")
        hello = await self._await(socket, lambda op, _: op == Op.HELLO)
        challenge = read_challenge(hello)
        if challenge is not None and not self._password:
            self._is_shut_out = True
            raise CredentialsError("OBS wants a password")
        proof = authentication(self._password, *challenge) if challenge else ""
        await socket.send_str(write_identify(proof, OUTPUTS))
        await self._await(socket, lambda op, _: op == Op.IDENTIFIED)
        return socket

    async def _await(
        self, socket: ClientWebSocketResponse, is_meant: Callable[[int, Mapping[str, Any]], bool]
    ) -> Mapping[str, Any]:
        for _ in range(MOST_MESSAGES):
            op, message = await self._receive(socket)
            if is_meant(op, message):
                return message
        raise GarbledAnswerError(f"{MOST_MESSAGES} messages, and none is the answer")

    async def _receive(self, socket: ClientWebSocketResponse) -> tuple[int, Mapping[str, Any]]:
        message = await socket.receive()
        if message.type is WSMsgType.TEXT:
            op, data = read_message(message.data)
            if op == Op.EVENT and data.get("eventType") == "RecordStateChanged":
                event = data.get("eventData")
                self.hear("RecordStateChanged", event if isinstance(event, dict) else EMPTY)
            return op, data
        if message.type in {WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.CLOSING}:
            if socket.close_code == AUTHENTICATION_FAILED:
                self._is_shut_out = True
                raise CredentialsError("OBS refuses the password")
            raise ConnectionError(f"closed with {socket.close_code}")
        raise GarbledAnswerError("what came is no message of OBS")

    async def _drop(self) -> None:
        socket, self._socket = self._socket, None
        if socket is not None:
            with contextlib.suppress(ClientError, OSError, RuntimeError, TimeoutError):
                await socket.close()
