"""Adding a meter over real sockets: Home Assistant's own Modbus connections against a third-party server."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from homeassistant.components.modbus import async_get_temporary_unit
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from modbus_connection import ModbusSerialParams
from pymodbus.pdu import ExceptionResponse, ModbusPDU
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.device.recording import Recording

from .conftest import recording
from .meter_steps import Wire, patched_wire, reach_form, site, submit

__all__ = ["site"]

pytestmark = pytest.mark.usefixtures("socket_enabled", "own_profiles")

LOCAL = "127.0.0.1"
UNIT = 1
GATEWAY_TARGET = 11


def sim_device(given: Recording) -> SimDevice:
    """Return a device of the server with the registers of a recording."""
    blocks = {
        space: [SimData(first, values=list(run), datatype=DataType.UINT16) for first, run in runs.items()]
        for space, runs in given.registers.items()
    }
    bits = [SimData(0, values=[False] * 16, datatype=DataType.BITS)]
    return SimDevice(UNIT, simdata=(bits, bits, blocks["holding"], blocks["input"]))


def speak_as_gateway(is_sending: bool, pdu: ModbusPDU) -> ModbusPDU:
    """Answer for units that are not there as gateways do: with exception 11."""
    if not is_sending or pdu.dev_id == UNIT:
        return pdu
    return ExceptionResponse(
        pdu.function_code & 0x7F, GATEWAY_TARGET, device_id=pdu.dev_id, transaction=pdu.transaction_id
    )


@asynccontextmanager
async def serving(given: Recording) -> AsyncIterator[int]:
    """Serve a recording as Modbus TCP; the value is the port."""
    server = ModbusTcpServer(sim_device(given), address=(LOCAL, 0), trace_pdu=speak_as_gateway)
    await server.serve_forever(background=True)
    try:
        yield server.transport.sockets[0].getsockname()[1]
    finally:
        await server.shutdown()


@pytest.fixture
async def port() -> AsyncGenerator[int]:
    async with serving(recording()) as found:
        yield found


def at(port: int, **more: object) -> dict[str, object]:
    return {"host": LOCAL, "port": port, "address": "1", "ct_ratio": 1, "name": "Hall", **more}


async def test_meter_is_read_over_modbus_tcp(hass: HomeAssistant, site: MockConfigEntry, port: int) -> None:
    result = await submit(hass, await reach_form(hass, site), at(port))
    assert result["step_id"] == "confirm"
    assert "| Energy import | 100\\.25 kWh |" in result["description_placeholders"]["readings"]
    result = await submit(hass, result, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_wrong_unit_is_told_and_mended(hass: HomeAssistant, site: MockConfigEntry, port: int) -> None:
    result = await submit(hass, await reach_form(hass, site), at(port, address="9"))
    assert result["errors"] == {"base": "wrong_unit"}
    result = await submit(hass, result, at(port))
    assert result["step_id"] == "confirm"


async def test_wrong_model_is_told_with_the_evidence(hass: HomeAssistant, site: MockConfigEntry) -> None:
    async with serving(recording(frequency=10.0)) as port:
        result = await submit(hass, await reach_form(hass, site), at(port))
    assert result["errors"] == {"base": "wrong_model"}
    assert "frequency: 10.0 Hz" in result["description_placeholders"]["detail"]


async def test_refused_port_is_told(
    hass: HomeAssistant, site: MockConfigEntry, unused_tcp_port_factory: Callable[[], int]
) -> None:
    result = await submit(hass, await reach_form(hass, site), at(unused_tcp_port_factory()))
    assert result["errors"] == {"base": "cannot_connect"}


async def test_conflicting_settings_of_another_integration_are_told(
    hass: HomeAssistant, site: MockConfigEntry, port: int
) -> None:
    other = ModbusSerialParams(device=f"socket://{LOCAL}:{port}", framer="ascii")
    async with async_get_temporary_unit(hass, other, UNIT):
        result = await submit(hass, await reach_form(hass, site, "modbus_rtu"), at(port))
    assert result["errors"] == {"base": "link_conflict"}


def address_answer(address: str) -> bytes:
    """Return the answer to "read address" of DL/T 645-2007, section 7.4, written out byte by byte."""
    digits = bytes.fromhex(address)[::-1]
    body = b"\x68" + digits + b"\x68\x93\x06" + bytes((digit + 0x33) & 0xFF for digit in digits)
    return body + bytes([sum(body) & 0xFF]) + b"\x16"


@asynccontextmanager
async def answering(answer: bytes) -> AsyncIterator[int]:
    """Serve one fixed answer to whatever is asked; the value is the port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(64):
            writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, LOCAL, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def discover(hass: HomeAssistant, site: MockConfigEntry, port: int) -> tuple[dict[str, str] | None, Wire]:
    """Leave the address empty; return the errors shown and the wire on which the meter would be read."""
    entered = {"host": LOCAL, "port": port, "name": "Hall"}
    with patched_wire() as wire:
        form = await reach_form(hass, site, "meter_gateway", "dlt645-2007-single-phase")
        result = await submit(hass, form, entered)
    return result["errors"], wire


async def test_address_left_out_is_asked_of_the_only_meter(hass: HomeAssistant, site: MockConfigEntry) -> None:
    async with answering(address_answer("001234567890")) as port:
        _, wire = await discover(hass, site, port)
    assert [address for _, address in wire.asked] == ["001234567890"]


async def test_several_meters_answering_at_once_are_told(hass: HomeAssistant, site: MockConfigEntry) -> None:
    async with answering(b"\x68\xff\x12" * 30) as port:
        errors, wire = await discover(hass, site, port)
    assert errors == {"base": "garbled"}
    assert wire.asked == []


async def test_address_must_be_entered_when_the_meter_is_not_read(
    hass: HomeAssistant, site: MockConfigEntry, unused_tcp_port_factory: Callable[[], int]
) -> None:
    entered = {"host": LOCAL, "port": unused_tcp_port_factory(), "name": "Hall"}
    form = await reach_form(hass, site, "meter_gateway", "dlt645-2007-single-phase")
    result = await submit(hass, form, entered)
    assert result["errors"] == {"base": "cannot_connect"}
    result = await submit(hass, result, entered | {"save_without_reading": True})
    assert result["errors"] == {"address": "address_needed"}
    result = await submit(hass, result, entered | {"save_without_reading": True, "address": "1234567890"})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (subentry,) = site.subentries.values()
    assert subentry.data["address"] == "001234567890"
