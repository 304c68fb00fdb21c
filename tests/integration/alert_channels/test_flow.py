"""Setting a channel up: one form a kind, a test message that is really sent, and secrets that are never shown again."""

from typing import Any

import pytest
from homeassistant.config_entries import SOURCE_USER, ConfigSubentry, ConfigSubentryFlow
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.alerts.channels.forms import FORMS
from custom_components.smart_campus.alerts.channels.registry import CHANNELS
from custom_components.smart_campus.diagnostics import async_get_config_entry_diagnostics
from custom_components.smart_campus.flows.channel import ChannelFlow
from simulator.chat_faults import ChatFault
from simulator.chat_platforms import ChatPlatforms

from ..conftest import FakeCampus, set_up
from .bots import ADDRESS, LI, SETTINGS
from .telling import message, open_channel, raise_alert

ROBOTS: dict[str, dict[str, str]] = {
    "wecom_robot": {"webhook": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=wecom-key-0123"},
    "dingtalk_robot": {
        "webhook": "https://oapi.dingtalk.com/robot/send?access_token=ding-token-0123",
        "sign_secret": "SEC0123",
    },
    "feishu_robot": {
        "region": "feishu",
        "webhook": "https://open.feishu.cn/open-apis/bot/v2/hook/feishu-hook-0123",
        "sign_secret": "feishu-sign-0123",
    },
}
TRIED = {"send_test": True, "test_language": "en"}


@pytest.fixture
async def site(hass: HomeAssistant, campus: FakeCampus, chats: ChatPlatforms) -> MockConfigEntry:
    return await set_up(hass)


async def begin(hass: HomeAssistant, site: MockConfigEntry, kind: str) -> dict[str, Any]:
    flows = hass.config_entries.subentries
    menu = await flows.async_init((site.entry_id, "channel"), context={"source": SOURCE_USER})
    assert menu["type"] is FlowResultType.MENU
    return dict(await flows.async_configure(menu["flow_id"], {"next_step_id": kind}))


async def go_on(hass: HomeAssistant, flow: dict[str, Any], **entered: Any) -> dict[str, Any]:
    return dict(await hass.config_entries.subentries.async_configure(flow["flow_id"], entered))


def channels_of(site: MockConfigEntry) -> list[ConfigSubentry]:
    return site.get_subentries_of_type("channel")


def test_every_kind_has_a_form_and_a_step() -> None:
    assert FORMS.keys() == CHANNELS.keys()
    assert issubclass(ChannelFlow, ConfigSubentryFlow)
    assert all(hasattr(ChannelFlow, f"async_step_{kind}") for kind in FORMS)


@pytest.mark.parametrize("kind", ROBOTS)
async def test_robot_is_set_up_after_a_real_message(
    hass: HomeAssistant, site: MockConfigEntry, chats: ChatPlatforms, kind: str
) -> None:
    form = await begin(hass, site, kind)
    test = await go_on(hass, form, name="Duty group", **ROBOTS[kind])
    assert test["step_id"] == "test"
    sent = await go_on(hass, test, **TRIED)
    assert (sent["step_id"], sent["errors"]) == ("sent", None)
    robots = (chats.wecom_robot, chats.dingtalk_robot, chats.feishu_robot)
    assert "Test of an alert channel" in str([robot.shown for robot in robots])
    done = await go_on(hass, sent)
    assert done["type"] is FlowResultType.CREATE_ENTRY
    (channel,) = channels_of(site)
    assert channel.title == "Duty group"
    assert "://" not in channel.data["webhook"]


@pytest.mark.parametrize("kind", SETTINGS)
async def test_app_is_set_up_after_a_message_to_one_person(
    hass: HomeAssistant, site: MockConfigEntry, chats: ChatPlatforms, kind: str
) -> None:
    form = await begin(hass, site, kind)
    test = await go_on(hass, form, name="Duty app", **SETTINGS[kind])
    sent = await go_on(hass, test, **{**TRIED, "test_language": "zh-Hans"}, **{ADDRESS[kind]: LI[kind]})
    assert sent["step_id"] == "sent"
    seen = [chats.wecom_bot.messages, chats.dingtalk_app.cards, chats.feishu_app.messages]
    assert "告警渠道测试" in str(seen)
    assert (await go_on(hass, sent))["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize(
    ("kind", "wrong", "error"),
    [
        ("wecom_robot", {"webhook": "wrong-key-0123"}, "channel_refused"),
        ("dingtalk_robot", {"sign_secret": "wrong"}, "channel_signature"),
        ("feishu_robot", {"sign_secret": "wrong"}, "channel_signature"),
    ],
)
async def test_refused_robot_is_explained_and_can_be_saved_all_the_same(
    hass: HomeAssistant, site: MockConfigEntry, kind: str, wrong: dict[str, str], error: str
) -> None:
    form = await begin(hass, site, kind)
    test = await go_on(hass, form, name="Duty group", **{**ROBOTS[kind], **wrong})
    again = await go_on(hass, test, **TRIED)
    assert (again["step_id"], again["errors"]) == ("test", {"base": error})
    assert again["description_placeholders"]["code"]
    done = await go_on(hass, again, **{**TRIED, "send_test": False})
    assert done["type"] is FlowResultType.CREATE_ENTRY


@pytest.mark.parametrize("kind", SETTINGS)
async def test_app_with_a_wrong_secret_says_that_no_answer_would_come(
    hass: HomeAssistant, site: MockConfigEntry, kind: str
) -> None:
    wrong = {key: "wrong-secret" if "secret" in key else value for key, value in SETTINGS[kind].items()}
    form = await begin(hass, site, kind)
    test = await go_on(hass, form, name="Duty app", **wrong)
    again = await go_on(hass, test, **TRIED, **{ADDRESS[kind]: LI[kind]})
    assert again["errors"] == {"base": "channel_no_answers"}
    assert "wrong-secret" not in str(again["description_placeholders"])


async def test_hostile_answer_is_shown_as_plain_text(
    hass: HomeAssistant, site: MockConfigEntry, chats: ChatPlatforms
) -> None:
    chats.wecom_robot.faults.add(ChatFault(body={"errcode": 1, "errmsg": "a\nb\u202e" + "x" * 5000}))
    test = await go_on(hass, await begin(hass, site, "wecom_robot"), name="Group", **ROBOTS["wecom_robot"])
    again = await go_on(hass, test, **TRIED)
    detail = again["description_placeholders"]["detail"]
    assert "\n" not in detail
    assert len(detail) < 300


@pytest.mark.parametrize(
    "webhook",
    ["", "https://example.com/hook", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=", "a b", "x" * 600],
)
async def test_address_that_is_none_of_a_robot_is_refused(
    hass: HomeAssistant, site: MockConfigEntry, webhook: str
) -> None:
    form = await begin(hass, site, "wecom_robot")
    again = await go_on(hass, form, name="Group", webhook=webhook)
    assert again["step_id"] == "wecom_robot"
    assert again["errors"].keys() == {"webhook"}


async def test_name_is_needed(hass: HomeAssistant, site: MockConfigEntry) -> None:
    again = await go_on(hass, await begin(hass, site, "phone"), name="  ")
    assert again["errors"] == {"name": "name_missing"}


async def test_same_robot_is_not_set_up_twice(hass: HomeAssistant, site: MockConfigEntry) -> None:
    for _ in range(2):
        test = await go_on(hass, await begin(hass, site, "wecom_robot"), name="Group", **ROBOTS["wecom_robot"])
        done = await go_on(hass, test, **{**TRIED, "send_test": False})
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "already_configured")
    assert len(channels_of(site)) == 1


async def test_secret_is_not_shown_again_and_stays_when_left_empty(
    hass: HomeAssistant, site: MockConfigEntry, chats: ChatPlatforms
) -> None:
    test = await go_on(hass, await begin(hass, site, "dingtalk_robot"), name="Group", **ROBOTS["dingtalk_robot"])
    await go_on(hass, test, **{**TRIED, "send_test": False})
    (channel,) = channels_of(site)
    form = await site.start_subentry_reconfigure_flow(hass, channel.subentry_id)
    assert form["step_id"] == "dingtalk_robot"
    hints = {str(key): (key.description or {}).get("suggested_value") for key in form["data_schema"].schema}
    assert hints == {"name": "Group", "webhook": None, "sign_secret": None}
    test = await go_on(hass, dict(form), name="Night group")
    sent = await go_on(hass, test, **TRIED)
    done = await go_on(hass, sent)
    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    (changed,) = channels_of(site)
    assert changed.title == "Night group"
    assert (changed.data["webhook"], changed.data["sign_secret"]) == ("ding-token-0123", "SEC0123")
    assert len(chats.dingtalk_robot.shown) == 1


async def test_secrets_stay_out_of_the_diagnostic_file(
    hass: HomeAssistant, site: MockConfigEntry, chats: ChatPlatforms
) -> None:
    for kind, data in ROBOTS.items():
        test = await go_on(hass, await begin(hass, site, kind), name=kind, **data)
        await go_on(hass, test, **{**TRIED, "send_test": False})
    channel = await open_channel(hass, "wecom_robot", key=channels_of(site)[0].subentry_id, webhook="wecom-key-0123")
    await channel.async_tell(message(await raise_alert(hass)))
    described = await async_get_config_entry_diagnostics(hass, site)
    text = str(described)
    assert described["channels"][0] == {
        "type": "wecom_robot",
        "connected": None,
        "trouble": "",
        "codes": {"ok": 1},
    }
    secrets = ("wecom-key-0123", "ding-token-0123", "SEC0123", "feishu-hook-0123", "feishu-sign-0123")
    assert [secret for secret in secrets if secret in text] == []


@pytest.mark.parametrize("kind", ["ntfy", "email", "notify"])
async def test_notify_entity_may_be_left_to_the_contacts(hass: HomeAssistant, site: MockConfigEntry, kind: str) -> None:
    test = await go_on(hass, await begin(hass, site, kind), name="Mail")
    again = await go_on(hass, test, **TRIED)
    assert again["errors"] == {"base": "channel_unknown_target"}
    again = await go_on(hass, again, **TRIED, notify_entity="notify.gone")
    assert again["description_placeholders"]["code"] == "unknown_entity"
    await go_on(hass, again, **{**TRIED, "send_test": False})
    test = await go_on(hass, await begin(hass, site, kind), name="Mail to all", entity_id="notify.all")
    await go_on(hass, test, **{**TRIED, "send_test": False})
    assert [channel.data.get("entity_id") for channel in channels_of(site)] == [None, "notify.all"]


async def test_phone_channel_needs_no_settings(hass: HomeAssistant, site: MockConfigEntry) -> None:
    test = await go_on(hass, await begin(hass, site, "phone"), name="Phones")
    again = await go_on(hass, test, **TRIED, phone="notify.mobile_app_gone")
    assert again["errors"] == {"base": "channel_unknown_target"}
    done = await go_on(hass, again, **{**TRIED, "send_test": False})
    assert done["type"] is FlowResultType.CREATE_ENTRY
    assert channels_of(site)[0].data == {"channel_type": "phone"}
