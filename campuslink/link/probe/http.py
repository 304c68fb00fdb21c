"""HTTP and HTTPS: one page is asked for, its status, time and size noted, and the certificate read."""

import asyncio
import ssl
import time
from dataclasses import dataclass

from ...codec.http_answer import END_OF_HEAD, LONGEST_HEAD, AnswerHead, decode_head, encode_get
from ...errors import CodecError
from .addresses import Address
from .certificate import Certificate, explain_distrust, make_curious_context, read_certificate
from .measurement import ProbeError, Reason
from .target import DEFAULT_PORTS, Target, Way
from .tcp import open_stream

LONGEST_BODY = 262_144
"""Bytes of a body that are read; what comes after them is not waited for."""
AGENT = "SmartCampus-path-check/1"

_PORTION = 16_384
_MOST_INTERIM_HEADS = 4
_LAST_CHUNK = b"\r\n0\r\n\r\n"


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What a server gave."""

    status: int
    latency_ms: float
    """From the start of the connection until the head of the answer was there."""
    body_bytes: int
    """Bytes of the body, `LONGEST_BODY` at most."""
    certificate: Certificate | None = None
    distrust: Reason | None = None
    """Why the system does not accept the certificate; None when it does, or without TLS."""


class PageReader:
    """Asks for pages. Holds the two TLS contexts all requests share."""

    def __init__(self, trusting: ssl.SSLContext) -> None:
        """trusting: the context that decides which certificates are accepted."""
        self._trusting = trusting
        self._curious = make_curious_context()

    async def read(self, target: Target, address: Address, now: float) -> Page:
        """Ask for the target's page; the caller limits the time. Raises ProbeError.

        A certificate that is not accepted is no obstacle: a second connection reads it, and the verdict is kept apart.
        now: seconds since 1970-01-01 UTC, to count days from.
        """
        if target.way is Way.HTTP:
            return await _read_page(target, address, None, None, now)
        try:
            return await _read_page(target, address, self._trusting, None, now)
        except _DistrustError as err:
            return await _read_page(target, address, self._curious, err.reason, now)


class _DistrustError(ProbeError):
    """The system does not accept the certificate."""


async def _read_page(
    target: Target, address: Address, context: ssl.SSLContext | None, distrust: Reason | None, now: float
) -> Page:
    started_s = time.perf_counter()
    name = target.host.partition("%")[0].rstrip(".") if context else None
    try:
        async with open_stream(address, target.used_port, limit=LONGEST_HEAD, context=context, name=name) as stream:
            reader, writer = stream
            certificate = read_certificate(writer.get_extra_info("ssl_object"), now)
            writer.write(encode_get(_host_field(target), target.path, AGENT))
            head = await _read_head(reader)
            latency_ms = (time.perf_counter() - started_s) * 1000
            size = await _measure_body(reader, head)
    except ssl.SSLCertVerificationError as err:
        raise _DistrustError(explain_distrust(err)) from err
    except ssl.SSLError as err:
        raise ProbeError(Reason.TLS_FAILED, (err.reason or "").lower()) from err
    except OSError as err:
        raise ProbeError.from_system(err) from err
    return Page(status=head.status, latency_ms=latency_ms, body_bytes=size, certificate=certificate, distrust=distrust)


async def _read_head(reader: asyncio.StreamReader) -> AnswerHead:
    try:
        for _ in range(_MOST_INTERIM_HEADS):
            head = decode_head(await reader.readuntil(END_OF_HEAD))
            if not head.is_interim:
                return head
    except asyncio.IncompleteReadError as err:
        raise ProbeError(Reason.GARBLED, f"the connection ended after {len(err.partial)} bytes") from err
    except asyncio.LimitOverrunError as err:
        raise ProbeError(Reason.GARBLED, f"the head is longer than {LONGEST_HEAD} bytes") from err
    except CodecError as err:
        raise ProbeError(Reason.GARBLED, str(err)) from err
    raise ProbeError(Reason.GARBLED, "no answer after several interim ones")


async def _measure_body(reader: asyncio.StreamReader, head: AnswerHead) -> int:
    """Return the size of the body. One that breaks off counts as far as it came: the head has been answered."""
    wanted = LONGEST_BODY if head.body_length is None else min(head.body_length, LONGEST_BODY)
    size, tail = 0, b""
    while size < wanted and not tail.endswith(_LAST_CHUNK):
        portion = await reader.read(min(_PORTION, wanted - size))
        if not portion:
            break
        size += len(portion)
        tail = (tail + portion)[-len(_LAST_CHUNK) :]
    return size


def _host_field(target: Target) -> str:
    name = target.host.partition("%")[0]
    host = f"[{name}]" if ":" in name else name
    return host if target.used_port == DEFAULT_PORTS[target.way] else f"{host}:{target.used_port}"
