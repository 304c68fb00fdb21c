"""Home Assistant takes every YAML example of the pages on alerts; those acted out do what they say."""

from typing import Any

import pytest
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_mock_service

from custom_components.smart_campus.alerts.actions import RAISE
from custom_components.smart_campus.alerts.rules.sources import DEFAULTS
from custom_components.smart_campus.alerts.rules.words import LANGUAGES, WORDS
from custom_components.smart_campus.const import DOMAIN

from ..test_documented_automations import DOCS, automations_of, blocks_of, without_speech
from .fake_channel import FakeChannels
from .test_site import act

PAGES = ("alerts.md", "alerts.zh-CN.md")


def without_labels(block: Any) -> Any:
    if isinstance(block, dict):
        return {key: without_labels(value) for key, value in block.items() if key != "label"}
    return [without_labels(value) for value in block] if isinstance(block, list) else block


def test_both_languages_show_the_same_examples() -> None:
    english, chinese = map(blocks_of, PAGES)
    assert english
    assert without_labels(without_speech(english)) == without_labels(without_speech(chinese))


@pytest.mark.parametrize(("page", "language"), zip(PAGES, LANGUAGES, strict=True))
def test_documented_sources_are_those_of_the_rules(page: str, language: str) -> None:
    rows = {
        cells[0].strip("`"): cells[1:]
        for line in (DOCS / page).read_text("utf-8").splitlines()
        if line.startswith("| `") and (cells := [cell.strip() for cell in line.strip("|").split("|")])
    }
    assert list(rows) == [source.value for source in DEFAULTS]
    for source, rule in DEFAULTS.items():
        severity, hold, clear, _ = rows[source.value]
        assert rule.severity is not None
        assert severity.lower() == WORDS[rule.severity.value][LANGUAGES.index(language)].lower()
        assert (hold, clear) == (f"{rule.hold_s:g} s", f"{rule.clear_s:g} s")


def test_every_source_has_words() -> None:
    assert {source.value for source in DEFAULTS} - WORDS.keys() == set()


@pytest.mark.parametrize("page", PAGES)
async def test_documented_examples_are_valid_and_do_what_they_say(
    hass: HomeAssistant, entry: MockConfigEntry, channels: FakeChannels, page: str, caplog: pytest.LogCaptureFixture
) -> None:
    lights = async_mock_service(hass, "light", "turn_on")
    automations = automations_of(page)
    assert await async_setup_component(hass, "automation", {"automation": automations})
    await hass.async_block_till_done()
    states = hass.states.async_all("automation")
    assert len(states) == len(automations) == 2
    assert [state.name for state in states if state.state == STATE_UNAVAILABLE] == []
    assert [each.message for each in caplog.records if "automation" in each.name and each.levelname == "ERROR"] == []
    (example,) = (block for block in blocks_of(page) if "action" in block)
    assert example["action"] == f"{DOMAIN}.raise_alert"
    RAISE(example["data"])
    await act(hass, "raise_alert", **example["data"])
    assert [button.id for button in channels.sent[0][1].buttons] == ["acknowledge", "mopped", "snooze", "details"]
    assert lights == []
    await act(hass, "raise_alert", key="smoke", title="Smoke", severity="safety")
    assert [call.data["entity_id"] for call in lights] == [["light.corridor"]]
