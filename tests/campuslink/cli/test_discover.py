"""The search on the command line: simulated devices in a loop of its own, over real sockets."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from campuslink.cli.connection import PASSWORD_VARIABLE
from campuslink.cli.main import main
from simulator.pjlink_server import Manners, PjlinkServer
from simulator.projector import Model, Projector
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

HOST = "127.0.0.1"
SECRET = "s3same"


@pytest.fixture
def ports(socket_enabled: None) -> Iterator[tuple[int, int]]:
    """Serve a projector that wants a password, and a door controller; return their ports."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()

    def wait(coroutine: object) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, loop).result(30)  # type: ignore[arg-type]  # a coroutine

    thing = Projector(Model(), lambda: 0.0, label="Room 301")
    projector = PjlinkServer(thing, Manners(password=SECRET))
    controller = UhppoteController(Board(serial=405419896))
    wait(projector.start())
    wait(controller.start())
    yield projector.port, controller.port
    wait(projector.stop())
    wait(controller.stop())
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)
    loop.close()


def words(ports: tuple[int, int], *more: str) -> list[str]:
    services = ("--look-for", "pjlink", "--look-for", "uhppote")
    return ["discover", HOST, *services, "--ports", f"pjlink={ports[0]}", "--ports", f"uhppote={ports[1]}", *more]


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    file = tmp_path / "keys.toml"
    file.write_text(f'[[pjlink]]\npassword = "{SECRET}"\n', "utf-8")
    return file


def test_devices_are_listed_with_profile_and_place(
    ports: tuple[int, int], keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(ports, "--credentials", str(keys))) == 0
    said = capsys.readouterr()
    assert "uhppote-ut0311" in said.out
    assert "405419896" in said.out
    assert "pjlink-class-2" in said.out
    assert "EB-L735U" in said.out
    assert "Addresses: 1, devices: 2, of which a profile fits: 2" in said.err
    assert SECRET not in said.out + said.err


def test_programs_get_one_list_without_secrets(
    ports: tuple[int, int], keys: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(ports, "--credentials", str(keys), "--json")) == 0
    out = capsys.readouterr().out
    found = {each["service"]: each for each in json.loads(out)}
    assert found["uhppote"]["address"] == "405419896"
    assert found["pjlink"]["profiles"][0]["profile"] == "pjlink-class-2"
    assert found["pjlink"]["name"] == "Room 301"
    assert SECRET not in out


def test_without_a_password_the_projector_is_only_named(
    ports: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words(ports, "--language", "zh-Hans")) == 0
    said = capsys.readouterr()
    assert "需要登录" in said.out
    assert "设备：2，其中有适用模型：1" in said.err


def test_password_may_come_from_the_environment(
    ports: tuple[int, int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(PASSWORD_VARIABLE, SECRET)
    assert main(words(ports)) == 0
    said = capsys.readouterr()
    assert "pjlink-class-2" in said.out
    assert SECRET not in said.out + said.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["10.0.0.0/8"], "10.0.0.0/8 has 16777214 addresses; a search visits at most 4096. Nothing was sent."),
        (["8.8.8.8"], "8.8.8.8 is no private network; add --public if it is meant. Nothing was sent."),
        (["0.0.0.0/0", "--public"], "4294967294 addresses"),
        (["north"], "north is no address"),
        ([","], "Name the addresses"),
        (["224.0.0.1"], "224.0.0.1 is the address of no single device"),
        (["10.0.0.1", "--ports", "telnet=23"], "telnet=23 names no ports"),
        (["10.0.0.1", "--ports", "modbus=0"], "0 is not within 1 to 65535"),
        (["10.0.0.1", "--ports", "modbus=1-100"], "100 numbers; at most 32"),
        (["10.0.0.1", "--units", "0-5"], "0-5 is not within 1 to 247"),
        (["10.0.0.1", "--rate", "0"], "--rate must be 1 to 1000"),
    ],
)
def test_what_cannot_be_searched_is_one_sentence_before_anything_is_sent(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # Sockets are blocked here: a packet would fail the test
    assert main(["discover", *arguments]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert said.out == ""


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("[[snmp]]\ncommunity = hunter2\n", "no TOML file"),
        ('[[snmp]]\nsecret = "hunter2"\n', "snmp, set 1: 'secret' is none of"),
        ('[[ftp]]\npassword = "hunter2"\n', "'ftp' has no credentials"),
        ('[[snmp]]\nversion = "3"\nuser = ""\n', "user must be a text"),
        (
            '[[snmp]]\nversion = "3"\nuser = "a"\nauth_protocol = "md9"\nauth_key = "hunter2hunter2"\n',
            "auth_protocol is none of md5",
        ),
        ('snmp = "hunter2"\n', "snmp must be a list"),
        ("[[web]]\n", "web, set 1: no fields"),
        ("a = " + "[" * 3000, "no TOML file"),
        ("#" * 70000, "65536 bytes"),
        ("\x00", "no TOML file"),
    ],
)
def test_credentials_that_cannot_be_used_are_not_quoted(
    content: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "keys.toml"
    file.write_text(content, "utf-8")
    assert main(["discover", "10.0.0.1", "--credentials", str(file)]) == 2
    said = capsys.readouterr()
    assert sentence in said.err
    assert "hunter2" not in said.err


def test_missing_file_of_credentials_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["discover", "10.0.0.1", "--credentials", str(tmp_path / "none.toml")]) == 1
    assert "none.toml" in capsys.readouterr().err
