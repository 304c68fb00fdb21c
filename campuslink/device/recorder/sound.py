"""What a meter's level says of the sound, judged over a while: people pause."""

from collections import deque

from .orders import SoundState

SILENT_DB = -60.0
CLIPPED_DB = -0.5
WHILE_S = 20.0
"""How long it must be so until it counts."""


class SoundWatch:
    """Judges the levels of one recorder."""

    def __init__(self) -> None:
        self._levels: deque[tuple[float, float]] = deque(maxlen=200)

    def hear(self, level_db: float | None, now: float) -> SoundState | None:
        """Return what the sound has been like. level_db: below full scale, None without a meter; now: steady seconds.

        None as long as it was quiet, but not yet for `WHILE_S`.
        """
        if level_db is None:
            return None
        if self._levels and now - self._levels[-1][0] > 3 * WHILE_S:
            self._levels.clear()
        self._levels.append((now, level_db))
        while len(self._levels) > 2 and now - self._levels[1][0] >= WHILE_S:
            self._levels.popleft()
        levels = [level for _, level in self._levels]
        covers_while = now - self._levels[0][0] >= WHILE_S
        if max(levels) <= SILENT_DB:
            return SoundState.SILENT if covers_while else None
        if covers_while and 2 * sum(level >= CLIPPED_DB for level in levels) > len(levels):
            return SoundState.CLIPPED
        return SoundState.GOOD
