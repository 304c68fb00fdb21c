"""The media player and its switches: what they show, what they do, and what they say when it does not work."""

import asyncio
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from pjlink_advance.models import InputSource, InputType, MuteState, PowerState

from custom_components.smart_campus.campuslink.device import text_watch
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.projectors.kind import DATA_NOTICES

from ..conftest import fail, poll
from .conftest import KEY, Emulate, SetUp, entity_of, lit, shown

MEDIA_PLAYER = "media_player"
STATES = {
    PowerState.OFF: "off",
    PowerState.ON: "on",
    PowerState.COOLING: "cooling",
    PowerState.WARMING: "warming",
}


async def act(hass: HomeAssistant, action: str, key: str = "player", **data: Any) -> None:
    """Call an action of a media player or switch."""
    domain = MEDIA_PLAYER if key == "player" else "switch"
    await hass.services.async_call(domain, action, {"entity_id": entity_of(hass, domain, key), **data}, blocking=True)
    await hass.async_block_till_done()


async def test_a_projector_that_is_on_shows_source_and_sound(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit(mute=MuteState(video=True, audio=True), freeze=True))
    await set_up(emulator.port)
    state, attributes = shown(hass, MEDIA_PLAYER, "player")
    assert state == "on"
    assert attributes["device_class"] == "projector"
    assert attributes["power_state"] == "on"
    assert (attributes["source"], attributes["is_volume_muted"]) == ("HDMI1", True)
    assert attributes["source_list"] == ["Computer", "HDMI1", "HDMI2", "LAN"]
    assert (shown(hass, "switch", "picture_mute")[0], shown(hass, "switch", "freeze")[0]) == ("on", "on")


@pytest.mark.parametrize(
    ("power", "expected"),
    [
        (PowerState.OFF, ("off", "off")),
        (PowerState.COOLING, ("off", "cooling")),
        (PowerState.WARMING, ("buffering", "warming")),
    ],
)
async def test_every_power_state_is_a_state(
    power: PowerState, expected: tuple[str, str], hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit())
    emulator.state.power = power
    await set_up(emulator.port)
    found, attributes = shown(hass, MEDIA_PLAYER, "player")
    assert (found, attributes["power_state"]) == expected
    assert shown(hass, "switch", "picture_mute")[0] == "unknown"


async def test_off_and_unreachable_differ(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate()
    entry = await set_up(emulator.port)
    assert shown(hass, MEDIA_PLAYER, "player")[0] == "off"
    await emulator.stop()
    await fail(hass, entry, "p1")
    assert shown(hass, MEDIA_PLAYER, "player")[0] == "unavailable"


async def test_turning_on_and_off_shows_what_the_projector_does(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(transition_delay=60)
    entry = await set_up(emulator.port)
    await act(hass, "turn_on")
    assert shown(hass, MEDIA_PLAYER, "player")[0] == "buffering"
    emulator.state.power = PowerState.ON
    await poll(hass, entry, "p1")
    assert shown(hass, MEDIA_PLAYER, "player")[0] == "on"
    await act(hass, "turn_off")
    assert shown(hass, MEDIA_PLAYER, "player")[1]["power_state"] == "cooling"


async def test_a_source_is_chosen_by_its_name(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit())
    await set_up(emulator.port)
    await act(hass, "select_source", source="LAN")
    assert emulator.state.input == InputSource(InputType.NETWORK, "1")
    assert shown(hass, MEDIA_PLAYER, "player")[1]["source"] == "LAN"


async def test_an_unknown_source_is_named_in_the_error(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    await set_up((await emulate(lit())).port)
    with pytest.raises(ServiceValidationError) as error:
        await act(hass, "select_source", source="Floppy")
    assert error.value.translation_key == "projector_unknown_source"


async def test_sound_and_picture_are_muted_apart(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit())
    await set_up(emulator.port)
    await act(hass, "volume_mute", is_volume_muted=True)
    await act(hass, "turn_on", "picture_mute")
    await act(hass, "turn_on", "freeze")
    assert (emulator.state.mute, emulator.state.freeze) == (MuteState(video=True, audio=True), True)
    await act(hass, "turn_off", "picture_mute")
    await act(hass, "turn_off", "freeze")
    assert (emulator.state.mute, emulator.state.freeze) == (MuteState(video=False, audio=True), False)
    assert shown(hass, "switch", "picture_mute")[0] == "off"


async def test_the_sound_goes_by_steps(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit())
    await set_up(emulator.port)
    before = emulator.state.speaker_volume
    await act(hass, "volume_up")
    await act(hass, "volume_up")
    await act(hass, "volume_down")
    assert emulator.state.speaker_volume == before + 1


@pytest.mark.parametrize(
    ("answer", "key"),
    [
        ("ERR1", "projector_unknown_command"),
        ("ERR2", "projector_unknown_value"),
        ("ERR3", "projector_busy"),
        ("ERR4", "projector_failure"),
    ],
)
async def test_a_refused_command_is_one_clear_sentence(
    answer: str, key: str, hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit())
    await set_up(emulator.port)
    emulator.fail_next = answer
    with pytest.raises(HomeAssistantError) as error:
        await act(hass, "turn_off")
    assert (error.value.translation_key, error.value.translation_placeholders) == (key, {"name": "Hall"})
    assert shown(hass, MEDIA_PLAYER, "player")[0] == "on"


@pytest.mark.parametrize("power", list(PowerState))
async def test_what_is_still_so_is_told_in_words(
    power: PowerState, hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    """It says OK to everything and does nothing."""
    emulator = await emulate(lit())
    await set_up(emulator.port)
    emulator.state.power = power
    is_lit = power in (PowerState.ON, PowerState.WARMING)
    emulator.fail_next = "OK"
    with patch.object(text_watch, "_PAUSE_S", 0), pytest.raises(HomeAssistantError) as error:
        await act(hass, "turn_off" if is_lit else "turn_on")
    assert error.value.translation_key == f"projector_still_{STATES[power]}"
    assert error.value.translation_placeholders == {"name": "Hall"}


async def test_a_source_that_stays_is_told_by_its_name(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit())
    await set_up(emulator.port)
    emulator.fail_next = "OK"
    with patch.object(text_watch, "_PAUSE_S", 0), pytest.raises(HomeAssistantError) as error:
        await act(hass, "select_source", source="LAN")
    assert error.value.translation_key == "projector_still_reports"
    assert error.value.translation_placeholders == {"name": "Hall", "observed": "HDMI1"}


async def test_a_command_that_failed_shows_what_is_so_now(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    """Somebody turned it off at the device; the refusal is not all a person sees."""
    emulator = await emulate(lit())
    await set_up(emulator.port)
    emulator.state.power = PowerState.OFF
    with pytest.raises(HomeAssistantError):
        await act(hass, "select_source", source="LAN")
    for _ in range(100):
        await asyncio.sleep(0.01)
        if shown(hass, MEDIA_PLAYER, "player")[0] == "off":
            break
    assert shown(hass, MEDIA_PLAYER, "player")[0] == "off"


async def test_a_command_to_a_projector_that_is_gone_says_so(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit())
    await set_up(emulator.port)
    await emulator.stop()
    with pytest.raises(HomeAssistantError) as error:
        await act(hass, "turn_off")
    assert error.value.translation_key == "projector_unreachable"


async def test_a_wrong_password_is_told(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit(), password="secret")
    entry = await set_up(emulator.port, credentials={"password": "wrong"})
    await fail(hass, entry, "p1")
    assert shown(hass, MEDIA_PLAYER, "player")[0] == "unavailable"
    assert emulator.connections == 2
    assert emulator.received == []
    issues = ir.async_get(hass).issues
    assert (DOMAIN, f"projector_password_refused_{KEY}") in issues
    assert "wrong" not in str(issues)


async def test_the_password_opens_the_projector(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit(), password="secret")
    await set_up(emulator.port, credentials={"password": "secret"})
    assert shown(hass, MEDIA_PLAYER, "player")[0] == "on"


async def test_a_notice_brings_the_change_before_the_next_poll(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit())
    entry = await set_up(emulator.port)
    emulator.state.power = PowerState.COOLING
    polled = asyncio.Event()
    entry.runtime_data.coordinators["p1"].async_listen_reports(polled.set)
    await emulator.notify("POWR", "0", ("127.0.0.1", hass.data[DATA_NOTICES].port or 0))
    async with asyncio.timeout(5):
        await polled.wait()
    await hass.async_block_till_done()
    assert shown(hass, MEDIA_PLAYER, "player")[1]["power_state"] == "cooling"
