"""Topics with wildcards, which one search after the other asks for: core must not lose them in between."""

from functools import partial

import pytest
from homeassistant.components.mqtt.const import DOMAIN as MQTT
from homeassistant.components.mqtt.models import DATA_MQTT
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.broker import broker_of

from .conftest import Nodes, until

SEARCHED, NAMED = "tele/+/LWT", "tele/lamp/LWT"


def topics(hass: HomeAssistant) -> set[str]:
    """Return what core reads for us."""
    return {each.topic for each in hass.data[DATA_MQTT].client.subscriptions} & {SEARCHED, NAMED}


def hear(found: list[str], topic: str, _payload: bytes, _is_kept: bool) -> None:
    found.append(topic)


@pytest.mark.usefixtures("mqtt_entry")
async def test_search_is_left_a_while_after_its_last_reader_and_a_named_topic_at_once(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.smart_campus.broker.LINGER_S", 0.1)
    for topic in (NAMED, SEARCHED):
        end = broker_of(hass).subscribe(topic, lambda *_: None)
        await until(hass, lambda topic=topic: topic in topics(hass))
        end()
        end()
        assert topics(hass) == ({SEARCHED} if topic == SEARCHED else set())
    await until(hass, lambda: not topics(hass))


@pytest.mark.usefixtures("mqtt_entry")
async def test_reader_that_has_ended_hears_nothing_and_the_next_one_what_the_broker_keeps(
    hass: HomeAssistant, nodes: Nodes
) -> None:
    first: list[str] = []
    second: list[str] = []
    await nodes.send(NAMED, "Online", retain=True)
    for found in (first, second):
        end = broker_of(hass).subscribe(SEARCHED, partial(hear, found))
        await until(hass, partial(bool, found))
        end()
    assert (first, second) == ([NAMED], [NAMED])


@pytest.mark.usefixtures("mqtt_entry")
async def test_many_searches_of_one_topic_leave_one_reader_behind(hass: HomeAssistant) -> None:
    client = hass.data[DATA_MQTT].client
    for _ in range(5):
        end = broker_of(hass).subscribe(SEARCHED, lambda *_: None)
        await until(hass, lambda: not client.is_pending_subscription(SEARCHED))
        end()
    assert [each.topic for each in client.subscriptions].count(SEARCHED) == 1


async def test_topic_that_lingers_goes_with_the_broker(hass: HomeAssistant, mqtt_entry: MockConfigEntry) -> None:
    end = broker_of(hass).subscribe(SEARCHED, lambda *_: None)
    await until(hass, lambda: SEARCHED in topics(hass))
    end()
    await hass.config_entries.async_unload(mqtt_entry.entry_id)
    assert hass.config_entries.async_entries(MQTT)
    assert broker_of(hass)._lingering == {}
