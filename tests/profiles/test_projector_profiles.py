"""What the profiles of projectors and displays say, against tables copied by hand from the documents."""

import json
import re
from pathlib import Path

import pytest

from campuslink.model import Kind
from campuslink.profile.library import load_library
from campuslink.profile.schema import Profile, TextRead, TextWrite

ROOT = Path(__file__).parents[2]
PROFILES: dict[str, Profile] = {
    profile.id: profile
    for profile in load_library(ROOT / "device_profiles").profiles.values()
    if profile.kind is Kind.PROJECTOR
}

CLASS_1 = {
    "power": "%1POWR ?",
    "source": "%1INPT ?",
    "picture_mute": "%1AVMT ?",
    "audio_mute": "%1AVMT ?",
    **{f"{part}_fault": "%1ERST ?" for part in ("fan", "lamp", "temperature", "cover", "filter", "other")},
    "light_source_hours": "%1LAMP ?",
    "light_source_on_4": "%1LAMP ?",
    "device_name": "%1NAME ?",
    "manufacturer": "%1INF1 ?",
    "model": "%1INF2 ?",
    "pjlink_class": "%1CLSS ?",
}
CLASS_2 = CLASS_1 | {
    "source": "%2INPT ?",
    "freeze": "%2FREZ ?",
    "filter_hours": "%2FILT ?",
    "input_resolution": "%2IRES ?",
    "native_resolution": "%2RRES ?",
    "lamp_model": "%2RLMP ?",
    "filter_model": "%2RFIL ?",
    "serial": "%2SNUM ?",
    "firmware": "%2SVER ?",
}
QUESTIONS = {
    "pjlink-class-1": CLASS_1,
    "pjlink-class-2": CLASS_2,
    "epson-esc-vp21": {
        "power": "PWR?",
        "source": "SOURCE?",
        "picture_mute": "MUTE?",
        "freeze": "FREEZE?",
        "light_source_hours": "LAMP?",
        "fan_fault": "ERR?",
        "serial": "SNO?",
    },
    "smart-board-mx": {
        "power": "get powerstate",
        "source": "get input",
        "picture_mute": "get screenshade",
        "audio_mute": "get mute",
        "volume": "get volume",
        "freeze": "get videofreeze",
        "model": "get modelnum",
        "serial": "get serialnum",
        "firmware": "get fwversion",
    },
}
COMMANDS = {
    ("pjlink-class-1", "power"): ("%1POWR {}", {"on": "1", "off": "0"}),
    ("pjlink-class-1", "picture_mute"): ("%1AVMT {}", {True: "11", False: "10"}),
    ("pjlink-class-1", "audio_mute"): ("%1AVMT {}", {True: "21", False: "20"}),
    ("pjlink-class-2", "freeze"): ("%2FREZ {}", {True: "1", False: "0"}),
    ("pjlink-class-2", "volume_step"): ("%2SVOL {}", {"up": "1", "down": "0"}),
    ("epson-esc-vp21", "power"): ("PWR {}", {"on": "ON", "off": "OFF"}),
    ("epson-esc-vp21", "picture_mute"): ("MUTE {}", {True: "ON", False: "OFF"}),
    ("smart-board-mx", "power"): ("set powerstate={}", {"on": "on", "off": "ready"}),
    ("smart-board-mx", "audio_mute"): ("set mute={}", {True: "on", False: "off"}),
}
POWER = {
    "pjlink-class-1": {"0": "off", "1": "on", "2": "cooling", "3": "warming"},
    "epson-esc-vp21": {
        "00": "off",
        "01": "on",
        "02": "warming",
        "03": "cooling",
        "04": "off",
        "05": "off",
        "09": "off",
    },
}
SERIAL = {"epson-esc-vp21": (9600, "N", 1, 8), "smart-board-mx": (19200, "N", 1, 8)}


def test_every_profile_is_compared() -> None:
    assert PROFILES.keys() == QUESTIONS.keys()


@pytest.mark.parametrize("profile_id", QUESTIONS)
def test_each_point_is_asked_for_as_documented(profile_id: str) -> None:
    reads = {point.id: point.read for point in PROFILES[profile_id].points.values()}
    asked = {point: read.command for point, read in reads.items() if isinstance(read, TextRead)}
    assert {point: asked[point] for point in QUESTIONS[profile_id]} == QUESTIONS[profile_id]
    assert set(asked.values()) - {""} == set(QUESTIONS[profile_id].values())


@pytest.mark.parametrize(("place", "expected"), COMMANDS.items())
def test_each_command_is_the_documented_one(
    place: tuple[str, str], expected: tuple[str, dict[str | bool, str]]
) -> None:
    write = PROFILES[place[0]].points[place[1]].write
    assert isinstance(write, TextWrite)
    assert (write.command, dict(write.map)) == expected


@pytest.mark.parametrize("profile_id", POWER)
def test_power_states_are_those_of_the_document(profile_id: str) -> None:
    assert PROFILES[profile_id].points["power"].rule.map == POWER[profile_id]


@pytest.mark.parametrize("profile_id", SERIAL)
def test_factory_serial_settings_are_those_of_the_manual(profile_id: str) -> None:
    serial = PROFILES[profile_id].transport.serial
    assert (serial.baudrate, serial.parity, serial.stopbits, serial.bytesize) == SERIAL[profile_id]


@pytest.mark.parametrize("profile_id", QUESTIONS)
def test_on_and_off_are_seen_in_the_states_between(profile_id: str) -> None:
    write = PROFILES[profile_id].points["power"].write
    assert isinstance(write, TextWrite)
    states = set(PROFILES[profile_id].points["power"].rule.map.values())
    between = {"on": {"on", "warming"} & states, "off": {"off", "cooling"} & states}
    assert {value: set(write.confirm.get(value, (value,))) for value in between} == between


@pytest.mark.parametrize("profile_id", QUESTIONS)
def test_caveats_and_recordings_are_honest(profile_id: str) -> None:
    for caveat in PROFILES[profile_id].caveats:
        text = caveat.text
        assert text.en.lower().count("unverified") == len(re.findall("未在实机上核实|未经核实", text.zh_hans))
        assert re.search("[一-鿿]", text.zh_hans)
    recordings = list((ROOT / "tests/profiles" / profile_id).glob("*/recording.json"))
    assert recordings
    assert all(json.loads(file.read_text("utf-8"))["synthetic"] for file in recordings)
