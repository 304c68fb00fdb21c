"""The life of an alert at the desk, in a real store."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.util import dt as dt_util

from custom_components.smart_campus.alerts.desk import AlertDesk, async_get_desk
from custom_components.smart_campus.alerts.news import SIGNAL_ALERT, AlertHappening, AlertNews
from custom_components.smart_campus.alerts.rules.alert import AlertState, Button, Severity
from custom_components.smart_campus.alerts.rules.life import LifeError
from custom_components.smart_campus.alerts.rules.words import render
from custom_components.smart_campus.store import async_get_store

from .reports import LI, WANG, report


@pytest.fixture
async def desk(hass: HomeAssistant) -> AlertDesk:
    return await async_get_desk(hass)


@pytest.fixture
def news(hass: HomeAssistant) -> list[AlertNews]:
    heard: list[AlertNews] = []
    async_dispatcher_connect(hass, SIGNAL_ALERT, callback(lambda each: heard.append(each)))  # noqa: PLW0108
    return heard


async def restarted(hass: HomeAssistant) -> AlertDesk:
    """Return a desk that knows only what the store holds."""
    desk = AlertDesk(hass, await async_get_store(hass))
    await desk.async_start()
    return desk


def happenings(news: list[AlertNews]) -> list[AlertHappening]:
    return [each.happening for each in news]


async def test_one_fault_reported_often_is_one_alert(desk: AlertDesk, news: list[AlertNews]) -> None:
    first = await desk.async_raise(report())
    assert [await desk.async_raise(report()) for _ in range(3)] == [first] * 3
    assert happenings(news) == [AlertHappening.RAISED]


async def test_same_key_at_another_site_is_another_alert(desk: AlertDesk) -> None:
    first, second = await desk.async_raise(report()), await desk.async_raise(report(site="site2"))
    assert first.id != second.id


async def test_fault_that_comes_again_after_its_end_is_a_new_alert(desk: AlertDesk) -> None:
    first = await desk.async_raise(report())
    await desk.async_clear("site1", first.key)
    assert (await desk.async_raise(report())).id != first.id


async def test_everything_said_of_an_open_alert_outlives_a_restart(hass: HomeAssistant, desk: AlertDesk) -> None:
    alert = await desk.async_raise(
        report(evidence={"sensor": "Entrance"}, buttons=(Button("mopped", "Mopped", resolves=True),))
    )
    await desk.async_acknowledge(alert.id, LI)
    said = await desk.async_add_note(alert.id, WANG, "Bucket is on its way")
    found = await (await restarted(hass)).async_find(alert.id)
    assert found is not None
    assert (found.state, found.acknowledged_by, found.evidence) == (AlertState.ACKNOWLEDGED, LI, {"sensor": "Entrance"})
    assert [(note.actor, note.text) for note in found.notes] == [(WANG, "Bucket is on its way")]
    assert found.buttons == (Button("mopped", "Mopped", resolves=True),)
    assert found.version == said.version


async def test_report_after_a_restart_is_the_same_alert(hass: HomeAssistant, desk: AlertDesk) -> None:
    alert = await desk.async_raise(report())
    again = await (await restarted(hass)).async_raise(report())
    assert again.id == alert.id


async def test_alert_that_is_over_is_found_and_not_open_after_a_restart(hass: HomeAssistant, desk: AlertDesk) -> None:
    alert = await desk.async_raise(report())
    await desk.async_resolve(alert.id, LI)
    again = await restarted(hass)
    found = await again.async_find(alert.id)
    assert list(again.alerts) == []
    assert found is not None
    assert (found.state, found.resolved_by) == (AlertState.RESOLVED, LI)


async def test_of_two_who_acknowledge_at_once_one_wins_and_the_other_hears_who(desk: AlertDesk) -> None:
    alert = await desk.async_raise(report())
    answers = await asyncio.gather(
        desk.async_answer(alert.id, "acknowledge", LI), desk.async_answer(alert.id, "acknowledge", WANG)
    )
    assert [answer.code for answer in answers] == ["acknowledged", "already_acknowledged"]
    assert render(answers[1].text, "en").startswith("Li Wei acknowledged this alert already")
    assert render(answers[1].text, "zh-Hans").startswith("此告警已由 Li Wei 于")


async def test_answer_to_an_alert_that_is_over_says_so(hass: HomeAssistant, desk: AlertDesk) -> None:
    alert = await desk.async_raise(report())
    await desk.async_resolve(alert.id, LI)
    for current in (desk, await restarted(hass)):
        answer = await current.async_answer(alert.id, "acknowledge", WANG)
        assert answer.code == "already_resolved"
        assert "nothing is left to do" in render(answer.text, "en")


async def test_button_of_the_report_can_end_the_alert(desk: AlertDesk, news: list[AlertNews]) -> None:
    alert = await desk.async_raise(report(buttons=(Button("mopped", "Mopped", resolves=True),)))
    answer = await desk.async_answer(alert.id, "mopped", LI)
    assert (answer.code, answer.alert.state if answer.alert else None) == ("resolved", AlertState.RESOLVED)
    assert happenings(news) == [AlertHappening.RAISED, AlertHappening.ANSWERED, AlertHappening.RESOLVED]
    assert (news[1].detail, news[1].actor) == ("mopped", LI)


async def test_button_that_does_not_end_the_alert_is_told_and_leaves_it(desk: AlertDesk) -> None:
    alert = await desk.async_raise(report(buttons=(Button("seen", "Seen"),)))
    answer = await desk.async_answer(alert.id, "seen", LI)
    assert (answer.code, answer.alert.state if answer.alert else None) == ("answered", AlertState.OPEN)


@pytest.mark.parametrize(
    ("alert_id", "button", "code"),
    [("nobody", "acknowledge", "unknown_alert"), (None, "dance", "unknown_button"), (None, "details", "details")],
)
async def test_answer_never_fails(desk: AlertDesk, alert_id: str | None, button: str, code: str) -> None:
    alert = await desk.async_raise(report())
    assert (await desk.async_answer(alert_id or alert.id, button, LI)).code == code


async def test_worse_report_wakes_an_acknowledged_alert(desk: AlertDesk) -> None:
    alert = await desk.async_raise(report())
    await desk.async_acknowledge(alert.id, LI)
    worse = await desk.async_raise(report(severity=Severity.SAFETY))
    assert (worse.id, worse.state, worse.severity) == (alert.id, AlertState.OPEN, Severity.SAFETY)
    milder = await desk.async_raise(report(severity=Severity.NOTICE))
    assert milder.severity is Severity.SAFETY


async def test_consequence_is_listed_under_its_cause(hass: HomeAssistant, desk: AlertDesk) -> None:
    cause = await desk.async_raise(report("down:switch", title="Switch"))
    child = await desk.async_raise(report("down:camera", title="Camera", parent_key="down:switch"))
    assert child.id == cause.id
    assert [each.title for each in child.children] == ["Camera"]
    again = await restarted(hass)
    await again.async_clear("site1", "down:camera")
    assert [alert.children for alert in again.alerts] == [()]


async def test_cause_found_later_takes_in_what_was_told_before(desk: AlertDesk) -> None:
    child = await desk.async_raise(report("down:camera", title="Camera", parent_key="down:switch"))
    cause = await desk.async_raise(report("down:switch", title="Switch"))
    assert [alert.id for alert in desk.alerts] == [cause.id]
    assert [each.key for each in cause.children] == ["down:camera"]
    merged = await desk.async_find(child.id)
    assert merged is not None
    assert merged.resolved_by is not None
    assert merged.resolved_by.via == "merged"


@pytest.mark.parametrize("minutes", [0, -5, 60 * 24 * 8])
async def test_snooze_has_bounds(desk: AlertDesk, minutes: int) -> None:
    alert = await desk.async_raise(report())
    with pytest.raises(LifeError) as refused:
        await desk.async_snooze(alert.id, LI, minutes)
    assert refused.value.code == "snooze_too_long"


async def test_snoozed_alert_says_until_when(desk: AlertDesk) -> None:
    alert = await desk.async_raise(report())
    before = dt_util.utcnow().replace(microsecond=0)
    snoozed = await desk.async_snooze(alert.id, LI, 45)
    assert snoozed.snoozed_until is not None
    assert timedelta(minutes=45) <= snoozed.snoozed_until - before < timedelta(minutes=46)


HOSTILE = "\x00\x1b[31m\u202e<script>alert(1)</script>{title}{0}%s" + "长" * 5000 + "\ud800"


@pytest.mark.parametrize("field", ["key", "title", "cause", "room"])
async def test_hostile_text_is_cut_and_cleaned_and_outlives_a_restart(
    hass: HomeAssistant, desk: AlertDesk, field: str
) -> None:
    changes: dict[str, Any] = {field: HOSTILE}
    alert = await desk.async_raise(report(**changes))
    again = await desk.async_raise(report(**changes))
    assert again.id == alert.id
    kept = str(getattr(alert, field))
    assert len(kept) <= 500
    assert not {"\x00", "\x1b", "\u202e", "\ud800"} & set(kept)
    found = await (await restarted(hass)).async_find(alert.id)
    assert found is not None
    assert str(getattr(found, field)) == kept
    assert (await (await restarted(hass)).async_raise(report(**changes))).id == alert.id
