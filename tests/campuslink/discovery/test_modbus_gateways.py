"""Units behind Modbus gateways: simulated meters on pymodbus' server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice

from campuslink.discovery.finding import Remark, Service
from campuslink.discovery.probers.modbus import ModbusProber
from campuslink.discovery.visit import Bench
from simulator import patterns
from simulator.clock import SimClock
from simulator.meter import Meter
from simulator.modbus_gateway import ModbusGateway
from simulator.models import MAPS
from simulator.quantities import ElectricLoad
from simulator.system import Names

from .network import Stranger, Turns, look

NAMES = Names(en="Hall", zh_hans="大厅")
UNITS = (1, 2, 3, 4, 5)


def a_meter(profile: str, unit: int) -> Meter:
    source = ElectricLoad(profile, SimClock(), patterns.SCHOOL_DAY, peak_w=4000.0)
    return Meter(
        id=f"{profile}-{unit}",
        profile=profile,
        name=NAMES,
        room=NAMES,
        building=NAMES,
        source=source,
        address=str(unit),
        serial=f"{unit:08d}",
    )


@asynccontextmanager
async def gateway(host: str, *meters: Meter) -> AsyncIterator[int]:
    made = ModbusGateway("bus", [(meter, MAPS[meter.profile]) for meter in meters], host=host)
    await made.start()
    try:
        yield int(str(made.endpoint["port"]))
    finally:
        await made.stop()


async def test_units_that_answer_are_matched_by_their_marks(bench: Bench) -> None:
    marked, plain = a_meter("abb-b23", 2), a_meter("eastron-sdm630", 5)
    async with gateway("127.0.1.1", marked, plain) as port:
        found = await look(ModbusProber(bench, (port,), UNITS), "127.0.1.1")
    assert [(each.address, each.matches[0].profile.id) for each in found] == [
        ("2", "abb-b23"),
        ("5", "eastron-sdm630"),
    ]
    assert [each.matches[0].is_exact for each in found] == [True, False]
    assert all(each.is_addable and each.service is Service.MODBUS for each in found)
    assert found[0].identity.serial == "2"


async def test_silent_units_are_asked_once_each(bench: Bench) -> None:
    async with gateway("127.0.1.1", a_meter("abb-b23", 9)) as port:
        turns = Turns()
        assert await look(ModbusProber(bench, (port,), (1, 2, 3)), "127.0.1.1", turns) == []
    assert turns.taken == 3


async def test_nothing_is_written_and_only_registers_are_read(bench: Bench) -> None:
    functions: list[int] = []
    device = SimDevice(1, simdata=[SimData(0, values=[7] * 100, datatype=DataType.REGISTERS)])

    def note(is_sending: bool, pdu: object) -> object:
        if not is_sending:
            functions.append(pdu.function_code)  # type: ignore[attr-defined]  # any PDU has one
        return pdu

    server = ModbusTcpServer(device, address=("127.0.1.1", 0), trace_pdu=note)  # type: ignore[arg-type]  # hands PDUs on
    await server.serve_forever(background=True)
    port = server.transport.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # it listens
    try:
        (found,) = await look(ModbusProber(bench, (port,), (1,)), "127.0.1.1")
    finally:
        await server.shutdown()  # type: ignore[no-untyped-call]  # pymodbus leaves it bare
    assert found.remark is Remark.NO_PROFILE
    assert set(functions) <= {1, 2, 3, 4}


async def test_device_that_does_not_look_at_the_unit_is_found_once(bench: Bench) -> None:
    device = SimDevice(0, simdata=[SimData(0, values=[7] * 100, datatype=DataType.REGISTERS)])
    server = ModbusTcpServer(device, address=("127.0.1.1", 0))
    await server.serve_forever(background=True)
    port = server.transport.sockets[0].getsockname()[1]  # type: ignore[union-attr]  # it listens
    try:
        found = await look(ModbusProber(bench, (port,), UNITS), "127.0.1.1")
    finally:
        await server.shutdown()  # type: ignore[no-untyped-call]  # pymodbus leaves it bare
    assert [each.address for each in found] == ["1"]


@pytest.mark.parametrize("noise", [b"SSH-2.0-OpenSSH_9.6\r\n", b"\x00" * 65536], ids=["banner", "zeros"])
async def test_other_servers_are_no_gateways(bench: Bench, noise: bytes) -> None:
    async with Stranger("127.0.1.1", portion=noise, most_portions=200) as stranger, asyncio.timeout(30):
        assert await look(ModbusProber(bench, (stranger.port,), (1, 2)), "127.0.1.1") == []


async def test_gateway_sees_one_connection(bench: Bench) -> None:
    async with gateway("127.0.1.1", a_meter("abb-b23", 2)) as port:
        await look(ModbusProber(bench, (port,), (1, 2)), "127.0.1.1")
    async with Stranger("127.0.1.1") as tarpit:
        assert await look(ModbusProber(bench, (tarpit.port,), (1, 2)), "127.0.1.1") == []
        assert tarpit.connections == 1
