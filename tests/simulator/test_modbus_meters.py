"""What the Modbus meters answer, read with pymodbus' client at the addresses the manufacturers document."""

from typing import NamedTuple

import pytest
from pymodbus.client import AsyncModbusTcpClient
from pymodbus.pdu import ModbusPDU

from simulator.campus import Campus
from tests.simulator.wire import modbus

FLOAT = AsyncModbusTcpClient.DATATYPE.FLOAT32
INT32 = AsyncModbusTcpClient.DATATYPE.INT32
INT16 = AsyncModbusTcpClient.DATATYPE.INT16
UINT64 = AsyncModbusTcpClient.DATATYPE.UINT64


class Place(NamedTuple):
    gateway: str
    device: str
    unit: int
    space: str
    address: int
    kind: AsyncModbusTcpClient.DATATYPE
    order: str
    factor: float
    quantity: str


DOCUMENTED = [
    Place("gateway-a", "teaching-a-main", 1, "input", 0x0034, FLOAT, "big", 1.0, "active_power"),
    Place("gateway-a", "teaching-a-main", 1, "input", 0x0048, FLOAT, "big", 1.0, "energy_import"),
    Place("gateway-a", "teaching-a-main", 1, "input", 0x0166 - 0x0C, FLOAT, "big", 1.0, "energy_import_l1"),
    Place("gateway-a", "teaching-a-main", 1, "input", 0x0030, FLOAT, "big", 1.0, "current_sum"),
    Place("gateway-a", "library", 3, "holding", 3036 - 1, FLOAT, "big", 1.0, "voltage"),
    Place("gateway-a", "computer-room", 2, "holding", 0x2012, FLOAT, "big", 0.1, "active_power"),
    Place("gateway-a", "computer-room", 2, "holding", 0x2044, FLOAT, "big", 0.01, "frequency"),
    Place("gateway-a", "computer-room", 2, "holding", 0x101E, FLOAT, "big", 1.0, "energy_import"),
    Place("gateway-a", "library", 3, "holding", 3060 - 1, FLOAT, "big", 1000.0, "active_power"),
    Place("gateway-a", "library", 3, "holding", 2700 - 1, FLOAT, "big", 1.0, "energy_import"),
    Place("gateway-b", "classroom-301", 1, "input", 0x000C, FLOAT, "big", 1.0, "active_power"),
    Place("gateway-b", "classroom-302", 2, "holding", 0x2004, FLOAT, "big", 1000.0, "active_power"),
    Place("gateway-b", "classroom-302", 2, "holding", 0x200E, FLOAT, "big", 1.0, "frequency"),
    Place("gateway-b", "canteen-kitchen", 3, "input", 0x0028, INT32, "little", 0.1, "active_power"),
    Place("gateway-b", "canteen-kitchen", 3, "input", 0x0034, INT32, "little", 0.1, "energy_import"),
    Place("gateway-b", "dormitory-main", 4, "holding", 0x5B14, INT32, "big", 0.01, "active_power"),
    Place("gateway-b", "dormitory-main", 4, "holding", 0x5000, UINT64, "big", 0.01, "energy_import"),
]


async def _read(client: AsyncModbusTcpClient, space: str, address: int, count: int, unit: int) -> ModbusPDU:
    read = client.read_input_registers if space == "input" else client.read_holding_registers
    return await read(address, count=count, device_id=unit)


@pytest.mark.parametrize("place", DOCUMENTED, ids=lambda place: f"{place.device}-{place.quantity}")
async def test_documented_address_holds_the_documented_quantity(campus: Campus, place: Place) -> None:
    async with modbus(campus, place.gateway) as client:
        answer = await _read(client, place.space, place.address, place.kind.value[1], place.unit)
        value = client.convert_from_registers(answer.registers, place.kind, word_order=place.order)
    expected = campus.meters[place.device].values()[place.quantity]
    assert value * place.factor == pytest.approx(expected, rel=1e-3, abs=place.factor)


async def test_carlo_gavazzi_identification_code_shows_only_when_read_alone(campus: Campus) -> None:
    async with modbus(campus, "gateway-b") as client:
        alone = await client.read_input_registers(0x000B, count=1, device_id=3)
        together = await client.read_input_registers(0x000A, count=2, device_id=3)
    assert alone.registers[0] in range(330, 346)
    assert together.registers[1] == 0


async def test_sunspec_meter_shows_the_marker_and_the_chain_of_models(campus: Campus) -> None:
    async with modbus(campus, "gateway-a") as client:
        head = await client.read_holding_registers(40000, count=4, device_id=4)
        meter = await client.read_holding_registers(40070, count=2, device_id=4)
        end = await client.read_holding_registers(40070 + 107, count=2, device_id=4)
    assert head.registers == [0x5375, 0x6E53, 1, 66]
    assert meter.registers == [203, 105]
    assert end.registers == [0xFFFF, 0]


async def test_sunspec_power_scales_with_its_exponent(campus: Campus) -> None:
    async with modbus(campus, "gateway-a") as client:
        answer = await client.read_holding_registers(40070 + 18, count=5, device_id=4)
        raw = client.convert_from_registers(answer.registers[:1], INT16)
        exponent = client.convert_from_registers(answer.registers[4:], INT16)
    assert raw * 10**exponent == pytest.approx(campus.meters["solar"].values()["active_power"], abs=10)


async def test_read_outside_the_map_is_an_illegal_address(campus: Campus) -> None:
    async with modbus(campus, "gateway-a") as client:
        answer = await client.read_input_registers(0x4000, count=2, device_id=1)
    assert answer.exception_code == 2


async def test_read_longer_than_the_meter_allows_is_an_illegal_value(campus: Campus) -> None:
    async with modbus(campus, "gateway-a") as client:
        answer = await client.read_input_registers(0, count=82, device_id=1)
    assert answer.exception_code == 3


async def test_wrong_function_is_an_illegal_function(campus: Campus) -> None:
    async with modbus(campus, "gateway-a") as client:
        answer = await client.read_holding_registers(0, count=2, device_id=1)
    assert answer.exception_code == 1


async def test_write_is_refused(campus: Campus) -> None:
    async with modbus(campus, "gateway-a") as client:
        answer = await client.write_register(6, 5, device_id=2)
    assert answer.exception_code == 1


async def test_all_units_of_a_gateway_answer_over_one_connection(campus: Campus) -> None:
    async with modbus(campus, "gateway-b") as client:
        counts = [
            len((await _read(client, space, address, 2, unit)).registers)
            for unit, space, address in (
                (1, "input", 0),
                (2, "holding", 0x2000),
                (3, "input", 0),
                (4, "holding", 0x5B00),
            )
        ]
    assert counts == [2, 2, 2, 2]
