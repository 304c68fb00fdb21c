"""Links lead somewhere, both languages have the same parts, and no page knows one machine."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").rglob("*.md")])
CHINESE = ".zh-CN.md"
TWINS = [
    page for page in PAGES if not page.name.endswith(CHINESE) and page.with_suffix("").with_suffix(CHINESE).exists()
]
USER_PAGES = (
    "README",
    "setup",
    "profiles",
    "command-line",
    "troubleshooting",
    "automations",
    "demo",
    "meters",
    "paths",
    "projectors",
    "switches",
    "network-health",
    "inspection",
    "access-log",
    "recordings",
    "alerts",
    "alert-channels",
    "blueprints",
    "dashboard",
    "work-orders",
    "indicators",
    "find-devices",
)
"""Pages for people who do not program; each exists in both languages."""

LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
MACHINE_PATH = re.compile(r"(?<![\w.<>/-])/(?:home|root|Users|tmp|work|mnt|opt|var/folders)/")


def name_of(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def prose_of(page: Path) -> str:
    """Return a page without code, where brackets and hashes mean something else."""
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    return "\n".join(line for line in text.splitlines() if not line.startswith("    "))


def headings_of(page: Path) -> list[tuple[str, str]]:
    """Return (marks, text) of each heading."""
    return re.findall(r"^(#+) +(.+)$", prose_of(page), flags=re.MULTILINE)


def anchors_of(page: Path) -> set[str]:
    """Return the anchors GitHub gives to headings: lower case, blanks to hyphens, no punctuation."""
    return {re.sub(r"[^\w\- ]", "", text.strip().lower()).replace(" ", "-") for _, text in headings_of(page)}


def links_of(page: Path) -> Iterator[tuple[Path, str]]:
    """Yield the file and anchor of each relative link."""
    for target in LINK.findall(prose_of(page)):
        if re.match(r"[a-z]+:", target):
            continue
        path, _, anchor = target.partition("#")
        yield (page.parent / path).resolve() if path else page, anchor


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_relative_links_lead_to_a_file_and_heading(page: Path) -> None:
    broken = [
        f"{file.relative_to(ROOT)}#{anchor}"
        for file, anchor in links_of(page)
        if not file.exists() or (anchor and anchor not in anchors_of(file))
    ]

    assert broken == []


@pytest.mark.parametrize("name", USER_PAGES)
def test_page_for_users_exists_in_both_languages(name: str) -> None:
    assert name in {page.stem for page in TWINS}


@pytest.mark.parametrize("page", TWINS, ids=name_of)
def test_both_languages_have_the_same_headings(page: Path) -> None:
    chinese = page.with_suffix("").with_suffix(CHINESE)

    assert [len(marks) for marks, _ in headings_of(page)] == [len(marks) for marks, _ in headings_of(chinese)]


@pytest.mark.parametrize("page", TWINS, ids=name_of)
def test_both_languages_link_to_each_other(page: Path) -> None:
    chinese = page.with_suffix("").with_suffix(CHINESE)

    assert chinese in {file for file, _ in links_of(page)}
    assert page in {file for file, _ in links_of(chinese)}


@pytest.mark.parametrize("page", [page for page in PAGES if page.name.endswith(CHINESE)], ids=name_of)
def test_chinese_page_leads_to_chinese_pages(page: Path) -> None:
    english = page.with_name(page.name.replace(CHINESE, ".md"))
    strays = {file for file, _ in links_of(page) if file in TWINS} - {english}

    assert {name_of(stray) for stray in strays} == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_page_names_no_path_of_one_machine(page: Path) -> None:
    assert MACHINE_PATH.findall(page.read_text("utf-8")) == []
