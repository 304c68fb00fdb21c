"""Profiles of text protocols: what the keys mean, and what is said about wrong ones."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campuslink.errors import ProfileError, RefusalReason
from campuslink.model import Kind
from campuslink.plan.texts import cut_text
from campuslink.profile.library import load_library
from campuslink.profile.parser import parse_profile
from campuslink.profile.schema import Catalogue, Choices, Profile, TextRead, TextRules, TextWrite

from .sample_profile import document

CATALOGUES: dict[Kind, Catalogue] = dict(load_library(Path(__file__).parents[3] / "device_profiles").catalogues)

HEAD = """\
schema: 1
id: example-display
kind: projector
name: Example
products: [{brand: Example, model: D1}]
sources: [{title: Manual, version: "1", url: ""}]
"""
TRANSPORT = """\
transport:
  protocol: text
  over: [tcp, serial]
  lines:
    command_end: "\\r\\n"
    answer_end: ">"
    done: ["OK", ""]
    errors: {ERR: value, WAIT: busy}
    handshake: {send: "01 02", answer: "FF"}
    hold_s: 0
"""
POINTS = """\
points:
  power: {read: {command: "pow?", answer: "POW={}"}, decode: word, map: {"0": "off", "1": "on"}}
  source:
    read: {command: "src?", answer: "SRC={}", split: ",", field: 1, at: [0, 2]}
    decode: utf8
    when: {power: ["on"]}
    write: {command: "src {}", answer: "SRC={}", guard: true, confirm: {A1: [A1, A2]}}
    choices: {ask: {command: "list?", split: " "}, name: "name {}", labels: {"A": Analog}}
  volume_step: {decode: word, write: {command: "vol {}", map: {up: "+", down: "-"}}}
"""


def parse(text: str) -> Profile:
    return parse_profile(document(text), CATALOGUES, lambda _: None)


def said_about(text: str) -> list[str]:
    with pytest.raises(ProfileError) as caught:
        parse(text)
    return [f"{problem.key}: {problem.message}" for problem in caught.value.problems]


def test_rules_say_how_lines_are_exchanged() -> None:
    assert parse(HEAD + TRANSPORT + POINTS).transport.lines == TextRules(
        command_end="\r\n",
        answer_end=">",
        done=("OK", ""),
        errors={"ERR": RefusalReason.VALUE, "WAIT": RefusalReason.BUSY},
        handshake=(b"\x01\x02", b"\xff"),
        hold_s=0,
    )


def test_a_point_says_where_it_stands_when_it_is_asked_and_how_it_is_set() -> None:
    source = parse(HEAD + TRANSPORT + POINTS).points["source"]
    assert source.read == TextRead(command="src?", answer="SRC={}", split=",", field=1, at=(0, 2))
    assert source.when == {"power": ("on",)}
    assert source.write == TextWrite(command="src {}", answer="SRC={}", confirm={"A1": ("A1", "A2")}, guard=True)
    assert source.choices == Choices(ask=TextRead(command="list?", split=" "), name="name {}", labels={"A": "Analog"})


def test_a_point_may_only_be_written() -> None:
    assert parse(HEAD + TRANSPORT + POINTS).points["volume_step"].read == TextRead(command="")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('command_end: "\\r\\n"', 'command_end: ""', "not the end of a line"),
        ('answer_end: ">"', 'answer_end: "123456789"', "not the end of a line"),
        ("errors: {ERR: value, WAIT: busy}", "errors: {ERR: sulky}", "sulky is none of"),
        ('handshake: {send: "01 02", answer: "FF"}', 'handshake: {send: "01 0G", answer: "FF"}', "no row of hex bytes"),
        ('handshake: {send: "01 02", answer: "FF"}', 'handshake: {send: "01"}', "answer is missing"),
        ('handshake: {send: "01 02", answer: "FF"}', "handshake: yes", "is not a mapping"),
        ("hold_s: 0", "hold_s: -1", "number from 0"),
        ("hold_s: 0", "auth: md5", "auth means something for pjlink only"),
        ("hold_s: 0", "hold_h: 0", "unknown key hold_h"),
        ('command: "pow?"', 'command: "pow?\\r"', "one line of at most"),
        ('command: "pow?"', 'comand: "pow?"', "command is missing"),
        ('answer: "POW={}"', 'answer: "POW="', "has {} once"),
        ('answer: "POW={}"', "field: 2", "a field needs split"),
        ("at: [0, 2]", "at: [0]", "at is [first character, length]"),
        ('when: {power: ["on"]}', 'when: {powr: ["on"]}', "when names powr"),
        ('when: {power: ["on"]}', "when: {power: []}", "at least one value"),
        ('when: {power: ["on"]}', 'when: {1: ["on"]}', "1 is a number"),
        ('write: {command: "src {}"', 'write: {command: "src"', "has {} where the value goes"),
        ('name: "name {}"', 'name: "name"', "has {} where the value goes"),
        ('choices: {ask: {command: "list?", split: " "}', "choices: {ask: 3", "is not a mapping"),
        ('map: {up: "+", down: "-"}', 'map: {1: "+"}', "1 is a number"),
        ('map: {up: "+", down: "-"}', 'map: {up: "+"}, confirm: {left: [up]}', "confirm names values"),
        ("decode: utf8", "decode: uint16", "uint16 does not decode text"),
    ],
)
def test_a_wrong_key_is_named_with_what_would_be_right(right: str, wrong: str, message: str) -> None:
    text = HEAD + TRANSPORT + POINTS
    assert right in text
    assert any(message in said for said in said_about(text.replace(right, wrong, 1)))


PJLINK = """\
transport: {protocol: pjlink, over: [tcp]}
points:
  power: {read: {command: "%1POWR ?"}, decode: word, map: {"0": "off"}}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('"%1POWR ?"', "POWR ?", "is no command of PJLink"),
        ('{command: "%1POWR ?"}', '{command: "%1POWR ?", answer: "{}"}', "remove answer"),
        ("over: [tcp]}", 'over: [tcp], lines: {done: ["OK"]}}', "PJLink says itself what done is"),
        ("over: [tcp]}", "over: [tcp], lines: {auth: rot13}}", "rot13 is none of"),
        ("over: [tcp]}", "over: [serial]}", "serial does not carry pjlink"),
    ],
)
def test_pjlink_says_itself_what_others_must_say(right: str, wrong: str, message: str) -> None:
    parse(HEAD + PJLINK)
    assert any(message in said for said in said_about((HEAD + PJLINK).replace(right, wrong, 1)))


def test_lines_mean_nothing_for_registers() -> None:
    transport = "transport: {protocol: modbus, over: [tcp], lines: {hold_s: 1}}\npoints: {}\n"
    assert any("text protocols only" in said for said in said_about(HEAD + transport))


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (TextRead(command="x"), " 00 ", "00"),
        (TextRead(command="x", split=" ", field=1), "1200 1  34 0", "1"),
        (TextRead(command="x", split=" ", field=2), "1200 1  34 0", "34"),
        (TextRead(command="x", split=" ", field=9), "1200 1", ""),
        (TextRead(command="x", split=",", field=1), "a,,c", ""),
        (TextRead(command="x", at=(2, 1)), "010002", "0"),
        (TextRead(command="x", at=(5, 1)), "0100", ""),
    ],
)
def test_a_value_is_cut_out_of_an_answer(read: TextRead, value: str, expected: str) -> None:
    assert cut_text(read, value) == expected


@given(st.text(max_size=200), st.integers(0, 64), st.tuples(st.integers(0, 256), st.integers(1, 256)))
def test_cutting_never_fails(value: str, field: int, at: tuple[int, int]) -> None:
    assert cut_text(TextRead(command="x", split=" ", field=field, at=at), value) in value
