"""Ways to talk to the simulator that share no code with it: raw bytes, and pymodbus' client."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pymodbus.client import AsyncModbusTcpClient
from pymodbus.framer import FramerType

from simulator.campus import Campus

TIMEOUT_S = 5.0


def port_of(campus: Campus, gateway_id: str) -> int:
    port = campus.gateways[gateway_id].endpoint["port"]
    assert isinstance(port, int)
    return port


@asynccontextmanager
async def modbus(
    campus: Campus, gateway_id: str, *, timeout_s: float = TIMEOUT_S
) -> AsyncIterator[AsyncModbusTcpClient]:
    framer = FramerType.RTU if gateway_id == "gateway-b" else FramerType.SOCKET
    client = AsyncModbusTcpClient(
        "127.0.0.1", port=port_of(campus, gateway_id), framer=framer, timeout=timeout_s, retries=0, reconnect_delay=0
    )
    assert await client.connect()
    try:
        yield client
    finally:
        client.close()


@asynccontextmanager
async def raw(campus: Campus, gateway_id: str) -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port_of(campus, gateway_id))
    try:
        yield reader, writer
    finally:
        writer.close()


async def ask(campus: Campus, request: str) -> bytes:
    """Send hex bytes to the transparent gateway and return the frame that comes back, without its preamble."""
    async with raw(campus, "gateway-c") as (reader, writer):
        writer.write(bytes.fromhex(request))
        async with asyncio.timeout(TIMEOUT_S):
            answer = await reader.read(512)
    return answer.lstrip(b"\xfe")


async def is_silent(campus: Campus, request: str, *, wait_s: float = 0.1) -> bool:
    async with raw(campus, "gateway-c") as (reader, writer):
        writer.write(bytes.fromhex(request))
        try:
            async with asyncio.timeout(wait_s):
                return not await reader.read(1)
        except TimeoutError:
            return True
