"""Rain, and what follows until somebody has mopped: whose phone shows what, with Home Assistant killed in between."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from demo.automations import REPORT, WET_FLOOR
from demo.walk import Walk

pytestmark = [
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("socket_enabled"),
]

CLEANER, SUPERVISOR = "phone-cleaner", "phone-supervisor"
ENTRANCE, OTHER_ENTRANCE = "wet-entrance-a", "wet-entrance-library"
PLACES = {
    ENTRANCE: {"en": "Entrance, teaching building A", "zh-Hans": "教学楼A入口"},
    OTHER_ENTRANCE: {"en": "Entrance, library", "zh-Hans": "图书馆入口"},
}
ACKNOWLEDGE = {"en": "Acknowledge", "zh-Hans": "确认"}
LIGHTS, PEOPLE = "lights-301", "people-301"
SOON_S = 120.0
STEP_S = 300.0
"""More than the steps of the cleaners' group take, on a slow machine."""

type Notification = Mapping[str, Any]


async def screen(walk: Walk, phone: str) -> Sequence[Notification]:
    shown: Sequence[Notification] = (await walk.look(phone))["screen"]
    return shown


async def find(walk: Walk, phone: str, entrance: str) -> Notification | None:
    """Return the notification of a wet floor at an entrance that can be answered, if the phone shows it."""
    title, place = WET_FLOOR["wet_title"][walk.language], PLACES[entrance][walk.language]
    return next(
        (
            each
            for each in await screen(walk, phone)
            if title in each["title"] and place in each["title"] and each["data"].get("actions")
        ),
        None,
    )


async def until_shown(walk: Walk, phone: str, entrance: str, *, within_s: float = SOON_S) -> Notification:
    async def is_shown() -> bool:
        return await find(walk, phone, entrance) is not None

    await walk.until(is_shown, within_s=within_s)
    found = await find(walk, phone, entrance)
    assert found is not None
    return found


async def until_cleared(walk: Walk, phone: str, notification: Notification) -> None:
    async def is_gone() -> bool:
        return all(each["data"]["tag"] != notification["data"]["tag"] for each in await screen(walk, phone))

    await walk.until(is_gone, within_s=SOON_S)


async def alerts_at(walk: Walk, entrance: str) -> Sequence[Mapping[str, Any]]:
    """Return all wet-floor alerts of an entrance, the newest first, with what happened to each."""
    found = (await walk.ask("get_alerts", category=["environment"], history=True))["alerts"]
    place = PLACES[entrance][walk.language]
    return [each for each in found if each["key"].startswith("wet-floor:") and each["room"] == place]


async def until_state(walk: Walk, entrance: str, state: str) -> Mapping[str, Any]:
    async def is_so() -> bool:
        return bool((await alerts_at(walk, entrance))[0]["state"] == state)

    await walk.until(is_so, within_s=SOON_S)
    return (await alerts_at(walk, entrance))[0]


def labels(notification: Notification) -> list[str]:
    return [button["title"] for button in notification["data"]["actions"]]


async def test_rain_is_told_to_the_cleaner_until_it_is_over(walk: Walk) -> None:
    title = WET_FLOOR["rain_title"][walk.language]

    async def is_told() -> bool:
        return any(title in each["title"] and each["data"].get("actions") for each in await screen(walk, CLEANER))

    await walk.do("weather", "rain", rain=True)
    await walk.until(is_told, within_s=STEP_S)


async def test_cleaner_presses_mopped_and_the_alert_is_over_everywhere(walk: Walk) -> None:
    await walk.do(ENTRANCE, "wet", wet=True)
    shown = await until_shown(walk, CLEANER, ENTRANCE)
    mopped = WET_FLOOR["mopped_label"][walk.language]
    assert {ACKNOWLEDGE[walk.language], mopped} <= {*labels(shown)}
    await walk.do(ENTRANCE, "wet", wet=False)
    await walk.do(CLEANER, "press", button=mopped, tag=shown["data"]["tag"])
    alert = await until_state(walk, ENTRANCE, "resolved")
    assert alert["resolved_by"] == (await walk.look(CLEANER))["options"]["owner"][walk.language]
    await until_cleared(walk, CLEANER, shown)
    assert await find(walk, SUPERVISOR, ENTRANCE) is None


async def test_person_reports_a_wet_floor_and_mops_from_the_dashboard(walk: Walk) -> None:
    title, mopped = (WET_FLOOR[key][walk.language] for key in ("wet_title", "mopped_label"))
    await walk.go("/demo-entrances/entrances")
    heading = walk.page.locator("hui-heading-card").filter(has_text=PLACES[ENTRANCE][walk.language])
    section = walk.page.locator("hui-grid-section").filter(has=heading)
    await section.locator("hui-tile-card").filter(has_text=REPORT[walk.language]).click()
    shown = await until_shown(walk, CLEANER, ENTRANCE)
    await walk.go("/smart-campus/attention")
    row = walk.page.locator("smart-campus-alert-list-card article").filter(has_text=title)
    await row.filter(has_text=PLACES[ENTRANCE][walk.language]).get_by_role("button", name=mopped).click()
    await until_state(walk, ENTRANCE, "resolved")
    await until_cleared(walk, CLEANER, shown)


async def test_ignored_alert_reaches_the_supervisor_though_home_assistant_was_killed(walk: Walk) -> None:
    await walk.do(OTHER_ENTRANCE, "wet", wet=True)
    first = await until_shown(walk, CLEANER, OTHER_ENTRANCE)
    await walk.page.goto("about:blank")
    await walk.demo.kill_home_assistant()
    await walk.demo.resume_home_assistant()
    handed_on = await until_shown(walk, SUPERVISOR, OTHER_ENTRANCE, within_s=STEP_S)
    assert await find(walk, CLEANER, OTHER_ENTRANCE) == first, "told the cleaner a second time"
    (alert,) = await alerts_at(walk, OTHER_ENTRANCE)
    assert alert["state"] == "open"

    await walk.do(SUPERVISOR, "press", button="acknowledge", tag=handed_on["data"]["tag"])
    acknowledged = await until_state(walk, OTHER_ENTRANCE, "acknowledged")
    assert acknowledged["acknowledged_by"] == (await walk.look(SUPERVISOR))["options"]["owner"][walk.language]

    await walk.do(OTHER_ENTRANCE, "wet", wet=False)
    over = await until_state(walk, OTHER_ENTRANCE, "resolved")
    assert over["alert_id"] == alert["alert_id"]
    await until_cleared(walk, CLEANER, first)
    await until_cleared(walk, SUPERVISOR, handed_on)


async def test_light_follows_who_is_in_the_classroom(walk: Walk) -> None:
    async def are_lit() -> bool:
        lamps = await walk.measure(LIGHTS)
        return all(lamps.values())

    async def are_dark() -> bool:
        return not any((await walk.measure(LIGHTS)).values())

    await walk.until(are_dark, within_s=SOON_S)
    await walk.do(PEOPLE, "people", people=30)
    await walk.until(are_lit, within_s=SOON_S)
    await walk.do(PEOPLE, "people", people=0)
    await walk.until(are_dark, within_s=STEP_S)
