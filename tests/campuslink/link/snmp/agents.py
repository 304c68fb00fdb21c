"""Agents for the tests: a hostile one that says what a test tells it to, a proxy that counts, and snmpd's address."""

import asyncio
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto import rfc1905
from pysnmp.proto.api import v2c

from campuslink.link.snmp.base import SnmpLink

END = rfc1905.endOfMibView
NO_INSTANCE = rfc1905.noSuchInstance

type Answer = bytes | Sequence[bytes] | None


@dataclass(frozen=True)
class Snmpd:
    port: int


@dataclass
class Asked:
    """One request that reached a hostile agent."""

    message: Any
    kind: str
    oids: list[str]
    repetitions: int = 0

    def answer(
        self,
        binds: Sequence[tuple[str, Any]],
        *,
        status: int = 0,
        index: int = 0,
        community: str | None = None,
        request_id: int | None = None,
    ) -> bytes:
        """Return a response, sound unless told otherwise."""
        message = v2c.apiMessage.get_response(self.message)
        pdu = v2c.apiMessage.get_pdu(message)
        v2c.apiPDU.set_varbinds(pdu, [(v2c.ObjectIdentifier(oid), _syntax(value)) for oid, value in binds])
        v2c.apiPDU.set_error_status(pdu, status)
        v2c.apiPDU.set_error_index(pdu, index)
        if community is not None:
            v2c.apiMessage.set_community(message, community)
        if request_id is not None:
            v2c.apiPDU.set_request_id(pdu, request_id)
        return bytes(encoder.encode(message))


def _syntax(value: Any) -> Any:
    match value:
        case int():
            return v2c.Integer(value)
        case bytes():
            return v2c.OctetString(value)
        case _:
            return value


@dataclass
class HostileAgent(asyncio.DatagramProtocol):
    """Speaks version 2c as far as the test wants it to."""

    reply: Callable[[Asked], Answer]
    asked: list[Asked] = field(default_factory=list)
    links: list[SnmpLink] = field(default_factory=list)
    """Closed together with the agent."""
    port: int = 0

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self.transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        self.port = self.transport.get_extra_info("sockname")[1]

    async def __aenter__(self) -> HostileAgent:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.transport.close()
        await asyncio.gather(*(link.close() for link in self.links))

    def datagram_received(self, data: bytes, addr: Any) -> None:
        message, _ = decoder.decode(data, asn1Spec=v2c.Message())
        pdu = v2c.apiMessage.get_pdu(message)
        asked = Asked(
            message=message,
            kind=type(pdu).__name__,
            oids=[str(oid) for oid, _ in v2c.apiPDU.get_varbinds(pdu)],
            repetitions=int(pdu[2]) if type(pdu).__name__ == "GetBulkRequestPDU" else 0,
        )
        self.asked.append(asked)
        answers = self.reply(asked)
        for answer in [answers] if isinstance(answers, bytes) else answers or []:
            self.transport.sendto(answer, addr)


def table_agent(values: dict[str, Any], *, most_values: int = 1_000) -> Callable[[Asked], Answer]:
    """Return how an agent answers that holds these values and cuts answers at so many values."""

    def numbers(oid: str) -> tuple[int, ...]:
        return tuple(map(int, oid.split(".")))

    ordered = sorted(values, key=numbers)

    def following(oid: str) -> tuple[str, Any]:
        return next(((name, values[name]) for name in ordered if numbers(name) > numbers(oid)), (oid, END))

    def reply(asked: Asked) -> bytes:
        if asked.kind == "GetRequestPDU":
            return asked.answer([(oid, values.get(oid, NO_INSTANCE)) for oid in asked.oids])
        binds: list[tuple[str, Any]] = []
        cursors = asked.oids
        for _ in range(max(1, asked.repetitions)):
            row = [following(oid) for oid in cursors]
            binds += row
            cursors = [oid for oid, _ in row]
        return asked.answer(binds[:most_values])

    return reply


@dataclass
class CountingProxy(asyncio.DatagramProtocol):
    """Passes datagrams on to an agent, and writes down when requests and answers went by."""

    target: int
    requests: list[float] = field(default_factory=list)
    in_flight: int = 0
    most_in_flight: int = 0
    port: int = 0
    alter: Callable[[bytes], bytes | None] = bytes
    """Changes an answer, or swallows it."""
    swallow_requests: set[int] = field(default_factory=set)
    """Numbers of requests, from 0, that never arrive."""

    on_request: Callable[[], None] = lambda: None

    def exchange(self, target: int) -> None:
        """Put another agent behind the address."""
        self.target = target
        for side in self.sides.values():
            side.close()
        self.sides.clear()

    async def __aenter__(self) -> CountingProxy:
        loop = asyncio.get_running_loop()
        self.transport, _ = await loop.create_datagram_endpoint(lambda: self, local_addr=("127.0.0.1", 0))
        self.port = self.transport.get_extra_info("sockname")[1]
        self.sides: dict[Any, asyncio.DatagramTransport] = {}
        self.tasks: set[asyncio.Task[None]] = set()
        self.asked = asyncio.Event()
        return self

    async def __aexit__(self, *_: object) -> None:
        for side in self.sides.values():
            side.close()
        self.transport.close()
        await asyncio.gather(*self.tasks)

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self.asked.set()
        self.on_request()
        number = len(self.requests)
        self.requests.append(asyncio.get_running_loop().time())
        if number in self.swallow_requests:
            return
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        task = asyncio.ensure_future(self._pass_on(data, addr))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _pass_on(self, data: bytes, addr: Any) -> None:
        if addr not in self.sides:
            proxy = self

            class Side(asyncio.DatagramProtocol):
                def datagram_received(self, answer: bytes, _: Any) -> None:
                    proxy.in_flight -= 1
                    altered = proxy.alter(answer)
                    if altered is not None:
                        proxy.transport.sendto(altered, addr)

            loop = asyncio.get_running_loop()
            self.sides[addr], _ = await loop.create_datagram_endpoint(Side, remote_addr=("127.0.0.1", self.target))
        self.sides[addr].sendto(data)

    def most_within(self, seconds: float) -> int:
        """Return how many requests went by within the busiest such span."""
        return max(
            sum(1 for later in self.requests[first:] if later - start < seconds)
            for first, start in enumerate(self.requests)
        )


def wait_until_answered(port: int, community: str) -> None:
    """Wait for net-snmp's own client to get an answer."""
    program = shutil.which("snmpget")
    assert program, "Debian's snmp is missing: script/setup installs it"
    command = [program, "-v2c", "-c", community, "-t", "0.2", "-r", "0", f"127.0.0.1:{port}", "1.3.6.1.2.1.1.3.0"]
    for _ in range(100):
        if subprocess.run(command, capture_output=True, check=False).returncode == 0:
            return
    raise RuntimeError("the agent does not start")
