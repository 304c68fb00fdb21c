"""Every action is described, in both languages and with an icon."""

import json
from pathlib import Path
from typing import Any

import probatio as vol
import pytest
import yaml
from homeassistant.core import HomeAssistant
from homeassistant.helpers.service import async_get_all_descriptions
from homeassistant.loader import async_get_integration

from custom_components.smart_campus.actions import ACTIONS
from custom_components.smart_campus.const import DOMAIN

ROOT = Path(__file__).parents[2] / "custom_components" / DOMAIN
DESCRIBED: dict[str, dict[str, Any]] = {
    name: action or {} for name, action in yaml.safe_load((ROOT / "services.yaml").read_text("utf-8")).items()
}


@pytest.fixture
def registered(hass: HomeAssistant) -> dict[str, Any]:
    for register in ACTIONS:
        register(hass)
    return dict(hass.services.async_services()[DOMAIN])


async def test_every_action_is_described(registered: dict[str, Any]) -> None:
    icons = json.loads((ROOT / "icons.json").read_text("utf-8"))["services"]

    assert registered.keys() == DESCRIBED.keys()
    assert registered.keys() == icons.keys()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
async def test_every_action_and_field_has_a_name_and_a_description(registered: dict[str, Any], language: str) -> None:
    texts = json.loads((ROOT / "translations" / f"{language}.json").read_text("utf-8"))["services"]

    assert texts.keys() == DESCRIBED.keys()
    for name, action in DESCRIBED.items():
        fields = action.get("fields", {})
        assert texts[name]["name"]
        assert texts[name]["description"]
        assert texts[name].get("fields", {}).keys() == fields.keys()
        assert all(text["name"] and text["description"] for text in texts[name].get("fields", {}).values())


async def test_every_field_of_an_action_is_described(registered: dict[str, Any]) -> None:
    for name, service in registered.items():
        # One that hides values from what Home Assistant records has its schema behind what does so
        schema = service.schema.validators[-1] if isinstance(service.schema, vol.All) else service.schema
        accepted = {str(key) for key in schema.schema} if schema else set()
        targeted = (
            {"entity_id", "device_id", "area_id", "floor_id", "label_id"} if "target" in DESCRIBED[name] else set()
        )
        assert accepted - targeted == DESCRIBED[name].get("fields", {}).keys(), name


async def test_core_reads_every_description(
    hass: HomeAssistant, registered: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """What core cannot parse it drops as a whole, with a line in the log."""
    await async_get_integration(hass, DOMAIN)

    found = (await async_get_all_descriptions(hass))[DOMAIN]

    assert "Unable to parse" not in caplog.text
    assert {name: action["fields"].keys() for name, action in found.items()} == {
        name: action.get("fields", {}).keys() for name, action in DESCRIBED.items()
    }
