"""The pages on profiles keep what they promise: their example is valid, and both languages tell the same."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from campuslink.codec.decoders import DECODERS
from campuslink.profile.library import load_library
from campuslink.profile.lint import lint_library
from campuslink.profile.schema import Profile, TransportRules

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = ("profiles.md", "profiles.zh-CN.md")
PAIRS = (
    PAGES,
    ("devices/meters.md", "devices/meters.zh-CN.md"),
    ("devices/projectors.md", "devices/projectors.zh-CN.md"),
    ("devices/switches.md", "devices/switches.zh-CN.md"),
)


def _code_blocks(page: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", (DOCS / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)


def _shape(page: str) -> list[str]:
    """Return what a translation must keep: levels of headings, and columns of tables, in order."""
    text = re.sub(r"^```.*?^```", "", (DOCS / page).read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return [
        re.match("#+", line)[0] if line.startswith("#") else f"|{line.count('|')}"  # type: ignore[index]  # it matches
        for line in text.splitlines()
        if line.startswith(("#", "|"))
    ]


@pytest.mark.parametrize("page", PAGES)
def test_example_of_the_page_is_a_valid_own_profile(page: str, tmp_path: Path) -> None:
    (tmp_path / "example-em3.yaml").write_text(_code_blocks(page)[0], "utf-8")
    library = load_library(ROOT / "device_profiles", tmp_path)
    assert [str(problem) for problem in lint_library(library)] == []
    assert "example-em3" in library.own_ids


@pytest.mark.parametrize("page", PAGES)
def test_every_key_and_decode_type_is_explained(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    loader_only = {"file", "is_own", "transports"}
    keys = {field.name for schema in (Profile, TransportRules) for field in fields(schema)} - loader_only
    assert [key for key in sorted({*keys, *DECODERS}) if f"`{key}`" not in text] == []


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_have_the_same_headings_tables_and_examples(english: str, chinese: str) -> None:
    assert _shape(english) == _shape(chinese)
    assert _code_blocks(english) == _code_blocks(chinese)
