"""A device over its real link, with a pymodbus server and both client backends; and over anything a bus can say."""

import asyncio
import math
from collections.abc import AsyncIterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from modbus_connection import ModbusSerialParams, ModbusTcpParams, pymodbus, tmodbus
from pymodbus import FramerType
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from campuslink.device.device import Device
from campuslink.errors import CampusLinkError, NoAnswerError
from campuslink.link.modbus import ModbusLink
from campuslink.model import Quality

from .device_fakes import CATALOGUE, FakeMeter, make_device, make_profile, point

# Registers 0..9 and 20..29 exist; 10..19 do not. 2.0 as IEEE 754 is 0x40000000.
BITS = [SimData(0, values=[True], datatype=DataType.BITS)]
WORDS = [
    SimData(0, values=[0x4000, 0x0000] * 5, datatype=DataType.REGISTERS),
    SimData(20, values=[0x4000, 0x0000] * 5, datatype=DataType.REGISTERS),
]
ADDRESSES = (0, 2, 8, 12, 20, 28)
NAMES = [f"p{address}" for address in ADDRESSES]
PROFILE = make_profile(*[point(f"p{address}", address) for address in ADDRESSES], max_gap=20, timeout_s=0.3)
CONNECTIONS = {"pymodbus": pymodbus.ModbusConnection, "tmodbus": tmodbus.ModbusConnection}


@pytest.fixture(params=["tcp", "rtu"])
async def params(
    request: pytest.FixtureRequest, socket_enabled: None
) -> AsyncIterator[ModbusTcpParams | ModbusSerialParams]:
    unit_at = 6 if request.param == "tcp" else 0

    def silence_unit_2(sending: bool, packet: bytes) -> bytes:
        return b"" if sending and packet[unit_at] == 2 else packet

    server = ModbusTcpServer(
        [SimDevice(id=unit, simdata=(BITS, BITS, WORDS, WORDS)) for unit in (1, 2)],
        framer=FramerType.SOCKET if request.param == "tcp" else FramerType.RTU,
        address=("127.0.0.1", 0),
        trace_packet=silence_unit_2,
    )
    await server.serve_forever(background=True)
    port = server.transport.sockets[0].getsockname()[1]
    if request.param == "tcp":
        yield ModbusTcpParams(host="127.0.0.1", port=port)
    else:
        yield ModbusSerialParams(device=f"socket://127.0.0.1:{port}", baudrate=115200)
    await server.shutdown()


@pytest.fixture(params=CONNECTIONS)
async def connection(
    request: pytest.FixtureRequest, params: ModbusTcpParams | ModbusSerialParams
) -> AsyncIterator[pymodbus.ModbusConnection | tmodbus.ModbusConnection]:
    connection = CONNECTIONS[request.param](params)
    yield connection
    await connection.close()


def make_unit(connection: pymodbus.ModbusConnection | tmodbus.ModbusConnection, unit: int) -> Device:
    link = ModbusLink(connection.for_unit(unit), line="tcp:server", rules=PROFILE.transport)
    return Device(PROFILE, link, CATALOGUE)


async def test_an_undefined_register_of_a_real_server_costs_only_its_own_point(
    connection: pymodbus.ModbusConnection | tmodbus.ModbusConnection,
) -> None:
    device = make_unit(connection, 1)
    report = await device.poll(NAMES)
    assert report.readings["p12"].quality is Quality.REFUSED
    assert {name: report.readings[name].value for name in NAMES if name != "p12"} == dict.fromkeys(
        [name for name in NAMES if name != "p12"], 2.0
    )
    assert list(device.refused) == ["p12"]
    assert (await device.poll(NAMES)).requests == 2
    await device.link.close()


async def test_a_silent_unit_of_a_real_server_is_no_answer_and_its_neighbour_is_read(
    connection: pymodbus.ModbusConnection | tmodbus.ModbusConnection,
) -> None:
    dead, alive = make_unit(connection, 2), make_unit(connection, 1)
    silent, report = await asyncio.gather(dead.poll(NAMES), alive.poll(["p0"]), return_exceptions=True)
    assert isinstance(silent, NoAnswerError)
    assert not isinstance(report, BaseException)
    assert report.readings["p0"].value == 2.0


DECODES = ("uint16", "int16", "uint32", "int32", "uint64", "float32", "float64", "quadrant_power_factor", "bits")
COUNTS = {"uint32": 2, "int32": 2, "float32": 2, "quadrant_power_factor": 2, "uint64": 4, "float64": 4}


@settings(max_examples=150)
@given(words=st.lists(st.integers(0, 0xFFFF), min_size=4, max_size=4), decode=st.sampled_from(DECODES))
def test_whatever_registers_hold_a_reading_is_a_finite_number_or_none(words: list[int], decode: str) -> None:
    meter = FakeMeter()
    meter.put("input", 0, words)
    device = make_device(make_profile(point("p", 0, decode, count=COUNTS.get(decode, 1))), meter)
    reading = asyncio.run(device.poll(["p"])).readings["p"]
    assert reading.value is None or math.isfinite(float(reading.value))
    assert reading.is_good is (reading.value is not None)


@pytest.mark.slow
@settings(max_examples=150)
@example(refused={18, 20}, mute={0}, most=2, max_gap=2)
@given(
    refused=st.sets(st.integers(0, 20), max_size=8),
    mute=st.sets(st.integers(0, 20), max_size=3),
    most=st.integers(2, 30),
    max_gap=st.integers(0, 6),
)
def test_every_point_the_device_serves_alone_is_read_in_the_end(
    refused: set[int], mute: set[int], most: int, max_gap: int
) -> None:
    meter = FakeMeter()
    meter.refused = {("input", address) for address in refused}
    meter.mute = {("input", address) for address in mute}
    meter.most = most
    points = [point(f"p{address}", address, "uint16") for address in (0, 1, 2, 5, 6, 9, 12, 13, 14, 18, 20)]
    device = make_device(make_profile(*points, max_gap=max_gap), meter)
    names = [entry.id for entry in points]
    served = {name for name in names if int(name[1:]) not in refused | mute}

    async def poll_often() -> set[str]:
        good: set[str] = set()
        for _ in range(100):
            try:
                report = await device.poll(names)
            except CampusLinkError:
                continue
            good = {name for name, reading in report.readings.items() if reading.is_good}
        return good

    assert asyncio.run(poll_often()) == served
