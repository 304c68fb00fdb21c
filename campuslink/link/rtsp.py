"""One question to an RTSP server, to learn that it is there. Source: RFC 2326, section 10.1 (OPTIONS)."""

import asyncio
import re
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..errors import CannotConnectError, GarbledAnswerError, NoAnswerError

DEFAULT_PORT = 554
MOST_BYTES = 8192
MOST_SERVER_CHARACTERS = 64
_STATUS = re.compile(rb"RTSP/\d\.\d (\d{3})")
_SERVER = re.compile(rb"(?im)^server:[ \t]*([ -~]{1,200})")


@dataclass(frozen=True, slots=True)
class RtspGreeting:
    """What a server answers."""

    status: int
    """401 where it wants a login even for this."""
    server: str = ""
    """What it calls itself; empty where it does not say."""


async def knock(address: str, *, timeout_s: float = 3.0) -> RtspGreeting:
    """Ask the server behind a URL (``rtsp://host/path``, without a login) what it can do.

    Raises CannotConnectError, NoAnswerError, GarbledAnswerError. An ``rtsps`` server is only connected to.
    """
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or DEFAULT_PORT
    try:
        async with asyncio.timeout(timeout_s):
            try:
                reader, writer = await asyncio.open_connection(host, port, limit=MOST_BYTES)
            except OSError as err:
                raise CannotConnectError(f"{host}:{port} cannot be reached: {err.strerror or 'no such host'}") from err
            try:
                if parts.scheme != "rtsp":
                    return RtspGreeting(200)
                writer.write(f"OPTIONS {address} RTSP/1.0\r\nCSeq: 1\r\n\r\n".encode("ascii"))
                answer = await reader.readuntil(b"\r\n\r\n")
            finally:
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()
    except TimeoutError as err:
        raise NoAnswerError(f"{host}:{port} says nothing") from err
    except (asyncio.IncompleteReadError, OSError) as err:
        raise NoAnswerError(f"{host}:{port} hangs up") from err
    except asyncio.LimitOverrunError as err:
        raise GarbledAnswerError(f"{host}:{port} does not speak RTSP") from err
    if not (status := _STATUS.match(answer)):
        raise GarbledAnswerError(f"{host}:{port} does not speak RTSP")
    server = _SERVER.search(answer)
    return RtspGreeting(int(status[1]), server[1].decode("ascii").strip()[:MOST_SERVER_CHARACTERS] if server else "")
