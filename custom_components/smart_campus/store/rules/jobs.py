"""What the writing thread is asked to do, in the order it was asked."""

from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Condition
from typing import Any, Final

from .errors import StoreFullError, StoreUnavailableError
from .part import Payload

MOST_PENDING: Final = 100_000
"""Payloads that may wait in memory for the thread; whoever brings more is told so at once."""


@dataclass(slots=True, eq=False)
class Append:
    """Payloads to write; done when they are on a disk."""

    part: str
    payloads: Sequence[Payload]
    done: Future[None] = field(default_factory=Future)


@dataclass(slots=True, eq=False)
class Task:
    """Anything else that must run in order with the writes."""

    run: Callable[[], Any]
    done: Future[Any] = field(default_factory=Future)


type Job = Append | Task


def complete[T](future: Future[T], result: T) -> None:
    """Fulfil a future whose owner may have cancelled it."""
    with suppress(InvalidStateError):
        future.set_result(result)


def fail(future: Future[Any], err: BaseException) -> None:
    """Fail a future whose owner may have cancelled it."""
    with suppress(InvalidStateError):
        future.set_exception(err)


class Jobs:
    """A bounded queue that gives the thread every append that waits at once, so that they share a transaction."""

    def __init__(self, most: int = MOST_PENDING) -> None:
        self._most = most
        self._queue: deque[Job] = deque()
        self._pending = 0
        self._closed = False
        self._wake = Condition()

    def put(self, job: Job) -> None:
        """Add a job.

        Raises StoreFullError when too many payloads wait, StoreUnavailableError after `close`.
        """
        size = len(job.payloads) if isinstance(job, Append) else 0
        with self._wake:
            if self._closed:
                raise StoreUnavailableError("the store is closed")
            if size and self._pending + size > self._most:
                raise StoreFullError(f"{self._pending} rows wait to be written, which is the limit")
            self._queue.append(job)
            self._pending += size
            self._wake.notify()

    def take(self, timeout_s: float | None) -> list[Append] | Task | None:
        """Return the next task, or all appends before it; nothing in a list after the timeout, None when closed."""
        with self._wake:
            self._wake.wait_for(lambda: self._queue or self._closed, timeout_s)
            if not self._queue:
                return None if self._closed else []
            if isinstance(first := self._queue[0], Task):
                self._queue.popleft()
                return first
            return self._take_appends()

    def close(self) -> None:
        """Take no more jobs; those that wait are still given out."""
        with self._wake:
            self._closed = True
            self._wake.notify()

    def _take_appends(self) -> list[Append]:
        taken = []
        while self._queue and isinstance(job := self._queue[0], Append):
            self._queue.popleft()
            self._pending -= len(job.payloads)
            taken.append(job)
        return taken
