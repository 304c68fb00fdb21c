"""A lesson from the timetable to the archive: recorded from real streams, watched, sent, proven, played, listed."""

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest

from demo.folder import Memory
from demo.lessons import HEADING, SHORT_MIN, class_periods, lay_lessons
from demo.walk import Walk

pytestmark = [
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("socket_enabled"),
]

ROOMS = {"en": "Smart classroom {}", "zh-Hans": "{}智慧课室"}
COURSE = {"en": "Cartography", "zh-Hans": "地图学"}
INTERRUPTED = {"en": "Hydrology", "zh-Hans": "水文学"}
CONFIRMED = {"en": "Confirmed", "zh-Hans": "已确认归档"}
GOOD, SILENT = "recorder-304", "recorder-303"
"""A camera that sends sound, and its twin with a dead microphone."""
CHAIN = ["planned", "started", "signal_good", "stopped", "stored", "queued", "uploaded", "confirmed"]
LESSON_S, ARCHIVE_S = 240.0, 240.0
PLAY = """address => new Promise((resolve, reject) => {
    const video = document.createElement("video");
    video.muted = true;
    video.onerror = () => reject(new Error(video.error.message));
    video.ontimeupdate = () => video.currentTime > 0.5 && resolve({
        duration: video.duration, ready: video.readyState, width: video.videoWidth,
    });
    video.src = address;
    document.body.append(video);
    video.play();
})"""
"""Plays an address in the page; tells once a half second was really shown."""

type Found = Mapping[str, Any]


async def recordings(walk: Walk, course: str) -> dict[str, Found]:
    """Return the recordings of a course with their steps, by room."""
    answer = await walk.ask("get_recordings", with_steps=True, limit=1000)
    return {each["room"]: each for each in answer["recordings"] if each["course"] == course}


async def begin_lesson(walk: Walk, course: str, *rooms: str, minutes: int = SHORT_MIN) -> None:
    """Have a lesson of a few minutes begin this minute in some rooms, and nothing else."""
    rows = "".join(f"{course},{day},1,1,Li,1,{room},1-2\n" for room in rooms for day in range(1, 8))
    memory = Memory(entry_id=walk.demo.entry_id)
    periods_of = partial(class_periods, first_min=minutes)
    await lay_lessons(walk.demo.api, memory, lambda _periods: HEADING + rows, walk.language, periods_of=periods_of)


async def wait_for_state(walk: Walk, course: str, state: str, within_s: float, *rooms: str) -> dict[str, Found]:
    async def is_so() -> bool:
        found = await recordings(walk, course)
        return all(found.get(room, {}).get("state") == state for room in rooms)

    await walk.until(is_so, within_s=within_s)
    return await recordings(walk, course)


async def media_of(walk: Walk, room: str, course: str) -> list[str]:
    """Return the media content ids of what was recorded of a course in a room, as the media browser finds them."""
    waiting, found = ["media-source://smart_campus"], []
    while waiting:
        node = await walk.demo.api.command("media_source/browse_media", media_content_id=waiting.pop())
        for child in node["children"]:
            if child["can_play"] and course in child["title"] and quote(room) in child["media_content_id"]:
                found.append(child["media_content_id"])
            elif child["can_expand"]:
                waiting.append(child["media_content_id"])
    return found


async def test_lesson_goes_from_the_timetable_to_the_archive_with_every_step_on_the_sheet(walk: Walk) -> None:
    good, silent = (ROOMS[walk.language].format(number) for number in ("304", "303"))
    course = COURSE[walk.language]
    await walk.do("platform", "fail", status=503, times=1)
    await begin_lesson(walk, course, good, silent)

    await wait_for_state(walk, course, "recording", 90.0, good, silent)
    problem = walk.entity(SILENT, "binary_sensor", "sound_problem")

    async def is_flagged() -> bool:
        return (await walk.state(problem))["attributes"].get("cause") == "silent"

    await walk.until(is_flagged, within_s=60.0)
    twin = problem.replace("303", "304")
    assert (await walk.state(twin))["state"] == "off"
    await walk.go("/smart-campus/recordings")
    await walk.page.locator("smart-campus-recordings-card").get_by_text(course).first.wait_for()

    found = await wait_for_state(walk, course, "confirmed", LESSON_S + ARCHIVE_S, good, silent)
    steps = dict.fromkeys(step["step"] for step in found[good]["steps"])
    assert [step for step in steps if step in CHAIN] == CHAIN
    assert ("trouble", "sound_silent") in [(step["step"], step["cause"]) for step in found[silent]["steps"]]
    assert all(file["sha256"] for file in found[good]["files"])
    kept = (await walk.measure("platform"))["files"]
    assert {file["sha256"] for file in found[good]["files"]} <= set(kept.values())

    media = await media_of(walk, good, course)
    assert media
    resolved = await walk.demo.api.command("media_source/resolve_media", media_content_id=media[0])
    played = await walk.page.evaluate(PLAY, f"{walk.demo.url}{resolved['url']}")
    assert played["ready"] >= 2
    assert played["width"] == 320
    assert played["duration"] > 60

    answer = await walk.ask("get_recording_sheet", site=walk.demo.entry_id, language=walk.language)
    await walk.go(answer["sheets"][0]["html"])
    row = walk.page.locator("tr").filter(has_text=course).filter(has_text=good)
    assert CONFIRMED[walk.language] in await row.first.inner_text()


async def test_lesson_outlives_the_death_of_home_assistant(walk: Walk) -> None:
    room, course = ROOMS[walk.language].format("304"), INTERRUPTED[walk.language]
    # Home Assistant may take two of them to start anew
    await begin_lesson(walk, course, room, minutes=5)
    before = (await wait_for_state(walk, course, "recording", 90.0, room))[room]
    # A page that is left alone complains of nothing
    await walk.page.goto("about:blank")
    await walk.demo.kill_home_assistant()
    await walk.demo.resume_home_assistant()
    found = (await wait_for_state(walk, course, "confirmed", LESSON_S + 60 + ARCHIVE_S, room))[room]
    assert found["recording_id"] == before["recording_id"]
    assert found["started_at"] == before["started_at"]
    steps = [step["step"] for step in found["steps"]]
    assert steps.count("started") == 1
    assert steps.count("confirmed") >= 1
    (file,) = found["files"]
    assert file["duration_s"] > 60
