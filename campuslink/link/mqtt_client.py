"""A broker outside Home Assistant: one connection of our own on aiomqtt, shared by every node of the process.

Topics without wildcards only, which is all that nodes need.
"""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, override

import aiomqtt

from ..errors import CannotConnectError
from .credentials import NO_CREDENTIALS, Credentials
from .mqtt import AT_LEAST_ONCE, MqttLink, OnMessage

_LOGGER = logging.getLogger(__name__)

DEFAULT_PORT = 1883
RECONNECT_PAUSE_S = 5.0
PUBLISH_LIMIT_S = 5.0
MOST_WAITING = 10_000
"""Messages that may wait for us; newer ones are dropped, so that a flood costs no memory."""


class MqttClient(MqttLink):
    """Connects in the background, and again whenever the connection is lost. `close` ends it."""

    def __init__(
        self,
        host: str,
        port: int = DEFAULT_PORT,
        credentials: Credentials = NO_CREDENTIALS,
        *,
        pause_s: float = RECONNECT_PAUSE_S,
    ) -> None:
        """credentials: ``username`` and ``password``. pause_s: between two attempts. Needs a running event loop."""
        self._host, self._port, self._credentials = host, port, credentials
        self._pause_s = pause_s
        self._trouble = "not connected yet"
        self._listeners: dict[str, tuple[OnMessage, ...]] = {}
        self._followers: tuple[Callable[[], None], ...] = ()
        self._client: aiomqtt.Client | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._running = asyncio.get_running_loop().create_task(self._run(), name=f"mqtt {host}:{port}")

    @property
    @override
    def line(self) -> str:
        return f"mqtt:{self._host}:{self._port}"

    @property
    @override
    def trouble(self) -> str:
        return self._trouble

    @override
    def subscribe(self, topic: str, on_message: OnMessage) -> Callable[[], None]:
        known = self._listeners.get(topic, ())
        self._listeners[topic] = (*known, on_message)
        if self._client is not None:
            # Asked for again by a further listener, the broker sends what it keeps once more
            self._spawn(self._subscribe(self._client, topic))

        def end() -> None:
            left = tuple(each for each in self._listeners.get(topic, ()) if each is not on_message)
            if left:
                self._listeners[topic] = left
            else:
                self._listeners.pop(topic, None)
                if self._client is not None:
                    self._spawn(self._unsubscribe(self._client, topic))

        return end

    @override
    async def publish(self, topic: str, payload: str, qos: int = AT_LEAST_ONCE, *, retain: bool = False) -> None:
        if self._client is None:
            raise CannotConnectError(self._trouble)
        try:
            await self._client.publish(topic, payload, qos, retain, timeout=PUBLISH_LIMIT_S)
        except aiomqtt.MqttError as error:
            raise CannotConnectError(str(error)) from error

    @override
    def follow_connection(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self._followers = (*self._followers, on_change)

        def end() -> None:
            self._followers = tuple(each for each in self._followers if each is not on_change)

        return end

    async def close(self) -> None:
        """Disconnect, and leave no task behind."""
        tasks = [self._running, *self._tasks]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        while True:
            try:
                await self._stay_connected()
            except aiomqtt.MqttError as error:
                if not self._trouble:
                    _LOGGER.warning("The connection to the broker %s:%s was lost: %s", self._host, self._port, error)
                self._change(None, str(error) or type(error).__name__)
            await asyncio.sleep(self._pause_s)

    async def _stay_connected(self) -> None:
        client = aiomqtt.Client(
            self._host,
            self._port,
            username=self._credentials.get("username"),
            password=self._credentials.get("password"),
            max_queued_incoming_messages=MOST_WAITING,
        )
        try:
            async with client:
                for topic in tuple(self._listeners):
                    await client.subscribe(topic, AT_LEAST_ONCE)
                self._change(client, "")
                async for message in client.messages:
                    self._hand_on(str(message.topic), message.payload, is_kept=message.retain)
        finally:
            self._client = None

    def _hand_on(self, topic: str, payload: object, *, is_kept: bool) -> None:
        data = payload if isinstance(payload, bytes) else str(payload or "").encode()
        for listener in self._listeners.get(topic, ()):
            listener(topic, data, is_kept)

    def _change(self, client: aiomqtt.Client | None, trouble: str) -> None:
        self._client, self._trouble = client, trouble
        for follower in self._followers:
            follower()

    async def _subscribe(self, client: aiomqtt.Client, topic: str) -> None:
        # A connection that is lost meanwhile subscribes everything when it is back
        with suppress(aiomqtt.MqttError):
            await client.subscribe(topic, AT_LEAST_ONCE)

    async def _unsubscribe(self, client: aiomqtt.Client, topic: str) -> None:
        with suppress(aiomqtt.MqttError):
            await client.unsubscribe(topic)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
