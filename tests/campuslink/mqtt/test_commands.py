"""Commands: what is published, and that only what was observed counts."""

import json

import pytest

from campuslink.errors import CannotConnectError, NoAnswerError, NotWritableError
from campuslink.testing.clock import on_fake_time
from campuslink.testing.mqtt import ReplayBroker

from .nodes import open_node


@pytest.mark.parametrize(
    ("profile", "point", "value", "topic", "payload"),
    [
        ("tasmota-relay", "channel_1", True, "cmnd/node1/POWER", "ON"),
        ("tasmota-relay-4", "channel_3", False, "cmnd/node1/POWER3", "OFF"),
        ("tasmota-dimmer", "brightness_1", 40, "cmnd/node1/Dimmer", "40"),
        ("zigbee2mqtt-relay", "channel_1", True, "zigbee2mqtt/node1/set/state", "ON"),
        ("zigbee2mqtt-dimmer", "brightness_1", 50, "zigbee2mqtt/node1/set", '{"brightness":127}'),
        ("zigbee2mqtt-dimmer", "brightness_1", 100, "zigbee2mqtt/node1/set", '{"brightness":254}'),
        ("esphome-relay-4", "channel_2", True, "node1/switch/relay_2/command", "ON"),
        ("esphome-dimmer", "channel_1", False, "node1/light/light_1/command", '{"state":"OFF"}'),
        ("esphome-dimmer", "brightness_1", 100, "node1/light/light_1/command", '{"state":"ON","brightness":255}'),
        ("json-gateway-lighting", "channel_2", True, "campus/node1/set", '{"channel_2":true}'),
        (
            "shelly-plus-2pm",
            "channel_2",
            True,
            "node1/rpc",
            '{"id":2,"src":"smart-campus","method":"Switch.Set","params":{"id":1,"on":true}}',
        ),
    ],
)
@on_fake_time
async def test_command_is_what_the_family_documents_and_delivered_at_least_once(
    profile: str, point: str, value: bool | int, topic: str, payload: str
) -> None:
    broker = ReplayBroker()
    node, _ = open_node(profile, broker)
    with pytest.raises(NoAnswerError):
        await node.write(point, value)
    assert broker.published[0] == (topic, payload, 1)


@on_fake_time
async def test_command_returns_when_the_node_tells_the_new_state() -> None:
    broker = ReplayBroker()
    broker.on_publish = lambda topic, payload: broker.send("stat/node1/RESULT", json.dumps({"POWER": payload}))
    node, heard = open_node("tasmota-relay", broker)
    reading = await node.write("channel_1", True)
    assert node.is_done("channel_1", True, reading)
    assert len(broker.published) == 1
    assert heard.values() == {"channel_1": True}


@on_fake_time
async def test_relay_that_was_on_already_is_asked_because_it_says_nothing() -> None:
    broker = ReplayBroker()
    node, _ = open_node("shelly-plus-1", broker)
    status = json.dumps({"id": 1, "result": {"switch:0": {"output": True}}})
    broker.send("smart-campus/node1/rpc", status)

    def answer(_topic: str, payload: str) -> None:
        if "GetStatus" in payload:
            broker.send("smart-campus/node1/rpc", status)

    broker.on_publish = answer
    reading = await node.write("channel_1", True)
    assert node.is_done("channel_1", True, reading)
    assert [json.loads(payload)["method"] for _, payload, _ in broker.published] == ["Switch.Set", "Shelly.GetStatus"]


@on_fake_time
async def test_observed_state_wins_over_what_was_commanded() -> None:
    broker = ReplayBroker()
    broker.on_publish = lambda _topic, _payload: broker.send("stat/node1/RESULT", '{"POWER":"OFF"}')
    node, _ = open_node("tasmota-relay", broker)
    reading = await node.write("channel_1", True)
    assert reading.value is False
    assert not node.is_done("channel_1", True, reading)


@on_fake_time
async def test_command_nobody_answers_is_not_taken_for_done() -> None:
    broker = ReplayBroker()
    node, _ = open_node("tasmota-relay", broker)
    broker.send("stat/node1/RESULT", '{"POWER":"ON"}')
    with pytest.raises(NoAnswerError, match="within 3 s"):
        await node.write("channel_1", True)


async def test_command_without_a_broker_fails_at_once() -> None:
    broker = ReplayBroker()
    node, _ = open_node("tasmota-relay", broker)
    broker.break_off()
    with pytest.raises(CannotConnectError):
        await node.write("channel_1", True)


@pytest.mark.parametrize(("point", "value"), [("brightness_1", 101), ("brightness_1", True), ("channel_1", "on")])
async def test_value_that_does_not_fit_is_never_sent(point: str, value: object) -> None:
    broker = ReplayBroker()
    node, _ = open_node("tasmota-dimmer", broker)
    with pytest.raises(NotWritableError):
        await node.write(point, value)  # type: ignore[arg-type]  # that is the point
    assert broker.published == []


async def test_point_that_is_only_read_cannot_be_set() -> None:
    node, _ = open_node("tasmota-meter-relay", ReplayBroker())
    with pytest.raises(NotWritableError):
        await node.write("power_1", 5)
    assert node.settable == {"channel_1"}
