"""A whole loopback network may be reached, and every test has devices of its own on it."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_socket
from aiohttp import ClientSession

from campuslink.discovery.visit import Bench

from .network import a_bench

NETWORK = [f"127.0.1.{number}" for number in range(1, 64)]


@pytest.fixture(autouse=True)
def loopback_network(socket_enabled: None) -> Iterator[None]:
    pytest_socket.socket_allow_hosts(["127.0.0.1", *NETWORK], allow_unix_socket=True)
    yield
    pytest_socket.socket_allow_hosts(["127.0.0.1"], allow_unix_socket=True)


@pytest.fixture
async def tools() -> AsyncIterator[tuple[Bench, ClientSession]]:
    async with a_bench() as made:
        yield made


@pytest.fixture
def bench(tools: tuple[Bench, ClientSession]) -> Bench:
    return tools[0]


@pytest.fixture
def session(tools: tuple[Bench, ClientSession]) -> ClientSession:
    return tools[1]
