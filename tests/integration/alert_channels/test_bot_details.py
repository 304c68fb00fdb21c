"""What only one of the platforms has: tokens, tickets, fragments, pings, displaced robots."""

import asyncio
from dataclasses import replace

import pytest
from homeassistant.core import HomeAssistant

from custom_components.smart_campus.alerts.channels.base import Event
from custom_components.smart_campus.alerts.channels.open_channel import DATA_TEMPO
from simulator.chat_faults import ChatFault
from simulator.chat_platforms import ChatPlatforms

from .bots import SETTINGS, Bot, address, until
from .conftest import Opens
from .telling import found, message, raise_alert


@pytest.mark.parametrize("kind", ["dingtalk_app", "feishu_app"])
async def test_access_token_that_ends_is_asked_for_again(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, kind: str
) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=address(kind)))
    Bot(chats, kind).app.revoke_tokens()
    assert (await channel.async_tell(message(alert, address=address(kind)))).ok


async def test_access_token_is_shared_by_messages(hass: HomeAssistant, chats: ChatPlatforms, opened: Opens) -> None:
    channel = await opened("dingtalk_app", **SETTINGS["dingtalk_app"])
    alerts = [await raise_alert(hass, f"leak:{n}") for n in range(5)]
    await asyncio.gather(*(channel.async_tell(message(each, address=address("dingtalk_app"))) for each in alerts))
    assert chats.dingtalk_app.tokens_given == 1


@pytest.mark.parametrize("kind", ["dingtalk_app", "feishu_app"])
async def test_acknowledged_card_is_changed_and_not_sent_again(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, kind: str
) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    told = await channel.async_tell(message(alert, address=address(kind)))
    said = message(
        alert,
        address=address(kind),
        event=Event.ACKNOWLEDGED,
        title="Wang Fang took it on",
        buttons=(),
        previous_id=told.message_id,
    )
    again = await channel.async_tell(said)
    bot = Bot(chats, kind)
    assert (again.ok, again.message_id, len(bot.handles)) == (True, told.message_id, 1)
    assert "Wang Fang took it on" in bot.texts()


async def test_feishu_press_in_three_parts_is_one_press(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens
) -> None:
    channel = await opened("feishu_app", **SETTINGS["feishu_app"])
    alert = await raise_alert(hass)
    delivery = await channel.async_tell(message(alert, address=address("feishu_app")))
    answer = await chats.feishu_app.press("ou_li", delivery.message_id, "acknowledge", parts=3)
    assert answer is not None
    assert answer["toast"] == {"type": "success", "content": "You acknowledged this alert."}
    assert (await found(hass, alert)).acknowledged_at is not None


async def test_feishu_event_that_is_no_press_is_answered_in_time(chats: ChatPlatforms, opened: Opens) -> None:
    await opened("feishu_app", **SETTINGS["feishu_app"])
    async with asyncio.timeout(5):
        await chats.feishu_app.connected.wait()
    assert await chats.feishu_app.send_event(b'{"schema":"2.0","header":{"event_type":"im.message"}}') == {"code": 200}


async def test_feishu_card_of_somebody_else_stays_as_it_is(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens
) -> None:
    channel = await opened("feishu_app", **SETTINGS["feishu_app"])
    delivery = await channel.async_tell(message(await raise_alert(hass), address=address("feishu_app")))
    answer = await chats.feishu_app.press("ou_wang", delivery.message_id, "acknowledge")
    assert answer is not None
    assert "card" not in answer


async def test_feishu_made_up_mark_is_refused(hass: HomeAssistant, chats: ChatPlatforms, opened: Opens) -> None:
    channel = await opened("feishu_app", **SETTINGS["feishu_app"])
    alert = await raise_alert(hass)
    delivery = await channel.async_tell(message(alert, address=address("feishu_app")))
    value = {"button": "acknowledge", "mark": f"{alert.id}@abcdefgh@{'A' * 32}"}
    answer = await chats.feishu_app.press_value("ou_li", delivery.message_id, value)
    assert answer is not None
    assert answer["toast"]["type"] == "error"
    assert (await found(hass, alert)).acknowledged_at is None


async def test_dingtalk_that_asks_to_reconnect_gets_a_new_connection(chats: ChatPlatforms, opened: Opens) -> None:
    await opened("dingtalk_app", **SETTINGS["dingtalk_app"])
    app = chats.dingtalk_app
    async with asyncio.timeout(5):
        await app.connected.wait()
        answer = await app.send_frame("SYSTEM", "disconnect", {"reason": "persistent connection is too old"})
        assert answer is not None
        assert answer["code"] == 200
        await until(lambda: app.logins == 2)


async def test_dingtalk_answers_a_topic_it_does_not_know(chats: ChatPlatforms, opened: Opens) -> None:
    await opened("dingtalk_app", **SETTINGS["dingtalk_app"])
    async with asyncio.timeout(5):
        await chats.dingtalk_app.connected.wait()
        answer = await chats.dingtalk_app.send_frame("CALLBACK", "/v1.0/im/bot/messages/get", {"text": "hello"})
    assert answer is not None
    assert answer["code"] == 404


async def test_wecom_robot_that_is_displaced_says_so_and_comes_back(
    chats: ChatPlatforms, opened: Opens, caplog: pytest.LogCaptureFixture
) -> None:
    await opened("wecom_bot", **SETTINGS["wecom_bot"])
    async with asyncio.timeout(5):
        await chats.wecom_bot.connected.wait()
        other = await opened("wecom_bot", key="other", **SETTINGS["wecom_bot"])
        await until(lambda: chats.wecom_bot.logins >= 3)
        await other.async_close()
    assert "displaced" in caplog.text


@pytest.mark.parametrize("kind", SETTINGS)
async def test_pings_go_out_and_silence_ends_a_connection(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, kind: str
) -> None:
    hass.data[DATA_TEMPO] = replace(hass.data[DATA_TEMPO], ping_s=0.05)
    await opened(kind, **SETTINGS[kind])
    app = Bot(chats, kind).app
    async with asyncio.timeout(5):
        await until(lambda: app.pings >= 6)
        assert app.logins == 1
        app.answers_pings = False
        app.connected.clear()
        await app.connected.wait()


@pytest.mark.parametrize("kind", SETTINGS)
async def test_closed_channel_leaves_no_connection(chats: ChatPlatforms, opened: Opens, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    app = Bot(chats, kind).app
    async with asyncio.timeout(5):
        await app.connected.wait()
        await until(lambda: bool(channel.is_connected))
        await channel.async_close()
        await until(lambda: not app.connected.is_set())
    assert not channel.is_connected


@pytest.mark.parametrize(
    "body",
    [
        {"code": 0, "data": {"URL": "no address at all", "ClientConfig": {"PingInterval": -5}}},
        {"code": 0, "data": {"URL": "http://[::1", "ClientConfig": None}},
        {"code": 0, "data": {"URL": 7}},
        {"code": 0, "data": []},
        {"code": 1, "msg": "system busy"},
    ],
)
async def test_feishu_that_tells_a_wrong_address_is_asked_again(
    chats: ChatPlatforms, opened: Opens, body: dict[str, object]
) -> None:
    chats.feishu_app.endpoint_faults.add(ChatFault(body=body), ChatFault(status=500), ChatFault(body="<html>"))
    await opened("feishu_app", **SETTINGS["feishu_app"])
    async with asyncio.timeout(5):
        await chats.feishu_app.connected.wait()
    assert chats.feishu_app.endpoint_faults.requests == 4


async def test_connection_is_tried_later_and_later(hass: HomeAssistant, chats: ChatPlatforms, opened: Opens) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    tempo = replace(hass.data[DATA_TEMPO], first_pause_s=1, most_pause_s=300, sleep=sleep)
    hass.data[DATA_TEMPO] = tempo
    chats.feishu_app.endpoint_faults.add(*[ChatFault(status=500)] * 12)
    await opened("feishu_app", **SETTINGS["feishu_app"])
    async with asyncio.timeout(5):
        await chats.feishu_app.connected.wait()
    least, most = [min(2**n, 300) * 0.5 for n in range(12)], [min(2**n, 300) for n in range(12)]
    assert all(low <= pause <= high for low, pause, high in zip(least, pauses, most, strict=True))
