"""Where devices' links come from inside Home Assistant: core's shared Modbus connections, and our own byte lines."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from typing import Literal, cast, override

from homeassistant.components.modbus import async_get_temporary_unit, async_get_unit
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.util.hass_dict import HassKey
from modbus_connection import ModbusError, ModbusSerialParams, ModbusTcpParams, ModbusUnit

from .campuslink.errors import CodecError, LinkConflictError
from .campuslink.link import cjt188, dlt645
from .campuslink.link.base import DeviceLink, LinkSource
from .campuslink.link.byte_line import ByteLinePool, require_same_settings
from .campuslink.link.endpoint import Endpoint, SerialEndpoint
from .campuslink.link.modbus import ModbusLink
from .campuslink.profile.schema import Protocol, Transport, TransportRules
from .const import DOMAIN

DATA_BYTE_LINES: HassKey[ByteLinePool] = HassKey(f"{DOMAIN}_byte_lines")

SOCKET_BAUDRATE = 115200
"""What core gives a serial line carried by a socket; another rate would count as other settings of the same line."""

MODBUS_UNITS = range(256)

type ModbusParams = ModbusTcpParams | ModbusSerialParams


class HassLinkSource(LinkSource):
    """Hands one site its links. Modbus connections are core's, shared with every other integration."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._users: Counter[str] = Counter()
        self._endpoints: dict[str, Endpoint] = {}

    @override
    async def open(self, endpoint: Endpoint, rules: TransportRules, address: str) -> DeviceLink:
        if rules.protocol is not Protocol.MODBUS:
            if endpoint.key in self._users:
                raise LinkConflictError(f"{endpoint.key} is in use for Modbus")
            return _open_byte_link(_byte_lines(self._hass), endpoint, rules, address)
        unit_id = modbus_unit(address)
        if endpoint.key in _byte_lines(self._hass):
            raise LinkConflictError(f"{endpoint.key} is in use for another protocol")
        require_same_settings(self._endpoints.get(endpoint.key, endpoint), endpoint)
        try:
            unit = async_get_unit(self._hass, self._entry, modbus_params(endpoint), unit_id)
        except HomeAssistantError as err:
            raise LinkConflictError(str(err)) from err
        self._users[endpoint.key] += 1
        self._endpoints[endpoint.key] = endpoint
        return _modbus_link(unit, endpoint, rules, on_close=partial(self._leave, endpoint, unit))

    async def _leave(self, endpoint: Endpoint, unit: ModbusUnit) -> None:
        """Drop the connection behind the last device of the site; core itself holds it until the site unloads."""
        self._users[endpoint.key] -= 1
        if self._users[endpoint.key]:
            return
        del self._users[endpoint.key], self._endpoints[endpoint.key]
        # A line that cannot be dropped is down already.
        with suppress(ModbusError):
            await unit.disconnect()


@asynccontextmanager
async def async_open_temporary(
    hass: HomeAssistant, endpoint: Endpoint, rules: TransportRules, address: str
) -> AsyncIterator[DeviceLink]:
    """Hold a link for the context, for a flow that has no device yet.

    Raises LinkConflictError when the line is in use with other settings, CodecError when the address is not one.
    """
    if rules.protocol is not Protocol.MODBUS:
        link = _open_byte_link(_byte_lines(hass), endpoint, rules, address)
        try:
            yield link
        finally:
            await link.close()
        return
    hold = async_get_temporary_unit(hass, modbus_params(endpoint), modbus_unit(address))
    try:
        unit = await hold.__aenter__()
    except HomeAssistantError as err:
        raise LinkConflictError(str(err)) from err
    try:
        yield _modbus_link(unit, endpoint, rules)
    finally:
        await hold.__aexit__(None, None, None)


def modbus_params(endpoint: Endpoint) -> ModbusParams:
    """Return what core's Modbus connections are opened with."""
    if isinstance(endpoint, SerialEndpoint):
        settings = endpoint.settings
        return ModbusSerialParams(
            device=endpoint.device,
            baudrate=settings.baudrate,
            bytesize=cast("Literal[7, 8]", settings.bytesize),
            parity=cast("Literal['N', 'E', 'O']", settings.parity),
            stopbits=cast("Literal[1, 2]", settings.stopbits),
        )
    if endpoint.transport is Transport.TCP:
        return ModbusTcpParams(host=endpoint.host, port=endpoint.port)
    host = f"[{endpoint.host}]" if ":" in endpoint.host else endpoint.host
    return ModbusSerialParams(device=f"socket://{host}:{endpoint.port}", baudrate=SOCKET_BAUDRATE)


def modbus_unit(address: str) -> int:
    """Return the unit an address names. Raises CodecError unless it is 0..255."""
    if not address.isdecimal() or int(address) not in MODBUS_UNITS:
        raise CodecError(f"{address!r} is not a Modbus unit (0..255)")
    return int(address)


def _modbus_link(
    unit: ModbusUnit,
    endpoint: Endpoint,
    rules: TransportRules,
    *,
    on_close: Callable[[], Awaitable[None]] | None = None,
) -> ModbusLink:
    lacks_transaction_ids = isinstance(endpoint, SerialEndpoint) or endpoint.transport is not Transport.TCP
    return ModbusLink(unit, line=endpoint.key, rules=rules, on_close=on_close, drop_after_silence=lacks_transaction_ids)


def _byte_lines(hass: HomeAssistant) -> ByteLinePool:
    return hass.data.setdefault(DATA_BYTE_LINES, ByteLinePool())


def _open_byte_link(lines: ByteLinePool, endpoint: Endpoint, rules: TransportRules, address: str) -> DeviceLink:
    """Return a link to a meter on a line of raw bytes; Modbus on the same line would be garbled by it."""
    protocol = dlt645 if rules.protocol is Protocol.DLT645 else cjt188
    protocol.require_address(address)
    link_type = dlt645.Dlt645Link if rules.protocol is Protocol.DLT645 else cjt188.Cjt188Link
    return link_type(lines.acquire(endpoint), address=address, rules=rules, release=lines.release)
