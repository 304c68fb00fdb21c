"""Lighting and sensors in a real Home Assistant core, whose own MQTT integration is connected to a real broker."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiomqtt
import pytest
from homeassistant.components.mqtt.models import DATA_MQTT
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.broker import broker_of
from custom_components.smart_campus.const import DOMAIN
from simulator.broker import Broker, make_broker

LOCAL = "127.0.0.1"
PATIENCE_S = 15.0


class Nodes:
    """Plays any node: publishes for it, and hears its commands."""

    def __init__(self, hass: HomeAssistant, client: aiomqtt.Client) -> None:
        self._hass = hass
        self._client = client

    async def send(self, topic: str, payload: object, *, retain: bool = False) -> None:
        """Publish. payload: text and bytes as they are, everything else as JSON."""
        data = payload if isinstance(payload, str | bytes) else json.dumps(payload)
        await self._client.publish(topic, data, 1, retain)

    async def hear(self, topic: str) -> None:
        """Have the messages of a topic from now on."""
        await self._client.subscribe(topic, 1)

    async def next(self) -> tuple[str, str, int]:
        """Return topic, payload and quality of service of the next message heard."""
        async with asyncio.timeout(PATIENCE_S):
            message = await anext(aiter(self._client.messages))
        assert isinstance(message.payload, bytes)
        return str(message.topic), message.payload.decode(), message.qos


async def until(hass: HomeAssistant, is_true: Callable[[], Any]) -> None:
    """Wait for what a broker and two connections away will happen soon."""
    async with asyncio.timeout(PATIENCE_S):
        while not is_true():  # noqa: ASYNC110 - looks from outside, nothing would set an event
            await asyncio.sleep(0.02)
    await hass.async_block_till_done()


@pytest.fixture(autouse=True)
def expected_lingering_timers() -> bool:
    """Core's MQTT client leaves its timers to the process's end."""
    return True


@pytest.fixture
async def broker(socket_enabled: None) -> AsyncIterator[Broker]:
    broker = make_broker()
    await broker.start()
    yield broker
    await broker.stop()


@pytest.fixture(autouse=True)
def _configuration(hass_config_dir: str) -> None:
    """Core's MQTT integration reads the file when it is set up."""
    Path(hass_config_dir, "configuration.yaml").touch()


@pytest.fixture
async def mqtt_entry(hass: HomeAssistant, broker: Broker) -> AsyncIterator[MockConfigEntry]:
    """Home Assistant's own MQTT integration, connected."""
    entry = MockConfigEntry(domain="mqtt", data={"broker": LOCAL, "port": broker.port, "discovery": False}, version=2)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    yield entry
    await hass.config_entries.async_unload(entry.entry_id)


@pytest.fixture
async def nodes(hass: HomeAssistant, broker: Broker) -> AsyncIterator[Nodes]:
    async with aiomqtt.Client(LOCAL, broker.port) as client:
        yield Nodes(hass, client)


def node(kind: str, profile: str, name: str, **data: Any) -> ConfigSubentryDataWithId:
    """Return the subentry of a node; its id is its name."""
    return ConfigSubentryDataWithId(
        subentry_id=name,
        subentry_type=kind,
        title=data.pop("title", name),
        unique_id=f"{kind}:mqtt:broker:{name}",
        data={
            "profile": profile,
            "endpoint": {"transport": "broker"},
            "address": name,
            "params": {},
            "key": f"{kind}:mqtt:broker:{name}",
            **data,
        },
    )


async def set_up_site(hass: HomeAssistant, *subentries: ConfigSubentryDataWithId) -> MockConfigEntry:
    """Set a site up and wait until its entities are there."""
    entry = MockConfigEntry(
        domain=DOMAIN, title="North", entry_id="site1", data={"name": "North"}, subentries_data=subentries
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    if DATA_MQTT in hass.data:
        await until(hass, lambda: is_listening(hass))
    return entry


def is_listening(hass: HomeAssistant) -> bool:
    """Return whether the broker has taken every subscription; what is published before is heard by nobody."""
    client = hass.data[DATA_MQTT].client
    topics = {each.topic for each in broker_of(hass)._subscriptions}
    return (
        client.connected
        and not any(client.is_pending_subscription(topic) for topic in topics)
        and not client._pending_operations
    )


def entity_id(hass: HomeAssistant, key: str, point: str, platform: str) -> str:
    found = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{key}_{point}")
    assert found is not None, f"{key}_{point}"
    return found


def state(hass: HomeAssistant, key: str, point: str, platform: str = "sensor") -> str | None:
    """Return the state of an entity; key: kind and name of the node, ``lighting:lamp``."""
    kind, _, name = key.partition(":")
    found = hass.states.get(entity_id(hass, f"{kind}:mqtt:broker:{name}", point, platform))
    return found.state if found else None
