"""People are told, over restarts, failing channels and clocks that are set; only the channel is not real."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant

from custom_components.smart_campus.alerts.channels.base import Delivery
from custom_components.smart_campus.alerts.rules.alert import Button, Category, Severity

from .fake_channel import channel, group, person, site
from .reports import LI, WANG, report
from .telling import Office

SITE = (
    channel("phone"),
    channel("mail"),
    person("li"),
    person("wang", "phone", "mail", language="zh-Hans"),
    person("dean"),
    group(("li", 0), ("wang", 10)),
)
URGENT = report(severity=Severity.URGENT, category=Category.SECURITY)


@pytest.fixture
async def office(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> AsyncGenerator[Office]:
    freezer.move_to("2026-11-23 02:00:00+00:00")
    made = Office(hass, freezer, site(*SITE, alerts={"leader": "dean", "leader_after": 45}))
    await made.async_start()
    yield made
    await made.teller.async_stop()


async def test_alert_is_told_acknowledged_and_its_end_told_to_all(office: Office) -> None:
    alert = await office.desk.async_raise(URGENT)
    await office.async_pass(11)
    assert office.told() == [("li", "phone", "raised"), ("wang", "phone", "escalated")]
    await office.desk.async_acknowledge(alert.id, LI)
    await office.async_settle()
    assert office.told() == [("li", "phone", "acknowledged"), ("wang", "phone", "acknowledged")]
    await office.async_pass(120)
    assert office.told() == []
    await office.desk.async_clear("site1", alert.key)
    await office.async_settle()
    assert office.told() == [("li", "phone", "resolved"), ("wang", "phone", "resolved")]
    await office.async_restart()
    await office.async_pass(60)
    assert office.told() == []


async def test_each_reads_their_own_language_and_has_buttons(office: Office) -> None:
    await office.desk.async_raise(report(severity=Severity.URGENT, buttons=(Button("mopped", "Mopped", True),)))
    await office.async_pass(11)
    english, chinese = (message for _, message in office.channels.sent)
    assert [button.id for button in english.buttons] == ["acknowledge", "mopped", "snooze", "details"]
    assert "Severity: Urgent" in english.text
    assert "Where: North · Hall" in english.text
    assert "级别：紧急" in chinese.text
    assert chinese.title == "Wet floor in the hall（尚无人处理）"
    assert [button.label for button in chinese.buttons] == ["确认", "Mopped", "稍后提醒", "详情"]
    assert english.tag == chinese.tag


async def test_restart_between_raise_and_acknowledge_changes_nothing(office: Office) -> None:
    alert = await office.desk.async_raise(URGENT)
    await office.async_settle()
    assert office.told() == [("li", "phone", "raised")]
    await office.async_restart()
    await office.async_pass(5)
    assert office.told() == []
    assert (await office.desk.async_answer(alert.id, "acknowledge", WANG)).code == "acknowledged"
    await office.async_pass(60)
    assert office.told() == [("li", "phone", "acknowledged")]


async def test_restart_between_two_steps_neither_repeats_nor_forgets(office: Office) -> None:
    await office.desk.async_raise(URGENT)
    await office.async_pass(4)
    await office.async_restart()
    await office.async_pass(5)
    assert office.told() == [("li", "phone", "raised")]
    await office.async_pass(1.5)
    assert office.told() == [("wang", "phone", "escalated")]
    await office.async_restart()
    await office.async_pass(20)
    assert office.told() == []


async def test_step_that_came_due_while_nobody_was_there_is_taken_at_the_start(
    office: Office, freezer: FrozenDateTimeFactory
) -> None:
    await office.desk.async_raise(URGENT)
    await office.async_settle()
    await office.teller.async_stop()
    freezer.tick(timedelta(minutes=12))
    await office.async_start()
    assert office.told() == [("li", "phone", "raised"), ("wang", "phone", "escalated")]


async def test_message_cut_off_by_a_crash_is_sent_again_under_the_same_tag(office: Office) -> None:
    office.channels.open["phone"].gate = asyncio.Event()
    alert = await office.desk.async_raise(URGENT)
    await office.channels.open["phone"].arrived.wait()
    assert office.told() == []
    await office.async_restart()
    assert [message.tag for _, message in office.channels.sent] == [f"smart-campus-{alert.id}"]
    await office.async_restart()
    assert len(office.told()) == 1


async def test_recovery_cut_off_by_a_crash_is_told_after_it(office: Office) -> None:
    alert = await office.desk.async_raise(URGENT)
    await office.async_settle()
    office.channels.open["phone"].gate = asyncio.Event()
    await office.desk.async_clear("site1", alert.key)
    await office.channels.open["phone"].arrived.wait()
    office.told()
    await office.async_restart()
    assert office.told() == [("li", "phone", "resolved")]


@pytest.mark.parametrize(
    "trouble",
    [
        Delivery(ok=False, code="500"),
        Delivery(ok=False, code="timeout"),
        RuntimeError("a fault of the channel itself"),
    ],
)
@pytest.mark.no_fail_on_log_exception
async def test_failing_channel_leads_to_the_next_one_of_the_person(
    office: Office, trouble: Delivery | Exception
) -> None:
    await office.desk.async_raise(URGENT)
    await office.async_pass(9)
    office.told()
    office.channels.open["phone"].answers = [trouble]
    await office.async_pass(2)
    assert office.told() == [("wang", "mail", "escalated")]


async def test_channel_that_refuses_for_a_while_is_left_alone_so_long_and_then_gets_a_digest(office: Office) -> None:
    phone = office.channels.open["phone"]
    phone.answers = [Delivery(ok=False, code="429", retry_after_s=120)]
    for number in range(4):
        await office.desk.async_raise(report(f"leak:{number}", severity=Severity.URGENT))
    await office.async_pass(1.5)
    assert [told for told in office.told() if told[0] == "li"] == []
    await office.async_pass(1)
    assert [told for told in office.told() if told[0] == "li"] == [("li", "phone", "summary")]


async def test_storm_of_a_thousand_is_a_few_messages_and_one_summary_for_each(office: Office) -> None:
    alerts = await asyncio.gather(
        *(office.desk.async_raise(report(f"leak:{number}", severity=Severity.URGENT)) for number in range(1_000))
    )
    await office.async_pass(2)
    told = office.told()
    assert [event for *_, event in told] == ["raised"] * 5 + ["summary"]
    assert len({alert.id for alert in alerts}) == 1_000
    await office.async_restart()
    assert len(list(office.desk.alerts)) == 1_000
    heard = [office.desk.progress_of(alert.id).lines["li", "phone"].was_told for alert in office.desk.alerts]
    assert heard == [True] * 1_000
    await office.async_pass(2)
    assert office.told() == []


async def test_leader_hears_of_it_within_the_hour_though_it_is_put_off(office: Office) -> None:
    alert = await office.desk.async_raise(URGENT)
    await office.async_pass(20)
    await office.desk.async_snooze(alert.id, LI, 600)
    office.told()
    await office.async_pass(20)
    await office.async_restart()
    await office.async_pass(6)
    assert office.told() == [("dean", "phone", "escalated")]
    found = office.desk.peek(alert.id)
    assert found is not None
    assert found.escalated_to == ("wang", "dean")


async def test_put_off_alert_comes_back_after_a_restart(office: Office) -> None:
    alert = await office.desk.async_raise(report(severity=Severity.URGENT))
    await office.async_settle()
    await office.desk.async_snooze(alert.id, LI, 30)
    office.told()
    await office.async_pass(10)
    await office.async_restart()
    await office.async_pass(19)
    assert office.told() == []
    await office.async_pass(1.5)
    assert office.told() == [("li", "phone", "raised")]


@pytest.mark.parametrize("jump", [timedelta(days=30), timedelta(days=-30), timedelta(hours=-1)])
async def test_clock_that_is_set_neither_hurries_nor_holds_up_the_steps(office: Office, jump: timedelta) -> None:
    await office.desk.async_raise(URGENT)
    await office.async_pass(5)
    office.told()
    await office.async_set_clock(jump)
    await office.async_pass(4)
    await office.async_restart()
    assert office.told() == []
    await office.async_pass(1.5)
    assert office.told() == [("wang", "phone", "escalated")]


async def test_new_people_are_told_of_what_is_open(office: Office, hass: HomeAssistant) -> None:
    await office.desk.async_raise(URGENT)
    await office.async_settle()
    entry = hass.config_entries.async_get_entry("site1")
    assert entry is not None
    subentry = entry.subentries["cleaners"]
    rows = [{"contacts": ["dean"], "after": 0}]
    hass.config_entries.async_update_subentry(entry, subentry, data={**subentry.data, "steps": rows})
    office.told()
    await office.async_restart()
    assert office.told() == [("dean", "phone", "raised")]
