"""The tree of recordings for the media browser: site, room, day, recording, and its files where there are several."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final, override

from homeassistant.auth.models import User
from homeassistant.components.media_player.const import MediaClass, MediaType
from homeassistant.components.media_player.errors import BrowseError
from homeassistant.components.media_source import (
    BrowseMediaSource,
    MediaSource,
    MediaSourceItem,
    PlayMedia,
    Unresolvable,
)
from homeassistant.components.websocket_api.connection import current_connection
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ...const import DOMAIN
from ...store.rules.errors import StoreError
from ...store.rules.text import clean_text
from ..rules import tables
from ..rules.job import Job
from ..shelf import async_get_shelf
from .allowed import may_see, visible_sites
from .place import Place
from .view import address_of, is_playable, kind_of

MOST_SHOWN: Final = 1_000


class RecordingSource(MediaSource):
    """Shows each user the recordings of the sites they may see."""

    name = "Smart Campus"

    def __init__(self, hass: HomeAssistant) -> None:
        super().__init__(DOMAIN)
        self._hass = hass

    @override
    async def async_resolve_media(self, item: MediaSourceItem) -> PlayMedia:
        try:
            place = Place.parse(item.identifier)
        except ValueError:
            raise Unresolvable(translation_domain=DOMAIN, translation_key="recording_not_playable") from None
        job = await self._async_job(place)
        index = place.file if place.file is not None else 0
        if job is None or not 0 <= index < len(job.files) or not is_playable(self._hass, job, index):
            raise Unresolvable(translation_domain=DOMAIN, translation_key="recording_not_playable")
        return PlayMedia(address_of(job, index), kind_of(job.files[index].recorded.name))

    @override
    async def async_browse_media(self, item: MediaSourceItem) -> BrowseMediaSource:
        try:
            place = Place.parse(item.identifier)
            return await self._async_node(place)
        except ValueError:
            raise BrowseError(translation_domain=DOMAIN, translation_key="recording_not_there") from None
        except StoreError:
            raise BrowseError(translation_domain=DOMAIN, translation_key="recordings_unavailable") from None

    async def _async_node(self, place: Place) -> BrowseMediaSource:
        if not place.site_id:
            sites = visible_sites(self._hass, _user())
            return _folder(Place(), self.name, [_folder(Place(entry.entry_id), entry.title) for entry in sites])
        entry = self._entry(place)
        shelf = await async_get_shelf(self._hass)
        site_id, room = entry.entry_id, place.room
        if not room:
            rooms = await shelf.async_read(lambda found: tables.read_rooms(found, site_id))
            children = [_folder(replace(place, room=name or "-"), name or "–") for name in rooms]
            return _folder(place, entry.title, children)
        stored = "" if room == "-" else room
        if not place.day:
            starts = await shelf.async_read(lambda found: tables.read_starts(found, site_id, stored))
            days = dict.fromkeys(_local(start).date().isoformat() for start in starts)
            return _folder(place, room, [_folder(replace(place, day=day), day) for day in list(days)[:MOST_SHOWN]])
        if not place.recording:
            begin, end = _day(place.day)
            jobs = await shelf.async_read(lambda found: tables.read_between(found, site_id, stored, begin, end))
            return _folder(place, place.day, [self._recording(place, job) for job in jobs])
        job = await self._async_job(place)
        if job is None:
            raise ValueError(place.recording)
        return self._recording(place, job, with_files=True)

    def _recording(self, place: Place, job: Job, *, with_files: bool = False) -> BrowseMediaSource:
        begin = dt_util.as_local(job.order.start)
        course = clean_text(job.order.course or job.order.title or job.recording_id, 120)
        teacher = clean_text(job.order.teacher, 60)
        title = f"{begin:%H:%M} {course}" + (f" · {teacher}" if teacher else "")
        place = replace(place, recording=job.key)
        if len(job.files) == 1 and not with_files:
            return self._file(replace(place, file=0), job, title)
        files = [
            self._file(replace(place, file=index), job, clean_text(file.recorded.source or file.recorded.name, 80))
            for index, file in enumerate(job.files)
        ]
        return _folder(place, title, files if with_files else None)

    def _file(self, place: Place, job: Job, title: str) -> BrowseMediaSource:
        index = place.file or 0
        return BrowseMediaSource(
            domain=DOMAIN,
            identifier=str(place),
            media_class=MediaClass.VIDEO,
            media_content_type=kind_of(job.files[index].recorded.name),
            title=title,
            can_play=is_playable(self._hass, job, index),
            can_expand=False,
        )

    async def _async_job(self, place: Place) -> Job | None:
        """Return the recording of a node its user may see."""
        entry = self._entry(place)
        shelf = await async_get_shelf(self._hass)
        job = await shelf.async_read(lambda found: tables.read_job(found, place.recording))
        return job if job is not None and job.site_id == entry.entry_id and not job.erased_ms else None

    def _entry(self, place: Place) -> ConfigEntry:
        entry = self._hass.config_entries.async_get_entry(place.site_id)
        if entry is None or entry.domain != DOMAIN or not may_see(entry, _user()):
            raise ValueError(place.site_id)
        return entry


def _user() -> User | None:
    """Return who asks over the web socket; automations and players are nobody in particular."""
    connection = current_connection.get()
    return connection.user if connection is not None else None


def _folder(place: Place, title: str, children: Iterable[BrowseMediaSource] | None = None) -> BrowseMediaSource:
    return BrowseMediaSource(
        domain=DOMAIN,
        identifier=str(place),
        media_class=MediaClass.DIRECTORY,
        media_content_type=MediaType.VIDEO,
        title=title,
        can_play=False,
        can_expand=True,
        children=None if children is None else list(children),
        children_media_class=MediaClass.VIDEO if place.day else MediaClass.DIRECTORY,
    )


def _local(ms: int) -> datetime:
    return dt_util.as_local(dt_util.utc_from_timestamp(ms / 1000))


def _day(text: str) -> tuple[int, int]:
    """Return begin and end of a local day. Raises ValueError."""
    begin = dt_util.start_of_local_day(date.fromisoformat(text))
    end = dt_util.start_of_local_day(begin.date() + timedelta(days=1))
    return round(begin.timestamp() * 1000), round(end.timestamp() * 1000)
