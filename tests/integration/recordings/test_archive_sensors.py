"""Each recorder shows how many of its recordings wait for the archive, and how the last one ended."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util import dt as dt_util

from custom_components.smart_campus.archive.state import (
    SIGNAL_ARCHIVE_CHANGED,
    ArchiveResult,
    ArchiveState,
    LastResult,
)

from ..conftest import fail
from .conftest import SUBENTRY, shown, start_site
from .memory_recorder import Lecture


async def test_queue_and_last_result_are_those_of_the_recorder_and_outlive_its_silence(
    hass: HomeAssistant, lecture: Lecture
) -> None:
    entry = await start_site(hass)
    assert shown(hass, "sensor", "archive_queue")[0] == "0"
    assert shown(hass, "sensor", "archive_result")[0] == "unknown"
    last = LastResult(result=ArchiveResult.FAILED, at=dt_util.utcnow(), recording_id="r1", cause="unreachable")
    asked: list[str | None] = []

    def state(device: str | None = None) -> ArchiveState:
        asked.append(device)
        return ArchiveState(waiting=3, decisions=1, last=last)

    entry.runtime_data.archive.state = state
    async_dispatcher_send(hass, SIGNAL_ARCHIVE_CHANGED, entry.entry_id)
    await hass.async_block_till_done()
    assert set(asked) == {SUBENTRY}
    lecture.is_silent = True
    await fail(hass, entry, SUBENTRY)
    queue, attributes = shown(hass, "sensor", "archive_queue")
    assert (queue, attributes["waiting_for_decision"]) == ("3", 1)
    result, attributes = shown(hass, "sensor", "archive_result")
    assert (result, attributes["cause"]) == ("failed", "unreachable")
