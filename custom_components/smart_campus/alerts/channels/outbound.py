"""A web socket we open to a platform and keep open, so that presses reach us without any way in from outside."""

import asyncio
import logging
import random
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any, ClassVar, Final, NoReturn, override

from aiohttp import ClientError, ClientWebSocketResponse, WSMsgType, WSServerHandshakeError
from homeassistant.core import callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from .open_channel import ChannelContext, OpenChannel
from .posting import PostError

_LOGGER = logging.getLogger(__name__)

MOST_FRAME: Final = 1 << 20
MOST_AT_WORK: Final = 16
"""Presses looked at at the same time; further ones are dropped, and the platform tells them again."""
MOST_SEEN: Final = 500
LOGIN_TIMEOUT_S: Final = 15
SEND_TIMEOUT_S: Final = 5
_ENDS: Final = frozenset({WSMsgType.CLOSE, WSMsgType.CLOSING, WSMsgType.CLOSED, WSMsgType.ERROR})


class LoginError(Exception):
    """The platform refused the login: somebody must mend the settings. The text is the platform's code."""


class LostError(Exception):
    """The connection is gone or makes no sense. The text is a word for the record."""


class OutboundChannel(OpenChannel):
    """A channel over a socket of ours: opened again for ever, later and later, at random so as not to go in step."""

    ping_s: ClassVar[float] = 30.0
    """Seconds between two pings."""
    most_silence: ClassVar[float] = 2.5
    """How many such periods may pass without a word before the connection counts as dead."""

    def __init__(self, context: ChannelContext) -> None:
        super().__init__(context)
        self.socket: ClientWebSocketResponse | None = None
        self.period_s = context.tempo.ping_s or self.ping_s
        self._ready = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._work: set[asyncio.Task[None]] = set()
        self._seen: OrderedDict[str, None] = OrderedDict()
        self._heard_s = 0.0
        self.dropped = 0
        self._rng = random.Random()  # noqa: S311  spreads connections, keeps no secret

    async def async_open_socket(self) -> ClientWebSocketResponse:
        """Connect and log in. Raises LoginError, LostError, PostError or an error of the HTTP client."""
        raise NotImplementedError

    async def async_take_frame(self, kind: WSMsgType, data: str | bytes) -> None:
        """Take one frame. Must not wait for people's answers: hand those to `set_to_work`."""
        raise NotImplementedError

    async def async_ping(self) -> None:
        """Say that we are still there, in the platform's way."""
        raise NotImplementedError

    @property
    @override
    def is_connected(self) -> bool:
        return self._ready.is_set()

    @callback
    @override
    def async_start(self) -> None:
        self._task = self.context.spawn(self._async_keep(), f"connection of {self.context.title}")

    @override
    async def async_close(self) -> None:
        tasks = [*self._work, *([self._task] if self._task else ())]
        self._task = None
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def async_wait_connected(self) -> bool:
        """Return whether there is a connection, waiting a little for one that is being made."""
        try:
            async with asyncio.timeout(self.context.tempo.connect_s):
                await self._ready.wait()
        except TimeoutError:
            return False
        return True

    def is_new(self, event_id: str) -> bool:
        """Return whether an event was not told before; platforms repeat them."""
        if event_id in self._seen:
            return False
        self._seen[event_id] = None
        if len(self._seen) > MOST_SEEN:
            self._seen.popitem(last=False)
        return True

    def set_to_work(self, work: Coroutine[Any, Any, None]) -> None:
        """Let a press be looked at, while frames go on being read."""
        if len(self._work) >= MOST_AT_WORK:
            work.close()
            self.dropped += 1
            return
        task = self.context.spawn(work, f"press on {self.context.title}")
        self._work.add(task)
        task.add_done_callback(self._work.discard)

    async def async_say(self, data: str | bytes) -> None:
        """Send one frame. Raises LostError."""
        if (socket := self.socket) is None or socket.closed:
            raise LostError("not_connected")
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await (socket.send_bytes(data) if isinstance(data, bytes) else socket.send_str(data))
        except (ClientError, OSError, TimeoutError) as err:
            raise LostError("not_sent") from err

    async def async_connect(self, url: str) -> ClientWebSocketResponse:
        """Open a socket. Raises an error of the HTTP client, which may hold the address: it is never shown."""
        self.socket = await async_get_clientsession(self.hass).ws_connect(url, max_msg_size=MOST_FRAME, autoping=False)
        return self.socket

    async def _async_keep(self) -> None:
        tempo = self.context.tempo
        failures = 0
        while True:
            pause_s = min(tempo.first_pause_s * 2.0 ** min(failures, 20), tempo.most_pause_s)
            before = self.trouble
            try:
                await self._async_once()
            except LoginError as err:
                self.trouble, pause_s = f"refused: {err}", tempo.refused_pause_s
            except WSServerHandshakeError as err:
                self.trouble = f"http_{err.status}"
            except (LostError, PostError) as err:
                self.trouble = str(err)
            except TimeoutError:
                self.trouble = "timeout"
            except ClientError, OSError:
                self.trouble = "unreachable"
            except RuntimeError, ValueError:
                # An address that is none, or a socket that was closed meanwhile.
                self.trouble = "bad_answer"
            failures = failures + 1 if not self._heard_s else 0
            if self.trouble != before:
                _LOGGER.warning("%s: no connection (%s); trying again", self.context.title, self.trouble)
            await tempo.sleep(pause_s * self._rng.uniform(0.5, 1.0))

    async def _async_once(self) -> None:
        """Hold one connection until it ends; returns or raises then."""
        self._heard_s = 0.0
        try:
            async with asyncio.timeout(LOGIN_TIMEOUT_S):
                socket = await self.async_open_socket()
            self._heard_s = self.hass.loop.time()
            if self.trouble:
                _LOGGER.info("%s: connected again", self.context.title)
            self.trouble = ""
            self._ready.set()
            await self._async_read(socket)
        finally:
            self._ready.clear()
            self.on_lost()
            await self._async_close()

    def on_lost(self) -> None:
        """Give up what waits for an answer on a connection that is gone."""

    async def _async_read(self, socket: ClientWebSocketResponse) -> NoReturn:
        ping_at_s = self._heard_s + self.period_s
        while True:
            try:
                async with asyncio.timeout_at(ping_at_s):
                    message = await socket.receive()
            except TimeoutError:
                now_s = self.hass.loop.time()
                if now_s - self._heard_s > self.most_silence * self.period_s:
                    raise LostError("silent") from None
                await self.async_ping()
                ping_at_s = now_s + self.period_s
                continue
            self._heard_s = self.hass.loop.time()
            if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                await self.async_take_frame(message.type, message.data)
            elif message.type is WSMsgType.PING:
                await socket.pong(message.data)
            elif message.type in _ENDS:
                raise LostError("closed")

    async def _async_close(self) -> None:
        socket, self.socket = self.socket, None
        if socket is not None and not socket.closed:
            try:
                async with asyncio.timeout(SEND_TIMEOUT_S):
                    await socket.close()
            except ClientError, OSError, TimeoutError:
                _LOGGER.debug("%s: closed without goodbye", self.context.title)
