"""How much a robot may say: a bucket of turns that fills again by itself, with some kept for the worst."""


class TurnBucket:
    """Counts turns. Time comes from outside, in seconds of any clock that does not go back."""

    def __init__(self, *, size: int, per_minute: float, reserve: int = 0) -> None:
        """size: turns at once after a pause; reserve: of these, kept for what cannot wait.

        In no minute there are more than size + per_minute turns.
        """
        self._size = size
        self._reserve = reserve
        self._per_s = per_minute / 60
        self._turns = float(size)
        self._seen_s: float | None = None
        self._blocked_until_s = float("-inf")

    def take(self, now_s: float, *, is_pressing: bool = False) -> bool:
        """Take a turn if there is one. What is pressing may use the reserve as well."""
        if self.wait_s(now_s, is_pressing=is_pressing) > 0:
            return False
        self._turns -= 1
        return True

    def wait_s(self, now_s: float, *, is_pressing: bool = False) -> float:
        """Return the seconds until there is a turn; 0 when there is one."""
        self._fill(now_s)
        missing = 1 - self._turns + (0 if is_pressing else self._reserve)
        return max(missing / self._per_s, self._blocked_until_s - now_s, 0.0) if missing > 1e-9 else self._pause(now_s)

    def block(self, now_s: float, for_s: float) -> None:
        """Give no turn for a while, because the platform said so."""
        self._fill(now_s)
        self._blocked_until_s = max(self._blocked_until_s, now_s + for_s)

    def blocked_s(self, now_s: float) -> float:
        """Return for how many seconds the platform wants to hear nothing."""
        return self._pause(now_s)

    def _pause(self, now_s: float) -> float:
        return max(self._blocked_until_s - now_s, 0.0)

    def _fill(self, now_s: float) -> None:
        if self._seen_s is not None:
            passed_s = max(now_s - self._seen_s, 0.0)
            self._turns = min(self._turns + passed_s * self._per_s, float(self._size))
        self._seen_s = now_s
