"""Any version, any agent, reads and settings, on pysnmp: exact, and slow.

It reads every error the agent gives, verifies what is signed and takes answers of any size. Importing this module
takes a while: see `backend.preload`.
"""

import contextlib
import time
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import override

from ...errors import CodecError, CredentialsError, GarbledAnswerError, NoAnswerError, RefusalReason, RefusedError
from .account import Account, SnmpVersion
from .base import Column, SnmpLink, SnmpStatistics, SnmpValue
from .dialogue import dialogue_of
from .governor import Governor
from .messages import Mark, Pdu, PduKind
from .rows import Rows, columns_of
from .wire import Wire

MOST_OIDS = 20
"""Single values asked for in one request."""
MOST_COLUMNS = 10
"""Columns walked side by side."""

TOO_BIG, NO_SUCH_NAME, AUTHORIZATION = 1, 2, 16
_STATUSES: Mapping[int, tuple[str, RefusalReason]] = MappingProxyType(
    {
        1: ("tooBig", RefusalReason.VALUE),
        2: ("noSuchName", RefusalReason.ADDRESS),
        3: ("badValue", RefusalReason.VALUE),
        4: ("readOnly", RefusalReason.FUNCTION),
        5: ("genErr", RefusalReason.DEVICE_FAILURE),
        6: ("noAccess", RefusalReason.FUNCTION),
        7: ("wrongType", RefusalReason.VALUE),
        8: ("wrongLength", RefusalReason.VALUE),
        9: ("wrongEncoding", RefusalReason.VALUE),
        10: ("wrongValue", RefusalReason.VALUE),
        11: ("noCreation", RefusalReason.ADDRESS),
        12: ("inconsistentValue", RefusalReason.VALUE),
        13: ("resourceUnavailable", RefusalReason.BUSY),
        14: ("commitFailed", RefusalReason.DEVICE_FAILURE),
        15: ("undoFailed", RefusalReason.DEVICE_FAILURE),
        16: ("authorizationError", RefusalReason.PASSWORD),
        17: ("notWritable", RefusalReason.FUNCTION),
        18: ("inconsistentName", RefusalReason.ADDRESS),
    }
)
"""What error-status says, and what it means to us. Source: RFC 3416, section 3."""


class PysnmpLink(SnmpLink):
    """One agent, spoken to through pysnmp's message syntax; nothing but what the governor grants is sent."""

    def __init__(
        self,
        host: str,
        port: int,
        account: Account,
        *,
        governor: Governor,
        timeout_s: float = 2.0,
        retries: int = 1,
        statistics: SnmpStatistics | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """timeout_s: for each answer. retries: how often a read is sent again; a setting never is.

        statistics: counted on, where another link does most of the work.
        """
        self._statistics = SnmpStatistics() if statistics is None else statistics
        self._wire = Wire(host, port, governor=governor, timeout_s=timeout_s, statistics=self._statistics, clock=clock)
        self._dialogue = dialogue_of(self._wire, account, clock=clock)
        self._is_version_1 = account.version is SnmpVersion.V1
        self._governor = governor
        self._attempts = 1 + retries
        self._columns_at_once = MOST_COLUMNS

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
        for start in range(0, len(wanted), MOST_OIDS):
            found |= await self._get_some(wanted[start : start + MOST_OIDS])
        return found

    @override
    async def walk(self, columns: Sequence[str]) -> Mapping[str, Column]:
        rows = {column: Rows(column) for column in columns}
        await self.finish(list(rows.values()))
        return columns_of(rows)

    @override
    async def set(self, values: Mapping[str, int | bytes]) -> None:
        try:
            answer = await self._dialogue.ask(PduKind.SET, list(values.items()))
        except CodecError as err:
            raise RefusedError(RefusalReason.VALUE, str(err)) from err
        _require_success(answer)

    @override
    def note_cpu(self, percent: float) -> None:
        self._governor.note_cpu(percent)

    @override
    async def close(self) -> None:
        self._wire.close()

    async def finish(self, rows: Sequence[Rows]) -> None:
        """Read columns to their end, from where they are."""
        while unfinished := [column for column in rows if not column.is_complete]:
            await self._read_on(unfinished[: self._columns_at_once])

    async def _get_some(self, oids: list[str]) -> dict[str, SnmpValue]:
        while oids:
            answer = await self._dialogue.ask(PduKind.GET, [(oid, None) for oid in oids], attempts=self._attempts)
            if answer.status == NO_SUCH_NAME and 1 <= answer.index <= len(oids):
                del oids[answer.index - 1]
                continue
            if answer.status == TOO_BIG and len(oids) > 1:
                middle = len(oids) // 2
                return await self._get_some(oids[:middle]) | await self._get_some(oids[middle:])
            _require_success(answer)
            self._statistics.values += len(answer.binds)
            return {oid: value for oid, value in answer.binds if oid in oids and not isinstance(value, Mark)}
        return {}

    async def _read_on(self, columns: Sequence[Rows]) -> None:
        size = 1 if self._is_version_1 else max(1, self._governor.repetitions.count // len(columns))
        answer, size = await self._ask_with_fewer(columns, size)
        if answer.status == NO_SUCH_NAME:
            _end_at(columns, answer.index)
        elif answer.status == 0:
            self._take(columns, answer, size)
        elif len(columns) > 1 and (answer.status != TOO_BIG or size == 1):
            # net-snmp answers genErr to columns side by side at the end of what may be seen, and not to each alone.
            self._columns_at_once = len(columns) // 2
        elif size > 1:
            self._governor.repetitions.note_too_big(size * len(columns))
        else:
            _require_success(answer)

    async def _ask_with_fewer(self, columns: Sequence[Rows], size: int) -> tuple[Pdu, int]:
        """Ask for so many rows, and for fewer when nothing comes back: some agents stay silent when it is too much."""
        sizes = [size, max(1, min(size // 2, self._governor.pace.first_repetitions))]
        if any(len(column) for column in columns):
            sizes.append(1)
        for attempt in sizes[: self._attempts + 1]:
            with contextlib.suppress(NoAnswerError, GarbledAnswerError):
                answer = await self._ask_next(columns, attempt)
                if attempt < size:
                    self._governor.repetitions.note_too_big(size * len(columns))
                return answer, attempt
        return await self._ask_next(columns, 1), 1

    async def _ask_next(self, columns: Sequence[Rows], size: int) -> Pdu:
        binds = [(column.cursor, None) for column in columns]
        if self._is_version_1:
            return await self._dialogue.ask(PduKind.NEXT, binds)
        return await self._dialogue.ask(PduKind.BULK, binds, repetitions=size)

    def _take(self, columns: Sequence[Rows], answer: Pdu, size: int) -> None:
        if not answer.binds:
            raise GarbledAnswerError("an answer without values")
        for place, (oid, value) in enumerate(answer.binds[: size * len(columns)]):
            column = columns[place % len(columns)]
            if column.is_complete:
                continue
            if value is Mark.END:
                column.is_complete = True
            else:
                column.add(oid, None if isinstance(value, Mark) else value)
        self._statistics.values += len(answer.binds)
        self._judge(columns, len(answer.binds), size * len(columns))

    def _judge(self, columns: Sequence[Rows], got: int, asked: int) -> None:
        if self._is_version_1:
            return
        if got >= asked:
            self._governor.repetitions.note_whole(self._governor.repetitions.count)
        elif not all(column.is_complete for column in columns):
            self._governor.repetitions.note_cut(got)


def _end_at(columns: Sequence[Rows], index: int) -> None:
    """Take noSuchName of version 1 for the end of the column it means, or of all when it means none."""
    for column in columns[index - 1 : index] if 1 <= index <= len(columns) else columns:
        column.is_complete = True


def _require_success(answer: Pdu) -> None:
    """Raise RefusedError, or CredentialsError, for an error status."""
    if answer.status == 0:
        return
    saying, reason = _STATUSES.get(answer.status, (f"error {answer.status}", RefusalReason.OTHER))
    if answer.status == AUTHORIZATION:
        raise CredentialsError(f"the agent answers {saying}")
    oid = answer.binds[answer.index - 1][0] if 1 <= answer.index <= len(answer.binds) else ""
    raise RefusedError(reason, f"{oid}: {saying}".lstrip(": "))
