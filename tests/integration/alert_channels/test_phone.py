"""Phones registered through the app's real interface: what they show, and whose answer counts."""

import asyncio
from collections.abc import AsyncGenerator
from types import SimpleNamespace

import pytest
from homeassistant.auth.models import User
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.alerts.channels.base import Button, Event
from custom_components.smart_campus.alerts.channels.memory import DATA_MEMORY, ChannelMemory
from custom_components.smart_campus.alerts.channels.open_channel import OpenChannel
from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.alert import Actor, AlertState, Severity
from simulator.phone import Phone

from .telling import BUTTONS, found, message, open_channel, raise_alert

LI = {"phone": "notify.mobile_app_li_wei_phone"}


@pytest.fixture
async def url(hass: HomeAssistant, known_address: None, hass_client_no_auth: ClientSessionGenerator) -> str:
    """Return where Home Assistant really listens."""
    assert await async_setup_component(hass, "notify", {})
    assert await async_setup_component(hass, "mobile_app", {})
    return str((await hass_client_no_auth()).make_url("/")).rstrip("/")


async def token_of(hass: HomeAssistant, name: str) -> tuple[str, User]:
    user = MockUser(name=name).add_to_hass(hass)
    refresh = await hass.auth.async_create_refresh_token(user, "https://app.example")
    return hass.auth.async_create_access_token(refresh), user


@pytest.fixture
async def li(hass: HomeAssistant, url: str) -> AsyncGenerator[SimpleNamespace]:
    """Return Li Wei's phone and user."""
    token, user = await token_of(hass, "Li Wei")
    async with Phone("Li Wei Phone", device_id="d1") as phone:
        await phone.register(url, token)
        await hass.async_block_till_done()
        yield SimpleNamespace(phone=phone, user=user, token=token)


@pytest.fixture
async def channel(hass: HomeAssistant, url: str) -> AsyncGenerator[OpenChannel]:
    opened = await open_channel(hass, "phone")
    yield opened
    await opened.async_close()


async def settle(hass: HomeAssistant) -> None:
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_alert_arrives_with_three_buttons(hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace) -> None:
    alert = await raise_alert(hass)
    delivery = await channel.async_tell(message(alert, address=LI, link="/smart-campus/alerts"))
    assert (delivery.ok, delivery.code) == (True, "handed_over")
    (shown,) = li.phone.screen
    assert (shown.title, shown.message) == ("Wet floor in the hall", "Hall, since 10:05")
    assert [button["title"] for button in shown.data["actions"]] == ["Acknowledge", "Snooze", "Details"]
    assert shown.data["actions"][2]["uri"] == shown.data["url"] == "/smart-campus/alerts"


async def test_details_open_the_app_where_no_address_is_known(
    hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace
) -> None:
    await hass.config.async_update(external_url=None, internal_url=None)
    hass.config.api = None
    await channel.async_tell(message(await raise_alert(hass), address=LI))
    assert li.phone.screen[0].data["actions"][2] == {"action": "URI", "title": "Details", "uri": "/"}


async def test_press_acknowledges_as_the_phones_user(
    hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace
) -> None:
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=LI))
    await li.phone.press("acknowledge")
    await settle(hass)
    assert (await found(hass, alert)).acknowledged_by == Actor("Li Wei", li.user.id, channel.key)


async def test_button_of_the_alert_itself_has_room_on_android(
    hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace
) -> None:
    alert = await raise_alert(hass)
    buttons = (BUTTONS[0], Button("mopped", "Mopped"), *BUTTONS[1:])
    await channel.async_tell(message(alert, address=LI, buttons=buttons))
    assert [each["title"] for each in li.phone.screen[0].data["actions"]] == ["Acknowledge", "Mopped", "Snooze"]
    await li.phone.press("mopped")
    await settle(hass)
    assert (await found(hass, alert)).state is AlertState.RESOLVED


async def test_button_pressed_by_another_user_counts_for_nothing(
    hass: HomeAssistant, url: str, channel: OpenChannel, li: SimpleNamespace
) -> None:
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=LI))
    action = li.phone.screen[0].data["actions"][0]["action"]
    token, _ = await token_of(hass, "Wang Fang")
    async with Phone("Wang Fang Phone", device_id="d2") as other:
        await other.register(url, token)
        await other.fire("mobile_app_notification_action", {"action": action})
        await settle(hass)
    assert (await found(hass, alert)).acknowledged_at is None


@pytest.mark.parametrize(
    "action",
    [
        "ACK",
        "SMART_CAMPUS@acknowledge",
        "SMART_CAMPUS@acknowledge@{id}",
        "SMART_CAMPUS@acknowledge@{id}@n@mac",
        "x" * 5000,
    ],
)
async def test_made_up_actions_count_for_nothing(
    hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace, action: str
) -> None:
    alert = await raise_alert(hass)
    await li.phone.fire("mobile_app_notification_action", {"action": action.format(id=alert.id)})
    await li.phone.fire("mobile_app_notification_action", {"action": ["list"]})
    await li.phone.fire("mobile_app_notification_action", {})
    await settle(hass)
    assert (await found(hass, alert)).acknowledged_at is None


async def test_newer_message_replaces_the_older(hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace) -> None:
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=LI))
    await channel.async_tell(message(alert, address=LI, event=Event.REMINDER, title="Still wet"))
    assert [shown.title for shown in li.phone.screen] == ["Still wet"]


async def test_recovery_clears_the_alert_and_says_so_quietly(
    hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace
) -> None:
    alert = await raise_alert(hass)
    told = message(alert, address=LI)
    await channel.async_tell(told)
    await channel.async_withdraw(message(alert, address=LI, event=Event.RESOLVED, title="Dry again", buttons=()))
    assert li.phone.find(told.tag) is None
    (shown,) = li.phone.screen
    assert shown.title == "Dry again"
    assert shown.data["push"] == {"interruption-level": "passive"}
    assert "actions" not in shown.data


QUIET = {"channel": "Smart Campus", "importance": "default"}
LOUD = {"importance": "high", "ttl": 0, "priority": "high"}
CRITICAL = {"sound": {"name": "default", "critical": 1, "volume": 1.0}, "interruption-level": "critical"}


@pytest.mark.parametrize(
    ("severity", "expected"),
    [
        (Severity.NOTICE, QUIET | {"push": None}),
        (Severity.URGENT, LOUD | {"channel": "Smart Campus urgent", "push": {"interruption-level": "time-sensitive"}}),
        (Severity.SAFETY, LOUD | {"channel": "alarm_stream", "push": CRITICAL}),
    ],
)
async def test_worse_is_louder(
    hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace, severity: Severity, expected: dict[str, object]
) -> None:
    await channel.async_tell(message(await raise_alert(hass, severity=severity), address=LI))
    data = li.phone.screen[0].data
    assert {key: data.get(key) for key in expected} == expected


async def test_two_phones_at_once_one_is_first(
    hass: HomeAssistant, url: str, channel: OpenChannel, li: SimpleNamespace
) -> None:
    alert = await raise_alert(hass)
    token, _ = await token_of(hass, "Wang Fang")
    async with Phone("王芳的手机", device_id="d2", is_apple=True) as wang:
        await wang.register(url, token)
        await hass.async_block_till_done()
        (service,) = [name for name in hass.services.async_services_for_domain("notify") if "wang" in name]
        await channel.async_tell(message(alert, address=LI))
        wanted = message(alert, name="Wang Fang", language="zh-Hans", address={"phone": f"notify.{service}"})
        assert (await channel.async_tell(wanted)).ok
        await asyncio.gather(li.phone.press("acknowledge"), wang.press("acknowledge"))
        await settle(hass)
    now = await found(hass, alert)
    assert now.acknowledged_by is not None
    assert now.acknowledged_by.name in {"Li Wei", "Wang Fang"}
    assert now.version == alert.version + 1


async def test_press_after_the_alert_is_over_changes_nothing(
    hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace
) -> None:
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=LI))
    over = await (await async_get_desk(hass)).async_resolve(alert.id, Actor("", None, "rule"))
    await li.phone.press("acknowledge")
    await settle(hass)
    assert await found(hass, alert) == over


async def test_press_after_a_restart_still_counts(
    hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace
) -> None:
    alert = await raise_alert(hass)
    await channel.async_tell(message(alert, address=LI))
    await channel.async_close()
    memory = ChannelMemory(hass)
    await memory.async_load()
    hass.data[DATA_MEMORY].value = memory
    again = await open_channel(hass, "phone")
    await li.phone.press("acknowledge")
    await settle(hass)
    await again.async_close()
    acknowledged = (await found(hass, alert)).acknowledged_by
    assert acknowledged is not None
    assert acknowledged.user_id == li.user.id


async def test_phone_without_a_relay_is_reached_by_its_open_channel(
    hass: HomeAssistant, url: str, channel: OpenChannel
) -> None:
    token, _ = await token_of(hass, "Chen Jie")
    address = {"phone": "mobile_app_chen_jie"}
    async with Phone("Chen Jie", device_id="d3") as phone:
        await phone.register(url, token, is_local_only=True)
        await hass.async_block_till_done()
        alert = await raise_alert(hass)
        assert (await channel.async_tell(message(alert, address=address))).code == "not_connected"
        await phone.open_channel(url, token)
        assert (await channel.async_tell(message(alert, address=address))).ok
        async with asyncio.timeout(5):
            await phone.wait_push()
        await phone.press("acknowledge")
        await settle(hass)
    assert (await found(hass, alert)).acknowledged_at is not None


@pytest.mark.parametrize("status", [429, 500])
async def test_relay_with_trouble_raises_nothing(
    hass: HomeAssistant, channel: OpenChannel, li: SimpleNamespace, status: int
) -> None:
    li.phone.status = status
    delivery = await channel.async_tell(message(await raise_alert(hass), address=LI))
    assert delivery.code == "handed_over"
    assert li.phone.screen == []


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ({}, "no_address"),
        ({"phone": "light.turn_on"}, "no_address"),
        ({"phone": "notify.persistent_notification"}, "no_address"),
        ({"phone": "notify.mobile_app_gone"}, "unknown_phone"),
    ],
)
async def test_phone_that_is_none_is_a_failure(
    hass: HomeAssistant, channel: OpenChannel, address: dict[str, str], code: str
) -> None:
    delivery = await channel.async_tell(message(await raise_alert(hass), address=address))
    assert (delivery.ok, delivery.code) == (False, code)
