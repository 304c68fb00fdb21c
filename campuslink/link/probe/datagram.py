"""One question and its answer over UDP, for the probes that speak it."""

import asyncio
import socket
from collections.abc import Callable
from typing import override

from ...errors import CodecError
from .addresses import Address
from .measurement import ProbeError, Reason

MOST_WRONG_ANSWERS = 64
"""Datagrams that are no answer to the question, after which nobody waits for a right one."""


async def ask[T](
    address: Address, port: int, make_question: Callable[[], bytes], decode: Callable[[bytes], T], *, timeout_s: float
) -> T:
    """Send a datagram and return the first answer that can be decoded.

    The socket is connected, so that the system drops what comes from elsewhere. make_question is called when the
    datagram is about to leave, decode when one arrives: both may look at a clock. decode raises CodecError for what is
    no answer to the question; such datagrams are skipped. Raises ProbeError.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[T] = loop.create_future()
    try:
        transport = await _connect(address, port, _Asking(decode, answer))
    except OSError as err:
        raise ProbeError.from_system(err) from err
    try:
        transport.sendto(make_question())
        async with asyncio.timeout(timeout_s):
            return await answer
    except TimeoutError as err:
        raise ProbeError(Reason.NO_ANSWER) from err
    except OSError as err:
        raise ProbeError.from_system(err) from err
    finally:
        transport.abort()


async def _connect(address: Address, port: int, protocol: asyncio.DatagramProtocol) -> asyncio.DatagramTransport:
    sock = socket.socket(address.socket_family, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK)
    try:
        sock.connect(address.at(port))
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(lambda: protocol, sock=sock)
    except OSError:
        sock.close()
        raise
    return transport


class _Asking[T](asyncio.DatagramProtocol):
    def __init__(self, decode: Callable[[bytes], T], answer: asyncio.Future[T]) -> None:
        self._decode = decode
        self._answer = answer
        self._wrong = 0

    @override
    def datagram_received(self, data: bytes, addr: object) -> None:
        if self._answer.done():
            return
        try:
            self._answer.set_result(self._decode(data))
        except CodecError as err:
            self._wrong += 1
            if self._wrong >= MOST_WRONG_ANSWERS:
                self._answer.set_exception(ProbeError(Reason.GARBLED, str(err)))

    @override
    def error_received(self, exc: Exception) -> None:
        if not self._answer.done():
            self._answer.set_exception(exc)
