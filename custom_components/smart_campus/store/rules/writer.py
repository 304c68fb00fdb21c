"""What the writing thread knows and does: the database while it is there, the spool while it is not."""

import logging
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from .database import Database, describe, is_outage
from .errors import StoreError, StoreNotEmptyError, StoreRefusedError, StoreUnavailableError
from .jobs import Append, complete, fail
from .location import StoreLocation
from .part import Anchors, Payload, StorePart
from .spool import Spool
from .state import StoreState
from .transactions import write

_LOGGER = logging.getLogger(__name__)

DRAINED_AT_ONCE: Final = 1_000


class StoreWriter:
    """Writes in order. Only one thread uses it, except for `state`, `database` and `open_database`."""

    def __init__(self, location: StoreLocation, spool: Path, on_state: Callable[[StoreState], None]) -> None:
        self.database: Database | None = None
        self._location = location
        self._spool_path = spool
        self._on_state = on_state
        self._spool: Spool | None = None
        self._parts: dict[str, StorePart] = {}
        self._trouble: str | None = None

    @property
    def state(self) -> StoreState:
        """How the store is doing."""
        spool = self._spool
        return StoreState(
            location=str(self._location),
            trouble=self._trouble,
            waiting=spool.waiting if spool else 0,
            refused=spool.refused if spool else 0,
        )

    @property
    def is_out(self) -> bool:
        """Whether the database is not there."""
        return self.database is None

    def spool(self) -> Spool:
        """Return the spool. Raises StoreFullError while the disk does not allow one."""
        if self._spool is None:
            self._spool = Spool.open(self._spool_path)
        return self._spool

    def start(self) -> None:
        """Open the spool and the database, as far as they can be opened."""
        try:
            self.spool()
        except StoreError as err:
            _LOGGER.warning("%s", err)
        try:
            self.adopt(self.open_database())
        except Exception as err:  # noqa: BLE001 - a driver may raise anything; rows wait in the spool meanwhile
            self.lose(err)

    def open_database(self) -> Database:
        """Open the database and bring its tables up to date. Any thread may do this part of a recovery."""
        return _open(self._location, tuple(self._parts.values()))

    def adopt(self, database: Database) -> None:
        """Go on with an open database, beginning with what waits."""
        self.database = database
        was_gone, self._trouble = self._trouble is not None, None
        self.drain()
        if self.is_out:
            return
        if was_gone:
            _LOGGER.info("The durable store (%s) is back", self._location)
        self._on_state(self.state)

    def lose(self, err: BaseException) -> None:
        """Go on without the database, which is not there."""
        said = describe(err, self._location)
        if self.database:
            self.database.close()
            self.database = None
        was_well, is_news = self._trouble is None, self._trouble != said
        self._trouble = said
        if was_well:
            _LOGGER.warning("The durable store (%s) is not there: %s; rows wait on the disk", self._location, said)
        if is_news:
            self._on_state(self.state)

    def use(self, part: StorePart) -> None:
        """Take a feature's part in, with its tables and with what waits for it."""
        try:
            if self.database:
                self.database.prepare([part])
        except SQLAlchemyError as err:
            self.lose(err)
        self._parts[part.name] = part
        self._drain(part)

    def append(self, jobs: Sequence[Append]) -> None:
        """Bring payloads onto a disk and settle their futures; those of one part in one transaction."""
        for name in dict.fromkeys(job.part for job in jobs):
            mine = [job for job in jobs if job.part == name]
            part = self._parts.get(name)
            if self.database is None or part is None or (self._spool and self._spool.holds(name)):
                self._put_aside(name, mine)
                continue
            written = write(self.database, part, mine, self._anchors)
            if written.outage:
                self.lose(written.outage)
            self._put_aside(name, written.left)
            self._keep(written.anchors)
            for job in mine:
                if job in written.refused:
                    fail(job.done, StoreRefusedError(written.refused[job]))
                elif job not in written.left:
                    complete(job.done, None)

    def drain(self) -> None:
        """Bring what waits into the database, oldest first."""
        for part in self._parts.values():
            self._drain(part)

    def waiting(self, part: str) -> list[Payload]:
        """Return what waits for a part, oldest first."""
        return [payload for _, payload in self.spool().first(part, -1)]

    def write[T](self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction of its own."""
        with self.there().writing() as connection:
            return work(connection)

    def there(self) -> Database:
        """Return the database. Raises StoreUnavailableError while it is not there."""
        if (database := self.database) is None:
            raise StoreUnavailableError(self._trouble or "the store is closed")
        return database

    def move(self, location: StoreLocation, *, with_history: bool) -> None:
        """Go on in another database; nothing changes when that is not possible."""
        try:
            target = _open(location, ())
        except (SQLAlchemyError, OSError) as err:
            raise StoreUnavailableError(describe(err, location)) from None
        try:
            self._prepare_move(target, with_history)
        except Exception as err:
            target.close()
            if is_outage(err):
                raise StoreUnavailableError(describe(err, location)) from None
            raise
        if self.database:
            self.database.close()
        self._location = location
        self.adopt(target)

    def close(self) -> None:
        """Close what is open."""
        if self.database:
            self.database.close()
            self.database = None
        if self._spool:
            self._spool.close()

    def _prepare_move(self, target: Database, with_history: bool) -> None:
        parts = self._parts.values()
        if with_history:
            source = self.there()
            with target.reading() as connection:
                if full := [part.name for part in parts if not part.is_empty(connection)]:
                    raise StoreNotEmptyError(", ".join(full))
        target.prepare(parts)
        if with_history:
            for part in parts:
                target.copy_from(source, part)
        else:
            self.spool().forget_anchors()

    def _put_aside(self, name: str, jobs: Sequence[Append]) -> None:
        """Keep payloads on the local disk: all of them in one transaction, or none."""
        if not jobs:
            return
        try:
            self.spool().put(name, [payload for job in jobs for payload in job.payloads])
        except StoreError as err:
            for job in jobs:
                fail(job.done, err)
        else:
            for job in jobs:
                complete(job.done, None)

    @property
    def _anchors(self) -> Anchors:
        """What is kept outside the database; nothing while the disk does not allow a spool."""
        return self._spool.anchors if self._spool else {}

    def _keep(self, anchors: Anchors) -> None:
        """Remember anchors. One that cannot be kept stays older than its rows, which a check bears."""
        try:
            if anchors:
                self.spool().keep(anchors)
        except StoreError as err:
            _LOGGER.warning("%s", err)

    def _drain(self, part: StorePart) -> None:
        while self.database and self._spool and (some := self._spool.first(part.name, DRAINED_AT_ONCE)):
            jobs = {Append(part.name, [payload]): number for number, payload in some}
            written = write(self.database, part, list(jobs), self._anchors)
            if written.outage:
                self.lose(written.outage)
            self._keep(written.anchors)
            for job, reason in written.refused.items():
                _LOGGER.error("A row for %s was put aside, its database does not take it: %s", part.name, reason)
                self._spool.refuse(part.name, jobs[job], reason)
            kept = {*written.refused, *written.left}
            self._spool.remove(part.name, [number for job, number in jobs.items() if job not in kept])


def _open(location: StoreLocation, parts: Iterable[StorePart]) -> Database:
    database = Database(location)
    try:
        database.prepare(parts)
        with database.reading():
            return database
    except BaseException:
        database.close()
        raise
