"""DL/T 645 and CJ/T 188 meters against frames written down by hand from the standards."""

import asyncio

import pytest
from dlt645.protocol.protocol import DLT645Protocol

from simulator.byte_gateway import split_frames
from simulator.campus import Campus
from simulator.faults import Fault, FaultKind
from tests.simulator.wire import ask, is_silent, raw

READ_ADDRESS = "68 AA AA AA AA AA AA 68 13 00 DF 16"
VOLTAGE_OF_GATEHOUSE = "68 01 00 15 11 23 20 68 11 04 33 34 34 35 1F 16"
ENERGY_OF_GATEHOUSE = "68 01 00 15 11 23 20 68 11 04 33 33 34 33 1C 16"
WATER_READING = "68 10 44 33 22 11 00 33 78 01 03 1F 90 00 80 16"
FOREIGN_WATER_READING = "68 10 45 33 22 11 00 33 78 01 03 1F 90 00 81 16"


def _read_frame(address: str, identifier: str) -> str:
    return bytes(DLT645Protocol.build_frame(bytes.fromhex(address)[::-1], 0x11, bytes.fromhex(identifier)[::-1])).hex()


def _bcd(data: bytes) -> int:
    return int(data[::-1].hex())


def _data(frame: bytes) -> bytes:
    return bytes((byte - 0x33) & 0xFF for byte in frame[10:-2])


async def test_dlt645_reply_repeats_address_and_identifier(campus: Campus) -> None:
    answer = await ask(campus, VOLTAGE_OF_GATEHOUSE)
    assert answer[:14].hex(" ") == "68 01 00 15 11 23 20 68 91 06 33 34 34 35"
    assert answer[-2] == sum(answer[:-2]) & 0xFF


async def test_dlt645_voltage_has_one_decimal(campus: Campus) -> None:
    answer = await ask(campus, VOLTAGE_OF_GATEHOUSE)
    assert _bcd(_data(answer)[4:]) / 10 == pytest.approx(campus.meters["gatehouse"].values()["voltage_l1"], abs=0.06)


async def test_dlt645_energy_has_two_decimals(campus: Campus) -> None:
    answer = await ask(campus, ENERGY_OF_GATEHOUSE)
    assert _bcd(_data(answer)[4:]) / 100 == pytest.approx(
        campus.meters["gatehouse"].values()["energy_import"], abs=0.006
    )


async def test_dlt645_three_phase_block_lists_its_items_in_order(campus: Campus) -> None:
    data = _data(await ask(campus, _read_frame("202311150002", "0201FF00")))[4:]
    values = campus.meters["sports-hall"].values()
    volts = [_bcd(data[at : at + 2]) / 10 for at in (0, 2, 4)]
    assert volts == pytest.approx([values["voltage_l1"], values["voltage_l2"], values["voltage_l3"]], abs=0.06)


async def test_dlt645_unknown_item_is_refused_as_no_such_data(campus: Campus) -> None:
    answer = await ask(campus, _read_frame("202311150001", "02010200"))
    assert (answer[8], _data(answer)) == (0xD1, b"\x02")


async def test_dlt645_foreign_address_is_not_answered(campus: Campus) -> None:
    assert await is_silent(campus, _read_frame("202311150009", "00010000"))


async def test_dlt645_address_read_is_answered_by_every_meter_of_the_bus(campus: Campus) -> None:
    campus.set_fault("sports-hall", Fault(kind=FaultKind.SILENT))
    answer = await ask(campus, READ_ADDRESS)
    assert answer.hex(" ").upper() == "68 01 00 15 11 23 20 68 93 06 34 33 48 44 56 53 6F 16"


async def test_dlt645_refusal_carries_the_chosen_bits(campus: Campus) -> None:
    campus.set_fault("gatehouse", Fault(kind=FaultKind.REFUSE, code=0x04))
    answer = await ask(campus, ENERGY_OF_GATEHOUSE)
    assert (answer[8], _data(answer)) == (0xD1, b"\x04")


async def test_cjt188_water_reading_has_the_documented_layout(campus: Campus) -> None:
    answer = await ask(campus, WATER_READING)
    assert answer[:14].hex(" ") == "68 10 44 33 22 11 00 33 78 81 16 1f 90 00"
    assert _bcd(answer[14:18]) / 100 == pytest.approx(
        campus.meters["dormitory-water"].values()["water_volume"], abs=0.006
    )
    assert (answer[18], answer[23]) == (0x2C, 0x2C)
    assert answer[24:31].hex() == "00201018112620"


async def test_cjt188_foreign_address_is_not_answered(campus: Campus) -> None:
    assert await is_silent(campus, FOREIGN_WATER_READING)


async def test_cjt188_heat_reading_holds_forty_three_bytes(campus: Campus) -> None:
    body = bytes.fromhex("68 20 00 29 15 24 03 26 20 01 03 1F 90 07")
    answer = await ask(campus, (body + bytes([sum(body) & 0xFF, 0x16])).hex())
    values = campus.meters["heat-station"].values()
    assert (answer[10], answer[13]) == (43, 7)
    assert _bcd(answer[19:23]) / 100 == pytest.approx(values["heat_energy"], abs=0.006)
    assert _bcd(answer[37:39]) / 100 == pytest.approx(values["supply_temperature"], abs=0.006)


async def test_frame_split_over_segments_is_answered_once_it_is_whole(campus: Campus) -> None:
    request = bytes.fromhex(ENERGY_OF_GATEHOUSE)
    async with raw(campus, "gateway-c") as (reader, writer):
        for part in (request[:5], request[5:9], request[9:]):
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0)
        async with asyncio.timeout(5):
            assert (await reader.readexactly(24)).lstrip(b"\xfe")[8] == 0x91


def test_noise_before_frames_of_both_protocols_is_skipped() -> None:
    water, energy = bytes.fromhex(WATER_READING), bytes.fromhex(ENERGY_OF_GATEHOUSE)
    assert split_frames(b"\x00\xfe\xfe" + water + b"\xfe" + energy + b"\xfe") == ([water, energy], b"")
