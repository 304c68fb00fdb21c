"""An archive is tried with a small file before it is stored, and its secrets are shown to nobody again."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType

from simulator.archive_targets import TeachingPlatform, Trouble

from ..conftest import make_site

RULES = {
    "folder": "{room}/{date}",
    "rate_kb_s": 0,
    "parallel": 2,
    "keep_days": 7,
    "alarm_hours": 4,
    "work_folder": "",
    "viewers": [],
}


@pytest.fixture
async def platform(tmp_path: Path, socket_enabled: None) -> AsyncIterator[TeachingPlatform]:
    folder = tmp_path / "platform"
    folder.mkdir()
    async with TeachingPlatform(folder, token="t0ken") as server:
        yield server


async def begin(hass: HomeAssistant, kind: str) -> str:
    entry = make_site()
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    flow = await hass.config_entries.subentries.async_init(("site1", "archive"), context={"source": "user"})
    assert flow["type"] is FlowResultType.MENU
    flow = await hass.config_entries.subentries.async_configure(flow["flow_id"], {"next_step_id": kind})
    assert flow["type"] is FlowResultType.FORM
    return str(flow["flow_id"])


async def enter(hass: HomeAssistant, flow_id: str, **data: Any) -> dict[str, Any]:
    entered = {"name": "Platform", "rules": RULES, **data}
    return dict(await hass.config_entries.subentries.async_configure(flow_id, entered))


def described(platform: TeachingPlatform, **changes: Any) -> dict[str, Any]:
    return {
        "method": "PUT",
        "url": f"{platform.url}/files/{{name}}",
        "is_form": False,
        "success": "/code = 0\n/data/sha256 = {sha256}",
        "headers": "Authorization: Bearer {secret}",
        "secret": "t0ken",
        "verify_ssl": True,
        **changes,
    }


async def test_folder_that_takes_files_is_stored(hass: HomeAssistant, tmp_path: Path) -> None:
    folder = tmp_path / "nas"
    folder.mkdir()
    flow_id = await begin(hass, "folder")

    wrong = await enter(hass, flow_id, path=str(tmp_path / "elsewhere"))
    assert wrong["errors"] == {"base": "archive_not_writable"}
    made = await enter(hass, flow_id, path=str(folder))

    assert made["type"] is FlowResultType.CREATE_ENTRY
    entry = hass.config_entries.async_get_known_entry("site1")
    await hass.async_block_till_done()
    assert entry.runtime_data.archive.settings.title == "Platform"
    assert sorted(path.name for path in folder.glob("*")) == []
    assert hass.states.get("sensor.recordings_to_archive") is not None
    again = await hass.config_entries.subentries.async_init(("site1", "archive"), context={"source": "user"})
    assert (again["type"], again["reason"]) == (FlowResultType.ABORT, "archive_exists")


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"url": "ftp://x/{name}"}, {"url": "archive_url"}),
        ({"success": "/code"}, {"base": "archive_line"}),
        ({"success": "code = 0"}, {"success": "archive_pointer"}),
        ({"success": "/code = 0"}, {"success": "archive_proves_nothing"}),
        ({"success": "/code = {teapot}"}, {"base": "archive_unknown_word"}),
        ({"headers": "Host: x"}, {"base": "archive_line"}),
        ({"secret": "wrong"}, {"base": "archive_login"}),
        ({"rules": {**RULES, "folder": "{teapot}"}}, {"base": "archive_unknown_word"}),
        ({"rules": {**RULES, "work_folder": "here"}}, {"base": "archive_path_relative"}),
    ],
)
async def test_what_cannot_be_right_is_said(
    hass: HomeAssistant, platform: TeachingPlatform, changes: dict[str, Any], errors: dict[str, str]
) -> None:
    flow_id = await begin(hass, "http")

    shown = await enter(hass, flow_id, **described(platform, **changes))

    assert shown["errors"] == errors
    assert platform.uploads == 0
    made = await enter(hass, flow_id, **described(platform))
    assert made["type"] is FlowResultType.CREATE_ENTRY


async def test_platform_that_changes_files_is_not_stored(hass: HomeAssistant, platform: TeachingPlatform) -> None:
    platform.trouble = Trouble(corrupts=True)
    flow_id = await begin(hass, "http")

    assert (await enter(hass, flow_id, **described(platform)))["errors"] == {"base": "archive_not_identical"}


async def test_secret_is_kept_when_nothing_is_entered_and_never_shown(
    hass: HomeAssistant, platform: TeachingPlatform
) -> None:
    flow_id = await begin(hass, "http")
    await enter(hass, flow_id, **described(platform))
    entry = hass.config_entries.async_get_known_entry("site1")
    [subentry] = entry.get_subentries_of_type("archive")

    flow = await entry.start_subentry_reconfigure_flow(hass, subentry.subentry_id)  # type: ignore[attr-defined]
    assert "t0ken" not in str(flow["data_schema"].schema) + str([key.description for key in flow["data_schema"].schema])
    changed = described(platform)
    del changed["secret"], changed["headers"]
    done = await enter(hass, flow["flow_id"], **changed)

    assert (done["type"], done["reason"]) == (FlowResultType.ABORT, "reconfigure_successful")
    [subentry] = entry.get_subentries_of_type("archive")
    assert subentry.data["secrets"]["secret"] == "t0ken"
    assert "t0ken" not in str(subentry.data["target"])
