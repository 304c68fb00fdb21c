"""Doors from the demo's dashboard: opened, seen, logged, and windows that end without Home Assistant."""

from datetime import datetime, timedelta

import pytest

from demo.walk import Walk
from simulator.clock import CAMPUS_ZONE
from simulator.demo_doors import EXPIRED_CARD, STAFF_CARD

pytestmark = [
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("socket_enabled"),
]

GATE = "doors-classrooms"
VISITOR = 8009001
OPEN_DOOR = {"en": "Open door", "zh-Hans": "开门"}
REALLY_OPEN = {"en": "Really open?", "zh-Hans": "确认打开吗？"}
NEW_WINDOW = {"en": "New window", "zh-Hans": "新建时段"}
GRANT = {"en": "Grant", "zh-Hans": "授权"}
OPEN = {"en": "Open", "zh-Hans": "有效"}
CHECK = {"en": "Check the log", "zh-Hans": "校验记录"}
INTACT = {"en": "Intact", "zh-Hans": "完整"}
AN_HOUR_S = 3600


async def is_unlocked(walk: Walk, door: int) -> bool:
    return bool((await walk.measure(GATE))[f"door{door}_unlocked"])


async def swipe(walk: Walk, card: int, door: int) -> None:
    await walk.do(GATE, "swipe", card=card, door=door)


async def last_event(walk: Walk) -> dict[str, object]:
    attributes: dict[str, object] = (await walk.state(walk.entity(GATE, "event")))["attributes"]
    return attributes


async def wait_for_event(walk: Walk, card_event: str, door: int) -> None:
    async def is_shown() -> bool:
        event = await last_event(walk)
        return (event.get("event_type"), event.get("door")) == (card_event, door)

    await walk.until(is_shown)


async def test_door_opens_from_the_dashboard_after_a_second_press(walk: Walk) -> None:
    await walk.go("/smart-campus/gates")
    name = next(device["name"] for device in walk.demo.finding.devices if device["id"] == GATE)[walk.language]
    heading = walk.page.locator("hui-heading-card").filter(has_text=name)
    tile = walk.page.locator("hui-grid-section").filter(has=heading).locator("hui-tile-card").first
    await tile.get_by_text(OPEN_DOOR[walk.language]).click()
    assert not await is_unlocked(walk, 1)
    await tile.get_by_text(REALLY_OPEN[walk.language]).click()
    await walk.until(lambda: is_unlocked(walk, 1))


@pytest.mark.parametrize(("card", "shown"), [(STAFF_CARD, "granted"), (EXPIRED_CARD, "denied")])
async def test_swipe_is_shown_at_once_without_its_number(walk: Walk, card: int, shown: str) -> None:
    await swipe(walk, card, 2)
    await wait_for_event(walk, shown, 2)
    assert str(card) not in str(await last_event(walk))


async def test_log_proves_its_chain(walk: Walk) -> None:
    answer = await walk.ask("verify_access_log")
    assert (answer["intact"], answer["faults"]) == (True, [])
    assert answer["rows"] > 0
    await walk.go("/smart-campus/gates")
    check = walk.page.locator("smart-campus-log-check")
    await check.get_by_text(CHECK[walk.language]).click()
    await check.get_by_role("status").get_by_text(INTACT[walk.language]).wait_for()


async def grant_on_the_dashboard(walk: Walk, card: int, entity_id: str, *, minutes: int) -> None:
    """Give a card a window from now on, as an administrator does."""
    await walk.go("/smart-campus/gates")
    windows = walk.page.locator("smart-campus-windows-card")
    await windows.get_by_text(NEW_WINDOW[walk.language]).first.click()
    form = windows.locator("smart-campus-window-form")
    await form.locator("[name=credential]").fill(str(card))
    end = datetime.now(CAMPUS_ZONE) + timedelta(minutes=minutes)
    await form.locator("[name=to]").fill(end.strftime("%Y-%m-%dT%H:%M"))
    await form.locator(f"input[value='{entity_id}']").check()
    await form.get_by_role("button", name=GRANT[walk.language]).click()
    await windows.locator("tbody .mark").get_by_text(OPEN[walk.language]).wait_for()
    await form.wait_for(state="detached")


async def test_window_opens_and_ends_on_the_controller_while_home_assistant_is_stopped(walk: Walk) -> None:
    await grant_on_the_dashboard(walk, VISITOR, walk.entity(GATE, "lock", "_3"), minutes=30)
    await walk.page.goto("about:blank")
    await walk.demo.stop_home_assistant()
    await swipe(walk, VISITOR, 3)
    assert await is_unlocked(walk, 3)
    await walk.until(lambda: is_locked(walk, 3))
    await walk.do(GATE, "jump", seconds=AN_HOUR_S)
    await swipe(walk, VISITOR, 3)
    assert not await is_unlocked(walk, 3)
    await walk.demo.resume_home_assistant()
    await walk.until(lambda: has_rows(walk, 2), within_s=60)
    outcomes = [
        row["outcome"] for row in (await walk.ask("search_access_log", card=str(VISITOR), kind="event"))["rows"]
    ]
    assert sorted(outcomes[:2]) == ["denied", "granted"]
    assert (await walk.ask("verify_access_log"))["intact"]


async def is_locked(walk: Walk, door: int) -> bool:
    return not await is_unlocked(walk, door)


async def has_rows(walk: Walk, count: int) -> bool:
    rows = (await walk.ask("search_access_log", card=str(VISITOR), kind="event"))["rows"]
    return len(rows) >= count
