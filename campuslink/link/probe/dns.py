"""DNS: a name server is asked for an address."""

import asyncio
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from ...codec.dns_message import (
    LONGEST_TCP_ANSWER,
    LONGEST_UDP_ANSWER,
    DnsAnswer,
    DnsQuestion,
    decode_answer,
    make_question,
)
from ...errors import CodecError
from .addresses import Address
from .datagram import ask
from .measurement import ProbeError, Reason
from .target import is_address
from .tcp import open_stream

RESOLVER_FILE = Path("/etc/resolv.conf")
_LONGEST_RESOLVER_FILE = 65_536


@dataclass(frozen=True, slots=True)
class TimedAnswer:
    """An answer and the milliseconds it took."""

    answer: DnsAnswer
    latency_ms: float


async def look_up(address: Address, port: int, name: str, record: str, *, timeout_s: float) -> TimedAnswer:
    """Ask a name server, over TCP as well when the answer does not fit a datagram. Raises ProbeError."""
    try:
        question = make_question(secrets.randbelow(1 << 16), name, record)
    except CodecError as err:
        raise ProbeError(Reason.LOCAL_FAULT, str(err)) from err
    started_s = time.perf_counter()
    answer = await ask(
        address, port, question.encode, lambda message: _decode_datagram(message, question), timeout_s=timeout_s
    )
    latency_ms = (time.perf_counter() - started_s) * 1000
    if answer.is_truncated:
        answer = await _ask_over_tcp(address, port, question)
    return TimedAnswer(answer, latency_ms)


def system_name_server(file: Path = RESOLVER_FILE) -> str:
    """Return the address of the first name server this machine uses. Blocks: call it off the event loop.

    Raises ProbeError (local_fault) when it has none.
    """
    try:
        with file.open(encoding="utf-8", errors="replace") as lines:
            text = lines.read(_LONGEST_RESOLVER_FILE)
    except OSError as err:
        raise ProbeError(Reason.LOCAL_FAULT, f"{file.name}: {err.strerror}") from err
    words = [line.split() for line in text.splitlines()]
    servers = [each[1] for each in words if len(each) > 1 and each[0] == "nameserver" and is_address(each[1])]
    if not servers:
        raise ProbeError(Reason.LOCAL_FAULT, f"{file.name} names no name server")
    return servers[0]


def _decode_datagram(message: bytes, question: DnsQuestion) -> DnsAnswer:
    if len(message) > LONGEST_UDP_ANSWER:
        raise CodecError(f"a datagram of {len(message)} bytes")
    return decode_answer(message, question)


async def _ask_over_tcp(address: Address, port: int, question: DnsQuestion) -> DnsAnswer:
    message = question.encode()
    try:
        async with open_stream(address, port, limit=LONGEST_TCP_ANSWER) as (reader, writer):
            writer.write(len(message).to_bytes(2) + message)
            length = int.from_bytes(await reader.readexactly(2))
            if length > LONGEST_TCP_ANSWER:
                raise ProbeError(Reason.GARBLED, f"an answer of {length} bytes")
            return decode_answer(await reader.readexactly(length), question)
    except OSError as err:
        raise ProbeError.from_system(err) from err
    except (CodecError, asyncio.IncompleteReadError) as err:
        raise ProbeError(Reason.GARBLED, str(err)) from err
