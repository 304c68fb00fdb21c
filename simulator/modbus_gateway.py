"""A Modbus gateway on pymodbus' server: its framers and PDUs, our registers and faults."""

import asyncio
import random
from collections.abc import Callable, Mapping, Sequence
from typing import cast, override

from pymodbus.constants import ExcCodes
from pymodbus.datastore import ModbusServerContext
from pymodbus.framer import FramerType
from pymodbus.pdu import ExceptionResponse, ModbusPDU

from .faults import FaultKind, GatewayFaultKind
from .gateway import HOST, disturb, portions
from .meter import Meter
from .modbus_server import LoopbackServer, RequestHandler
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
        host: str = HOST,
        port: int = 0,
        is_rtu: bool = False,
        rng: random.Random | None = None,
    ) -> None:
        """host: of the loopback network. port: 0 takes a free one at the first start. rng: where garbage comes from."""
        self.id = gateway_id
        self.meters: Sequence[Meter] = [meter for meter, _ in units]
        self.fault = GatewayFaultKind.NONE
        self.registers = MeterRegisters({int(meter.address): (meter, layout) for meter, layout in units})
        self.rng = rng or random.Random(gateway_id)
        self._host = host
        self._port = port
        self._is_rtu = is_rtu
        self._server: _Server | None = None

    @property
    def endpoint(self) -> dict[str, object]:
        """How a reader reaches it."""
        return {"transport": "rtu_over_tcp" if self._is_rtu else "tcp", "host": self._host, "port": self._port}

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
        server = _Server(self, FramerType.RTU if self._is_rtu else FramerType.SOCKET, self._port, self._host)
        await server.serve_forever(background=True)
        self._port = server.bound_port()
        self._server = server

    async def stop(self) -> None:
        """Close the listening socket and cut every connection."""
        if self._server:
            await self._server.end()
            self._server = None


class _Server(LoopbackServer):
    def __init__(self, gateway: ModbusGateway, framer: FramerType, port: int, host: str) -> None:
        super().__init__(_Handler, framer, port, host)
        self.gateway = gateway


class _Handler(RequestHandler):
    """Answers each frame with its meter's fault."""

    server: _Server

    @override
    async def answer(self, request: ModbusPDU) -> None:
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
