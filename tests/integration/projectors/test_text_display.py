"""A display that speaks lines of ASCII, by profile alone: the same entities as any projector."""

from collections.abc import AsyncIterator

import pytest
from homeassistant.core import HomeAssistant

from simulator.text_display import TextDisplay

from ..conftest import poll
from .conftest import SetUp, shown
from .test_player import act


@pytest.fixture
async def display() -> AsyncIterator[TextDisplay]:
    display = TextDisplay()
    await display.start()
    yield display
    await display.stop()


async def test_a_display_is_turned_on_set_and_turned_off(
    hass: HomeAssistant, display: TextDisplay, set_up: SetUp
) -> None:
    entry = await set_up(display.port, profile="smart-board-mx")
    passed = [shown(hass, "media_player", "player")[0]]
    await act(hass, "turn_on")
    await poll(hass, entry, "p1")
    passed.append(shown(hass, "media_player", "player")[0])
    await act(hass, "select_source", source="HDMI2")
    await act(hass, "volume_set", volume_level=0.4)
    await act(hass, "volume_up")
    await act(hass, "volume_down")
    await act(hass, "volume_mute", is_volume_muted=True)
    await act(hass, "turn_on", "picture_mute")
    state, attributes = shown(hass, "media_player", "player")
    assert (attributes["source"], attributes["volume_level"], attributes["is_volume_muted"]) == ("HDMI2", 0.4, True)
    assert attributes["source_list"] == ["OPS", "HDMI1", "HDMI2", "HDMI3", "VGA"]
    assert (display.values["input"], display.values["volume"], display.values["screenshade"]) == ("HDMI2", "40", "on")
    await act(hass, "turn_off")
    passed += [state, shown(hass, "media_player", "player")[0]]
    assert passed == ["off", "on", "on", "off"]


async def test_what_the_panel_says_unasked_spoils_no_answer(
    hass: HomeAssistant, display: TextDisplay, set_up: SetUp
) -> None:
    display.values["powerstate"] = "on"
    entry = await set_up(display.port, profile="smart-board-mx")
    display.press("input", "VGA")
    display.press("volume", "10")
    await poll(hass, entry, "p1")
    attributes = shown(hass, "media_player", "player")[1]
    assert (attributes["source"], attributes["volume_level"]) == ("VGA", 0.1)


async def test_a_display_tells_no_faults_and_has_no_such_entities(
    hass: HomeAssistant, display: TextDisplay, set_up: SetUp
) -> None:
    await set_up(display.port, profile="smart-board-mx")
    assert hass.states.get("binary_sensor.hall_problem") is None
    assert hass.states.get("binary_sensor.hall_maintenance_due") is None
    assert shown(hass, "binary_sensor", "cooled_down")[0] == "on"
