"""A recording handed over is on a disk before the hand-over returns, and once only."""

from dataclasses import replace
from pathlib import Path

from homeassistant.core import HomeAssistant

from custom_components.smart_campus.archive import async_enqueue
from custom_components.smart_campus.archive.rules import tables
from custom_components.smart_campus.archive.rules.job import JobState
from custom_components.smart_campus.archive.shelf import async_get_shelf
from custom_components.smart_campus.store.durable import DATABASE_FILE, FOLDER

from ..conftest import make_site
from .items import item


async def test_recording_handed_over_is_kept_whole(hass: HomeAssistant) -> None:
    entry = make_site()
    given = item("rec-1", "teacher.mp4", "screen.mp4")

    await async_enqueue(hass, entry, given)

    shelf = await async_get_shelf(hass)
    [job] = await shelf.async_read(lambda connection: tables.read_open(connection, "site1"))
    assert (job.recording_id, job.device, job.room, job.state) == ("rec-1", "recorder1", "A101", JobState.QUEUED)
    assert job.order == given.order
    assert tuple(file.recorded for file in job.files) == given.files


async def test_recording_handed_over_twice_is_one_and_keeps_what_is_known(hass: HomeAssistant) -> None:
    entry = make_site()
    await async_enqueue(hass, entry, item())
    shelf = await async_get_shelf(hass)
    [job] = await shelf.async_read(lambda connection: tables.read_open(connection, "site1"))
    await shelf.async_put(replace(job.next(), attempts=3))

    await async_enqueue(hass, entry, item())

    [job] = await shelf.async_read(lambda connection: tables.read_open(connection, "site1"))
    assert job.attempts == 3


async def test_recording_is_kept_while_the_database_is_away(hass: HomeAssistant) -> None:
    (Path(hass.config.path(FOLDER)) / DATABASE_FILE).mkdir(parents=True)

    await async_enqueue(hass, make_site(), item())

    [job] = await (await async_get_shelf(hass)).async_waiting()
    assert job.recording_id == "rec-1"
