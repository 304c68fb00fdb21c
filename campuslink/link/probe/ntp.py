"""NTP: a time server is asked for the time, and its clock compared with ours."""

import secrets
import time
from collections.abc import Callable

from ...codec.sntp import TimeAnswer, decode_time_answer, encode_time_request
from .addresses import Address
from .datagram import ask


async def ask_time(
    address: Address, port: int, *, timeout_s: float, clock: Callable[[], float] = time.time
) -> TimeAnswer:
    """Return a time server's answer. clock: ours, seconds since 1970-01-01 UTC. Raises ProbeError."""
    nonce = secrets.randbits(64)
    sent_at = 0.0

    def make_question() -> bytes:
        nonlocal sent_at
        sent_at = clock()
        return encode_time_request(nonce)

    def decode(packet: bytes) -> TimeAnswer:
        return decode_time_answer(packet, nonce, sent_at=sent_at, received_at=clock())

    return await ask(address, port, make_question, decode, timeout_s=timeout_s)
