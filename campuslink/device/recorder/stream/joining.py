"""Segments of one source to MP4 files: pictures copied bit by bit, each on its place in time."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from ....errors import LinkError
from . import transport_stream as ts
from .journal import JoinedFile, Journal, Run, sync_file, sync_folder
from .process import Ffmpeg, size_of

LEAST_GAP_S = 0.75
"""Shorter holes are how packets travel, and are closed; after a crash they are noted all the same."""
NEVER = "100000000"
"""Seconds; keeps ffmpeg from taking a gap for a mistake."""
JOIN_TIMEOUT_S, PROBE_TIMEOUT_S = 3600.0, 60.0
TOLERANCE_S = 1.5
_DURATION = re.compile(r"Duration: (\d+):(\d\d):(\d\d\.\d+)")
_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
_LAYOUTS = {1: "mono", 2: "stereo"}
_AAC_LC = 1
_AAC_FRAME = 1024


@dataclass(frozen=True, slots=True)
class Piece:
    """A segment and the run it belongs to."""

    run: Run
    path: Path
    is_last: bool


@dataclass(kw_only=True, slots=True)
class Part:
    """Segments that one file can hold."""

    head: ts.Head
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class _Ends:
    """Where the streams of a file end so far, in ticks of the file."""

    first: int | None = None
    picture: int = 0
    sound: int = 0
    run: Run | None = None
    shift: int = 0
    gaps: list[tuple[float, float]] = field(default_factory=list)

    @property
    def latest(self) -> int:
        return max(self.picture, self.sound)


def read_piece(piece: Piece) -> ts.Packets:
    """Return the packets of a segment, without what its writer could not finish. Blocks; raises OSError."""
    rows, is_torn = ts.read_packets(piece.path.read_bytes())
    return ts.cut_torn_end(rows) if is_torn or (piece.is_last and not piece.run.is_clean) else rows


def split_into_parts(journal: Journal, source: str) -> list[Part]:
    """Return what goes into which file: another size or coding begins a new one. Blocks."""
    parts: list[Part] = []
    for run in (run for run in journal.runs if run.source == source):
        paths = [path for path in journal.segments(run) if size_of(path) >= ts.PACKET]
        for path in paths:
            with path.open("rb") as file:
                head = ts.read_head(ts.read_packets(file.read(400 * ts.PACKET))[0])
            if not parts or not head.can_follow(parts[-1].head):
                parts.append(Part(head=head))
            parts[-1].pieces.append(Piece(run, path, is_last=path == paths[-1]))
    return parts


class Joiner:
    """Joins what one recording holds of one source."""

    def __init__(self, ffmpeg: str, journal: Journal, source: str) -> None:
        self._ffmpeg = ffmpeg
        self._journal = journal
        self._source = source

    async def join(self) -> list[JoinedFile]:
        """Return the finished files. Raises LinkError when ffmpeg fails, OSError when the disk does; segments stay."""
        parts = await asyncio.to_thread(split_into_parts, self._journal, self._source)
        return [await self._join_part(number, part) for number, part in enumerate(parts, 1)]

    async def _join_part(self, number: int, part: Part) -> JoinedFile:
        folder = self._journal.folder
        stamp = part.pieces[0].run.prefix.rpartition(".")[2]
        name = f"{self._journal.order.id}.{self._source}.{stamp}{'' if number == 1 else f'.{number}'}.mp4"
        draft = folder / f".{name}.part"
        ends = _Ends()
        try:
            await self._write(draft, part, ends)
            duration_s = await self._probe(draft)
            expected_s = (ends.latest - (ends.first or 0)) / ts.TICKS_A_SECOND
            if abs(duration_s - expected_s) > TOLERANCE_S:
                raise LinkError(f"{name} lasts {duration_s:.1f} s instead of {expected_s:.1f} s")
            await asyncio.to_thread(sync_file, draft)
            draft.replace(folder / name)
            await asyncio.to_thread(sync_folder, folder)
        finally:
            draft.unlink(missing_ok=True)
        return JoinedFile(
            name=name,
            source=self._source,
            offset_s=round((ends.first or 0) / ts.TICKS_A_SECOND, 3),
            duration_s=round(duration_s, 3),
            size=size_of(folder / name),
            gaps=tuple(ends.gaps),
        )

    async def _write(self, draft: Path, part: Part, ends: _Ends) -> None:
        tag = ("-tag:v", "hvc1") if part.head.video_type == ts.HEVC else ()
        run = Ffmpeg(self._ffmpeg, is_fed=True)
        async with asyncio.timeout(JOIN_TIMEOUT_S):
            try:
                await run.start(
                    (
                        *("-nostats", "-v", "warning", "-dts_delta_threshold", NEVER),
                        *("-f", "mpegts", "-i", "pipe:0", "-map", "0:v:0", "-map", "0:a:0?", "-c", "copy", *tag),
                        *("-movflags", "+faststart", "-f", "mp4", "-y", str(draft)),
                    )
                )
                await self._feed(run, part, ends)
                await run.close_in()
                async for _ in run.output():
                    pass
            finally:
                code = await run.finish()
        if code:
            raise LinkError(f"the segments could not be joined: {run.said[-1] if run.said else code}")

    async def _feed(self, run: Ffmpeg, part: Part, ends: _Ends) -> None:
        restamper = ts.Restamper()
        for piece in part.pieces:
            rows = await asyncio.to_thread(read_piece, piece)
            if not len(rows):
                continue
            for filler in await self._place(piece.run, rows, part.head, ends):
                await run.feed(await asyncio.to_thread(restamper.move, *filler))
            self._note_ends(rows, part.head, ends)
            await run.feed(await asyncio.to_thread(restamper.move, rows, ends.shift))

    async def _place(self, run: Run, rows: ts.Packets, head: ts.Head, ends: _Ends) -> Sequence[tuple[ts.Packets, int]]:
        """Say where a segment goes; return silence that goes before it, with the shift of its times."""
        if run is ends.run:
            return ()
        times = [ts.times_of(rows, pid) for pid in (ts.VIDEO_PID, ts.AUDIO_PID)]
        begin = min(int(each.min()) for each in times if each.size)
        wanted = round(run.offset_s * ts.TICKS_A_SECOND)
        fillers: Sequence[tuple[ts.Packets, int]] = ()
        if ends.first is None:
            ends.first = wanted
        else:
            gap_s = (wanted - ends.latest) / ts.TICKS_A_SECOND
            is_hole = gap_s >= LEAST_GAP_S
            if is_hole or not (ends.run and ends.run.is_clean):
                begin_s = (ends.latest - ends.first) / ts.TICKS_A_SECOND
                ends.gaps.append((round(begin_s, 3), round(begin_s + (gap_s if is_hole else 0), 3)))
            if is_hole:
                fillers = await self._silence(head, ends, wanted)
            else:
                wanted = ends.latest
        ends.run, ends.shift = run, wanted - begin
        return fillers

    async def _silence(self, head: ts.Head, ends: _Ends, until: int) -> Sequence[tuple[ts.Packets, int]]:
        """Return silence in the coding of the sound: players keep step by the sound, and cannot by its absence."""
        length_s = (until - ends.sound) / ts.TICKS_A_SECOND
        coding = silence_arguments(head.sound)
        if not ends.sound or not coding or length_s <= 0:
            return ()
        run = Ffmpeg(self._ffmpeg)
        parts: list[bytes] = []
        try:
            await run.start(
                (
                    *("-nostats", "-v", "error", "-f", "lavfi", "-i", coding, "-t", f"{length_s:.3f}"),
                    *("-c:a", "aac", "-b:a", "32k", "-streamid", f"0:{ts.AUDIO_PID}", "-f", "mpegts", "pipe:1"),
                )
            )
            parts.extend([data async for data in run.output()])
        finally:
            await run.finish()
        rows = ts.only(ts.read_packets(b"".join(parts))[0], ts.AUDIO_PID)
        times = ts.times_of(rows, ts.AUDIO_PID)
        return [(rows, ends.sound - int(times.min()))] if times.size else ()

    def _note_ends(self, rows: ts.Packets, head: ts.Head, ends: _Ends) -> None:
        video, audio = (ts.times_of(rows, pid) + ends.shift for pid in (ts.VIDEO_PID, ts.AUDIO_PID))
        if video.size:
            ordered = sorted(video.tolist())
            step = (ordered[-1] - ordered[0]) // (len(ordered) - 1) if len(ordered) > 1 else 0
            ends.picture = max(ends.picture, ordered[-1] + step)
        if audio.size:
            ends.sound = max(ends.sound, int(audio.max()) + _sound_length(rows, head))

    async def _probe(self, path: Path) -> float:
        """Return how long a file lasts in seconds."""
        run = Ffmpeg(self._ffmpeg)
        try:
            async with asyncio.timeout(PROBE_TIMEOUT_S):
                await run.start(("-i", str(path), "-map", "0", "-c", "copy", "-t", "0", "-f", "null", "-"))
                async for _ in run.output():
                    pass
        finally:
            await run.finish()
        match = next((match for line in run.said if (match := _DURATION.search(line))), None)
        if match is None:
            raise LinkError(f"{path.name} cannot be read")
        return int(match[1]) * 3600 + int(match[2]) * 60 + float(match[3])


def silence_arguments(sound: bytes) -> str:
    """Return ffmpeg's source of silence for what an ADTS head says; empty where it cannot be coded alike."""
    if len(sound) != 2 or sound[0] >> 6 != _AAC_LC:
        return ""
    rate, channels = sound[0] >> 2 & 0x0F, (sound[0] & 1) << 2 | sound[1] >> 6
    if rate >= len(_RATES) or channels not in _LAYOUTS:
        return ""
    return f"anullsrc=r={_RATES[rate]}:cl={_LAYOUTS[channels]}"


def _sound_length(rows: ts.Packets, head: ts.Head) -> int:
    """Return how long the last piece of sound lasts, in ticks; 0 where its frames cannot be counted."""
    rate = head.sound[0] >> 2 & 0x0F if head.sound else len(_RATES)
    if rate >= len(_RATES):
        return 0
    return ts.count_adts_frames(ts.last_payload(rows, ts.AUDIO_PID)) * _AAC_FRAME * ts.TICKS_A_SECOND // _RATES[rate]


def delete_segments(journal: Journal) -> None:
    """Delete what was joined. Blocks."""
    for path in _all_segments(journal):
        with suppress(OSError):
            path.unlink()


def _all_segments(journal: Journal) -> Iterator[Path]:
    for run in journal.runs:
        yield from journal.segments(run)
