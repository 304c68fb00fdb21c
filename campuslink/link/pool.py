"""Links for a process of our own: every kind of line, shared by its endpoint and closed behind its last user.

Inside Home Assistant, Modbus lines come from its own integration; only `ByteLinePool` and the meter links serve there.
"""

import contextlib
import warnings
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, cast, override

from modbus_connection import ModbusError, ModbusSerialParams, ModbusTcpParams

from ..errors import CodecError, LinkConflictError
from ..profile.schema import Protocol, Transport, TransportRules
from . import cjt188, dlt645
from .base import DeviceLink, LinkSource
from .byte_line import ByteLine, ByteLinePool, require_same_settings
from .credentials import NO_CREDENTIALS, Credentials
from .endpoint import BrokerEndpoint, Endpoint, LocalEndpoint, NetworkEndpoint, SerialEndpoint
from .lines import open_lines
from .modbus import ModbusLink

if TYPE_CHECKING:
    from modbus_connection.pymodbus import ModbusConnection

_UNITS = range(256)


@dataclass(kw_only=True, slots=True)
class _ModbusLine:
    endpoint: Endpoint
    connection: ModbusConnection
    users: int = 0


class LinkPool(LinkSource):
    """Opens links without Home Assistant. Lines connect with their first request."""

    def __init__(self) -> None:
        self._byte_lines = ByteLinePool()
        self._modbus_lines: dict[str, _ModbusLine] = {}

    @override
    async def open(
        self, endpoint: Endpoint, rules: TransportRules, address: str, credentials: Credentials = NO_CREDENTIALS
    ) -> DeviceLink:
        match rules.protocol:
            case Protocol.MODBUS:
                return self._open_unit(endpoint, rules, address)
            case Protocol.DLT645:
                dlt645.require_address(address)
                line = self._acquire_bytes(endpoint)
                return dlt645.Dlt645Link(line, address=address, rules=rules, release=self._byte_lines.release)
            case Protocol.CJT188:
                cjt188.require_address(address)
                line = self._acquire_bytes(endpoint)
                return cjt188.Cjt188Link(line, address=address, rules=rules, release=self._byte_lines.release)
            case Protocol.PJLINK | Protocol.TEXT:
                return open_lines(endpoint, rules, credentials)
            case other:
                raise CodecError(f"{other} devices are not reached over a line of their own")

    def _acquire_bytes(self, endpoint: Endpoint) -> ByteLine:
        if endpoint.key in self._modbus_lines:
            raise LinkConflictError(f"{endpoint.key} is in use for Modbus")
        return self._byte_lines.acquire(endpoint)

    def _open_unit(self, endpoint: Endpoint, rules: TransportRules, address: str) -> ModbusLink:
        unit = _unit_from(address)
        if endpoint.key in self._byte_lines:
            raise LinkConflictError(f"{endpoint.key} is in use for another protocol")
        line = self._modbus_lines.get(endpoint.key) or _ModbusLine(endpoint=endpoint, connection=_connection(endpoint))
        require_same_settings(line.endpoint, endpoint)
        self._modbus_lines[endpoint.key] = line
        line.users += 1
        return ModbusLink(
            line.connection.for_unit(unit),
            line=endpoint.key,
            rules=rules,
            on_close=partial(self._release_modbus, line),
            drop_after_silence=_lacks_transaction_ids(endpoint),
        )

    async def _release_modbus(self, line: _ModbusLine) -> None:
        line.users -= 1
        if line.users == 0:
            del self._modbus_lines[line.endpoint.key]
            # A line that will not close is of no use to anybody any more.
            with contextlib.suppress(ModbusError):
                await line.connection.close()


async def discover_address(line: ByteLine, protocol: Protocol, *, rules: TransportRules | None = None) -> str:
    """Ask the only meter on a line for its address, as printed on it.

    rules: timing and, for CJ/T 188, type and identifier order to begin with.
    Raises CodecError for Modbus, which has no such question; NoAnswerError; GarbledAnswerError when several answer.
    """
    rules = rules or TransportRules(protocol=protocol, transports=(Transport.TCP,))
    match protocol:
        case Protocol.DLT645:
            return await dlt645.discover_address(line, rules)
        case Protocol.CJT188:
            return await cjt188.discover_address(line, rules)
        case Protocol.MODBUS:
            raise CodecError("Modbus units do not tell their address")
        case other:
            raise CodecError(f"{other} devices do not tell their address")


def _unit_from(address: str) -> int:
    if not (address.isascii() and address.isdecimal()) or int(address) not in _UNITS:
        raise CodecError(f"a Modbus unit is a number from 0 to 255, not {address!r}")
    return int(address)


def _lacks_transaction_ids(endpoint: Endpoint) -> bool:
    return not isinstance(endpoint, NetworkEndpoint) or endpoint.transport is not Transport.TCP


def _connection(endpoint: Endpoint) -> ModbusConnection:
    # Imported with the first Modbus line: it is slow to load, and Home Assistant never needs it.
    from modbus_connection.pymodbus import ModbusConnection  # noqa: PLC0415 - see above

    if isinstance(endpoint, SerialEndpoint):
        return ModbusConnection(_serial_params(endpoint))
    if isinstance(endpoint, LocalEndpoint | BrokerEndpoint):
        raise CodecError("no Modbus line leads to this machine itself or to a broker")
    if endpoint.transport is Transport.TCP:
        return ModbusConnection(ModbusTcpParams(host=endpoint.host, port=endpoint.port))
    with warnings.catch_warnings():
        # The advised way, a socket:// serial port, blocks the event loop while it connects.
        warnings.simplefilter("ignore", DeprecationWarning)
        return ModbusConnection(ModbusTcpParams(host=endpoint.host, port=endpoint.port, framer="rtu"))


def _serial_params(endpoint: SerialEndpoint) -> ModbusSerialParams:
    settings = endpoint.settings
    return ModbusSerialParams(
        device=endpoint.device,
        baudrate=settings.baudrate,
        bytesize=cast(Literal[7, 8], settings.bytesize),
        parity=cast(Literal["N", "E", "O"], settings.parity),
        stopbits=cast(Literal[1, 2], settings.stopbits),
    )
