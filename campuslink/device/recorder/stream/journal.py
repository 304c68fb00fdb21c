"""What is known of one recording, kept beside its segments so that whoever comes next can go on with it."""

import json
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Self

from ....errors import CodecError
from ..orders import RecordingOrder

FILE_NAME = "recording.json"
VERSION = 1
MOST_BYTES = 4_000_000
_BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


class Phase(StrEnum):
    """How far a recording is."""

    RECORDING = "recording"
    PAUSED = "paused"
    STOPPED = "stopped"
    """Nothing is added any more; segments wait to be joined."""
    JOINED = "joined"


@dataclass(kw_only=True, slots=True)
class Run:
    """One connection to a source; its segments follow each other without a gap."""

    source: str
    prefix: str
    """How the names of its segments begin."""
    offset_s: float
    """When its first packet came, in seconds of the recording's clock."""
    is_clean: bool = False
    """Whether its writer ended by itself; else its last picture may be torn."""
    is_sound_coded: bool = False
    """Whether the sound was coded anew because no browser plays the camera's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class JoinedFile:
    """A finished file of a recording."""

    name: str
    source: str
    offset_s: float
    """Seconds between the begin of the recording and the begin of the file."""
    duration_s: float
    size: int
    gaps: tuple[tuple[float, float], ...] = ()
    """Seconds of the file in which nothing came."""


class RecordingClock:
    """Seconds since a recording began, without its pauses. Jumps of the wall clock do not touch it."""

    def __init__(
        self,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
        boot_id: Callable[[], str] | None = None,
    ) -> None:
        """Begin now. wall: seconds since 1970-01-01 UTC. boot_id: equal as long as `monotonic` goes on."""
        self._monotonic, self._wall, self._boot_id = monotonic, wall, boot_id or read_boot_id
        self.began_at = wall()
        self._zero = monotonic()
        self._paused_at: float | None = None

    @property
    def elapsed_s(self) -> float:
        """Seconds recorded so far."""
        return self._monotonic() - self._zero if self._paused_at is None else self._paused_at

    def pause(self) -> None:
        """Stand still."""
        self._paused_at = self.elapsed_s

    def resume(self) -> None:
        """Go on from where it stood."""
        if self._paused_at is not None:
            self._zero = self._monotonic() - self._paused_at
            self._paused_at = None

    def to_json(self) -> dict[str, Any]:
        """Return what `restore` takes."""
        return {
            "began_at": self.began_at,
            "elapsed_s": self.elapsed_s,
            "is_paused": self._paused_at is not None,
            "monotonic": self._monotonic(),
            "wall": self._wall(),
            "boot_id": self._boot_id(),
        }

    def restore(self, data: Mapping[str, Any]) -> None:
        """Go on with a clock of before. After a reboot the wall clock tells how long that took, forwards only."""
        elapsed = float(data["elapsed_s"])
        self.began_at = float(data["began_at"])
        self._paused_at = elapsed if data["is_paused"] else None
        if data["boot_id"] and data["boot_id"] == self._boot_id():
            self._zero = float(data["monotonic"]) - elapsed
        else:
            self._zero = self._monotonic() - elapsed - max(self._wall() - float(data["wall"]), 0.0)


def read_boot_id() -> str:
    """Return what changes with every boot; empty where the system does not tell."""
    try:
        return _BOOT_ID.read_text(encoding="ascii").strip()
    except OSError:
        return ""


@dataclass(kw_only=True)
class Journal:
    """One recording: order, phase, clock, runs and files."""

    folder: Path
    order: RecordingOrder
    line: str
    """Which recorder it belongs to."""
    clock: RecordingClock
    phase: Phase = Phase.RECORDING
    runs: list[Run] = field(default_factory=list)
    files: list[JoinedFile] = field(default_factory=list)
    trouble: str = ""
    """Why the segments are not joined; empty when nothing is wrong."""
    _saving: threading.Lock = field(default_factory=threading.Lock, repr=False, compare=False)
    """Every source saves, from threads."""

    @property
    def is_open(self) -> bool:
        """Whether something is still added to it."""
        return self.phase in (Phase.RECORDING, Phase.PAUSED)

    def reopen(self) -> None:
        """Record on into a recording that was stopped; finished files stay as they are. Blocks."""
        if self.phase is Phase.JOINED:
            for run in self.runs:
                for path in self.segments(run):
                    path.unlink(missing_ok=True)
            self.runs.clear()
        self.phase, self.trouble = Phase.RECORDING, ""
        self.clock.resume()

    def begin_run(self, source: str, stamp: str, *, is_sound_coded: bool) -> Run:
        """Note another connection. stamp: UTC, part of the names of its segments."""
        number = 1 + sum(run.source == source for run in self.runs)
        prefix = f"{source}.{number:04d}.{stamp}"
        run = Run(source=source, prefix=prefix, offset_s=self.clock.elapsed_s, is_sound_coded=is_sound_coded)
        self.runs.append(run)
        return run

    def segments(self, run: Run) -> list[Path]:
        """Return the segments of a run in their order. Blocks."""
        return sorted(self.folder.glob(f"{run.prefix}-*.ts"))

    def save(self) -> None:
        """Write it so that a crash leaves the old or the new one. Blocks; raises OSError."""
        with self._saving:
            draft = self.folder / f".{FILE_NAME}.new"
            with draft.open("w", encoding="utf-8") as file:
                json.dump(self.to_json(), file, ensure_ascii=False, indent=1)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(self.folder / FILE_NAME)
            sync_folder(self.folder)

    def to_json(self) -> dict[str, Any]:
        """Return what the file holds; it is the side file of the finished recording too."""
        return {
            "version": VERSION,
            "order": self.order.to_json(),
            "recorder": self.line,
            "phase": self.phase.value,
            "clock": self.clock.to_json(),
            "runs": [asdict(run) for run in self.runs],
            "files": [asdict(file) for file in self.files],
            "trouble": self.trouble,
        }

    @classmethod
    def load(cls, folder: Path, clock: RecordingClock | None = None) -> Self:
        """Read it. Blocks. Raises CodecError when the file is damaged, OSError when it cannot be read."""
        path = folder / FILE_NAME
        if path.stat().st_size > MOST_BYTES:
            raise CodecError(f"{path.name} of {folder.name} is too large")
        clock = clock or RecordingClock()
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if data["version"] != VERSION:
                raise CodecError(f"{folder.name} was recorded by a later version")
            clock.restore(data["clock"])
            files = [JoinedFile(**{**each, "gaps": tuple(map(tuple, each["gaps"]))}) for each in data["files"]]
            return cls(
                folder=folder,
                order=RecordingOrder.from_json(data["order"]),
                line=str(data["recorder"]),
                clock=clock,
                phase=Phase(data["phase"]),
                runs=[Run(**each) for each in data["runs"]],
                files=files,
                trouble=str(data["trouble"]),
            )
        except (ValueError, TypeError, KeyError, AttributeError) as err:
            raise CodecError(f"{path.name} of {folder.name} is damaged") from err


def sync_folder(folder: Path) -> None:
    """Make names in a folder survive a power loss. Blocks."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_file(path: Path) -> None:
    """Make what a file holds survive a power loss, whoever writes it. Blocks; a file that is gone is no trouble."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
