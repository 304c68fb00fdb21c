"""Hostile text does nothing in a chat, and is still readable."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.alerts.channels.rules.tame import (
    cut_bytes,
    cut_characters,
    plain_lines,
    tame_markdown,
)


@pytest.mark.parametrize(
    "hostile",
    [
        "<@all>",
        "<at id=all></at>",
        '<at user_id="all">everybody</at>',
        "@13800138000",
        "[free coffee](https://evil.example)",
        "![](https://evil.example/p.png)",
        "<font color=warning>x</font>",
        "`code` **bold** _it_ ~~no~~",
        "# heading",
        "| a | b |",
        "https://evil.example/login",
        "dingtalk://dingtalkclient/page/link?url=x",
    ],
)
def test_nothing_formats_links_or_mentions(hostile: str) -> None:
    assert set(tame_markdown(hostile, 500)).isdisjoint("<>[]*`@|#_~\\$")
    assert "://" not in tame_markdown(hostile, 500)


def test_words_stay_as_they_are() -> None:
    assert tame_markdown("实验楼 301：温度 31.5 °C (limit 30)", 100) == "实验楼 301：温度 31.5 °C (limit 30)"


def test_marks_that_reorder_or_hide_text_are_gone() -> None:
    assert plain_lines("ab\u202edc\u2066\x00\x1b[31m", 50) == "abdc[31m"


def test_lines_stay_lines() -> None:
    assert plain_lines("one\r\ntwo\nthree", 50) == "one\ntwo\nthree"


@given(st.text(max_size=300), st.integers(4, 60))
def test_bytes_are_cut_between_characters(text: str, most: int) -> None:
    text = text.encode("utf-8", "ignore").decode()
    cut = cut_bytes(text, most)
    assert len(cut.encode()) <= most
    assert cut == text or text.startswith(cut.removesuffix("…"))


@given(st.text(max_size=300), st.integers(1, 60))
def test_what_is_cut_off_shows(text: str, most: int) -> None:
    cut = cut_characters(text, most)
    assert len(cut) <= most
    assert cut == text or cut.endswith("…")


@given(st.text(max_size=500))
def test_no_text_at_all_breaks_it(text: str) -> None:
    assert len(tame_markdown(text, 100)) <= 140
