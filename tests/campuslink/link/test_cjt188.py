"""The CJ/T 188 link against field frames and a meter written from the frame layout, without our codec."""

import pytest

from campuslink.errors import GarbledAnswerError, NoAnswerError, NotWritableError, RefusedError
from campuslink.link.byte_line import ByteLine
from campuslink.link.cjt188 import Cjt188Link, discover_address
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.plan.request import ItemRequest
from campuslink.profile.schema import Protocol, Transport, TransportRules

from .gateway_double import Gateway, run_gateway

pytestmark = pytest.mark.usefixtures("socket_enabled")

ADDRESS = "78330011223344"
WIRE_ADDRESS = bytes.fromhex("44 33 22 11 00 33 78")
READING = ItemRequest("901F")
CONTENT = bytes.fromhex("00 77 66 55 2C 00 77 66 55 2C 31 01 22 11 05 15 20 21 84")
FIELD_REPLY = bytes.fromhex(
    "68 10 44 33 22 11 00 33 78 81 16 1F 90 00 00 77 66 55 2C 00 77 66 55 2C 31 01 22 11 05 15 20 21 84 13 16"
)


def rules(*, di_order: str = "low", timeout_s: float = 5.0, meter_type: int = 0x10) -> TransportRules:
    return TransportRules(
        protocol=Protocol.CJT188,
        transports=(Transport.TCP,),
        timeout_s=timeout_s,
        meter_type=meter_type,
        di_order=di_order,
    )


def frame(control: int, data: bytes, *, address: bytes = WIRE_ADDRESS, meter_type: int = 0x10) -> bytes:
    """Lay out a frame by hand: 68 T A0..A6 C L DATA CS 16."""
    body = bytes([0x68, meter_type]) + address + bytes([control, len(data)]) + data
    return b"\xfe\xfe" + body + bytes([sum(body) % 256, 0x16])


class WaterMeter:
    """Answers like a meter that wants one order of the identifier's bytes and is silent to the other."""

    def __init__(self, identifier: bytes = b"\x1f\x90", address_identifier: bytes = b"\x0a\x81") -> None:
        self.identifier = identifier
        self.address_identifier = address_identifier

    def answer(self, request: bytes) -> list[bytes]:
        body = request.lstrip(b"\xfe")
        if body[2:9] not in (WIRE_ADDRESS, b"\xaa" * 7) or body[-2] != sum(body[:-2]) % 256:
            return []
        control, identifier, serial = body[9], body[11:13], body[13:14]
        if (control, identifier) == (0x01, self.identifier):
            return [frame(0x81, identifier + serial + CONTENT)]
        if (control, identifier) == (0x03, self.address_identifier):
            return [frame(0x83, identifier + serial)]
        return []


def link_to(gateway: Gateway, settings: TransportRules, address: str = ADDRESS) -> tuple[ByteLine, Cjt188Link]:
    line = ByteLine(gateway.endpoint)
    return line, Cjt188Link(line, address=address, rules=settings)


async def test_field_reply_is_handed_on_without_identifier_and_serial():
    async with run_gateway(lambda _: [b"\xfe" * 5 + FIELD_REPLY]) as gateway:
        line, link = link_to(gateway, rules())
        assert await link.read(READING) == CONTENT
        assert gateway.requests == [bytes.fromhex("FE FE FE FE 68 10 44 33 22 11 00 33 78 01 03 1F 90 00 80 16")]
        await line.close()


@pytest.mark.parametrize(("di_order", "identifier"), [("low", b"\x1f\x90"), ("high", b"\x90\x1f")])
async def test_both_orders_of_the_identifier_are_spoken(di_order, identifier):
    async with run_gateway(WaterMeter(identifier).answer) as gateway:
        line, link = link_to(gateway, rules(di_order=di_order))
        assert await link.read(READING) == CONTENT
        await line.close()


async def test_wildcards_read_the_only_meter():
    async with run_gateway(WaterMeter().answer) as gateway:
        line, link = link_to(gateway, rules(meter_type=0xAA), "A" * 14)
        assert await link.read(READING) == CONTENT
        await line.close()


async def test_serial_number_grows_with_each_request_and_wraps():
    async with run_gateway(WaterMeter().answer) as gateway:
        line, link = link_to(gateway, rules())
        for _ in range(257):
            assert await link.read(READING) == CONTENT
        serials = [request.lstrip(b"\xfe")[13] for request in gateway.requests]
        assert serials == [*range(256), 0]
        await line.close()


@pytest.mark.parametrize(
    "foreign",
    [
        frame(0x81, b"\x1f\x90\x07" + CONTENT),
        frame(0x81, b"\x20\xd1\x00" + CONTENT[:5]),
        frame(0x81, b"\x1f\x90\x00" + CONTENT, address=WIRE_ADDRESS[::-1]),
        frame(0x81, b"\x1f\x90\x00" + CONTENT, meter_type=0x20),
        frame(0x84, b"\x1f\x90\x00" + CONTENT),
        frame(0x01, b"\x1f\x90\x00"),
        frame(0xC1, b"\x00\x01\x00", address=WIRE_ADDRESS[::-1]),
    ],
    ids=["late serial", "other item", "other meter", "other type", "other function", "echo", "other's refusal"],
)
async def test_frame_that_answers_something_else_is_not_taken(foreign):
    async with run_gateway(lambda _: [foreign]) as gateway:
        line, link = link_to(gateway, rules(timeout_s=0.1))
        with pytest.raises(NoAnswerError):
            await link.read(READING)
        assert line.skipped_frames == 1
        await line.close()


async def test_error_frame_is_a_refusal_that_shows_its_status():
    async with run_gateway(lambda _: [frame(0xC1, b"\x00\x01\x00")]) as gateway:
        line, link = link_to(gateway, rules())
        with pytest.raises(RefusedError, match="00 01 00"):
            await link.read(READING)
        await line.close()


async def test_cut_answer_is_garbled():
    async with run_gateway(lambda _: [FIELD_REPLY[:-4]]) as gateway:
        line, link = link_to(gateway, rules(timeout_s=0.1))
        with pytest.raises(GarbledAnswerError):
            await link.read(READING)
        await line.close()


@pytest.mark.parametrize("address_identifier", [b"\x0a\x81", b"\x81\x0a"])
async def test_address_is_discovered_whichever_order_the_meter_speaks(address_identifier):
    meter = WaterMeter(address_identifier=address_identifier)
    async with run_gateway(meter.answer) as gateway:
        line = ByteLine(gateway.endpoint)
        assert await discover_address(line, rules(timeout_s=0.1, meter_type=0xAA)) == ADDRESS
        await line.close()


async def test_address_of_the_field_reply_is_discovered():
    reply = bytes.fromhex("68 10 00 29 15 24 03 26 20 83 03 0A 81 02 36 16")
    async with run_gateway(lambda _: [reply]) as gateway:
        line = ByteLine(gateway.endpoint)
        assert await discover_address(line, rules()) == "20260324152900"
        await line.close()


async def test_line_without_a_meter_discovers_nothing():
    async with run_gateway(lambda _: []) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(NoAnswerError):
            await discover_address(line, rules(timeout_s=0.05))
        assert len(gateway.requests) == 2
        await line.close()


async def test_address_with_letters_is_no_address():
    async with run_gateway(lambda _: [frame(0x83, b"\x0a\x81\x00", address=b"\x1f" * 7)]) as gateway:
        line = ByteLine(gateway.endpoint)
        with pytest.raises(GarbledAnswerError):
            await discover_address(line, rules())
        await line.close()


async def test_meter_is_not_writable():
    line = ByteLine(NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=9))
    with pytest.raises(NotWritableError):
        await Cjt188Link(line, address=ADDRESS, rules=rules()).write(READING, [0])
