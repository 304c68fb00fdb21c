"""Apps with buttons: a press comes back over the socket we opened, in the name of who pressed, and nobody else's."""

import asyncio
from dataclasses import replace

import pytest
from homeassistant.core import HomeAssistant

from custom_components.smart_campus.alerts.channels.base import Button, Event
from custom_components.smart_campus.alerts.channels.memory import DATA_MEMORY, ChannelMemory
from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.alert import Actor, AlertState
from simulator.chat_faults import ChatFault
from simulator.chat_platforms import ChatPlatforms

from .bots import SETTINGS, WANG, Bot, address
from .conftest import Opens
from .telling import BUTTONS, found, message, raise_alert

pytestmark = pytest.mark.parametrize("kind", SETTINGS)


@pytest.fixture
def bot(chats: ChatPlatforms, kind: str) -> Bot:
    return Bot(chats, kind)


async def test_press_acknowledges_in_the_name_of_who_pressed(
    hass: HomeAssistant, opened: Opens, bot: Bot, kind: str
) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    delivery = await channel.async_tell(message(alert, address=address(kind)))
    assert (delivery.ok, delivery.code) == (True, "ok")
    assert delivery.message_id
    seen = await bot.press("acknowledge")
    assert (await found(hass, alert)).acknowledged_by == Actor("Li Wei", None, channel.key)
    assert "Li Wei acknowledged this alert at" in seen


async def test_button_of_the_alert_itself_is_taken(hass: HomeAssistant, opened: Opens, bot: Bot, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    buttons = (*BUTTONS, Button("mopped", "Mopped"))
    await channel.async_tell(message(alert, address=address(kind), buttons=buttons))
    await bot.press("mopped")
    now = await found(hass, alert)
    assert (now.state, now.resolved_by) == (AlertState.RESOLVED, Actor("Li Wei", None, channel.key))


async def test_press_of_somebody_else_is_refused(hass: HomeAssistant, opened: Opens, bot: Bot, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=address(kind)))
    seen = await bot.press("acknowledge", WANG)
    assert (await found(hass, alert)).acknowledged_at is None
    assert "for somebody else" in seen


async def test_press_told_twice_counts_once(hass: HomeAssistant, opened: Opens, bot: Bot, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=address(kind)))
    await bot.press("snooze", event_id="e1")
    first = await found(hass, alert)
    bot.app.press_timeout_s = 0.05
    await bot.press("snooze", event_id="e1")
    assert (await found(hass, alert)).version == first.version


async def test_two_people_are_both_told_who_was_first(hass: HomeAssistant, opened: Opens, bot: Bot, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=address(kind)))
    await channel.async_tell(message(alert, name="Wang Fang", address=address(kind, WANG)))
    first, second = bot.handles
    await bot.press("acknowledge", handle=first)
    seen = await bot.press("acknowledge", WANG, handle=second)
    assert "Li Wei acknowledged this alert" in seen
    assert (await found(hass, alert)).acknowledged_by == Actor("Li Wei", None, channel.key)


async def test_press_on_an_alert_that_is_over_says_so(hass: HomeAssistant, opened: Opens, bot: Bot, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=address(kind)))
    await (await async_get_desk(hass)).async_resolve(alert.id, Actor("", None, "rule"))
    assert "is over since" in await bot.press("acknowledge")


async def test_card_given_out_before_a_restart_still_answers(
    hass: HomeAssistant, opened: Opens, bot: Bot, kind: str
) -> None:
    alert = await raise_alert(hass)
    before = await opened(kind, **SETTINGS[kind])
    await before.async_tell(message(alert, address=address(kind)))
    await before.async_close()
    memory = ChannelMemory(hass)
    await memory.async_load()
    hass.data[DATA_MEMORY].value = memory
    bot.app.connected.clear()
    await opened(kind, **SETTINGS[kind])
    async with asyncio.timeout(5):
        await bot.app.connected.wait()
    await bot.press("acknowledge")
    now = await found(hass, alert)
    assert now.acknowledged_by is not None
    assert now.acknowledged_by.via == before.key


async def test_connection_that_breaks_is_made_again(hass: HomeAssistant, opened: Opens, bot: Bot, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=address(kind)))
    bot.app.connected.clear()
    bot.app.cut()
    async with asyncio.timeout(5):
        await bot.app.connected.wait()
    await bot.press("acknowledge")
    assert (await found(hass, alert)).acknowledged_at is not None


@pytest.mark.parametrize(
    "hostile", ["", "[]", "null", "{", '{"cmd":1,"headers":[]}', '{"headers":{"req_id":{}}}', "[" * 50_000]
)
async def test_hostile_frames_change_nothing(
    hass: HomeAssistant, opened: Opens, bot: Bot, kind: str, hostile: str
) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=address(kind)))
    await bot.app.send_raw(hostile.encode() if kind == "feishu_app" else hostile)
    async with asyncio.timeout(5):
        await bot.app.connected.wait()
    for _ in range(3):
        if await bot.app.settled() and (seen := await bot.press("acknowledge")) != "None":
            break
    assert "acknowledged" in seen
    assert (await found(hass, alert)).acknowledged_at is not None


async def test_wrong_secret_is_refused_and_not_hammered(
    hass: HomeAssistant, opened: Opens, bot: Bot, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = {key: "wrong-secret-123" if "secret" in key else value for key, value in SETTINGS[kind].items()}
    channel = await opened(kind, **wrong)
    object.__setattr__(channel.context, "tempo", replace(channel.context.tempo, connect_s=0.3))
    delivery = await channel.async_tell(message(await raise_alert(hass), address=address(kind)))
    assert not delivery.ok
    assert caplog.text.count("no connection (refused") == 1
    assert "wrong-secret-123" not in caplog.text + repr(delivery)


async def test_recovery_reaches_who_was_told(hass: HomeAssistant, opened: Opens, bot: Bot, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    alert = await raise_alert(hass)
    told = await channel.async_tell(message(alert, address=address(kind)))
    over = message(
        alert,
        address=address(kind),
        event=Event.RESOLVED,
        title="In order again: hall",
        buttons=(),
        previous_id=told.message_id,
    )
    assert (await channel.async_withdraw(over)).ok
    assert "In order again: hall" in bot.texts()


async def test_receiver_without_an_address_is_told_of_at_once(hass: HomeAssistant, opened: Opens, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    assert (await channel.async_tell(message(await raise_alert(hass)))).code == "no_address"


async def test_summary_has_no_buttons(hass: HomeAssistant, opened: Opens, bot: Bot, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    summary = message(None, event=Event.SUMMARY, buttons=(), address=address(kind))
    assert (await channel.async_tell(summary)).ok
    assert "Acknowledge" not in bot.texts()


async def test_platform_with_trouble_is_a_failure(hass: HomeAssistant, opened: Opens, bot: Bot, kind: str) -> None:
    channel = await opened(kind, **SETTINGS[kind])
    if kind == "wecom_bot":
        bot.app.refuses.append(45009)
    else:
        bot.app.faults.add(ChatFault(status=429, headers={"Retry-After": "65"}))
    delivery = await channel.async_tell(message(await raise_alert(hass), address=address(kind)))
    assert (delivery.ok, delivery.retry_after_s) == (False, 65)
