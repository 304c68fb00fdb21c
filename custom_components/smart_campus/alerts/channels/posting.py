"""Requests to platforms. Their addresses hold secrets, so no error of the HTTP client gets out of here."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any, Final

from aiohttp import ClientError, ClientResponse
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from yarl import URL

from .base import Delivery
from .rules.verdict import Answer, Verdict

TIMEOUT_S: Final = 10
MOST_ANSWER: Final = 64 * 1024
MOST_WAIT_S: Final = 3600.0


class PostError(Exception):
    """No answer came. The text is a word for the record, without address or secret."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def verdict(self) -> Verdict:
        """Return what it means for a message: worth another try."""
        return Verdict(ok=False, code=self.code, retry_after_s=5)


async def async_request(
    hass: HomeAssistant, method: str, url: URL, body: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> Answer:
    """Send JSON and return the answer, whatever its status. Raises PostError."""
    try:
        async with (
            asyncio.timeout(TIMEOUT_S),
            async_get_clientsession(hass).request(
                method, url, json=body, headers=headers, allow_redirects=False
            ) as response,
        ):
            return Answer(
                status=response.status, body=_object(await _read(response)), retry_after_s=_wait(response.headers)
            )
    except TimeoutError:
        raise PostError("timeout") from None
    except ClientError, OSError:
        raise PostError("unreachable") from None


async def _read(response: ClientResponse) -> bytes:
    raw = bytearray()
    async for chunk in response.content.iter_any():
        raw += chunk
        if len(raw) > MOST_ANSWER:
            return b""
    return bytes(raw)


def _object(raw: bytes) -> Mapping[str, Any] | None:
    try:
        found = json.loads(raw)
    except ValueError, RecursionError:
        return None
    return found if isinstance(found, dict) else None


def _wait(headers: Mapping[str, str]) -> float | None:
    for name in ("x-ogw-ratelimit-reset", "Retry-After"):
        text = headers.get(name, "").strip()
        if text.isdecimal() and len(text) < 9:
            return min(max(float(text), 1.0), MOST_WAIT_S)
    return None


def delivery_of(verdict: Verdict, *, message_id: str = "") -> Delivery:
    """Return a verdict as the desk records it."""
    return Delivery(
        ok=verdict.ok,
        code=verdict.code,
        detail=verdict.detail,
        retry_after_s=verdict.retry_after_s,
        message_id=message_id if verdict.ok else "",
    )
