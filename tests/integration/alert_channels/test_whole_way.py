"""From a fault to whoever looks after it and back: real site, desk and channels, simulated phone and platforms."""

import asyncio
from collections.abc import AsyncGenerator
from types import SimpleNamespace
from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.alerts.rules.alert import Actor, AlertState, Severity
from custom_components.smart_campus.const import DOMAIN
from simulator.chat_platforms import ChatPlatforms
from simulator.phone import Phone

from .bots import SETTINGS, until
from .telling import found, raise_alert

TIMEOUT_S = 10


def sub(kind: str, subentry_id: str, title: str, **data: Any) -> ConfigSubentryDataWithId:
    return ConfigSubentryDataWithId(
        subentry_id=subentry_id, subentry_type=kind, title=title, unique_id=f"{kind}:{subentry_id}", data=data
    )


PEOPLE = (
    sub("channel", "phones", "Phones", channel_type="phone"),
    sub("channel", "wecom", "WeCom", channel_type="wecom_bot", **SETTINGS["wecom_bot"]),
    sub(
        "channel",
        "feishu",
        "Duty group",
        channel_type="feishu_robot",
        webhook="feishu-hook-0123",
        sign_secret="feishu-sign-0123",
        region="feishu",
    ),
    sub(
        "contact",
        "li",
        "李伟",
        language="zh-Hans",
        addresses={"phones": {"phone": "notify.mobile_app_li_wei"}, "wecom": {"wecom_user": "li"}},
    ),
    sub("contact", "duty", "Duty group", language="en", addresses={"feishu": {}}),
    sub("contact_group", "cleaners", "Cleaners", steps=[{"contacts": ["li", "duty"], "after": 0}], repeat=15),
)


@pytest.fixture
async def campus_site(
    hass: HomeAssistant, campus: Any, chats: ChatPlatforms, hass_client_no_auth: ClientSessionGenerator
) -> AsyncGenerator[SimpleNamespace]:
    """Return Li Wei's phone and where Home Assistant listens; the site has people and channels."""
    assert await async_setup_component(hass, "mobile_app", {})
    user = MockUser(name="Li Wei").add_to_hass(hass)
    refresh = await hass.auth.async_create_refresh_token(user, "https://app.example")
    token = hass.auth.async_create_access_token(refresh)
    entry = MockConfigEntry(
        domain=DOMAIN, title="North", entry_id="site1", data={"name": "North"}, subentries_data=PEOPLE
    )
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    # Nothing can be added to the server once somebody talks to it.
    url = str((await hass_client_no_auth()).make_url("/")).rstrip("/")
    async with Phone("Li Wei", device_id="d1") as phone:
        yield SimpleNamespace(phone=phone, url=url, token=token, user=user)


async def wait(is_so: Any) -> None:
    async with asyncio.timeout(TIMEOUT_S):
        await until(is_so)


async def test_mopped_on_the_phone_ends_the_alert_for_everybody(
    hass: HomeAssistant, chats: ChatPlatforms, campus_site: SimpleNamespace
) -> None:
    phone = campus_site.phone
    await phone.register(campus_site.url, campus_site.token)
    await hass.async_block_till_done()
    alert = await raise_alert(hass, severity=Severity.URGENT)
    await wait(lambda: phone.screen and chats.feishu_robot.shown)
    (shown,) = phone.screen
    assert "Wet floor in the hall" in shown.title
    assert [each["title"] for each in shown.data["actions"]][:2] == ["确认", "Mopped"]
    await phone.press("mopped")
    await wait(lambda: len(chats.feishu_robot.shown) == 2 and phone.find(shown.data["tag"]) is None)
    now = await found(hass, alert)
    assert (now.state, now.resolved_by) == (AlertState.RESOLVED, Actor("李伟", campus_site.user.id, "phones"))
    assert chats.feishu_robot.shown[1]["card"]["header"]["template"] == "green"
    assert chats.wecom_bot.messages == []


async def test_phone_that_is_gone_leads_to_the_next_channel_of_the_person(
    hass: HomeAssistant, chats: ChatPlatforms, campus_site: SimpleNamespace
) -> None:
    alert = await raise_alert(hass, severity=Severity.URGENT)
    await wait(lambda: chats.wecom_bot.messages)
    (card,) = [each["template_card"] for each in chats.wecom_bot.messages]
    answered = await chats.wecom_bot.press("li", card["task_id"], "acknowledge")
    assert answered is not None
    assert "李伟 已于" in answered["sub_title_text"]
    assert (await found(hass, alert)).acknowledged_by == Actor("李伟", None, "wecom")


async def test_link_in_the_group_acknowledges_and_the_phone_falls_silent(
    hass: HomeAssistant, chats: ChatPlatforms, campus_site: SimpleNamespace, hass_client_no_auth: ClientSessionGenerator
) -> None:
    phone = campus_site.phone
    await phone.register(campus_site.url, campus_site.token)
    await hass.async_block_till_done()
    alert = await raise_alert(hass, severity=Severity.URGENT)
    await wait(lambda: phone.screen and chats.feishu_robot.shown)
    elements = chats.feishu_robot.shown[0]["card"]["body"]["elements"]
    url = next(each["behaviors"][0]["default_url"] for each in elements if each["tag"] == "button")
    client = await hass_client_no_auth()
    assert (await client.post(url.partition("campus.example")[2])).status == 200
    assert (await found(hass, alert)).acknowledged_by == Actor("Somebody in “Duty group”", None, "feishu")
