"""The page of a link: looking changes nothing, POST acknowledges, once, and says what became of it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from aiohttp.test_utils import TestClient
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.alerts.channels.link_view import PRESSES_PER_MINUTE
from custom_components.smart_campus.alerts.channels.memory import (
    DATA_MEMORY,
    LINK_LIFE,
    ChannelMemory,
    Person,
    async_get_memory,
)
from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.alert import Actor, Alert, AlertState

from .telling import found, raise_alert

PATH = "/api/smart_campus/alert"


@pytest.fixture
async def client(hass: HomeAssistant, known_address: None, hass_client_no_auth: ClientSessionGenerator) -> TestClient:
    return await hass_client_no_auth()


@pytest.fixture
async def alert(hass: HomeAssistant, known_address: None) -> Alert:
    return await raise_alert(hass)


async def link(hass: HomeAssistant, alert: Alert, receiver: str = "", language: str = "en") -> str:
    memory = await async_get_memory(hass)
    return f"{PATH}/{memory.make_link(alert_id=alert.id, channel='c1', receiver=receiver, language=language)}"


async def test_looking_changes_nothing_however_often(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    address = await link(hass, alert)
    for agent in ("Mozilla/5.0", "WeChat", "DingTalkBot", "Larkbot/1.0"):
        response = await client.get(address, headers={"User-Agent": agent})
        assert response.status == 200
        assert '<form method="post">' in await response.text()
    assert (await found(hass, alert)).acknowledged_at is None


async def test_post_acknowledges_in_the_name_of_the_receiver(
    hass: HomeAssistant, client: TestClient, alert: Alert
) -> None:
    (await async_get_memory(hass)).remember("c1", "li@campus.example", Person("Li Wei", "en"))
    response = await client.post(await link(hass, alert, "li@campus.example"))
    assert response.status == 200
    assert "You acknowledged this alert." in await response.text()
    now = await found(hass, alert)
    assert now.acknowledged_by == Actor("Li Wei", None, "c1")


async def test_link_of_a_group_says_that_somebody_did(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    await client.post(await link(hass, alert))
    assert (await found(hass, alert)).acknowledged_by == Actor("Somebody", None, "c1")


async def test_link_is_used_once(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    address = await link(hass, alert)
    await client.post(address)
    again = await client.post(address)
    assert again.status == 200
    text = await again.text()
    assert "Somebody acknowledged this alert at" in text
    assert "<form" not in text


async def test_used_link_stays_used_over_a_restart(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    address = await link(hass, alert)
    await client.post(address)
    memory = ChannelMemory(hass)
    await memory.async_load()
    hass.data[DATA_MEMORY].value = memory
    other = await raise_alert(hass, "other")
    assert memory.is_used(memory.seal.open_link(address.rpartition("/")[2], memory.now_s))
    assert (await client.get(await link(hass, other))).status == 200


async def test_link_given_out_before_a_restart_still_works(
    hass: HomeAssistant, client: TestClient, alert: Alert
) -> None:
    address = await link(hass, alert)
    memory = ChannelMemory(hass)
    await memory.async_load()
    hass.data[DATA_MEMORY].value = memory
    assert (await client.post(address)).status == 200
    assert (await found(hass, alert)).state is AlertState.ACKNOWLEDGED


async def test_key_changes_after_a_month_and_the_one_before_is_believed(
    hass: HomeAssistant, alert: Alert, hass_storage: dict[str, Any]
) -> None:
    later = dt_util.utcnow()
    memory = ChannelMemory(hass, wall=lambda: later)
    await memory.async_load()
    token = memory.make_link(alert_id=alert.id, channel="c1", receiver="", language="en")
    later += timedelta(days=31)
    newer = ChannelMemory(hass, wall=lambda: later)
    await newer.async_load()
    assert len(hass_storage["smart_campus.alert_channels"]["data"]["keys"]) == 2
    assert newer.seal.open_link(token, 0).alert_id == alert.id
    assert newer.make_link(alert_id=alert.id, channel="c1", receiver="", language="en") != token


async def test_old_link_is_over_and_tells_nothing(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    memory = await async_get_memory(hass)
    memory._wall = lambda: dt_util.utcnow() - LINK_LIFE - timedelta(seconds=1)
    address = await link(hass, alert)
    memory._wall = dt_util.utcnow
    for response in (await client.get(address), await client.post(address)):
        assert response.status == 410
        assert "Wet floor" not in await response.text()
    assert (await found(hass, alert)).acknowledged_at is None


@pytest.mark.parametrize("token", ["x", "x.y", "%00", "..%2f..%2fsecrets", "a" * 5000, "e30.e30"])
async def test_foreign_token_is_refused(client: TestClient, alert: Alert, token: str) -> None:
    for response in (await client.get(f"{PATH}/{token}"), await client.post(f"{PATH}/{token}")):
        assert response.status in {404, 400}
        assert "Wet floor" not in await response.text()


async def test_link_acknowledges_its_own_alert_only(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    other = await raise_alert(hass, "leak:cellar")
    await client.post(await link(hass, other))
    assert (await found(hass, alert)).acknowledged_at is None
    assert (await found(hass, other)).acknowledged_at is not None


async def test_link_with_the_alert_of_another_is_refused(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    other = await raise_alert(hass, "leak:cellar")
    first, second = await link(hass, alert), await link(hass, other)
    mixed = f"{first.partition('.')[0]}.{second.partition('.')[2]}"
    assert (await client.post(mixed)).status == 404


async def test_two_people_at_once_are_both_told_who_was_first(
    hass: HomeAssistant, client: TestClient, alert: Alert
) -> None:
    memory = await async_get_memory(hass)
    memory.remember("c1", "li", Person("Li Wei", "en"))
    memory.remember("c1", "wang", Person("Wang Fang", "en"))
    links = [await link(hass, alert, who) for who in ("li", "wang")]
    texts = [await (await response).text() for response in map(client.post, links)]
    assert "You acknowledged this alert." in texts[0]
    assert "Li Wei acknowledged this alert already" in texts[1]


async def test_same_link_pressed_twice_at_once_acknowledges_once(
    hass: HomeAssistant, client: TestClient, alert: Alert
) -> None:
    address = await link(hass, alert)
    texts = [await response.text() for response in await asyncio.gather(client.post(address), client.post(address))]
    assert sorted("You acknowledged" in text for text in texts) == [False, True]


async def test_alert_that_is_over_says_so(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    await (await async_get_desk(hass)).async_resolve(alert.id, Actor("", None, "rule"))
    address = await link(hass, alert)
    for response in (await client.get(address), await client.post(address)):
        assert response.status == 200
        text = await response.text()
        assert "is over since" in text
        assert "<form" not in text


async def test_page_speaks_the_receivers_language(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    text = await (await client.get(await link(hass, alert, language="zh-Hans"))).text()
    assert '<html lang="zh-Hans">' in text
    assert "确认收到" in text


async def test_hostile_text_is_shown_as_text(hass: HomeAssistant, client: TestClient) -> None:
    hostile = "<script>alert(1)</script>\"'&"
    alert = await raise_alert(hass, "x", title=hostile, cause=hostile, room=hostile)
    text = await (await client.get(await link(hass, alert))).text()
    assert "<script" not in text
    assert text.count("&lt;script&gt;") == 3


async def test_page_can_load_nothing_and_is_kept_nowhere(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    response = await client.get(await link(hass, alert))
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex"
    text = await response.text()
    assert "<script" not in text
    assert "://" not in text
    assert "src=" not in text


async def test_too_many_presses_are_refused(hass: HomeAssistant, client: TestClient, alert: Alert) -> None:
    address = await link(hass, alert)
    statuses = [(await client.post(address)).status for _ in range(PRESSES_PER_MINUTE + 1)]
    assert statuses == [200] * PRESSES_PER_MINUTE + [429]


@pytest.mark.parametrize("method", ["put", "delete", "patch"])
async def test_nothing_else_is_answered(hass: HomeAssistant, client: TestClient, alert: Alert, method: str) -> None:
    assert (await getattr(client, method)(await link(hass, alert))).status == 405
    assert (await found(hass, alert)).acknowledged_at is None
