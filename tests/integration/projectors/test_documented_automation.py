"""The automation on the page about projectors is one Home Assistant takes, and it waits for the projector."""

import re
from pathlib import Path

import pytest
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util.yaml import parse_yaml
from pjlink_advance.models import PowerState

from ..conftest import poll
from .conftest import Emulate, SetUp, lit

PAGES = Path(__file__).parents[3] / "docs" / "devices"


def automation_of(page: str) -> dict[str, object]:
    found = re.findall(r"^```yaml\n(.*?)^```", (PAGES / page).read_text("utf-8"), re.MULTILINE | re.DOTALL)
    parsed = parse_yaml(found[0])
    assert isinstance(parsed, dict)
    return parsed


@pytest.mark.parametrize("page", ["projectors.md", "projectors.zh-CN.md"])
async def test_the_mains_are_cut_only_behind_a_cool_projector(
    page: str, hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit())
    entry = await set_up(emulator.port)
    area = ar.async_get(hass).async_create("Classroom 301")
    device_id = entry.runtime_data.coordinators["p1"].registry_id
    dr.async_get(hass).async_update_device(device_id, area_id=area.id)
    cut: list[str] = []

    async def turn_off(call: ServiceCall) -> None:
        cut.append(str(call.data["entity_id"]))

    automation = automation_of(page)
    automation["conditions"][0]["options"].pop("for")  # type: ignore[index]  # nobody waits two minutes here
    assert await async_setup_component(hass, "automation", {"automation": [automation]})
    hass.services.async_register("switch", "turn_off", turn_off)
    entity_id = hass.states.async_entity_ids("automation")[0]
    for power in (PowerState.ON, PowerState.COOLING, PowerState.OFF):
        emulator.state.power = power
        await poll(hass, entry, "p1")
        await hass.services.async_call(
            "automation", "trigger", {"entity_id": entity_id, "skip_condition": False}, blocking=True
        )
        await hass.async_block_till_done()
        cut.append(power.value)
    await hass.services.async_call("automation", "turn_off", {"entity_id": entity_id}, blocking=True)
    assert cut == ["on", "cooling", "['switch.classroom_301_mains']", "off"]
