"""``campuslink path``: what it shows of paths over real sockets, and its exit codes."""

import json
import socket
from collections.abc import Iterator

import pytest

from .conftest import RunCommand

HOST = "127.0.0.1"
pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
def port(socket_enabled: None) -> Iterator[int]:
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def dead_port(socket_enabled: None) -> int:
    with socket.create_server((HOST, 0)) as server:
        return server.getsockname()[1]


def test_path_that_answers_is_ok(run: RunCommand, port: int) -> None:
    outcome = run("path", f"tcp://{HOST}:{port}")
    assert outcome.code == 0
    rows = [line.split() for line in outcome.out.splitlines()]
    assert rows[0][:4] == ["path", "state", "reasons", "latency"]
    assert rows[2][:2] == [f"tcp://{HOST}:{port}", "ok"]
    assert rows[2][-1] == "ms"


def test_one_failing_path_makes_the_command_fail(run: RunCommand, port: int, dead_port: int) -> None:
    outcome = run("path", "--json", f"tcp://{HOST}:{port}", f"tcp://{HOST}:{dead_port}")
    assert outcome.code == 1
    found = [json.loads(line) for line in outcome.out.splitlines()]
    assert [(each["state"], each["reasons"]) for each in found] == [("ok", []), ("failing", ["refused"])]


def test_state_is_told_in_chinese_too(run: RunCommand, dead_port: int) -> None:
    assert "故障" in run("path", "--language", "zh-Hans", f"tcp://{HOST}:{dead_port}").out


@pytest.mark.parametrize("url", ["10.0.0.1", "tcp://10.0.0.1", "https://user:pass@example.edu"])
def test_what_names_no_path_is_wrong_usage(run: RunCommand, url: str) -> None:
    outcome = run("path", url)
    assert (outcome.code, outcome.out) == (2, "")
    assert "URL 1 names no path" in outcome.err
    assert "pass" not in outcome.err.replace("password", "")
