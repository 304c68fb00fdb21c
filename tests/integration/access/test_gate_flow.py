"""Adding a door controller: by its address, by a search, and what may be commanded afterwards."""

from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.device.gate.uhppote import UhppoteGate
from custom_components.smart_campus.campuslink.link.uhppote import search_controllers
from simulator.faults import Fault, FaultKind
from simulator.isapi_device import IsapiDevice
from simulator.isapi_door import IsapiDoor
from simulator.uhppote_controller import UhppoteController

from .conftest import SERIAL, start


@pytest.fixture
def site(hass: HomeAssistant) -> MockConfigEntry:
    entry = MockConfigEntry(domain="smart_campus", title="North", data={"name": "North"})
    entry.add_to_hass(hass)
    return entry


async def submit(hass: HomeAssistant, result: SubentryFlowResult, entered: dict[str, Any]) -> SubentryFlowResult:
    return await hass.config_entries.subentries.async_configure(result["flow_id"], entered)


async def begin(hass: HomeAssistant, site: MockConfigEntry, model: str, step: str) -> SubentryFlowResult:
    result = await hass.config_entries.subentries.async_init((site.entry_id, "gate"), context={"source": SOURCE_USER})
    schema = result["data_schema"]
    assert schema is not None
    options = schema.schema["model"].config["options"]
    label = next(option["value"] for option in options if model in option["value"])
    result = await submit(hass, result, {"model": label})
    return await submit(hass, result, {"next_step_id": step})


@pytest.mark.parametrize("step", ["uhppote_udp", "uhppote_tcp"])
@pytest.mark.parametrize("address", ["", str(SERIAL)])
async def test_a_controller_is_read_before_it_is_saved(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController, step: str, address: str
) -> None:
    form = await begin(hass, site, "UT0311-L04", step)
    place = {"host": controller.host, "port": controller.port, "address": address, "name": "North gate"}
    shown = await submit(hass, form, place)
    assert (shown["type"], shown["step_id"]) == (FlowResultType.FORM, "confirm")
    saved = await submit(hass, shown, {})
    assert saved["type"] is FlowResultType.CREATE_ENTRY
    assert saved["data"]["address"] == str(SERIAL)
    assert "options" not in saved["data"]


@pytest.mark.parametrize(
    ("entered", "error"),
    [({"address": "305419896"}, {"address": "invalid_address"}), ({"address": "12"}, {"address": "invalid_address"})],
)
async def test_only_serial_numbers_of_controllers_are_taken(
    hass: HomeAssistant,
    site: MockConfigEntry,
    controller: UhppoteController,
    entered: dict[str, str],
    error: dict[str, str],
) -> None:
    form = await begin(hass, site, "UT0311-L04", "uhppote_udp")
    shown = await submit(hass, form, {"host": controller.host, "port": controller.port, "name": "Gate", **entered})
    assert shown["errors"] == error


async def test_a_wrong_serial_number_is_said_to_answer_nothing(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController
) -> None:
    controller.fault = Fault(kind=FaultKind.SILENT)
    form = await begin(hass, site, "UT0311-L04", "uhppote_udp")
    with patch("custom_components.smart_campus.access.connection.UhppoteLink.command", side_effect=TimeoutError):
        shown = await submit(
            hass,
            form,
            {"host": controller.host, "port": controller.port, "address": "405419897", "name": "Gate"},
        )
    assert shown["errors"] == {"base": "no_answer"}


async def test_a_search_fills_in_the_place(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController
) -> None:
    form = await begin(hass, site, "UT0311-L04", "uhppote_search")

    async def search(broadcast: str, port: int, *, own_address: str) -> object:
        return await search_controllers(broadcast, port, timeout_s=0.2, own_address=own_address)

    with patch("custom_components.smart_campus.flows.gate.search_controllers", search):
        found = await submit(hass, form, {"broadcast": controller.host, "port": controller.port})
    assert found["step_id"] == "uhppote_found"
    form = await submit(hass, found, {"found": controller.host})
    schema = form["data_schema"]
    assert schema is not None
    filled = {str(key): key.description["suggested_value"] for key in schema.schema if key.description}
    assert (filled["host"], filled["port"], filled["address"]) == (controller.host, controller.port, str(SERIAL))


async def test_a_search_without_an_answer_says_so(hass: HomeAssistant, site: MockConfigEntry) -> None:
    form = await begin(hass, site, "UT0311-L04", "uhppote_search")

    async def search(broadcast: str, port: int, *, own_address: str) -> object:
        return await search_controllers("127.0.0.1", 9, timeout_s=0.05, own_address=own_address)

    with patch("custom_components.smart_campus.flows.gate.search_controllers", search):
        shown = await submit(hass, form, {"broadcast": "127.0.0.1", "port": 60000})
    assert shown["errors"] == {"base": "nothing_found"}
    shown = await submit(hass, form, {"broadcast": "no host!", "port": 60000})
    assert shown["errors"] == {"broadcast": "invalid_host"}
    for address, error in (("here", "invalid_own_address"), ("192.0.2.1", "foreign_own_address")):
        shown = await submit(hass, form, {"broadcast": "127.0.0.1", "port": 60000, "own_address": address})
        assert shown["errors"] == {"own_address": error}


async def test_a_terminal_is_read_with_its_password(hass: HomeAssistant, site: MockConfigEntry) -> None:
    async with IsapiDoor(IsapiDevice(doors=2)) as door:
        form = await begin(hass, site, "DS-K1T341", "isapi_http")
        entered = {"host": "127.0.0.1", "port": door.port, "username": "admin", "doors": 2, "name": "Terminal"}
        shown = await submit(hass, form, {**entered, "password": "wrong"})
        assert shown["errors"] == {"base": "wrong_credentials"}
        shown = await submit(hass, shown, {**entered, "password": "letmein"})
        assert shown["step_id"] == "confirm"
        saved = await submit(hass, shown, {})
    assert saved["data"]["credentials"] == {"username": "admin", "password": "letmein"}
    assert saved["data"]["params"] == {"doors": 2}


async def test_a_barrier_shows_where_it_is_before_it_is_saved(hass: HomeAssistant, site: MockConfigEntry) -> None:
    async with IsapiDoor(IsapiDevice(doors=0, has_barrier=True)) as camera:
        form = await begin(hass, site, "DS-TCG405-E", "isapi_http")
        entered = {"host": "127.0.0.1", "port": camera.port, "username": "admin", "password": "letmein"}
        shown = await submit(hass, form, {**entered, "name": "Barrier"})
        assert shown["step_id"] == "confirm"
        assert "closed" in shown["description_placeholders"]["readings"]


async def test_what_may_be_commanded_is_set_afterwards(hass: HomeAssistant, controller: UhppoteController) -> None:
    entry = await start(hass, controller)
    result = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "gate"), context={"source": SOURCE_RECONFIGURE, "subentry_id": "gate"}
    )
    form = await submit(hass, result, {"next_step_id": "doors"})
    entered = {
        "allow_open": True,
        "allow_modes": False,
        "allow_release": False,
        "sync_clock": True,
        "contacts": ["1", "2"],
        "held_open_s": 90,
        "own_address": "127.0.0.7",
    }
    form = await submit(hass, form, {**entered, "own_address": "127.0.0"})
    assert form["errors"] == {"own_address": "invalid_own_address"}
    done = await submit(hass, form, entered)
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    await hass.async_block_till_done()
    assert entry.subentries["gate"].data["options"] == {**entered, "held_open_s": 90.0}
    device = entry.runtime_data.coordinators["gate"].device
    assert {point for point in device.points if point.endswith("_open")} >= {"door1_open", "door2_open"}
    assert "door3_open" not in device.points
    assert isinstance(device, UhppoteGate)
    assert await device._link.find_own_address() == "127.0.0.7"
