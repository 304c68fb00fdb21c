"""The DL/T 645 link against the independent server of the package `dlt645`, and against scripted gateways."""

import asyncio
from collections.abc import AsyncIterator, Iterable

import pytest
from dlt645.aio import AsyncMeterServerService
from dlt645.protocol.protocol import DLT645Protocol

from campuslink.errors import (
    CodecError,
    GarbledAnswerError,
    NoAnswerError,
    NotWritableError,
    RefusalReason,
    RefusedError,
)
from campuslink.link.byte_line import ByteLine
from campuslink.link.dlt645 import Dlt645Link, discover_address
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.plan.request import ItemRequest, RegisterSpan
from campuslink.profile.schema import Protocol, Transport, TransportRules

from .gateway_double import run_gateway

pytestmark = pytest.mark.usefixtures("socket_enabled")

ADDRESS = "202311150001"
WIRE_ADDRESS = bytes.fromhex("01 00 15 11 23 20")
OTHER_WIRE_ADDRESS = bytes.fromhex("02 00 15 11 23 20")
ENERGY = ItemRequest("00010000")
ENERGY_DATA = bytes.fromhex("67 45 23 01")


def rules(timeout_s: float = 5.0) -> TransportRules:
    return TransportRules(protocol=Protocol.DLT645, transports=(Transport.TCP,), timeout_s=timeout_s)


def answer_frame(control: int, data: bytes, address: bytes = WIRE_ADDRESS) -> bytes:
    """Build a reply with the independent codec."""
    return bytes(DLT645Protocol.build_frame(address, control, data))


def item(identifier: str) -> bytes:
    return bytes.fromhex(identifier)[::-1]


@pytest.fixture
async def meter_line(socket_enabled: None) -> AsyncIterator[ByteLine]:
    service = AsyncMeterServerService.new_tcp_server("127.0.0.1", 0)
    service.set_address(WIRE_ADDRESS)
    service.set_00(0x00010000, 12345.67)
    service.set_02(0x02010100, 230.5)
    service.set_02(0x02030000, -1.2345)
    async with service:
        line = ByteLine(NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=service.server.port))
        yield line
        await line.close()


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [("00010000", "67 45 23 01"), ("02010100", "05 23"), ("02030000", "45 23 81")],
)
async def test_item_of_an_independent_meter_is_read(meter_line, identifier, expected):
    link = Dlt645Link(meter_line, address=ADDRESS, rules=rules())
    assert await link.read(ItemRequest(identifier)) == bytes.fromhex(expected)


async def test_wildcard_address_reads_the_only_meter(meter_line):
    link = Dlt645Link(meter_line, address="A" * 12, rules=rules())
    assert await link.read(ENERGY) == ENERGY_DATA


async def test_address_of_an_independent_meter_is_discovered(meter_line):
    assert await discover_address(meter_line, rules()) == ADDRESS


async def test_address_that_is_no_number_is_garbled():
    async with run_gateway(lambda _: [answer_frame(0x93, b"\x1f" * 6)]) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(GarbledAnswerError):
            await discover_address(line, rules())
        await line.close()


async def test_item_the_meter_does_not_have_is_refused_as_an_address(meter_line):
    link = Dlt645Link(meter_line, address=ADDRESS, rules=rules())
    with pytest.raises(RefusedError, match="no such data") as refused:
        await link.read(ItemRequest("00EE0000"))
    assert refused.value.reason is RefusalReason.ADDRESS


async def read_from(answer: Iterable[bytes], timeout_s: float = 5.0, address: str = ADDRESS) -> bytes:
    async with run_gateway(lambda _: answer) as gateway:
        line = ByteLine(gateway.endpoint)
        try:
            return bytes(await Dlt645Link(line, address=address, rules=rules(timeout_s)).read(ENERGY))
        finally:
            await line.close()


async def test_answer_of_another_address_is_not_taken():
    foreign = answer_frame(0x91, item("00010000") + b"\x00\x00\x00\x00", OTHER_WIRE_ADDRESS)
    ours = answer_frame(0x91, item("00010000") + ENERGY_DATA)
    assert await read_from([foreign, ours]) == ENERGY_DATA


async def test_refusal_by_another_address_is_not_taken():
    foreign = answer_frame(0xD1, b"\x01", OTHER_WIRE_ADDRESS)
    with pytest.raises(NoAnswerError):
        await read_from([foreign], timeout_s=0.1)


async def test_answer_for_another_item_is_not_taken():
    other = answer_frame(0x91, item("00020000") + b"\x00\x00\x00\x00")
    ours = answer_frame(0x91, item("00010000") + ENERGY_DATA)
    assert await read_from([other, ours]) == ENERGY_DATA


async def test_answer_to_another_function_is_not_taken():
    with pytest.raises(NoAnswerError):
        await read_from([answer_frame(0x94, item("00010000") + ENERGY_DATA)], timeout_s=0.1)


async def test_answer_of_any_address_is_taken_for_the_wildcard():
    assert await read_from([answer_frame(0x91, item("00010000") + ENERGY_DATA)], address="A" * 12) == ENERGY_DATA


async def test_echo_of_a_two_wire_line_is_skipped():
    async with run_gateway(lambda request: [request + answer_frame(0x91, item("00010000") + ENERGY_DATA)]) as gateway:
        line = ByteLine(gateway.endpoint)
        assert await Dlt645Link(line, address=ADDRESS, rules=rules()).read(ENERGY) == ENERGY_DATA
        await line.close()


async def test_password_refusal_has_its_own_reason():
    with pytest.raises(RefusedError) as refused:
        await read_from([answer_frame(0xD1, b"\x04")])
    assert refused.value.reason is RefusalReason.PASSWORD


async def test_broken_checksum_is_a_garbled_answer():
    broken = bytearray(answer_frame(0x91, item("00010000") + ENERGY_DATA))
    broken[-2] ^= 1
    with pytest.raises(GarbledAnswerError):
        await read_from([bytes(broken)], timeout_s=0.1)


async def test_follow_up_frames_are_joined_in_order():
    block = item("0001FF00")
    script = iter(
        [
            answer_frame(0xB1, block + b"\x01\x02"),
            answer_frame(0xB2, block + b"\x03\x04" + b"\x01"),
            answer_frame(0x92, block + b"\x05" + b"\x02"),
        ]
    )
    async with run_gateway(lambda _: [next(script)]) as gateway:
        line = ByteLine(gateway.endpoint)
        link = Dlt645Link(line, address=ADDRESS, rules=rules())
        assert await link.read(ItemRequest("0001FF00")) == b"\x01\x02\x03\x04\x05"
        asked = [DLT645Protocol.deserialize(request) for request in gateway.requests]
        assert [(frame.ctrl_code, bytes(frame.data)) for frame in asked] == [
            (0x11, block),
            (0x12, block + b"\x01"),
            (0x12, block + b"\x02"),
        ]
        await line.close()


async def test_follow_up_frame_out_of_sequence_is_not_taken():
    block = item("00010000")
    script = iter([answer_frame(0xB1, block + b"\x01"), answer_frame(0x92, block + b"\x05" + b"\x07")])
    async with run_gateway(lambda _: [next(script)]) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(NoAnswerError):
            await Dlt645Link(line, address=ADDRESS, rules=rules(0.1)).read(ENERGY)
        await line.close()


async def test_item_that_never_ends_is_garbled():
    block = item("00010000")

    def answer(request: bytes) -> list[bytes]:
        asked = DLT645Protocol.deserialize(request)
        if asked.ctrl_code == 0x11:
            return [answer_frame(0xB1, block)]
        return [answer_frame(0xB2, block + b"\x00" + bytes(asked.data[4:]))]

    async with run_gateway(answer) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(GarbledAnswerError):
            await Dlt645Link(line, address=ADDRESS, rules=rules()).read(ENERGY)
        await line.close()


async def test_request_begins_with_the_preamble():
    async with run_gateway(lambda _: [answer_frame(0x91, item("00010000") + ENERGY_DATA)]) as gateway:
        line = ByteLine(gateway.endpoint)
        await Dlt645Link(line, address=ADDRESS, rules=rules()).read(ENERGY)
        assert gateway.requests == [bytes.fromhex("FE FE FE FE 68 01 00 15 11 23 20 68 11 04 33 33 34 33 1C 16")]
        await line.close()


async def test_silent_meter_does_not_stop_its_neighbour():
    def answer(request: bytes) -> list[bytes]:
        address = DLT645Protocol.deserialize(request).addr
        return [] if address == OTHER_WIRE_ADDRESS else [answer_frame(0x91, item("00010000") + ENERGY_DATA)]

    async with run_gateway(answer) as gateway:
        line = ByteLine(gateway.endpoint)
        silent = Dlt645Link(line, address="202311150002", rules=rules(0.1))
        live = Dlt645Link(line, address=ADDRESS, rules=rules())
        outcomes = await asyncio.gather(silent.read(ENERGY), live.read(ENERGY), return_exceptions=True)
        assert isinstance(outcomes[0], NoAnswerError)
        assert outcomes[1] == ENERGY_DATA
        await line.close()


def idle_line() -> ByteLine:
    return ByteLine(NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=9))


async def test_meter_is_not_writable():
    with pytest.raises(NotWritableError):
        await Dlt645Link(idle_line(), address=ADDRESS, rules=rules()).write(ENERGY, [0])


async def test_registers_are_refused():
    with pytest.raises(RefusedError):
        await Dlt645Link(idle_line(), address=ADDRESS, rules=rules()).read(RegisterSpan("input", 0, 1))


async def test_item_of_another_protocol_is_a_codec_error():
    with pytest.raises(CodecError):
        await Dlt645Link(idle_line(), address=ADDRESS, rules=rules()).read(ItemRequest("901F"))


async def test_link_gives_its_line_back_once():
    released: list[ByteLine] = []

    async def release(line: ByteLine) -> None:
        released.append(line)

    line = idle_line()
    link = Dlt645Link(line, address=ADDRESS, rules=rules(), release=release)
    assert link.line == "tcp:127.0.0.1:9"
    await link.close()
    await link.close()
    assert released == [line]
