"""One source of a recording: ffmpeg copies it into segments, and is started again for as long as it takes."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ....errors import CampusLinkError, CredentialsError, LinkError
from .journal import Journal, Run
from .look import codecs, explain, is_disk_full
from .process import INPUT_TIMEOUT_S, Ffmpeg, size_of
from .source import Source

FEW_TABLES = "pat_period=2:sdt_period=60:pcr_period=100"
"""Tables and clocks are for receivers that tune in; every segment begins with them anyway."""
SEGMENT_S = 5
"""Segments end at the first keyframe after so many seconds."""
STALL_S = 2.0 * INPUT_TIMEOUT_S + 2
"""Seconds without news from ffmpeg after which it is replaced."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 1.0, 15.0
LOCKED_OUT_PAUSE_S = 120.0
"""Cameras lock an account after a few wrong passwords."""
SETTLE_S = (3.0, 10.0, 30.0)
"""Seconds of a run after which the time of its first packet is known better, and kept."""
COPIED_VIDEO = frozenset({"h264", "hevc"})
COPIED_SOUND = frozenset({"aac", "mp3"})
"""What both a transport stream and a browser take; other sound is coded anew as AAC."""
KILLED = 128
"""Exit codes from here on tell of a signal; 255 is how ffmpeg itself ends when it is asked to."""
FIRST_TIMES = (
    "setts=pts=if(eq(PTS\\,NOPTS)\\,NEXT_PTS-DURATION\\,PTS):dts=if(eq(PTS\\,NOPTS)\\,NEXT_PTS-DURATION\\,DTS)"
)
"""A first packet without a time is one picture earlier than the next one."""


class Capture:
    """Records one source until it is stopped."""

    def __init__(
        self,
        source: Source,
        journal: Journal,
        ffmpeg: str,
        *,
        is_sound_coded: bool = False,
        gaps: int = 0,
        on_news: Callable[[], None] = lambda: None,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """is_sound_coded: where it is known already that the camera's sound must be coded anew. gaps: from before.

        on_news: called while packets come in, and when none do.
        """
        self.source = source
        self.is_delivering = False
        """Whether packets come in now."""
        self.has_delivered = False
        self.is_locked_out = False
        """Whether the camera wants another user or password."""
        self.cause = ""
        """Why nothing comes; for a person."""
        self.gaps = gaps
        """How often the source was lost so far."""
        self.until_s = 0.0
        """When packets came last, in seconds of the recording's clock."""
        self.audio = ""
        """Codec of the sound by ffmpeg's name; empty where there is none, or it is not known yet."""
        self.run: Run | None = None
        """The connection now."""
        self._journal = journal
        self._ffmpeg = ffmpeg
        self._is_sound_coded = is_sound_coded
        self._on_news = on_news
        self._pause = pause
        self._found: list[Path] = []
        self._next: dict[str, int] = {}
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.get_running_loop().create_task(self._keep_on(), name=f"record {self.source.name}")

    async def stop(self) -> None:
        """End, and return once nothing is written any more."""
        if self._task:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task
            self._task = None
        self.is_delivering = False

    def segments(self) -> list[Path]:
        """Return the segments of all runs; the last one may be growing. Blocks, and asks only for what is new."""
        for run in [run for run in self._journal.runs if run.source == self.source.name]:
            number = self._next.get(run.prefix, 0)
            while (path := self._journal.folder / f"{run.prefix}-{number:05d}.ts").exists():
                self._found.append(path)
                number += 1
            self._next[run.prefix] = number
        return list(self._found)

    async def _keep_on(self) -> None:
        pause_s = FIRST_PAUSE_S
        while True:
            try:
                if await self._record():
                    pause_s = FIRST_PAUSE_S
            except CredentialsError as err:
                self.cause, self.is_locked_out, pause_s = str(err), True, LOCKED_OUT_PAUSE_S
            except CampusLinkError as err:
                self.cause = str(err)
            except OSError as err:
                self.cause = f"the recording cannot be written: {err.strerror}"
            finally:
                self.is_delivering = False
                self.run = None
            self._on_news()
            await self._pause(pause_s * random.uniform(0.8, 1.2))  # noqa: S311 - keeps cameras of a campus apart
            pause_s = max(min(pause_s * 2, LONGEST_PAUSE_S), LOCKED_OUT_PAUSE_S if self.is_locked_out else 0)

    async def _record(self) -> bool:
        """Record until the source is lost; return whether anything came."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        run = self._journal.begin_run(self.source.name, stamp, is_sound_coded=self._is_sound_coded)
        ffmpeg = Ffmpeg(self._ffmpeg, self.source)
        try:
            await asyncio.to_thread(self._journal.save)
            await ffmpeg.start(self._arguments(run))
            await self._follow(ffmpeg, run)
        except LinkError:
            await asyncio.to_thread(self._forget, run)
            raise
        finally:
            code = await ffmpeg.finish()
            await self._close(run, is_clean=code < KILLED or code == 255)
        if not self.is_delivering:
            raise explain(ffmpeg.said, self.source)
        self.gaps += 1
        self.cause = str(explain(ffmpeg.said, self.source)) if is_disk_full(ffmpeg.said) else f"{self._where} was lost"
        return True

    @property
    def _where(self) -> str:
        return f"{self.source.name} at {self.source.host}:{self.source.port}"

    async def _follow(self, ffmpeg: Ffmpeg, run: Run) -> None:
        """Watch the time that is written advance until ffmpeg ends or stalls."""
        began_s = self._journal.clock.elapsed_s
        settle = list(SETTLE_S)
        written_s = 0.0
        output = ffmpeg.output()
        while True:
            try:
                async with asyncio.timeout(STALL_S):
                    data = await anext(output, b"")
            except TimeoutError:
                return
            if not data:
                return
            now_s = self._journal.clock.elapsed_s
            if (time_s := _written_s(data)) is None or time_s <= written_s:
                continue
            if not written_s:
                self._check_codecs(ffmpeg)
                run.offset_s = now_s - time_s
            written_s, self.until_s = time_s, now_s
            # Packets are late or just in time, never early: the least delay seen is nearest to the truth
            run.offset_s = min(run.offset_s, now_s - time_s)
            self.run, self.is_delivering, self.has_delivered, self.cause = run, True, True, ""
            self.is_locked_out = False
            self._on_news()
            if settle and now_s - began_s >= settle[0]:
                settle.pop(0)
                await asyncio.to_thread(self._journal.save)

    def _check_codecs(self, ffmpeg: Ffmpeg) -> None:
        video, self.audio = codecs(ffmpeg.said)
        if video and video not in COPIED_VIDEO:
            raise LinkError(f"{self._where} sends {video}; set the camera to H.264 or H.265")
        if self.audio and self.audio not in COPIED_SOUND and not self._is_sound_coded:
            self._is_sound_coded = True
            raise LinkError(f"{self._where} sends its sound as {self.audio}, which is coded anew from now on")

    def _forget(self, run: Run) -> None:
        """Delete what cannot be used."""
        for path in self._journal.segments(run):
            path.unlink(missing_ok=True)

    async def _close(self, run: Run, *, is_clean: bool) -> None:
        """Note how a run ended, or forget it where it left nothing."""
        if await asyncio.to_thread(self._has_left, run):
            run.is_clean = is_clean
        else:
            self._journal.runs.remove(run)
        with suppress(OSError):
            await asyncio.to_thread(self._journal.save)

    def _has_left(self, run: Run) -> bool:
        return any(map(size_of, self._journal.segments(run)))

    def _arguments(self, run: Run) -> tuple[str, ...]:
        sound = ("-c:a", "aac", "-b:a", "96k") if self._is_sound_coded else ("-c:a", "copy")
        return (
            *("-nostats", "-progress", "pipe:1", "-stats_period", "2"),
            *("-map", "0:v:0", "-map", "0:a:0?", "-c:v", "copy", *sound, "-bsf:v", FIRST_TIMES),
            # A microphone that stops must not keep the picture from being written
            *("-max_interleave_delta", "1000000"),
            *("-f", "segment", "-segment_format", "mpegts", "-segment_time", str(SEGMENT_S)),
            *("-segment_format_options", FEW_TABLES),
            str(self._journal.folder / f"{run.prefix}-%05d.ts"),
        )


def _written_s(data: bytes) -> float | None:
    """Return the last time ffmpeg says it has written; None where it says none."""
    _, found, rest = data.rpartition(b"out_time_us=")
    digits = rest.split(b"\n", 1)[0].strip()
    return int(digits) / 1_000_000 if found and digits.isdigit() else None
