"""Commands to recorders: by switch and by action, observed, guarded, and told to the ledger."""

from typing import Any

import pytest
from homeassistant.components.switch import DOMAIN as SWITCH
from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    CredentialsError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.recordings.running import SIGNAL_COMMAND, CommandNews, RecorderCommand

from ..conftest import poll
from .conftest import SUBENTRY, area_of, entity_of, shown, start_lesson, start_site, until
from .memory_recorder import Lecture


@pytest.fixture
def news(hass: HomeAssistant) -> list[CommandNews]:
    """Return what the ledger hears."""
    heard: list[CommandNews] = []

    @callback
    def hear(told: CommandNews) -> None:
        heard.append(told)

    async_dispatcher_connect(hass, SIGNAL_COMMAND, hear)
    return heard


async def turn(hass: HomeAssistant, way: str) -> None:
    await hass.services.async_call(
        SWITCH, f"turn_{way}", {"entity_id": entity_of(hass, "switch", "recording")}, blocking=True
    )


async def call(hass: HomeAssistant, action: str, context: Context | None = None, **data: Any) -> Any:
    target = data or {"entity_id": entity_of(hass, "switch", "recording")}
    if "area_id" not in target and "device_id" not in target:
        target = {"entity_id": entity_of(hass, "switch", "recording"), **target}
    return await hass.services.async_call(DOMAIN, action, target, blocking=True, return_response=True, context=context)


async def recorded_lesson(hass: HomeAssistant, lecture: Lecture) -> None:
    """Have a lesson recorded by the timetable, and seen so."""
    entry = await start_lesson(hass)
    await until(hass, lambda: lecture.values["state"] == "recording")
    await poll(hass, entry, SUBENTRY)


async def test_switch_starts_and_stops_and_shows_what_was_seen(
    hass: HomeAssistant, lecture: Lecture, news: list[CommandNews]
) -> None:
    await start_site(hass)
    assert shown(hass, "switch", "recording")[0] == "off"
    await turn(hass, "on")
    assert shown(hass, "switch", "recording")[0] == "on"
    assert lecture.values["state"] == "recording"
    await turn(hass, "off")
    assert shown(hass, "switch", "recording")[0] == "off"
    assert [each.command for each in news] == [RecorderCommand.START, RecorderCommand.STOP]


async def test_recording_by_hand_is_named_after_what_was_said(hass: HomeAssistant, lecture: Lecture) -> None:
    await start_site(hass)
    found = await call(
        hass, "start_recording", area_id=area_of(hass), title="Guest\n lecture ", teacher="Dr. Li", language="en"
    )
    order = lecture.orders[0]
    assert (order.title, order.teacher, order.language) == ("Guest lecture", "Dr. Li", "en")
    assert found["recorders"][0]["recording_id"] == order.id
    assert order.id.replace("-", "").isalnum()


async def test_during_a_lesson_it_is_the_lesson_that_is_recorded(
    hass: HomeAssistant, lecture: Lecture, news: list[CommandNews]
) -> None:
    await recorded_lesson(hass, lecture)
    await call(hass, "stop_recording", confirm=True, reason="wrong room")
    await turn(hass, "on")
    order = lecture.orders[-1]
    assert (order.course, order.teacher, order.room, order.title) == ("Algebra", "Dr. Wang", "A301", "Algebra")
    assert news[-1].order == order


async def test_switch_does_not_stop_a_lesson_and_says_how(
    hass: HomeAssistant, lecture: Lecture, news: list[CommandNews]
) -> None:
    await recorded_lesson(hass, lecture)
    with pytest.raises(ServiceValidationError) as caught:
        await turn(hass, "off")
    assert caught.value.translation_key == "recorder_lesson_runs"
    assert caught.value.translation_placeholders is not None
    assert caught.value.translation_placeholders["lesson"] == "Algebra"
    assert lecture.values["state"] == "recording"
    assert news == []


@pytest.mark.parametrize("action", ["stop_recording", "pause_recording"])
@pytest.mark.parametrize("given", [{}, {"confirm": True}, {"reason": "fire drill"}, {"confirm": True, "reason": " \t"}])
async def test_lesson_wants_a_confirmation_and_a_reason(
    hass: HomeAssistant, lecture: Lecture, action: str, given: dict[str, Any]
) -> None:
    await recorded_lesson(hass, lecture)
    with pytest.raises(ServiceValidationError):
        await call(hass, action, **given)
    assert lecture.values["state"] == "recording"


async def test_confirmed_stop_of_a_lesson_is_told_with_person_and_reason(
    hass: HomeAssistant, lecture: Lecture, news: list[CommandNews]
) -> None:
    await recorded_lesson(hass, lecture)
    user = MockUser(name="Ms. Zhao", is_owner=True).add_to_hass(hass)
    context = Context(user_id=user.id)
    await call(hass, "stop_recording", context=context, confirm=True, reason="fire drill")
    assert lecture.values["state"] == "idle"
    assert (news[-1].actor.name, news[-1].actor.user_id, news[-1].reason) == ("Ms. Zhao", user.id, "fire drill")


async def test_what_is_not_recording_is_stopped_without_a_question(hass: HomeAssistant, lecture: Lecture) -> None:
    await recorded_lesson(hass, lecture)
    await call(hass, "stop_recording", confirm=True, reason="fire drill")
    await call(hass, "stop_recording")
    assert lecture.values["state"] == "idle"


async def test_pause_and_resume(hass: HomeAssistant, lecture: Lecture, news: list[CommandNews]) -> None:
    await start_site(hass)
    await turn(hass, "on")
    await call(hass, "pause_recording")
    assert shown(hass, "sensor", "state")[0] == "paused"
    assert shown(hass, "switch", "recording")[0] == "on"
    await call(hass, "resume_recording")
    assert shown(hass, "sensor", "state")[0] == "recording"
    assert [each.command.value for each in news] == ["start", "pause", "resume"]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (RefusedError(RefusalReason.BUSY, "busy"), "recorder_busy"),
        (RefusedError(RefusalReason.DEVICE_FAILURE, "no disk"), "recorder_refused"),
        (CannotConnectError("no route"), "recorder_unreachable"),
        (NoAnswerError("nothing"), "recorder_unknown"),
        (CredentialsError("401"), "recorder_password"),
    ],
)
async def test_each_refusal_has_its_sentence_and_is_not_told_as_done(
    hass: HomeAssistant, lecture: Lecture, news: list[CommandNews], error: CampusLinkError, sentence: str
) -> None:
    await start_site(hass)
    lecture.error = error
    with pytest.raises(HomeAssistantError) as caught:
        await turn(hass, "on")
    assert caught.value.translation_key == sentence
    assert shown(hass, "switch", "recording")[0] == "off"
    assert news == []


async def test_command_that_shows_no_effect_is_an_error(
    hass: HomeAssistant, lecture: Lecture, news: list[CommandNews]
) -> None:
    await start_site(hass)
    lecture.obeys = False
    with pytest.raises(HomeAssistantError) as caught:
        await turn(hass, "on")
    assert caught.value.translation_key == "recorder_not_seen"
    assert news == []


async def test_recorder_that_cannot_pause_says_so(hass: HomeAssistant, lecture: Lecture) -> None:
    lecture.can_pause = False
    await start_site(hass)
    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, "pause_recording")
    assert caught.value.translation_key == "recorder_cannot"


async def test_target_without_a_recorder_is_an_error(hass: HomeAssistant, lecture: Lecture) -> None:
    await start_site(hass)
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, "start_recording", area_id="nowhere")
    assert caught.value.translation_key == "no_recorder"


async def test_person_without_the_right_to_control_is_refused(hass: HomeAssistant, lecture: Lecture) -> None:
    await start_site(hass)
    user = MockUser(name="Guest").add_to_hass(hass)
    user.mock_policy({"entities": {"entity_ids": {}}})
    with pytest.raises(Unauthorized):
        await call(hass, "start_recording", context=Context(user_id=user.id))
    assert lecture.orders == []
