"""Which room a stranger's text names."""

import pytest

from custom_components.smart_campus.find_devices.rules.rooms import propose_room

ROOMS = {
    "a301": ["Classroom 301", "A301"],
    "a302": ["Classroom 302", "A302"],
    "hall2": ["Hall 2"],
    "hall2e": ["Hall 2 east"],
    "zh": ["教学楼A301室"],
    "lab": ["物理实验室"],
    "server": ["Server room", ""],
}


@pytest.mark.parametrize(
    ("texts", "room"),
    [
        (["Classroom 302 projector"], "a302"),
        (["beamer-classroom_302"], "a302"),
        (["A-302 beamer"], "a302"),
        (["proj.a302"], "a302"),
        (["PROJ 302"], "a302"),
        (["Classroom 302 <b>beamer</b>"], "a302"),
        (["Hall 2 east"], "hall2e"),
        (["Hall 2, west side"], "hall2"),
        (["Hall 21"], None),
        (["物理实验室 录播主机"], "lab"),
        (["教学楼A301室投影机"], "zh"),
        (["server room"], "server"),
        (["serverroom"], None),
        (["EB-L735U", "Classroom 302"], "a302"),
        (["Classroom 301 or Classroom 302"], None),
        (["room 5"], None),
        (["", "   "], None),
        ([], None),
        (["<script>alert(302)</script>"], "a302"),
        (["x" * 100_000 + " A302"], None),
    ],
)
def test_room_is_the_one_a_text_names(texts: list[str], room: str | None) -> None:
    assert propose_room(texts, ROOMS) == room


def test_rooms_named_alike_are_none() -> None:
    assert propose_room(["Hall"], {"one": ["Hall"], "two": ["Hall"]}) is None
    assert propose_room(["Hall"], {"one": ["Hall", "hall"]}) == "one"


def test_number_of_several_rooms_names_none() -> None:
    assert propose_room(["proj 301"], {"one": ["North 301"], "two": ["South 301"]}) is None
