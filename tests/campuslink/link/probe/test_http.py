"""Web pages and certificates, from Python's own server and from servers that mean no good."""

import asyncio
import http.server
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from campuslink.link.probe.certificate import read_certificate
from campuslink.link.probe.http import LONGEST_BODY
from campuslink.link.probe.measurement import Measurement, Reason
from campuslink.link.probe.prober import Prober, ProbeRules
from campuslink.link.probe.target import Target
from simulator.certificates import make_certificate, server_context

from .test_prober import HASTY, HOST, streams

pytestmark = pytest.mark.usefixtures("socket_enabled")


class Page(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = self.server.pages.get(self.path, (404, b"nothing here"))
        self.server.hosts.append(self.headers["Host"])
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def web_server(context: ssl.SSLContext | None = None, **pages: tuple[int, bytes]) -> Iterator[http.server.HTTPServer]:
    """Python's HTTP server in a thread of its own."""
    server = http.server.ThreadingHTTPServer((HOST, 0), Page)
    server.pages = {"/": (200, b"hello")} | {f"/{name}": page for name, page in pages.items()}
    server.hosts = []
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


async def measure(port: int, *, rules: ProbeRules | None = None, trusted: bytes | None = None, **target) -> Measurement:
    def make_context() -> ssl.SSLContext:
        context = ssl.create_default_context()
        if trusted is not None:
            context.load_verify_locations(cadata=trusted.decode())
        return context

    prober = Prober(rules=rules, make_context=make_context)
    try:
        data = {"id": "a", "name": "A", "way": "http", "host": HOST, "port": port} | target
        return await prober.measure(Target.from_json(data))
    finally:
        await prober.close()


async def test_page_is_told_with_status_time_and_size() -> None:
    with web_server() as server:
        measurement = await measure(server.server_port)
        assert server.hosts == [f"{HOST}:{server.server_port}"]
    assert (measurement.reason, measurement.status, measurement.body_bytes) == (None, 200, 5)
    assert measurement.latency_ms is not None
    assert measurement.days_left is None


@pytest.mark.parametrize(
    ("status", "wanted", "reason"),
    [
        (204, None, None),
        (302, None, None),
        (401, None, Reason.WRONG_STATUS),
        (401, 401, None),
        (503, None, Reason.WRONG_STATUS),
        (200, 204, Reason.WRONG_STATUS),
    ],
)
async def test_status_decides(status: int, wanted: int | None, reason: Reason | None) -> None:
    with web_server(page=(status, b"")) as server:
        measurement = await measure(server.server_port, path="/page", status=wanted)
    assert (measurement.status, measurement.reason) == (status, reason)


async def test_body_is_read_to_a_limit() -> None:
    with web_server(big=(200, b"x" * (LONGEST_BODY + 100_000))) as server:
        assert (await measure(server.server_port, path="/big")).body_bytes == LONGEST_BODY


@pytest.mark.parametrize("days", [3.5, 200.0])
async def test_accepted_certificate_tells_its_days(days: float) -> None:
    certificate, key = make_certificate(HOST, days_left=days)
    with web_server(server_context(certificate, key)) as server:
        measurement = await measure(server.server_port, way="https", trusted=certificate)
    assert (measurement.reason, measurement.certificate_reason, measurement.status) == (None, None, 200)
    assert measurement.days_left == pytest.approx(days, abs=0.01)
    assert measurement.certificate_subject == f"CN={HOST}"


@pytest.mark.parametrize(
    ("host", "days_left", "days_old", "is_known", "reason"),
    [
        (HOST, 30, 1, False, Reason.CERTIFICATE_UNTRUSTED),
        (HOST, -2, 100, True, Reason.CERTIFICATE_EXPIRED),
        (HOST, 30, -2, True, Reason.CERTIFICATE_NOT_YET_VALID),
        ("127.0.0.2", 30, 1, True, Reason.CERTIFICATE_WRONG_NAME),
        ("www.example", 30, 1, True, Reason.CERTIFICATE_WRONG_NAME),
    ],
)
@pytest.mark.parametrize("is_trust_checked", [True, False])
async def test_certificate_that_is_not_accepted_is_read_all_the_same(
    host: str, days_left: float, days_old: float, *, is_known: bool, reason: Reason, is_trust_checked: bool
) -> None:
    certificate, key = make_certificate(host, days_left=days_left, days_old=days_old)
    with web_server(server_context(certificate, key)) as server:
        measurement = await measure(
            server.server_port,
            way="https",
            trusted=certificate if is_known else None,
            is_trust_checked=is_trust_checked,
        )
    assert measurement.reason is (reason if is_trust_checked else None)
    assert (measurement.certificate_reason, measurement.status) == (reason, 200)
    assert measurement.days_left == pytest.approx(days_left, abs=0.01)


async def test_openssl_reads_the_same_end_of_the_certificate(tmp_path: Path) -> None:
    certificate, key = make_certificate(HOST, days_left=42)
    (tmp_path / "c.pem").write_bytes(certificate)
    with web_server(server_context(certificate, key)) as server:
        measurement = await measure(server.server_port, way="https", is_trust_checked=False)
    process = await asyncio.create_subprocess_exec(
        "openssl", "x509", "-in", tmp_path / "c.pem", "-noout", "-enddate", stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await process.communicate()
    ends_at = ssl.cert_time_to_seconds(printed.decode().strip().removeprefix("notAfter="))
    assert measurement.at + measurement.days_left * 86_400 == pytest.approx(ends_at, abs=5)


def after_request(*portions: bytes, forever: bytes = b"") -> Callable:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        for portion in portions:
            writer.write(portion)
        while forever:
            writer.write(forever)
            await writer.drain()
        await writer.drain()

    return serve


@pytest.mark.parametrize(
    "serve",
    [
        after_request(),
        after_request(b"SSH-2.0-OpenSSH_9.2\r\n"),
        after_request(b"\x15\x03\x01\x00\x02\x02\x46"),
        after_request(b"HTTP/1.1 200 OK\r\n", forever=b"X-Pad: " + b"a" * 1000 + b"\r\n"),
        after_request(forever=b"a" * 4096),
        after_request(b"HTTP/1.1 200 OK\r\n" + b"A: b\r\n" * 200 + b"\r\n"),
        after_request(*[b"HTTP/1.1 103 Early Hints\r\n\r\n"] * 5),
    ],
    ids=["end", "SSH", "TLS", "endless head", "endless line", "too many fields", "interim heads only"],
)
async def test_what_is_no_answer_is_garbled(serve: Callable) -> None:
    async with streams(serve) as port:
        assert (await measure(port)).reason is Reason.GARBLED


@pytest.mark.parametrize(
    ("answer", "size"),
    [
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n", 15),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nhello", 5),
        (b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nhello", 5),
    ],
    ids=["chunks", "broken off", "interim head first"],
)
async def test_body_counts_as_far_as_it_came(answer: bytes, size: int) -> None:
    async with streams(after_request(answer)) as port:
        measurement = await measure(port)
    assert (measurement.reason, measurement.body_bytes) == (None, size)


async def test_endless_body_is_read_to_the_limit() -> None:
    async with streams(after_request(b"HTTP/1.1 200 OK\r\n\r\n", forever=b"a" * 4096)) as port:
        assert (await measure(port)).body_bytes == LONGEST_BODY


async def test_server_that_says_nothing_gives_no_answer() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with streams(serve) as port:
        assert (await measure(port, rules=HASTY)).reason is Reason.NO_ANSWER
        assert (await measure(port, rules=HASTY, way="https")).reason is Reason.NO_ANSWER


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"\x16\x03\x03\xff\xff" + b"\x00" * 70_000], ids=["HTTP", "records"]
)
async def test_garbage_in_the_place_of_tls_is_no_tls(answer: bytes) -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100)
        writer.write(answer)
        await writer.drain()

    async with streams(serve) as port:
        assert (await measure(port, way="https")).reason is Reason.TLS_FAILED


@pytest.mark.parametrize("encoded", [b"", b"\x30\x82garbage", b"\x30\x00"])
def test_certificate_that_cannot_be_read_is_none(encoded: bytes) -> None:
    class Stream:
        def getpeercert(self, *, binary_form: bool) -> bytes:
            return encoded

    assert read_certificate(Stream(), 0.0) is None


def test_stream_without_tls_has_no_certificate() -> None:
    assert read_certificate(None, 0.0) is None
