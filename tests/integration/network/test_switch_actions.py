"""Actions and commands of the dashboard on switches."""

from typing import Any

import pytest
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN

from ..conftest import make_site, meter, settle
from .network_site import Stage, mac_of, switch_subentry

POE_ADMIN = "1.3.6.1.2.1.105.1.1.1.3.1"
ADMIN = "1.3.6.1.2.1.2.2.1.7"
OPTIONS = {"ports": ["Gi0/1", "Gi0/5"], "uplinks": ["Gi0/1"], "poe_ports": ["Gi0/5"], "allow_control": True}


@pytest.fixture
async def two(hass: HomeAssistant, stage: Stage, socket_enabled: None) -> MockConfigEntry:
    """Return a site with two switches, of which one may be operated, and a meter."""
    for agent in stage.agents.values():
        agent.values |= {f"{POE_ADMIN}.{port}": 1 for port in (1, 5)}
    entry = make_site(switch_subentry("lab", **OPTIONS), switch_subentry("dist"), meter(1))
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    await stage.run(entry, 60)
    return entry


def device_id(entry: MockConfigEntry, subentry_id: str) -> str:
    found: str = entry.runtime_data.coordinators[subentry_id].registry_id
    return found


async def call(hass: HomeAssistant, action: str, context: Context | None = None, **data: Any) -> dict[str, Any]:
    answer = await hass.services.async_call(DOMAIN, action, data, blocking=True, return_response=True, context=context)
    assert isinstance(answer, dict)
    return answer


async def test_ports_of_a_switch_are_returned(hass: HomeAssistant, two: MockConfigEntry) -> None:
    answer = await call(hass, "get_ports", device_id=device_id(two, "lab"))
    assert [port["name"] for port in answer["ports"]] == [f"Gi0/{number}" for number in range(1, 9)]
    first, fifth = answer["ports"][0], answer["ports"][4]
    assert (first["is_uplink"], first["neighbours"][0]["name"]) == (True, "dist")
    assert (fifth["alias"], fifth["is_picked"], fifth["in_rate"]) == ("Socket 5", True, pytest.approx(8000))


async def test_hostile_names_come_without_control_characters(
    hass: HomeAssistant, two: MockConfigEntry, stage: Stage
) -> None:
    stage.agents["lab"].values["1.3.6.1.2.1.31.1.1.1.18.5"] = b"<img src=x>\x1b]0;\x07" + b"A" * 10_000
    await stage.run(two, 360)
    answer = await call(hass, "get_ports", device_id=device_id(two, "lab"))
    label = answer["ports"][4]["alias"]
    assert label.startswith("<img src=x> ]0;")
    assert len(label) <= 255
    assert label.isprintable()


@pytest.mark.parametrize("action", ["get_ports", "set_port_admin"])
async def test_meter_is_no_switch(hass: HomeAssistant, two: MockConfigEntry, action: str) -> None:
    data = {"device_id": device_id(two, "sub1")}
    more = {"port": "Gi0/5", "enabled": True} if action == "set_port_admin" else {}
    with pytest.raises(ServiceValidationError, match="no network switch"):
        await call(hass, action, **data, **more)


async def test_device_is_found_on_the_port_with_the_fewest_addresses(
    hass: HomeAssistant, two: MockConfigEntry, stage: Stage
) -> None:
    stage.agents["lab"].learn(6, "pc1")
    stage.agents["dist"].learn(2, "pc1")
    stage.agents["dist"].learn(2, "pc2")
    mac = mac_of("pc1").hex("-")
    answer = await call(hass, "find_device_port", mac=mac)
    assert [(place["switch"], place["port"], place["macs_on_port"]) for place in answer["places"]] == [
        ("Switch lab", "Gi0/6", 1),
        ("Switch dist", "Gi0/2", 2),
    ]
    assert answer["without_answer"] == []


async def test_silent_switch_does_not_hide_what_others_know(
    hass: HomeAssistant, two: MockConfigEntry, stage: Stage
) -> None:
    stage.agents["lab"].learn(5, "pc1")
    stage.agents["dist"].silence()
    answer = await call(hass, "find_device_port", mac=mac_of("pc1").hex())
    assert [place["port"] for place in answer["places"]] == ["Gi0/5"]
    assert answer["without_answer"] == ["Switch dist"]


async def test_no_switch_that_answers_is_an_error(hass: HomeAssistant, two: MockConfigEntry, stage: Stage) -> None:
    for agent in stage.agents.values():
        agent.silence()
    with pytest.raises(HomeAssistantError, match="No switch"):
        await call(hass, "find_device_port", mac=mac_of("pc1").hex())


@pytest.mark.parametrize("mac", ["nonsense", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00", ""])
async def test_odd_address_is_refused(hass: HomeAssistant, two: MockConfigEntry, mac: str) -> None:
    with pytest.raises(ServiceValidationError, match="no hardware address"):
        await call(hass, "find_device_port", mac=mac)


async def test_port_is_shut_read_back_and_logged_with_the_user(
    hass: HomeAssistant,
    two: MockConfigEntry,
    stage: Stage,
    hass_admin_user: MockUser,
    caplog: pytest.LogCaptureFixture,
) -> None:
    context = Context(user_id=hass_admin_user.id)
    data = {"device_id": device_id(two, "lab"), "port": "Socket 5", "enabled": False}
    answer = await call(hass, "set_port_admin", context, **data)
    assert answer["port"] == "Gi0/5"
    assert stage.agents["lab"].link.writes == [{f"{ADMIN}.5": 2}]
    assert f"disable of port Gi0/5 by {hass_admin_user.name}" in caplog.text


async def test_person_without_rights_switches_nothing(
    hass: HomeAssistant, two: MockConfigEntry, stage: Stage, hass_read_only_user: MockUser
) -> None:
    context = Context(user_id=hass_read_only_user.id)
    with pytest.raises(Unauthorized):
        await call(hass, "set_port_poe", context, device_id=device_id(two, "lab"), port="Gi0/5", on=False)
    assert stage.agents["lab"].link.writes == []


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (("lab", "Gi0/1"), "marked as uplink"),
        (("lab", "1"), "marked as uplink"),
        (("dist", "Gi0/5"), "not allowed"),
        (("lab", "Gi0/99"), "has no port"),
        (("lab", "\x00\x1b"), "has no port"),
    ],
)
async def test_command_is_refused_before_anything_is_sent(
    hass: HomeAssistant, two: MockConfigEntry, stage: Stage, place: tuple[str, str], sentence: str
) -> None:
    with pytest.raises(ServiceValidationError, match=sentence):
        await call(hass, "set_port_poe", device_id=device_id(two, place[0]), port=place[1], on=False)
    assert all(agent.link.writes == [] for agent in stage.agents.values())


async def test_port_without_power_over_ethernet_is_told(hass: HomeAssistant, two: MockConfigEntry) -> None:
    with pytest.raises(HomeAssistantError, match="cannot be switched"):
        await call(hass, "set_port_poe", device_id=device_id(two, "lab"), port="Gi0/4", on=False)


async def test_cycle_names_a_port_or_a_device_but_not_both(hass: HomeAssistant, two: MockConfigEntry) -> None:
    lab, other = device_id(two, "lab"), device_id(two, "sub1")
    for data in ({}, {"device_id": lab}, {"device_id": lab, "port": "Gi0/5", "attached_device_id": other}):
        with pytest.raises(ServiceValidationError, match="Name either"):
            await call(hass, "power_cycle_port", **data)


async def test_device_whose_place_is_unknown_is_not_restarted(hass: HomeAssistant, two: MockConfigEntry) -> None:
    with pytest.raises(ServiceValidationError, match="not known on which port"):
        await call(hass, "power_cycle_port", attached_device_id=device_id(two, "sub1"))


async def test_device_is_restarted_by_the_port_it_hangs_on(
    hass: HomeAssistant, two: MockConfigEntry, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    switch, attached = device_id(two, "lab"), device_id(two, "sub1")
    await hass.services.async_call(
        DOMAIN, "set_port_device", {"device_id": attached, "switch_id": switch, "port": "Gi0/5"}, blocking=True
    )
    monkeypatch.setattr(two.runtime_data.coordinators["lab"].device._commands, "_sleep", sleep)
    answer = await call(hass, "power_cycle_port", attached_device_id=attached, off_seconds=7)
    assert (answer["switch"], answer["port"]) == ("Switch lab", "Gi0/5")
    assert stage.agents["lab"].link.writes == [{f"{POE_ADMIN}.5": 2}, {f"{POE_ADMIN}.5": 1}]
    assert slept == [7]


async def test_dashboard_reads_the_ports_once(
    hass: HomeAssistant, two: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "smart_campus/ports", "device_id": device_id(two, "lab")})
    answer = await client.receive_json()
    assert answer["success"]
    assert [port["name"] for port in answer["result"]["ports"]] == [f"Gi0/{number}" for number in range(1, 9)]


async def test_dashboard_sees_who_hangs_on_a_port_and_that_it_may_be_switched(
    hass: HomeAssistant, two: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    switch, attached = device_id(two, "lab"), device_id(two, "sub1")
    place = {"device_id": attached, "switch_id": switch, "port": "Gi0/5"}
    await hass.services.async_call(DOMAIN, "set_port_device", place, blocking=True)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "smart_campus/ports", "device_id": switch})
    result = (await client.receive_json())["result"]
    assert (result["site"], result["may_switch"]) == (two.entry_id, True)
    assert [port["name"] for port in result["ports"] if port["connected"]] == ["Gi0/5"]
    assert result["ports"][4]["connected"] == [{"device_id": attached, "name": "Meter 1", "source": "confirmed"}]


async def test_dashboard_sees_what_is_wrong_with_a_port(
    hass: HomeAssistant, two: MockConfigEntry, stage: Stage, hass_ws_client: WebSocketGenerator
) -> None:
    for poll in range(16):
        stage.agents["lab"].set(5, oper=1 + poll % 2, changed=360_000 + poll * 6_000)
        await stage.run(two, 60)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "smart_campus/ports", "device_id": device_id(two, "lab")})
    ports = (await client.receive_json())["result"]["ports"]
    assert {port["name"]: [each["fault"] for each in port["faults"]] for port in ports if port["faults"]} == {
        "Gi0/5": ["flapping"]
    }


async def test_dashboard_hears_of_every_poll(
    hass: HomeAssistant, two: MockConfigEntry, stage: Stage, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(hass)
    message = {"type": "smart_campus/ports/subscribe", "device_id": device_id(two, "lab")}
    await client.send_json_auto_id(message)
    assert (await client.receive_json())["success"]
    first = await client.receive_json()
    stage.agents["lab"].set(5, oper=2)
    await stage.run(two, 60)
    second = await client.receive_json()
    states = [each["event"]["ports"][4]["oper"] for each in (first, second)]
    assert states == ["up", "down"]


async def test_dashboard_learns_that_a_device_is_no_switch(
    hass: HomeAssistant, two: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    client = await hass_ws_client(hass)
    for kind in ("ports", "ports/subscribe"):
        await client.send_json_auto_id({"type": f"smart_campus/{kind}", "device_id": device_id(two, "sub1")})
        answer = await client.receive_json()
        assert (answer["success"], answer["error"]["code"]) == (False, "not_found")
