"""The durable store itself: one thread that writes, in order and in batches, and goes on without its database."""

import logging
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Thread
from typing import Any, Final

from sqlalchemy import Connection

from .database import Database, describe, is_outage
from .errors import StoreError, StoreUnavailableError
from .jobs import Append, Job, Jobs, Task, complete, fail
from .location import StoreLocation
from .part import Anchors, Payload, StorePart
from .state import StoreState
from .writer import StoreWriter

_LOGGER = logging.getLogger(__name__)

RETRY_S: Final = 15.0
"""How long a database that was not there is left in peace."""
_READERS: Final = 3
"""Threads that read; one of them may be busy opening a database that does not answer."""


class StoreEngine:
    """Keeps rows. What `append` acknowledged is on a disk: in the database, or in the spool until it is back.

    Every method may be called from any thread and returns at once; results come as futures.
    """

    def __init__(
        self,
        location: StoreLocation,
        spool: Path,
        *,
        retry_s: float = RETRY_S,
        on_state: Callable[[StoreState], None] = lambda _state: None,
    ) -> None:
        """on_state: called from the writing thread whenever the database goes or comes back."""
        self._retry_s = retry_s
        self._next_try = 0.0
        self._opening: Future[Database] | None = None
        self._writer = StoreWriter(location, spool, on_state)
        self._jobs = Jobs()
        self._readers = ThreadPoolExecutor(_READERS, "smart_campus_store_reader")
        self._thread = Thread(target=self._run, name="smart_campus_store", daemon=True)
        self._thread.start()

    @property
    def state(self) -> StoreState:
        """How the store is doing."""
        return self._writer.state

    def use(self, part: StorePart) -> Future[None]:
        """Let a feature use the store; done when its tables are there, or when they wait for the database."""
        return self._put(Task(lambda: self._writer.use(part)))

    def append(self, part: str, payloads: Sequence[Payload]) -> Future[None]:
        """Write payloads of a part, behind everything appended before.

        The future fails with StoreFullError when no disk takes them, StoreRefusedError when the database will not.
        """
        return self._put(Append(part, payloads))

    def write[T](self, work: Callable[[Connection], T]) -> Future[T]:
        """Run work in a transaction, behind everything appended before; it fails while the database is gone."""
        return self._put(Task(lambda: self._writer.write(work)))

    def read[T](self, work: Callable[[Connection], T]) -> Future[T]:
        """Run a query beside the writes; it fails while the database is gone."""
        try:
            return self._readers.submit(self._read, work)
        except RuntimeError:
            return _failed(StoreUnavailableError("the store is closed"))

    def anchors(self) -> Future[Anchors]:
        """Return what the parts keep outside the database, as of everything appended before."""
        return self._put(Task(lambda: self._writer.spool().anchors))

    def waiting(self, part: str) -> Future[list[Payload]]:
        """Return what waits in the spool for a part, oldest first."""
        return self._put(Task(lambda: self._writer.waiting(part)))

    def last_waiting(self, part: str, field: str, value: str, having: str) -> Future[Payload | None]:
        """Return what came last to the spool of a part's payloads with a value in one field and anything in another."""
        return self._put(Task(lambda: self._writer.spool().last(part, field, value, having)))

    def move(self, location: StoreLocation, *, with_history: bool) -> Future[None]:
        """Go on in another database. with_history: with a copy of every row, for which it must be empty.

        The future fails, and nothing changes, when that is not possible.
        """
        return self._put(Task(lambda: self._writer.move(location, with_history=with_history)))

    def checkpoint(self, *, hold: bool) -> Future[None]:
        """Make a file complete, so that it can be copied. hold: and leave it so; writes go on in the log beside it."""
        return self._put(Task(lambda: self._checkpoint(hold)))

    def retry(self) -> Future[None]:
        """Look at once whether a database that was gone is back."""

        def run() -> None:
            self._next_try = 0.0

        return self._put(Task(run))

    def stop(self) -> None:
        """Write what waits in memory, close everything, and wait for it."""
        self._jobs.close()
        self._thread.join()
        self._readers.shutdown(wait=True)
        if self._opening and not self._opening.exception():
            self._opening.result().close()

    def _put(self, job: Job) -> Future[Any]:
        try:
            self._jobs.put(job)
        except StoreError as err:
            return _failed(err)
        return job.done

    def _read[T](self, work: Callable[[Connection], T]) -> T:
        database = self._writer.there()
        try:
            with database.reading() as connection:
                return work(connection)
        except Exception as err:
            if is_outage(err):
                raise StoreUnavailableError(describe(err, database.location)) from None
            raise

    # From here on: the writing thread only.

    def _run(self) -> None:
        self._writer.start()
        self._next_try = time.monotonic() + self._retry_s
        while (jobs := self._jobs.take(self._retry_s if self._writer.is_out else None)) is not None:
            if isinstance(jobs, Task):
                self._do(jobs)
            elif jobs:
                self._append(jobs)
            self._recover()
        self._writer.close()

    def _append(self, jobs: list[Append]) -> None:
        try:
            self._writer.append(jobs)
        except Exception as err:
            _LOGGER.exception("Rows could not be written")
            for job in jobs:
                fail(job.done, StoreError(str(err)))

    def _do(self, task: Task) -> None:
        try:
            result = task.run()
        except Exception as err:  # noqa: BLE001 - whatever it is belongs to whoever asked
            if is_outage(err):
                self._writer.lose(err)
                err = StoreUnavailableError(self._writer.state.trouble or "")
            fail(task.done, err)
        else:
            complete(task.done, result)

    def _checkpoint(self, hold: bool) -> None:
        if database := self._writer.database:
            database.checkpoint(hold=hold)

    def _recover(self) -> None:
        """Bring in what waits, and look for a lost database."""
        try:
            if self._writer.is_out:
                self._look()
            else:
                self._writer.drain()
        except Exception as err:  # noqa: BLE001 - the thread must go on; what waits stays where it is
            self._writer.lose(err)

    def _look(self) -> None:
        """Open a lost database on another thread, since one that does not answer takes long; adopt it when open."""
        if self._opening is None:
            if time.monotonic() >= self._next_try:
                self._opening = self._readers.submit(self._writer.open_database)
                self._opening.add_done_callback(lambda _: self._put(Task(lambda: None)))
        elif self._opening.done():
            opening, self._opening = self._opening, None
            self._next_try = time.monotonic() + self._retry_s
            self._writer.adopt(opening.result())


def _failed(err: StoreError) -> Future[Any]:
    future: Future[Any] = Future()
    future.set_exception(err)
    return future
