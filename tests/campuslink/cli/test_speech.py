"""Sentences, tables and the hand-over to the simulator."""

import runpy
import string
import sys

import pytest

from campuslink.cli import main
from campuslink.cli.messages import MESSAGES, Language, choose_language
from campuslink.cli.table import render_table, text_width


def _blanks(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("key", MESSAGES)
def test_sentence_has_the_same_blanks_in_both_languages(key: str) -> None:
    assert _blanks(MESSAGES[key].en) == _blanks(MESSAGES[key].zh_hans)


@pytest.mark.parametrize("key", MESSAGES)
def test_sentence_is_really_translated(key: str) -> None:
    assert MESSAGES[key].en.isascii()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in MESSAGES[key].zh_hans) or key == "file_trouble"


@pytest.mark.parametrize(
    ("argv", "environment", "language"),
    [
        ([], {}, Language.EN),
        ([], {"LANG": "zh_CN.UTF-8"}, Language.ZH_HANS),
        ([], {"LANG": "de_DE.UTF-8"}, Language.EN),
        ([], {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, Language.EN),
        (["--language", "en"], {"LANG": "zh_CN.UTF-8"}, Language.EN),
        (["--language=zh-Hans"], {}, Language.ZH_HANS),
    ],
)
def test_argument_beats_environment_beats_english(
    argv: list[str], environment: dict[str, str], language: Language
) -> None:
    assert choose_language(argv, environment) is language


def test_columns_line_up_in_chinese() -> None:
    lines = render_table(["测点", "v"], [["abcdef", "1"], ["电压", "2"]]).splitlines()
    assert [text_width(line) for line in lines] == [9, 9, 9, 9]


def test_control_characters_of_a_device_do_not_reach_the_terminal() -> None:
    assert "\x1b" not in render_table(["model"], [["\x1b[31mred"]])


def test_simulate_hands_its_arguments_to_the_simulator(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[object] = []
    monkeypatch.setattr(sys, "argv", list(sys.argv))
    monkeypatch.setattr(runpy, "run_module", lambda name, **_: seen.append((name, sys.argv[1:])))
    assert main(["simulate", "--speed", "60"]) == 0
    assert seen == [("simulator", ["--speed", "60"])]


def test_simulate_without_a_checkout_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("campuslink.cli.simulate.PACKAGE", "no_such_simulator")
    assert main(["simulate"]) == 1
    assert "source checkout" in capsys.readouterr().err
