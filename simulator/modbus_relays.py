"""Modbus relay modules on pymodbus' server: coils that switch, inputs that are pressed, relays that stick."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import cast, override

from pymodbus.constants import ExcCodes
from pymodbus.datastore import ModbusServerContext
from pymodbus.framer import FramerType
from pymodbus.pdu import ModbusPDU

from .gateway import HOST
from .modbus_server import LoopbackServer, RequestHandler

READ_COILS, READ_INPUTS, WRITE_COIL, WRITE_COILS = 1, 2, 5, 15


@dataclass(kw_only=True)
class RelayModule:
    """One module on the bus."""

    unit: int
    channels: int = 8
    coils: list[bool] = field(default_factory=list)
    inputs: list[bool] = field(default_factory=list)
    stuck: set[int] = field(default_factory=set)
    """Relays, from 0, that acknowledge a command and do nothing."""
    is_silent: bool = False

    def __post_init__(self) -> None:
        """Begin with every relay open, as after a loss of power."""
        self.coils = self.coils or [False] * self.channels
        self.inputs = self.inputs or [False] * self.channels


class RelayGateway:
    """A gateway with relay modules behind it, speaking Modbus TCP."""

    def __init__(self, modules: Sequence[RelayModule], *, port: int = 0) -> None:
        """port: 0 takes a free one at the first start."""
        self.modules: Mapping[int, RelayModule] = {module.unit: module for module in modules}
        self.port = port
        self.writes: list[tuple[int, int, int, int]] = []
        """Unit, function code, first coil and number of coils of every write."""
        self._server: _Server | None = None

    @property
    def endpoint(self) -> dict[str, object]:
        """How a reader reaches it."""
        return {"transport": "tcp", "host": HOST, "port": self.port}

    async def start(self) -> None:
        """Listen. Raises RuntimeError when the port is taken."""
        server = _Server(self)
        await server.serve_forever(background=True)
        self.port = server.bound_port()
        self._server = server

    async def stop(self) -> None:
        """Close the listening socket and cut every connection."""
        server, self._server = self._server, None
        if server is not None:
            await server.end()

    def device_ids(self) -> list[int]:
        """Return the units that exist."""
        return list(self.modules)

    async def async_getValues(  # noqa: N802 - pymodbus' name
        self, device_id: int, func_code: int, address: int, count: int = 1
    ) -> list[bool] | ExcCodes:
        """Return coils or inputs, or the exception a module answers with."""
        module = self.modules[device_id]
        bits = {READ_COILS: module.coils, READ_INPUTS: module.inputs}.get(func_code)
        if bits is None and func_code not in (WRITE_COIL, WRITE_COILS):
            return ExcCodes.ILLEGAL_FUNCTION
        bits = module.coils if bits is None else bits
        if not 0 < count <= len(bits) - address:
            return ExcCodes.ILLEGAL_ADDRESS
        return bits[address : address + count]

    async def async_setValues(  # noqa: N802 - pymodbus' name
        self, device_id: int, func_code: int, address: int, values: Sequence[int]
    ) -> ExcCodes | None:
        """Switch relays."""
        module = self.modules[device_id]
        if func_code not in (WRITE_COIL, WRITE_COILS):
            return ExcCodes.ILLEGAL_FUNCTION
        if address + len(values) > module.channels:
            return ExcCodes.ILLEGAL_ADDRESS
        self.writes.append((device_id, func_code, address, len(values)))
        for number, value in enumerate(values, address):
            if number not in module.stuck:
                module.coils[number] = bool(value)
        return None


class _Server(LoopbackServer):
    def __init__(self, gateway: RelayGateway) -> None:
        super().__init__(_Handler, FramerType.SOCKET, gateway.port)
        self.gateway = gateway


class _Handler(RequestHandler):
    server: _Server

    @override
    async def answer(self, request: ModbusPDU) -> None:
        gateway = self.server.gateway
        module = gateway.modules.get(request.dev_id)
        if module is None or module.is_silent:
            return
        context = cast("ModbusServerContext", gateway)
        response: ModbusPDU = await request.datastore_update(context, request.dev_id)
        if request.function_code == response.function_code == WRITE_COIL:
            # A module echoes the command, whatever its relay did
            response.bits = request.bits
        response.dev_id, response.transaction_id = request.dev_id, request.transaction_id
        if self.transport:
            self.send(self.framer.buildFrame(response))
