"""The network of a site in a real core: what is known, and who is told."""

from types import MappingProxyType
from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.network.reporting import describe_network
from custom_components.smart_campus.network.settings import HealthSettings

from ..conftest import FakeCampus, make_site, meter, settle, state_of
from .conftest import start
from .hearing import Ear
from .network_site import Stage, switch_subentry

PORT_TRIGGERS = ("port_flapping", "port_errors", "port_speed_dropped", "port_recovered")
REACH_TRIGGERS = ("device_became_unreachable", "device_no_longer_unreachable")


def cut(stage: Stage, campus: FakeCampus, *switches: str, meters: tuple[int, ...] = ()) -> None:
    """Let switches and meters answer nothing."""
    for name in switches:
        stage.agents[name].silence()
    for unit in meters:
        campus.link(unit, f"192.0.2.{unit}").silence()


def mend(stage: Stage, campus: FakeCampus, *switches: str, meters: tuple[int, ...] = ()) -> None:
    for name in switches:
        stage.agents[name].heal()
    for unit in meters:
        campus.link(unit, f"192.0.2.{unit}").heal()


def device_id(hass: HomeAssistant, entry: MockConfigEntry, key: str) -> str:
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, key), entry.entry_id)
    assert device is not None
    return device.id


async def test_topology_is_learned_from_what_switches_say(site: MockConfigEntry) -> None:
    state = describe_network(site.runtime_data.network)

    assert [(node.key, node.parent, node.ports, node.parent_ports) for node in state.switches] == [
        ("core", None, (), ()),
        ("dist", "core", ("Gi0/1",), ("Gi0/1",)),
        ("gym", "core", ("Gi0/1",), ("Gi0/2",)),
        ("lab", "dist", ("Gi0/1",), ("Gi0/2",)),
    ]


async def test_device_is_found_on_the_port_that_learned_its_address(site: MockConfigEntry) -> None:
    state = describe_network(site.runtime_data.network)

    assert [(item.name, item.switch, item.port, item.source.value) for item in state.connected] == [
        ("Meter 1", "lab", "Gi0/5", "mac_table"),
        ("Meter 2", "gym", "Gi0/6", "mac_table"),
    ]
    assert {(item.switch, item.port, item.neighbour) for item in state.uplinks} == {
        ("core", "Gi0/1", "dist"),
        ("core", "Gi0/2", "gym"),
        ("dist", "Gi0/1", "core"),
        ("dist", "Gi0/2", "lab"),
        ("gym", "Gi0/1", "core"),
        ("lab", "Gi0/1", "dist"),
    }


async def test_addresses_are_looked_at_without_being_asked(
    hass: HomeAssistant, stage: Stage, new_site: MockConfigEntry
) -> None:
    await start(hass, stage, new_site)

    await stage.run(new_site, 600)

    assert len(describe_network(new_site.runtime_data.network).connected) == 2


async def test_one_fault_is_one_trigger_and_its_end_another(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen(*REACH_TRIGGERS)

    cut(stage, campus, "dist", "lab", meters=(1,))
    await stage.run(site, 300)
    assert ear.heard("kind", "name", "cause") == [("device_became_unreachable", "Switch dist", "Switch dist")]
    mend(stage, campus, "dist", "lab", meters=(1,))
    await stage.run(site, 120)

    assert ear.heard("kind", "name") == [("device_no_longer_unreachable", "Switch dist")]


async def test_children_are_told_with_their_cause_to_who_wants_them(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen(*REACH_TRIGGERS, options={"only_root_causes": False})

    cut(stage, campus, "dist", "lab", meters=(1,))
    await stage.run(site, 300)

    assert sorted(ear.heard("name", "cause")) == [
        ("Meter 1", "Switch dist"),
        ("Switch dist", "Switch dist"),
        ("Switch lab", "Switch dist"),
    ]
    mend(stage, campus, "dist", "lab", meters=(1,))
    await stage.run(site, 120)
    assert sorted(ear.heard("name")) == [("Meter 1",), ("Switch dist",), ("Switch lab",)]


async def test_device_that_stays_silent_when_its_switch_is_back_is_told_then(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen(*REACH_TRIGGERS)
    cut(stage, campus, "lab", meters=(1,))
    await stage.run(site, 300)
    assert ear.heard("name") == [("Switch lab",)]

    mend(stage, campus, "lab")
    await stage.run(site, 300)

    assert ear.heard("kind", "name", "cause") == [
        ("device_no_longer_unreachable", "Switch lab", "Switch lab"),
        ("device_became_unreachable", "Meter 1", "Meter 1"),
    ]


async def test_short_silence_is_told_to_nobody(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen(*REACH_TRIGGERS, options={"only_root_causes": False})

    cut(stage, campus, meters=(1,))
    await stage.run(site, 45, step_s=15)
    mend(stage, campus, meters=(1,))
    await stage.run(site, 120, step_s=15)

    assert ear.heard("name") == []


async def test_restart_repeats_nothing_and_misses_no_end(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen(*REACH_TRIGGERS)
    cut(stage, campus, "gym", meters=(2,))
    campus.is_silent = True
    await stage.run(site, 300)
    assert ear.heard("name") == [("Switch gym",)]

    await hass.config_entries.async_reload(site.entry_id)
    await hass.async_block_till_done()
    await stage.run(site, 600)
    assert ("Switch gym",) not in ear.heard("name")
    mend(stage, campus, "gym")
    await stage.run(site, 120)

    assert ("device_no_longer_unreachable", "Switch gym") in ear.heard("kind", "name")


async def test_device_that_is_silent_from_the_start_is_told_after_the_time_of_grace(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, new_site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen(*REACH_TRIGGERS)
    stage.agents["gym"].silence()
    new_site.add_to_hass(hass)
    await hass.config_entries.async_setup(new_site.entry_id)
    await hass.async_block_till_done()

    await stage.run(new_site, 90, step_s=30)
    assert ear.heard("name") == []
    await stage.run(new_site, 120, step_s=30)

    assert ear.heard("name") == [("Switch gym",)]


async def test_rooms_choose_whose_silence_is_told(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry, ear: Ear
) -> None:
    room, other = ar.async_get(hass).async_create("Room 301"), ar.async_get(hass).async_create("Room 302")
    dr.async_get(hass).async_update_device(device_id(hass, site, "key1"), area_id=room.id)
    dr.async_get(hass).async_update_device(device_id(hass, site, "key2"), area_id=other.id)
    await ear.listen("device_became_unreachable", area_id=room.id)

    cut(stage, campus, meters=(1, 2))
    await stage.run(site, 300)

    assert ear.heard("name") == [("Meter 1",)]


async def test_is_reachable_condition_asks_for_all_or_any_device(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry, ear: Ear
) -> None:
    devices = [device_id(hass, site, key) for key in ("key1", "key2")]
    automations = [
        {
            "alias": name,
            "triggers": [{"trigger": "event", "event_type": "go"}],
            "conditions": [
                {"condition": "smart_campus.is_reachable", "target": {"device_id": devices}, "options": options}
            ],
            "actions": [{"action": "test.hear", "data": {"name": name}}],
        }
        for name, options in (("all", {}), ("any", {"behavior": "any"}))
    ]
    assert await async_setup_component(hass, "automation", {"automation": automations})

    async def who() -> list[tuple[str, ...]]:
        hass.bus.async_fire("go")
        await hass.async_block_till_done()
        return sorted(ear.heard("name"))

    assert await who() == [("all",), ("any",)]
    cut(stage, campus, meters=(1,))
    await stage.run(site, 120)
    assert await who() == [("any",)]
    cut(stage, campus, meters=(2,))
    await stage.run(site, 120)
    assert await who() == []


async def test_errors_on_a_port_are_told_counted_and_told_to_be_over(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen(*PORT_TRIGGERS)
    gym = stage.agents["gym"]

    for count in range(1, 20):
        gym.set(6, errors=count * 20)
        await stage.run(site, 60)
    assert ear.heard("kind", "name", "port", "fault") == [("port_errors", "Switch gym", "Gi0/6", "errors")]
    assert state_of(hass, "gym", "ports_with_errors") == "1"
    finding = describe_network(site.runtime_data.network).findings[0]
    assert (finding.description, finding.connected, finding.if_index) == ("Socket 6", ("Meter 2",), 6)
    await stage.run(site, 60 * 35)

    assert ear.heard("kind", "port", "fault") == [("port_recovered", "Gi0/6", "errors")]
    assert state_of(hass, "gym", "ports_with_errors") == "0"


async def test_port_that_flaps_between_polls_is_told(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen(*PORT_TRIGGERS)

    for change in range(1, 6):
        stage.agents["lab"].set(3, changed=400_000 + change * 6000)
        await stage.run(site, 60)

    assert ear.heard("kind", "name", "port") == [("port_flapping", "Switch lab", "Gi0/3")]
    assert state_of(hass, "lab", "ports_flapping") == "1"


async def test_port_that_drops_to_100_megabit_is_told_once_over_a_restart(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen(*PORT_TRIGGERS)
    stage.agents["lab"].set(4, mbit=100)

    await stage.run(site, 300)
    await hass.config_entries.async_reload(site.entry_id)
    await hass.async_block_till_done()
    await stage.run(site, 900)
    assert ear.heard("kind", "port") == [("port_speed_dropped", "Gi0/4")]
    await hass.config_entries.async_reload(site.entry_id)
    await hass.async_block_till_done()
    await stage.run(site, 900)

    assert ear.heard("kind") == []
    assert [item.port for item in describe_network(site.runtime_data.network).findings] == ["Gi0/4"]


async def test_room_behind_a_port_hears_of_its_trouble(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry, ear: Ear
) -> None:
    room = ar.async_get(hass).async_create("Room 301")
    dr.async_get(hass).async_update_device(device_id(hass, site, "key1"), area_id=room.id)
    await ear.listen("port_speed_dropped", area_id=room.id)

    stage.agents["lab"].set(4, mbit=100)
    stage.agents["lab"].set(5, mbit=100)
    await stage.run(site, 900)

    assert ear.heard("port") == [("Gi0/5",)]


async def test_site_that_is_removed_leaves_nothing_stored(
    hass: HomeAssistant, site: MockConfigEntry, hass_storage: dict[str, object]
) -> None:
    await site.runtime_data.network.async_save()
    assert f"{DOMAIN}.network.{site.entry_id}" in hass_storage

    await hass.config_entries.async_remove(site.entry_id)
    await hass.async_block_till_done()

    assert f"{DOMAIN}.network.{site.entry_id}" not in hass_storage


async def test_damaged_store_begins_anew(
    hass: HomeAssistant, stage: Stage, new_site: MockConfigEntry, hass_storage: dict[str, object]
) -> None:
    hass_storage[f"{DOMAIN}.network.{new_site.entry_id}"] = {
        "version": 1,
        "minor_version": 1,
        "key": "",
        "data": {"saved_at": "x", "switches": [], "topology": 3, "port_map": None, "availability": 1, "told": "?"},
    }

    await start(hass, stage, new_site)

    assert len(describe_network(new_site.runtime_data.network).switches) == 4


@pytest.mark.parametrize("data", [None, {"grace_s": "x", "hold_s": -5, "root": 7, "limits": []}])
def test_damaged_settings_are_the_defaults(data: object) -> None:
    settings = HealthSettings.from_json(data)

    assert (settings.root, settings.grace_s, settings.limits) == (None, 120.0, HealthSettings().limits)


async def test_dead_gateway_is_told_once_for_all_devices_behind_it(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, ear: Ear
) -> None:
    entry = make_site(switch_subentry("core"), *(meter(unit) for unit in (1, 2, 3)))
    await start(hass, stage, entry)
    room = ar.async_get(hass).async_create("Room 301")
    dr.async_get(hass).async_update_device(device_id(hass, entry, "key3"), area_id=room.id)
    await ear.listen(*REACH_TRIGGERS, area_id=room.id)

    for unit in (1, 2, 3):
        campus.link(unit).silence()
    await stage.run(entry, 300)
    assert ear.heard("kind", "name") == [("device_became_unreachable", "192.0.2.1:502")]
    assert {item.cause_name for item in describe_network(entry.runtime_data.network).unreachable} == {"192.0.2.1:502"}
    for unit in (1, 2, 3):
        campus.link(unit).heal()
    await stage.run(entry, 120)

    assert ear.heard("kind", "name") == [("device_no_longer_unreachable", "192.0.2.1:502")]


async def test_device_that_is_silent_alone_on_its_line_is_told_by_name(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, ear: Ear
) -> None:
    entry = make_site(switch_subentry("core"), *(meter(unit) for unit in (1, 2, 3)))
    await start(hass, stage, entry)
    await ear.listen(*REACH_TRIGGERS)

    campus.link(2).silence()
    await stage.run(entry, 300)

    assert ear.heard("name") == [("Meter 2",)]


async def test_first_switch_of_a_site_lets_every_device_show_what_the_network_knows(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus
) -> None:
    entry = make_site(meter(1))
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    registry = er.async_get(hass)
    assert registry.async_get_entity_id("sensor", DOMAIN, "key1_connected_to") is None
    described = switch_subentry("core")

    hass.config_entries.async_add_subentry(
        entry,
        ConfigSubentry(
            data=MappingProxyType(described["data"]),
            subentry_id="core",
            subentry_type="switch",
            title="Switch core",
            unique_id="switch:core",
        ),
    )
    await hass.async_block_till_done()

    for key in ("key1", "core"):
        assert registry.async_get_entity_id("sensor", DOMAIN, f"{key}_connected_to") is not None


async def test_stop_of_home_assistant_keeps_what_is_known(
    hass: HomeAssistant, site: MockConfigEntry, hass_storage: dict[str, dict[str, Any]]
) -> None:
    key = f"{DOMAIN}.network.{site.entry_id}"
    hass_storage.pop(key, None)

    hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await hass.async_block_till_done()

    assert set(hass_storage[key]["data"]["switches"]) == {"core", "dist", "lab", "gym"}


async def test_removed_switch_is_forgotten_with_its_ports(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    hass.config_entries.async_remove_subentry(site, "lab")
    await hass.async_block_till_done()
    watch = site.runtime_data.network

    await watch.async_save()

    assert set(watch.judges) == {"core", "dist", "gym"}
    assert watch.places.port_map.place_of("key1") is None
    assert "lab" not in watch.places.topology.switches
