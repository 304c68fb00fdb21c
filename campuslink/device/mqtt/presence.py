"""Whether a node is there: what last wills say of it, and for how long nothing was heard."""

from math import inf


class Presence:
    """The last wills and the silence of one node. Times are seconds of any one clock."""

    def __init__(self, silence_s: float) -> None:
        """silence_s: without a message for so long, the node counts as gone; 0: silence says nothing."""
        self._silence_s = silence_s or inf
        self._wills: dict[int, bool] = {}
        self._heard_at = -inf

    @property
    def online(self) -> bool | None:
        """What the last wills say: offline when one does, None when none was heard."""
        return all(self._wills.values()) if self._wills else None

    def hear_will(self, number: int, at: float, *, is_online: bool) -> bool:
        """Take what a last will says. Return whether the node came online with it, or went."""
        before = self.online
        self._wills[number] = is_online
        if self.online:
            # One the broker had kept counts as well: a node that has gone since would have left its last will
            self._heard_at = max(self._heard_at, at)
        return self.online is not before

    def hear(self, at: float) -> None:
        """Note a message the node sent just now."""
        self._heard_at = at

    def is_quiet(self, now: float) -> bool:
        """Return whether half of the time has passed after which the node counts as gone."""
        return now - self._heard_at > self._silence_s / 2

    def trouble(self, now: float) -> str:
        """Return why the node counts as gone, for a log; empty while it is there."""
        if self.online is False:
            return "its last will says that it is offline"
        if self._heard_at == -inf:
            return "nothing was heard of it yet"
        if now - self._heard_at > self._silence_s:
            return f"nothing was heard of it for more than {self._silence_s:.0f} s"
        return ""
