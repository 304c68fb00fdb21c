"""Reads of version 2c and 3 on gufo_snmp, whose core is compiled: large tables for a fraction of pysnmp's work.

gufo_snmp ignores error statuses, cannot read answers of more than 4 KiB and panics on some that are no SNMP. So what
does not look like an ordinary answer is a doubt, and the exact link asks again from where this one stood.
"""

import asyncio
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any, override

from gufo.snmp._fast import GetIter

from ...errors import CannotConnectError, NoAnswerError
from .account import Account, SnmpVersion
from .base import Column, Oid, SnmpLink, SnmpStatistics, SnmpValue
from .governor import Governor
from .gufo_wire import CLOSED, DoubtError, GufoWire
from .rows import Rows, columns_of

if TYPE_CHECKING:
    from .pysnmp_link import PysnmpLink

type _Batch = list[tuple[str, Any] | None]
"""What one answer holds; None behind the last value of the column."""

MOST_OIDS = 20
"""Single values asked for in one request."""
_MOST_KNOWN = 1_000
_IPV4_DOTS = 3


def can_read(account: Account) -> bool:
    """Tell whether gufo_snmp can be trusted with this account.

    It takes an absent value of version 1 for the absence of all, knows no contexts, and does not verify signatures:
    only encryption proves to it where an answer comes from.
    """
    is_verified = account.version is SnmpVersion.V2C or account.auth is None or account.priv is not None
    return account.version is not SnmpVersion.V1 and not account.context and is_verified


class GufoLink(SnmpLink):
    """One agent, read by gufo_snmp; settings and doubts go to the exact link."""

    def __init__(
        self,
        host: str,
        port: int,
        account: Account,
        *,
        governor: Governor,
        exact: Callable[[SnmpStatistics], PysnmpLink],
        timeout_s: float = 2.0,
        retries: int = 1,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """exact: makes the exact link on the same governor, counting on the statistics given; it may block."""
        self._statistics = SnmpStatistics()
        self._wire = GufoWire(
            host, port, account, governor=governor, timeout_s=timeout_s, statistics=self._statistics, clock=clock
        )
        self._governor = governor
        self._make_exact = exact
        self._exact: PysnmpLink | None = None
        self._retries = retries
        self._is_encrypted = account.priv is not None
        self._calls = 0
        self._absent: set[str] = set()
        self._ends: dict[str, int] = {}

    @property
    @override
    def line(self) -> str:
        return self._wire.key

    @property
    @override
    def statistics(self) -> SnmpStatistics:
        return self._statistics

    @override
    async def get(self, oids: Sequence[str]) -> Mapping[str, SnmpValue]:
        wanted = list(dict.fromkeys(oids))
        found: dict[str, SnmpValue] = {}
        self._enter()
        try:
            for start in range(0, len(wanted), MOST_OIDS):
                found |= await self._get_some(wanted[start : start + MOST_OIDS])
        finally:
            self._leave()
        return found

    @override
    async def walk(self, columns: Sequence[str]) -> Mapping[str, Column]:
        rows = {column: Rows(column) for column in columns}
        self._enter()
        try:
            await _in_parallel(
                [self._read(column, rows) for column in rows.values()], at_once=self._governor.pace.in_flight
            )
        finally:
            self._leave()
        return columns_of(rows)

    @override
    async def set(self, values: Mapping[str, int | bytes]) -> None:
        await (await self._exactly()).set(values)

    @override
    def note_cpu(self, percent: float) -> None:
        self._governor.note_cpu(percent)

    @override
    async def close(self) -> None:
        self._wire.close()
        if self._exact is not None:
            await self._exact.close()

    def _enter(self) -> None:
        self._calls += 1
        self._wire.rouse()

    def _leave(self) -> None:
        self._calls -= 1
        if self._calls == 0:
            self._wire.rest()

    @property
    def _may_be_misunderstood(self) -> bool:
        """Whether silence can mean a wrong key: an agent drops what it cannot decrypt without a word."""
        return self._is_encrypted and not self._wire.is_understood

    async def _exactly(self) -> PysnmpLink:
        if self._exact is None:
            made = await asyncio.to_thread(self._make_exact, self._statistics)
            self._exact = self._exact or made
        if self._wire.is_closed:
            raise CannotConnectError(CLOSED)
        return self._exact

    async def _get_some(self, oids: list[str]) -> dict[str, SnmpValue]:
        try:
            values = await self._ask_again(
                lambda inner: inner.send_get_many(oids), lambda inner: dict(inner.recv_get_many())
            )
        except DoubtError:
            return dict(await (await self._exactly()).get(oids))
        except NoAnswerError:
            if not self._may_be_misunderstood:
                raise
            return dict(await (await self._exactly()).get(oids))
        self._statistics.values += len(values)
        found = {oid: value for oid in oids if (value := _converted(values.get(oid))) is not None}
        if doubtful := [oid for oid in oids if oid not in values and oid not in self._absent]:
            found |= await self._look_for(doubtful)
        return found

    async def _look_for(self, oids: list[str]) -> Mapping[str, SnmpValue]:
        """Ask once more for what an error of the agent would also have left out."""
        found = await (await self._exactly()).get(oids)
        if len(self._absent) < _MOST_KNOWN:
            self._absent.update(oid for oid in oids if oid not in found)
        return found

    async def _ask_again[T](self, send: Callable[[Any], None], receive: Callable[[Any], T]) -> T:
        for _ in range(self._retries):
            try:
                return await self._wire.ask(send, receive)
            except NoAnswerError:
                continue
        return await self._wire.ask(send, receive)

    async def _read(self, rows: Rows, walk: Mapping[str, Rows]) -> None:
        try:
            await self._read_quickly(rows)
        except DoubtError:
            await self._finish_exactly(rows)
        except NoAnswerError:
            if not any(walk.values()) and not self._may_be_misunderstood:
                raise
            # It answered a moment ago: what follows may be too large for it.
            await self._finish_exactly(rows)

    async def _read_quickly(self, rows: Rows) -> None:
        size = self._governor.repetitions.count
        iterator = GetIter(rows.column, size)
        failures = short = 0
        while not rows.is_complete:
            try:
                batch = await self._wire.ask(_sender(iterator), _receiver(iterator))
            except NoAnswerError:
                failures += 1
                if failures > self._retries:
                    raise
                if not rows:
                    size = max(1, min(size // 2, self._governor.pace.first_repetitions))
                    iterator = GetIter(rows.column, size)
            except DoubtError as doubt:
                if doubt.is_garbled:
                    self._governor.repetitions.note_too_big(size)
                raise
            else:
                short = self._take(rows, batch, size, short)

    def _take(self, rows: Rows, batch: _Batch, size: int, short: int) -> int:
        """Take an answer and return its length if the agent may have cut it short, else 0.

        short: the same of the answer before. Whether it was cut or the last one shows in whether rows follow.
        """
        self._statistics.values += len(batch)
        if short and batch and batch[0] is not None:
            self._governor.repetitions.note_cut(short)
        rows.extend(_rows_in(batch))
        if len(batch) >= size:
            self._governor.repetitions.note_whole(size)
            return 0
        return len(batch)

    async def _finish_exactly(self, rows: Rows) -> None:
        """Let the exact link find out why nothing follows; the end of all that may be seen is remembered."""
        before = len(rows)
        if self._ends.get(rows.column) == before:
            rows.is_complete = True
            return
        await (await self._exactly()).finish([rows])
        if len(rows) == before and len(self._ends) < _MOST_KNOWN:
            self._ends[rows.column] = before


def _sender(iterator: GetIter) -> Callable[[Any], None]:
    return lambda inner: inner.send_get_bulk(iterator)


def _receiver(iterator: GetIter) -> Callable[[Any], _Batch]:
    return lambda inner: list(inner.recv_get_bulk(iterator))


def _rows_in(batch: _Batch) -> list[tuple[str, SnmpValue | None] | None]:
    return [row if row is None or type(row[1]) in (int, bytes) else (row[0], _converted(row[1])) for row in batch]


def _converted(value: object) -> SnmpValue | None:
    """Return our value for gufo's, None for one of a type that is not used.

    gufo gives OIDs and addresses alike; an OID of four numbers looks like an address.
    """
    match value:
        case int() | bytes():
            return value
        case str():
            return value if value.count(".") == _IPV4_DOTS else Oid(value)
        case _:
            return None


async def _in_parallel(reads: Sequence[Coroutine[Any, Any, None]], *, at_once: int) -> None:
    """Run all, so many at a time; the first error ends the others."""
    waiting = list(reversed(reads))

    async def work() -> None:
        while waiting:
            await waiting.pop()

    workers = [asyncio.ensure_future(work()) for _ in range(at_once)] if at_once > 1 else []
    try:
        await (asyncio.gather(*workers) if workers else work())
    finally:
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        for read in waiting:
            read.close()
