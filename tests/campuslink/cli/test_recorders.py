"""The commands on a recorder: a simulated Pearl in a loop of its own, over real sockets."""

import asyncio
import json
import threading
from collections.abc import Iterator

import pytest

from campuslink.cli.connection import PASSWORD_VARIABLE, USERNAME_VARIABLE
from campuslink.cli.main import main
from simulator.clock import SimClock
from simulator.pearl_server import PearlServer
from simulator.recorder_model import RecorderModel


@pytest.fixture
def port(socket_enabled: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Serve a recorder; return its port. The environment holds its login."""
    monkeypatch.setenv(USERNAME_VARIABLE, "admin")
    monkeypatch.setenv(PASSWORD_VARIABLE, "letmein")
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    server = PearlServer(RecorderModel(clock=SimClock()))
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(30)
    yield server.port
    asyncio.run_coroutine_threadsafe(server.stop(), loop).result(10)
    asyncio.run_coroutine_threadsafe(loop.shutdown_default_executor(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def where(port: int) -> tuple[str, ...]:
    return "--transport", "http", "--port", str(port)


def test_a_recorder_is_polled(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["poll", "--profile", "epiphan-pearl", "--host", "127.0.0.1", *where(port), "--json"]
    assert main(arguments) == 0
    readings = json.loads(capsys.readouterr().out)["readings"]
    assert readings["state"]["value"] == "idle"
    assert readings["storage_total"] == {**readings["storage_total"], "value": 512 * 10**9, "unit": "B"}


def test_a_recorder_is_identified_by_what_it_names(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["identify", "127.0.0.1", *where(port), "--protocol", "pearl", "--json"]) == 0
    (match,) = json.loads(capsys.readouterr().out)
    assert (match["profile"], match["exact"]) == ("epiphan-pearl", True)
    assert match["identity"]["model"] == "Pearl Mini"
    assert match["points"] > 10


def test_a_wrong_password_is_a_sentence_without_it(
    port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "hunter2")
    assert main(["poll", "--profile", "epiphan-pearl", "--host", "127.0.0.1", *where(port)]) == 1
    said = capsys.readouterr()
    assert "other credentials" in said.err
    assert "hunter2" not in said.out + said.err


def test_a_parameter_names_the_recorder(port: int, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["poll", "--profile", "epiphan-pearl", "--host", "127.0.0.1", *where(port), "--points", "state"]
    assert main([*arguments, "--param", "recorder=7"]) == 1
    assert "recorder 7" in capsys.readouterr().err
