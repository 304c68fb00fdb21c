"""Messages of the platforms: within their limits, with nobody mentioned, and presses as the platforms tell them."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.alerts.channels.rules import dingtalk, feishu, wecom
from custom_components.smart_campus.alerts.channels.rules.card import Card
from custom_components.smart_campus.alerts.channels.rules.digest import MOST_HELD, Digest
from custom_components.smart_campus.alerts.rules.alert import Severity

CARD = Card(
    title="Wet floor",
    text="Hall, since 10:05",
    severity=Severity.URGENT,
    buttons=(("acknowledge", "Acknowledge"), ("mopped", "Mopped")),
    link="https://campus.example/api/smart_campus/alert/t",
    link_label="Acknowledge or view",
    mark="a1@n@m",
)
HOSTILE = replace(CARD, title="<@all> [x](http://e)", text='<at user_id="all">x</at> @all\n' + "漏水" * 3000)


def texts(tree: Any) -> list[str]:
    match tree:
        case dict():
            return [text for value in tree.values() for text in texts(value)]
        case list():
            return [text for value in tree for text in texts(value)]
        case str():
            return [tree]
    return []


def test_short_message_of_a_wecom_group_is_a_card_with_a_link() -> None:
    body = wecom.robot_body(CARD)
    assert body["msgtype"] == "template_card"
    assert body["template_card"]["card_type"] == "text_notice"
    assert body["template_card"]["card_action"] == {"type": 1, "url": CARD.link}


def test_long_message_of_a_wecom_group_keeps_its_link_and_its_limit() -> None:
    content = wecom.robot_body(HOSTILE)["markdown"]["content"]
    assert len(content.encode()) <= 4096
    assert content.endswith(f"[Acknowledge or view]({CARD.link})")
    assert "<@" not in content


@given(st.text(max_size=3000), st.text(max_size=6000))
def test_no_text_breaks_the_limits(title: str, text: str) -> None:
    card = replace(CARD, title=title, text=text)
    assert len(wecom.markdown(card).encode()) <= 4096
    assert len(json.dumps(dingtalk.robot_body(card), ensure_ascii=False).encode()) <= 20_000
    assert len(json.dumps(feishu.robot_body(card), ensure_ascii=False).encode()) <= 20_480
    assert len(json.dumps(wecom.bot_card(card), ensure_ascii=False).encode()) <= 4096


def test_dingtalk_mentions_nobody() -> None:
    body = dingtalk.robot_body(replace(HOSTILE, link=None))
    assert body["at"] == {"atMobiles": [], "atUserIds": [], "isAtAll": False}
    assert "@" not in body["markdown"]["text"]


def test_feishu_shows_text_as_plain_text_only() -> None:
    def tags(tree: Any) -> list[str]:
        if isinstance(tree, list):
            return [tag for each in tree for tag in tags(each)]
        if isinstance(tree, dict):
            return [*([tree["tag"]] if "tag" in tree else []), *(tag for each in tree.values() for tag in tags(each))]
        return []

    assert set(tags(feishu.card_of(HOSTILE))) == {"plain_text", "div", "button"}


def test_card_of_dingtalk_holds_texts_only_and_hides_buttons_without_a_label() -> None:
    params = dingtalk.card_params(CARD)
    assert all(isinstance(value, str) for value in params.values())
    labels = {place: params[f"{place}_label"] for place in dingtalk.PLACES}
    assert labels == {"acknowledge": "Acknowledge", "snooze": "", "own_1": "Mopped", "own_2": ""}


def test_answered_card_has_no_buttons_left() -> None:
    answered = replace(CARD, status="Li Wei acknowledged this alert at 10:07.")
    assert [each["key"] for each in wecom.bot_card(answered)["button_list"]] == [wecom.DONE]
    assert not any(dingtalk.card_params(answered)[f"{place}_label"] for place in dingtalk.PLACES)
    elements = feishu.card_of(replace(answered, link=None))["body"]["elements"]
    assert [each["tag"] for each in elements] == ["div", "div"]


def test_press_in_wecom_is_read() -> None:
    event = {
        "msgid": "CAIQ16HMjQYY",
        "create_time": 1700000000,
        "aibotid": "AIBOTID",
        "chattype": "single",
        "from": {"corpid": "wp", "userid": "li"},
        "msgtype": "event",
        "event": {
            "eventtype": "template_card_event",
            "template_card_event": {"card_type": "button_interaction", "event_key": "acknowledge", "task_id": "m"},
        },
    }
    assert wecom.read_press(event) == wecom.Press("CAIQ16HMjQYY", "li", "acknowledge", "m")


def test_press_in_dingtalk_is_read() -> None:
    content = json.dumps({"cardPrivateData": {"actionIds": ["own_1"], "params": {}}})
    data = {"userId": "u1", "outTrackId": "m", "content": content, "corpId": "c"}
    assert dingtalk.read_press(data) == dingtalk.Press("u1", "own_1", "m")


def test_press_in_feishu_is_read() -> None:
    event = {
        "schema": "2.0",
        "header": {"event_id": "e1", "event_type": "card.action.trigger", "app_id": "cli"},
        "event": {
            "operator": {"open_id": "ou_1", "union_id": "on_1"},
            "token": "c-1",
            "action": {"tag": "button", "value": {"button": "acknowledge", "mark": "m"}},
        },
    }
    assert feishu.read_press(event) == feishu.Press("e1", "ou_1", "acknowledge", "m")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=10),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["msgid", "from", "userid", "event", "eventtype", "header", "action", "value", "content", "userId"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=20,
)


@given(JSON)
def test_nothing_else_is_a_press(data: Any) -> None:
    assert dingtalk.read_press(data) is None
    assert feishu.read_press(data) is None
    assert wecom.read_press(data if isinstance(data, dict) else {}) is None


def test_deep_content_is_no_press() -> None:
    assert dingtalk.read_press({"userId": "u", "outTrackId": "m", "content": "[" * 100_000}) is None


def test_digest_lists_the_worst_first_and_each_alert_once() -> None:
    digest = Digest()
    for n in range(30):
        digest.add(f"t{n}", replace(CARD, title=f"Alert {n}", severity=Severity.NOTICE))
    digest.add("fire", replace(CARD, title="Fire", severity=Severity.SAFETY))
    digest.add("t3", replace(CARD, title="Alert 3", is_over=True))
    card = digest.card("en")
    assert card.title == "31 messages about alerts"
    assert card.text.splitlines()[0] == "• Fire"
    assert card.text.count("Alert 3\n") == 0
    assert card.text.splitlines()[-1] == "… and 11 more"
    assert card.severity is Severity.SAFETY


def test_digest_of_one_is_that_one() -> None:
    digest = Digest()
    digest.add("t", CARD)
    assert digest.card("zh-Hans") is CARD


def test_digest_holds_no_more_than_it_may_and_counts_the_rest() -> None:
    digest = Digest()
    for n in range(MOST_HELD + 10):
        digest.add(f"t{n}", CARD)
    assert len(digest) == MOST_HELD + 10
    assert digest.card("zh-Hans").title == f"{MOST_HELD + 10} 条告警消息"


@pytest.mark.parametrize(("language", "title"), [("en", "2 messages about alerts"), ("zh-Hans", "2 条告警消息")])
def test_digest_speaks_both_languages(language: str, title: str) -> None:
    digest = Digest()
    digest.add("a", CARD)
    digest.add("b", CARD)
    assert digest.card(language).title == title
