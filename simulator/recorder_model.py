"""A simulated recorder: what it records, holds and suffers from. Knows nothing of any protocol."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from .clock import SimClock
from .movie import Movie

FLAGS = ("refuse", "stuck", "disk_full", "silent", "no_signal")
"""What can be wrong with it, each on or off."""
BYTES_PER_S = 4_000
TOTAL_BYTES = 512 * 10**9
FREE_BYTES = 390 * 10**9
NORMAL_LEVEL_DB = -18.0
SILENT_LEVEL_DB = -90.0


@dataclass(kw_only=True, slots=True)
class TakenFile:
    """One recording, finished or growing. Times are simulated seconds since 1970 by the recorder's own clock."""

    number: int
    title: str
    start: float
    end: float | None = None
    paused_s: float = 0.0
    duration_s: float = 0.0
    size: int = 0
    """Both as of the last look."""


@dataclass(kw_only=True, eq=False)
class RecorderModel:
    """Stateful: time passes by the campus's clock."""

    clock: SimClock
    movie: Movie | None = None
    """What its files consist of; None until somebody made it."""
    skew_s: float = 0.0
    """Its clock ahead of the campus's."""
    starts_after_s: float = 0.5
    """Simulated seconds from the command until it records."""
    faults: set[str] = field(default_factory=set)
    files: list[TakenFile] = field(default_factory=list)
    """The oldest first."""
    metadata: dict[str, str] = field(default_factory=dict)
    is_paused: bool = False
    _paused_since: float = 0.0
    _stuck_at: tuple[float, int] | None = None

    @property
    def running(self) -> TakenFile | None:
        """The recording that runs, as of now."""
        if not self.files or self.files[-1].end is not None:
            return None
        self._advance(self.files[-1])
        return self.files[-1]

    @property
    def is_starting(self) -> bool:
        """Whether it was told to record and does not yet."""
        running = self.running
        return running is not None and self.now() - running.start < 0

    @property
    def free_bytes(self) -> int:
        """What is left of its storage."""
        return 0 if "disk_full" in self.faults else FREE_BYTES - sum(file.size for file in self.files)

    @property
    def level_db(self) -> float:
        """Loudness of its sound below full scale."""
        return SILENT_LEVEL_DB if self.faults & {"silent"} else NORMAL_LEVEL_DB

    @property
    def has_signal(self) -> bool:
        """Whether a picture comes in."""
        return "no_signal" not in self.faults

    def now(self) -> float:
        """Return the time by its own clock, in seconds since 1970."""
        return self.clock.timestamp() + self.skew_s

    def local_now(self) -> datetime:
        """Return the time by its own clock on the campus."""
        return datetime.fromtimestamp(self.now(), UTC).astimezone(self.clock.now().tzinfo)

    def start(self, title: str = "") -> bool:
        """Record; return whether it obeys. Recording already it goes on."""
        if "refuse" in self.faults or "disk_full" in self.faults:
            return False
        if self.running is None:
            number = self.files[-1].number + 1 if self.files else 1
            self.files.append(TakenFile(number=number, title=title, start=self.now() + self.starts_after_s))
            self.is_paused = False
        elif self.is_paused:
            self.resume()
        return True

    def stop(self) -> bool:
        """End the recording; return whether it obeys."""
        if "refuse" in self.faults:
            return False
        running = self.running
        if running is not None:
            running.end = self.now()
            self.is_paused = False
        return True

    def pause(self) -> bool:
        """Pause; return whether it obeys."""
        if "refuse" in self.faults or self.running is None:
            return False
        if not self.is_paused:
            self.is_paused, self._paused_since = True, self.now()
        return True

    def resume(self) -> bool:
        """Go on; return whether it obeys."""
        running = self.running
        if "refuse" in self.faults or running is None or not self.is_paused:
            return False
        running.paused_s += self.now() - self._paused_since
        self.is_paused = False
        return True

    def set_skew(self, seconds: float) -> None:
        """Set its clock; what was recorded keeps the time it was given."""
        running = self.running
        if running is not None:
            running.start += seconds - self.skew_s
        self.skew_s = seconds

    def set_fault(self, name: str, *, is_on: bool) -> None:
        """Change what is wrong. Raises ValueError for a name it does not know."""
        if name not in FLAGS:
            raise ValueError(f"{name} is none of {', '.join(FLAGS)}")
        running = self.running
        if is_on:
            self.faults.add(name)
        else:
            self.faults.discard(name)
        if name == "stuck":
            self._stuck_at = (running.duration_s if running else 0.0, running.size if running else 0) if is_on else None
        if name == "disk_full" and is_on and running is not None:
            running.end = self.now()

    def _advance(self, file: TakenFile) -> None:
        if self._stuck_at is not None:
            file.duration_s, file.size = self._stuck_at
            return
        until = self._paused_since if self.is_paused else self.now()
        file.duration_s = max(until - file.start - file.paused_s, 0.0)
        shortest = self.movie.shortest if self.movie else 0
        file.size = shortest + int(file.duration_s * BYTES_PER_S) if file.duration_s else 0
