"""Last wills, silence and what the broker had kept."""

import asyncio

import pytest

from campuslink.errors import CannotConnectError, MismatchError, NoAnswerError
from campuslink.testing.clock import FakeClock, on_fake_time
from campuslink.testing.mqtt import ReplayBroker

from .nodes import open_node

HOUR_S = 3600


async def test_kept_state_is_stale_until_the_last_will_says_online() -> None:
    broker = ReplayBroker()
    broker.send("tele/node1/STATE", '{"POWER":"ON"}', keep=True)
    _, heard = open_node("tasmota-relay", broker)
    assert heard.qualities() == {"channel_1": "stale"}
    broker.send("tele/node1/LWT", "Online", keep=True)
    assert heard.values() == {"channel_1": True}


async def test_last_will_takes_every_value_away_at_once() -> None:
    broker = ReplayBroker()
    node, heard = open_node("tasmota-relay", broker)
    broker.send("tele/node1/LWT", "Online")
    broker.send("tele/node1/STATE", '{"POWER":"ON"}')
    news = heard.news
    broker.send("tele/node1/LWT", "Offline")
    assert heard.qualities() == {"channel_1": "stale"}
    assert heard.news == news + 1
    with pytest.raises(NoAnswerError, match="offline"):
        await node.poll(node.points)


async def test_values_are_good_again_when_the_node_is_back() -> None:
    broker = ReplayBroker()
    node, heard = open_node("tasmota-relay", broker)
    broker.send("tele/node1/LWT", "Online")
    broker.send("tele/node1/STATE", '{"POWER":"ON"}')
    broker.send("tele/node1/LWT", "Offline")
    broker.send("tele/node1/LWT", "Online")
    assert heard.values() == {"channel_1": True}
    assert (await node.poll(node.points)).readings["channel_1"].is_good


async def test_node_is_asked_for_its_state_when_it_comes_online() -> None:
    broker = ReplayBroker()
    open_node("tasmota-relay", broker)
    broker.send("tele/node1/LWT", "Online")
    await _let_tasks_run()
    assert broker.published == [("cmnd/node1/TelePeriod", "", 1)]


async def test_question_of_a_shelly_names_where_to_answer() -> None:
    broker = ReplayBroker()
    open_node("shelly-plus-1pm", broker, "hall/lamp")
    broker.send("hall/lamp/online", "true")
    await _let_tasks_run()
    request = '{"id":1,"src":"smart-campus/hall/lamp","method":"Shelly.GetStatus"}'
    assert broker.published == [("hall/lamp/rpc", request, 1)]
    assert "smart-campus/hall/lamp/rpc" in broker.topics


async def test_battery_device_is_there_for_25_hours_of_silence() -> None:
    clock, broker = FakeClock(), ReplayBroker()
    node, _ = open_node("zigbee2mqtt-leak", broker, clock=clock)
    broker.send("zigbee2mqtt/node1", '{"water_leak":false}')
    clock.advance(25 * HOUR_S)
    assert (await node.poll(node.points)).readings["floor_wet"].value is False
    clock.advance(1)
    with pytest.raises(NoAnswerError, match="90000 s"):
        await node.poll(node.points)


async def test_same_value_after_a_silence_is_told_again() -> None:
    clock, broker = FakeClock(), ReplayBroker()
    node, heard = open_node("zigbee2mqtt-leak", broker, clock=clock)
    broker.send("zigbee2mqtt/node1", '{"water_leak":false}')
    clock.advance(26 * HOUR_S)
    with pytest.raises(NoAnswerError):
        await node.poll(node.points)
    pushes = len(heard.pushes)
    broker.send("zigbee2mqtt/node1", '{"water_leak":false}')
    assert heard.pushes[pushes:] == [{"floor_wet": heard.last["floor_wet"]}]
    assert heard.values() == {"floor_wet": False}


async def test_quiet_node_is_asked_before_it_counts_as_gone() -> None:
    clock, broker = FakeClock(), ReplayBroker()
    node, _ = open_node("tasmota-relay", broker, clock=clock)
    broker.send("tele/node1/LWT", "Online")
    broker.send("tele/node1/STATE", '{"POWER":"ON"}')
    await _let_tasks_run()
    broker.published.clear()
    clock.advance(451)
    await node.poll(node.points)
    await _let_tasks_run()
    assert broker.published == [("cmnd/node1/TelePeriod", "", 1)]


async def test_bridge_that_is_gone_takes_its_devices_with_it() -> None:
    broker = ReplayBroker()
    _, heard = open_node("zigbee2mqtt-leak", broker)
    broker.send("zigbee2mqtt/bridge/state", '{"state":"online"}', keep=True)
    broker.send("zigbee2mqtt/node1/availability", "online", keep=True)
    broker.send("zigbee2mqtt/node1", '{"water_leak":true}')
    assert heard.values() == {"floor_wet": True}
    broker.send("zigbee2mqtt/bridge/state", "offline")
    assert heard.qualities() == {"floor_wet": "stale"}


async def test_kept_state_without_a_last_will_stays_stale_until_the_node_speaks_of_it() -> None:
    broker = ReplayBroker()
    broker.send("node1/status/temperature:0", '{"tC":20.5}', keep=True)
    broker.send("node1/status/humidity:0", '{"rh":50}', keep=True)
    _, heard = open_node("shelly-plus-ht", broker)
    broker.send("node1/status/humidity:0", '{"rh":50}')
    assert heard.qualities() == {"temperature": "stale", "humidity": "good"}


async def test_lost_broker_is_told_apart_from_a_lost_node() -> None:
    broker = ReplayBroker()
    node, heard = open_node("tasmota-relay", broker)
    broker.send("tele/node1/LWT", "Online", keep=True)
    broker.send("tele/node1/STATE", '{"POWER":"ON"}')
    broker.break_off()
    with pytest.raises(CannotConnectError, match="the broker is gone"):
        await node.poll(node.points)
    news = heard.news
    broker.mend()
    assert heard.news > news
    assert (await node.poll(node.points)).readings["channel_1"].value is True


@on_fake_time
async def test_node_nobody_heard_of_is_waited_for_and_asked_once() -> None:
    broker = ReplayBroker()
    node, _ = open_node("tasmota-relay", broker, wait_s=0.05)
    with pytest.raises(NoAnswerError, match="nothing was heard"):
        await node.poll(node.points)
    assert broker.published == [("cmnd/node1/TelePeriod", "", 1)]


async def test_node_of_another_model_is_no_match() -> None:
    broker = ReplayBroker()
    node, _ = open_node("zigbee2mqtt-leak", broker)
    broker.send("zigbee2mqtt/node1", '{"state":"ON"}')
    with pytest.raises(MismatchError):
        await node.identify()


async def test_closed_node_hears_nothing() -> None:
    broker = ReplayBroker()
    node, heard = open_node("tasmota-relay", broker)
    await node.close()
    broker.send("tele/node1/LWT", "Online")
    assert (broker.topics, heard.pushes) == ([], [])


async def _let_tasks_run() -> None:
    for _ in range(5):
        await asyncio.sleep(0)
