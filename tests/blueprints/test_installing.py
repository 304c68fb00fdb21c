"""Blueprints in the user's configuration: installed when asked, updated with the integration, never over a change."""

import shutil
from collections.abc import Generator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.actions import ACTIONS
from custom_components.smart_campus.blueprint_files import copying
from custom_components.smart_campus.blueprint_files.installer import BlueprintInstaller
from custom_components.smart_campus.blueprint_files.rules.outcome import Outcome, judge
from custom_components.smart_campus.const import DOMAIN

from .conftest import BLUEPRINTS

SHIPPED = BLUEPRINTS / "automation" / "smart_campus"
NAMES = {path.name for path in SHIPPED.glob("*.yaml")}
ONE = "road_lighting.yaml"


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    return hass_tmp_config_dir


@pytest.fixture
def release(tmp_path: Path) -> Generator[Path]:
    """Return the blueprints of a release, which a test may change as the next one would."""
    folder = tmp_path / "release"
    shutil.copytree(SHIPPED, folder)
    with patch.object(copying, "SHIPPED", folder):
        yield folder


@pytest.fixture
def mine(hass: HomeAssistant) -> Path:
    """Return where the user's blueprints lie."""
    for register in ACTIONS:
        register(hass)
    return Path(hass.config.path("blueprints", "automation", DOMAIN))


async def install(hass: HomeAssistant, **context: Any) -> dict[str, str]:
    answer = await hass.services.async_call(
        DOMAIN, "install_blueprints", {}, blocking=True, return_response=True, **context
    )
    assert answer is not None
    assert answer["failed"] == {}
    files: Any = answer["files"]
    return dict(files)


def put(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, "utf-8")


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


@pytest.mark.parametrize(
    ("present", "remembered", "is_asked", "outcome"),
    [
        (None, None, True, "installed"),
        (None, "old", True, "installed"),
        (None, "old", False, "deleted"),
        (None, None, False, "installed"),
        ("new", None, False, "unchanged"),
        ("old", "old", False, "updated"),
        ("old", "old", True, "updated"),
        ("mine", "old", True, "kept"),
        ("mine", None, True, "kept"),
    ],
)
def test_what_becomes_of_a_file(present: str | None, remembered: str | None, *, is_asked: bool, outcome: str) -> None:
    assert judge("new", present, remembered, is_asked=is_asked) == outcome


async def test_install_copies_every_file_and_says_so(hass: HomeAssistant, mine: Path) -> None:
    assert await install(hass) == dict.fromkeys(NAMES, "installed")
    assert files_in(mine) == files_in(SHIPPED)
    assert await install(hass) == dict.fromkeys(NAMES, "unchanged")


async def test_core_knows_the_files_at_once(hass: HomeAssistant, mine: Path) -> None:
    assert await async_setup_component(hass, "automation", {})
    blueprints = async_get_blueprints(hass)
    assert f"{DOMAIN}/{ONE}" not in await blueprints.async_get_blueprints()

    await install(hass)

    assert f"{DOMAIN}/{ONE}" in await blueprints.async_get_blueprints()


async def test_file_that_the_user_changed_is_kept(hass: HomeAssistant, mine: Path, release: Path) -> None:
    await install(hass)
    (mine / ONE).write_text("# my own\n", "utf-8")
    (release / ONE).write_text("# next\n", "utf-8")

    assert (await install(hass))[ONE] == "kept"
    assert (mine / ONE).read_text("utf-8") == "# my own\n"


async def test_file_of_that_name_from_elsewhere_is_kept(hass: HomeAssistant, mine: Path) -> None:
    put(mine, ONE, "# imported long ago\n")
    assert (await install(hass))[ONE] == "kept"


async def test_link_is_not_followed(hass: HomeAssistant, mine: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_bytes((SHIPPED / ONE).read_bytes())
    put(mine, "other.yaml", "")
    (mine / ONE).symlink_to(outside)
    assert (await install(hass))[ONE] == "kept"
    assert (mine / ONE).is_symlink()


async def test_update_brings_newer_files_keeps_changed_ones_and_tells(
    hass: HomeAssistant, mine: Path, release: Path
) -> None:
    await install(hass)
    other = "corridor_lighting.yaml"
    (mine / other).write_text("# my own\n", "utf-8")
    for name in (ONE, other):
        (release / name).write_text("# next\n", "utf-8")

    await BlueprintInstaller(hass).async_update()

    assert (mine / ONE).read_text("utf-8") == "# next\n"
    assert (mine / other).read_text("utf-8") == "# my own\n"
    issue = ir.async_get(hass).async_get_issue(DOMAIN, "blueprints_updated")
    assert issue is not None
    assert issue.translation_placeholders == {"updated": ONE, "kept": other, "failed": "-"}


async def test_update_does_nothing_uninvited(hass: HomeAssistant, mine: Path) -> None:
    await BlueprintInstaller(hass).async_update()
    assert files_in(mine) == {}
    assert ir.async_get(hass).async_get_issue(DOMAIN, "blueprints_updated") is None


async def test_update_does_not_bring_back_what_the_user_deleted_and_asking_does(
    hass: HomeAssistant, mine: Path, release: Path
) -> None:
    await install(hass)
    (mine / ONE).unlink()

    await BlueprintInstaller(hass).async_update()
    assert not (mine / ONE).exists()
    assert (await install(hass))[ONE] == "installed"


async def test_same_version_tells_nobody(hass: HomeAssistant, mine: Path) -> None:
    await install(hass)
    await BlueprintInstaller(hass).async_update()
    assert ir.async_get(hass).async_get_issue(DOMAIN, "blueprints_updated") is None


async def test_damaged_memory_overwrites_nothing(
    hass: HomeAssistant, mine: Path, release: Path, hass_storage: dict[str, Any]
) -> None:
    await install(hass)
    hass_storage[f"{DOMAIN}.blueprints"]["data"] = {"files": ["x"]}
    (release / ONE).write_text("# next\n", "utf-8")

    assert await BlueprintInstaller(hass).async_install()
    assert (mine / ONE).read_bytes() == (SHIPPED / ONE).read_bytes()


async def test_folder_that_cannot_be_made_is_told_as_a_sentence(hass: HomeAssistant, mine: Path) -> None:
    put(mine.parent, mine.name, "a file in the way")
    with pytest.raises(HomeAssistantError, match="blueprints"):
        await install(hass)


async def test_only_administrators_install(hass: HomeAssistant, mine: Path, hass_read_only_user: MockUser) -> None:
    with pytest.raises(Unauthorized):
        await install(hass, context=Context(user_id=hass_read_only_user.id))


def test_every_outcome_is_a_word_of_the_documentation() -> None:
    for page in ("blueprints.md", "blueprints.zh-CN.md"):
        text = (BLUEPRINTS.parent / "docs" / page).read_text("utf-8")
        assert [outcome for outcome in Outcome if f"`{outcome.value}`" not in text] == [], page
