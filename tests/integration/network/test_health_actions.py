"""What people and automations may ask of the health of the network, and tell it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.network.reporting import describe_network
from custom_components.smart_campus.network.watch import NetworkWatch

from ..conftest import FakeCampus, make_site, meter, settle, state_of
from .conftest import start
from .hearing import Ear
from .network_site import Stage, mac_of


async def act(hass: HomeAssistant, action: str, *, answers: bool = False, **data: Any) -> Any:
    return await hass.services.async_call(DOMAIN, action, data, blocking=True, return_response=answers)


def device_id(hass: HomeAssistant, entry: MockConfigEntry, key: str) -> str:
    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, key), entry.entry_id)
    assert device is not None
    return device.id


def in_hours(hours: float) -> str:
    return (dt_util.now() + timedelta(hours=hours)).isoformat()


async def test_topology_is_answered_as_plain_json(hass: HomeAssistant, site: MockConfigEntry) -> None:
    answer = await act(hass, "get_topology", answers=True, site=site.entry_id)

    assert json.loads(json.dumps(answer)) == answer
    assert [(item["name"], item["parent"]) for item in answer["switches"]] == [
        ("Switch core", None),
        ("Switch dist", "core"),
        ("Switch gym", "core"),
        ("Switch lab", "dist"),
    ]


async def test_availability_is_answered_by_the_minute(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry
) -> None:
    begin = dt_util.now()
    await stage.run(site, 600)
    campus.link(1).silence()
    await stage.run(site, 600)
    campus.link(1).heal()
    await stage.run(site, 600)

    answer = await act(
        hass,
        "get_availability",
        answers=True,
        site=site.entry_id,
        device_id=device_id(hass, site, "key1"),
        start=begin.isoformat(),
        end=dt_util.now().isoformat(),
    )

    (counts,) = answer["devices"]
    assert counts["name"] == "Meter 1"
    assert counts["up_minutes"] + counts["down_minutes"] == pytest.approx(30, abs=0.1)
    assert counts["down_minutes"] == pytest.approx(10, abs=1.1)
    assert counts["availability"] == pytest.approx(counts["up_minutes"] / 30 * 100, abs=0.5)
    assert len(counts["outages"]) == 1


async def test_availability_lists_every_device_of_the_month(hass: HomeAssistant, site: MockConfigEntry) -> None:
    answer = await act(hass, "get_availability", answers=True, site=site.entry_id)

    assert [item["name"] for item in answer["devices"]] == [
        "Meter 1",
        "Meter 2",
        "Switch core",
        "Switch dist",
        "Switch gym",
        "Switch lab",
    ]
    assert dt_util.parse_datetime(answer["start"], raise_on_error=True).day == 1


async def test_time_in_which_the_monitor_was_off_is_not_up_time(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    begin = dt_util.now()
    await hass.config_entries.async_unload(site.entry_id)
    stage.tick(7200)
    await hass.config_entries.async_setup(site.entry_id)
    await settle(hass, site)
    await stage.run(site, 600)

    answer = await act(
        hass, "get_availability", answers=True, site=site.entry_id, start=begin.isoformat(), end=in_hours(0)
    )

    for counts in answer["devices"]:
        assert counts["unmonitored_minutes"] == pytest.approx(120, abs=1.1)
        assert counts["up_minutes"] == pytest.approx(10, abs=1.1)
        assert counts["availability"] == 100


async def test_planned_work_is_silent_and_counted_apart(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen("device_became_unreachable", options={"only_root_causes": False})
    answer = await act(
        hass,
        "set_maintenance",
        answers=True,
        site=site.entry_id,
        device_id=[device_id(hass, site, "dist"), device_id(hass, site, "key1")],
        end=in_hours(1),
        note="New firmware\x00",
    )

    for name in ("dist", "lab"):
        stage.agents[name].silence()
    campus.link(1).silence()
    await stage.run(site, 600)
    assert ear.heard("name") == []
    counts = await act(
        hass, "get_availability", answers=True, site=site.entry_id, device_id=device_id(hass, site, "key1")
    )
    assert counts["devices"][0]["maintenance_minutes"] == pytest.approx(10, abs=0.1)
    assert counts["devices"][0]["down_minutes"] == 0
    topology = await act(hass, "get_topology", answers=True, site=site.entry_id)
    assert [(plan["note"], plan["id"]) for plan in topology["maintenance"]] == [
        ("New firmware", answer["maintenance_id"])
    ]

    await act(hass, "cancel_maintenance", site=site.entry_id, maintenance_id=answer["maintenance_id"])
    await stage.run(site, 180)
    assert sorted(ear.heard("name", "cause")) == [
        ("Meter 1", "Switch dist"),
        ("Switch dist", "Switch dist"),
        ("Switch lab", "Switch dist"),
    ]


async def test_planned_work_on_everything_hushes_ports_as_well(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry, ear: Ear
) -> None:
    await ear.listen("port_speed_dropped")
    await act(hass, "set_maintenance", site=site.entry_id, end=in_hours(1))

    stage.agents["lab"].set(4, mbit=100)
    await stage.run(site, 1800)
    assert ear.heard("port") == []
    await stage.run(site, 2400)

    assert ear.heard("port") == [("Gi0/4",)]


async def test_planned_work_that_has_not_begun_is_forgotten_altogether(
    hass: HomeAssistant, site: MockConfigEntry
) -> None:
    answer = await act(hass, "set_maintenance", answers=True, site=site.entry_id, start=in_hours(1), end=in_hours(2))

    await act(hass, "cancel_maintenance", site=site.entry_id, maintenance_id=answer["maintenance_id"])

    assert site.runtime_data.network.availability.plans == []


@pytest.mark.parametrize(
    ("action", "data", "key"),
    [
        ("set_maintenance", {"end": "2020-01-01 00:00:00"}, "maintenance_ends_too_soon"),
        ("cancel_maintenance", {"maintenance_id": "x"}, "maintenance_unknown"),
        ("set_maintenance", {"end": "2090-01-01 00:00:00", "device_id": "x"}, "device_not_in_operation"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    hass: HomeAssistant, site: MockConfigEntry, action: str, data: dict[str, Any], key: str
) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await act(hass, action, site=site.entry_id, **data)

    assert caught.value.translation_key == key


async def test_person_says_where_a_device_hangs_and_takes_it_back(hass: HomeAssistant, site: MockConfigEntry) -> None:
    room = ar.async_get(hass).async_create("Room 301")
    meter_id, lab_id = device_id(hass, site, "key1"), device_id(hass, site, "lab")
    watch: NetworkWatch = site.runtime_data.network

    await act(hass, "set_port_device", device_id=meter_id, switch_id=lab_id, port="7", area_id=room.id)
    assert [
        (item.port, item.source.value, item.area_id) for item in describe_network(watch).connected if item.key == "key1"
    ] == [("Gi0/7", "confirmed", room.id)]
    await act(hass, "set_port_device", device_id=meter_id, release=True)

    assert [item.port for item in describe_network(watch).connected if item.key == "key1"] == ["Gi0/5"]


async def test_device_seen_elsewhere_than_said_is_a_repair_until_it_is_settled(
    hass: HomeAssistant, site: MockConfigEntry
) -> None:
    meter_id, lab_id = device_id(hass, site, "key1"), device_id(hass, site, "lab")
    watch: NetworkWatch = site.runtime_data.network
    await act(hass, "set_port_device", device_id=meter_id, switch_id=lab_id, port="Gi0/7")

    for _ in range(3):
        await watch.places.async_scan("lab")

    (issue,) = [item for item in ir.async_get(hass).issues.values() if item.translation_key == "port_map_wrong"]
    assert issue.translation_placeholders == {
        "site": "North",
        "device": "Meter 1",
        "confirmed": "Switch lab Gi0/7",
        "seen": "Switch lab Gi0/5",
    }
    await act(hass, "set_port_device", device_id=meter_id, switch_id=lab_id, port="Gi0/5")
    assert [item for item in ir.async_get(hass).issues.values() if item.translation_key == "port_map_wrong"] == []


@pytest.mark.parametrize("where", [{"switch_id": "lab", "port": "Gi9/9"}, {"switch_id": "key2", "port": "1"}])
async def test_port_that_does_not_exist_is_refused(
    hass: HomeAssistant, site: MockConfigEntry, where: dict[str, str]
) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await act(
            hass,
            "set_port_device",
            device_id=device_id(hass, site, "key1"),
            switch_id=device_id(hass, site, where["switch_id"]),
            port=where["port"],
        )

    assert caught.value.translation_key == "port_unknown"


async def test_device_of_another_site_is_refused(hass: HomeAssistant, site: MockConfigEntry) -> None:
    other = make_site(meter(3, host="192.0.2.3"))
    other = MockConfigEntry(
        domain=DOMAIN, title="South", data={"name": "South"}, subentries_data=[meter(3, host="192.0.2.3")]
    )
    other.add_to_hass(hass)
    await hass.config_entries.async_setup(other.entry_id)
    await settle(hass, other)

    with pytest.raises(ServiceValidationError) as caught:
        await act(
            hass,
            "set_port_device",
            device_id=device_id(hass, other, "key3"),
            switch_id=device_id(hass, site, "lab"),
            port="Gi0/7",
        )

    assert caught.value.translation_key == "device_of_other_site"


async def test_accepted_speed_ends_the_fault(hass: HomeAssistant, stage: Stage, site: MockConfigEntry) -> None:
    stage.agents["lab"].set(5, mbit=100)
    await stage.run(site, 900)
    watch: NetworkWatch = site.runtime_data.network
    assert [item.port for item in describe_network(watch).findings] == ["Gi0/5"]

    await act(
        hass,
        "set_port_device",
        device_id=device_id(hass, site, "key1"),
        switch_id=device_id(hass, site, "lab"),
        port="Gi0/5",
        accept_speed=True,
    )
    await stage.run(site, 180)

    assert describe_network(watch).findings == ()


async def test_settings_of_a_site_outlive_a_restart(hass: HomeAssistant, site: MockConfigEntry) -> None:
    await act(
        hass,
        "configure_network_health",
        site=site.entry_id,
        root_id=device_id(hass, site, "gym"),
        startup_grace=30,
        limits={"flapping": {"raise_at": 4}},
    )

    await hass.config_entries.async_reload(site.entry_id)
    await hass.async_block_till_done()

    settings = site.runtime_data.network.settings
    assert (settings.root, settings.grace_s, settings.hold_s) == ("gym", 30, 60)
    assert settings.limits.flapping.raise_at == 4
    await act(hass, "configure_network_health", site=site.entry_id, root_id=None)
    assert site.runtime_data.network.settings.root is None
    assert site.runtime_data.network.settings.grace_s == 30


async def test_settings_are_for_administrators(hass: HomeAssistant, site: MockConfigEntry) -> None:
    user = MockUser(name="Facilities").add_to_hass(hass)

    with pytest.raises(HomeAssistantError):
        await hass.services.async_call(
            DOMAIN,
            "configure_network_health",
            {"site": site.entry_id},
            blocking=True,
            context=Context(user_id=user.id),
        )


async def test_who_planned_work_is_kept(hass: HomeAssistant, site: MockConfigEntry) -> None:
    user = MockUser(name="Facilities", is_owner=True).add_to_hass(hass)

    await hass.services.async_call(
        DOMAIN,
        "set_maintenance",
        {"site": site.entry_id, "end": in_hours(1)},
        blocking=True,
        context=Context(user_id=user.id),
    )

    assert [plan.by for plan in site.runtime_data.network.availability.plans] == ["Facilities"]


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_devices_show_why_they_are_cut_off_and_where_they_hang(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry
) -> None:
    assert state_of(hass, "key1", "connected_to") == "Switch lab Gi0/5"
    assert state_of(hass, "key1", "unreachable", "binary_sensor") == "off"

    stage.agents["lab"].silence()
    campus.link(1).silence()
    await stage.run(site, 1200)

    entity_id = er.async_get(hass).async_get_entity_id("binary_sensor", DOMAIN, "key1_unreachable")
    state = hass.states.get(entity_id or "")
    assert state is not None
    assert state.state == "on"
    assert state.attributes["unreachable_because"] == "Switch lab"
    assert state.attributes["cause_device_id"] == device_id(hass, site, "lab")
    availability = state_of(hass, "key1", "availability")
    assert availability is not None
    assert 0 < float(availability) < 60


async def test_network_entities_are_disabled_until_somebody_wants_them(
    hass: HomeAssistant, site: MockConfigEntry
) -> None:
    registry = er.async_get(hass)
    for platform, key in (
        ("binary_sensor", "unreachable"),
        ("sensor", "connected_to"),
        ("sensor", "availability"),
    ):
        entity_id = registry.async_get_entity_id(platform, DOMAIN, f"key1_{key}")
        entry = registry.async_get(entity_id or "")
        assert entry is not None
        assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION


async def test_site_without_switches_and_paths_has_no_network_entities(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = make_site(meter(1))
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)

    assert er.async_get(hass).async_get_entity_id("sensor", DOMAIN, "key1_connected_to") is None


async def test_hostile_neighbour_stays_text(hass: HomeAssistant, stage: Stage, new_site: MockConfigEntry) -> None:
    stage.agents["lab"].see(3, "x")
    stage.agents["lab"].values |= {
        "1.0.8802.1.1.2.1.4.1.1.9.0.3.1": b"<script>" * 2000,
        "1.0.8802.1.1.2.1.4.1.1.5.0.3.1": mac_of("stranger"),
        "1.3.6.1.2.1.31.1.1.1.18.3": b"\x1b[31m=cmd|' /C calc'!A0" * 500,
    }

    await start(hass, stage, new_site)

    watch: NetworkWatch = new_site.runtime_data.network
    names = [item.name for item in watch.places.topology.neighbours_of("lab")]
    assert max(map(len, names)) <= 64
    assert len(describe_network(watch).switches) == 4


async def test_dashboard_follows_the_state_of_the_network(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": f"{DOMAIN}/topology", "site": site.entry_id})
    answer = await client.receive_json()
    assert answer["result"]["switches"][0]["name"] == "Switch core"

    await client.send_json_auto_id({"type": f"{DOMAIN}/topology/subscribe", "site": site.entry_id})
    assert (await client.receive_json())["success"]
    assert (await client.receive_json())["event"]["unreachable"] == []
    stage.agents["gym"].silence()
    await stage.run(site, 60)

    event = (await client.receive_json())["event"]
    assert [item["name"] for item in event["unreachable"]] == ["Switch gym"]


async def test_dashboard_is_told_that_a_site_does_not_exist(
    hass: HomeAssistant, site: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(hass)

    for command in ("topology", "topology/subscribe"):
        await client.send_json_auto_id({"type": f"{DOMAIN}/{command}", "site": "none"})
        assert (await client.receive_json())["error"]["code"] == "not_found"


async def test_ports_are_judged_also_when_every_entity_of_the_switch_is_disabled(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    registry = er.async_get(hass)
    for entry in er.async_entries_for_device(registry, device_id(hass, site, "lab")):
        registry.async_update_entity(entry.entity_id, disabled_by=er.RegistryEntryDisabler.USER)
    await hass.config_entries.async_reload(site.entry_id)
    await hass.async_block_till_done()

    stage.agents["lab"].set(5, mbit=100)
    await stage.run(site, 900)

    assert [item.port for item in describe_network(site.runtime_data.network).findings] == ["Gi0/5"]
