"""Home Assistant's own interfaces, as its frontend uses them."""

import asyncio
import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Self

import aiohttp

type Json = Any

REQUEST_TIMEOUT_S = 60
IDLE_S = 20.0
"""Home Assistant hangs up on a web socket whose pings nobody answers, and nobody reads it between two commands."""


class ApiError(Exception):
    """Home Assistant did not do what it was asked for."""


class Api:
    """REST and web socket of one Home Assistant. Use as ``async with Api(url)``."""

    def __init__(self, url: str) -> None:
        """url: without a slash at its end."""
        self.url = url
        self.client_id = f"{url}/"
        self._session = aiohttp.ClientSession(url, timeout=aiohttp.ClientTimeout(total=REQUEST_TIMEOUT_S))
        self._token = ""
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._next_id = 1
        self._used_at = 0.0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._socket:
            await self._socket.close()
        await self._session.close()

    @property
    def token(self) -> str:
        """Access token of who signed in; empty before that."""
        return self._token

    async def is_up(self) -> bool:
        """Return whether one can log in, or begin the onboarding."""
        try:
            async with self._session.get("/auth/providers") as answer:
                return answer.status in (HTTPStatus.OK, HTTPStatus.BAD_REQUEST)
        except aiohttp.ClientError, TimeoutError:
            return False

    async def post(self, path: str, body: Mapping[str, Json]) -> Json:
        """Send JSON and return JSON. Raises ApiError with what the server said."""
        return await self._request("POST", path, body)

    async def delete(self, path: str) -> Json:
        """Delete and return JSON. Raises ApiError with what the server said."""
        return await self._request("DELETE", path, None)

    async def _request(self, method: str, path: str, body: Mapping[str, Json] | None) -> Json:
        headers = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        async with self._session.request(method, path, json=body, headers=headers) as answer:
            if answer.status >= 400:
                raise ApiError(f"{method} {path}: {answer.status} {await answer.text()}")
            return await answer.json()

    async def use_code(self, code: str) -> None:
        """Exchange an authorization code for a token and open the web socket."""
        form = {"grant_type": "authorization_code", "code": code, "client_id": self.client_id}
        async with self._session.post("/auth/token", data=form) as answer:
            if answer.status >= 400:
                raise ApiError(f"POST /auth/token: {answer.status} {await answer.text()}")
            self._token = (await answer.json())["access_token"]
        await self._open_socket()

    async def _open_socket(self) -> None:
        self._socket = await self._session.ws_connect("/api/websocket", max_msg_size=0)
        await self._socket.receive_json()
        await self._socket.send_json({"type": "auth", "access_token": self._token})
        if (await self._socket.receive_json())["type"] != "auth_ok":
            raise ApiError("the web socket refused the token")
        self._used_at = time.monotonic()

    async def command(self, command: str, **fields: Json) -> Json:
        """Send one web socket command and return its result. Raises ApiError with what the server said."""
        if self._socket is None:
            raise ApiError("the web socket is not open")
        if time.monotonic() - self._used_at > IDLE_S:
            await self._socket.close()
            await self._open_socket()
        self._used_at = time.monotonic()
        number, self._next_id = self._next_id, self._next_id + 1
        await self._socket.send_json({"id": number, "type": command, **fields})
        async with asyncio.timeout(REQUEST_TIMEOUT_S):
            while True:
                message = await self._socket.receive_json()
                if message.get("id") == number and message["type"] == "result":
                    break
        if not message["success"]:
            raise ApiError(f"{command}: {message['error']}")
        return message["result"]
