"""One press turns on what a class needs and off again; what fails keeps nothing else from it."""

from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pjlink_advance.models import InputSource, InputType, PowerState
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.smart_campus.classes.rules.outcome import WORDS, Outcome
from custom_components.smart_campus.const import DOMAIN
from simulator.modbus_relays import RelayGateway
from tests.integration.conftest import poll, settle
from tests.integration.ledger.conftest import recorder
from tests.integration.ledger.recorders import Studio
from tests.integration.permissions.giving import permission, written
from tests.integration.projectors.conftest import Emulate, _wires, emulate, projector
from tests.integration.rooms.conftest import room

from .conftest import act, module

__all__ = ["_wires", "emulate"]


type Stage = tuple[RelayGateway, Studio]


@pytest.fixture
def stage(relays: RelayGateway, studio: Studio) -> Stage:
    return relays, studio


async def set_up(hass: HomeAssistant, *subentries: ConfigSubentryDataWithId) -> MockConfigEntry:
    entry = MockConfigEntry(
        domain=DOMAIN, title="North", entry_id="site1", data={"name": "North"}, subentries_data=subentries
    )
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    return entry


async def test_class_starts_and_ends_with_one_press_each(
    hass: HomeAssistant, area_id: str, emulate: Emulate, relays: RelayGateway, studio: Studio
) -> None:
    emulator = await emulate()
    entry = await set_up(
        hass,
        room(area_id, is_recorded=False, class_source="hdmi2"),
        projector(emulator.port, area_id=area_id),
        module(relays, area_id, 1, 3),
        recorder(1, area_id),
    )
    assert await act(hass, "start_class", area_id) == {
        "projector_on": ("done", "Hall", "Warms up; the source follows"),
        "lights_on": ("done", "Relays", "Done"),
        "start_recording": ("done", "Recorder 1", "Done"),
    }
    assert emulator.state.power is PowerState.ON
    assert relays.modules[1].coils == [True, False, True, False, False, False, False, False]
    assert studio["rec1"].is_recording
    for _ in range(3):
        await poll(hass, entry)
    assert emulator.state.input == InputSource(InputType.DIGITAL, "2")

    again = await act(hass, "start_class", area_id)
    assert {step: outcome for step, (outcome, _, _) in again.items()} == {
        "projector_on": "already",
        "lights_on": "already",
        "start_recording": "already",
    }
    ended = await act(hass, "end_class", area_id)
    assert {step: outcome for step, (outcome, _, _) in ended.items()} == {
        "stop_recording": "done",
        "projector_off": "done",
        "lights_off": "done",
    }
    assert emulator.state.power is PowerState.OFF
    assert not any(relays.modules[1].coils)
    assert not studio["rec1"].is_recording


async def test_what_fails_says_why_and_keeps_nothing_else_from_it(
    hass: HomeAssistant, area_id: str, emulate: Emulate, stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    emulator, (relays, studio) = await emulate(), stage
    entry = await set_up(
        hass,
        room(area_id, is_recorded=False, class_source="<b>x</b>"),
        projector(emulator.port, area_id=area_id),
        module(relays, area_id, 1),
        recorder(1, area_id),
    )
    studio["rec1"].is_willing = False
    relays.modules[1].stuck = {0}
    told = await act(hass, "start_class", area_id)
    assert told["projector_on"][0] == "done"
    assert told["lights_on"][:2] == ("failed", "Relays")
    assert told["start_recording"][:2] == ("failed", "Recorder 1")
    assert "Relays" in told["lights_on"][2]
    assert emulator.state.power is PowerState.ON

    await poll(hass, entry)
    assert "has no source named <b>x</b>" in caplog.text
    hass.config.language = "zh-Hans"
    told = await act(hass, "start_class", area_id)
    assert told["projector_on"][2] == "没有名为 <b>x</b> 的信号源"
    assert "Recorder 1" in told["start_recording"][2]
    assert any("\u4e00" <= letter <= "\u9fff" for letter in told["start_recording"][2])


async def test_named_switches_go_off_and_one_that_is_away_is_told(hass: HomeAssistant, area_id: str) -> None:
    helpers = {"input_boolean": {"fan": {"name": "Fan", "initial": True}}}
    assert await async_setup_component(hass, "input_boolean", helpers)
    await set_up(hass, room(area_id, class_switches=["input_boolean.fan", "switch.gone"]))
    answer = await hass.services.async_call(
        DOMAIN, "end_class", {"area_id": area_id}, blocking=True, return_response=True
    )
    assert answer is not None
    (told,) = answer["rooms"]
    assert [(row["name"], row["outcome"], row["code"]) for row in told["devices"]] == [
        ("Fan", "done", "done"),
        ("switch.gone", "failed", "unavailable"),
    ]
    assert hass.states.get("input_boolean.fan").state == "off"


async def test_lights_of_any_integration_are_turned_on_but_not_those_of_other_rooms(
    hass: HomeAssistant, area_id: str
) -> None:
    assert await async_setup_component(hass, "light", {"light": {"platform": "demo"}})
    await hass.async_block_till_done()
    registry = er.async_get(hass)
    for name, area in (
        ("ceiling", area_id),
        ("hidden", area_id),
        ("disabled", area_id),
        ("elsewhere", ar.async_get(hass).async_create("B").id),
    ):
        entry = registry.async_get_or_create("light", "virtual", name, suggested_object_id=name)
        registry.async_update_entity(entry.entity_id, area_id=area)
        hass.states.async_set(entry.entity_id, "off")
    registry.async_update_entity("light.hidden", hidden_by=er.RegistryEntryHider.USER)
    registry.async_update_entity("light.disabled", disabled_by=er.RegistryEntryDisabler.USER)
    calls: list[Any] = []

    async def turn_on(call: Any) -> None:
        calls.append(call)
        for entity_id in call.data["entity_id"]:
            hass.states.async_set(entity_id, "on", context=call.context)

    hass.services.async_register("light", "turn_on", turn_on)
    user = MockUser(id="li", is_owner=True).add_to_hass(hass)
    await set_up(hass, room(area_id))
    told = await act(hass, "start_class", area_id, user)
    assert told == {"lights_on": ("done", "ceiling", "Done")}
    assert [(call.data["entity_id"], call.context.user_id) for call in calls] == [(["light.ceiling"], "li")]


async def test_room_with_nothing_to_switch_says_so(hass: HomeAssistant, area_id: str) -> None:
    await set_up(hass, room(area_id))
    nowhere = ar.async_get(hass).async_create("Nowhere").id
    for action, key in (("start_class", "class_nothing_to_start"), ("end_class", "class_nothing_to_end")):
        with pytest.raises(ServiceValidationError) as said:
            await act(hass, action, area_id)
        assert (said.value.translation_key, said.value.translation_placeholders) == (key, {"room": "A301"})
        with pytest.raises(ServiceValidationError) as said:
            await act(hass, action, nowhere)
        assert said.value.translation_key == "class_no_room"


async def test_each_kind_is_asked_for_and_what_is_refused_is_told(
    hass: HomeAssistant, area_id: str, relays: RelayGateway, studio: Studio
) -> None:
    user = MockUser(id="li", name="Li").add_to_hass(hass)
    user.mock_policy({"entities": True})
    entry = await set_up(
        hass,
        room(area_id, is_recorded=False),
        module(relays, area_id, 1),
        recorder(1, area_id),
        permission("li", kinds=["lighting"]),
    )
    told = await act(hass, "start_class", area_id, user)
    assert told == {
        "lights_on": ("done", "Relays", "Done"),
        "start_recording": ("refused", "Recorder 1", "Not permitted"),
    }
    assert not studio["rec1"].is_recording
    hass.config_entries.async_remove_subentry(entry, "given")
    given = MockConfigEntry(subentries_data=[permission("wang")]).subentries["given"]
    hass.config_entries.async_add_subentry(entry, given)
    with pytest.raises(Unauthorized):
        await act(hass, "end_class", area_id, user)
    assert relays.modules[1].coils[0]
    assert [row[:3] for row in await written(hass)] == [
        ("granted", "start_class", "control lighting"),
        ("denied", "start_class", "control recorder"),
        ("denied", "end_class", "control recorder"),
        ("denied", "end_class", "control lighting"),
    ]


def test_every_outcome_has_a_sentence() -> None:
    assert {outcome.value for outcome in Outcome} - {"skipped"} <= WORDS.keys()
