"""`ModbusLink` against real servers: pymodbus as the peer, and raw sockets for what no honest server sends."""

import asyncio
import random
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from modbus_connection import ModbusSerialParams, ModbusTcpParams, pymodbus, tmodbus
from modbus_connection.exceptions import ModbusError, ModbusExceptionError
from pymodbus import FramerType
from pymodbus.pdu import ExceptionResponse, ModbusPDU
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    GarbledAnswerError,
    LinkError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from campuslink.link.modbus import BUSY_PAUSE_S, ModbusLink
from campuslink.plan.request import ItemRequest, RegisterSpan
from campuslink.profile.schema import Protocol, Transport, TransportRules

pytestmark = pytest.mark.usefixtures("socket_enabled")

BACKENDS = {"pymodbus": pymodbus.ModbusConnection, "tmodbus": tmodbus.ModbusConnection}
RULES = TransportRules(protocol=Protocol.MODBUS, transports=(Transport.TCP,), timeout_s=0.2)
UNIT = 1
REGISTERS = list(range(1000, 1040))
SPAN = RegisterSpan("input", 0, 4)


async def do_not_sleep(_: float) -> None:
    """Stand in for a pause."""


@pytest.fixture(params=["tcp", "rtu"])
def framing(request: pytest.FixtureRequest) -> str:
    return request.param


@pytest.fixture(params=BACKENDS)
def backend(request: pytest.FixtureRequest) -> str:
    return request.param


@asynccontextmanager
async def open_link(
    backend: str, framing: str, port: int, *, unit: int = UNIT, rules: TransportRules = RULES, **options: Any
) -> AsyncIterator[ModbusLink]:
    params = (
        ModbusTcpParams(host="127.0.0.1", port=port)
        if framing == "tcp"
        else ModbusSerialParams(device=f"socket://127.0.0.1:{port}", baudrate=115200)
    )
    connection = BACKENDS[backend](params)
    options.setdefault("sleep", do_not_sleep)
    link = ModbusLink(connection.for_unit(unit), line=f"tcp:127.0.0.1:{port}", rules=rules, **options)
    try:
        yield link
    finally:
        await link.close()
        await connection.close()


@asynccontextmanager
async def serve_pymodbus(
    framing: str, trace_pdu: Callable[[bool, ModbusPDU], ModbusPDU] | None = None
) -> AsyncIterator[int]:
    registers = [SimData(0, values=REGISTERS, datatype=DataType.REGISTERS)]
    bits = [SimData(0, values=[True, False, True, True], datatype=DataType.BITS)]
    server = ModbusTcpServer(
        SimDevice(id=UNIT, simdata=(bits, bits, registers, registers)),
        framer=FramerType.SOCKET if framing == "tcp" else FramerType.RTU,
        address=("127.0.0.1", 0),
        trace_pdu=trace_pdu,
    )
    await server.serve_forever(background=True)
    try:
        yield server.transport.sockets[0].getsockname()[1]
    finally:
        await server.shutdown()


type Script = Callable[[int, bytes], Sequence[bytes | None]]
"""Takes the number of the request and its bytes; returns what to send, None to close."""


@asynccontextmanager
async def serve_script(script: Script) -> AsyncIterator[int]:
    requests = 0
    open_writers: set[asyncio.StreamWriter] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal requests
        open_writers.add(writer)
        while request := await reader.read(260):
            requests += 1
            for part in script(requests, request):
                if part is None:
                    writer.close()
                    return
                writer.write(part)
        writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        for writer in open_writers:
            writer.close()
        await server.wait_closed()


def crc(data: bytes) -> bytes:
    """CRC-16/MODBUS as in the serial line specification, appendix B."""
    value = 0xFFFF
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = (value >> 1) ^ 0xA001 if value & 1 else value >> 1
    return struct.pack("<H", value)


def frame_tcp(request: bytes, pdu: bytes, *, unit: int = UNIT, transaction: int = 0) -> bytes:
    """Answer with the request's transaction id plus `transaction`."""
    number = (struct.unpack_from(">H", request)[0] + transaction) % 0x10000
    return struct.pack(">HHHB", number, 0, len(pdu) + 1, unit) + pdu


def frame_rtu(pdu: bytes, *, unit: int = UNIT) -> bytes:
    body = bytes([unit]) + pdu
    return body + crc(body)


def make_pdu(values: Sequence[int], *, function: int = 4) -> bytes:
    return bytes([function, 2 * len(values)]) + struct.pack(f">{len(values)}H", *values)


def answer(framing: str, request: bytes, values: Sequence[int]) -> bytes:
    return frame_tcp(request, make_pdu(values)) if framing == "tcp" else frame_rtu(make_pdu(values))


async def test_registers_and_bits_arrive_as_served(backend: str, framing: str) -> None:
    async with serve_pymodbus(framing) as port, open_link(backend, framing, port) as link:
        assert await link.read(RegisterSpan("input", 3, 4)) == (1003, 1004, 1005, 1006)
        assert await link.read(RegisterSpan("holding", 0, 40)) == tuple(REGISTERS)
        assert await link.read(RegisterSpan("coil", 0, 4)) == (1, 0, 1, 1)
        assert await link.read(RegisterSpan("discrete", 1, 2)) == (0, 1)


async def test_written_registers_and_coils_read_back(backend: str, framing: str) -> None:
    async with serve_pymodbus(framing) as port, open_link(backend, framing, port) as link:
        await link.write(RegisterSpan("holding", 2, 1), [7])
        await link.write(RegisterSpan("holding", 4, 2), [8, 0xFFFF])
        await link.write(RegisterSpan("coil", 1, 1), [1])
        await link.write(RegisterSpan("coil", 2, 2), [0, 0])
        assert await link.read(RegisterSpan("holding", 2, 4)) == (7, 1003, 8, 0xFFFF)
        assert await link.read(RegisterSpan("coil", 0, 4)) == (1, 1, 0, 0)


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (1, RefusalReason.FUNCTION),
        (2, RefusalReason.ADDRESS),
        (3, RefusalReason.VALUE),
        (4, RefusalReason.DEVICE_FAILURE),
        (5, RefusalReason.BUSY),
        (7, RefusalReason.OTHER),
        (8, RefusalReason.OTHER),
        (99, RefusalReason.OTHER),
    ],
)
async def test_every_exception_code_becomes_its_reason(
    backend: str, framing: str, code: int, reason: RefusalReason
) -> None:
    def refuse(sending: bool, pdu: ModbusPDU) -> ModbusPDU:
        if not sending:
            return pdu
        refusal = ExceptionResponse(pdu.function_code & 0x7F, code)
        refusal.dev_id, refusal.transaction_id = pdu.dev_id, pdu.transaction_id
        return refusal

    async with serve_pymodbus(framing, refuse) as port, open_link(backend, framing, port) as link:
        with pytest.raises(RefusedError, match=f"exception {code}: ") as caught:
            await link.read(SPAN)
        assert caught.value.reason is reason


@pytest.mark.parametrize("code", [10, 11])
async def test_gateway_answering_for_a_silent_unit_counts_as_silence(backend: str, framing: str, code: int) -> None:
    def script(_: int, request: bytes) -> Sequence[bytes | None]:
        pdu = bytes([0x84, code])
        return [frame_tcp(request, pdu) if framing == "tcp" else frame_rtu(pdu)]

    async with serve_script(script) as port, open_link(backend, framing, port) as link:
        with pytest.raises(NoAnswerError, match="gateway"):
            await link.read(SPAN)


async def test_undefined_address_is_refused_by_a_real_server(backend: str, framing: str) -> None:
    async with serve_pymodbus(framing) as port, open_link(backend, framing, port) as link:
        with pytest.raises(RefusedError) as caught:
            await link.read(RegisterSpan("input", 500, 2))
        assert caught.value.reason is RefusalReason.ADDRESS


@pytest.mark.parametrize(("backend", "code"), [("pymodbus", 5), ("pymodbus", 6), ("tmodbus", 5)])
async def test_busy_device_is_asked_once_more_after_a_pause(backend: str, framing: str, code: int) -> None:
    pauses: list[float] = []

    async def note_pause(seconds: float) -> None:
        pauses.append(seconds)

    def script(number: int, request: bytes) -> Sequence[bytes | None]:
        pdu = bytes([0x84, code]) if number == 1 else make_pdu([1, 2, 3, 4])
        return [frame_tcp(request, pdu) if framing == "tcp" else frame_rtu(pdu)]

    async with serve_script(script) as port, open_link(backend, framing, port, sleep=note_pause) as link:
        assert await link.read(SPAN) == (1, 2, 3, 4)
    assert pauses == [BUSY_PAUSE_S]


async def test_device_that_stays_busy_holds_the_line_for_a_limited_time(backend: str, framing: str) -> None:
    def script(_: int, request: bytes) -> Sequence[bytes | None]:
        pdu = bytes([0x84, 6])
        return [frame_tcp(request, pdu) if framing == "tcp" else frame_rtu(pdu)]

    async with serve_script(script) as port, open_link(backend, framing, port, line_wait_s=0.3) as link:
        with pytest.raises((RefusedError, NoAnswerError)):
            await link.read(SPAN)


async def test_silent_unit_is_no_answer_after_a_single_request(backend: str, framing: str) -> None:
    requests: list[bytes] = []

    def script(_: int, request: bytes) -> Sequence[bytes | None]:
        requests.append(request)
        return []

    async with serve_script(script) as port, open_link(backend, framing, port) as link:
        with pytest.raises(NoAnswerError):
            await link.read(SPAN)
    assert len(requests) == 1


async def test_closed_port_cannot_be_connected_to(backend: str, framing: str) -> None:
    async with serve_script(lambda *_: []) as port:
        pass
    async with open_link(backend, framing, port) as link:
        with pytest.raises(CannotConnectError):
            await link.read(SPAN)


WRONG_TCP: dict[str, Script] = {
    "wrong unit": lambda _, request: [frame_tcp(request, make_pdu([9, 9, 9, 9]), unit=7)],
    "wrong transaction": lambda _, request: [frame_tcp(request, make_pdu([9, 9, 9, 9]), transaction=1000)],
    "too short": lambda _, request: [frame_tcp(request, make_pdu([9, 9, 9]))],
    "too long": lambda _, request: [frame_tcp(request, make_pdu([9, 9, 9, 9, 9]))],
    "no registers": lambda _, request: [frame_tcp(request, make_pdu([]))],
    "byte count beyond the frame": lambda _, request: [frame_tcp(request, b"\x04\x08\x00\x09")],
    "other function": lambda _, request: [frame_tcp(request, b"\x01\x01\x09")],
    "unknown function": lambda _, request: [frame_tcp(request, b"\x77\x01\x02\x03")],
    "empty exception": lambda _, request: [frame_tcp(request, b"\x84")],
    "close mid-frame": lambda _, request: [frame_tcp(request, make_pdu([9, 9, 9, 9]))[:-3], None],
    "stop mid-frame": lambda _, request: [frame_tcp(request, make_pdu([9, 9, 9, 9]))[:-3]],
    "close at once": lambda *_: [None],
    "noise": lambda *_: [bytes(range(200, 256)) * 4],
    "zeroes": lambda *_: [bytes(300)],
}
WRONG_RTU: dict[str, Script] = {
    "wrong unit": lambda *_: [frame_rtu(make_pdu([9, 9, 9, 9]), unit=7)],
    "wrong checksum": lambda *_: [frame_rtu(make_pdu([9, 9, 9, 9]))[:-2] + b"\x00\x00"],
    "too short": lambda *_: [frame_rtu(make_pdu([9, 9, 9]))],
    "too long": lambda *_: [frame_rtu(make_pdu([9, 9, 9, 9, 9]))],
    "other function": lambda *_: [frame_rtu(b"\x01\x01\x09")],
    "unknown function": lambda *_: [frame_rtu(b"\x77\x01\x02\x03")],
    "close mid-frame": lambda *_: [frame_rtu(make_pdu([9, 9, 9, 9]))[:-3], None],
    "stop mid-frame": lambda *_: [frame_rtu(make_pdu([9, 9, 9, 9]))[:-3]],
    "echo of the request": lambda _, request: [request],
    "noise": lambda *_: [bytes(range(200, 256)) * 4],
    "zeroes": lambda *_: [bytes(300)],
}


@pytest.mark.parametrize(
    ("wire", "wrong"), [("tcp", name) for name in WRONG_TCP] + [("rtu", name) for name in WRONG_RTU]
)
async def test_a_wrong_answer_is_an_error_of_ours_and_the_next_right_one_is_read(
    backend: str, wire: str, wrong: str
) -> None:
    broken = (WRONG_TCP if wire == "tcp" else WRONG_RTU)[wrong]
    is_broken = True

    def script(number: int, request: bytes) -> Sequence[bytes | None]:
        return broken(number, request) if is_broken else [answer(wire, request, [1, 2, 3, 4])]

    async with serve_script(script) as port, open_link(backend, wire, port) as link:
        with pytest.raises(LinkError):
            await link.read(SPAN)
        is_broken = False
        assert await link.read(SPAN) == (1, 2, 3, 4)


@pytest.mark.parametrize(("framing", "drop"), [("tcp", True), ("tcp", False), ("rtu", True)])
async def test_late_answer_to_an_earlier_request_is_never_taken_for_the_next(
    backend: str, framing: str, drop: bool
) -> None:
    async with AsyncExitStack() as stack:
        writers: list[asyncio.StreamWriter] = []
        requests: list[bytes] = []

        async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writers.append(writer)
            while request := await reader.read(260):
                requests.append(request)
                if len(requests) == 2:
                    writers[0].write(answer(framing, requests[0], [9, 9, 9, 9]))
                    writer.write(answer(framing, request, [1, 2, 3, 4]))
            writer.close()

        server = await asyncio.start_server(handle, "127.0.0.1", 0)
        stack.callback(server.close)
        port = server.sockets[0].getsockname()[1]
        link = await stack.enter_async_context(open_link(backend, framing, port, drop_after_silence=drop))
        with pytest.raises(NoAnswerError):
            await link.read(SPAN)
        assert await link.read(RegisterSpan("input", 8, 4)) == (1, 2, 3, 4)


async def test_random_bytes_never_become_a_value(backend: str, framing: str) -> None:
    source = random.Random(20260101)  # noqa: S311 - repeatable noise, no secret
    rules = replace(RULES, timeout_s=0.05)

    def script(_: int, request: bytes) -> Sequence[bytes | None]:
        noise = source.randbytes(source.randrange(1, 260))
        # Half of them behind a correct start, so that they get further than the first check.
        start = frame_tcp(request, b"")[:7] if framing == "tcp" else bytes([UNIT, 4, 8])
        return [start + noise[:7] if source.random() < 0.5 else noise]

    async with serve_script(script) as port, open_link(backend, framing, port, rules=rules) as link:
        # pymodbus takes half a second to open a socket:// port again.
        for _ in range(4 if (backend, framing) == ("pymodbus", "rtu") else 15):
            with pytest.raises((LinkError, RefusedError)):
                await link.read(SPAN)


async def test_connection_lost_between_requests_is_opened_again_unseen(backend: str, framing: str) -> None:
    def script(number: int, request: bytes) -> Sequence[bytes | None]:
        return [None] if number == 2 else [answer(framing, request, [1, 2, 3, 4])]

    async with serve_script(script) as port, open_link(backend, framing, port) as link:
        assert await link.read(SPAN) == (1, 2, 3, 4)
        assert await link.read(SPAN) == (1, 2, 3, 4)


async def test_cancelled_read_stays_cancelled(backend: str, framing: str) -> None:
    asked = asyncio.Event()

    def script(*_: object) -> Sequence[bytes | None]:
        asked.set()
        return []

    async with serve_script(script) as port, open_link(backend, framing, port) as link:
        reading = asyncio.ensure_future(link.read(SPAN))
        await asked.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading


class StubUnit:
    """A unit that fails as told."""

    connected = True

    def __init__(self, error: BaseException | None = None, values: Sequence[Any] = ()) -> None:
        self.error = error
        self.values = values
        self.spacing: list[float] = []
        self.timeouts: list[float | None] = []

    async def read_input_registers(self, address: int, count: int) -> Sequence[Any]:
        if self.error is not None:
            raise self.error
        return self.values

    read_holding_registers = read_coils = read_discrete_inputs = read_input_registers

    def set_message_spacing(self, seconds: float) -> None:
        self.spacing.append(seconds)

    def require_timeout(self, seconds: float | None) -> None:
        self.timeouts.append(seconds)

    def on_connection_lost(self, _: Callable[[], None]) -> Callable[[], None]:
        return lambda: None

    async def disconnect(self) -> None:
        return


def make_stub_link(unit: StubUnit, on_close: Callable[[], Awaitable[None]] | None = None) -> ModbusLink:
    rules = TransportRules(protocol=Protocol.MODBUS, transports=(Transport.TCP,), timeout_s=1.5, pause_s=0.1)
    return ModbusLink(unit, line="stub", rules=rules, on_close=on_close, sleep=do_not_sleep)  # type: ignore[arg-type]  # only what is used


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (OSError("boom"), CannotConnectError),
        (ConnectionResetError("boom"), CannotConnectError),
        (TimeoutError(), NoAnswerError),
        (ModbusError("boom"), GarbledAnswerError),
        (struct.error("boom"), GarbledAnswerError),
        (IndexError("boom"), GarbledAnswerError),
    ],
)
async def test_whatever_a_backend_lets_through_becomes_ours(error: Exception, ours: type[CampusLinkError]) -> None:
    with pytest.raises(ours):
        await make_stub_link(StubUnit(error)).read(SPAN)


@pytest.mark.parametrize("values", [[0, 1, 2, 0x10000], [0, 1, 2, -1], [1, 2, 3]])
async def test_values_no_register_can_hold_are_garbled(values: list[int]) -> None:
    with pytest.raises(GarbledAnswerError):
        await make_stub_link(StubUnit(values=values)).read(SPAN)


async def test_pace_and_timeout_of_the_profile_hold_until_the_link_is_closed() -> None:
    closed: list[bool] = []

    async def note_close() -> None:
        closed.append(True)

    unit = StubUnit()
    link = make_stub_link(unit, note_close)
    assert (unit.spacing, unit.timeouts) == ([0.1], [1.5])
    await link.close()
    await link.close()
    assert (unit.spacing[-1], unit.timeouts[-1], closed) == (0, None, [True])


async def test_a_second_link_to_the_same_unit_takes_no_pace_away_when_it_closes() -> None:
    unit = StubUnit(values=[1, 2, 3, 4])
    device, probe = make_stub_link(unit), make_stub_link(unit)
    await probe.close()
    await device.read(SPAN)
    assert (unit.spacing[-1], unit.timeouts[-1]) == (0.1, 1.5)


async def test_no_exception_code_of_256_escapes() -> None:
    outcomes: dict[int, type[CampusLinkError]] = {}
    for code in range(256):
        with pytest.raises(CampusLinkError) as caught:
            await make_stub_link(StubUnit(ModbusExceptionError.from_code(code, "refused"))).read(SPAN)
        outcomes[code] = caught.type
    assert {code for code, ours in outcomes.items() if ours is NoAnswerError} == {10, 11}
    assert {code for code, ours in outcomes.items() if ours is GarbledAnswerError} == {0}
    assert set(outcomes.values()) == {NoAnswerError, GarbledAnswerError, RefusedError}


async def test_items_and_read_only_spaces_are_refused_without_a_request() -> None:
    link = make_stub_link(StubUnit(AssertionError("asked")))
    with pytest.raises(RefusedError):
        await link.read(ItemRequest("00010000"))
    with pytest.raises(RefusedError):
        await link.write(RegisterSpan("input", 0, 1), [1])
    with pytest.raises(RefusedError):
        await link.write(RegisterSpan("holding", 0, 2), [1])
