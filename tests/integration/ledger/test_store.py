"""A ledger whose disk is full, or whose database is away: lessons are recorded all the same, and no row is lost."""

from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant

from custom_components.smart_campus.recordings.rules import tables
from custom_components.smart_campus.store.durable import DurableStore
from custom_components.smart_campus.store.rules.errors import StoreFullError, StoreUnavailableError
from tests.integration.conftest import FakeCampus

from .conftest import friday
from .recorders import Studio
from .test_lessons import begin
from .test_troubles import LESSON


async def test_lesson_is_recorded_while_no_disk_takes_a_row_and_the_rows_follow(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    append = DurableStore.async_append

    async def refuse(store: DurableStore, part: str, payloads: Sequence[Any]) -> None:
        if part == tables.PART:
            raise StoreFullError("the disk is full")
        await append(store, part, payloads)

    with patch.object(DurableStore, "async_append", refuse):
        await day.to(friday(7, 50))
        await day.to(friday(8))
        assert studio["rec1"].is_recording
        assert await day.chain(LESSON) == ["planned:timetable"]
    await day.to(friday(9, 40))
    assert (await day.chain(LESSON))[:4] == ["planned:timetable", "armed", "started:timetable", "stopped:end"]


async def test_restart_without_the_database_goes_on_recording_and_finds_its_rows_again(
    hass: HomeAssistant, campus: FakeCampus, studio: Studio, area_id: str, freezer: FrozenDateTimeFactory
) -> None:
    day = await begin(hass, freezer, area_id)
    await day.to(friday(8))
    read = DurableStore.async_read
    is_away = True

    async def fail(store: DurableStore, work: Any) -> Any:
        if is_away:
            raise StoreUnavailableError("no answer")
        return await read(store, work)

    with patch.object(DurableStore, "async_read", fail):
        await day.restart()
        assert studio["rec1"].is_recording
        is_away = False
        await day.to(friday(8, 2))
        await day.to(friday(8, 4))
    chain = await day.chain(LESSON)
    assert chain[0] == "planned:timetable"
    assert chain.count("planned:timetable") == 1
    assert len(studio["rec1"].files) == 0
    await day.to(friday(9, 40))
    assert day.recording(LESSON).duration_s == 6000.0
