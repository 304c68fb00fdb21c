"""Contacts and groups are set up, changed, and refused where they would reach nobody."""

from collections.abc import AsyncGenerator
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.alerts.channels.base import CONF_CHANNEL_TYPE
from custom_components.smart_campus.alerts.rules.alert import Severity
from custom_components.smart_campus.alerts.rules.hours import When
from custom_components.smart_campus.alerts.settings import contact_of, group_of, policy_of
from custom_components.smart_campus.flows.alerts import clean_alerts

from .fake_channel import person, site, sub

PHONES = sub("channel", "phones", title="Phones", **{CONF_CHANNEL_TYPE: "phone"})
ROBOT = sub("channel", "robot", title="Robot", **{CONF_CHANNEL_TYPE: "wecom_robot"})


@pytest.fixture(autouse=True)
async def no_site() -> AsyncGenerator[None]:
    with patch("custom_components.smart_campus.async_setup_entry", return_value=True):
        yield


def added(hass: HomeAssistant, *subentries: Any) -> MockConfigEntry:
    entry = site(*subentries)
    entry.add_to_hass(hass)
    return entry


async def begin(hass: HomeAssistant, entry: MockConfigEntry, kind: str) -> Any:
    return await hass.config_entries.subentries.async_init((entry.entry_id, kind), context={"source": "user"})


async def go_on(hass: HomeAssistant, result: Any, **entered: Any) -> Any:
    return await hass.config_entries.subentries.async_configure(result["flow_id"], entered)


async def test_contact_is_asked_for_the_address_of_each_channel_that_needs_one(hass: HomeAssistant) -> None:
    entry = added(hass, PHONES, ROBOT)
    result = await begin(hass, entry, "contact")
    result = await go_on(hass, result, name=" Li  Wei ", language="zh-Hans", channels=["robot", "phones"])
    assert (result["type"], result["step_id"]) == (FlowResultType.FORM, "address")
    assert result["description_placeholders"] == {"channel": "Phones", "contact": "Li Wei"}
    result = await go_on(hass, result, phone=" notify.mobile_app_li ")
    assert result["type"] is FlowResultType.CREATE_ENTRY
    (stored,) = entry.get_subentries_of_type("contact")
    contact = contact_of(stored)
    assert (contact.name, contact.language) == ("Li Wei", "zh-Hans")
    assert list(contact.addresses.items()) == [("robot", {}), ("phones", {"phone": "notify.mobile_app_li"})]


@pytest.mark.parametrize(
    ("entered", "errors"),
    [
        ({"name": " \t"}, {"name": "name_missing"}),
        ({"name": "x" * 101}, {"name": "name_too_long"}),
        ({"name": "li"}, {"name": "contact_exists"}),
        ({"channels": []}, {"channels": "channel_missing"}),
    ],
)
async def test_unfit_contact_is_refused_and_can_be_mended(
    hass: HomeAssistant, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    entry = added(hass, ROBOT, person("li", "robot"))
    result = await begin(hass, entry, "contact")
    fine = {"name": "Wang", "language": "en", "channels": ["robot"]}
    result = await go_on(hass, result, **{**fine, **entered})
    assert result["errors"] == errors
    assert (await go_on(hass, result, **fine))["type"] is FlowResultType.CREATE_ENTRY


async def test_contact_needs_a_channel_and_a_group_a_contact_first(hass: HomeAssistant) -> None:
    entry = added(hass)
    assert (await begin(hass, entry, "contact"))["reason"] == "no_channel"
    assert (await begin(hass, entry, "contact_group"))["reason"] == "no_contact"


async def test_contact_is_changed_with_its_address_suggested(hass: HomeAssistant) -> None:
    entry = added(hass, PHONES, ROBOT, person("li", "phones", "gone"))
    result = await entry.start_subentry_reconfigure_flow(hass, "li")
    result = await go_on(hass, result, name="Li", language="en", channels=["phones"])
    result = await go_on(hass, result, phone="notify.mobile_app_new")
    assert result["reason"] == "reconfigure_successful"
    assert contact_of(entry.subentries["li"]).addresses == {"phones": {"phone": "notify.mobile_app_new"}}
    assert entry.subentries["li"].title == "Li"


STEPS = [{"contacts": ["wang"], "after": 20}, {"contacts": ["li"], "after": 0, "channel": "robot"}]
GROUP = {"name": "Cleaners", "steps": STEPS, "repeat": 10, "severities": ["urgent"], "categories": ["environment"]}


async def test_group_is_stored_with_its_steps_in_order_and_sensible_hours(hass: HomeAssistant) -> None:
    entry = added(hass, ROBOT, person("li", "robot"), person("wang", "robot"))
    result = await go_on(hass, await begin(hass, entry, "contact_group"), **GROUP)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    group = group_of(entry.get_subentries_of_type("contact_group")[0])
    assert [(step.contacts, step.channel, step.after.total_seconds()) for step in group.steps] == [
        (("li",), "robot", 0),
        (("wang",), "", 1200),
    ]
    assert group.severities == {Severity.URGENT}
    assert group.timing.when[Severity.NOTICE] is When.WORKING_HOURS
    assert group.timing.when[Severity.WARNING] is When.OUTSIDE_QUIET_HOURS
    assert group.timing.when[Severity.SAFETY] is When.ALWAYS
    assert group.timing.working is not None
    assert group.timing.working.weekdays == {0, 1, 2, 3, 4}


@pytest.mark.parametrize(
    ("entered", "errors"),
    [
        ({"name": ""}, {"name": "name_missing"}),
        ({"name": "CLEANERS"}, {"name": "group_exists"}),
        ({"steps": []}, {"steps": "step_without_contact"}),
        (
            {"steps": [{"contacts": ["li"], "after": 0}, {"contacts": [], "after": 5}]},
            {"steps": "step_without_contact"},
        ),
        ({"steps": [{"contacts": ["li"], "after": each} for each in range(11)]}, {"steps": "too_many_steps"}),
    ],
)
async def test_unfit_group_is_refused_and_can_be_mended(
    hass: HomeAssistant, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    other = sub("contact_group", "g", title="Cleaners", steps=[])
    entry = added(hass, ROBOT, person("li", "robot"), person("wang", "robot"), other)
    fine = {**GROUP, "name": "Guards"}
    result = await go_on(hass, await begin(hass, entry, "contact_group"), **{**fine, **entered})
    assert result["errors"] == errors
    assert (await go_on(hass, result, **fine))["type"] is FlowResultType.CREATE_ENTRY


async def test_group_is_changed_and_keeps_what_was_set_up(hass: HomeAssistant) -> None:
    entry = added(hass, ROBOT, person("li", "robot"), person("wang", "robot"))
    hours = {"workdays": ["mon"], "work_start": "08:00:00", "work_end": "12:00:00"}
    quiet = {"quiet_start": "21:00:00", "quiet_end": "06:00:00"}
    when = {"when_notice": "always", "when_warning": "always", "when_urgent": "working_hours"}
    await go_on(hass, await begin(hass, entry, "contact_group"), **GROUP, hours={**hours, **quiet, **when})
    (stored,) = entry.get_subentries_of_type("contact_group")
    before = group_of(stored)
    assert before.timing.when[Severity.URGENT] is When.WORKING_HOURS
    result = await entry.start_subentry_reconfigure_flow(hass, stored.subentry_id)
    shown = {str(key): key.description["suggested_value"] for key in result["data_schema"].schema if key.description}
    result = await go_on(hass, result, **shown)
    assert result["reason"] == "reconfigure_successful"
    assert group_of(entry.subentries[stored.subentry_id]) == before
    other = {**hours, **quiet, **when, "workdays": ["tue"]}
    result = await entry.start_subentry_reconfigure_flow(hass, stored.subentry_id)
    await go_on(hass, result, **shown, hours=other)
    changed = group_of(entry.subentries[stored.subentry_id]).timing.working
    assert changed is not None
    assert changed.weekdays == {1}


def test_site_without_the_section_keeps_its_options() -> None:
    assert clean_alerts({}) == {}


@pytest.mark.parametrize("damaged", [None, 5, "x", [1], {"leader": 7, "leader_after": "soon", "morning": "late"}])
def test_damaged_options_fall_back_to_defaults(damaged: object) -> None:
    policy = policy_of(site(alerts=damaged))
    assert policy.room_use.morning.hour == 7
    assert policy.groups == ()


@pytest.mark.parametrize(
    "data",
    [
        {"steps": 5},
        {"steps": [None, "x", {"contacts": 7}, {}]},
        {"steps": [{"contacts": ["li"], "after": "soon"}], "repeat": -1, "severities": ["bad"], "workdays": ["never"]},
        {"steps": [{"contacts": "li"}], "work_start": "late", "when_notice": "never", "areas": None},
    ],
)
def test_damaged_group_tells_now_rather_than_never(data: dict[str, Any]) -> None:
    entry = site(sub("contact_group", "g", **data))
    group = group_of(entry.subentries["g"])
    assert all(step.contacts == ("li",) and not step.after for step in group.steps)
    assert group.severities == frozenset(Severity)
    assert group.timing.when[Severity.NOTICE] is When.ALWAYS
