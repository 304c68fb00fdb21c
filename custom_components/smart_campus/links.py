"""Where devices' links come from inside Home Assistant: core's shared Modbus connections, and our own byte lines."""

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
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
from .campuslink.link.credentials import NO_CREDENTIALS, Credentials
from .campuslink.link.endpoint import BrokerEndpoint, Endpoint, LocalEndpoint, NetworkEndpoint, SerialEndpoint
from .campuslink.link.modbus import ModbusLink
from .campuslink.profile.schema import Protocol, Transport, TransportRules
from .const import DOMAIN


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of all sites: two of them may share a gateway, and must then agree on what it speaks."""

    raw: ByteLinePool = field(default_factory=ByteLinePool)
    modbus_users: Counter[str] = field(default_factory=Counter)
    """Devices by the key of their Modbus line; a line nobody uses is not in it."""
    modbus_endpoints: dict[str, Endpoint] = field(default_factory=dict)

    def require_raw(self, endpoint: Endpoint) -> None:
        """Raise LinkConflictError when the line carries Modbus: raw bytes on it would garble that."""
        if endpoint.key in self.modbus_users:
            raise LinkConflictError(f"{endpoint.key} is in use for Modbus")

    def require_modbus(self, endpoint: Endpoint) -> None:
        """Raise LinkConflictError when the line carries raw bytes, or Modbus with other settings."""
        if endpoint.key in self.raw:
            raise LinkConflictError(f"{endpoint.key} is in use for another protocol")
        require_same_settings(self.modbus_endpoints.get(endpoint.key, endpoint), endpoint)


DATA_LINES: HassKey[Lines] = HassKey(f"{DOMAIN}_lines")

SOCKET_BAUDRATE = 115200
"""What core gives a serial line carried by a socket; another rate would count as other settings of the same line."""

MODBUS_UNITS = range(256)

type ModbusParams = ModbusTcpParams | ModbusSerialParams


class HassLinkSource(LinkSource):
    """Hands one site its links. Modbus connections are core's, shared with every other integration."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._lines = shared_lines(hass)

    @override
    async def open(
        self, endpoint: Endpoint, rules: TransportRules, address: str, credentials: Credentials = NO_CREDENTIALS
    ) -> DeviceLink:
        if rules.protocol is not Protocol.MODBUS:
            return _open_byte_link(self._lines, endpoint, rules, address)
        unit_id = modbus_unit(address)
        self._lines.require_modbus(endpoint)
        try:
            unit = async_get_unit(self._hass, self._entry, modbus_params(endpoint), unit_id)
        except HomeAssistantError as err:
            raise LinkConflictError(str(err)) from err
        self._lines.modbus_users[endpoint.key] += 1
        self._lines.modbus_endpoints[endpoint.key] = endpoint
        return _modbus_link(unit, endpoint, rules, on_close=partial(self._leave, endpoint, unit))

    async def _leave(self, endpoint: Endpoint, unit: ModbusUnit) -> None:
        """Drop the connection behind the last device on the line; core itself holds it until the site unloads."""
        self._lines.modbus_users[endpoint.key] -= 1
        if self._lines.modbus_users[endpoint.key]:
            return
        del self._lines.modbus_users[endpoint.key], self._lines.modbus_endpoints[endpoint.key]
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
        link = _open_byte_link(shared_lines(hass), endpoint, rules, address)
        try:
            yield link
        finally:
            await link.close()
        return
    shared_lines(hass).require_modbus(endpoint)
    async with AsyncExitStack() as stack:
        try:
            hold = async_get_temporary_unit(hass, modbus_params(endpoint), modbus_unit(address))
            unit = await stack.enter_async_context(hold)
        except HomeAssistantError as err:
            raise LinkConflictError(str(err)) from err
        link = _modbus_link(unit, endpoint, rules)
        # Not closed: that would reset the pace of a device in operation at the same unit
        stack.callback(link.stop_listening)
        yield link


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
    if isinstance(endpoint, LocalEndpoint | BrokerEndpoint):
        raise CodecError("no Modbus line leads to this machine itself or to a broker")
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
    lacks_transaction_ids = not isinstance(endpoint, NetworkEndpoint) or endpoint.transport is not Transport.TCP
    return ModbusLink(unit, line=endpoint.key, rules=rules, on_close=on_close, drop_after_silence=lacks_transaction_ids)


def shared_lines(hass: HomeAssistant) -> Lines:
    """Return the lines of all sites."""
    return hass.data.setdefault(DATA_LINES, Lines())


def _open_byte_link(lines: Lines, endpoint: Endpoint, rules: TransportRules, address: str) -> DeviceLink:
    """Return a link to a meter on a line of raw bytes. Raises LinkConflictError."""
    lines.require_raw(endpoint)
    protocol = dlt645 if rules.protocol is Protocol.DLT645 else cjt188
    protocol.require_address(address)
    link_type = dlt645.Dlt645Link if rules.protocol is Protocol.DLT645 else cjt188.Cjt188Link
    return link_type(lines.raw.acquire(endpoint), address=address, rules=rules, release=lines.raw.release)
