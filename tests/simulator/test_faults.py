"""Every fault happens on the wire."""

import asyncio
import struct

import pytest
from pymodbus.exceptions import ModbusException, ModbusIOException

from simulator.campus import Campus
from simulator.faults import Fault, FaultKind, GatewayFaultKind
from tests.simulator.wire import ask, is_silent, modbus, port_of, raw

READ_UNIT_1 = bytes.fromhex("0001 0000 0006 01 04 0000 0002")
ENERGY_OF_GATEHOUSE = "68 01 00 15 11 23 20 68 11 04 33 33 34 33 1C 16"


async def _tcp(campus: Campus, request: bytes = READ_UNIT_1, gateway: str = "gateway-a") -> bytes:
    async with raw(campus, gateway) as (reader, writer):
        writer.write(request)
        async with asyncio.timeout(5):
            return await reader.read(256)


async def test_silent_meter_does_not_stop_its_neighbours(campus: Campus) -> None:
    campus.set_fault("teaching-a-main", Fault(kind=FaultKind.SILENT))
    async with modbus(campus, "gateway-a", timeout_s=0.1) as client:
        with pytest.raises(ModbusIOException):
            await client.read_input_registers(0, count=2, device_id=1)
        answer = await client.read_holding_registers(0x2000, count=2, device_id=2)
    assert not answer.isError()


async def test_late_answer_comes_after_the_reader_gave_up(campus: Campus) -> None:
    campus.set_fault("teaching-a-main", Fault(kind=FaultKind.LATE, delay_s=0.2))
    async with raw(campus, "gateway-a") as (reader, writer):
        writer.write(READ_UNIT_1)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await reader.readexactly(1)
        async with asyncio.timeout(5):
            assert (await reader.readexactly(13))[:2] == b"\x00\x01"


@pytest.mark.parametrize("code", [1, 2, 3, 4, 5, 6, 7, 8, 10, 11])
async def test_refusal_carries_the_chosen_exception_code(campus: Campus, code: int) -> None:
    campus.set_fault("teaching-a-main", Fault(kind=FaultKind.REFUSE, code=code))
    assert await _tcp(campus) == bytes.fromhex("0001 0000 0003 01 84") + bytes([code])


async def test_wrong_unit_answers_for_another_unit(campus: Campus) -> None:
    campus.set_fault("teaching-a-main", Fault(kind=FaultKind.WRONG_UNIT))
    assert (await _tcp(campus))[6] == 2


async def test_wrong_transaction_answers_another_request(campus: Campus) -> None:
    campus.set_fault("teaching-a-main", Fault(kind=FaultKind.WRONG_TRANSACTION))
    assert (await _tcp(campus))[:2] == b"\x00\x02"


async def test_wrong_length_carries_too_few_registers(campus: Campus) -> None:
    campus.set_fault("teaching-a-main", Fault(kind=FaultKind.WRONG_LENGTH))
    assert (await _tcp(campus))[8] == 2


async def test_garbage_is_no_frame(campus: Campus) -> None:
    campus.set_fault("classroom-301", Fault(kind=FaultKind.GARBAGE))
    async with modbus(campus, "gateway-b", timeout_s=0.2) as client:
        with pytest.raises(ModbusException):
            await client.read_input_registers(0, count=2, device_id=1)


async def test_nan_fills_floats_with_the_quiet_nan(campus: Campus) -> None:
    campus.set_fault("teaching-a-main", Fault(kind=FaultKind.NAN))
    assert (await _tcp(campus))[-4:] == bytes.fromhex("7FC00000")


async def test_nan_fills_abb_integers_with_their_sentinels(campus: Campus) -> None:
    campus.set_fault("dormitory-main", Fault(kind=FaultKind.NAN))
    async with modbus(campus, "gateway-b") as client:
        voltage = await client.read_holding_registers(0x5B00, count=2, device_id=4)
        power = await client.read_holding_registers(0x5B14, count=2, device_id=4)
    assert (voltage.registers, power.registers) == ([0xFFFF, 0xFFFF], [0x7FFF, 0xFFFF])


async def test_cleared_fault_leaves_the_meter_well(campus: Campus) -> None:
    campus.set_fault("gatehouse", Fault(kind=FaultKind.SILENT))
    assert await is_silent(campus, ENERGY_OF_GATEHOUSE)
    campus.set_fault("gatehouse", Fault())
    assert (await ask(campus, ENERGY_OF_GATEHOUSE))[8] == 0x91


@pytest.mark.parametrize("gateway", ["gateway-a", "gateway-b", "gateway-c"])
async def test_unplugged_gateway_cuts_connections_and_comes_back_on_its_port(campus: Campus, gateway: str) -> None:
    port = port_of(campus, gateway)
    async with raw(campus, gateway) as (reader, _):
        await campus.set_gateway_fault(gateway, GatewayFaultKind.UNPLUGGED)
        async with asyncio.timeout(5):
            assert await _closes(reader)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)
    await campus.set_gateway_fault(gateway, GatewayFaultKind.NONE)
    async with raw(campus, gateway):
        assert port_of(campus, gateway) == port


async def _closes(reader: asyncio.StreamReader) -> bool:
    try:
        return await reader.read(1) == b""
    except ConnectionError:
        return True


async def test_dropping_gateway_closes_instead_of_answering(campus: Campus) -> None:
    await campus.set_gateway_fault("gateway-a", GatewayFaultKind.DROP)
    assert await _tcp(campus) == b""


async def test_drop_mid_frame_sends_half_an_answer_and_closes(campus: Campus) -> None:
    await campus.set_gateway_fault("gateway-a", GatewayFaultKind.DROP_MID_FRAME)
    async with raw(campus, "gateway-a") as (reader, writer):
        writer.write(READ_UNIT_1)
        async with asyncio.timeout(5):
            answer = await reader.read()
    assert len(answer) == 6


async def test_transparent_gateway_drops_mid_frame_too(campus: Campus) -> None:
    await campus.set_gateway_fault("gateway-c", GatewayFaultKind.DROP_MID_FRAME)
    async with raw(campus, "gateway-c") as (reader, writer):
        writer.write(bytes.fromhex(ENERGY_OF_GATEHOUSE))
        async with asyncio.timeout(5):
            answer = await reader.read()
    assert len(answer) == 12


async def test_jumping_and_zero_totals_leave_the_other_values_and_the_truth_alone(campus: Campus) -> None:
    meter = campus.meters["teaching-a-main"]
    truth = meter.values()
    for kind, expected in ((FaultKind.JUMP, truth["energy_import"] + 500_000), (FaultKind.ZERO, 0.0)):
        campus.set_fault("teaching-a-main", Fault(kind=kind))
        async with modbus(campus, "gateway-a") as client:
            answer = await client.read_input_registers(0x46, count=4, device_id=1)
        frequency, energy = struct.unpack(">2f", struct.pack(">4H", *answer.registers))
        assert (frequency, energy) == (pytest.approx(truth["frequency"]), pytest.approx(expected))
    assert meter.values() == truth


@pytest.mark.parametrize("gateway", ["gateway-a", "gateway-b"])
async def test_split_answer_is_whole_in_the_end(campus: Campus, gateway: str) -> None:
    for meter in campus.gateways[gateway].meters:
        meter.fault = Fault(kind=FaultKind.SPLIT)
    async with modbus(campus, gateway) as client:
        answer = await client.read_input_registers(0, count=2, device_id=1)
    assert len(answer.registers) == 2


async def test_noise_surrounds_the_right_answer(campus: Campus) -> None:
    calm = await ask(campus, ENERGY_OF_GATEHOUSE)
    campus.set_fault("gatehouse", Fault(kind=FaultKind.NOISE))
    async with raw(campus, "gateway-c") as (reader, writer):
        writer.write(bytes.fromhex(ENERGY_OF_GATEHOUSE))
        async with asyncio.timeout(5):
            noisy = await reader.readexactly(12 + len(calm) + 12)
    assert calm in noisy


async def test_requests_for_a_meter_are_counted_even_if_it_is_silent(campus: Campus) -> None:
    campus.set_fault("gatehouse", Fault(kind=FaultKind.SILENT))
    assert await is_silent(campus, ENERGY_OF_GATEHOUSE)
    assert campus.device("gatehouse")["requests"] == 1
    assert campus.device("sports-hall")["requests"] == 0
