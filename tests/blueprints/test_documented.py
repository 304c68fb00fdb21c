"""The pages on blueprints name every file, every input and every default, and lead to the file itself."""

from pathlib import Path
from urllib.parse import quote

import pytest

from .described import rows_of, spoken
from .test_files import FILES, load

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "blueprints.md", "zh": DOCS / "blueprints.zh-CN.md"}
REDIRECT = "https://my.home-assistant.io/redirect/blueprint_import/?blueprint_url="


def section_of(language: str, name: str) -> str:
    sections = PAGES[language].read_text("utf-8").split("\n## ")
    (found,) = [section for section in sections if section.startswith(f"{name}\n")]
    return found


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_page_describes_the_file(path: Path, language: str) -> None:
    blueprint = load(path)
    section = section_of(language, spoken(blueprint.metadata["name"], language))
    documented = [line for line in section.splitlines() if line.startswith("| `")]
    assert documented == [*rows_of(blueprint, language)]
    assert f"{REDIRECT}{quote(blueprint.metadata['source_url'], safe='')}" in section


@pytest.mark.parametrize("language", PAGES)
def test_page_describes_no_other_blueprint(language: str) -> None:
    assert PAGES[language].read_text("utf-8").count(REDIRECT) == len(FILES)
