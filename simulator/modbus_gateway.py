"""A Modbus gateway on pymodbus' server: its framers and PDUs, our registers and faults."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from typing import cast, override

from pymodbus.constants import ExcCodes
from pymodbus.datastore import ModbusServerContext
from pymodbus.exceptions import ModbusIOException
from pymodbus.framer import FramerType
from pymodbus.pdu import ExceptionResponse, ModbusPDU
from pymodbus.server import ModbusTcpServer
from pymodbus.server.requesthandler import ServerRequestHandler
from pymodbus.simulator import DataType, SimData, SimDevice

from .faults import FaultKind, GatewayFaultKind
from .gateway import HOST, TaskSet, disturb, portions, stop_accepting
from .meter import Meter
from .registers import RegisterMap

type Imager = Callable[[Meter], Mapping[int, int]]


class MeterRegisters:
    """The registers of every unit behind one gateway, in the shape pymodbus asks for them."""

    def __init__(self, units: Mapping[int, tuple[Meter, RegisterMap]]) -> None:
        """units: by Modbus unit."""
        self._units = units

    def device_ids(self) -> list[int]:
        """Return the units that exist."""
        return list(self._units)

    def meter(self, unit: int) -> Meter | None:
        """Return the meter at a unit, None where there is none."""
        found = self._units.get(unit)
        return found and found[0]

    async def async_getValues(  # noqa: N802 - pymodbus' name
        self, device_id: int, func_code: int, address: int, count: int = 1
    ) -> list[int] | ExcCodes:
        """Return the registers, or the exception the model answers with."""
        meter, layout = self._units[device_id]
        if func_code not in layout.functions:
            return ExcCodes.ILLEGAL_FUNCTION
        if not 1 <= count <= layout.max_registers:
            return ExcCodes.ILLEGAL_VALUE
        if not layout.allows(address, count):
            return ExcCodes.ILLEGAL_ADDRESS
        if count == 1 and layout.alone and address in layout.alone:
            return [layout.alone[address]]
        image = layout.image(meter.shown(), meter.serial, is_absent=meter.is_absent)
        return [image.get(place, layout.filler) for place in range(address, address + count)]

    async def async_setValues(  # noqa: N802 - pymodbus' name
        self, *_: object
    ) -> ExcCodes:
        """Refuse: these meters are read only."""
        return ExcCodes.ILLEGAL_FUNCTION


class ModbusGateway:
    """A gateway with up to 247 Modbus meters, speaking Modbus TCP or RTU frames over TCP."""

    def __init__(
        self,
        gateway_id: str,
        units: Sequence[tuple[Meter, RegisterMap]],
        *,
        port: int = 0,
        is_rtu: bool = False,
        rng: random.Random | None = None,
    ) -> None:
        """port: 0 takes a free one at the first start. rng: where garbage comes from."""
        self.id = gateway_id
        self.meters: Sequence[Meter] = [meter for meter, _ in units]
        self.fault = GatewayFaultKind.NONE
        self.registers = MeterRegisters({int(meter.address): (meter, layout) for meter, layout in units})
        self.rng = rng or random.Random(gateway_id)
        self._port = port
        self._is_rtu = is_rtu
        self._server: _Server | None = None

    @property
    def endpoint(self) -> dict[str, object]:
        """How a reader reaches it."""
        return {"transport": "rtu_over_tcp" if self._is_rtu else "tcp", "host": HOST, "port": self._port}

    @property
    def protocol_of(self) -> str:
        """What kind of gateway this is."""
        return "modbus"

    @property
    def readers(self) -> int:
        """How many connections are open."""
        return len(self._server.active_connections) if self._server else 0

    async def start(self) -> None:
        """Listen. Raises RuntimeError when the port is taken."""
        server = _Server(self, FramerType.RTU if self._is_rtu else FramerType.SOCKET, self._port)
        await server.serve_forever(background=True)
        self._port = server.bound_port()
        self._server = server

    async def stop(self) -> None:
        """Close the listening socket and cut every connection."""
        if self._server:
            self._server.tasks.cancel()
            await stop_accepting(self._server.listening)
            await self._server.shutdown()  # type: ignore[no-untyped-call]  # pymodbus leaves it bare
            self._server = None


class _Server(ModbusTcpServer):
    """pymodbus' TCP server with our registers behind it and our handler on every connection."""

    def __init__(self, gateway: ModbusGateway, framer: FramerType, port: int) -> None:
        unused = SimDevice(1, simdata=[SimData(0, values=0, datatype=DataType.REGISTERS)])
        super().__init__(unused, framer=framer, address=(HOST, port), ignore_missing_devices=True)
        self.gateway = gateway
        self.tasks = TaskSet()

    @override
    def callback_new_connection(self) -> ServerRequestHandler:
        return _Handler(self, self.trace_packet, self.trace_pdu, self.trace_connect)  # type: ignore[no-untyped-call]  # as above

    @property
    def listening(self) -> asyncio.Server:
        """The listening end, once it listens."""
        assert isinstance(self.transport, asyncio.Server)  # noqa: S101 - narrows pymodbus' union after listen()
        return self.transport

    def bound_port(self) -> int:
        """Return the port the system gave."""
        port: int = self.listening.sockets[0].getsockname()[1]
        return port


class _Handler(ServerRequestHandler):
    """One connection: answers every frame of a segment, in order of arrival, each with its meter's fault."""

    server: _Server

    @override
    def callback_data(self, data: bytes, addr: tuple[object, ...] | None = None) -> int:
        used = 0
        while used < len(data):
            try:
                step, request = self.framer.handleFrame(data[used:], 0, 0)
            except ModbusIOException:
                return len(data)
            used += step
            if request:
                self.server.tasks.add(self.server.loop.create_task(self._answer(request)))
            if not step:
                break
        return used

    async def _answer(self, request: ModbusPDU) -> None:
        gateway = self.server.gateway
        meter = gateway.registers.meter(request.dev_id)
        if meter is None:
            return
        meter.requests += 1
        if meter.fault.kind is FaultKind.SILENT:
            return
        if meter.fault.kind in (FaultKind.SLOW, FaultKind.LATE):
            await asyncio.sleep(meter.fault.delay_s)
        if gateway.fault is GatewayFaultKind.DROP:
            self._cut(b"")
            return
        packet = await self._packet(request, meter)
        if gateway.fault is GatewayFaultKind.DROP_MID_FRAME:
            self._cut(packet[: len(packet) // 2])
            return
        for portion in portions(packet, meter.fault.kind):
            if self.transport:
                self.send(portion)
            await asyncio.sleep(0)

    async def _packet(self, request: ModbusPDU, meter: Meter) -> bytes:
        fault = meter.fault
        registers = cast("ModbusServerContext", self.server.gateway.registers)
        response: ModbusPDU = await request.datastore_update(registers, request.dev_id)
        if fault.kind is FaultKind.REFUSE:
            response = ExceptionResponse(request.function_code, fault.code)
        response.dev_id, response.transaction_id = request.dev_id, request.transaction_id
        if fault.kind is FaultKind.WRONG_UNIT:
            response.dev_id = request.dev_id % 247 + 1
        if fault.kind is FaultKind.WRONG_TRANSACTION:
            response.transaction_id = (request.transaction_id + 1) & 0xFFFF
        if fault.kind is FaultKind.WRONG_LENGTH:
            response.registers = response.registers[:-1] or [0, 0]
        packet = self.framer.buildFrame(response)
        return disturb(packet, fault.kind, self.server.gateway.rng)

    def _cut(self, last: bytes) -> None:
        if last and self.transport:
            self.send(last)
        self.close()
