"""Channels as lights and switches, rooms as one light: over a real broker, and over Modbus with a pymodbus server."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN
from simulator.modbus_relays import RelayGateway, RelayModule

from .conftest import LOCAL, Nodes, entity_id, node, set_up_site, state, until

LAMP = "lighting:mqtt:broker:lamp"


@pytest.fixture
async def relays(socket_enabled: None) -> AsyncIterator[RelayGateway]:
    gateway = RelayGateway([RelayModule(unit=1, channels=8), RelayModule(unit=2, channels=4)])
    await gateway.start()
    yield gateway
    await gateway.stop()


def module(relays: RelayGateway, unit: int = 1, **data: Any) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id=f"module{unit}",
        subentry_type="lighting",
        title=f"Module {unit}",
        unique_id=f"lighting:module{unit}",
        data={
            "profile": data.pop("profile", "generic-modbus-relay-8"),
            "endpoint": {"transport": "tcp", "host": LOCAL, "port": relays.port},
            "address": str(unit),
            "params": {},
            "key": f"lighting:module{unit}",
            **data,
        },
    )


async def call(hass: HomeAssistant, service: str, entity: str, **data: Any) -> None:
    domain = entity.partition(".")[0]
    await hass.services.async_call(domain, service, {"entity_id": entity, **data}, blocking=True)


async def test_lamp_is_on_once_the_node_says_so(hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes) -> None:
    await nodes.hear("cmnd/lamp/POWER")
    await set_up_site(hass, node("lighting", "tasmota-relay", "lamp"))
    await nodes.send("tele/lamp/LWT", "Online")
    await nodes.send("tele/lamp/STATE", {"POWER": "OFF"})
    await until(hass, lambda: state(hass, "lighting:lamp", "channel_1", "light") == "off")
    light = entity_id(hass, LAMP, "channel_1", "light")
    assert hass.states.get(light).attributes["friendly_name"] == "lamp"
    turning = hass.async_create_task(call(hass, "turn_on", light))
    assert await nodes.next() == ("cmnd/lamp/POWER", "ON", 1)
    assert hass.states.get(light).state == "off"
    await nodes.send("stat/lamp/RESULT", {"POWER": "ON"})
    await turning
    assert hass.states.get(light).state == "on"


async def test_command_without_an_answer_fails_and_changes_nothing(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes
) -> None:
    await set_up_site(hass, node("lighting", "tasmota-relay", "lamp"))
    await nodes.send("tele/lamp/LWT", "Online")
    await nodes.send("tele/lamp/STATE", {"POWER": "OFF"})
    await until(hass, lambda: state(hass, "lighting:lamp", "channel_1", "light") == "off")
    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, "turn_on", entity_id(hass, LAMP, "channel_1", "light"))
    assert caught.value.translation_key == "lighting_no_answer"
    assert state(hass, "lighting:lamp", "channel_1", "light") == "off"


async def test_dimmer_shows_and_sets_brightness(hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes) -> None:
    await nodes.hear("cmnd/lamp/Dimmer")
    await set_up_site(hass, node("lighting", "tasmota-dimmer", "lamp"))
    await nodes.send("tele/lamp/LWT", "Online")
    await nodes.send("tele/lamp/STATE", {"POWER": "ON", "Dimmer": 40})
    light = entity_id(hass, LAMP, "channel_1", "light")
    await until(hass, lambda: hass.states.get(light).attributes.get("brightness") == 102)
    turning = hass.async_create_task(call(hass, "turn_on", light, brightness_pct=75))
    assert await nodes.next() == ("cmnd/lamp/Dimmer", "75", 1)
    await nodes.send("stat/lamp/RESULT", {"POWER": "ON", "Dimmer": 75})
    await turning
    assert hass.states.get(light).attributes["brightness"] == 191


async def test_relay_of_a_module_is_switched_and_read_back(hass: HomeAssistant, relays: RelayGateway) -> None:
    await set_up_site(hass, module(relays))
    light = entity_id(hass, "lighting:module1", "channel_3", "light")
    await until(hass, lambda: hass.states.get(light).state == "off")
    await call(hass, "turn_on", light)
    assert relays.modules[1].coils == [False, False, True, False, False, False, False, False]
    assert hass.states.get(light).state == "on"


async def test_relay_that_sticks_is_not_shown_as_switched(hass: HomeAssistant, relays: RelayGateway) -> None:
    relays.modules[1].stuck.add(2)
    await set_up_site(hass, module(relays))
    light = entity_id(hass, "lighting:module1", "channel_3", "light")
    await until(hass, lambda: hass.states.get(light).state == "off")
    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, "turn_on", light)
    assert caught.value.translation_key == "lighting_not_seen"
    assert hass.states.get(light).state == "off"


async def test_channel_has_the_name_the_shape_and_the_room_of_the_settings(
    hass: HomeAssistant, relays: RelayGateway
) -> None:
    corridor = ar.async_get(hass).async_create("Corridor")
    channels = {
        "1": {"channel_name": "Board", "channel_area": corridor.id},
        "2": {"shown": "switch", "channel_name": "Fan"},
        "3": {"shown": "nothing"},
    }
    await set_up_site(hass, module(relays, options={"channels": channels}))
    registry = er.async_get(hass)
    board = registry.async_get(entity_id(hass, "lighting:module1", "channel_1", "light"))
    assert board is not None
    assert (board.original_name, board.area_id) == ("Board", corridor.id)
    assert registry.async_get_entity_id("switch", DOMAIN, "lighting:module1_channel_2")
    assert not registry.async_get_entity_id("light", DOMAIN, "lighting:module1_channel_2")
    assert not registry.async_get_entity_id("light", DOMAIN, "lighting:module1_channel_3")


async def test_room_set_by_hand_stays_after_a_restart(hass: HomeAssistant, relays: RelayGateway) -> None:
    corridor, hall = (ar.async_get(hass).async_create(name) for name in ("Corridor", "Hall"))
    entry = await set_up_site(hass, module(relays, options={"channels": {"1": {"channel_area": corridor.id}}}))
    light = entity_id(hass, "lighting:module1", "channel_1", "light")
    er.async_get(hass).async_update_entity(light, area_id=hall.id)
    await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done()
    found = er.async_get(hass).async_get(light)
    assert found is not None
    assert found.area_id == hall.id


async def test_lights_of_a_room_go_out_in_one_request_a_module(hass: HomeAssistant, relays: RelayGateway) -> None:
    room = ar.async_get(hass).async_create("Hall")
    await set_up_site(
        hass,
        module(relays, area_id=room.id),
        module(relays, 2, profile="generic-modbus-relay-4", area_id=room.id),
    )
    await until(hass, lambda: any(each.entity_id == "light.lights_of_hall" for each in hass.states.async_all()))
    lights = "light.lights_of_hall"
    await until(hass, lambda: hass.states.get(lights).state == "off")
    await call(hass, "turn_on", lights)
    assert relays.modules[1].coils == [True] * 8
    assert relays.modules[2].coils == [True] * 4
    assert hass.states.get(lights).state == "on"
    relays.writes.clear()
    await call(hass, "turn_off", lights)
    assert sorted(relays.writes) == [(1, 15, 0, 8), (2, 15, 0, 4)]
    assert hass.states.get(lights).state == "off"


async def test_room_follows_lights_that_are_moved(hass: HomeAssistant, relays: RelayGateway) -> None:
    hall, store = (ar.async_get(hass).async_create(name) for name in ("Hall", "Store"))
    await set_up_site(hass, module(relays, area_id=hall.id))
    await until(hass, lambda: hass.states.get("light.lights_of_hall") is not None)
    first = entity_id(hass, "lighting:module1", "channel_1", "light")
    er.async_get(hass).async_update_entity(first, area_id=store.id)
    await until(hass, lambda: hass.states.get("light.lights_of_store") is not None)
    await call(hass, "turn_on", "light.lights_of_store")
    assert relays.modules[1].coils == [True] + [False] * 7
    assert hass.states.get("light.lights_of_hall").state == "off"
    er.async_get(hass).async_update_entity(first, area_id=None)
    await until(hass, lambda: hass.states.get("light.lights_of_store") is None)


async def test_lamp_that_is_gone_keeps_no_other_of_its_room_dark(
    hass: HomeAssistant, mqtt_entry: MockConfigEntry, nodes: Nodes, relays: RelayGateway
) -> None:
    room = ar.async_get(hass).async_create("Hall")
    lamp = node("lighting", "tasmota-relay", "lamp", area_id=room.id)
    await set_up_site(hass, lamp, module(relays, area_id=room.id))
    await until(hass, lambda: hass.states.get("light.lights_of_hall") is not None)
    light = entity_id(hass, "lighting:module1", "channel_1", "light")
    await until(hass, lambda: hass.states.get(light).state == "off")
    with pytest.raises(HomeAssistantError):
        await call(hass, "turn_on", "light.lights_of_hall")
    assert relays.modules[1].coils == [True] * 8
