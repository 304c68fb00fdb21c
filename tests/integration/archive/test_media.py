"""Recordings in the media browser: only for those who may see them, in ranges, never outside of our own files."""

from pathlib import Path
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.smart_campus.archive.media.offering import async_offer
from custom_components.smart_campus.archive.media.place import Place
from custom_components.smart_campus.archive.media.view import read_range

from .conftest import Campus, Start
from .items import item

ROOT = "media-source://smart_campus"


@pytest.fixture
async def campus(hass: HomeAssistant, start: Start) -> Campus:
    await async_setup_component(hass, "media_source", {})
    campus = await start()
    campus.recorder.write_file("teacher.mp4", 5000)
    await campus.enqueue(item())
    await campus.confirmed()
    return campus


async def ask(socket: Any, kind: str, content_id: str) -> dict[str, Any]:
    await socket.send_json_auto_id({"type": f"media_source/{kind}", "media_content_id": content_id})
    answer: dict[str, Any] = await socket.receive_json()
    return answer


async def test_recording_is_found_by_site_room_day_and_lesson_and_plays(
    campus: Campus, hass_ws_client: WebSocketGenerator, hass_client_no_auth: ClientSessionGenerator
) -> None:
    socket = await hass_ws_client(campus.hass)
    content_id, titles = ROOT, []
    for _ in range(4):
        answer = await ask(socket, "browse_media", content_id)
        [child] = answer["result"]["children"]
        titles.append(child["title"])
        content_id = child["media_content_id"]
    assert titles[:2] == ["North", "A101"]
    assert titles[3].endswith("高等数学 · 王老师")
    assert child["can_play"]

    resolved = await ask(socket, "resolve_media", content_id)
    assert resolved["result"]["mime_type"] == "video/mp4"
    client = await hass_client_no_auth()
    content = (campus.recorder.folder / "teacher.mp4").read_bytes()
    part = await client.get(resolved["result"]["url"], headers={"Range": "bytes=100-199"})
    assert (part.status, await part.read()) == (206, content[100:200])
    assert part.headers["X-Content-Type-Options"] == "nosniff"


async def test_recording_plays_from_the_archive_when_it_is_not_here_any_more(
    campus: Campus, hass_client: ClientSessionGenerator
) -> None:
    path = campus.recorder.folder / "teacher.mp4"
    content = path.read_bytes()
    path.unlink()
    address = f"/api/smart_campus/recording/{(await campus.job()).key}/0"
    client = await hass_client()

    whole = await client.get(address)
    part = await client.get(address, headers={"Range": "bytes=4000-"})
    beyond = await client.get(address, headers={"Range": "bytes=5000-"})

    assert (whole.status, await whole.read()) == (200, content)
    assert (part.status, await part.read()) == (206, content[4000:])
    assert part.headers["Content-Range"] == "bytes 4000-4999/5000"
    assert beyond.status == 416


async def test_nobody_plays_without_signing_in(campus: Campus, hass_client_no_auth: ClientSessionGenerator) -> None:
    client = await hass_client_no_auth()

    assert (await client.get(f"/api/smart_campus/recording/{(await campus.job()).key}/0")).status == 401


async def test_other_users_see_nothing_unless_they_are_chosen(
    campus: Campus,
    hass_ws_client: WebSocketGenerator,
    hass_client: ClientSessionGenerator,
    hass_read_only_access_token: str,
    hass_read_only_user: MockUser,
) -> None:
    hass = campus.hass
    socket = await hass_ws_client(hass, hass_read_only_access_token)
    client = await hass_client(hass_read_only_access_token)
    address = f"/api/smart_campus/recording/{(await campus.job()).key}/0"
    assert (await ask(socket, "browse_media", ROOT))["result"]["children"] == []
    assert not (await ask(socket, "browse_media", f"{ROOT}/site1"))["success"]
    assert (await client.get(address)).status == 404

    subentry = campus.entry.subentries["archive1"]
    rules = {**subentry.data["rules"], "viewers": [hass_read_only_user.id]}
    hass.config_entries.async_update_subentry(campus.entry, subentry, data={**subentry.data, "rules": rules})
    await hass.async_block_till_done()

    [child] = (await ask(socket, "browse_media", ROOT))["result"]["children"]
    assert child["title"] == "North"
    assert (await client.get(address)).status == 200


async def test_files_of_a_lesson_are_offered_to_those_who_may_see_them(
    campus: Campus, hass_ws_client: WebSocketGenerator, hass_admin_user: MockUser, hass_read_only_user: MockUser
) -> None:
    hass = campus.hass
    socket = await hass_ws_client(hass)

    [offered] = await async_offer(hass, campus.entry, hass_admin_user, "rec-1")

    assert offered["media_content_type"] == "video/mp4"
    assert offered["name"] == "teacher"
    resolved = await ask(socket, "resolve_media", offered["media_content_id"])
    assert resolved["result"]["url"].startswith(f"/api/smart_campus/recording/{(await campus.job()).key}/0")
    assert await async_offer(hass, campus.entry, hass_admin_user, "rec-2") == []
    for stranger in (hass_read_only_user, None):
        assert await async_offer(hass, campus.entry, stranger, "rec-1") == []


@pytest.mark.parametrize(
    "path", ["../../secrets.yaml", "%2e%2e%2fsecrets.yaml", "0/..%2f..%2fsecrets.yaml", "zz/0", f"{'0' * 32}/0"]
)
async def test_nothing_but_recordings_is_served(campus: Campus, hass_client: ClientSessionGenerator, path: str) -> None:
    client = await hass_client()

    assert (await client.get(f"/api/smart_campus/recording/{path}")).status in {400, 404}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", (0, 1000)),
        ("bytes=0-0", (0, 1)),
        ("bytes=100-", (100, 1000)),
        ("bytes=-100", (900, 1000)),
        ("bytes=900-5000", (900, 1000)),
        ("bytes=1000-", None),
        ("bytes=5-4", None),
        ("bytes=0-1,5-6", (0, 1000)),
        ("lines=1-2", (0, 1000)),
    ],
)
def test_ranges_are_read_as_rfc_9110_says(header: str, expected: tuple[int, int] | None) -> None:
    assert read_range(header, 1000) == expected


def test_places_survive_any_name() -> None:
    place = Place("site1", "教学楼 A/101 ?#%", "2026-11-25", "0" * 32, 1)

    assert Place.parse(str(place)) == place


async def test_recording_in_an_archive_that_is_gone_is_not_offered(
    hass: HomeAssistant, campus: Campus, hass_client: ClientSessionGenerator, nas: Path
) -> None:
    (campus.recorder.folder / "teacher.mp4").unlink()
    hass.config_entries.async_remove_subentry(campus.entry, "archive1")
    await hass.async_block_till_done()

    client = await hass_client()
    assert (await client.get(f"/api/smart_campus/recording/{(await campus.job()).key}/0")).status == 404
