"""Setting lighting and sensors up: nodes picked from those on the broker, several at once, and channels."""

from typing import Any

import pytest
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.device.mqtt.node import MqttNode
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.flows import field as field_flow
from custom_components.smart_campus.flows.nodes import async_find_nodes
from simulator.modbus_relays import RelayGateway, RelayModule

from .conftest import Nodes, node, set_up_site, state, until


@pytest.fixture(autouse=True)
def _short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    async def find(hass: HomeAssistant, profile: Any) -> list[str]:
        return await async_find_nodes(hass, profile, 1.0)

    monkeypatch.setattr(field_flow, "async_find_nodes", find)
    monkeypatch.setitem(MqttNode.__init__.__kwdefaults__, "start_wait_s", 1.0)


async def start(hass: HomeAssistant, site: MockConfigEntry, kind: str, profile: str) -> SubentryFlowResult:
    """Press "Add" and choose a model."""
    result = await hass.config_entries.subentries.async_init((site.entry_id, kind), context={"source": SOURCE_USER})
    return await submit(hass, result, {"model": profile})


async def change(hass: HomeAssistant, site: MockConfigEntry, kind: str, name: str, step: str) -> SubentryFlowResult:
    result = await hass.config_entries.subentries.async_init(
        (site.entry_id, kind), context={"source": SOURCE_RECONFIGURE, "subentry_id": name}
    )
    return await submit(hass, result, {"next_step_id": step})


async def submit(hass: HomeAssistant, result: SubentryFlowResult, entered: dict[str, Any]) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_configure(result["flow_id"], entered)


def offered(result: SubentryFlowResult, field: str = "nodes") -> list[Any]:
    schema = result["data_schema"]
    assert schema is not None
    return list(schema.schema[field].config["options"])


async def test_without_mqtt_a_person_is_told_to_set_it_up_first(hass: HomeAssistant) -> None:
    site = await set_up_site(hass)
    result = await start(hass, site, "lighting", "tasmota-relay")
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "mqtt_not_set_up")


async def test_nodes_of_the_model_are_offered_and_no_others(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    site = await set_up_site(hass, node("environment", "zigbee2mqtt-leak", "known"))
    for name, payload in {
        "entrance": {"water_leak": False},
        "hall/store": {"water_leak": False},
        "lamp": {"state": "ON"},
        "known": {"water_leak": False},
        "bridge/info": {"water_leak": False},
    }.items():
        await nodes.send(f"zigbee2mqtt/{name}", payload, retain=True)
    await nodes.send("zigbee2mqtt/broken", '{"water_leak": fal', retain=True)
    result = await start(hass, site, "environment", "zigbee2mqtt-leak")
    assert offered(result) == ["entrance", "hall/store"]


async def test_node_that_is_offline_is_not_offered(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    site = await set_up_site(hass)
    await nodes.send("tele/here/LWT", "Online", retain=True)
    await nodes.send("tele/gone/LWT", "Offline", retain=True)
    assert offered(await start(hass, site, "lighting", "tasmota-relay")) == ["here"]


async def test_one_node_is_read_before_it_is_saved(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    site = await set_up_site(hass)
    room = ar.async_get(hass).async_create("Roof")
    await nodes.send("campus/roof/online", "true", retain=True)
    await nodes.send("campus/roof/state", {"temperature": 18.5, "rain": False}, retain=True)
    result = await start(hass, site, "environment", "json-gateway-sensors")
    result = await submit(hass, result, {"nodes": ["roof"], "name": "Weather", "area_id": room.id})
    assert result["step_id"] == "confirm"
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert "18" in placeholders["readings"]
    result = await submit(hass, result, {})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    (subentry,) = site.subentries.values()
    assert (subentry.title, subentry.data["address"], subentry.data["area_id"]) == ("Weather", "roof", room.id)
    assert subentry.data["options"] == {"values": ["temperature", "rain"]}
    await until(hass, lambda: state(hass, "environment:roof", "temperature") == "18.5")
    registry = er.async_get(hass)
    assert registry.async_get_entity_id("sensor", DOMAIN, "environment:mqtt:broker:roof_humidity") is None


async def test_several_nodes_are_added_at_once(hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes) -> None:
    site = await set_up_site(hass)
    for name in ("lamp1", "lamp2", "lamp3"):
        await nodes.send(f"tele/{name}/LWT", "Online", retain=True)
        await nodes.send(f"tele/{name}/STATE", {"POWER": "ON"}, retain=True)
    result = await start(hass, site, "lighting", "tasmota-relay")
    result = await submit(hass, result, {"nodes": offered(result)})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()
    assert sorted(each.title for each in site.subentries.values()) == ["lamp1", "lamp2", "lamp3"]
    await until(hass, lambda: state(hass, "lighting:lamp3", "channel_1", "light") == "on")


async def test_silent_nodes_are_named_and_may_be_saved_all_the_same(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    site = await set_up_site(hass)
    result = await start(hass, site, "environment", "zigbee2mqtt-leak")
    result = await submit(hass, result, {"nodes": ["door-a", "door-b"]})
    assert result["errors"] == {"base": "nodes_silent"}
    placeholders = result["description_placeholders"]
    assert placeholders is not None
    assert placeholders["detail"] == "door-a, door-b"
    result = await submit(hass, result, {"nodes": ["door-a", "door-b"], "save_without_reading": True})
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert len(site.subentries) == 2


@pytest.mark.parametrize(
    ("entered", "error"),
    [
        ({}, {"nodes": "nodes_missing"}),
        ({"nodes": ["a/#"]}, {"nodes": "invalid_node"}),
        ({"nodes": ["+"]}, {"nodes": "invalid_node"}),
        ({"nodes": [f"n{number}" for number in range(51)]}, {"nodes": "too_many_nodes"}),
        ({"nodes": ["a"], "name": "x" * 101}, {"name": "name_too_long"}),
        ({"nodes": ["known", "other"]}, {"base": "already_configured"}),
        ({"nodes": ["known"]}, {"base": "already_configured"}),
        ({"nodes": ["silent"]}, {"base": "no_answer"}),
    ],
)
async def test_what_cannot_be_saved_is_explained(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, entered: dict[str, Any], error: dict[str, str]
) -> None:
    site = await set_up_site(hass, node("lighting", "tasmota-relay", "known"))
    result = await start(hass, site, "lighting", "tasmota-relay")
    assert (await submit(hass, result, entered))["errors"] == error


async def test_node_can_be_given_another_name(hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes) -> None:
    site = await set_up_site(hass, node("lighting", "tasmota-relay", "lamp"))
    result = await change(hass, site, "lighting", "lamp", "mqtt")
    result = await submit(hass, result, {"nodes": "lamp", "name": "Board"})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    assert site.subentries["lamp"].title == "Board"


async def test_channel_is_set_one_at_a_time(hass: HomeAssistant, mqtt_entry: MockConfigEntry) -> None:
    site = await set_up_site(hass, node("lighting", "tasmota-relay-4", "lamp"))
    room = ar.async_get(hass).async_create("Hall")
    for number, entered in {
        "2": {"channel_name": "Board", "shown": "light", "channel_area": room.id},
        "4": {"shown": "switch"},
    }.items():
        result = await change(hass, site, "lighting", "lamp", "channels")
        result = await submit(hass, result, {"channel": number})
        result = await submit(hass, result, entered)
        assert result["reason"] == "reconfigure_successful"
        await hass.async_block_till_done()
    assert site.subentries["lamp"].data["options"] == {
        "channels": {
            "2": {"channel_name": "Board", "shown": "light", "channel_area": room.id},
            "4": {"shown": "switch"},
        }
    }
    result = await change(hass, site, "lighting", "lamp", "channels")
    assert [choice["label"] for choice in offered(result, "channel")] == ["1", "2: Board", "3", "4"]


async def test_values_that_are_not_chosen_have_no_entity(hass: HomeAssistant, mqtt_entry: MockConfigEntry) -> None:
    site = await set_up_site(hass, node("environment", "zigbee2mqtt-climate", "room"))
    registry = er.async_get(hass)
    assert registry.async_get_entity_id("sensor", DOMAIN, "environment:mqtt:broker:room_pressure")
    result = await change(hass, site, "environment", "room", "values")
    await submit(hass, result, {"values": ["temperature"]})
    await hass.async_block_till_done()
    assert registry.async_get_entity_id("sensor", DOMAIN, "environment:mqtt:broker:room_temperature")
    assert registry.async_get_entity_id("sensor", DOMAIN, "environment:mqtt:broker:room_pressure") is None


async def test_modbus_sensor_is_set_up_over_its_line(hass: HomeAssistant, socket_enabled: None) -> None:
    gateway = RelayGateway([RelayModule(unit=3)])
    await gateway.start()
    site = await set_up_site(hass)
    result = await start(hass, site, "lighting", "waveshare-modbus-relay")
    result = await submit(hass, result, {"next_step_id": "modbus_tcp"})
    result = await submit(hass, result, {"host": "127.0.0.1", "port": gateway.port, "address": "3", "name": "Corridor"})
    assert result["step_id"] == "confirm"
    await submit(hass, result, {})
    await hass.async_block_till_done()
    assert [each.title for each in site.subentries.values()] == ["Corridor"]
    await gateway.stop()
