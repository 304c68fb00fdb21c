"""The lists of what needs attention in a real browser."""

from typing import Any

import pytest

from .alerts import ago
from .looks import HOSTILE, LOOKS, PHONE, Look
from .rooms import lesson, tile
from .stage import Answers, Stage

pytestmark = [pytest.mark.servers, pytest.mark.asyncio(loop_scope="session")]


def offline(name: str, **changes: Any) -> dict[str, Any]:
    """Return a device that does not answer."""
    why = {"code": "silent", "text": "It does not answer since the power was cut."}
    place = {"device_id": name, "subentry": name, "site": "site1", "area_id": None, "room": "r1"}
    told = {"since": ago(95), "why": why, "caused_by": None}
    return {"kind": "recorder", "name": name, "entities": [], "is_reachable": False, **place, **told} | changes


def recording(course: str, **changes: Any) -> dict[str, Any]:
    """Return a recording in trouble."""
    shown = {"recording_id": course, "site_id": "site1", "area_id": "a1", "room": "Room 101", "is_manual": False}
    stands = {"state": "recording", "skip_reason": None, "missed": None, "troubles": ["sound_silent"], "files": []}
    return {**lesson(course, "08:30", "10:05"), **shown, **stands} | changes


def answers(text: str = "") -> Answers:
    """Return what the server says. text: in the place of every name."""
    told = {"why": {"code": "x", "text": text}, "caused_by": text, "name": text} if text else {}
    devices = [offline("Recorder 101") | told, offline("Switch 1F", kind="switch", caused_by="Core switch")]
    recordings = [recording(text or "Mathematics", **({"troubles": [text], "room": text} if text else {}))]
    reasons = [{"code": "offline", "text": text or "The recorder does not answer."}]
    rooms = [tile("101", name=text or "Room 101", reasons=reasons, next=lesson(text or "Physics", "10:20", "11:55"))]
    lists = {
        "offline": {"total": 120, "devices": devices},
        "recordings": {"total": 1, "recordings": recordings},
        "not_ready": {"total": 1, "rooms": rooms},
    }
    campus = {"sites": [{"rooms": [{"room": "r1", "name": "Room 101", "area_id": "a1", "floor_id": None}]}]}
    return {"smart_campus/dashboard/attention/subscribe": lists, "smart_campus/dashboard/campus": campus}


@pytest.mark.parametrize("which", ["offline", "recordings", "not_ready"])
@pytest.mark.parametrize("look", LOOKS)
async def test_list_is_accessible(stage: Stage, look: Look, which: str) -> None:
    await stage.show("attention", answers(), **look, list=which)
    assert await stage.page.locator("li").count() >= 1
    assert await stage.violations() == []
    assert await stage.overflow() == 0


@pytest.mark.parametrize("which", ["offline", "recordings", "not_ready"])
@pytest.mark.parametrize("name", HOSTILE)
async def test_no_text_breaks_the_layout(stage: Stage, name: str, which: str) -> None:
    await stage.show("attention", answers(HOSTILE[name]), **PHONE, list=which)
    assert await stage.overflow() == 0
    assert await stage.page.locator("li img").count() == 0
