"""Alerts of a site in operation: actions, triggers, conditions, sensors, open pages; a meter that falls silent."""

from types import MappingProxyType
from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN

from .fake_channel import FakeChannels, channel, group, person, site


async def act(hass: HomeAssistant, name: str, *, user: MockUser | None = None, **data: Any) -> Any:
    context = Context(user_id=user.id if user else None)
    answer = await hass.services.async_call(DOMAIN, name, data, blocking=True, context=context, return_response=True)
    for _ in range(3):
        await hass.async_block_till_done(wait_background_tasks=True)
    return answer


RAISE = {"key": "leak:hall", "title": "Wet floor", "severity": "urgent", "category": "environment"}


async def test_alert_raised_by_an_automation_reaches_people_and_is_counted(
    hass: HomeAssistant, entry: MockConfigEntry, channels: FakeChannels
) -> None:
    raised = await act(hass, "raise_alert", **RAISE)
    assert channels.told() == [("li", "phone", "raised")]
    assert count(hass, "open_alerts") == ("1", 1)
    assert count(hass, "open_alerts_urgent") == ("1", 1)
    assert count(hass, "open_alerts_safety") == ("0", 0)
    await act(hass, "acknowledge_alert", alert_id=raised["alert_id"])
    assert count(hass, "open_alerts") == ("1", 0)
    await act(hass, "resolve_alert", key="leak:hall", note="mopped")
    assert count(hass, "open_alerts") == ("0", 0)
    assert [event for *_, event in channels.told()] == ["raised", "acknowledged", "resolved"]


async def test_reload_of_the_site_neither_repeats_nor_forgets(
    hass: HomeAssistant, entry: MockConfigEntry, channels: FakeChannels
) -> None:
    await act(hass, "raise_alert", **RAISE)
    first = channels.open["phone"]
    assert await hass.config_entries.async_reload(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert first.is_closed
    assert count(hass, "open_alerts") == ("1", 1)
    assert len(channels.sent) == 1
    await act(hass, "resolve_alert", key="leak:hall")
    assert [event for *_, event in channels.told()] == ["raised", "resolved"]


async def test_who_acted_is_the_user_of_the_action(
    hass: HomeAssistant, entry: MockConfigEntry, hass_admin_user: MockUser
) -> None:
    await act(hass, "raise_alert", **RAISE)
    alert = await act(hass, "acknowledge_alert", key="leak:hall", user=hass_admin_user)
    assert alert["acknowledged_by"] == hass_admin_user.name
    with pytest.raises(ServiceValidationError) as refused:
        await act(hass, "acknowledge_alert", key="leak:hall")
    assert refused.value.translation_key == "alert_already_acknowledged"
    assert refused.value.translation_placeholders is not None
    assert refused.value.translation_placeholders["name"] == hass_admin_user.name


async def test_alert_is_addressed_by_the_longest_key_it_can_have(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    key = "k" * 200
    await act(hass, "raise_alert", **{**RAISE, "key": key})
    assert (await act(hass, "acknowledge_alert", key=key))["key"] == key


async def test_alerts_are_found_page_by_page_with_their_history(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    for number in range(4):
        await act(hass, "raise_alert", **{**RAISE, "key": f"leak:{number}"})
    await act(hass, "resolve_alert", key="leak:2")
    page = await act(hass, "get_alerts", limit=3)
    rest = await act(hass, "get_alerts", limit=3, cursor=page["cursor"])
    keys = [alert["key"] for alert in (*page["alerts"], *rest["alerts"])]
    assert (sorted(keys), rest["cursor"]) == ([f"leak:{number}" for number in range(4)], None)
    (over,) = (await act(hass, "get_alerts", state="resolved", history=True))["alerts"]
    kinds = [row["kind"] for row in over["history"]]
    assert kinds[:3] == ["raised", "telling", "told"]
    assert kinds[-1] == "closed"
    told = next(row for row in over["history"] if row["kind"] == "told")
    assert (told["contact"], told["channel"], told["ok"]) == ("li", "phone", True)
    (one,) = (await act(hass, "get_alerts", alert_id=over["alert_id"]))["alerts"]
    assert one["state"] == "resolved"


async def test_button_of_an_alert_ends_it_when_it_says_so(
    hass: HomeAssistant, entry: MockConfigEntry, hass_admin_user: MockUser
) -> None:
    buttons = [{"id": "on_my_way", "label": "On my way"}, {"id": "mopped", "label": "Mopped", "resolves": True}]
    await act(hass, "raise_alert", **RAISE, buttons=buttons)
    answered = await act(hass, "answer_alert", key="leak:hall", button="on_my_way", user=hass_admin_user)
    assert (answered["state"], answered["resolved_by"]) == ("open", None)
    over = await act(hass, "answer_alert", key="leak:hall", button="mopped", user=hass_admin_user)
    assert (over["state"], over["resolved_by"]) == ("resolved", hass_admin_user.name)
    with pytest.raises(ServiceValidationError) as refused:
        await act(hass, "answer_alert", alert_id=over["alert_id"], button="mopped")
    assert refused.value.translation_key == "alert_already_resolved"


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("acknowledge_alert", {}, "alert_not_named"),
        ("acknowledge_alert", {"key": "nothing"}, "alert_unknown_alert"),
        ("resolve_alert", {"alert_id": "nobody"}, "alert_unknown_alert"),
        ("add_note", {"key": "leak:hall", "note": " \x00 "}, "alert_note_empty"),
        ("answer_alert", {"key": "leak:hall", "button": "swept"}, "alert_unknown_button"),
        ("answer_alert", {"key": "leak:hall", "button": "details"}, "alert_unknown_button"),
        ("get_alerts", {"cursor": "elsewhere"}, "invalid_cursor"),
    ],
)
async def test_refusals_are_sentences(
    hass: HomeAssistant, entry: MockConfigEntry, name: str, data: dict[str, Any], key: str
) -> None:
    await act(hass, "raise_alert", **RAISE)
    with pytest.raises(ServiceValidationError) as refused:
        await act(hass, name, **data)
    assert refused.value.translation_key == key


async def test_site_must_be_clear_where_there_are_several(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    other = site(entry_id="site2")
    other.add_to_hass(hass)
    await hass.config_entries.async_setup("site2")
    with pytest.raises(ServiceValidationError) as refused:
        await act(hass, "raise_alert", **RAISE)
    assert refused.value.translation_key == "alert_site_missing"
    assert (await act(hass, "raise_alert", **RAISE, site="site2"))["site_id"] == "site2"


async def test_triggers_fire_for_the_alerts_that_are_meant(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    hall = ar.async_get(hass).async_create("Hall")
    heard = []
    hass.bus.async_listen("heard", lambda event: heard.append(event.data["what"]))
    names = ("alert_raised", "alert_acknowledged", "alert_answered", "alert_resolved")
    triggers = [
        {
            "trigger": f"{DOMAIN}.{name}",
            "target": {"area_id": hall.id},
            "options": {"severity": ["urgent", "safety"], "category": ["environment"]},
        }
        for name in names
    ]
    automation = {
        "triggers": triggers,
        "conditions": [],
        "actions": [{"event": "heard", "event_data": {"what": "{{ trigger.title }} {{ trigger.state }}"}}],
        "mode": "queued",
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})
    button = {"id": "seen", "label": "Seen"}
    raised = await act(hass, "raise_alert", **RAISE, area_id=hall.id, buttons=[button])
    await act(hass, "raise_alert", **{**RAISE, "key": "leak:attic"})
    await act(hass, "raise_alert", **{**RAISE, "key": "leak:small", "severity": "notice"}, area_id=hall.id)
    await act(hass, "acknowledge_alert", alert_id=raised["alert_id"])
    await act(hass, "resolve_alert", alert_id=raised["alert_id"])
    assert heard == ["Wet floor open", "Wet floor acknowledged", "Wet floor resolved"]


async def test_condition_holds_while_an_alert_is_open(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    heard = []
    hass.bus.async_listen("heard", lambda _event: heard.append(1))
    automation = {
        "triggers": [{"trigger": "event", "event_type": "ask"}],
        "conditions": [
            {"condition": f"{DOMAIN}.has_open_alert", "options": {"key": "leak:hall", "only_unacknowledged": True}}
        ],
        "actions": [{"event": "heard"}],
    }
    assert await async_setup_component(hass, "automation", {"automation": automation})

    async def ask() -> int:
        hass.bus.async_fire("ask")
        await hass.async_block_till_done()
        return len(heard)

    assert await ask() == 0
    await act(hass, "raise_alert", **RAISE)
    assert await ask() == 1
    await act(hass, "acknowledge_alert", key="leak:hall")
    assert await ask() == 1


async def test_open_page_shows_the_worst_first_and_follows(
    hass: HomeAssistant, entry: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    await act(hass, "raise_alert", **{**RAISE, "key": "a", "severity": "notice"})
    await act(hass, "raise_alert", **{**RAISE, "key": "b", "severity": "safety"})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": f"{DOMAIN}/alerts", "limit": 1})
    answer = (await client.receive_json())["result"]
    assert (answer["total"], [alert["key"] for alert in answer["alerts"]]) == (2, ["b"])
    await client.send_json_auto_id({"type": f"{DOMAIN}/alerts/subscribe", "site": "site1", "limit": 1, "offset": 1})
    assert (await client.receive_json())["success"]
    assert [alert["key"] for alert in (await client.receive_json())["event"]["alerts"]] == ["a"]
    await act(hass, "acknowledge_alert", key="a")
    event = (await client.receive_json())["event"]
    assert (event["happening"], event["alert"]["key"], event["alert"]["state"]) == ("acknowledged", "a", "acknowledged")


def count(hass: HomeAssistant, key: str) -> tuple[str, int]:
    """Return the state of a sensor of the site, and how many of it nobody took on."""
    entity_id = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, f"site1_{key}")
    assert entity_id is not None
    state = hass.states.get(entity_id)
    assert state is not None
    return state.state, state.attributes["unacknowledged"]


async def test_alert_nobody_hears_of_is_a_repair_until_somebody_can_be_told(
    hass: HomeAssistant, channels: FakeChannels
) -> None:
    made = site(channel("phone"))
    made.add_to_hass(hass)
    assert await hass.config_entries.async_setup(made.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    issues = ir.async_get(hass)
    issue_id = f"alerts_reach_nobody_{made.entry_id}"
    assert issues.async_get_issue(DOMAIN, issue_id) is None
    await act(hass, "raise_alert", **RAISE)
    issue = issues.async_get_issue(DOMAIN, issue_id)
    assert issue is not None
    assert issue.translation_placeholders == {"site": "North"}
    for each in (person("li"), group(("li", 0))):
        data = MappingProxyType(each["data"])
        subentry = ConfigSubentry(
            data=data, subentry_id=each["subentry_id"], subentry_type=each["subentry_type"], title="x", unique_id=None
        )
        hass.config_entries.async_add_subentry(made, subentry)
        await hass.async_block_till_done(wait_background_tasks=True)
    assert issues.async_get_issue(DOMAIN, issue_id) is None
    assert channels.told() == [("x", "phone", "raised")]


async def test_people_of_a_site_that_was_removed_hear_of_no_other_site(
    hass: HomeAssistant, entry: MockConfigEntry, channels: FakeChannels
) -> None:
    other = site(entry_id="site2")
    other.add_to_hass(hass)
    assert await hass.config_entries.async_setup(other.entry_id)
    issues = ir.async_get(hass)
    issue_id = f"alerts_reach_nobody_{other.entry_id}"
    await act(hass, "raise_alert", **RAISE, site=other.entry_id)
    assert issues.async_get_issue(DOMAIN, issue_id) is None
    assert channels.told() == [("li", "phone", "raised")]

    await hass.config_entries.async_remove(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)

    assert issues.async_get_issue(DOMAIN, issue_id) is not None
