"""``campuslink poll``: what it shows, and what it says when it cannot."""

import asyncio
import json
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import pytest

from campuslink.errors import NoAnswerError
from campuslink.link.endpoint import NetworkEndpoint, SerialEndpoint
from campuslink.profile.schema import SerialSettings, Transport
from campuslink.testing.faulty import FaultyLink

from .conftest import RunCommand, Wire

POLL = ("poll", "--profile", "plain", "--host", "gateway")


def test_points_are_shown_with_value_unit_and_quality(run: RunCommand) -> None:
    rows = [line.split() for line in run(*POLL).out.splitlines()]
    assert rows[0] == ["point", "value", "unit", "quality"]
    assert rows[2:] == [
        ["voltage", "230.5", "V", "good"],
        ["frequency", "50.01", "Hz", "good"],
        ["serial", "12345", "good"],
    ]


def test_json_holds_what_the_table_shows(run: RunCommand) -> None:
    outcome = run(*POLL, "--json")
    voltage = json.loads(outcome.out)["readings"]["voltage"]
    assert (voltage["value"], voltage["unit"], voltage["quality"]) == (pytest.approx(230.5), "V", "good")
    assert outcome.err == ""


def test_parameters_multiply_the_reading(run: RunCommand) -> None:
    readings = json.loads(run(*POLL, "--json", "--param", "vt_ratio=40").out)["readings"]
    assert readings["voltage"]["value"] == pytest.approx(9220)


def test_only_chosen_points_are_asked_for(run: RunCommand, wire: Wire) -> None:
    assert set(json.loads(run(*POLL, "--json", "--points", "frequency").out)["readings"]) == {"frequency"}
    assert [request.address for request in wire.links[0].requests] == [1]


def test_modbus_defaults_are_port_502_and_unit_1(run: RunCommand, wire: Wire) -> None:
    run(*POLL)
    endpoint, _, address = wire.opened[0]
    assert (endpoint, address) == (NetworkEndpoint(transport=Transport.TCP, host="gateway", port=502), "1")


def test_timeout_overrides_the_profile(run: RunCommand, wire: Wire) -> None:
    run(*POLL, "--timeout", "0.25")
    assert wire.opened[0][1].timeout_s == 0.25


def test_link_is_closed_afterwards(run: RunCommand, wire: Wire) -> None:
    run(*POLL)
    assert wire.links[0].is_closed


def test_headings_are_chinese_when_asked(run: RunCommand) -> None:
    assert run(*POLL, "--language", "zh-Hans").out.split()[:4] == ["测点", "值", "单位", "质量"]


@pytest.mark.parametrize("language", ["zh_CN.UTF-8", "zh-Hans"])
def test_language_follows_the_environment(language: str, run: RunCommand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", language)
    assert run(*POLL).out.startswith("测点")


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (FaultyLink.unplug, "No connection to gateway"),
        (FaultyLink.silence, "does not answer"),
        (FaultyLink.garble, "cannot be understood"),
    ],
)
def test_trouble_on_the_wire_is_one_sentence(break_it: object, sentence: str, run: RunCommand, wire: Wire) -> None:
    assert callable(break_it)
    wire.break_it = break_it
    outcome = run(*POLL)
    assert (outcome.code, outcome.out, outcome.err.count("\n")) == (1, "", 1)
    assert sentence in outcome.err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--profile", "plian"), "Did you mean plain"),
        (("--profile", "plain", "--points", "amperes"), "no point amperes"),
        (("--profile", "plain", "--param", "ct_ratio=2"), "it takes vt_ratio"),
        (("--profile", "plain", "--param", "vt_ratio=1000"), "from 1"),
        (("--profile", "plain", "--param", "vt_ratio=x"), "must be a number"),
        (("--profile", "plain", "--transport", "rtu_over_tcp"), "reached over tcp, serial"),
        (("--profile", "plain", "--port", "70000"), "ports are 1 to 65535"),
    ],
)
def test_wrong_usage_is_one_sentence_and_code_2(words: tuple[str, ...], sentence: str, run: RunCommand) -> None:
    outcome = run("poll", "--host", "gateway", *words)
    assert (outcome.code, outcome.err.count("\n")) == (2, 1)
    assert sentence in outcome.err


def test_missing_argument_is_explained_in_the_chosen_language(run: RunCommand) -> None:
    outcome = run("poll", "--language", "zh-Hans")
    assert outcome.code == 2
    assert "用法错误:缺少参数 --profile, --host" in outcome.err


def test_serial_settings_override_the_profile(run: RunCommand, wire: Wire) -> None:
    run(*POLL, "--transport", "serial", "--baudrate", "19200", "--parity", "E")
    assert wire.opened[0][0] == SerialEndpoint(device="gateway", settings=SerialSettings(baudrate=19200, parity="E"))


def run_interrupted[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """Do what `asyncio.run` does with Ctrl-C: the coroutine is cancelled where it waits, the caller is interrupted."""
    with asyncio.Runner() as runner:
        try:
            return runner.run(coroutine)
        except asyncio.CancelledError:
            raise KeyboardInterrupt from None


def test_watch_goes_on_after_trouble_until_interrupted(
    run: RunCommand, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asyncio, "run", run_interrupted)
    one_poll = [None, None]
    wire.break_it = lambda link: link.script([*one_poll, NoAnswerError("lost"), *one_poll, asyncio.CancelledError()])
    outcome = run(*POLL, "--json", "--watch", "0")
    assert (outcome.code, outcome.out.count("\n")) == (0, 2)
    assert "does not answer" in outcome.err
    assert wire.links[0].is_closed


def test_profile_that_is_not_valid_points_to_lint(run: RunCommand, profiles: Path) -> None:
    (profiles / "meter" / "broken.yaml").write_text("schema: 1\nid: broken\n", "utf-8")
    outcome = run("poll", "--host", "gateway", "--profile", "broken")
    assert (outcome.code, "see campuslink lint" in outcome.err) == (1, True)


BUS_METER = """
schema: 1
id: bus-meter
kind: meter
name: Bus meter
products: [{brand: Example, model: bus-meter}]
sources: [{title: Manual, version: "1", url: ""}]
transport: {protocol: dlt645, over: [tcp]}
points:
  voltage: {read: {item: "02010100", length: 2}, decode: bcd, scale: 0.1, unit: V, range: [0, 500]}
"""


def test_meter_protocol_has_no_port_to_fall_back_to(run: RunCommand, profiles: Path) -> None:
    (profiles / "meter" / "bus-meter.yaml").write_text(BUS_METER, "utf-8")
    outcome = run("poll", "--host", "gateway", "--profile", "bus-meter")
    assert (outcome.code, "--port" in outcome.err) == (2, True)
