"""Our own connection outside Home Assistant, over real brokers of two makes."""

import asyncio
from collections.abc import AsyncIterator, Callable

import aiomqtt
import pytest

from campuslink.device.mqtt.node import MqttNode
from campuslink.link.credentials import Credentials
from campuslink.link.mqtt_client import MqttClient
from simulator.broker import Broker, EmbeddedBroker, make_broker

from .nodes import library

pytestmark = pytest.mark.usefixtures("socket_enabled")

PATIENCE_S = 20.0


@pytest.fixture
def expected_lingering_timers() -> bool:
    """amqtt leaves the timers of connections it has closed."""
    return True


@pytest.fixture(params=[make_broker, EmbeddedBroker], ids=["mosquitto", "amqtt"])
async def broker(request: pytest.FixtureRequest, socket_enabled: None) -> AsyncIterator[Broker]:
    broker: Broker = request.param()
    await broker.start()
    yield broker
    await broker.stop()


@pytest.fixture
async def client(broker: Broker) -> AsyncIterator[MqttClient]:
    client = MqttClient("127.0.0.1", broker.port, pause_s=0.1)
    yield client
    await client.close()


async def until(is_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not is_true():  # noqa: ASYNC110 - looks from outside, nothing would set an event
            await asyncio.sleep(0.02)


def open_relay(client: MqttClient) -> MqttNode:
    profile = library().profiles["tasmota-relay"]
    return MqttNode(profile, client, library().catalogue(profile.kind), "lamp")


async def test_kept_state_and_last_will_of_a_real_node(broker: Broker, client: MqttClient) -> None:
    will = aiomqtt.Will("tele/lamp/LWT", "Offline", 1, retain=True)
    async with aiomqtt.Client("127.0.0.1", broker.port, will=will) as lamp:
        await lamp.publish("tele/lamp/LWT", "Online", 1, retain=True)
        await lamp.publish("tele/lamp/STATE", '{"POWER":"ON"}', 1, retain=True)
        node = open_relay(client)
        report = await node.poll(node.points)
        assert report.readings["channel_1"].value is True
        # Cut off without a farewell, as by a loss of power
        lamp._client._sock_close()
        await until(lambda: node.describe()["online"] is False)
    await node.close()


async def test_command_reaches_the_node_and_its_answer_comes_back(broker: Broker, client: MqttClient) -> None:
    async with aiomqtt.Client("127.0.0.1", broker.port) as lamp:
        await lamp.subscribe("cmnd/lamp/POWER", 1)
        node = open_relay(client)
        await until(lambda: not client.trouble)
        writing = asyncio.create_task(node.write("channel_1", True))
        message = await anext(aiter(lamp.messages))
        assert (message.payload, message.qos, message.retain) == (b"ON", 1, False)
        await lamp.publish("stat/lamp/RESULT", '{"POWER":"ON"}', 1)
        assert (await writing).value is True
    await node.close()


async def test_restarted_broker_is_connected_to_again_with_every_topic(broker: Broker, client: MqttClient) -> None:
    node = open_relay(client)
    await until(lambda: not client.trouble)
    await broker.stop()
    await until(lambda: bool(client.trouble))
    await broker.start()
    await until(lambda: not client.trouble)
    async with aiomqtt.Client("127.0.0.1", broker.port) as lamp:
        await lamp.publish("tele/lamp/LWT", "Online", 1)
        await lamp.publish("tele/lamp/STATE", '{"POWER":"OFF"}', 1)
        await until(lambda: node.describe()["messages"] == 2)
    assert (await node.poll(node.points)).readings["channel_1"].value is False
    await node.close()


async def test_message_of_a_megabyte_harms_nothing(broker: Broker, client: MqttClient) -> None:
    node = open_relay(client)
    await until(lambda: not client.trouble)
    async with aiomqtt.Client("127.0.0.1", broker.port) as lamp:
        await lamp.publish("tele/lamp/STATE", b"x" * 1_000_000, 1)
        await lamp.publish("tele/lamp/STATE", '{"POWER":"ON"}', 1)
        await until(lambda: node.describe()["messages"] == 2)
    assert node.describe()["ignored"] == {"too_long": 1}
    await node.close()


async def test_password_is_in_no_text_of_the_client() -> None:
    client = MqttClient("127.0.0.1", 1, Credentials({"username": "campus", "password": "tiger"}))
    await until(lambda: client.trouble != "not connected yet")
    assert "tiger" not in f"{client.trouble}{vars(client)}{client.line}"
    await client.close()
