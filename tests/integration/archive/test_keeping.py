"""How long recordings are kept, how they are erased, and how room is made: only ever what the archive has proved."""

from datetime import timedelta
from typing import Any

import pytest
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.archive.retention import async_apply_rules
from custom_components.smart_campus.archive.room import async_make_room
from custom_components.smart_campus.archive.rules.job import JobState
from custom_components.smart_campus.const import DOMAIN

from .conftest import Campus, Start
from .items import BEGIN, item


async def archived(start: Start, *ids: str) -> Campus:
    campus: Campus = await start()
    for number, recording_id in enumerate(ids):
        name = f"{recording_id}.mp4"
        campus.recorder.write_file(name, 1000, number)
        await campus.enqueue(item(recording_id, name, begin=BEGIN + timedelta(hours=number)))
        await campus.confirmed(recording_id)
    return campus


async def set_rule(hass: HomeAssistant, **data: Any) -> None:
    await hass.services.async_call(DOMAIN, "set_recording_retention", {"site": "site1", **data}, blocking=True)


async def apply(campus: Campus, days: float) -> tuple[int, int]:
    return await async_apply_rules(campus.hass, campus.archive, "site1", dt_util.utcnow() + timedelta(days=days))


async def test_local_file_goes_a_week_after_it_was_confirmed(start: Start) -> None:
    campus = await archived(start, "rec-1")

    assert await apply(campus, 6.9) == (0, 0)
    assert await apply(campus, 7.1) == (1, 0)

    assert campus.recorder.discarded == ["rec-1.mp4"]
    assert len(campus.archived) == 1
    assert [event["step"] for event in await campus.events()][-2:] == ["confirmed", "local_deleted"]


async def test_rule_that_names_most_decides(hass: HomeAssistant, start: Start) -> None:
    campus = await archived(start, "rec-1")
    await set_rule(hass, local_days=1)
    await set_rule(hass, room="A101", local_days=2)
    await set_rule(hass, course="高等数学", keep_for_ever=True)
    assert await apply(campus, 1_000) == (0, 0)

    await set_rule(hass, course="高等数学")
    assert await apply(campus, 1.5) == (0, 0)
    assert await apply(campus, 2.5) == (1, 0)


async def test_unconfirmed_recording_outlives_every_rule(hass: HomeAssistant, start: Start) -> None:
    campus = await start()
    campus.unmount()
    campus.recorder.write_file("teacher.mp4")
    await set_rule(hass, local_days=0, archived_days=0)
    await campus.enqueue(item())
    await campus.until(lambda: bool(campus.causes))

    assert await apply(campus, 10_000) == (0, 0)
    assert await async_make_room(hass, 1 << 40) == 0
    assert (campus.recorder.folder / "teacher.mp4").exists()


async def test_archived_copy_goes_only_on_request(hass: HomeAssistant, start: Start) -> None:
    campus = await archived(start, "rec-1")
    assert (await apply(campus, 30_000))[1] == 0
    await set_rule(hass, local_days=1, archived_days=365)

    assert await apply(campus, 366) == (0, 1)

    assert campus.archived == {}
    assert campus.steps[-1] == ("rec-1", "erased")


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"keep_for_ever": True, "local_days": 3}, "retention_contradicts"),
        ({"archived_days": 3}, "retention_says_nothing"),
        ({"site": "other", "local_days": 3}, "unknown_site"),
    ],
)
async def test_rule_that_makes_no_sense_is_refused(
    hass: HomeAssistant, start: Start, data: dict[str, Any], key: str
) -> None:
    await start()

    with pytest.raises(ServiceValidationError) as caught:
        await set_rule(hass, **data)

    assert caught.value.translation_key == key


async def test_room_is_made_of_the_longest_confirmed_first_and_no_more_than_needed(start: Start) -> None:
    campus = await archived(start, "rec-1", "rec-2", "rec-3")

    assert await async_make_room(campus.hass, 1500) == 2000

    assert campus.recorder.discarded == ["rec-1.mp4", "rec-2.mp4"]
    assert len(campus.archived) == 3


async def test_recording_is_erased_everywhere_in_the_name_of_who_wanted_it(
    hass: HomeAssistant, start: Start, hass_admin_user: MockUser
) -> None:
    campus = await archived(start, "rec-1")

    answer = await hass.services.async_call(
        DOMAIN,
        "erase_recording",
        {"recording_id": "rec-1", "reason": "asked for by the teacher"},
        blocking=True,
        return_response=True,
        context=Context(user_id=hass_admin_user.id),
    )

    assert answer is not None
    assert answer["complete"] is True
    assert campus.archived == {}
    assert not (campus.recorder.folder / "rec-1.mp4").exists()
    assert (await campus.job()).state is JobState.ERASED
    event = (await campus.events())[-1]
    assert (event["step"], event["user_id"]) == ("erased", hass_admin_user.id)
    assert campus.steps[-1] == ("rec-1", "erased")


async def test_what_could_not_be_erased_is_said_and_can_be_tried_again(hass: HomeAssistant, start: Start) -> None:
    campus = await archived(start, "rec-1")
    hass.config_entries.async_remove_subentry(campus.entry, "archive1")
    await hass.async_block_till_done()

    async def erase() -> dict[str, Any]:
        answer = await hass.services.async_call(
            DOMAIN,
            "erase_recording",
            {"recording_id": "rec-1", "reason": "asked for"},
            blocking=True,
            return_response=True,
        )
        assert answer is not None
        return dict(answer)

    answer = await erase()
    assert answer["complete"] is False
    assert len(answer["left_in_archive"]) == 1
    assert (await erase())["left_in_archive"] == answer["left_in_archive"]
    assert len(campus.archived) == 1


async def test_unknown_recording_cannot_be_erased(hass: HomeAssistant, start: Start) -> None:
    await start()

    with pytest.raises(ServiceValidationError) as caught:
        await hass.services.async_call(
            DOMAIN, "erase_recording", {"recording_id": "no-such", "reason": "asked for"}, blocking=True
        )

    assert caught.value.translation_key == "recording_unknown"
