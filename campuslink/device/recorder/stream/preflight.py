"""Whether a lesson can be recorded, found out before it begins."""

import asyncio
from collections.abc import Sequence
from types import MappingProxyType

from ....errors import CampusLinkError, LinkError, RefusedError
from ..orders import Preflight
from .look import Look, look_at_source
from .recording import Tools
from .source import Source
from .verdict import is_clipped

PROBE_S = 3.0
"""Seconds for which each source is looked at and listened to."""


async def look_ahead(tools: Tools, wanted: int, *, is_recording: bool) -> Preflight:
    """Return what was found. wanted: bytes the lesson needs. Raises what the first source says when none can be had.

    is_recording: the sources are in use and show themselves; only the disk is looked at then.
    """
    notes: dict[str, str] = {}
    try:
        await tools.guard.demand(wanted)
        has_space = True
    except (RefusedError, LinkError) as err:
        has_space, notes["disk"] = False, str(err)
    if is_recording:
        return Preflight(has_space=has_space, is_clock_right=True, notes=MappingProxyType(notes))
    looks = await asyncio.gather(*(_try(tools.ffmpeg, source) for source in tools.sources))
    failed = [look for look in looks if isinstance(look, CampusLinkError)]
    if len(failed) == len(looks):
        raise failed[0]
    if failed:
        notes["source"] = "; ".join(map(str, failed))
    elif not all(look.video for look in looks if isinstance(look, Look)):
        notes["source"] = "a source sends no picture"
    has_sound = _judge_sound(tools, looks, notes)
    return Preflight(
        # This machine's clock stamps the recording
        is_clock_right=True,
        clock_offset_s=0.0,
        has_space=has_space,
        has_source="source" not in notes,
        has_sound=has_sound,
        notes=MappingProxyType(notes),
    )


async def _try(ffmpeg: str, source: Source) -> Look | CampusLinkError:
    try:
        return await look_at_source(ffmpeg, source, PROBE_S)
    except CampusLinkError as err:
        return err


def _judge_sound(tools: Tools, looks: Sequence[Look | CampusLinkError], notes: dict[str, str]) -> bool | None:
    heard = [
        look for source, look in zip(tools.sources, looks, strict=True) if source.has_sound and isinstance(look, Look)
    ]
    if not heard:
        return None
    for look in heard:
        if look.sound is None:
            notes["sound"] = "the camera sends no sound"
        elif look.sound.peak_db < tools.silent_below_db:
            notes["sound"] = f"nothing is heard: {look.sound.peak_db:.0f} dB at most"
        elif is_clipped(look.sound):
            notes["sound"] = "the sound is cut off at full scale"
    return "sound" not in notes
