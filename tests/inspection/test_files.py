"""The report as a page and as a table: complete in both languages, and harmless whatever devices call themselves."""

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import override

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from custom_components.smart_campus.campuslink.link.probe.measurement import Reason
from custom_components.smart_campus.network.inspection.rules.building import build_report
from custom_components.smart_campus.network.inspection.rules.facts import DeviceFacts, Outage
from custom_components.smart_campus.network.inspection.rules.listing import COLUMNS, list_report
from custom_components.smart_campus.network.inspection.rules.page import render_page
from custom_components.smart_campus.network.inspection.rules.phrasing import (
    Phrasing,
    bits_text,
    number_text,
    ordinal,
)
from custom_components.smart_campus.network.inspection.rules.report import Check, Entry, Level, Subject, SubjectKind
from custom_components.smart_campus.network.inspection.rules.signature import Signature
from custom_components.smart_campus.network.inspection.rules.words import LANGUAGES, REASONS, SENTENCES, WORDS
from custom_components.smart_campus.network.rules.port_limits import PortFault

from .facts import AT, EARLIER, WORST, ZONE, path, port, site, switch

REPORT = build_report(WORST, ())
ENGLISH = Phrasing("en", ZONE)
CHINESE = Phrasing("zh-Hans", ZONE)
HOSTILE = "</td><script>alert(1)</script>\"'&<img src=x onerror=alert(1)>{cause}"
SIGNED = Signature(user_id="u", user="Li Lei", at=AT.timestamp() + 600, remark="seen <b>all</b>")


class Page(HTMLParser):
    """Reads a page as a browser would: its elements and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}

    @override
    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join(self.texts)


def english_rows() -> list[dict[str, str]]:
    text = "".join(list_report(REPORT, ENGLISH)).removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_page_tells_exceptions_right_after_the_summary() -> None:
    page = render_page(REPORT, ENGLISH)
    headings = re.findall("<h2>(.*?)</h2>", page)

    assert headings[:2] == ["Summary", "Exceptions"]
    assert headings[2:] == [
        "Not checked", "Out of order because of something else", "Under planned maintenance", "Egress", "Switches",
        "Paths", "Sign-off",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "said",
    [
        "SW2", "Projector 101; SW3", "12 changes of the link within the window", "expires in 5 days",
        "differs from ours by -1200 ms", "peak of 950 Mbit/s, near or above the contract of 1 Gbit/s",
        "2026-11-24 21:30",
        "unreachable because of SW2", "none of 1 paths works", "fails: no answer", "packets are lost", "35 %",
        "Not signed off yet.", "Network inspection · Library · 2026-11-25 07:00",
    ],
)  # fmt: skip
def test_page_says(said: str) -> None:
    assert said in Page(render_page(REPORT, ENGLISH)).text


@pytest.mark.parametrize(
    "said",
    [
        "网络巡检报告 · Library · 2026-11-25 07:00", "无法连接", "端口抖动", "统计时段内链路变化 12 次",
        "峰值 950 Mbit/s，接近或超过合同带宽 1 Gbit/s", "因 SW2 故障而无法连接", "证书", "5 天后到期", "出口", "严重",
        "尚未签核",
        "不通：无应答", "首次出现", "交换机",
    ],
)  # fmt: skip
def test_chinese_page_says(said: str) -> None:
    assert said in Page(render_page(REPORT, CHINESE)).text


def test_chinese_page_holds_no_english_word() -> None:
    allowed = {"Library", "Ping", "HTTPS", "NTP", "IPv", "SW", "GE", "CORE", "XGE", "Camera", "Projector", "Gate",
               "north", "Gbit", "Mbit", "ms", "s", "P", "C", "DNS"}  # fmt: skip
    page = Page(render_page(replace(REPORT, id=""), CHINESE))
    words = {
        word.strip("0123456789")
        for text in page.texts
        if "{" not in text
        for word in "".join(char if char.isascii() and char.isalnum() else " " for char in text).split()
    }

    assert {word for word in words if word and word not in allowed} == set()


def test_signature_is_on_the_page_as_text() -> None:
    page = Page(render_page(REPORT, ENGLISH, SIGNED))

    assert "Li Lei" in page.text
    assert "seen <b>all</b>" in page.text
    assert "2026-11-25 07:10" in page.text
    assert "Not signed off yet." not in page.text


def hostile_report(text: str) -> object:
    facts = site(
        site=text,
        switches=(
            switch("s1", name=text, model=text, ports=(port(text, connected=(text,), description=text),)),
            switch("s2", name=text, is_reachable=False, outage=Outage(cause="x", cause_name=text)),
        ),
        paths=(path(name=text, target=text, group=text, way=text, family=text, state="failing", reasons=(text,)),),
        devices=(DeviceFacts(key="d", name=text, outage=Outage(since=EARLIER)),),
    )
    return build_report(facts, ())


@pytest.mark.parametrize("phrasing", [ENGLISH, CHINESE], ids=LANGUAGES)
def test_text_of_a_device_stays_text(phrasing: Phrasing) -> None:
    plain = Page(render_page(hostile_report("plain"), phrasing))
    page = Page(render_page(hostile_report(HOSTILE), phrasing, replace(SIGNED, user=HOSTILE, remark=HOSTILE)))

    assert set(page.tags) == set(plain.tags) | {"b"}
    assert page.attributes == plain.attributes
    assert HOSTILE in page.text


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.text(max_size=60))
def test_no_text_adds_an_element(text: str) -> None:
    expected = Page(render_page(hostile_report("plain"), ENGLISH)).tags

    assert Page(render_page(hostile_report(text), ENGLISH)).tags == expected


def test_page_loads_and_runs_nothing() -> None:
    page = Page(render_page(REPORT, ENGLISH))

    assert {"script", "link", "img", "iframe", "object", "form", "a"} & set(page.tags) == set()
    assert {"src", "href", "onclick", "style", "action"} & page.attributes == set()
    assert "url(" not in render_page(REPORT, ENGLISH)
    assert "default-src &#x27;none&#x27;" in render_page(REPORT, ENGLISH)


def test_long_site_makes_a_long_page_in_little_time_and_bounded_tables() -> None:
    report = build_report(site(switches=tuple(switch(f"s{number}") for number in range(2_500))), ())

    assert Page(render_page(report, ENGLISH)).tags.count("tr") < 2_500


def test_table_has_a_line_for_each_check_the_exceptions_first() -> None:
    rows = english_rows()

    assert len(rows) == len(list(REPORT.entries()))
    assert [row["Level"] for row in rows[:10]] == ["Critical"] * 4 + ["Warning"] * 6
    assert rows[0] == {
        "Inspected at": "2026-11-25 07:00", "Site": "Library", "Level": "Critical", "Kind": "Switch", "Name": "SW2",
        "Model or target": "", "Port": "", "Check": "Reachability", "Finding": "does not answer",
        "Since": "2026-11-24 21:30", "Recurrence": "new", "Also out of order": "Projector 101; SW3",
        "Signed off by": "", "Remark": "",
    }  # fmt: skip


def test_table_speaks_chinese_and_names_who_signed() -> None:
    text = "".join(list_report(REPORT, CHINESE, SIGNED)).removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))

    assert (rows[0]["级别"], rows[0]["检查项"], rows[0]["结果"]) == ("严重", "可连接性", "无法连接")
    assert {row["签核人"] for row in rows} == {"Li Lei"}


def test_name_that_looks_like_a_formula_is_text_in_the_table() -> None:
    report = build_report(site(switches=(switch(name="=1+1", is_reachable=False),)), ())

    assert "'=1+1" in "".join(list_report(report, ENGLISH))


def test_everything_that_can_be_found_has_a_sentence_and_a_name_in_both_languages() -> None:
    checks = {entry.check.id for entry in REPORT.entries()} | {f"port_{fault}" for fault in PortFault}
    checks |= {"egress_chosen", "switches_known", "power_supplies", "fans", "cpu", "memory"}

    assert {check for check in checks if f"check_{check}" not in WORDS} == set()
    assert {reason.value for reason in Reason} == set(REASONS)
    assert {level.value for level in Level} | {kind.value for kind in SubjectKind} <= set(WORDS)
    assert set(COLUMNS) <= set(WORDS)
    for texts in (*WORDS.values(), *SENTENCES.values(), *REASONS.values()):
        assert len(texts) == len(LANGUAGES)
        assert all(texts)


def test_sentences_of_both_languages_are_made_of_the_same_values() -> None:
    def fields(text: str) -> set[str]:
        return {part.partition("}")[0] for part in text.split("{")[1:]}

    assert {key for key, (english, chinese) in SENTENCES.items() if fields(english) != fields(chinese)} == set()


def test_long_list_of_names_is_cut_in_both_languages() -> None:
    entry = Entry(
        subject=Subject(kind=SubjectKind.SWITCH, key="s", name="S"),
        check=Check(id="reachable", level=Level.CRITICAL, affects=tuple("abcd")),
    )

    assert ENGLISH.affected(entry, most=2) == "a; b and 2 more"
    assert CHINESE.affected(entry, most=2) == "a；b 等共 4 个"


def test_check_of_another_version_tells_its_level() -> None:
    assert ENGLISH.finding(Check(id="not_invented_yet", level=Level.WARNING)) == "Warning"


@pytest.mark.parametrize(
    ("bps", "text"),
    [(1e9, "1 Gbit/s"), (2.5e9, "2.5 Gbit/s"), (1e8, "100 Mbit/s"), (64_000, "64 kbit/s"), (0, "0 bit/s"), (None, "–")],
)
def test_rates_are_told_in_the_unit_people_use(bps: float | None, text: str) -> None:
    assert bits_text(bps) == text


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (21, "21st"), (102, "102nd"),
     (111, "111th")],
)  # fmt: skip
def test_ordinals_are_those_of_the_language(number: int, text: str) -> None:
    assert ordinal(number) == text


@pytest.mark.parametrize(("value", "text"), [(1234.56, "1235"), (12.34, "12.3"), (1.5, "1.5"), (-1200.0, "-1200")])
def test_numbers_are_rounded_to_what_matters(value: float, text: str) -> None:
    assert number_text(value) == text
