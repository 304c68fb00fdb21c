"""Time that passes only when everybody waits: hours of polling in milliseconds, without a sleep."""

import asyncio
import functools
import selectors
from collections.abc import Callable, Coroutine
from typing import Any, override

START_S = 1_000.0
"""What the clock shows at first; not zero, so that a forgotten start value is noticed."""

DEADLOCK_AFTER_S = 5.0
"""Real seconds without any event and without any timer after which a test is taken to hang."""


class FakeClock:
    """Seconds that move by hand or by a `FakeTimeLoop`. Called, it returns the present time."""

    def __init__(self, now_s: float = START_S) -> None:
        """now_s: what it shows at first."""
        self.now_s = now_s

    def __call__(self) -> float:
        """Return the present time."""
        return self.now_s

    def advance(self, seconds: float) -> None:
        """Move forward."""
        self.now_s += seconds


class _JumpingSelector(selectors.DefaultSelector):
    """Moves the clock to the next timer instead of waiting for it."""

    def __init__(self, clock: FakeClock) -> None:
        super().__init__()
        self._clock = clock

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            events = super().select(DEADLOCK_AFTER_S)
            if not events:
                raise RuntimeError("every task waits, no timer is set and nothing arrives")
            return events
        events = super().select(0)
        if not events and timeout > 0:
            self._clock.advance(timeout)
        return events


class FakeTimeLoop(asyncio.SelectorEventLoop):
    """An event loop on a `FakeClock`. Everything that runs on the loop's timers runs at once, in the right order."""

    def __init__(self, clock: FakeClock | None = None) -> None:
        """clock: shown by ``loop.time()``; shared with whoever takes a clock."""
        self.clock = clock or FakeClock()
        super().__init__(_JumpingSelector(self.clock))

    @override
    def time(self) -> float:
        return self.clock()


def run_on_fake_time[T](coroutine: Coroutine[Any, Any, T], clock: FakeClock | None = None) -> T:
    """Run a coroutine to its end on a fresh `FakeTimeLoop` and return its result."""
    with asyncio.Runner(loop_factory=lambda: FakeTimeLoop(clock)) as runner:
        return runner.run(coroutine)


def on_fake_time[**P](test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Turn an async test into a plain one that runs on fake time. Its fixtures stay what they were."""

    @functools.wraps(test)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        run_on_fake_time(test(*args, **kwargs))

    return run
