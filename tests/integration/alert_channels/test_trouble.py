"""Trouble in the middle of things: lost connections, too much at once, closing, a desk that hangs."""

import asyncio
from dataclasses import replace

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.alerts.channels.link_view import LOOKS_PER_MINUTE
from custom_components.smart_campus.alerts.channels.memory import async_get_memory
from custom_components.smart_campus.alerts.channels.open_channel import DATA_TEMPO
from custom_components.smart_campus.alerts.channels.outbound import MOST_AT_WORK
from custom_components.smart_campus.alerts.desk import AlertDesk
from custom_components.smart_campus.alerts.rules.alert import Severity
from simulator.chat_faults import ChatFault
from simulator.chat_platforms import ChatPlatforms

from .bots import SETTINGS, Bot, address
from .conftest import Clock, Opens
from .telling import found, message, raise_alert

ROBOT = {"webhook": "wecom-key-0123"}


async def test_message_whose_connection_breaks_is_a_failure(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens
) -> None:
    channel = await opened("wecom_bot", **SETTINGS["wecom_bot"])
    chats.wecom_bot.cuts_messages = True
    delivery = await channel.async_tell(message(await raise_alert(hass), address=address("wecom_bot")))
    assert (delivery.ok, delivery.code, delivery.retry_after_s) == (False, "closed", 5)


async def test_message_nobody_answers_is_a_failure(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.smart_campus.alerts.channels.wecom_bot.SEND_TIMEOUT_S", 0.05)
    channel = await opened("wecom_bot", **SETTINGS["wecom_bot"])
    chats.wecom_bot.ignores_messages = True
    delivery = await channel.async_tell(message(await raise_alert(hass), address=address("wecom_bot")))
    assert (delivery.ok, delivery.code) == (False, "timeout")


@pytest.mark.parametrize("kind", SETTINGS)
async def test_too_many_presses_at_once_are_dropped_and_the_connection_lives(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = asyncio.Event()
    answer = AlertDesk.async_answer

    async def slowly(*arguments: object) -> object:
        await hold.wait()
        return await answer(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(AlertDesk, "async_answer", slowly)
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=address(kind)))
    bot = Bot(chats, kind)
    presses = [asyncio.create_task(bot.press("snooze")) for _ in range(MOST_AT_WORK + 5)]
    async with asyncio.timeout(5):
        while channel.dropped < 5:  # type: ignore[attr-defined]  # noqa: ASYNC110  a counter is no event
            await asyncio.sleep(0.01)
    bot.app.press_timeout_s = 0.1
    hold.set()
    await asyncio.gather(*presses)
    assert (await found(hass, alert)).snoozed_until is not None


@pytest.mark.parametrize(
    "body",
    [{"endpoint": "not an address", "ticket": "t"}, {"endpoint": "http://[::1", "ticket": "t"}, {"endpoint": 1}, {}],
)
async def test_dingtalk_that_tells_a_wrong_address_is_asked_again(
    chats: ChatPlatforms, opened: Opens, body: dict[str, object]
) -> None:
    app = chats.dingtalk_app
    app.open_faults.add(ChatFault(body=body), ChatFault(status=503))
    await opened("dingtalk_app", **SETTINGS["dingtalk_app"])
    async with asyncio.timeout(5):
        await app.connected.wait()
    assert app.open_faults.requests == 3


async def test_handshake_that_is_refused_is_tried_again(chats: ChatPlatforms, opened: Opens) -> None:
    wrong = {"endpoint": f"{chats.url}/dingtalk/socket", "ticket": "used before"}
    chats.dingtalk_app.open_faults.add(ChatFault(body=wrong))
    await opened("dingtalk_app", **SETTINGS["dingtalk_app"])
    async with asyncio.timeout(5):
        await chats.dingtalk_app.connected.wait()
    assert chats.dingtalk_app.logins == 1


@pytest.mark.parametrize("kind", ["dingtalk_app", "feishu_app"])
async def test_access_token_that_is_refused_is_a_failure(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, kind: str
) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    app = Bot(chats, kind).app
    app.proof = "another"
    delivery = await channel.async_tell(message(await raise_alert(hass), address=address(kind)))
    assert (delivery.ok, delivery.code) == (
        False,
        {"dingtalk_app": "invalidClientIdOrSecret", "feishu_app": "10014"}[kind],
    )


@pytest.mark.parametrize("kind", ["dingtalk_app", "feishu_app"])
async def test_platform_that_is_gone_is_a_failure(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, kind: str
) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    await chats.__aexit__()
    delivery = await channel.async_tell(message(await raise_alert(hass), address=address(kind)))
    assert (delivery.ok, delivery.code, delivery.retry_after_s) == (False, "unreachable", 5)


async def test_robot_that_is_closed_gives_up_what_waits(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens
) -> None:
    async def never(_: float) -> None:
        await asyncio.Event().wait()

    hass.data[DATA_TEMPO] = replace(hass.data[DATA_TEMPO], sleep=never)
    channel = await opened("wecom_robot", **ROBOT)
    alerts = [await raise_alert(hass, f"leak:{n}") for n in range(6)]
    tasks = [asyncio.create_task(channel.async_tell(message(alert))) for alert in alerts]
    await asyncio.gather(*tasks[:5])
    await channel.async_close()
    assert (await tasks[5]).code == "closed"


async def test_robot_without_a_turn_for_long_says_when(
    hass: HomeAssistant, chats: ChatPlatforms, clock: Clock, opened: Opens
) -> None:
    channel = await opened("wecom_robot", **ROBOT)
    alerts = [await raise_alert(hass, f"fire:{n}", severity=Severity.SAFETY) for n in range(8)]
    await asyncio.gather(*(channel.async_tell(message(alert)) for alert in alerts))
    delivery = await channel.async_tell(message(await raise_alert(hass, "calm")))
    assert (delivery.ok, delivery.code, delivery.retry_after_s) == (False, "rate_limited", 20)


async def test_too_many_looks_at_the_page_are_refused(
    hass: HomeAssistant, known_address: None, hass_client_no_auth: ClientSessionGenerator
) -> None:
    client = await hass_client_no_auth()
    statuses = [(await client.get("/api/smart_campus/alert/x")).status for _ in range(LOOKS_PER_MINUTE + 1)]
    assert statuses == [404] * LOOKS_PER_MINUTE + [429]


async def test_desk_that_hangs_leaves_the_link_unused(
    hass: HomeAssistant,
    known_address: None,
    hass_client_no_auth: ClientSessionGenerator,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    client = await hass_client_no_auth()
    alert = await raise_alert(hass)
    memory = await async_get_memory(hass)
    token = memory.make_link(alert_id=alert.id, channel="c", receiver="", language="en")
    with monkeypatch.context() as patched:
        patched.setattr("custom_components.smart_campus.alerts.channels.link_view.WORK_TIMEOUT_S", 0.05)
        patched.setattr(AlertDesk, "async_answer", never)
        assert (await client.post(f"/api/smart_campus/alert/{token}")).status == 503
    assert (await client.post(f"/api/smart_campus/alert/{token}")).status == 200
    assert (await found(hass, alert)).acknowledged_at is not None
