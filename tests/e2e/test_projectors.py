"""A projector from the demo's dashboard: on, another source, muted, off, each state as it is."""

import pytest

from demo.walk import Walk

pytestmark = [
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("socket_enabled"),
]

PROJECTOR = "projector-reading-room"
ROOM = {"en": "Reading room", "zh-Hans": "阅览室"}
PICTURE_MUTE = {"en": "Picture mute", "zh-Hans": "画面静音（黑屏）"}
TRANSITION_S = 150.0


async def power(walk: Walk) -> str:
    attributes = (await walk.state(walk.entity(PROJECTOR, "media_player")))["attributes"]
    return str(attributes["power_state"])


async def wait_for_power(walk: Walk, *states: str) -> None:
    async def is_so() -> bool:
        return await power(walk) in states

    await walk.until(is_so, within_s=TRANSITION_S)


async def wait_for(walk: Walk, point: str, value: object) -> None:
    async def is_so() -> bool:
        return (await walk.measure(PROJECTOR))[point] == value

    await walk.until(is_so)


async def room_of(walk: Walk, name: str) -> str:
    """Return the id of a room."""
    campus = await walk.demo.api.command("smart_campus/dashboard/campus")
    found: str = next(room["room"] for site in campus["sites"] for room in site["rooms"] if room["name"] == name)
    return found


async def test_projector_is_worked_from_the_dashboard_with_true_states_in_between(walk: Walk) -> None:
    await walk.go(f"/smart-campus/room-{await room_of(walk, ROOM[walk.language])}")
    section = walk.page.locator("hui-grid-section").filter(
        has=walk.page.locator("hui-media-player-playback-card-feature")
    )
    player = section.locator("hui-tile-card").first
    await wait_for_power(walk, "off")  # a class that has just ended leaves it cooling
    await player.locator("hui-media-player-playback-card-feature ha-control-button").first.click()
    await wait_for_power(walk, "warming")
    await wait_for_power(walk, "on")
    sources = player.locator("hui-media-player-source-card-feature")
    await sources.locator("ha-control-select-menu").click()
    await sources.locator("ha-dropdown-item", has_text="HDMI 2").click()
    await wait_for(walk, "source", "32")
    mute = section.locator("hui-tile-card").filter(has_text=PICTURE_MUTE[walk.language])
    await mute.locator("ha-tile-icon").click()
    await wait_for(walk, "picture_mute", True)
    await player.locator("hui-media-player-playback-card-feature ha-control-button").first.click()
    await wait_for_power(walk, "cooling")
    await wait_for_power(walk, "off")


async def test_lamp_near_its_end_is_a_repair_with_its_cause(walk: Walk) -> None:
    issues = await walk.demo.api.command("repairs/list_issues")
    ours = [issue for issue in issues["issues"] if issue["domain"] == "smart_campus"]
    assert any("303" in str(issue["translation_placeholders"]) for issue in ours)


async def test_projector_without_network_is_unavailable_and_not_off(walk: Walk) -> None:
    async def is_unavailable() -> bool:
        gone = await walk.state(walk.entity("projector-computer-room", "media_player"))
        return bool(gone["state"] == "unavailable")

    await walk.until(is_unavailable, within_s=TRANSITION_S)
