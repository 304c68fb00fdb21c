"""The control of a class in a real browser."""

from typing import Any

import pytest

from .looks import DESKTOP, HOSTILE, LOOKS, PHONE, Look
from .rooms import lesson, tile
from .stage import Answers, Stage

pytestmark = [pytest.mark.servers, pytest.mark.asyncio(loop_scope="session")]

ROOM = {"site": "site1", "room": "r1"}
OUTCOMES = ("done", "already", "skipped", "pending", "failed", "refused")


def answers(text: str = "", *, may_control: bool = True) -> Answers:
    """Return what the server says of a room in which a lesson runs all day. text: in the place of every name."""
    devices = [
        {
            "device_id": outcome,
            "name": text or f"Projector {outcome}",
            "kind": "projector",
            "step": "projector_on",
            "outcome": outcome,
            "code": outcome,
            "text": text or f"It is {outcome}.",
        }
        for outcome in OUTCOMES
    ]
    rooms = [{"room": "r1", "name": "Room 101", "devices": devices, "text": text or None}]
    detail = {"room": tile("101"), "devices": [], "entities": {}, "cameras": [], "may_control": may_control}
    always = {"start": "2020-01-01T00:00:00+08:00", "end": "2099-01-01T00:00:00+08:00"}
    held: dict[str, Any] = lesson(text or "Mathematics", "08:30", "10:05") | always
    return {
        "smart_campus/dashboard/room": detail,
        "smart_campus/dashboard/day/subscribe": {
            "day": "2026-11-20",
            "lessons": [{**held, "is_cancelled": False, "recording": None}],
        },
        "smart_campus.start_class": {"response": {"rooms": rooms}},
        "smart_campus.end_class": {"response": {"rooms": rooms}},
    }


@pytest.mark.parametrize("look", LOOKS)
async def test_control_is_accessible_with_results_and_question(stage: Stage, look: Look) -> None:
    await stage.show("class", answers(), **look, **ROOM)
    assert await stage.violations() == []
    await stage.page.locator("button[name=start_class]").click()
    await stage.page.locator("li").first.wait_for()
    await stage.page.locator("button[name=end_class]").click()
    await stage.settle()
    assert await stage.violations() == []
    assert await stage.overflow() == 0


async def test_control_without_permission_is_accessible(stage: Stage) -> None:
    await stage.show("class", answers(may_control=False), **PHONE, **ROOM)
    assert await stage.violations() == []
    assert await stage.page.locator("button[name=start_class]").is_disabled()


async def test_lesson_that_runs_is_ended_by_keyboard_after_a_question(stage: Stage) -> None:
    await stage.show("class", answers(), **DESKTOP, **ROOM)
    await stage.page.locator("button[name=end_class]").focus()
    await stage.page.keyboard.press("Enter")
    await stage.page.keyboard.press("Escape")
    assert list(await stage.asked("end_class")) == []
    await stage.page.keyboard.press("Enter")
    for _ in range(2):
        await stage.page.keyboard.press("Shift+Tab")
    await stage.page.keyboard.press("Space")
    await stage.page.keyboard.press("Tab")
    await stage.page.keyboard.press("Enter")
    await stage.page.locator("li").first.wait_for()
    (call,) = await stage.asked("end_class")
    assert (call["service_data"], call["target"]) == ({"stop_recording": True}, {"area_id": "a101"})


@pytest.mark.parametrize("name", HOSTILE)
async def test_no_text_breaks_the_layout(stage: Stage, name: str) -> None:
    await stage.show("class", answers(HOSTILE[name]), **PHONE, **ROOM)
    await stage.page.locator("button[name=start_class]").click()
    await stage.page.locator("li").first.wait_for()
    await stage.page.locator("button[name=end_class]").click()
    await stage.settle()
    assert await stage.overflow() == 0
    assert await stage.page.locator("ha-card img").count() == 0
