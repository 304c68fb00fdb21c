"""The pool against real servers: Modbus by pymodbus, the meter protocols by scripted gateways."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pymodbus import FramerType
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from campuslink.errors import CannotConnectError, CodecError, LinkConflictError, RefusedError
from campuslink.link.byte_line import ByteLine
from campuslink.link.endpoint import NetworkEndpoint, SerialEndpoint
from campuslink.link.pool import LinkPool, discover_address
from campuslink.plan.request import ItemRequest, RegisterSpan
from campuslink.profile.schema import Protocol, SerialSettings, Transport, TransportRules

from .gateway_double import run_gateway

pytestmark = pytest.mark.usefixtures("socket_enabled")

ADDRESS_REPLY = bytes.fromhex("68 01 00 15 11 23 20 68 93 06 34 33 48 44 56 53 6F 16")
ENERGY_REPLY = bytes.fromhex("68 01 00 15 11 23 20 68 91 08 33 33 34 33 9A 78 56 34 3C 16")
WATER_REPLY = bytes.fromhex(
    "68 10 44 33 22 11 00 33 78 81 16 1F 90 00 00 77 66 55 2C 00 77 66 55 2C 31 01 22 11 05 15 20 21 84 13 16"
)
GATEWAY = NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=9)


def rules(protocol: Protocol) -> TransportRules:
    return TransportRules(protocol=protocol, transports=(Transport.TCP,), timeout_s=5.0, meter_type=0x10)


@asynccontextmanager
async def run_modbus(transport: Transport) -> AsyncIterator[NetworkEndpoint]:
    """Two units, each with its own number in every register."""
    devices = [
        SimDevice(id=unit, simdata=[SimData(address=0, count=10, values=unit, datatype=DataType.REGISTERS)])
        for unit in (1, 2)
    ]
    framer = FramerType.SOCKET if transport is Transport.TCP else FramerType.RTU
    server = ModbusTcpServer(devices, framer=framer, address=("127.0.0.1", 0))
    await server.serve_forever(background=True)
    try:
        yield NetworkEndpoint(transport=transport, host="127.0.0.1", port=server.transport.sockets[0].getsockname()[1])
    finally:
        await server.shutdown()


@pytest.mark.parametrize("transport", [Transport.TCP, Transport.RTU_OVER_TCP])
async def test_units_of_one_gateway_share_a_line_and_keep_their_numbers(transport):
    async with run_modbus(transport) as endpoint:
        pool = LinkPool()
        first = await pool.open(endpoint, rules(Protocol.MODBUS), "1")
        second = await pool.open(endpoint, rules(Protocol.MODBUS), "2")
        assert first.line == second.line == endpoint.key
        assert list(await first.read(RegisterSpan("holding", 0, 3))) == [1, 1, 1]
        assert list(await second.read(RegisterSpan("input", 0, 2))) == [2, 2]
        await first.close()
        assert list(await second.read(RegisterSpan("holding", 0, 1))) == [2]
        await second.close()


async def test_two_devices_of_the_same_address_are_read_until_each_is_closed():
    async with run_modbus(Transport.TCP) as endpoint:
        pool = LinkPool()
        first = await pool.open(endpoint, rules(Protocol.MODBUS), "1")
        second = await pool.open(endpoint, rules(Protocol.MODBUS), "1")
        answers = await asyncio.gather(*(link.read(RegisterSpan("holding", 0, 2)) for link in (first, second)))
        assert [list(answer) for answer in answers] == [[1, 1], [1, 1]]
        await first.close()
        assert list(await second.read(RegisterSpan("holding", 0, 2))) == [1, 1]
        await second.close()


async def test_line_opens_anew_after_the_last_unit_closed_it():
    async with run_modbus(Transport.TCP) as endpoint:
        pool = LinkPool()
        link = await pool.open(endpoint, rules(Protocol.MODBUS), "1")
        await link.read(RegisterSpan("holding", 0, 1))
        await link.close()
        await link.close()
        again = await pool.open(endpoint, rules(Protocol.MODBUS), "2")
        assert list(await again.read(RegisterSpan("holding", 0, 1))) == [2]
        await again.close()


async def test_opening_a_link_does_not_touch_the_network():
    pool = LinkPool()
    link = await pool.open(GATEWAY, rules(Protocol.MODBUS), "1")
    with pytest.raises(CannotConnectError):
        await link.read(RegisterSpan("holding", 0, 1))
    await link.close()


async def test_register_the_device_does_not_have_is_refused():
    async with run_modbus(Transport.TCP) as endpoint:
        pool = LinkPool()
        link = await pool.open(endpoint, rules(Protocol.MODBUS), "1")
        with pytest.raises(RefusedError):
            await link.read(RegisterSpan("holding", 500, 1))
        await link.close()


@pytest.mark.parametrize(
    ("protocol", "address", "reply", "item", "content"),
    [
        (Protocol.DLT645, "202311150001", ENERGY_REPLY, "00010000", bytes.fromhex("67 45 23 01")),
        (Protocol.CJT188, "78330011223344", WATER_REPLY, "901F", WATER_REPLY[14:-2]),
    ],
)
async def test_meter_protocols_read_over_a_transparent_gateway(protocol, address, reply, item, content):
    async with run_gateway(lambda _: [reply]) as gateway:
        pool = LinkPool()
        link = await pool.open(gateway.endpoint, rules(protocol), address)
        assert await link.read(ItemRequest(item)) == content
        await link.close()


async def test_both_meter_protocols_share_one_connection():
    replies = {0x11: ENERGY_REPLY, 0x01: WATER_REPLY}
    async with run_gateway(lambda request: [replies[0x11 if request[11] == 0x68 else 0x01]]) as gateway:
        pool = LinkPool()
        electricity = await pool.open(gateway.endpoint, rules(Protocol.DLT645), "202311150001")
        water = await pool.open(gateway.endpoint, rules(Protocol.CJT188), "78330011223344")
        await electricity.read(ItemRequest("00010000"))
        await water.read(ItemRequest("901F"))
        assert gateway.connections == 1
        await electricity.close()
        await water.close()


@pytest.mark.parametrize(
    ("protocol", "address"),
    [
        (Protocol.MODBUS, "256"),
        (Protocol.MODBUS, "-1"),
        (Protocol.MODBUS, ""),
        (Protocol.MODBUS, "²"),
        (Protocol.DLT645, "1"),
        (Protocol.DLT645, "78330011223344"),
        (Protocol.CJT188, "202311150001"),
    ],
)
async def test_address_of_another_shape_is_refused(protocol, address):
    with pytest.raises(CodecError):
        await LinkPool().open(GATEWAY, rules(protocol), address)


@pytest.mark.parametrize(
    ("held", "wanted"),
    [(Protocol.MODBUS, Protocol.DLT645), (Protocol.DLT645, Protocol.MODBUS)],
)
async def test_line_serves_either_modbus_or_raw_bytes(held, wanted):
    addresses = {Protocol.MODBUS: "1", Protocol.DLT645: "202311150001"}
    pool = LinkPool()
    link = await pool.open(GATEWAY, rules(held), addresses[held])
    with pytest.raises(LinkConflictError):
        await pool.open(GATEWAY, rules(wanted), addresses[wanted])
    await link.close()
    freed = await pool.open(GATEWAY, rules(wanted), addresses[wanted])
    await freed.close()


@pytest.mark.parametrize(
    ("held", "wanted"),
    [
        (GATEWAY, NetworkEndpoint(transport=Transport.RTU_OVER_TCP, host="127.0.0.1", port=9)),
        (
            SerialEndpoint(device="/dev/ttyS9", settings=SerialSettings(baudrate=9600)),
            SerialEndpoint(device="/dev/ttyS9", settings=SerialSettings(baudrate=19200)),
        ),
    ],
)
async def test_line_open_with_other_settings_is_a_conflict(held, wanted):
    pool = LinkPool()
    link = await pool.open(held, rules(Protocol.MODBUS), "1")
    with pytest.raises(LinkConflictError):
        await pool.open(wanted, rules(Protocol.MODBUS), "2")
    await link.close()


async def test_missing_serial_port_is_cannot_connect(tmp_path):
    endpoint = SerialEndpoint(device=str(tmp_path / "ttyUSB9"), settings=SerialSettings())
    link = await LinkPool().open(endpoint, rules(Protocol.MODBUS), "1")
    with pytest.raises(CannotConnectError):
        await link.read(RegisterSpan("holding", 0, 1))
    await link.close()


@pytest.mark.parametrize(
    ("protocol", "reply", "address"),
    [
        (Protocol.DLT645, ADDRESS_REPLY, "202311150001"),
        (Protocol.CJT188, bytes.fromhex("68 10 00 29 15 24 03 26 20 83 03 0A 81 02 36 16"), "20260324152900"),
    ],
)
async def test_address_of_the_only_meter_is_discovered(protocol, reply, address):
    async with run_gateway(lambda _: [reply]) as gateway:
        line = ByteLine(gateway.endpoint)
        assert await discover_address(line, protocol) == address
        await line.close()


async def test_modbus_has_no_address_to_discover():
    with pytest.raises(CodecError):
        await discover_address(ByteLine(GATEWAY), Protocol.MODBUS)
