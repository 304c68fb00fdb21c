"""One Modbus unit as a `DeviceLink`, over any connection that hands out a `modbus_connection.ModbusUnit`."""

import asyncio
import struct
from collections.abc import Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import NoReturn, override

from modbus_connection import ModbusUnit
from modbus_connection.exceptions import (
    ModbusConnectionError,
    ModbusError,
    ModbusExceptionError,
    ModbusTimeoutError,
)

from ..errors import CannotConnectError, GarbledAnswerError, NoAnswerError, RefusalReason, RefusedError
from ..plan.request import Answer, RegisterSpan, Request
from ..profile.schema import TransportRules
from .base import DeviceLink

BUSY_PAUSE_S = 0.2
"""How long a device that says "busy" is left alone before it is asked once more."""

LINE_WAIT_S = 3.0
"""Most time a request may take beyond the device's own timeout: for the connection, and for others on the line.

It also ends the backend's own patience: tmodbus goes on asking a busy device for a minute, with the line held.
"""

_SILENT_BEHIND_GATEWAY = frozenset({10, 11})
_BUSY = frozenset({5, 6})
_REASONS: Mapping[int, RefusalReason] = MappingProxyType(
    {
        1: RefusalReason.FUNCTION,
        2: RefusalReason.ADDRESS,
        3: RefusalReason.VALUE,
        4: RefusalReason.DEVICE_FAILURE,
        5: RefusalReason.BUSY,
        6: RefusalReason.BUSY,
        10: RefusalReason.GATEWAY_PATH,
        11: RefusalReason.GATEWAY_TARGET,
    }
)
_SAYINGS: Mapping[int, str] = MappingProxyType(
    {
        1: "illegal function",
        2: "illegal data address",
        3: "illegal data value",
        4: "device failure",
        5: "acknowledged, still working",
        6: "device busy",
        7: "negative acknowledge",
        8: "memory parity error",
        10: "gateway path unavailable",
        11: "gateway target did not respond",
    }
)


class ModbusLink(DeviceLink):
    """A unit on a shared connection; the connection itself serialises the requests of all its units.

    A gateway that answers for a silent unit (exceptions 10 and 11) raises NoAnswerError like the silence it stands for.
    """

    def __init__(
        self,
        unit: ModbusUnit,
        *,
        line: str,
        rules: TransportRules,
        on_close: Callable[[], Awaitable[None]] | None = None,
        drop_after_silence: bool = True,
        line_wait_s: float = LINE_WAIT_S,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """drop_after_silence: reconnect after a timeout, so that a late answer cannot be taken for the next one.

        Only framings without a transaction id (RTU, serial) need that; it costs the other units one reconnection.
        """
        self._unit = unit
        self._line = line
        self._pause_s, self._timeout_s = rules.pause_s, rules.timeout_s
        self._limit_s = rules.timeout_s + rules.pause_s + line_wait_s
        self._on_close = on_close
        self._drop_after_silence = drop_after_silence
        self._sleep = sleep
        self._losses = 0
        self._is_closed = False
        self._keep_pace()
        self._forget_losses = unit.on_connection_lost(self._count_loss)

    @property
    @override
    def line(self) -> str:
        return self._line

    @override
    async def read(self, request: Request) -> Answer:
        if not isinstance(request, RegisterSpan):
            raise RefusedError(RefusalReason.FUNCTION, "a Modbus device has no data items")
        operation = self._reader(request)
        losses = self._losses
        try:
            values = await self._ask_patiently(operation)
        except NoAnswerError:
            if self._losses == losses:
                raise
            values = await self._ask_patiently(operation)
        return _checked(values, request)

    @override
    async def write(self, request: Request, values: Answer) -> None:
        if not isinstance(request, RegisterSpan) or request.space not in ("coil", "holding"):
            raise RefusedError(RefusalReason.FUNCTION, "only coils and holding registers can be written")
        if len(values) != request.count or any(not 0 <= value <= 0xFFFF for value in values):
            raise RefusedError(RefusalReason.VALUE, f"{request.count} words of 16 bits can be written, not {values!r}")
        await self._ask_patiently(self._writer(request, values))

    @override
    async def close(self) -> None:
        self._is_closed = True
        self.stop_listening()
        self._unit.set_message_spacing(0)
        self._unit.require_timeout(None)
        if self._on_close is not None:
            on_close, self._on_close = self._on_close, None
            await on_close()

    def stop_listening(self) -> None:
        """Let go of the connection's callback, and leave the unit's pace and timeout to its other holders."""
        self._forget_losses()

    def _keep_pace(self) -> None:
        """Claim pause and timeout for the unit: another link to it, such as a probe, gave them up when it closed."""
        self._unit.set_message_spacing(self._pause_s)
        self._unit.require_timeout(self._timeout_s)

    def _count_loss(self) -> None:
        self._losses += 1

    def _reader(self, span: RegisterSpan) -> Callable[[], Awaitable[Answer]]:
        unit = self._unit
        readers: dict[str, Callable[[int, int], Awaitable[Answer]]] = {
            "input": unit.read_input_registers,
            "holding": unit.read_holding_registers,
            "coil": unit.read_coils,
            "discrete": unit.read_discrete_inputs,
        }
        read = readers.get(span.space)
        if read is None:
            raise RefusedError(RefusalReason.FUNCTION, f"Modbus has no space called {span.space!r}")
        return lambda: read(span.address, span.count)

    def _writer(self, span: RegisterSpan, values: Answer) -> Callable[[], Awaitable[None]]:
        unit, single = self._unit, len(values) == 1
        if span.space == "coil":
            bits = [bool(value) for value in values]
            return lambda: unit.write_coil(span.address, bits[0]) if single else unit.write_coils(span.address, bits)
        words = list(values)
        return lambda: (
            unit.write_register(span.address, words[0]) if single else unit.write_registers(span.address, words)
        )

    async def _ask_patiently[T](self, operation: Callable[[], Awaitable[T]]) -> T:
        try:
            return await self._ask(operation)
        except RefusedError as error:
            if error.reason is not RefusalReason.BUSY:
                raise
        await self._sleep(BUSY_PAUSE_S)
        return await self._ask(operation)

    async def _ask[T](self, operation: Callable[[], Awaitable[T]]) -> T:
        if self._is_closed:
            raise CannotConnectError("the link is closed")
        self._keep_pace()
        was_connected, losses = self._unit.connected, self._losses
        try:
            async with asyncio.timeout(self._limit_s):
                return await (operation() if was_connected else self._connect_and_ask(operation))
        except ModbusExceptionError as error:
            _raise_exception_code(error)
        except ModbusConnectionError as error:
            _honour_cancellation()
            if self._losses != losses:
                raise NoAnswerError(f"the connection was closed instead of an answer: {error}") from error
            raise CannotConnectError(str(error)) from error
        except (ModbusTimeoutError, TimeoutError) as error:
            _honour_cancellation()
            if not (was_connected or self._unit.connected or self._losses != losses):
                raise CannotConnectError(f"no connection: {error}") from error
            await self._drop(always=False)
            raise NoAnswerError(f"no answer within {self._timeout_s:g} s") from error
        except (ModbusError, ValueError, IndexError, TypeError, AttributeError, struct.error) as error:
            # The backends parse hostile bytes; what they trip over is a garbled answer to us.
            await self._drop(always=True)
            raise GarbledAnswerError(f"{type(error).__name__}: {error}") from error
        except OSError as error:
            raise CannotConnectError(str(error)) from error

    async def _connect_and_ask[T](self, operation: Callable[[], Awaitable[T]]) -> T:
        """Ask, and when broken off leave the connection attempt to end by itself, which may take its 10 s.

        The attempt is shielded, and a shielded future whose waiter has gone reports its failure to the event loop.
        """
        asking = asyncio.ensure_future(operation())
        try:
            await asyncio.wait([asking])
        except asyncio.CancelledError:
            if self._unit.connected:
                asking.cancel()
            asking.add_done_callback(_forget)
            raise
        return asking.result()

    async def _drop(self, *, always: bool) -> None:
        if not (always or self._drop_after_silence):
            return
        try:
            async with asyncio.timeout(LINE_WAIT_S):
                await self._unit.disconnect()
        except ModbusError, OSError:
            return


def _forget[T](asking: asyncio.Future[T]) -> None:
    """Take the failure nobody waits for, or the event loop would log it."""
    if not asking.cancelled():
        asking.exception()


def _honour_cancellation() -> None:
    """Undo what the pymodbus backend does to a cancelled request: it reports a timeout."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _raise_exception_code(error: ModbusExceptionError) -> NoReturn:
    code = int(error.exception_code or 0)
    if code == 0:
        raise GarbledAnswerError(f"a refusal without a code: {error}") from error
    detail = f"exception {code}: {_SAYINGS.get(code, 'unknown')}"
    if code in _SILENT_BEHIND_GATEWAY:
        raise NoAnswerError(detail) from error
    raise RefusedError(_REASONS.get(code, RefusalReason.OTHER), detail) from error


def _checked(values: Answer, span: RegisterSpan) -> Answer:
    if len(values) != span.count:
        raise GarbledAnswerError(f"{span.count} values were asked for, {len(values)} came back")
    highest = 1 if span.space in ("coil", "discrete") else 0xFFFF
    if any(not 0 <= value <= highest for value in values):
        raise GarbledAnswerError(f"a value outside 0..{highest} came back")
    return tuple(int(value) for value in values)
