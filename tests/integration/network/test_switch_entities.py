"""What a switch shows: little by itself, more of the ports a person picked."""

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN

from ..conftest import fail, make_site, poll, settle, state_of
from .network_site import Stage, switch_subentry

POE_ADMIN = "1.3.6.1.2.1.105.1.1.1.3.1"
POE_STATE = "1.3.6.1.2.1.105.1.1.1.6.1"
SHOWN = (
    *("problem", "ports_up", "ports_down", "traffic_in", "traffic_out", "worst_utilisation", "ports_with_errors"),
    *("ports_flapping", "cpu_load", "memory_usage", "temperature", "poe_power"),
)
OPTIONS = {"ports": ["Gi0/1", "Gi0/5"], "uplinks": ["Gi0/1"], "poe_ports": ["Gi0/5"], "allow_control": True}


@pytest.fixture
async def picked(hass: HomeAssistant, stage: Stage) -> MockConfigEntry:
    """Return a site with one switch, two of whose ports were picked; port 5 delivers power."""
    stage.agents["lab"].values |= {f"{POE_ADMIN}.5": 1, f"{POE_STATE}.5": 3, f"{POE_ADMIN}.1": 1, f"{POE_STATE}.1": 2}
    entry = make_site(switch_subentry("lab", **OPTIONS))
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    await stage.run(entry, 60)
    return entry


def entity_of(hass: HomeAssistant, platform: str, key: str) -> str:
    entity_id = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"lab_{key}")
    assert entity_id is not None
    return entity_id


async def test_switch_shows_few_entities_by_default(hass: HomeAssistant, site: MockConfigEntry) -> None:
    registry = er.async_get(hass)
    device_id = site.runtime_data.coordinators["lab"].registry_id
    enabled = {entity.unique_id for entity in er.async_entries_for_device(registry, device_id)}
    assert enabled == {f"lab_{point}" for point in SHOWN}


async def test_picked_ports_have_link_rates_and_power(hass: HomeAssistant, picked: MockConfigEntry) -> None:
    assert state_of(hass, "lab", "port_Gi0/5_link", "binary_sensor") == "on"
    # 1000 bytes a second, shown in Mbit/s.
    assert float(state_of(hass, "lab", "port_Gi0/5_traffic_in") or 0) == pytest.approx(0.008)
    assert state_of(hass, "lab", "port_Gi0/5_poe", "switch") == "on"
    assert state_of(hass, "lab", "port_Gi0/1_poe", "switch") is None


async def test_port_follows_its_name_when_the_switch_numbers_anew(
    hass: HomeAssistant, picked: MockConfigEntry, stage: Stage
) -> None:
    agent = stage.agents["lab"]
    agent.values["1.3.6.1.2.1.1.3.0"] = 0
    for port in (5, 6):
        agent.values[f"1.3.6.1.2.1.31.1.1.1.1.{port}"] = f"Gi0/{11 - port}".encode()
    agent.set(6, oper=2)
    await stage.run(picked, 60)
    assert state_of(hass, "lab", "port_Gi0/5_link", "binary_sensor") == "off"


async def test_silent_switch_makes_everything_unavailable(
    hass: HomeAssistant, picked: MockConfigEntry, stage: Stage
) -> None:
    stage.agents["lab"].silence()
    await fail(hass, picked, "lab")
    states = {
        state_of(hass, "lab", key, platform)
        for platform, key in (
            ("sensor", "ports_up"),
            ("binary_sensor", "problem"),
            ("binary_sensor", "port_Gi0/5_link"),
            ("switch", "port_Gi0/5_poe"),
        )
    }
    assert states == {"unavailable"}


async def test_unknown_value_is_unknown(hass: HomeAssistant, picked: MockConfigEntry) -> None:
    assert state_of(hass, "lab", "cpu_load") == "unknown"


async def test_problem_says_its_cause(hass: HomeAssistant, picked: MockConfigEntry, stage: Stage) -> None:
    for _ in range(6):
        for state in (2, 1):
            stage.agents["lab"].set(3, oper=state)
            await stage.run(picked, 30, step_s=30)
    state = hass.states.get(entity_of(hass, "binary_sensor", "problem"))
    assert state is not None
    assert state.state == "on"
    assert {"kind": "flapping", "port": "Gi0/3"} in state.attributes["causes"]


async def test_power_is_switched_and_read_back(hass: HomeAssistant, picked: MockConfigEntry, stage: Stage) -> None:
    entity_id = entity_of(hass, "switch", "port_Gi0/5_poe")
    await hass.services.async_call("switch", "turn_off", {"entity_id": entity_id}, blocking=True)
    assert stage.agents["lab"].link.writes == [{f"{POE_ADMIN}.5": 2}]
    await stage.run(picked, 60)
    assert state_of(hass, "lab", "port_Gi0/5_poe", "switch") == "off"


async def test_power_stays_where_switching_is_not_allowed(hass: HomeAssistant, stage: Stage) -> None:
    stage.agents["lab"].values |= {f"{POE_ADMIN}.5": 1, f"{POE_STATE}.5": 3}
    entry = make_site(switch_subentry("lab", **{**OPTIONS, "allow_control": False}))
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    with pytest.raises(ServiceValidationError, match="not allowed"):
        await hass.services.async_call(
            "switch", "turn_off", {"entity_id": entity_of(hass, "switch", "port_Gi0/5_poe")}, blocking=True
        )
    assert stage.agents["lab"].link.writes == []


async def test_refusal_of_the_switch_is_told(hass: HomeAssistant, picked: MockConfigEntry, stage: Stage) -> None:
    stage.agents["lab"].link.read_only.add(f"{POE_ADMIN}.5")
    with pytest.raises(HomeAssistantError, match="refuses"):
        await hass.services.async_call(
            "switch", "turn_off", {"entity_id": entity_of(hass, "switch", "port_Gi0/5_poe")}, blocking=True
        )


async def test_state_is_written_only_when_something_changed(
    hass: HomeAssistant, picked: MockConfigEntry, stage: Stage
) -> None:
    entity_id = entity_of(hass, "binary_sensor", "port_Gi0/5_link")
    before = hass.states.get(entity_id)
    assert before is not None
    await poll(hass, picked, "lab")
    await stage.run(picked, 60)
    after = hass.states.get(entity_id)
    assert after is not None
    assert after.last_reported == before.last_reported
