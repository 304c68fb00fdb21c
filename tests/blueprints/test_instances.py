"""The ready-made packages: Home Assistant takes each, and each blueprint has one."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from homeassistant.config import merge_packages_config
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import load_yaml_dict

from .test_files import FILES

FOLDER = Path(__file__).parents[2] / "automations"
PACKAGES = sorted(FOLDER.glob("*.yaml"))


def test_every_blueprint_has_a_package() -> None:
    assert [path.name for path in PACKAGES] == [path.name for path in FILES]


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.stem)
async def test_home_assistant_takes_the_package(hass: HomeAssistant, path: Path) -> None:
    problems: list[Any] = []
    config: dict[str, Any] = {"homeassistant": {}}
    await merge_packages_config(
        hass, config, {path.stem: load_yaml_dict(path)}, _log_pkg_error=lambda *found: problems.append(found)
    )
    assert problems == []
    assert await async_setup_component(hass, "automation", config)
    await hass.async_block_till_done()
    (state,) = hass.states.async_all("automation")
    assert state.state == "on"
    assert state.attributes["id"] == f"smart_campus_{path.stem}"


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.stem)
def test_package_uses_the_blueprint_of_its_name(path: Path) -> None:
    (automation,) = yaml.safe_load(path.read_text("utf-8"))[f"automation {path.stem}"]
    assert automation["use_blueprint"]["path"] == f"smart_campus/{path.name}"
