"""Group robots: signed, within their limits, judged by the code in the body, silent about their secrets."""

import asyncio
import re
from dataclasses import replace
from typing import Any

import pytest
from homeassistant.core import HomeAssistant

from custom_components.smart_campus.alerts.channels.base import Event
from custom_components.smart_campus.alerts.channels.open_channel import DATA_TEMPO
from custom_components.smart_campus.alerts.channels.posting import TIMEOUT_S
from custom_components.smart_campus.alerts.rules.alert import Alert, Severity
from simulator.chat_faults import ChatFault
from simulator.chat_platforms import ChatPlatforms

from .conftest import Clock, Opens
from .telling import EXTERNAL, message, raise_alert

ROBOTS = {
    "wecom_robot": {"webhook": "wecom-key-0123"},
    "dingtalk_robot": {"webhook": "ding-token-0123", "sign_secret": "SEC0123"},
    "feishu_robot": {"webhook": "feishu-hook-0123", "sign_secret": "feishu-sign-0123", "region": "feishu"},
}
SECRETS = [secret for data in ROBOTS.values() for key, secret in data.items() if key != "region"]


@pytest.fixture
def hold(hass: HomeAssistant, clock: Clock) -> asyncio.Event:
    """Let digests wait until this is set; then a minute has passed."""
    until = asyncio.Event()

    async def sleep(_: float) -> None:
        await until.wait()
        clock.now += 60

    hass.data[DATA_TEMPO] = replace(hass.data[DATA_TEMPO], sleep=sleep)
    return until


@pytest.fixture
async def alert(hass: HomeAssistant) -> Alert:
    return await raise_alert(hass)


def shown(chats: ChatPlatforms, kind: str) -> list[dict[str, Any]]:
    robots = {
        "wecom_robot": chats.wecom_robot,
        "dingtalk_robot": chats.dingtalk_robot,
        "feishu_robot": chats.feishu_robot,
    }
    return robots[kind].shown


@pytest.mark.parametrize("kind", ROBOTS)
async def test_group_sees_the_alert_with_a_link(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, kind: str
) -> None:
    channel = await opened(kind, **ROBOTS[kind])
    delivery = await channel.async_tell(message(await raise_alert(hass)))
    assert (delivery.ok, delivery.code) == (True, "ok")
    (body,) = shown(chats, kind)
    assert f"{EXTERNAL}/api/smart_campus/alert/" in str(body)
    assert "Wet floor in the hall" in str(body)


@pytest.mark.parametrize("kind", ROBOTS)
async def test_group_hears_of_the_recovery_without_a_link(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, kind: str
) -> None:
    channel = await opened(kind, **ROBOTS[kind])
    alert = await raise_alert(hass)
    assert (await channel.async_withdraw(message(alert, event=Event.RESOLVED, buttons=()))).ok
    assert EXTERNAL not in str(shown(chats, kind))


@pytest.mark.parametrize(
    ("kind", "code"), [("wecom_robot", "93000"), ("dingtalk_robot", "300001"), ("feishu_robot", "19001")]
)
async def test_foreign_key_is_a_failure_for_good(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, kind: str, code: str
) -> None:
    channel = await opened(kind, **{**ROBOTS[kind], "webhook": "another-key"})
    delivery = await channel.async_tell(message(await raise_alert(hass)))
    assert (delivery.ok, delivery.code, delivery.retry_after_s) == (False, code, None)


@pytest.mark.parametrize(("kind", "code"), [("dingtalk_robot", "310000"), ("feishu_robot", "19021")])
async def test_wrong_secret_is_a_failure_for_good(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, kind: str, code: str
) -> None:
    channel = await opened(kind, **{**ROBOTS[kind], "sign_secret": "another"})
    delivery = await channel.async_tell(message(await raise_alert(hass)))
    assert (delivery.ok, delivery.code, delivery.retry_after_s) == (False, code, None)


@pytest.mark.parametrize("robot", ["dingtalk_robot", "feishu_robot"])
async def test_clock_an_hour_off_is_refused_by_the_platform(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, robot: str
) -> None:
    for each in (chats.dingtalk_robot, chats.feishu_robot):
        each.clock = lambda: 4_000_000_000
    channel = await opened(robot, **ROBOTS[robot])
    assert (await channel.async_tell(message(await raise_alert(hass)))).code in {"310000", "19021"}


@pytest.mark.parametrize("kind", ROBOTS)
async def test_storm_stays_within_the_limit_and_nothing_is_lost(
    hass: HomeAssistant, chats: ChatPlatforms, clock: Clock, opened: Opens, kind: str
) -> None:
    channel = await opened(kind, **ROBOTS[kind])
    alerts = [await raise_alert(hass, f"leak:{n}", title=f"Leak {n:03}") for n in range(60)]
    deliveries = await asyncio.gather(*(channel.async_tell(message(alert)) for alert in alerts))
    assert {delivery.code for delivery in deliveries} == {"ok"}
    bodies = shown(chats, kind)
    assert len(bodies) <= 20
    told = "".join(map(str, bodies))
    listed = sum(f"Leak {n:03}" in told for n in range(60))
    counted = sum(int(number) for number in re.findall(r"and (\d+) more", told))
    assert listed + counted == 60


async def test_urgent_alert_overtakes_the_digest(
    hass: HomeAssistant, chats: ChatPlatforms, hold: asyncio.Event, opened: Opens
) -> None:
    channel = await opened("wecom_robot", **ROBOTS["wecom_robot"])
    alerts = [await raise_alert(hass, f"leak:{n}") for n in range(10)]
    calm = [asyncio.create_task(channel.async_tell(message(alert))) for alert in alerts]
    await asyncio.gather(*calm[:5])
    fire = await raise_alert(hass, "fire", severity=Severity.SAFETY, title="Fire")
    assert (await channel.async_tell(message(fire))).ok
    assert "Fire" in str(chats.wecom_robot.shown[-1])
    hold.set()
    await asyncio.gather(*calm)


async def test_message_that_gives_up_does_not_stop_the_digest(
    hass: HomeAssistant, chats: ChatPlatforms, hold: asyncio.Event, opened: Opens
) -> None:
    channel = await opened("wecom_robot", **ROBOTS["wecom_robot"])
    alerts = [await raise_alert(hass, f"leak:{n}", title=f"Leak {n}") for n in range(8)]
    tasks = [asyncio.create_task(channel.async_tell(message(alert))) for alert in alerts]
    await asyncio.gather(*tasks[:5])
    tasks[5].cancel()
    hold.set()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    assert isinstance(results[5], asyncio.CancelledError)
    assert "3 messages about alerts" in str(chats.wecom_robot.shown[-1])


async def test_alert_that_is_over_before_its_digest_is_told_as_over_only(
    hass: HomeAssistant, chats: ChatPlatforms, hold: asyncio.Event, opened: Opens
) -> None:
    channel = await opened("wecom_robot", **ROBOTS["wecom_robot"])
    alerts = [await raise_alert(hass, f"leak:{n}", title=f"Leak {n}") for n in range(7)]
    tasks = [asyncio.create_task(channel.async_tell(message(alert))) for alert in alerts]
    await asyncio.gather(*tasks[:5])
    tasks.append(asyncio.create_task(channel.async_withdraw(message(alerts[6], event=Event.RESOLVED, buttons=()))))
    await asyncio.sleep(0)
    hold.set()
    await asyncio.gather(*tasks)
    lines = chats.wecom_robot.shown[-1]["markdown"]["content"].splitlines()
    assert lines[1:] == ["• Leak 5", "• In order again: Leak 6"]


async def test_dingtalk_that_says_too_fast_is_left_alone_for_ten_minutes(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens
) -> None:
    chats.dingtalk_robot.faults.add(ChatFault(body={"errcode": 130101, "errmsg": "send too fast"}))
    channel = await opened("dingtalk_robot", **ROBOTS["dingtalk_robot"])
    alert = await raise_alert(hass)
    first, second = await channel.async_tell(message(alert)), await channel.async_tell(message(alert))
    assert (first.code, first.retry_after_s) == ("130101", 600)
    assert second.code == "rate_limited"
    assert 590 < (second.retry_after_s or 0) <= 600
    assert chats.dingtalk_robot.faults.requests == 1


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (ChatFault(status=429, headers={"Retry-After": "17"}), ("http_429", 17)),
        (ChatFault(status=500, body="<html>oops</html>"), ("http_500", 30)),
        (ChatFault(status=200, body="<html>login</html>"), ("bad_answer", 5)),
        (ChatFault(status=200, body={}), ("bad_answer", 5)),
        (ChatFault(status=200, body="[" * 100_000), ("bad_answer", 5)),
        (ChatFault(status=200, body="x" * 200_000), ("bad_answer", 5)),
        (ChatFault(status=302, headers={"Location": "http://127.0.0.1/elsewhere"}), ("bad_answer", 5)),
        (ChatFault(status=200, body={"errcode": 40001, "errmsg": "invalid credential"}), ("40001", None)),
    ],
)
async def test_wrong_answers_are_failures(
    chats: ChatPlatforms, opened: Opens, alert: Alert, fault: ChatFault, expected: tuple[str, float | None]
) -> None:
    chats.wecom_robot.faults.add(fault)
    channel = await opened("wecom_robot", **ROBOTS["wecom_robot"])
    delivery = await channel.async_tell(message(alert))
    assert (delivery.ok, delivery.code, delivery.retry_after_s) == (False, *expected)


async def test_platform_that_hangs_is_given_up(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert TIMEOUT_S == 10
    monkeypatch.setattr("custom_components.smart_campus.alerts.channels.posting.TIMEOUT_S", 0.05)
    chats.feishu_robot.faults.add(ChatFault(hangs=True))
    channel = await opened("feishu_robot", **ROBOTS["feishu_robot"])
    delivery = await channel.async_tell(message(await raise_alert(hass)))
    assert (delivery.ok, delivery.code, delivery.retry_after_s) == (False, "timeout", 5)


async def test_no_secret_is_logged_or_told(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG", "custom_components.smart_campus")
    channels = [await opened(kind, **data) for kind, data in ROBOTS.items()]
    alert = await raise_alert(hass)
    await chats.__aexit__()
    deliveries = [await channel.async_tell(message(alert)) for channel in channels]
    assert {delivery.code for delivery in deliveries} == {"unreachable"}
    said = caplog.text + repr(deliveries) + repr([channel.context for channel in channels])
    assert [secret for secret in SECRETS if secret in said] == []


async def test_home_assistant_without_an_address_sends_no_link(
    hass: HomeAssistant, chats: ChatPlatforms, opened: Opens
) -> None:
    await hass.config.async_update(external_url=None, internal_url=None)
    hass.config.api = None
    channel = await opened("wecom_robot", **ROBOTS["wecom_robot"])
    assert (await channel.async_tell(message(await raise_alert(hass)))).ok
    assert chats.wecom_robot.shown[0]["msgtype"] == "markdown"
