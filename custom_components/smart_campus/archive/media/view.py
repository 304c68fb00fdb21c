"""Recordings over HTTP, in ranges, for signed-in users who may see them: from this machine, else from the archive."""

import asyncio
import os
import re
from contextlib import aclosing
from http import HTTPStatus
from pathlib import Path
from typing import Final

from aiohttp import web
from homeassistant.components.http.const import KEY_HASS_USER
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView

from ...const import DOMAIN
from ...store.rules.errors import StoreError
from ..rules import tables
from ..rules.faults import ArchiveFaultError
from ..rules.job import Job
from ..shelf import async_get_shelf
from ..targets.base import Target
from .allowed import may_see

ADDRESS: Final = f"/api/{DOMAIN}/recording"
_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; sandbox",
}
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def address_of(job: Job, index: int) -> str:
    """Return where a file of a recording is played from."""
    return f"{ADDRESS}/{job.key}/{index}"


def is_playable(hass: HomeAssistant, job: Job, index: int) -> bool:
    """Return whether a file lies on this machine, or in an archive that gives it back."""
    return bool(job.files[index].path) or _target_of(hass, job) is not None


class RecordingView(HomeAssistantView):
    """Serves files of recordings. Paths come from our own rows only, never from the address."""

    url = f"{ADDRESS}/{{key:[0-9a-f]{{32}}}}/{{index:[0-9]{{1,3}}}}"
    name = f"api:{DOMAIN}:recording"
    requires_auth = True

    async def get(self, request: web.Request, key: str, index: str) -> web.StreamResponse:
        """Return a file, or the range of it that is asked for."""
        hass = request.app[KEY_HASS]
        try:
            job = await (await async_get_shelf(hass)).async_read(lambda found: tables.read_job(found, key))
        except StoreError:
            return web.Response(status=HTTPStatus.SERVICE_UNAVAILABLE)
        number = int(index)
        if job is None or job.erased_ms or number >= len(job.files):
            return web.Response(status=HTTPStatus.NOT_FOUND)
        entry = hass.config_entries.async_get_entry(job.site_id)
        if entry is None or not may_see(entry, request.get(KEY_HASS_USER)):
            return web.Response(status=HTTPStatus.NOT_FOUND)
        file = job.files[number]
        kind = kind_of(file.recorded.name)
        path = Path(file.path)
        is_here = await asyncio.to_thread(os.path.isfile, path)
        if file.path and is_here:
            return web.FileResponse(path, headers={**_HEADERS, "Content-Type": kind})
        target = _target_of(hass, job)
        if target is None or file.size is None:
            return web.Response(status=HTTPStatus.NOT_FOUND)
        return await _stream(request, target, str(job.receipt["files"][number]), file.size, kind)


async def _stream(request: web.Request, target: Target, place: str, size: int, kind: str) -> web.StreamResponse:
    span = read_range(request.headers.get("Range", ""), size)
    if span is None:
        headers = {**_HEADERS, "Content-Range": f"bytes */{size}"}
        return web.Response(status=HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers=headers)
    begin, end = span
    is_part = "Range" in request.headers
    headers = {**_HEADERS, "Accept-Ranges": "bytes", "Content-Type": kind, "Content-Length": str(end - begin)}
    if is_part:
        headers["Content-Range"] = f"bytes {begin}-{end - 1}/{size}"
    response = web.StreamResponse(status=HTTPStatus.PARTIAL_CONTENT if is_part else HTTPStatus.OK, headers=headers)
    try:
        async with aclosing(target.read(place, begin, end - begin)) as chunks:
            first = await anext(chunks, b"")
            await response.prepare(request)
            await response.write(first)
            async for chunk in chunks:
                await response.write(chunk)
    except ArchiveFaultError:
        if not response.prepared:
            return web.Response(status=HTTPStatus.BAD_GATEWAY)
        # Half a file must not look whole
        if request.transport is not None:
            request.transport.close()
        return response
    await response.write_eof()
    return response


def read_range(header: str, size: int) -> tuple[int, int] | None:
    """Return begin and end of what a Range header asks for; the whole without one, None when there is no such range.

    Source: RFC 9110, section 14.1.2. Several ranges are answered by the whole, as it allows.
    """
    found = _RANGE.fullmatch(header.strip())
    if found is None or found.groups() == ("", ""):
        return 0, size
    first, last = found.groups()
    if not first:
        begin, end = max(0, size - int(last)), size
    else:
        begin, end = int(first), min(size, int(last) + 1) if last else size
    return (begin, end) if begin < end else None


def _target_of(hass: HomeAssistant, job: Job) -> Target | None:
    """Return the archive that gives a recording back; None when there is none."""
    entry = hass.config_entries.async_get_entry(job.site_id)
    if entry is None or entry.state is not ConfigEntryState.LOADED or not job.confirmed_ms or not job.receipt:
        return None
    archive = entry.runtime_data.archive
    if archive.settings is None or archive.settings.id != job.target_id:
        return None
    target: Target = archive.target
    return target if target.can_read else None


def kind_of(name: str) -> str:
    """Return the type of a file by its name; only what a player shows, never what a browser would run."""
    suffix = Path(name).suffix.lower()
    return {
        ".mp4": "video/mp4",
        ".m4v": "video/mp4",
        ".mov": "video/quicktime",
        ".mkv": "video/x-matroska",
        ".webm": "video/webm",
        ".ts": "video/mp2t",
        ".avi": "video/x-msvideo",
        ".m4a": "audio/mp4",
        ".mp3": "audio/mpeg",
        ".ogg": "audio/ogg",
    }.get(suffix, "application/octet-stream")


@callback
def async_register_view(hass: HomeAssistant) -> None:
    """Serve recordings from now on."""
    hass.http.register_view(RecordingView)
