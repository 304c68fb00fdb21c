"""Extron streaming recorders (SMP): lines of text for everything but the files, which come over HTTP."""

import math
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any, override

from ...codec import sis
from ...codec.sis import SmpFile, SmpSummary
from ...errors import LinkError, MismatchError, RefusalReason, RefusedError
from ...link.sis import SisLink
from ...link.web import WebLink, escaped
from ...model import DeviceIdentity
from ...profile.schema import Catalogue, Profile
from .hardware import (
    CLOCK_LIMIT_S,
    IDENTITY_POINTS,
    OBSERVED_POINTS,
    REAL_CLOCKS,
    Clocks,
    HardwareRecorder,
    needed_bytes,
    plain_name,
)
from .orders import Preflight, RecordedFile, RecorderState, RecordingOrder
from .progress import Observation
from .sound import SILENT_DB, SoundWatch
from .sources import Readings, Source

FOLDER = "recordings"
"""Where files lie, in listings and on the web server."""
KINDS_OF_FILES = (".m4v", ".mp4")
WRITTEN_WITHIN = timedelta(minutes=2)
"""How long after the end of a recording its file may still be written to."""
_STATES = {
    "stopped": RecorderState.IDLE,
    "recording": RecorderState.RECORDING,
    "paused": RecorderState.PAUSED,
}
TITLE, CREATOR, COVERAGE, IDENTIFIER, LANGUAGE, SUBJECT, COURSE = 13, 2, 1, 6, 7, 12, 16
"""Numbers of fields of the metadata, which is Dublin Core and the course."""


class ExtronRecorder(HardwareRecorder):
    """One SMP. It does not tell how large the growing file is; its time tells that it goes on."""

    can_pause = True

    def __init__(
        self,
        profile: Profile,
        catalogue: Catalogue,
        link: SisLink,
        web: WebLink | None,
        *,
        level_scale: float = 0.1,
        clocks: Clocks = REAL_CLOCKS,
    ) -> None:
        """Make one. web: where its files come from, None without. level_scale: dB in one unit of its meter."""
        self._link = link
        self._web = web
        self._level_scale = level_scale
        self._sound = SoundWatch()
        self._seen: SmpSummary | None = None
        self.holds_files = web is not None
        super().__init__(profile, catalogue, link, clocks)

    @property
    def host_key(self) -> str:
        """Fingerprint of the key it proved itself with over SSH; empty before, and over telnet."""
        return self._link.pin.fingerprint

    @override
    def requests_sent(self) -> int:
        return self._link.sent + (self._web.sent if self._web else 0)

    @override
    async def close(self) -> None:
        await self._link.close()
        if self._web is not None:
            await self._web.close()

    @override
    def describe(self) -> dict[str, Any]:
        return {**super().describe(), "host_key": self.host_key, "is_shut_out": self.is_shut_out}

    @override
    async def identify(self) -> DeviceIdentity:
        try:
            found = await self._read_identity()
            await self._summary()
        except RefusedError as err:
            raise MismatchError(f"a recorder of Extron would tell model and state; this one says {err}") from err
        model, serial, firmware = (found[name] for name in ("model", "serial", "firmware"))
        if not str(model).startswith("SMP"):
            raise MismatchError(f"model: {model}, expected an SMP")
        return DeviceIdentity(
            manufacturer="Extron",
            model=str(model),
            serial=str(serial) if serial else None,
            firmware=str(firmware) if firmware else None,
        )

    @override
    async def pause(self) -> RecorderState:
        return await self._set(sis.PAUSE, RecorderState.PAUSED, "pause")

    @override
    async def resume(self) -> RecorderState:
        return await self._set(sis.RECORD, RecorderState.RECORDING, "go on")

    @override
    async def preflight(self, order: RecordingOrder) -> Preflight:
        notes: dict[str, str] = {}
        summary = await self._summary()
        offset_s = await self._try(self._read_offset(), notes, "clock")
        if offset_s is not None and abs(offset_s) > CLOCK_LIMIT_S:
            notes["clock"] = f"{offset_s:+.0f} s"
        level_db = await self._try(self._read_level(), notes, "sound")
        has_source = await self._try(self._has_source(), notes, "source")
        has_space = None if summary.free_bytes is None else summary.free_bytes >= needed_bytes(order)
        if summary.left_s is not None:
            has_space = summary.left_s >= (order.end - order.start).total_seconds()
        if has_space is False:
            notes["disk"] = f"{summary.free_bytes} bytes, {summary.left_s} s left"
        if level_db is not None:
            notes["sound"] = f"{level_db:.0f} dB"
        return Preflight(
            is_clock_right=None if offset_s is None else abs(offset_s) <= CLOCK_LIMIT_S,
            clock_offset_s=offset_s,
            has_space=has_space,
            has_source=has_source,
            has_sound=None if level_db is None else level_db > SILENT_DB,
            notes=notes,
        )

    @override
    async def list_files(self, order: RecordingOrder) -> Sequence[RecordedFile]:
        """Return the files last written within the order's time; the recorder does not tell when they were begun."""
        await self._read_offset()
        start, end = self._kept.time_of(order, self._now())
        running = self._kept.current is not None and self._kept.current.id == order.id
        found: list[RecordedFile] = []
        for file in await self._link.list_files():
            at = self._ours(file.at)
            if at is not None and _is_film(file) and start <= at <= end + WRITTEN_WITHIN:
                is_growing = running and at >= self._now() - timedelta(seconds=10)
                name = plain_name(file.path)
                found.append(RecordedFile(id=file.path, name=name, size=file.size, is_growing=is_growing))
        return sorted(found, key=lambda file: file.name)

    @override
    def _sources(self) -> Sequence[Source]:
        return (
            Source(points=OBSERVED_POINTS - {"written"} | {"storage_free", "time_left"}, ask=self._read_state),
            Source(points=frozenset({"sound", "sound_level"}), ask=self._read_sound, is_optional=True),
            Source(points=frozenset({"picture"}), ask=self._read_picture, is_optional=True),
            Source(points=frozenset({"clock_offset"}), ask=self._read_clock, is_optional=True),
            Source(points=frozenset({"cpu_load"}), ask=self._read_cpu, is_optional=True),
            Source(points=frozenset({"temperature"}), ask=self._read_temperature, is_optional=True),
            Source(points=IDENTITY_POINTS, ask=self._read_identity),
        )

    @override
    async def _observe(self) -> Observation:
        summary = await self._summary()
        return Observation(state=_STATES.get(summary.state, RecorderState.ERROR), elapsed_s=float(summary.elapsed_s))

    @override
    async def _begin(self, order: RecordingOrder) -> None:
        fields = {
            TITLE: order.title,
            CREATOR: order.teacher,
            COVERAGE: order.room,
            IDENTIFIER: order.id,
            LANGUAGE: order.language,
            SUBJECT: order.group,
            COURSE: order.course,
        }
        for field, text in fields.items():
            if text:
                await self._describe_recording(field, text)
        await self._command(sis.RECORD)

    @override
    async def _end(self) -> None:
        await self._command(sis.STOP)

    @override
    def _fetch(self, file: RecordedFile, offset: int) -> AsyncIterator[bytes]:
        if self._web is None:
            raise RefusedError(RefusalReason.FUNCTION, "this recorder's files are not reached over HTTP")
        parts = [part for part in file.id.split("/") if part not in {"", ".", "..", FOLDER}]
        return self._web.download("/" + "/".join(map(escaped, (FOLDER, *parts))), offset=offset)

    async def _set(self, mode: int, state: RecorderState, command: str) -> RecorderState:
        async with self._commands:
            seen = await self._look()
            if seen.state is RecorderState.IDLE:
                raise RefusedError(RefusalReason.OTHER, "nothing records")
            if seen.state is not state:
                await self._command(mode)
            return await self._wait_for({state}, command)

    async def _command(self, mode: int) -> None:
        await self._link.ask(sis.record(mode), sis.read_mode, again=False)

    async def _describe_recording(self, field: int, text: str) -> None:
        """Set one field; a recorder that does not take it records all the same."""
        try:
            await self._link.ask(sis.metadata(field, text), sis.read_metadata)
        except RefusedError:
            return

    async def _summary(self) -> SmpSummary:
        summary = await self._link.ask(sis.SUMMARY, sis.read_summary)
        self._seen = summary
        return summary

    async def _read_state(self) -> Readings:
        readings = await self._read_observation()
        seen = self._seen
        free, left_s = (None, None) if seen is None else (seen.free_bytes, seen.left_s)
        return {**readings, "storage_free": free, "time_left": left_s}

    async def _read_level(self) -> float:
        return await self._link.ask(sis.LEVELS, sis.read_levels) * self._level_scale

    async def _read_sound(self) -> Readings:
        level_db = await self._read_level()
        state = self._sound.hear(level_db, self._steady())
        return {"sound": state and state.value, "sound_level": level_db if math.isfinite(level_db) else None}

    async def _has_source(self) -> bool | None:
        """Return whether any input that is shown has a source; None where none is known."""
        inputs = (self._seen or await self._summary()).inputs
        for number in inputs:
            if await self._link.ask(sis.source_of(number), sis.read_source):
                return True
        return False if inputs else None

    async def _read_picture(self) -> Readings:
        has_source = await self._has_source()
        return {"picture": None if has_source is None else "good" if has_source else "absent"}

    async def _read_offset(self) -> float | None:
        return self._note_clock(await self._link.ask(sis.CLOCK, sis.read_clock))

    async def _read_clock(self) -> Readings:
        return {"clock_offset": await self._read_offset()}

    async def _read_cpu(self) -> Readings:
        return {"cpu_load": await self._link.ask(sis.CPU, sis.read_cpu)}

    async def _read_temperature(self) -> Readings:
        return {"temperature": await self._link.ask(sis.TEMPERATURE, sis.read_temperature)}

    async def _read_identity(self) -> Readings:
        model = await self._link.ask(sis.MODEL, sis.read_model)
        firmware = await self._link.ask(sis.FIRMWARE, sis.read_firmware)
        try:
            serial = await self._link.ask(sis.SERIAL, sis.read_serial)
        except LinkError, RefusedError:
            serial = ""
        return {"manufacturer": "Extron", "model": model, "serial": serial or None, "firmware": firmware}


def _is_film(file: SmpFile) -> bool:
    return file.path.casefold().endswith(KINDS_OF_FILES)
