"""Ways in which every card is looked at."""

from typing import Any, Final

import pytest

PHONE: Final = {"width": 390, "height": 844}
DESKTOP: Final = {"width": 1280, "height": 900, "most": 560}
WALL: Final = {"width": 1920, "height": 1080}

LOOKS: Final = [
    pytest.param({**size, "language": language, "is_dark": is_dark}, id=f"{name}-{language}-{shade}")
    for name, size in (("phone", PHONE), ("desktop", DESKTOP))
    for language, is_dark, shade in (("en", False, "light"), ("zh-Hans", True, "dark"))
]

HOSTILE: Final = {
    "markup": "<img src=x onerror=alert(1)><b>R101</b>",
    "long": "長" * 5_000 + "x" * 5_000,
    "right-to-left": "Room \u202e101 \u2067\u05d0\u05d1\u05d2",
}
"""Texts that devices, timetables and people may really send."""

type Look = dict[str, Any]
