"""The room grid in a real browser: hundreds of rooms, arrow keys, a phone, any name."""

import pytest

from .looks import HOSTILE, LOOKS, PHONE, WALL, Look
from .rooms import lesson, some_rooms, tile
from .stage import Answers, Stage

pytestmark = [pytest.mark.servers, pytest.mark.asyncio(loop_scope="session")]

FEED = "smart_campus/dashboard/rooms/subscribe"
FOCUSED = "document.querySelector('#place').firstChild.shadowRoot.activeElement?.dataset.room"
DRAWN = """() => [...document.querySelector('#place').firstChild.shadowRoot.querySelectorAll('.tile')]
  .filter(tile => tile.checkVisibility({contentVisibilityAuto: true})).length"""


def answers(rooms: list[dict[str, object]]) -> Answers:
    """Return what the server says."""
    return {FEED: {"total": len(rooms), "rooms": rooms}}


@pytest.mark.parametrize("look", LOOKS)
async def test_grid_is_accessible(stage: Stage, look: Look) -> None:
    await stage.show("room-grid", answers(some_rooms(16)), **look)
    await stage.page.locator(".states button").first.click()
    assert await stage.violations() == []
    assert await stage.overflow() == 0


async def test_arrow_keys_lead_to_the_room_beside_and_below(stage: Stage) -> None:
    await stage.show("room-grid", answers([tile(f"{floor}0{n}") for floor in (1, 2) for n in range(1, 6)]), **PHONE)
    await stage.page.locator(".tile").first.focus()
    been = []
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp", "End", "ArrowRight"):
        await stage.page.keyboard.press(key)
        been.append(await stage.page.evaluate(FOCUSED))
    assert been == ["102", "104", "105", "201", "105", "103", "205", "205"]


async def test_only_rooms_in_sight_are_drawn(stage: Stage) -> None:
    await stage.show("room-grid", answers(some_rooms(300)), **PHONE)
    assert await stage.page.locator(".tile").count() == 300
    assert await stage.page.evaluate(DRAWN) < 60
    await stage.show("room-grid", answers(some_rooms(300)), **WALL)
    assert await stage.page.evaluate(DRAWN) < 150


@pytest.mark.parametrize("name", HOSTILE)
async def test_no_name_breaks_the_layout(stage: Stage, name: str) -> None:
    text = HOSTILE[name]
    lessons = {"now": lesson(text, "08:30", "10:05"), "next": lesson(text, "10:20", "11:55")}
    bad = tile("101", name=text, floor=text, state="trouble", reasons=[{"code": "x", "text": text}], **lessons)
    await stage.show("room-grid", answers([bad, tile("102")]), **PHONE)
    assert await stage.overflow() == 0
    boxes = [await each.bounding_box() for each in await stage.page.locator(".tile").all()]
    assert all(box and box["width"] < 200 and box["height"] < 260 for box in boxes)
    assert await stage.page.locator(".tile img").count() == 0
