"""Nodes over a real broker: states, availability, and what a broker that is restarted or set up later does to them."""

from collections.abc import Mapping
from typing import Any

import aiomqtt
import pytest
from homeassistant.components import mqtt
from homeassistant.const import EVENT_STATE_CHANGED, EVENT_STATE_REPORTED
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.diagnostics import async_get_device_diagnostics
from simulator.broker import Broker

from .conftest import LOCAL, Nodes, is_listening, node, set_up_site, state, until

ENTRANCE = node("environment", "zigbee2mqtt-leak", "entrance")
GATEWAY = node("environment", "json-gateway-sensors", "roof")
ONLINE = ("zigbee2mqtt/bridge/state", '{"state":"online"}')


async def test_values_of_one_message_are_the_states_of_their_entities(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    await set_up_site(hass, GATEWAY)
    await nodes.send("campus/roof/state", {"temperature": 18.25, "rain": True, "noise": "53.4", "co2": "nan"})
    await until(hass, lambda: state(hass, "environment:roof", "noise") == "53.4")
    assert state(hass, "environment:roof", "temperature") == "18.25"
    assert state(hass, "environment:roof", "rain", "binary_sensor") == "on"
    assert state(hass, "environment:roof", "co2") == "unknown"
    assert state(hass, "environment:roof", "humidity") == "unavailable"


async def test_somebody_else_who_reads_the_topic_as_text_takes_no_value_away(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    heard: list[object] = []
    await mqtt.async_subscribe(hass, "campus/roof/state", callback(lambda message: heard.append(message.payload)))
    await set_up_site(hass, GATEWAY)
    await nodes.send("campus/roof/state", {"temperature": 18.25})
    await until(hass, lambda: state(hass, "environment:roof", "temperature") == "18.25")
    assert heard == ['{"temperature": 18.25}']


async def test_state_the_broker_had_kept_shows_once_the_last_will_says_online(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    await nodes.send("zigbee2mqtt/entrance", {"water_leak": True}, retain=True)
    await set_up_site(hass, ENTRANCE)
    await until(hass, lambda: hass.data["smart_campus_broker"] is not None)
    assert state(hass, "environment:entrance", "floor_wet", "binary_sensor") == "unavailable"
    await nodes.send(*ONLINE, retain=True)
    await until(hass, lambda: state(hass, "environment:entrance", "floor_wet", "binary_sensor") == "on")


async def test_last_will_makes_every_entity_unavailable_and_back(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    await set_up_site(hass, ENTRANCE)
    await nodes.send(*ONLINE)
    await nodes.send("zigbee2mqtt/entrance", {"water_leak": False, "battery": 90})
    await until(hass, lambda: state(hass, "environment:entrance", "floor_wet", "binary_sensor") == "off")
    await nodes.send("zigbee2mqtt/entrance/availability", "offline")
    await until(hass, lambda: state(hass, "environment:entrance", "floor_wet", "binary_sensor") == "unavailable")
    assert state(hass, "environment:entrance", "battery") == "unavailable"
    await nodes.send("zigbee2mqtt/entrance/availability", '{"state":"online"}')
    await until(hass, lambda: state(hass, "environment:entrance", "floor_wet", "binary_sensor") == "off")


async def test_unchanged_message_writes_no_state(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    await set_up_site(hass, GATEWAY)
    await nodes.send("campus/roof/state", {"temperature": 18.5, "humidity": 40})
    await until(hass, lambda: state(hass, "environment:roof", "humidity") == "40")
    writes: list[Any] = []

    @callback
    def is_ours(data: Mapping[str, Any]) -> bool:
        return bool(data["entity_id"].startswith("sensor.roof"))

    for event in (EVENT_STATE_CHANGED, EVENT_STATE_REPORTED):
        hass.bus.async_listen(event, writes.append, event_filter=is_ours)
    await nodes.send("campus/roof/state", {"temperature": 18.5, "humidity": 41})
    await until(hass, lambda: state(hass, "environment:roof", "humidity") == "41")
    assert len(writes) == 1


async def test_restarted_broker_needs_nobody(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, broker: Broker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("homeassistant.components.mqtt.client.RECONNECT_INTERVAL_SECONDS", 0.2)
    await set_up_site(hass, GATEWAY)
    async with aiomqtt.Client(LOCAL, broker.port) as client:
        await client.publish("campus/roof/state", '{"temperature": 18.5}', 1)
        await until(hass, lambda: state(hass, "environment:roof", "temperature") == "18.5")
    await broker.stop()
    link = hass.data["smart_campus_broker"]
    await until(hass, lambda: bool(link.trouble))
    await until(hass, lambda: state(hass, "environment:roof", "temperature") == "unavailable")
    await broker.start()
    await until(hass, lambda: not link.trouble)
    await until(hass, lambda: is_listening(hass))
    async with aiomqtt.Client(LOCAL, broker.port) as client:
        await client.publish("campus/roof/state", '{"temperature": 19.5}', 1)
        await until(hass, lambda: state(hass, "environment:roof", "temperature") == "19.5")


async def test_site_starts_without_mqtt_and_works_once_it_is_set_up(
    hass: HomeAssistant, broker: Broker, nodes: Nodes
) -> None:
    await set_up_site(hass, GATEWAY)
    assert state(hass, "environment:roof", "temperature") == "unavailable"
    await nodes.send("campus/roof/state", {"temperature": 20.5}, retain=True)
    await nodes.send("campus/roof/online", "true", retain=True)
    entry = MockConfigEntry(domain="mqtt", data={"broker": LOCAL, "port": broker.port, "discovery": False}, version=2)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await until(hass, lambda: state(hass, "environment:roof", "temperature") == "20.5")
    assert await hass.config_entries.async_reload(entry.entry_id)
    await nodes.send("campus/roof/state", {"temperature": 21.5}, retain=True)
    await until(hass, lambda: state(hass, "environment:roof", "temperature") == "21.5")
    await hass.config_entries.async_unload(entry.entry_id)


async def test_hostile_messages_are_counted_in_the_diagnostic_file(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes, caplog: pytest.LogCaptureFixture
) -> None:
    entry = await set_up_site(hass, GATEWAY)
    for payload in (
        b'{"temperature": 2', b"\xff\xfe{", b'{"a":1,"a":2}', b"x" * 1_000_000, b"[" * 5000, b"{}",
        b'{"temperature": NaN}', b'{"temperature": "warm"}', b'{"temperature": 1e999}',
    ):  # fmt: skip
        await nodes.send("campus/roof/state", payload)
    await nodes.send("campus/roof/state", {"temperature": 17.5})
    await until(hass, lambda: state(hass, "environment:roof", "temperature") == "17.5")
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "environment:mqtt:broker:roof"), "site1")
    assert device is not None
    found = await async_get_device_diagnostics(hass, entry, device)
    assert found["ignored"] == {
        "not_json": 1, "double_keys": 1, "too_long": 1, "too_deep": 1, "no_point": 1,
    }  # fmt: skip
    assert "roof" not in str(found["recording"])
    assert "Traceback" not in caplog.text


async def test_removed_node_is_listened_to_no_more(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    entry = await set_up_site(hass, GATEWAY, ENTRANCE)
    hass.config_entries.async_remove_subentry(entry, "roof")
    await hass.async_block_till_done()
    assert {each.topic for each in hass.data["smart_campus_broker"]._subscriptions} == {
        "zigbee2mqtt/entrance", "zigbee2mqtt/bridge/state", "zigbee2mqtt/entrance/availability",
    }  # fmt: skip
