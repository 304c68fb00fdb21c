"""What people ask of the ledger and decide about lessons; the sheet of the day in both languages."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.auth.models import Credentials
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError, Unauthorized
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import CLIENT_ID, MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator, WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN
from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import MATHS, PHYSICS

from .conftest import friday
from .recorders import Studio
from .test_lessons import begin

LESSON = "高等数学"


async def call(hass: HomeAssistant, action: str, context: Context | None = None, **data: Any) -> dict[str, Any]:
    answer = await hass.services.async_call(DOMAIN, action, data, blocking=True, return_response=True, context=context)
    return dict(answer or {})


async def test_recordings_are_found_by_state_room_and_lesson_with_their_steps(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id, MATHS + PHYSICS)
    await day.to(friday(8))

    found = await call(hass, "get_recordings")
    assert [(each["course"], each["state"]) for each in found["recordings"]] == [
        (LESSON, "recording"),
        ("物理", "planned"),
    ]
    running = await call(hass, "get_recordings", state="recording", with_steps=True, area_id=area_id)
    (one,) = running["recordings"]
    assert [step["step"] for step in one["steps"]] == ["planned", "started"]
    assert (one["start"], one["room"]) == ("2026-09-11T08:00:00+08:00", "A301")
    assert (await call(hass, "get_recordings", area_id="elsewhere"))["total"] == 0
    assert (await call(hass, "get_recordings", lesson_id=one["lesson_id"]))["total"] == 1
    page = await call(hass, "get_recordings", limit=1, offset=1)
    assert ([each["course"] for each in page["recordings"]], page["total"]) == (["物理"], 2)
    assert (await call(hass, "get_recordings", day="2026-09-10"))["total"] == 0


async def test_lesson_that_is_skipped_is_not_recorded_until_it_is_wanted_again(
    hass: HomeAssistant,
    campus: FakeCampus,
    studio: Studio,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    hass_admin_user: MockUser,
) -> None:
    day = await begin(hass, freezer, area_id)
    lesson_id = day.recording(LESSON).subject.lesson_id
    context = Context(user_id=hass_admin_user.id)
    await day.to(friday(8))
    await call(hass, "skip_recording", context, lesson_id=lesson_id, reason="guests", because="empty_room")
    await day.settle()
    assert not studio["rec1"].is_recording
    skip = next(row for row in await day.rows(day.recording(LESSON)) if row.step == "skipped")
    assert (skip.cause, skip.detail, skip.actor.user_id) == ("empty_room", "guests", hass_admin_user.id)

    await call(hass, "unskip_recording", lesson_id=lesson_id)
    await day.settle()
    assert studio["rec1"].is_recording
    with pytest.raises(ServiceValidationError, match="skipped"):
        await call(hass, "unskip_recording", lesson_id=lesson_id)
    with pytest.raises(ServiceValidationError):
        await call(hass, "skip_recording", lesson_id="no such lesson", reason="x")


async def test_person_without_the_right_to_the_recorder_decides_nothing(
    hass: HomeAssistant,
    campus: FakeCampus,
    studio: Studio,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    hass_read_only_user: MockUser,
) -> None:
    day = await begin(hass, freezer, area_id)
    with pytest.raises(Unauthorized):
        await call(
            hass,
            "skip_recording",
            Context(user_id=hass_read_only_user.id),
            recording_id=day.recording(LESSON).id,
            reason="x",
        )
    assert day.recording(LESSON).state == "planned"


async def test_lesson_that_runs_over_is_recorded_up_to_the_next_one_at_most(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id, MATHS + PHYSICS)
    with pytest.raises(ServiceValidationError):
        await call(hass, "extend_recording", area_id=area_id, minutes=10)
    await day.to(friday(8))
    (told,) = (await call(hass, "extend_recording", area_id=area_id, minutes=10))["recordings"]
    assert (told["end"], told["limited_by"]) == ("2026-09-11T09:50:00+08:00", None)
    (told,) = (await call(hass, "extend_recording", area_id=area_id, minutes=30))["recordings"]
    assert (told["end"], told["limited_by"]) == ("2026-09-11T10:00:00+08:00", "物理")
    with pytest.raises(ServiceValidationError, match="物理"):
        await call(hass, "extend_recording", area_id=area_id, minutes=1)

    await day.to(friday(9, 40))
    assert studio["rec1"].is_recording
    await day.to(friday(10))
    # Back to back: in order, and each with its own files
    assert studio["rec1"].told[-2:] == ["stop", "start 物理"]
    assert [each.state for each in day.recordings()] == ["queued", "recording"]
    assert day.recordings()[0].duration_s == 7200.0


async def test_sheet_shows_the_chain_and_its_table_holds_no_formula(
    hass: HomeAssistant,
    campus: FakeCampus,
    studio: Studio,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    assert await async_setup_component(hass, "http", {})
    day = await begin(hass, freezer, area_id, MATHS + PHYSICS.replace("物理", "'=HYPERLINK(1)<script>"))
    await day.to(friday(8))
    await day.to(friday(9, 40))
    studio["rec1"].is_willing = False
    await day.to(friday(10))

    (sheet,) = (await call(hass, "get_recording_sheet", language="zh-Hans"))["sheets"]
    assert sheet["counts"] == {
        "planned": 0, "running": 0, "failed": 1, "waiting": 1, "confirmed": 0, "skipped": 0,
    }  # fmt: skip
    client = await hass_client_no_auth()
    page = await (await client.get(sheet["html"])).text()
    assert "<h2>需要处理</h2>" in page
    assert "未能开始录制：被拒绝" in page
    assert "<script>" not in page
    table = await (await client.get(sheet["csv"])).text()
    rows = list(csv.DictReader(io.StringIO(table.removeprefix("\ufeff"))))
    assert [(row["课程"], row["状态"]) for row in rows] == [
        (LESSON, "排队中"),
        ("'=HYPERLINK(1)<script>", "失败"),
    ]
    assert (await client.get(sheet["html"].partition("?")[0])).status == 401
    english = (await call(hass, "get_recording_sheet", language="en"))["sheets"][0]["html"]
    assert "did not start: refused" in await (await client.get(english)).text()


async def test_dashboard_gets_a_page_of_the_day_again_when_it_changes(
    hass: HomeAssistant,
    campus: FakeCampus,
    studio: Studio,
    area_id: str,
    freezer: FrozenDateTimeFactory,
    *,
    hass_ws_client: WebSocketGenerator,
    hass_admin_user: MockUser,
    hass_admin_credential: Credentials,
) -> None:
    day = await begin(hass, freezer, area_id, MATHS + PHYSICS)
    # A token of the frozen time
    refresh = await hass.auth.async_create_refresh_token(hass_admin_user, CLIENT_ID, credential=hass_admin_credential)
    client = await hass_ws_client(hass, hass.auth.async_create_access_token(refresh))
    await client.send_json_auto_id({"type": "smart_campus/recordings/subscribe", "site": "site1", "limit": 1})
    assert (await client.receive_json())["success"]
    event = (await client.receive_json())["event"]
    assert (event["total"], [each["course"] for each in event["recordings"]]) == (2, [LESSON])
    await day.to(friday(8))
    await day.to(friday(8) + timedelta(seconds=2))
    event = (await client.receive_json())["event"]
    assert [each["state"] for each in event["recordings"]] == ["recording"]
    assert event["counts"]["running"] == 1

    recording_id = day.recording(LESSON).id
    steps = {"type": "smart_campus/recordings/steps", "site": "site1", "recording_id": recording_id}
    await client.send_json_auto_id(steps)
    answer = await client.receive_json()
    assert [step["step"] for step in answer["result"]["steps"]][:2] == ["planned", "started"]
    await client.send_json_auto_id({"type": "smart_campus/recordings/subscribe", "site": "nowhere"})
    assert not (await client.receive_json())["success"]
    for word, courses in (("物", ["物理"]), ("a301", [LESSON, "物理"]), ("%", [])):
        found = {"type": "smart_campus/recordings/subscribe", "site": "site1", "search": word.upper()}
        await client.send_json_auto_id(found)
        assert (await client.receive_json())["success"]
        event = (await client.receive_json())["event"]
        assert ([each["course"] for each in event["recordings"]], event["total"]) == (courses, len(courses))
