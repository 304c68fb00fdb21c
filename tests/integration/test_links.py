"""Links over real sockets: Modbus through core's connections to a pymodbus server, byte lines of our own."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import AbstractAsyncContextManager, nullcontext
from typing import NoReturn
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from modbus_connection import ModbusConnectionError, ModbusUnit
from modbus_connection.mock import MockModbusConnection
from modbus_connection.tmodbus import ModbusConnection
from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.errors import CodecError, LinkConflictError
from custom_components.smart_campus.campuslink.link.endpoint import NetworkEndpoint, SerialEndpoint
from custom_components.smart_campus.campuslink.plan.request import RegisterSpan
from custom_components.smart_campus.campuslink.profile.schema import (
    Protocol,
    SerialSettings,
    Transport,
    TransportRules,
)
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.links import (
    HassLinkSource,
    async_open_temporary,
    modbus_params,
    modbus_unit,
    shared_lines,
)

from .conftest import meter, recording, set_up, state_of

MODBUS = TransportRules(protocol=Protocol.MODBUS, transports=tuple(Transport))
DLT645 = TransportRules(protocol=Protocol.DLT645, transports=tuple(Transport))
CJT188 = TransportRules(protocol=Protocol.CJT188, transports=tuple(Transport))
GATEWAY = NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=5020)


@pytest.fixture
async def gateway(socket_enabled: None) -> AsyncGenerator[NetworkEndpoint]:
    """Serve the test meter as unit 1 on a free port."""
    runs = recording().registers
    inputs = [*runs["input"][0], *[0] * (40 - len(runs["input"][0])), *runs["input"][40]]
    blocks = (
        [SimData(0, values=list(runs["holding"][0]), datatype=DataType.UINT16)],
        [SimData(0, values=inputs, datatype=DataType.UINT16)],
    )
    bits = [SimData(0, values=[False] * 16, datatype=DataType.BITS)]
    device = SimDevice(1, simdata=(bits, bits, *blocks))
    server = ModbusTcpServer(device, address=("127.0.0.1", 0))
    await server.serve_forever(background=True)
    port = server.transport.sockets[0].getsockname()[1]
    yield NetworkEndpoint(transport=Transport.TCP, host="127.0.0.1", port=port)
    await server.shutdown()


async def test_site_reads_a_real_modbus_server(
    hass: HomeAssistant, own_profiles: object, gateway: NetworkEndpoint
) -> None:
    await set_up(hass, meter(1, endpoint=gateway.to_json()))

    assert state_of(hass, "key1", "active_power") == "1234.5"
    assert state_of(hass, "key1", "energy_export") == "7.5"


async def test_flow_reads_through_a_temporary_link(hass: HomeAssistant, gateway: NetworkEndpoint) -> None:
    assert await async_setup_component(hass, "modbus", {})

    async with async_open_temporary(hass, gateway, MODBUS, "1") as link:
        assert list(await link.read(RegisterSpan("holding", 0, 2))) == [0, 4711]


async def test_flow_leaves_no_listener_on_a_connection_in_use(
    hass: HomeAssistant, mock_modbus_connection: MockModbusConnection
) -> None:
    heard: list[str] = []

    def listen(callback: Callable[[], None]) -> Callable[[], None]:
        heard.append("began")
        return lambda: heard.append("ended")

    unit = mock_modbus_connection.for_unit(1)
    with (
        patch.object(unit, "on_connection_lost", listen),
        patch("custom_components.smart_campus.links.async_get_temporary_unit", _holding(unit)),
    ):
        async with async_open_temporary(hass, GATEWAY, MODBUS, "1"):
            assert heard == ["began"]

    assert heard == ["began", "ended"]


def _holding(unit: ModbusUnit) -> Callable[..., AbstractAsyncContextManager[ModbusUnit]]:
    """Return a stand-in for core's temporary hold."""
    return lambda *_: nullcontext(unit)


async def test_request_broken_off_while_connecting_leaves_no_error_behind(
    hass: HomeAssistant, source: HassLinkSource, caplog: pytest.LogCaptureFixture
) -> None:
    given_up = asyncio.Event()

    async def connect(_self: ModbusConnection) -> NoReturn:
        await given_up.wait()
        raise ModbusConnectionError("no route")

    link = await source.open(GATEWAY, MODBUS, "1")
    with patch.object(ModbusConnection, "_connect_client", connect):
        reading = hass.async_create_task(link.read(RegisterSpan("holding", 0, 2)), eager_start=True)
        await asyncio.sleep(0)
        reading.cancel()
        await asyncio.sleep(0)
        given_up.set()
        with pytest.raises(asyncio.CancelledError):
            await reading

    assert "shielded" not in caplog.text


@pytest.fixture
def source(hass: HomeAssistant) -> HassLinkSource:
    entry = MockConfigEntry(domain=DOMAIN)
    entry.add_to_hass(hass)
    return HassLinkSource(hass, entry)


SERIAL = SerialEndpoint(device="/dev/ttyUSB0", settings=SerialSettings(baudrate=9600))
SLOWER = SerialEndpoint(device="/dev/ttyUSB0", settings=SerialSettings(baudrate=2400))


async def test_line_in_use_with_other_settings_is_a_conflict(hass: HomeAssistant, source: HassLinkSource) -> None:
    await source.open(SERIAL, MODBUS, "1")

    with pytest.raises(LinkConflictError):
        await source.open(SLOWER, MODBUS, "2")
    with pytest.raises(LinkConflictError):
        await HassLinkSource(hass, MockConfigEntry(domain=DOMAIN)).open(SLOWER, MODBUS, "2")
    with pytest.raises(LinkConflictError):
        async with async_open_temporary(hass, SLOWER, MODBUS, "2"):
            pass


async def test_modbus_and_meter_protocols_do_not_share_a_line(hass: HomeAssistant, source: HassLinkSource) -> None:
    link = await source.open(GATEWAY, MODBUS, "1")
    with pytest.raises(LinkConflictError):
        await source.open(GATEWAY, DLT645, "000000000001")

    await link.close()
    await source.open(GATEWAY, DLT645, "000000000001")
    with pytest.raises(LinkConflictError):
        await source.open(GATEWAY, MODBUS, "1")


@pytest.mark.parametrize(
    ("first", "second"), [((MODBUS, "1"), (DLT645, "000000000001")), ((DLT645, "000000000001"), (MODBUS, "1"))]
)
async def test_another_site_and_a_flow_may_not_speak_another_protocol_on_a_line_in_use(
    hass: HomeAssistant, source: HassLinkSource, first: tuple[TransportRules, str], second: tuple[TransportRules, str]
) -> None:
    await source.open(GATEWAY, *first)

    with pytest.raises(LinkConflictError):
        await HassLinkSource(hass, MockConfigEntry(domain=DOMAIN)).open(GATEWAY, *second)
    with pytest.raises(LinkConflictError):
        async with async_open_temporary(hass, GATEWAY, *second):
            pass


async def test_byte_line_is_shared_and_given_back(hass: HomeAssistant, source: HassLinkSource) -> None:
    first = await source.open(GATEWAY, DLT645, "000000000001")
    async with async_open_temporary(hass, GATEWAY, CJT188, "00000000000001") as second:
        assert first.line == second.line == "tcp:127.0.0.1:5020"

    assert GATEWAY.key in shared_lines(hass).raw
    await first.close()
    assert GATEWAY.key not in shared_lines(hass).raw


@pytest.mark.parametrize(("rules", "address"), [(MODBUS, "256"), (MODBUS, "x"), (DLT645, "12"), (CJT188, "12")])
async def test_address_of_another_protocol_is_refused(
    source: HassLinkSource, rules: TransportRules, address: str
) -> None:
    with pytest.raises(CodecError):
        await source.open(GATEWAY, rules, address)


def test_rtu_over_tcp_is_the_line_core_would_open() -> None:
    params = modbus_params(NetworkEndpoint(transport=Transport.RTU_OVER_TCP, host="fe80::1", port=4001))

    assert params.endpoint == ("serial", "socket://[fe80::1]:4001")
    assert modbus_params(SERIAL).endpoint == ("serial", "/dev/ttyUSB0")
    assert modbus_unit("0") == 0
