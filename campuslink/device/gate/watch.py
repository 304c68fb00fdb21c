"""Judges one door from what its controller tells: forced, held open, jammed. No I/O, no clock of its own."""

from .access import RELEASES, AccessEvent, DoorMode, EventKind

DEFAULT_HELD_OPEN_S = 60.0
RELOCK_MARGIN_S = 3.0
"""How much longer than its delay a strike may take to lock before it counts as jammed."""


class DoorWatch:
    """Feed it events first and then the state that was seen after them."""

    def __init__(self, *, held_open_after_s: float = DEFAULT_HELD_OPEN_S) -> None:
        """held_open_after_s: how long a locked door may stand open."""
        self.is_forced = False
        self.is_held_open = False
        self.is_jammed = False
        """The strike stays unlocked though nothing keeps it so."""
        self._held_open_after_s = held_open_after_s
        self._may_open = True
        self._was_open: bool | None = None
        self._open_since: float | None = None
        self._unlocked_since: float | None = None

    def hear(self, event: AccessEvent) -> None:
        """Take an event of this door."""
        if event.kind in RELEASES:
            self._may_open = True
            self._unlocked_since = None
        elif event.kind is EventKind.DOOR_FORCED:
            self.is_forced = True
        elif event.kind is EventKind.DOOR_HELD_OPEN:
            self.is_held_open = True
        elif event.kind is EventKind.DOOR_CLOSED:
            self._close()

    def see(
        self,
        *,
        is_unlocked: bool,
        is_open: bool | None,
        mode: DoorMode | None,
        delay_s: float | None,
        now: float,
        is_told_all: bool = True,
    ) -> None:
        """Take a state. is_open: None without a contact; now: seconds of a clock that never jumps.

        is_told_all: whether every event before the state was heard; what opened the door is judged only then.
        """
        self._see_strike(is_unlocked, mode, delay_s, now)
        if not is_open:
            self._close()
            self._may_open = is_unlocked
            self._was_open = is_open
            return
        self._may_open = self._may_open or is_unlocked
        if is_told_all or self._may_open:
            self.is_forced = self.is_forced or (self._was_open is False and not self._may_open)
            self._was_open = True
        self._see_open(is_unlocked, mode, now)

    def _see_open(self, is_unlocked: bool, mode: DoorMode | None, now: float) -> None:
        if is_unlocked and mode is DoorMode.NORMALLY_OPEN:
            self._open_since, self.is_held_open = None, False
            return
        if self._open_since is None:
            self._open_since = now
        self.is_held_open = self.is_held_open or now - self._open_since > self._held_open_after_s

    def _see_strike(self, is_unlocked: bool, mode: DoorMode | None, delay_s: float | None, now: float) -> None:
        if not is_unlocked or mode is None or mode is DoorMode.NORMALLY_OPEN:
            self._unlocked_since, self.is_jammed = None, False
            return
        if self._unlocked_since is None:
            self._unlocked_since = now
        limit_s = (delay_s or 0.0) + RELOCK_MARGIN_S
        self.is_jammed = now - self._unlocked_since > limit_s

    def _close(self) -> None:
        self.is_forced = self.is_held_open = False
        self._open_since = None
