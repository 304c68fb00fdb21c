"""Adding and changing a projector through the forms, over real sockets."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, SubentryFlowContext
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN
from simulator.pjlink_server import Manners, PjlinkServer
from simulator.projector import Model, Power
from simulator.projector import Projector as SimulatedProjector

from ..conftest import poll
from .conftest import LOCAL, Emulate, SetUp, entity_of, lit, shown

CLASS_2 = "PJLink 投影机(第 2 类)projector class 2"


@pytest.fixture
async def site(hass: HomeAssistant) -> MockConfigEntry:
    entry = MockConfigEntry(domain=DOMAIN, title="North", entry_id="site1", data={"name": "North"})
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return entry


async def submit(hass: HomeAssistant, flow_id: str, entered: dict[str, Any]) -> Any:
    return await hass.config_entries.subentries.async_configure(flow_id, entered)


async def begin(hass: HomeAssistant, site: MockConfigEntry, profile: str = "pjlink-class-2") -> Any:
    """Open the flow and choose a model."""
    result = await hass.config_entries.subentries.async_init(
        (site.entry_id, "projector"), context=SubentryFlowContext(source=SOURCE_USER)
    )
    return await submit(hass, result["flow_id"], {"model": profile})


async def test_a_projector_is_read_and_saved(hass: HomeAssistant, site: MockConfigEntry, emulate: Emulate) -> None:
    emulator = await emulate(lit(), password="secret")
    form = await begin(hass, site)
    assert form["step_id"] == "projector_pjlink"
    entered = {"host": LOCAL, "port": emulator.port, "password": "secret", "name": "Hall"}
    shown_form = await submit(hass, form["flow_id"], entered)
    assert shown_form["step_id"] == "confirm"
    assert "EB\\-L735U" in shown_form["description_placeholders"]["identity"]
    assert "secret" not in str(shown_form)
    saved = await submit(hass, form["flow_id"], {})
    assert saved["type"] is FlowResultType.CREATE_ENTRY
    subentry = next(iter(site.subentries.values()))
    assert (subentry.data["key"], subentry.data["credentials"]) == ("projector:X8JK0000001", {"password": "secret"})
    await hass.async_block_till_done()


@pytest.mark.parametrize(
    ("settings", "error"),
    [
        ({"password": "secret"}, "wrong_credentials"),
        ({"pj_class": 1}, "wrong_model"),
        ({"drop_after_greeting": True}, "cannot_connect"),
    ],
)
async def test_what_went_wrong_is_one_sentence(
    settings: dict[str, Any], error: str, hass: HomeAssistant, site: MockConfigEntry, emulate: Emulate
) -> None:
    emulator = await emulate(lit(), **{key: value for key, value in settings.items() if key != "drop_after_greeting"})
    emulator.drop_after_greeting = "drop_after_greeting" in settings
    form = await begin(hass, site)
    entered = {"host": LOCAL, "port": emulator.port, "password": "wrong", "name": "Hall"}
    result = await submit(hass, form["flow_id"], entered)
    assert (result["type"], result["errors"]) == (FlowResultType.FORM, {"base": error})


async def test_a_projector_in_standby_can_be_added(
    hass: HomeAssistant, site: MockConfigEntry, emulate: Emulate
) -> None:
    emulator = await emulate()
    emulator.unavailable = {"INF1", "INF2", "INST", "SNUM", "SVER", "LAMP", "ERST"}
    form = await begin(hass, site)
    result = await submit(hass, form["flow_id"], {"host": LOCAL, "port": emulator.port, "name": "Hall"})
    assert result["step_id"] == "confirm"


async def test_a_text_family_is_asked_where_its_cable_ends(hass: HomeAssistant, site: MockConfigEntry) -> None:
    menu = await begin(hass, site, "smart-board-mx")
    assert (menu["type"], list(menu["menu_options"])) == (
        FlowResultType.MENU,
        ["projector_network", "projector_serial"],
    )


async def test_lifetimes_and_outlet_are_set_behind_the_connection(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit())
    entry = await set_up(emulator.port)
    menu = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "projector"), context=SubentryFlowContext(source=SOURCE_RECONFIGURE, subentry_id="p1")
    )
    form = await submit(hass, menu["flow_id"], {"next_step_id": "upkeep"})
    assert form["step_id"] == "upkeep"
    result = await submit(hass, menu["flow_id"], {"lamp_lifetime_h": 2000, "idle_below": 5})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    await hass.async_block_till_done()
    await entry.runtime_data.coordinators["p1"].polled.poll_now()
    await hass.async_block_till_done()
    assert shown(hass, "sensor", "light_source_remaining")[0] == "40.0"
    assert entity_of(hass, "media_player", "player") == "media_player.hall"


@pytest.mark.parametrize(("is_shared", "connections"), [(False, 0), (True, 3)])
async def test_a_projector_others_use_too_is_let_go_after_every_poll(
    is_shared: bool, connections: int, hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit())
    entry = await set_up(emulator.port)
    menu = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "projector"), context=SubentryFlowContext(source=SOURCE_RECONFIGURE, subentry_id="p1")
    )
    await submit(hass, menu["flow_id"], {"next_step_id": "upkeep"})
    await submit(hass, menu["flow_id"], {"idle_below": 5, "is_shared": is_shared})
    await hass.async_block_till_done()
    await poll(hass, entry, "p1")
    before = emulator.connections
    for _ in range(3):
        await poll(hass, entry, "p1")
    assert emulator.connections - before == connections


@pytest.fixture
async def selfish() -> AsyncIterator[PjlinkServer]:
    """A projector that is on and lets one client in."""
    server = PjlinkServer(
        SimulatedProjector(Model(), lambda: 0.0, power=Power.ON), Manners(only_one_client=True), host=LOCAL
    )
    await server.start()
    yield server
    await server.stop()


async def test_a_projector_that_lets_one_client_in_is_read_again_when_it_is_changed(
    hass: HomeAssistant, selfish: PjlinkServer, set_up: SetUp
) -> None:
    """The connection that polls it stands aside for the reading, and is opened again behind it."""
    entry = await set_up(selfish.port)
    before = (shown(hass, "media_player", "player")[0], selfish.is_occupied)
    menu = await hass.config_entries.subentries.async_init(
        (entry.entry_id, "projector"), context=SubentryFlowContext(source=SOURCE_RECONFIGURE, subentry_id="p1")
    )
    await submit(hass, menu["flow_id"], {"next_step_id": "model"})
    form = await submit(hass, menu["flow_id"], {"model": "pjlink-class-1"})
    result = await submit(hass, form["flow_id"], {"host": LOCAL, "port": selfish.port, "name": "Hall"})
    assert (before, result["step_id"], result.get("errors")) == (("on", True), "confirm", None)
    await poll(hass, entry, "p1")
    assert shown(hass, "media_player", "player")[0] == "on"
