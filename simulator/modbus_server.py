"""pymodbus' TCP server with our own answers: one handler a connection, and a socket that can be closed at once."""

import asyncio
from abc import abstractmethod
from typing import override

from pymodbus.exceptions import ModbusIOException
from pymodbus.framer import FramerType
from pymodbus.pdu import ModbusPDU
from pymodbus.server import ModbusTcpServer
from pymodbus.server.requesthandler import ServerRequestHandler
from pymodbus.simulator import DataType, SimData, SimDevice

from .gateway import HOST, TaskSet, stop_accepting


class LoopbackServer(ModbusTcpServer):
    """Answers nothing itself: `handler` says who does."""

    def __init__(self, handler: type[RequestHandler], framer: FramerType, port: int, host: str = HOST) -> None:
        """Make one that does not listen yet. handler: made for each connection. port: 0 takes a free one."""
        unused = SimDevice(1, simdata=[SimData(0, values=0, datatype=DataType.REGISTERS)])
        super().__init__(unused, framer=framer, address=(host, port), ignore_missing_devices=True)
        self.tasks = TaskSet()
        self._handler = handler

    @override
    def callback_new_connection(self) -> ServerRequestHandler:
        return self._handler(self, self.trace_packet, self.trace_pdu, self.trace_connect)

    @property
    def listening(self) -> asyncio.Server:
        """The listening end, once it listens."""
        assert isinstance(self.transport, asyncio.Server)  # noqa: S101 - narrows pymodbus' union after listen()
        return self.transport

    def bound_port(self) -> int:
        """Return the port the system gave."""
        port: int = self.listening.sockets[0].getsockname()[1]
        return port

    async def end(self) -> None:
        """Close the listening socket and cut every connection."""
        self.tasks.cancel()
        await stop_accepting(self.listening)
        await self.shutdown()  # type: ignore[no-untyped-call]  # pymodbus leaves it bare


class RequestHandler(ServerRequestHandler):
    """One connection: answers every frame of a segment in order of arrival."""

    server: LoopbackServer

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
                self.server.tasks.add(self.server.loop.create_task(self.answer(request)))
            if not step:
                break
        return used

    @abstractmethod
    async def answer(self, request: ModbusPDU) -> None:
        """Answer a request, or leave it."""
