"""What a peer says first on a new connection, when nothing is sent to it."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from ..errors import CannotConnectError, GarbledAnswerError, NoAnswerError

CONNECT_S = 1.5
SILENCE_S = 3.0
"""Seconds a greeting may take, however slowly it comes."""
MOST_BYTES = 1024


async def overhear(host: str, port: int, is_whole: Callable[[bytes], bool]) -> bytes:
    """Connect and return what was said once `is_whole` finds it whole, or when the peer ends the connection.

    Raises CannotConnectError, NoAnswerError when too little comes in time, GarbledAnswerError when it does not end.
    """
    try:
        async with asyncio.timeout(CONNECT_S):
            reader, writer = await asyncio.open_connection(host, port, limit=MOST_BYTES)
    except TimeoutError as err:
        raise CannotConnectError(f"{host}:{port}: no connection within {CONNECT_S:g} s") from err
    except OSError as err:
        raise CannotConnectError(f"{host}:{port}: {err.strerror or type(err).__name__}") from err
    said = b""
    try:
        async with asyncio.timeout(SILENCE_S):
            while not is_whole(said):
                if len(said) >= MOST_BYTES:
                    raise GarbledAnswerError(f"{host}:{port} does not come to an end")
                portion = await reader.read(MOST_BYTES - len(said))
                if not portion:
                    break
                said += portion
    except TimeoutError as err:
        raise NoAnswerError(f"{host}:{port} says nothing first") from err
    except OSError as err:
        raise NoAnswerError(f"{host}:{port} hangs up") from err
    finally:
        # Aborted: a peer that never reads would keep a polite ending waiting
        writer.transport.abort()
        with suppress(OSError):
            await writer.wait_closed()
    return said
