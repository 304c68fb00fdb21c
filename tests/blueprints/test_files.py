"""Every shipped blueprint is one that Home Assistant takes, and speaks both languages."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from homeassistant.components.automation.config import AUTOMATION_BLUEPRINT_SCHEMA
from homeassistant.components.blueprint.models import Blueprint
from homeassistant.helpers.selector import validate_selector
from homeassistant.util.yaml import load_yaml_dict

from .conftest import BLUEPRINTS

FILES = sorted((BLUEPRINTS / "automation" / "smart_campus").glob("*.yaml"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?()]|[,;:!?()][\u4e00-\u9fff]")


def load(path: Path) -> Blueprint:
    return Blueprint(
        load_yaml_dict(path), expected_domain="automation", path=path.name, schema=AUTOMATION_BLUEPRINT_SCHEMA
    )


def texts(inputs: dict[str, Any]) -> Iterator[str]:
    for each in inputs.values():
        yield each["name"]
        yield from [each["description"]] if each.get("description") else []
        yield from texts(each.get("input") or {})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_home_assistant_takes_the_file(path: Path) -> None:
    blueprint = load(path)
    assert blueprint.validate() is None or blueprint.validate() == []
    assert blueprint.metadata["homeassistant"]["min_version"] == "2026.10.0"
    assert blueprint.metadata["source_url"].endswith(f"/blueprints/automation/smart_campus/{path.name}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_input_has_a_selector_and_is_used(path: Path) -> None:
    blueprint = load(path)
    body = path.read_text("utf-8").split("\nmode:")[1]
    for name, each in blueprint.inputs.items():
        validate_selector(each["selector"])
        assert f"!input {name}\n" in body, name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_text_is_in_english_and_chinese(path: Path) -> None:
    metadata = load(path).metadata
    spoken = [metadata["name"], metadata["description"], *texts(metadata["input"])]
    for text in spoken:
        assert ENGLISH.search(text), text
        assert CHINESE.search(text), text
        assert not HALF_WIDTH.search(text), text
