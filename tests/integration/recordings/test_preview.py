"""The preview of a recorder: pictures only, one for everybody who looks, and a live stream where it is allowed."""

import pytest
from homeassistant.components.camera import async_get_image, async_get_stream_source
from homeassistant.components.camera.const import CameraEntityFeature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from custom_components.smart_campus.campuslink.errors import NoAnswerError

from ..conftest import poll
from .conftest import SUBENTRY, entity_of, shown, start_site
from .memory_recorder import PNG, Lecture, MemoryRecorder

JPEG = b"\xff\xd8\xff\xe0 picture"


@pytest.mark.parametrize(("picture", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
async def test_picture_is_shown_as_what_it_is(hass: HomeAssistant, lecture: Lecture, picture: bytes, kind: str) -> None:
    lecture.picture = picture
    await start_site(hass)
    image = await async_get_image(hass, entity_of(hass, "camera", "preview"))
    assert (image.content, image.content_type) == (picture, kind)


async def test_everybody_who_looks_gets_one_and_the_same_picture(hass: HomeAssistant, lecture: Lecture) -> None:
    await start_site(hass)
    camera = entity_of(hass, "camera", "preview")
    for _ in range(5):
        await async_get_image(hass, camera)
    assert lecture.pictures_taken == 1


@pytest.mark.parametrize("content", [b"<html>login</html>", b"", None, PNG + bytes(8 * 1024 * 1024)])
async def test_what_is_no_picture_is_not_shown(hass: HomeAssistant, lecture: Lecture, content: bytes | None) -> None:
    lecture.picture = content
    await start_site(hass)
    with pytest.raises(HomeAssistantError):
        await async_get_image(hass, entity_of(hass, "camera", "preview"))


async def test_recorder_without_an_answer_gives_no_picture(hass: HomeAssistant, lecture: Lecture) -> None:
    await start_site(hass)
    lecture.error = NoAnswerError("nothing")
    with pytest.raises(HomeAssistantError):
        await async_get_image(hass, entity_of(hass, "camera", "preview"))


async def test_camera_says_whether_it_records(hass: HomeAssistant, lecture: Lecture) -> None:
    entry = await start_site(hass)
    assert shown(hass, "camera", "preview")[0] == "idle"
    lecture.values["state"] = "recording"
    await poll(hass, entry, SUBENTRY)
    assert shown(hass, "camera", "preview")[0] == "recording"


@pytest.mark.parametrize(("is_allowed", "expected"), [(True, "rtsp://192.0.2.9/live"), (False, None)])
async def test_live_stream_is_given_only_where_a_person_allowed_it(
    hass: HomeAssistant, lecture: Lecture, monkeypatch: pytest.MonkeyPatch, is_allowed: bool, expected: str | None
) -> None:
    monkeypatch.setattr(MemoryRecorder, "live_url", "rtsp://192.0.2.9/live")
    await start_site(hass, options={"allow_live": is_allowed})
    camera = entity_of(hass, "camera", "preview")
    assert await async_get_stream_source(hass, camera) == expected
    features = shown(hass, "camera", "preview")[1]["supported_features"]
    assert bool(features & CameraEntityFeature.STREAM) is is_allowed


async def test_preview_can_be_switched_off(hass: HomeAssistant, lecture: Lecture) -> None:
    await start_site(hass, options={"allow_preview": False})
    assert hass.states.async_entity_ids("camera") == []
