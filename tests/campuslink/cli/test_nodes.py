"""The commands on a node of a real broker, which keeps its state."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import aiomqtt
import pytest

from campuslink.cli.main import main
from simulator.broker import make_broker


@pytest.fixture
def port(socket_enabled: None) -> Iterator[int]:
    """Run a broker on which a gateway has published; return its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    broker = make_broker()

    async def publish() -> None:
        await broker.start()
        async with aiomqtt.Client("127.0.0.1", broker.port) as client:
            await client.publish("campus/roof/online", "true", 1, retain=True)
            await client.publish("campus/roof/state", '{"temperature": 18.5, "serial": "S-1", "rain": false}', 1, True)

    asyncio.run_coroutine_threadsafe(publish(), loop).result(15)
    yield broker.port
    asyncio.run_coroutine_threadsafe(broker.stop(), loop).result(15)
    asyncio.run_coroutine_threadsafe(loop.shutdown_default_executor(), loop).result(15)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


def arguments(command: str, port: int, name: str, *more: str) -> list[str]:
    place = ["--host", "127.0.0.1", "--port", str(port), "--address", name]
    return [command, "--profile", "json-gateway-sensors", *place, *more]


def test_a_node_is_polled(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments("poll", port, "roof", "--json", "--points", "temperature,rain")) == 0
    readings = json.loads(capsys.readouterr().out)["readings"]
    assert (readings["temperature"]["value"], readings["rain"]["value"]) == (18.5, False)


def test_a_node_is_recorded_without_what_is_private(port: int, tmp_path: Path) -> None:
    assert main(arguments("record", port, "roof", "--out", str(tmp_path / "roof"))) == 0
    (file,) = tmp_path.rglob("recording.json")
    recording = json.loads(file.read_text("utf-8"))
    assert recording["messages"] == [["campus/{}/state", '{"temperature": 18.5, "serial": "X", "rain": false}', True]]


def test_a_name_with_a_wildcard_is_refused(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments("poll", port, "+")) != 0
    assert "name of a node" in capsys.readouterr().err
