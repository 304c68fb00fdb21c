"""Home Assistant takes every YAML example of the pages on network health."""

import re
from typing import Any

import pytest
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.network.health_actions import (
    CONFIGURE,
    SET_MAINTENANCE,
    SET_PORT_DEVICE,
)
from custom_components.smart_campus.network.rules.port_limits import Limit, PortFault, PortLimits

from ..conftest import FakeCampus
from ..test_documented_automations import DOCS, SPOKEN, automations_of, blocks_of, start, without_speech
from .network_site import Stage

PAGES = ("network-health.md", "network-health.zh-CN.md")
SCHEMAS = {
    "smart_campus.configure_network_health": CONFIGURE,
    "smart_campus.set_port_device": SET_PORT_DEVICE,
    "smart_campus.set_maintenance": SET_MAINTENANCE,
}


def without_texts(block: Any) -> Any:
    """Return an example without what is translated."""
    if isinstance(block, dict):
        return {key: without_texts(value) for key, value in block.items() if key not in {*SPOKEN, "note"}}
    return without_speech(block)


def test_both_languages_show_the_same_examples() -> None:
    english, chinese = map(blocks_of, PAGES)

    assert english
    assert without_texts(english[0]) == without_texts(chinese[0])
    assert [without_texts(block) for block in english] == [without_texts(block) for block in chinese]


@pytest.mark.parametrize("page", PAGES)
def test_documented_actions_are_valid(page: str) -> None:
    actions = [block for block in blocks_of(page) if "action" in block]

    assert {block["action"] for block in actions} == set(SCHEMAS)
    for block in actions:
        SCHEMAS[block["action"]](block["data"])


@pytest.mark.parametrize("page", PAGES)
def test_documented_limits_are_those_of_the_rules(page: str) -> None:
    limits = PortLimits()
    rows = {
        cells[0].split("`")[1]: cells
        for line in (DOCS / page).read_text("utf-8").splitlines()
        if line.startswith("| `") and (cells := [cell.strip() for cell in line.strip("|").split("|")])
    }

    assert set(rows) >= {fault.value for fault in PortFault}
    for fault in (PortFault.FLAPPING, PortFault.ERRORS, PortFault.DISCARDS):
        limit: Limit = limits.of(fault)
        assert f" {limit.raise_at:g} " in f" {rows[fault.value][1]} "
        assert f" {limit.clear_at:g} " in f" {rows[fault.value][2]} "
    busy = limits.high_utilisation
    assert f"{busy.raise_at * 100:g} %" in rows["high_utilisation"][1]
    assert f"{busy.clear_at * 100:g} %" in rows["high_utilisation"][2]


@pytest.mark.parametrize("page", PAGES)
async def test_documented_automations_are_valid(
    hass: HomeAssistant, campus: FakeCampus, page: str, caplog: pytest.LogCaptureFixture
) -> None:
    automations = automations_of(page)

    await start(hass, *automations)

    states = hass.states.async_all("automation")
    assert len(states) == len(automations) == 3
    assert [state.name for state in states if state.state == STATE_UNAVAILABLE] == []
    assert [item.message for item in caplog.records if "automation" in item.name and item.levelname == "ERROR"] == []


async def test_documented_alerts_say_what_is_wrong(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry
) -> None:
    room = ar.async_get(hass).async_create("Teaching building A")
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "key1"), site.entry_id)
    assert device is not None
    dr.async_get(hass).async_update_device(device.id, area_id=room.id)
    calls = await start(hass, *automations_of(PAGES[0]))

    stage.agents["lab"].set(5, mbit=100)
    await stage.run(site, 900)
    stage.agents["gym"].silence()
    campus.link(2, "192.0.2.2").silence()
    await stage.run(site, 300)

    assert [call.data["title"] for call in calls] == ["Port in trouble", "Network fault"]
    assert calls[0].data["message"] == "Switch lab Gi0/5: speed_dropped (Meter 1)"
    assert calls[1].data["message"].startswith("Switch gym cannot be reached since ")


@pytest.mark.parametrize("name", ["triggers", "conditions", "services"])
def test_everything_automations_offer_is_described_once(name: str) -> None:
    text = (DOCS.parent / "custom_components" / DOMAIN / f"{name}.yaml").read_text("utf-8")
    keys = re.findall(r"^([a-z_]+):", text, re.MULTILINE)

    assert keys
    assert len(keys) == len(set(keys))
