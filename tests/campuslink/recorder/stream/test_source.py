"""Addresses of streams: what is accepted, and what nobody gets to see."""

from typing import Any

import pytest

from campuslink.device.recorder.stream.process import input_script
from campuslink.device.recorder.stream.source import Source, hide_logins, read_sources
from campuslink.errors import CodecError
from campuslink.link.credentials import Credentials
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.profile.schema import Transport

ENDPOINT = NetworkEndpoint(transport=Transport.TCP, host="10.0.0.8", port=554)
LOGIN = Credentials({"username": "admin", "password": "a'b/c:d@e"})


def _read(*sources: dict[str, Any], credentials: Credentials = LOGIN) -> tuple[Source, ...]:
    return read_sources({"sources": list(sources)}, ENDPOINT, credentials)


def test_path_lies_on_the_endpoint_and_the_login_is_escaped() -> None:
    (source,) = _read({"name": "teacher", "path": "/Streaming/Channels/101"})
    assert source.address == "rtsp://10.0.0.8:554/Streaming/Channels/101"
    assert source.url == "rtsp://admin:a%27b%2Fc%3Ad%40e@10.0.0.8:554/Streaming/Channels/101"


def test_camera_of_its_own_has_its_own_login() -> None:
    login = Credentials({"username": "admin", "password": "one", "screen.username": "viewer", "screen.password": "two"})
    teacher, screen = _read(
        {"name": "teacher", "path": "/1"}, {"name": "screen", "url": "rtsp://10.0.0.9/2"}, credentials=login
    )
    assert (teacher.username, teacher.password) == ("admin", "one")
    assert (screen.username, screen.password) == ("viewer", "two")


def test_first_source_carries_the_sound_and_a_screen_may_stand_still() -> None:
    teacher, screen = _read({"name": "teacher", "path": "/1"}, {"name": "screen", "path": "/2"})
    assert (teacher.has_sound, teacher.may_stand_still) == (True, False)
    assert (screen.has_sound, screen.may_stand_still) == (False, True)


def test_ipv6_address_stands_in_brackets() -> None:
    endpoint = NetworkEndpoint(transport=Transport.TCP, host="2001:db8::8", port=554)
    (source,) = read_sources({"path": "/live"}, endpoint, LOGIN)
    assert source.address == "rtsp://[2001:db8::8]:554/live"


@pytest.mark.parametrize(
    "source",
    [
        {"name": "../x", "path": "/1"},
        {"name": "a b", "path": "/1"},
        {"name": "a", "path": "/1'\nfile '/etc/passwd"},
        {"name": "a", "path": "/a b"},
        {"name": "a", "path": "/\\x"},
        {"name": "a", "url": "file:///etc/passwd"},
        {"name": "a", "url": "http://10.0.0.8/"},
        {"name": "a", "url": "rtsp:///live"},
        {"name": "a", "url": "rtsp://host:99999/live"},
        {"name": "a", "url": 5},
        {"path": "/1"},
        "rtsp://10.0.0.8",
    ],
)
def test_what_is_no_stream_is_refused(source: Any) -> None:
    with pytest.raises(CodecError):
        _read(source)


def test_login_in_an_address_is_refused_without_being_repeated() -> None:
    with pytest.raises(CodecError) as caught:
        _read({"name": "a", "url": "rtsp://admin:topsecret@10.0.0.8/live"})
    assert "topsecret" not in str(caught.value)


def test_two_sources_need_two_names() -> None:
    with pytest.raises(CodecError):
        _read({"name": "a", "path": "/1"}, {"name": "a", "path": "/2"})


def test_nothing_prints_the_password() -> None:
    (source,) = _read({"name": "teacher", "path": "/1"})
    said = f"[rtsp @ 0x1] {source.url}: 401; also a'b/c:d@e and a%27b%2Fc%3Ad%40e"
    for text in (repr(source), source.hide(said), hide_logins(f"error at {source.url}")):
        assert "a%27b" not in text
        assert "a'b/c" not in text


def test_script_for_ffmpeg_holds_one_file_whatever_the_password() -> None:
    (source,) = _read({"name": "teacher", "path": "/1"})
    lines = input_script(source).decode().splitlines()
    assert [line.split(" ", 1)[0] for line in lines] == ["ffconcat", "file", "option", "option"]
    assert lines[1].count("'") == 2
