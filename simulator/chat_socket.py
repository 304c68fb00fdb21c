"""The long connection of a simulated platform: who is connected, what waits for an answer, and how it breaks."""

import asyncio

from aiohttp import web


class ChatSocket[Answer]:
    """One connection at a time. Answers are awaited by the id of what they answer."""

    def __init__(self, *, press_timeout_s: float) -> None:
        """press_timeout_s: how long the platform waits for the answer to a press."""
        self.logins = 0
        self.pings = 0
        self.answers_pings = True
        self.connected = asyncio.Event()
        self.press_timeout_s = press_timeout_s
        self._socket: web.WebSocketResponse | None = None
        self._transport: asyncio.Transport | None = None
        self._waiting: dict[str, asyncio.Future[Answer]] = {}

    @property
    def socket(self) -> web.WebSocketResponse:
        """The connection. Raises ConnectionError without one."""
        if self._socket is None:
            raise ConnectionError("nobody is connected")
        return self._socket

    async def settled(self) -> bool:
        """Wait until somebody is connected, after what was sent before has had its effect."""
        await asyncio.sleep(0.05)
        await self.connected.wait()
        return True

    def cut(self) -> None:
        """Let the connection end without a goodbye, in the middle of a frame."""
        if self._socket is not None and (transport := self._transport) is not None:
            transport.write(b"\x81\x7e\x10")
            transport.close()

    def expect(self, message_id: str) -> asyncio.Future[Answer]:
        """Return what will hold the answer to something that is about to be sent."""
        waiting = self._waiting[message_id] = asyncio.get_running_loop().create_future()
        return waiting

    async def answer_to(self, message_id: str) -> Answer | None:
        """Wait for an answer that is expected; None when there is none in time."""
        try:
            async with asyncio.timeout(self.press_timeout_s):
                return await self._waiting[message_id]
        except TimeoutError:
            return None
        finally:
            self._waiting.pop(message_id, None)

    def answered(self, message_id: str, answer: Answer) -> bool:
        """Take an answer; return whether it was waited for."""
        waiting = self._waiting.get(message_id)
        if waiting is None or waiting.done():
            return False
        waiting.set_result(answer)
        return True

    def _log_in(self, socket: web.WebSocketResponse) -> None:
        self._socket = socket
        self.logins += 1
        self.connected.set()

    def _log_out(self, socket: web.WebSocketResponse) -> None:
        if self._socket is socket:
            self._socket = None
            self.connected.clear()
