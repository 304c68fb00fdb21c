"""The day of a room in a real browser: an axis where there is room for one, a list on a phone, any text."""

from typing import Any

import pytest

from .looks import DESKTOP, HOSTILE, LOOKS, PHONE, Look
from .rooms import lesson
from .stage import Answers, Stage

pytestmark = [pytest.mark.servers, pytest.mark.asyncio(loop_scope="session")]

ROOM = {"site": "site1", "room": "r1", "day": "2026-11-20"}


def held(course: str, start: str, end: str, recording: dict[str, Any] | None = None, **changes: Any) -> dict[str, Any]:
    """Return a lesson with how its recording stands."""
    stands = recording and {"recording_id": "x", "missed": None, "troubles": [], "files": 0} | recording
    return lesson(course, start, end, **{"is_cancelled": False, "recording": stands} | changes)


def answers(*lessons: object) -> Answers:
    """Return what the server says."""
    return {"smart_campus/dashboard/day/subscribe": {"day": "2026-11-20", "lessons": lessons}}


DAY = answers(
    held("Mathematics", "08:00", "09:35", {"state": "recording", "troubles": ["sound_silent"]}),
    held("Databases", "09:50", "10:35", {"state": "armed"}),
    held("English", "09:50", "11:25", is_cancelled=True),
    held("Physics", "14:00", "15:35", {"state": "planned", "missed": "armed"}),
    held("Chemistry", "15:50", "17:25", {"state": "confirmed"}),
)


@pytest.mark.parametrize("look", LOOKS)
async def test_day_is_accessible(stage: Stage, look: Look) -> None:
    await stage.show("day", DAY, **look, **ROOM)
    assert await stage.violations() == []
    assert await stage.overflow() == 0


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_no_text_breaks_the_layout(stage: Stage, name: str, size: dict[str, int]) -> None:
    text = HOSTILE[name]
    bad = held(text, "08:00", "09:35", {"state": "recording", "troubles": [text]}, teacher=text, group=text)
    await stage.show(
        "day", answers(bad, held("Short", "08:05", "08:10"), held("Next", "10:00", "11:00")), **size, **ROOM
    )
    assert await stage.overflow() == 0
    assert await stage.page.locator(".lesson img").count() == 0
    card = await stage.page.locator("ha-card").bounding_box()
    assert card is not None
    for each in await stage.page.locator(".lesson").all():
        box = await each.bounding_box()
        assert box is not None
        assert card["x"] <= box["x"]
        assert box["x"] + box["width"] <= card["x"] + card["width"]


async def test_axis_becomes_a_list_in_the_same_order_on_a_phone(stage: Stage) -> None:
    await stage.show("day", DAY, **DESKTOP, **ROOM)
    tops = [(await each.bounding_box() or {})["y"] for each in await stage.page.locator(".lesson").all()]
    assert tops[1] == tops[2]
    assert await stage.page.locator(".hour").first.is_visible()
    await stage.show("day", DAY, **PHONE, **ROOM)
    tops = [(await each.bounding_box() or {})["y"] for each in await stage.page.locator(".lesson").all()]
    assert tops == sorted(set(tops))
    assert not await stage.page.locator(".hour").first.is_visible()


async def test_lesson_of_45_minutes_shows_all_its_lines(stage: Stage) -> None:
    trouble = {"state": "recording", "troubles": ["sound_silent"]}
    await stage.show("day", answers(held("Databases", "09:50", "10:35", trouble)), **DESKTOP, **ROOM)
    hidden = "(lesson) => lesson.scrollHeight - lesson.clientHeight"
    assert await stage.page.locator(".lesson").evaluate(hidden) <= 0
