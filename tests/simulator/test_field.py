"""Lighting and sensors of the demo, watched by an independent client: what they say and what the side door does."""

import asyncio
import json
from collections.abc import AsyncIterator

import aiomqtt
import pytest
from pymodbus.client import AsyncModbusTcpClient

from simulator.clock import SimClock
from simulator.demo_environment import demo_field
from simulator.field_system import FieldSystem

PATIENCE_S = 15.0


@pytest.fixture
async def field() -> AsyncIterator[FieldSystem]:
    system = demo_field(0, 0, SimClock())
    await system.start()
    yield system
    await system.stop()


async def listen(system: FieldSystem, topic: str, wanted: str) -> str:
    """Return the first payload of a topic that holds the wanted words."""
    async with asyncio.timeout(PATIENCE_S), aiomqtt.Client("127.0.0.1", system.broker.port) as client:
        await client.subscribe(topic)
        async for message in client.messages:
            assert isinstance(message.payload, bytes)
            if wanted in (text := message.payload.decode()):
                return text
    raise AssertionError(topic)


async def test_every_node_tells_that_it_is_online(field: FieldSystem) -> None:
    for node in field.nodes.values():
        topic, online, _ = node.model.will
        assert await listen(field, topic, online) == online


async def test_unplugged_node_is_told_by_its_last_will(field: FieldSystem) -> None:
    topic, online, offline = field.nodes["lights-301"].model.will
    await listen(field, topic, online)
    await field.actions("lights-301")["unplug"]({})
    assert await listen(field, topic, offline) == offline
    await field.actions("lights-301")["plug"]({})
    assert await listen(field, topic, online) == online


async def test_tasmota_lamp_answers_its_command(field: FieldSystem) -> None:
    await listen(field, "tele/a301-lights/LWT", "Online")
    async with asyncio.timeout(PATIENCE_S), aiomqtt.Client("127.0.0.1", field.broker.port) as client:
        await client.subscribe("stat/a301-lights/RESULT")
        await client.publish("cmnd/a301-lights/POWER2", "ON", 1)
        message = await anext(aiter(client.messages))
    assert json.loads(bytes(str(message.payload, "utf-8"), "utf-8")) == {"POWER2": "ON"}
    assert field.values("lights-301") == {"channel_1": False, "channel_2": True}


async def test_rain_and_wet_floors_are_steered(field: FieldSystem) -> None:
    await listen(field, "campus/weather/online", "true")
    await field.actions("weather")["rain"]({"rain": True})
    assert json.loads(await listen(field, "campus/weather/state", '"rain": true'))["rain"] is True
    await field.actions("wet-entrance-a")["wet"]({"wet": True})
    await listen(field, "zigbee2mqtt/entrance-a-floor", '"water_leak": true')
    assert field.values("wet-entrance-a")["floor_wet"] is True
    await field.actions("people-301")["people"]({"people": 30})
    await listen(field, "zigbee2mqtt/a301-motion", '"occupancy": true')


@pytest.mark.parametrize(
    ("device", "action", "body"),
    [("weather", "rain", {"rain": "yes"}), ("people-301", "people", {"people": -1}), ("lights-corridor", "stick", {})],
)
async def test_action_that_makes_no_sense_is_refused(
    field: FieldSystem, device: str, action: str, body: dict[str, object]
) -> None:
    with pytest.raises((ValueError, TypeError)):
        await field.actions(device)[action](body)


async def test_nodes_come_back_with_their_broker(field: FieldSystem) -> None:
    await listen(field, "campus/weather/online", "true")
    await field.actions("weather")["restart_broker"]({})
    assert await listen(field, "campus/weather/online", "true") == "true"


async def test_relay_module_switches_for_an_independent_client(field: FieldSystem) -> None:
    client = AsyncModbusTcpClient("127.0.0.1", port=field.relays.port)
    assert await client.connect()
    await client.write_coils(0, [True] * 3, device_id=1)
    assert (await client.read_coils(0, count=8, device_id=1)).bits == [True] * 3 + [False] * 5
    assert (await client.read_coils(8, count=1, device_id=1)).isError()
    await field.actions("lights-corridor")["stick"]({"relay": 1})
    await client.write_coil(0, False, device_id=1)
    assert field.values("lights-corridor")["channel_1"] is True
    client.close()
