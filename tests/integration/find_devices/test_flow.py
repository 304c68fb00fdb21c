"""Finding devices from the first form to devices of the site, over real sockets and the real flows."""

from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import area_registry as ar
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.campuslink.discovery.finding import Service
from custom_components.smart_campus.find_devices.desk import search_desk
from custom_components.smart_campus.find_devices.search import Search
from custom_components.smart_campus.flows.find_devices import SUBENTRY_FIND
from simulator.pjlink_server import PjlinkServer
from simulator.uhppote_controller import UhppoteController

from .conftest import HOST, SECRET, SERIAL, begin, submit, wait, where

SEARCH = "custom_components.smart_campus.flows.find_devices.async_search"


def titles(site: MockConfigEntry) -> list[str]:
    return sorted(subentry.title for subentry in site.subentries.values())


async def test_devices_are_found_chosen_and_added_in_one_go(
    hass: HomeAssistant,
    site: MockConfigEntry,
    controller: UhppoteController,
    projector: PjlinkServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    area = ar.async_get(hass).async_create("Classroom 301")
    result = await begin(hass, site)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "user")
    ports = {Service.UHPPOTE: controller.port, Service.PJLINK: projector.port}
    result = await submit(hass, result, where(ports))
    assert result["step_id"] == "credentials"
    result = await submit(hass, result, {"pjlink_password": SECRET})
    assert (result["type"], result["progress_action"]) == (FlowResultType.SHOW_PROGRESS, "search")
    assert result["description_placeholders"]["total"] == "1"

    result = await wait(hass, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "found")
    said = result["description_placeholders"]
    assert (said["addresses"], said["found"], said["new"]) == ("1", "2", "2")
    options = result["data_schema"].schema["chosen"].config["options"]
    labels = sorted(option["label"] for option in options)
    assert [label.split(" · ")[0] for label in labels] == ["Room 301", f"UHPPOTE UT0311-L01 127.0.0.1/{SERIAL}"]
    assert labels[0].split(" · ")[1:] == ["EPSON EB-L735U (exact)", f"127.0.0.1:{projector.port}", "Classroom 301"]
    assert labels[1].split(" · ")[1:] == ["exact", f"127.0.0.1:{controller.port} / {SERIAL}"]

    chosen = [option["value"] for option in options]
    result = await submit(hass, result, {"chosen": chosen})
    assert (result["type"], result["progress_action"]) == (FlowResultType.SHOW_PROGRESS, "add")
    result = await wait(hass, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "all_added")
    assert result["description_placeholders"]["added"] == "2"
    result = await submit(hass, result, {"next_step_id": "finish"})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "devices_added")
    assert result["description_placeholders"]["added"] == "2"

    by_type = {subentry.subentry_type: subentry for subentry in site.subentries.values()}
    assert by_type.keys() == {"gate", "projector"}
    assert by_type["projector"].title == "Room 301"
    assert by_type["projector"].data["credentials"] == {"password": SECRET}
    assert by_type["projector"].data["area_id"] == area.id
    assert by_type["projector"].data["profile"] == "pjlink-class-2"
    assert by_type["gate"].data["address"] == str(SERIAL)
    assert not search_desk(hass).is_taken
    assert SECRET not in caplog.text
    assert SECRET not in str(labels) + str(said)


async def test_found_device_is_stored_like_one_of_its_own_flow(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController
) -> None:
    # By the flow of door gates first
    result = await hass.config_entries.subentries.async_init((site.entry_id, "gate"), context={"source": SOURCE_USER})
    result = await submit(hass, result, {"model": "uhppote-ut0311"})
    result = await submit(hass, result, {"next_step_id": "uhppote_udp"})
    entered = {"host": HOST, "port": controller.port, "address": "", "name": "Gate"}
    result = await submit(hass, result, entered)
    assert result["step_id"] == "confirm"
    await submit(hass, result, {})
    (by_hand,) = site.subentries.values()
    hass.config_entries.async_remove_subentry(site, by_hand.subentry_id)

    result = await submit(hass, await begin(hass, site), where({Service.UHPPOTE: controller.port}))
    result = await wait(hass, result)
    options = result["data_schema"].schema["chosen"].config["options"]
    await wait(hass, await submit(hass, result, {"chosen": [options[0]["value"]]}))
    (found,) = site.subentries.values()
    assert (found.subentry_type, found.unique_id) == (by_hand.subentry_type, by_hand.unique_id)
    assert dict(found.data) == dict(by_hand.data)


async def test_device_that_is_there_already_is_named_and_not_offered(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController
) -> None:
    ports = where({Service.UHPPOTE: controller.port})
    result = await wait(hass, await submit(hass, await begin(hass, site), ports))
    options = result["data_schema"].schema["chosen"].config["options"]
    await wait(hass, await submit(hass, result, {"chosen": [options[0]["value"]]}))

    other = MockConfigEntry(domain=site.domain, title="South", entry_id="south", data={"name": "South"})
    other.add_to_hass(hass)
    result = await wait(hass, await submit(hass, await begin(hass, other), ports))
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "nothing_new")
    assert titles(site)[0].split()[0] in result["description_placeholders"]["known"]
    assert other.subentries == {}


async def test_device_that_wants_a_password_is_listed_and_not_offered(
    hass: HomeAssistant, site: MockConfigEntry, projector: PjlinkServer
) -> None:
    result = await submit(hass, await begin(hass, site), where({Service.PJLINK: projector.port}))
    result = await wait(hass, await submit(hass, result, {}))
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "nothing_new")
    assert "wants a login" in result["description_placeholders"]["rest"]
    assert projector.requests == []


async def test_nothing_found_says_where_it_was_looked_for(hass: HomeAssistant, site: MockConfigEntry) -> None:
    with patch(SEARCH, return_value=()):
        result = await submit(hass, await begin(hass, site), where({Service.UHPPOTE: 60000}, text="127.0.0.1-5"))
        result = await wait(hass, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "nothing_found")
    assert result["description_placeholders"]["addresses"] == "5"
    # Whoever searches once more begins with the first form, whoever does not is told that nothing was added
    again = await submit(hass, result, {"next_step_id": "again"})
    assert (again["type"], again["step_id"]) == (FlowResultType.FORM, "user")
    with patch(SEARCH, return_value=()):
        result = await wait(hass, await submit(hass, again, where({Service.UHPPOTE: 60000})))
    result = await submit(hass, result, {"next_step_id": "finish"})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "nothing_added")


async def test_nothing_chosen_adds_nothing(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController
) -> None:
    result = await wait(hass, await submit(hass, await begin(hass, site), where({Service.UHPPOTE: controller.port})))
    result = await submit(hass, result, {})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "nothing_added")
    assert site.subentries == {}


async def test_device_that_fell_silent_meanwhile_is_named(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController, projector: PjlinkServer
) -> None:
    ports = {Service.UHPPOTE: controller.port, Service.PJLINK: projector.port}
    result = await submit(hass, await begin(hass, site), where(ports))
    result = await wait(hass, await submit(hass, result, {"pjlink_password": SECRET}))
    options = result["data_schema"].schema["chosen"].config["options"]
    await projector.stop()
    result = await wait(hass, await submit(hass, result, {"chosen": [option["value"] for option in options]}))
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "some_added")
    assert result["description_placeholders"] == {"added": "1", "failed": "- Room 301"}
    assert [subentry.subentry_type for subentry in site.subentries.values()] == ["gate"]


async def test_room_chosen_for_the_others_is_theirs(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController
) -> None:
    area = ar.async_get(hass).async_create("Hall")
    result = await wait(hass, await submit(hass, await begin(hass, site), where({Service.UHPPOTE: controller.port})))
    options = result["data_schema"].schema["chosen"].config["options"]
    await wait(hass, await submit(hass, result, {"chosen": [options[0]["value"]], "area_id": area.id}))
    (found,) = site.subentries.values()
    assert found.data["area_id"] == area.id


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("10.0.0.0/8", "range_too_large", {"count": "16777214", "most": "4096"}),
        ("0.0.0.0/0", "range_too_large", {"count": "4294967294"}),
        (" , ", "range_empty", {}),
        ("<b>north</b>", "range_malformed", {"part": "<b>north</b>"}),
        ("http://x/../", "range_malformed", {}),
        ("224.0.0.1", "range_no_hosts", {}),
    ],
)
async def test_range_that_cannot_be_searched_is_told_before_anything_is_sent(
    hass: HomeAssistant, site: MockConfigEntry, text: str, error: str, said: dict[str, str]
) -> None:
    # Sockets are blocked here: a packet would fail the test
    result = await submit(hass, await begin(hass, site), where({Service.MODBUS: 502}, text=text))
    assert (result["step_id"], result["errors"]) == ("user", {"range": error})
    assert result["description_placeholders"].items() >= said.items()


@pytest.mark.parametrize(
    "details", [{"units": "0-9"}, {"units": "many"}, {"ports_modbus": "99999"}, {"ports_web": "1-65535"}]
)
async def test_wrong_ports_and_units_are_told(
    hass: HomeAssistant, site: MockConfigEntry, details: dict[str, str]
) -> None:
    result = await submit(hass, await begin(hass, site), where({Service.MODBUS: 502}, details=details))
    assert result["errors"] == {"base": "invalid_numbers"}


async def test_addresses_of_the_internet_are_searched_only_when_confirmed(
    hass: HomeAssistant, site: MockConfigEntry
) -> None:
    searched: list[Search] = []

    async def note(_hass: HomeAssistant, _library: Any, search: Search, _on_progress: Any) -> tuple[()]:
        searched.append(search)
        return ()

    with patch(SEARCH, note):
        result = await submit(hass, await begin(hass, site), where({Service.MODBUS: 502}, text="198.51.100.7"))
        assert result["step_id"] == "confirm_public"
        result = await submit(hass, result, {"confirmed": False})
        assert (result["step_id"], result["errors"]) == ("confirm_public", {"confirmed": "range_not_private"})
        assert searched == []
        result = await wait(hass, await submit(hass, result, {"confirmed": True}))
    assert list(searched[0].addresses) == ["198.51.100.7"]


async def test_credentials_are_read_by_service_and_checked(hass: HomeAssistant, site: MockConfigEntry) -> None:
    searched: list[Search] = []

    async def note(_hass: HomeAssistant, _library: Any, search: Search, _on_progress: Any) -> tuple[()]:
        searched.append(search)
        return ()

    services = {Service.SNMP: 161, Service.WEB: 80, Service.PJLINK: 4352, Service.EXTRON: 23}
    keys = {
        "communities": ["one", " ", "two"],
        "snmp_user": {"user": "op", "auth_protocol": "sha256", "auth_key": "short", "priv_protocol": "none"},
        "web_login": {"username": "admin", "password": "letmein"},
        "extron_password": "extron",
    }
    with patch(SEARCH, note):
        result = await submit(hass, await begin(hass, site), where(services))
        result = await submit(hass, result, keys)
        assert (result["step_id"], result["errors"]) == ("credentials", {"base": "snmp_user_incomplete"})
        keys["snmp_user"] = {**keys["snmp_user"], "auth_key": "long-enough"}  # type: ignore[dict-item]  # a section
        await wait(hass, await submit(hass, result, keys))
    ring = searched[0].plan.keys
    assert [dict(each) for each in ring.snmp[:2]] == [
        {"version": "2c", "community": "one"},
        {"version": "2c", "community": "two"},
    ]
    assert (ring.snmp[2]["version"], ring.snmp[2]["user"]) == ("3", "op")
    assert [dict(each) for each in ring.web] == [{"username": "admin", "password": "letmein"}]
    assert (ring.pjlink, [dict(each) for each in ring.extron]) == ((), [{"password": "extron"}])
    assert searched[0].plan.ports[Service.WEB] == (80,)


async def test_only_administrators_may_search(
    hass: HomeAssistant, site: MockConfigEntry, hass_client: ClientSessionGenerator, hass_read_only_access_token: str
) -> None:
    assert await async_setup_component(hass, "config", {})
    client = await hass_client(hass_read_only_access_token)
    answer = await client.post(
        "/api/config/config_entries/subentries/flow", json={"handler": [site.entry_id, SUBENTRY_FIND]}
    )
    assert answer.status == 401
    assert hass.config_entries.subentries.async_progress() == []
