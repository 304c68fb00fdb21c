"""Rooms and lessons as the server describes them."""

from typing import Any


def lesson(course: str, start: str, end: str, **changes: Any) -> dict[str, Any]:
    """Return a lesson of 20 November 2026. start, end: ``HH:MM`` on the campus."""
    return {
        "lesson_id": f"{course} {start}",
        "course": course,
        "teacher": "王芳",
        "group": "软件2401",
        "start": f"2026-11-20T{start}:00+08:00",
        "end": f"2026-11-20T{end}:00+08:00",
    } | changes


def tile(room: str, **changes: Any) -> dict[str, Any]:
    """Return a free room."""
    return {
        "room": room,
        "site": "site1",
        "site_title": "Teaching Building",
        "name": f"Room {room}",
        "area_id": f"a{room}",
        "floor_id": f"f{room[0]}",
        "floor": f"Floor {room[0]}",
        "type": "smart_classroom",
        "state": "free",
        "reasons": [],
        "now": None,
        "next": None,
        "recording": None,
        "alerts": 0,
        "worst": None,
        "devices": 4,
        "offline": 0,
        "is_ready": None,
        "is_occupied": None,
    } | changes


def some_rooms(count: int) -> list[dict[str, Any]]:
    """Return rooms of every look, sixty a floor."""
    now, following = lesson("高等数学 A", "08:30", "10:05"), lesson("Database Systems", "10:20", "11:55")
    silent = [{"code": "recording", "text": "The microphone of the running recording is silent"}]
    offline = [{"code": "offline", "text": "Recorder 3 cannot be reached since 08:55"}]
    looks: list[dict[str, Any]] = [
        {"state": "lesson", "now": now, "next": following, "recording": "recording"},
        {"state": "trouble", "now": now, "recording": "trouble", "reasons": silent, "alerts": 2, "worst": "urgent"},
        {"next": following, "recording": "planned"},
        {},
        {"state": "in_use", "is_occupied": True},
        {"state": "attention", "next": following, "reasons": offline, "offline": 1, "alerts": 1, "worst": "warning"},
        {"state": "unknown"},
        {"state": "lesson", "now": now},
    ]
    return [tile(f"{at // 60 + 1}{at % 60 + 1:02d}", **looks[at * 5 % 8]) for at in range(count)]
