"""The alert list in a real browser: accessible in every look, unmoved by any text, worked by keyboard alone."""

import pytest

from .alerts import alert, hostile_alert, some_alerts
from .looks import DESKTOP, HOSTILE, LOOKS, PHONE, Look
from .stage import Answers, Stage

pytestmark = [pytest.mark.servers, pytest.mark.asyncio(loop_scope="session")]

FEED = "smart_campus/alerts/subscribe"
CAMPUS = {"sites": [{"rooms": [{"room": "r301", "name": "Room 301", "area_id": "a301", "floor_id": None}]}]}


def answers(*alerts: object, **more: object) -> Answers:
    """Return what the server says."""
    page = {"total": len(alerts), "alerts": alerts}
    return {FEED: page, "smart_campus/dashboard/campus": CAMPUS, **more}


@pytest.mark.parametrize("look", LOOKS)
async def test_list_and_its_forms_are_accessible(stage: Stage, look: Look) -> None:
    await stage.show("alert-list", answers(*some_alerts()), **look)
    for summary in await stage.page.locator("summary").all():
        await summary.click()
    for at, name in ((0, "snooze"), (1, "note"), (2, "resolve")):
        await stage.page.locator("smart-campus-alert-row").nth(at).locator(f"button[name={name}]").click()
    await stage.settle()
    assert await stage.violations() == []
    assert await stage.overflow() == 0


@pytest.mark.parametrize("look", LOOKS[:2])
async def test_empty_list_is_accessible(stage: Stage, look: Look) -> None:
    await stage.show("alert-list", answers(), **look)
    assert await stage.violations() == []


@pytest.mark.parametrize("name", HOSTILE)
async def test_no_text_breaks_the_layout_or_becomes_markup(stage: Stage, name: str) -> None:
    await stage.show("alert-list", answers(hostile_alert("a", HOSTILE[name]), alert("b")), **PHONE)
    for summary in await stage.page.locator("summary").all():
        await summary.click()
    assert await stage.overflow() == 0
    assert await stage.page.locator("smart-campus-alert-row img").count() == 0
    for button in await stage.page.locator("smart-campus-alert-row button").all():
        box = await button.bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]


async def test_alert_is_resolved_by_keyboard_alone_and_the_next_one_is_at_hand(stage: Stage) -> None:
    over = {"response": alert("a", state="resolved", resolved_at="2026-11-20T09:00:00+08:00")}
    given = answers(alert("a", title="First"), alert("b", title="Second"), **{"smart_campus.resolve_alert": over})
    await stage.show("alert-list", given, **DESKTOP)
    await stage.page.locator("button[name=resolve]").first.focus()
    await stage.page.keyboard.press("Enter")
    await stage.page.locator("textarea:focus").wait_for()
    await stage.page.keyboard.type("Mopped & <dry>")
    await stage.page.keyboard.press("Tab")
    await stage.page.keyboard.press("Enter")
    await stage.page.get_by_role("heading", name="First").wait_for(state="detached")
    (call,) = await stage.asked("resolve_alert")
    assert call["service_data"] == {"alert_id": "a", "note": "Mopped & <dry>"}
    focused = "document.querySelector('#place').firstChild.shadowRoot.activeElement.alert.alert_id"
    assert await stage.page.evaluate(focused) == "b"
    await stage.page.get_by_role("status").get_by_text("Alert resolved").wait_for()
