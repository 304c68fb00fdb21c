"""An archive that fails in every way: nothing is lost, nothing untrue is told, and a person hears of it in time."""

from collections.abc import AsyncIterator, Generator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

import pytest
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockUser, async_fire_time_changed

from custom_components.smart_campus.archive.state import ArchiveResult
from custom_components.smart_campus.const import DOMAIN
from simulator.archive_targets import TeachingPlatform, Trouble

from .conftest import Campus, Start, archive
from .items import BEGIN, item

STEP_MIN: Final = 5


@pytest.fixture
async def platform(tmp_path: Path, socket_enabled: None) -> AsyncIterator[TeachingPlatform]:
    folder = tmp_path / "platform"
    folder.mkdir()
    async with TeachingPlatform(folder) as server:
        yield server


def http(platform: TeachingPlatform, **changes: Any) -> dict[str, Any]:
    target = {
        "method": "PUT",
        "url": f"{platform.url}/files/{{name}}",
        "is_form": False,
        "file_field": "",
        "fields": "",
        "success": "/code = 0\n/data/sha256 = {sha256}",
        "read_url": f"{platform.url}/files/{{name}}",
        "delete_url": "",
        "username": "",
        "verify_ssl": True,
    }
    return {"kind": "http", "target": target, "secrets": {"headers": "", "secret": "", "password": ""}, **changes}


@pytest.fixture
async def campus(start: Start, platform: TeachingPlatform) -> Campus:
    campus = await start(archive(**http(platform)))
    campus.recorder.write_file("teacher.mp4", 200_000)
    return campus


class Clock:
    """The time of day as Home Assistant tells it; the event loop's own goes on, for it talks to real servers."""

    def __init__(self) -> None:
        self.now = dt_util.utcnow()


@pytest.fixture
def clock() -> Generator[Clock]:
    clock = Clock()
    with patch("homeassistant.util.dt.utcnow", side_effect=lambda: clock.now):
        yield clock


async def let_pass(campus: Campus, clock: Clock, minutes: int) -> None:
    """Let time pass in steps. Every timer fires in each of them; what is not due yet must see that itself."""
    for _ in range(minutes // STEP_MIN):
        clock.now += timedelta(minutes=STEP_MIN)
        async_fire_time_changed(campus.hass, clock.now + timedelta(hours=2))
        await campus.idle()


def puts(platform: TeachingPlatform) -> int:
    return sum(method == "PUT" for method, _ in platform.requests)


async def test_archive_that_is_down_for_an_hour_gets_everything_once(
    campus: Campus, platform: TeachingPlatform, clock: Clock
) -> None:
    platform.trouble = Trouble(status=503)
    for number in range(5):
        await campus.enqueue(item(f"rec-{number}", begin=BEGIN + timedelta(hours=number)))
    await campus.until(lambda: bool(campus.causes))
    await let_pass(campus, clock, 60)
    failed = puts(platform)
    assert not [step for _, step in campus.steps if step == "confirmed"]
    assert campus.causes in (["server_error: HTTP 503"], ["server_error: HTTP 503"] * 2)
    # One recording tries for all of them, ever more seldom
    assert 4 <= failed <= 10

    platform.trouble = Trouble()
    await let_pass(campus, clock, 75)

    assert sorted(name for name, step in campus.steps if step == "confirmed") == [
        f"rec-{number}" for number in range(5)
    ]
    assert platform.uploads == 5
    assert len(list(platform.folder.iterdir())) == 5
    assert campus.archive.state().waiting == 0


async def test_server_is_left_alone_for_as_long_as_it_asks(
    campus: Campus, platform: TeachingPlatform, clock: Clock
) -> None:
    platform.trouble = Trouble(status=429, retry_after="1800", times=1)
    await campus.enqueue(item())
    await campus.until(lambda: campus.causes == ["busy: HTTP 429"])

    await let_pass(campus, clock, 25)
    assert puts(platform) == 1
    await let_pass(campus, clock, 15)

    assert ("rec-1", "confirmed") in campus.steps


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(status=500, times=1),
        Trouble(truncates=True, times=1),
        # The client itself tries once more when a kept connection breaks
        Trouble(cuts_after=65_536, times=2),
        Trouble(corrupts=True, times=1),
        Trouble(declines=5001, times=1),
    ],
    ids=["500", "truncated answer", "cut connection", "wrong checksum", "declined"],
)
async def test_recording_is_confirmed_by_the_next_try(
    campus: Campus, platform: TeachingPlatform, clock: Clock, trouble: Trouble
) -> None:
    content = (campus.recorder.folder / "teacher.mp4").read_bytes()
    platform.trouble = trouble
    await campus.enqueue(item())
    await campus.until(lambda: bool(campus.causes))
    assert "confirmed" not in [step for _, step in campus.steps]

    await let_pass(campus, clock, 15)
    await campus.confirmed()

    assert [path.read_bytes() for path in platform.folder.iterdir()] == [content]


async def test_slow_archive_is_waited_for(campus: Campus, platform: TeachingPlatform) -> None:
    platform.trouble = Trouble(bytes_per_s=400_000)
    await campus.enqueue(item())
    await campus.confirmed()

    assert campus.causes == []


async def test_too_large_recording_waits_for_a_person_and_keeps_no_other_up(
    hass: HomeAssistant, campus: Campus, platform: TeachingPlatform, clock: Clock
) -> None:
    platform.most_bytes = 100_000
    campus.recorder.write_file("small.mp4", 1000, 3)
    await campus.enqueue(item("rec-1"))
    await campus.enqueue(item("rec-2", "small.mp4", begin=BEGIN + timedelta(hours=1)))
    await campus.confirmed("rec-2")
    await campus.until(lambda: campus.causes == ["too_large: HTTP 413"])
    issue = ir.async_get(hass).async_get_issue(DOMAIN, "archive_decision_site1")
    assert issue is not None
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["cause"] == "too large for the archive"
    assert campus.archive.state().decisions == 1
    await let_pass(campus, clock, 90)
    assert puts(platform) == 2

    platform.most_bytes = 0
    await hass.services.async_call(DOMAIN, "retry_upload", {"recording_id": "rec-1"}, blocking=True)
    await campus.confirmed()

    assert ir.async_get(hass).async_get_issue(DOMAIN, "archive_decision_site1") is None


async def test_given_up_recording_stays_here_with_the_name_of_who_decided(
    hass: HomeAssistant, campus: Campus, platform: TeachingPlatform, hass_admin_user: MockUser
) -> None:
    platform.most_bytes = 1000
    await campus.enqueue(item())
    await campus.until(lambda: bool(campus.causes))

    await hass.services.async_call(
        DOMAIN,
        "give_up_upload",
        {"recording_id": "rec-1", "reason": "no use any more"},
        blocking=True,
        context=Context(user_id=hass_admin_user.id),
    )

    assert campus.archive.state().waiting == 0
    last = campus.archive.state().last
    assert last is not None
    assert last.result is ArchiveResult.GIVEN_UP
    event = (await campus.events())[-1]
    assert (event["step"], event["detail"], event["user_id"]) == ("given_up", "no use any more", hass_admin_user.id)
    assert (campus.recorder.folder / "teacher.mp4").exists()
    with pytest.raises(ServiceValidationError):
        await hass.services.async_call(
            DOMAIN, "give_up_upload", {"recording_id": "rec-1", "reason": "again"}, blocking=True
        )


async def test_only_administrators_decide(hass: HomeAssistant, campus: Campus, hass_read_only_user: MockUser) -> None:
    for action in ("give_up_upload", "erase_recording"):
        with pytest.raises(Unauthorized):
            await hass.services.async_call(
                DOMAIN,
                action,
                {"recording_id": "rec-1", "reason": "because"},
                blocking=True,
                context=Context(user_id=hass_read_only_user.id),
            )


async def test_refused_login_is_told_at_once_and_tried_seldom(
    hass: HomeAssistant, campus: Campus, platform: TeachingPlatform, clock: Clock
) -> None:
    platform.trouble = Trouble(status=401)
    await campus.enqueue(item())
    await campus.until(lambda: bool(campus.causes))
    issue = ir.async_get(hass).async_get_issue(DOMAIN, "archive_credentials_site1")
    assert issue is not None
    assert issue.is_fixable
    assert issue.data == {"entry_id": "site1", "subentry_ids": "archive1"}
    await let_pass(campus, clock, 25)
    assert puts(platform) == 1

    platform.trouble = Trouble()
    await let_pass(campus, clock, 15)

    assert ("rec-1", "confirmed") in campus.steps
    assert ir.async_get(hass).async_get_issue(DOMAIN, "archive_credentials_site1") is None


async def test_archive_that_fails_for_long_is_told(
    hass: HomeAssistant, campus: Campus, platform: TeachingPlatform, clock: Clock
) -> None:
    platform.trouble = Trouble(status=507)
    await campus.enqueue(item())
    await campus.until(lambda: bool(campus.causes))
    await let_pass(campus, clock, 200)
    assert ir.async_get(hass).async_get_issue(DOMAIN, "archive_failing_site1") is None

    await let_pass(campus, clock, 100)
    issue = ir.async_get(hass).async_get_issue(DOMAIN, "archive_failing_site1")
    assert issue is not None
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["cause"] == "archive full"

    platform.trouble = Trouble()
    await hass.services.async_call(DOMAIN, "retry_upload", {}, blocking=True)
    await campus.confirmed()
    assert ir.async_get(hass).async_get_issue(DOMAIN, "archive_failing_site1") is None


async def test_queue_says_what_waits_and_why(hass: HomeAssistant, campus: Campus, platform: TeachingPlatform) -> None:
    platform.trouble = Trouble(status=500)
    await campus.enqueue(item())
    await campus.until(lambda: bool(campus.causes))

    found = await hass.services.async_call(DOMAIN, "get_archive_queue", {}, blocking=True, return_response=True)

    assert found is not None
    [row] = found["recordings"]
    assert (row["recording_id"], row["state"], row["step"], row["size"]) == ("rec-1", "queued", "stored", 200_000)
    assert (row["cause"], row["attempts"]) == ("server_error: HTTP 500", 1)


async def test_removed_archive_loses_nothing_and_is_told(
    hass: HomeAssistant, campus: Campus, platform: TeachingPlatform
) -> None:
    platform.trouble = Trouble(status=500)
    await campus.enqueue(item())
    await campus.until(lambda: bool(campus.causes))

    hass.config_entries.async_remove_subentry(campus.entry, "archive1")
    await hass.async_block_till_done()

    issue = ir.async_get(hass).async_get_issue(DOMAIN, "archive_removed_site1")
    assert issue is not None
    assert campus.archive.state().waiting == 1

    await hass.config_entries.async_reload("site1")
    await campus.until(lambda: ir.async_get(hass).async_get_issue(DOMAIN, "archive_removed_site1") is not None)
    assert campus.archive.state().waiting == 1
    assert (campus.recorder.folder / "teacher.mp4").exists()
