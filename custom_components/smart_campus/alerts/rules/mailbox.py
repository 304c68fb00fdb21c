"""What waits to be sent to one person by one channel: a few messages at once, more of them as one summary."""

from collections import deque
from dataclasses import dataclass, field

from .alert import Severity
from .planning import Intent

SINGLE_MESSAGES = 5
"""Messages within the window before further ones are gathered."""
WINDOW_S = 30.0
SINGLE_SAFETY = 20
"""The same for alerts about safety, which wait for nothing else."""


@dataclass(slots=True)
class Mailbox:
    """Times are seconds of a clock that never jumps."""

    paused_until: float = 0.0
    held: dict[str, Intent] = field(default_factory=dict)
    """By id of the alert."""
    is_sending: bool = False
    _sent: deque[float] = field(default_factory=deque)
    _was_stopped: bool = False
    """Whether something had to wait: then everything that waits goes together."""

    def put(self, intent: Intent) -> None:
        """Add or replace what is to be said about an alert."""
        self.held[intent.alert_id] = intent

    def drop(self, alert_id: str) -> None:
        """Say nothing about an alert."""
        self.held.pop(alert_id, None)

    def pause(self, until: float) -> None:
        """Send nothing until then, and what has gathered by then as one summary."""
        self.paused_until = max(self.paused_until, until)
        self._was_stopped = True

    def take(self, now: float) -> tuple[Intent, ...]:
        """Return what is to be sent now: nothing, one message, or several as one summary."""
        if self.is_sending or not self.held:
            return ()
        if now < self.paused_until:
            self._was_stopped = True
            return ()
        while self._sent and now - self._sent[0] >= WINDOW_S:
            self._sent.popleft()
        first = min(self.held.values(), key=lambda intent: -intent.severity.rank)
        limit = SINGLE_SAFETY if first.severity is Severity.SAFETY else SINGLE_MESSAGES
        if len(self._sent) >= limit:
            self._was_stopped = True
            return ()
        self._sent.append(now)
        if self._was_stopped and first.severity is not Severity.SAFETY:
            self._was_stopped = False
            return self._take_all()
        del self.held[first.alert_id]
        return (first,)

    def next_at(self, now: float) -> float | None:
        """Return when something can be taken; None while nothing waits or something is being sent."""
        if self.is_sending or not self.held:
            return None
        free = self._sent[0] + WINDOW_S if self._sent and len(self._sent) >= SINGLE_MESSAGES else now
        return max(now, free, self.paused_until)

    def _take_all(self) -> tuple[Intent, ...]:
        taken = tuple(sorted(self.held.values(), key=lambda intent: -intent.severity.rank))
        self.held.clear()
        return taken
