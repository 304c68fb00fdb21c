"""The commands on a projector: an emulator of others, in a thread of its own, over real sockets."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from pjlink_advance.emulator import EmulatorState, PJLinkEmulator
from pjlink_advance.models import PowerState

from campuslink.cli.connection import PASSWORD_VARIABLE
from campuslink.cli.main import main

PASSWORD = "secret"


@pytest.fixture
def port(socket_enabled: None) -> Iterator[int]:
    """Serve a projector that is on; return its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    emulator = PJLinkEmulator(EmulatorState(power=PowerState.ON), password=PASSWORD, udp_port=None)
    asyncio.run_coroutine_threadsafe(emulator.start(), loop).result(5)
    yield emulator.port
    asyncio.run_coroutine_threadsafe(emulator.stop(), loop).result(5)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(5)
    loop.close()


def read(port: int, *arguments: str) -> list[str]:
    return ["poll", "--profile", "pjlink-class-2", "--host", "127.0.0.1", "--port", str(port), *arguments]


def test_a_projector_is_polled(port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    assert main(read(port, "--json", "--points", "power,source,serial")) == 0
    readings = json.loads(capsys.readouterr().out)["readings"]
    values = {point: reading["value"] for point, reading in readings.items()}
    assert values == {"power": "on", "source": "31", "serial": "X8JK0000001"}


def test_a_wrong_password_is_a_sentence_without_it(
    port: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, "hunter2")
    assert main(read(port, "--points", "power")) == 1
    said = capsys.readouterr()
    assert "refuses the login" in said.err
    assert "hunter2" not in said.out + said.err


def test_a_recording_can_be_replayed(port: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, PASSWORD)
    arguments = ["record", *read(port)[1:], "--out", str(tmp_path), "--name", "hall"]
    assert main(arguments) == 0
    recording = json.loads(next(tmp_path.rglob("recording.json")).read_text("utf-8"))
    assert (recording["texts"]["%1INF2 ?"], recording["texts"]["%2SNUM ?"]) == ("EB-L735U", "X" * 11)
