"""Adding the cameras of a room, which this machine records: sources, logins, folder. The camera is GStreamer's."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from simulator.rtsp_process import CameraRules, CameraSource, RtspProcess, free_ports

from .test_recorder_flow import LOCAL, begin, change, site, submit

__all__ = ["site"]

MODEL = "ONVIF IP camera with RTSP"
STEP = "recorder_rtsp"
TEACHER = {"name": "teacher", "path": "/teacher"}


@pytest.fixture(autouse=True)
def _wires(socket_enabled: None) -> None:
    """Use real sockets of 127.0.0.1."""


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """Start a camera that wants a login, and return its port."""
    port = free_ports(1)[0]
    sources = {"/teacher": CameraSource(), "/screen": CameraSource(picture="frozen", sound="none")}
    camera = RtspProcess({"cam": CameraRules(port=port, sources=sources, username="viewer", password="letmein")})
    await camera.start()
    yield port
    await camera.stop()


@pytest.fixture
def media(hass: HomeAssistant, tmp_path: Path) -> Path:
    """Return the media folder."""
    folder = tmp_path / "media"
    folder.mkdir()
    hass.config.media_dirs = {"local": str(folder)}
    return folder


def entered(port: int, *sources: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "host": LOCAL,
        "port": port,
        "name": "A301 cameras",
        "username": "viewer",
        "password": "letmein",
        "sources": list(sources or (TEACHER,)),
        "reserve_gb": 7,
        **more,
    }


async def test_sources_of_a_room_are_looked_at_before_they_are_saved(
    hass: HomeAssistant, site: MockConfigEntry, media: Path, port: int
) -> None:
    screen = {"name": "screen", "path": f"rtsp://{LOCAL}:{port}/screen", "username": "viewer", "password": "letmein"}
    form = await begin(hass, site, MODEL, STEP)
    shown = await submit(hass, form, entered(port, TEACHER, screen))
    assert (shown["type"], shown["step_id"]) == (FlowResultType.FORM, "confirm")
    saved = await submit(hass, shown, {})
    assert saved["type"] is FlowResultType.CREATE_ENTRY
    assert saved["data"]["options"] == {
        "sources": [TEACHER, {"name": "screen", "url": f"rtsp://{LOCAL}:{port}/screen"}],
        "folder": str(media / "recordings"),
        "reserve_bytes": 7_000_000_000,
    }
    assert saved["data"]["credentials"] == {
        "username": "viewer",
        "password": "letmein",
        "screen.username": "viewer",
        "screen.password": "letmein",
    }
    assert not (media / "recordings").exists()


async def test_a_wrong_login_is_told(hass: HomeAssistant, site: MockConfigEntry, media: Path, port: int) -> None:
    form = await begin(hass, site, MODEL, STEP)
    shown = await submit(hass, form, entered(port, password="wrong"))
    assert shown["errors"] == {"base": "wrong_credentials"}


async def test_a_camera_that_is_not_there_is_told(hass: HomeAssistant, site: MockConfigEntry, media: Path) -> None:
    form = await begin(hass, site, MODEL, STEP)
    shown = await submit(hass, form, entered(free_ports(1)[0]))
    assert shown["errors"] == {"base": "cannot_connect"}


@pytest.mark.parametrize(
    ("sources", "error"),
    [
        ([], "sources_missing"),
        ([{"name": "a b", "path": "/x"}], "invalid_sources"),
        ([{"name": "teacher", "path": "http://192.0.2.1/x"}], "invalid_sources"),
        ([{"name": "teacher", "path": "rtsp://user:secret@192.0.2.1/x"}], "invalid_sources"),
        ([TEACHER, TEACHER], "invalid_sources"),
        ([{"name": f"s{number}", "path": "/x"} for number in range(9)], "invalid_sources"),
    ],
)
async def test_sources_that_cannot_be_are_told(
    hass: HomeAssistant, site: MockConfigEntry, media: Path, sources: list[dict[str, str]], error: str
) -> None:
    form = await begin(hass, site, MODEL, STEP)
    shown = await submit(hass, form, {**entered(554), "sources": sources})
    assert shown["errors"] == {"sources": error}


@pytest.mark.parametrize(
    ("folder", "error"),
    [
        ("recordings", "folder_not_absolute"),
        ("/etc/recordings", "folder_not_allowed"),
        ("{media}/../elsewhere", "folder_not_allowed"),
        ("{media}/file/recordings", "folder_not_writable"),
    ],
)
async def test_folders_that_cannot_be_are_told(
    hass: HomeAssistant, site: MockConfigEntry, media: Path, folder: str, error: str
) -> None:
    (media / "file").write_text("no folder", "utf-8")
    form = await begin(hass, site, MODEL, STEP)
    shown = await submit(hass, form, entered(554, folder=folder.format(media=media)))
    assert shown["errors"] == {"folder": error}


async def test_two_rooms_behind_one_host_are_two_recorders_and_one_is_not_added_twice(
    hass: HomeAssistant, site: MockConfigEntry, media: Path, port: int
) -> None:
    for path, errors in (("/teacher", {}), ("/screen", {}), ("/teacher", {"base": "already_configured"})):
        form = await begin(hass, site, MODEL, STEP)
        shown = await submit(hass, form, entered(port, {"name": "teacher", "path": path}))
        assert (shown["errors"] or {}) == errors
        if not errors:
            await submit(hass, shown, {})
    assert len(site.subentries) == 2


async def test_changing_shows_everything_but_the_passwords_and_keeps_those(
    hass: HomeAssistant, site: MockConfigEntry, media: Path, port: int
) -> None:
    own = {**TEACHER, "username": "viewer", "password": "letmein", "has_sound": True}
    form = await begin(hass, site, MODEL, STEP)
    await submit(hass, await submit(hass, form, entered(port, own)), {})
    form = await change(hass, site, STEP)
    schema = form["data_schema"]
    assert schema is not None
    filled = {str(key): (key.description or {}).get("suggested_value") for key in schema.schema}
    assert filled["sources"] == [{**TEACHER, "has_sound": True, "username": "viewer"}]
    assert (filled["password"], filled["reserve_gb"]) == (None, 7)
    shown = await submit(hass, form, {**entered(port, *filled["sources"]), "password": "", "reserve_gb": 9})
    done = await submit(hass, shown, {})
    assert done["reason"] == "reconfigure_successful"
    stored = next(iter(site.subentries.values())).data
    assert stored["credentials"]["teacher.password"] == "letmein"
    assert stored["credentials"]["password"] == "letmein"
    assert stored["options"]["reserve_bytes"] == 9_000_000_000
