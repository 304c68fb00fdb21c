"""What the archive says becomes rows of the ledger."""

import logging
import re
from typing import Any, Final

from ..archive.news import ArchiveNews
from ..store.rules.errors import StoreError
from .ledger import Ledger
from .rules.recording import Recording, next_step
from .rules.steps import RANK, Step

_LOGGER = logging.getLogger(__name__)

_NUMBERED: Final = re.compile(r"(.+)-\d+")
"""A recording that was handed over in several parts has them numbered."""

STEPS: Final = {
    "stored": Step.STORED,
    "queued": Step.QUEUED,
    "uploaded": Step.UPLOADED,
    "confirmed": Step.CONFIRMED,
}


async def async_take_archive_news(ledger: Ledger, news: ArchiveNews) -> None:
    """Write one step of a recording, or of one of its files, into the ledger."""
    try:
        recording = await ledger.async_find(news.recording_id)
        if recording is None and (part := _NUMBERED.fullmatch(news.recording_id)):
            recording = await ledger.async_find(part[1])
    except StoreError as err:
        _LOGGER.warning("What the archive says of recording %s is not in the ledger: %s", news.recording_id, err)
        return
    if recording is None:
        return
    if news.step == "failed":
        cause, _, detail = news.cause.partition(":")
        await ledger.async_miss(recording, next_step(_reached(recording, news)), cause.strip()[:64], detail.strip())
    elif news.step == "erased":
        if not news.file:
            await ledger.async_note(recording, Step.ERASED, news.cause[:64], at=news.at)
    else:
        await _async_take_step(ledger, recording, news, STEPS[news.step])


async def _async_take_step(ledger: Ledger, recording: Recording, news: ArchiveNews, step: Step) -> None:
    if news.file:
        # Of single files only the checksum is kept
        if step is Step.STORED:
            facts = {"size": news.size, "sha256": news.sha256}
            data: dict[str, Any] = {"files": {news.file: facts}, "checksum": True}
            await ledger.async_note(recording, Step.STORED, at=news.at, data=data)
        return
    if RANK[_reached(recording, news)] >= RANK[step]:
        return
    await ledger.async_note(recording, step, at=news.at, data={"part": news.recording_id})


def _reached(recording: Recording, news: ArchiveNews) -> Step:
    return recording.parts.get(news.recording_id, Step.STORED)
