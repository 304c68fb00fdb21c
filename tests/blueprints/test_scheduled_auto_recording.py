"""A recorded lesson: its room readied, longer when it runs over, out when nobody comes, and told of when it fails."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall, callback

from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.kinds import KINDS
from tests.integration.conftest import FakeCampus, set_up
from tests.integration.ledger.conftest import RECORDER_PROFILE, recorder
from tests.integration.ledger.days import Day
from tests.integration.ledger.recorders import Studio
from tests.integration.rooms.conftest import MATHS, friday, room, term, use_timetable

from .conftest import Room, Run

NAME = "scheduled_auto_recording"
LESSON = "高等数学"
SENSOR = "binary_sensor.a301_people"


@pytest.fixture
def studio(own_profiles: Path) -> Generator[Studio]:
    (own_profiles / "test-recorder.yaml").write_text(RECORDER_PROFILE, "utf-8")
    made = Studio()
    with patch("custom_components.smart_campus.KINDS", {**KINDS, Kind.RECORDER: made.kind}):
        yield made


@dataclass
class Scene:
    """A day with one recorded lesson, 8:00 to 9:40, and what the room was told."""

    day: Day
    room: Room
    told: list[tuple[str, str]]

    async def lesson(self, minutes: int) -> None:
        """Go to a time after 8:00."""
        await self.day.pass_to(friday(8 + minutes // 60, minutes % 60), step_s=60)

    async def people(self, state: str) -> None:
        self.day.hass.states.async_set(SENSOR, state, {"device_class": "occupancy"})
        await self.day.settle()


@pytest.fixture
async def scene(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, classroom: Room, freezer: FrozenDateTimeFactory
) -> Scene:
    freezer.move_to(friday(7))
    told: list[tuple[str, str]] = []

    @callback
    def act(call: ServiceCall) -> None:
        told.extend((f"{call.domain}.{call.service}", thing) for thing in call.data["entity_id"])

    classroom.add("light", "lamp", "off")
    classroom.add("media_player", "projector", "off", device_class="projector")
    classroom.add("binary_sensor", "people", "off", device_class="occupancy")
    area = classroom.area_id
    entry = await set_up(hass, room(area), term(), recorder(1, area))
    await use_timetable(hass, entry, MATHS)
    for domain in ("light", "media_player"):
        hass.services.async_register(domain, "turn_on", act)
    day = Day(hass, entry, freezer)
    await day.settle()
    return Scene(day, classroom, told)


async def use(run: Run, scene: Scene, **inputs: Any) -> None:
    await run(NAME, place={"area_id": scene.room.area_id}, **inputs)


async def test_projector_and_lights_are_on_before_the_lesson(run: Run, scene: Scene) -> None:
    await use(run, scene)
    await scene.day.to(friday(7, 54))
    assert scene.told == []
    await scene.day.to(friday(7, 55))
    assert scene.told == [("media_player.turn_on", "media_player.a301_projector"), ("light.turn_on", "light.a301_lamp")]


async def test_light_that_a_person_chose_is_left_alone(run: Run, scene: Scene) -> None:
    scene.room.add("sensor", "choice", "x", lights_by_hand=True)
    await use(run, scene)
    await scene.day.to(friday(7, 55))
    assert [service for service, _thing in scene.told] == ["media_player.turn_on"]


async def test_lesson_that_runs_over_is_recorded_to_its_end(run: Run, scene: Scene, studio: Studio) -> None:
    await use(run, scene, extend_by=5)
    await scene.day.to(friday(8))
    await scene.people("on")
    await scene.lesson(98)
    await scene.lesson(107)
    assert studio["rec1"].is_recording

    await scene.people("off")
    await scene.lesson(116)
    assert not studio["rec1"].is_recording
    assert (await scene.day.chain(LESSON)).count("extended:person") == 2


async def test_sensor_that_is_stuck_does_not_extend_for_ever(run: Run, scene: Scene, studio: Studio) -> None:
    await use(run, scene, extend_by=5, extend_at_most=2)
    await scene.day.to(friday(8))
    await scene.people("on")
    await scene.lesson(120)
    assert not studio["rec1"].is_recording
    assert (await scene.day.chain(LESSON)).count("extended:person") == 2


@pytest.mark.parametrize(
    ("state", "after", "is_skipped"),
    [("off", 10, True), ("on", 10, False), ("unavailable", 10, False), ("off", 0, False)],
)
async def test_room_that_stays_empty_is_recorded_no_longer_where_that_is_the_rule(
    run: Run, scene: Scene, studio: Studio, *, state: str, after: int, is_skipped: bool
) -> None:
    await use(run, scene, skip_empty_after=after)
    await scene.people(state)
    await scene.day.to(friday(8))
    await scene.lesson(9)
    assert studio["rec1"].is_recording
    await scene.lesson(13)
    assert studio["rec1"].is_recording is not is_skipped
    assert ("skipped:empty_room" in await scene.day.chain(LESSON)) is is_skipped


async def test_site_that_was_restarted_in_the_lesson_still_extends_it(run: Run, scene: Scene, studio: Studio) -> None:
    await use(run, scene)
    await scene.day.to(friday(8))
    await scene.people("on")
    await scene.lesson(30)
    await scene.day.restart()
    await scene.lesson(103)
    assert studio["rec1"].is_recording


async def test_technician_is_told_of_the_first_missed_step_alone(
    hass: HomeAssistant, run: Run, scene: Scene, studio: Studio
) -> None:
    told: list[dict[str, Any]] = []
    hass.services.async_register("test", "tell", callback(lambda call: told.append(dict(call.data))))
    data = {key: f"{{{{ {key} }}}}" for key in ("message", "room", "course", "step", "cause")}
    await use(run, scene, raise_alerts=True, tell=[{"action": "test.tell", "data": data}])
    studio["rec1"].is_willing = False
    await scene.day.to(friday(7, 50))
    await scene.day.to(friday(8))
    await scene.lesson(3)

    (one,) = told
    assert (one["room"], one["course"], one["step"], one["cause"]) == ("A301", LESSON, "started", "refused")
    assert "A301: 高等数学 (08:00), started: refused" in one["message"]
    answer = await hass.services.async_call(
        "smart_campus", "get_alerts", {"category": "recording"}, blocking=True, return_response=True
    )
    assert answer is not None
    alerts: Any = answer["alerts"]
    assert [alert["severity"] for alert in alerts if alert["key"].startswith("missed:")] == ["urgent"]
