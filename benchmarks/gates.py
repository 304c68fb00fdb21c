"""The access log: 1,000 swipes a second without losing one, and finding rows among a million.

The peer is plain SQLite: the same columns and indexes in one table, inserted by the standard library with as many rows
a transaction and as safe a disk (WAL, synchronous FULL), but without chain, hidden card numbers and repeated events.
"""

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, wait
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from benchmarks._report import Report
from custom_components.smart_campus.access.rules.chain import ROW_FIELDS, Chain, Head, Verdict
from custom_components.smart_campus.access.rules.checking import check_log
from custom_components.smart_campus.access.rules.row import AccessRow, Direction, Outcome, RowKind, to_payload
from custom_components.smart_campus.access.rules.search import Query, search
from custom_components.smart_campus.access.rules.secrets import LogSecrets
from custom_components.smart_campus.access.rules.tables import ANCHOR, LOG, PART, make_part
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation

RATE = 1_000
"""Swipes a second."""
TICK_S = 0.02
CONTROLLERS = 8
DOORS = 4
CARDS = 5_000
START = datetime(2026, 1, 1, tzinfo=UTC)
SECRETS = LogSecrets.create()
LINKS = Chain(SECRETS.chain)


def swipe(number: int, spacing: timedelta) -> AccessRow:
    """Return the swipe of a number; doors and cards take turns."""
    return AccessRow(
        time=START + number * spacing,
        kind=RowKind.EVENT,
        outcome=Outcome.DENIED if number % 50 == 0 else Outcome.GRANTED,
        site_id="01K00000000000000000000000",
        site="Library",
        controller=str(405_419_896 + number % CONTROLLERS),
        controller_name=f"Gate {number % CONTROLLERS}",
        door=1 + number // CONTROLLERS % DOORS,
        door_name=f"Door {1 + number // CONTROLLERS % DOORS}",
        direction=Direction.IN,
        card=str(8_000_000 + number * 7919 % CARDS),
        event_index=number // CONTROLLERS + 1,
    )


class OurLog:
    """The access log over a file."""

    def __init__(self, folder: Path) -> None:
        self.engine = StoreEngine(StoreLocation.of_file(folder / "log.db"), folder / "spool.db")
        self.engine.use(make_part(LINKS)).result()

    def append(self, rows: list[AccessRow]) -> Future[None]:
        """Hand rows over; the future is done when they are on the disk."""
        return self.engine.append(PART, [to_payload(row, UTC, SECRETS.seal) for row in rows])

    def count(self) -> int:
        """Return how many rows there are."""
        statement = select(func.count()).select_from(LOG)
        return self.engine.read(lambda connection: connection.scalar(statement) or 0).result()

    def check(self) -> Verdict:
        """Check the whole chain."""
        anchor = Head.parse(self.engine.anchors().result()[ANCHOR])
        return self.engine.read(lambda connection: check_log(connection, LINKS, anchor)).result()

    def find(self, query: Query) -> int:
        """Return how many rows a page holds."""
        return len(self.engine.read(lambda connection: search(connection, query)).result().rows)


class PlainLog:
    """One table of SQLite."""

    def __init__(self, folder: Path) -> None:
        self.connection = sqlite3.connect(folder / "plain.db", isolation_level=None)
        columns = ", ".join(f"{name} INTEGER" if name in ("at_ms", "door") else name for name in ROW_FIELDS[1:])
        self.connection.executescript(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
            f"CREATE TABLE log (seq INTEGER PRIMARY KEY, {columns});"
            "CREATE UNIQUE INDEX k ON log (row_key); CREATE INDEX d ON log (controller, door, at_ms);"
            "CREATE INDEX c ON log (credential, at_ms); CREATE INDEX t ON log (at_ms);"
        )
        self._insert = (
            f"INSERT INTO log ({', '.join(ROW_FIELDS[1:])}) VALUES ({', '.join('?' * (len(ROW_FIELDS) - 1))})"  # noqa: S608
        )

    def append(self, rows: list[AccessRow]) -> None:
        """Insert rows; they are on the disk afterwards."""
        values = [to_payload(row, UTC, lambda card: (card, "")) for row in rows]
        self.connection.execute("BEGIN IMMEDIATE")
        self.connection.executemany(self._insert, [[row[name] for name in ROW_FIELDS[1:]] for row in values])
        self.connection.execute("COMMIT")


def sustain(seconds: int, append: Callable[[list[AccessRow]], Any]) -> tuple[float, float]:
    """Append at the rate for so long. Return CPU seconds of the process, and how late the last tick was."""
    spacing = timedelta(milliseconds=1)
    per_tick = round(RATE * TICK_S)
    began, cpu = time.monotonic(), time.process_time()
    late = 0.0
    for tick in range(round(seconds / TICK_S)):
        due = began + tick * TICK_S
        time.sleep(max(0.0, due - time.monotonic()))
        append([swipe(tick * per_tick + number, spacing) for number in range(per_tick)])
        late = time.monotonic() - due
    return time.process_time() - cpu, late


def measure_rate(folder: Path, seconds: int, report: Report) -> None:
    """Swipes at the rate: lost, doubled, how long one waits for its disk, and what it costs."""
    ours, waits, pending = OurLog(folder), [], []

    def append(rows: list[AccessRow]) -> None:
        began = time.monotonic()
        future = ours.append(rows)
        future.add_done_callback(lambda _: waits.append(time.monotonic() - began))
        pending.append(future)

    cpu, late = sustain(seconds, append)
    began = time.monotonic()
    wait(pending)
    drained = time.monotonic() - began
    failed = sum(future.exception() is not None for future in pending)
    verdict = ours.check()
    figures = report.figures
    figures["sustained_s"] = seconds
    figures["swipes_appended"] = seconds * RATE
    figures["swipes_lost_or_doubled"] = abs(seconds * RATE - ours.count()) + failed
    figures["chain_faults"] = len(verdict.faults)
    figures["last_tick_late_ms"] = late * 1000
    figures["drained_after_the_end_ms"] = drained * 1000
    figures["on_disk_after_p50_ms"] = statistics.median(waits) * 1000
    figures["on_disk_after_p99_ms"] = statistics.quantiles(waits, n=100)[98] * 1000
    figures["cpu_percent_of_a_core"] = 100 * cpu / seconds
    ours.engine.stop()
    plain_cpu, _ = sustain(seconds, PlainLog(folder).append)
    figures["plain_cpu_percent_of_a_core"] = 100 * plain_cpu / seconds
    figures["cpu_against_plain_ratio"] = cpu / plain_cpu


def measure_search(folder: Path, rows: int, report: Report) -> None:
    """Fill a log, and look for what passed a door in some hours."""
    ours, plain = OurLog(folder), PlainLog(folder)
    spacing = timedelta(days=365) / rows
    began = time.monotonic()
    for first in range(0, rows, 5_000):
        ours.append([swipe(number, spacing) for number in range(first, min(rows, first + 5_000))]).result()
    filled = time.monotonic() - began
    began = time.monotonic()
    for first in range(0, rows, 5_000):
        plain.append([swipe(number, spacing) for number in range(first, min(rows, first + 5_000))])
    report.figures["filling_rows_a_s"] = rows / filled
    report.figures["plain_filling_rows_a_s"] = rows / (time.monotonic() - began)
    chance = random.Random(405)
    queries = [draw_query(chance) for _ in range(200)]
    ours_ms = [timed(lambda query=query: ours.find(query)) for query in queries]
    plain_ms = [timed(lambda query=query: find_plain(plain, query)) for query in queries]
    report.figures["rows_searched"] = rows
    report.figures["search_by_door_and_time_p50_ms"] = statistics.median(ours_ms)
    report.figures["search_by_door_and_time_worst_ms"] = max(ours_ms)
    report.figures["plain_search_p50_ms"] = statistics.median(plain_ms)
    report.figures["search_by_card_worst_ms"] = max(
        timed(lambda card=card: ours.find(Query(credential=SECRETS.pseudonym_of(str(8_000_000 + card)), limit=1_000)))
        for card in range(20)
    )
    report.figures["chain_checked_s"] = timed(ours.check) / 1000
    ours.engine.stop()


def draw_query(chance: random.Random) -> Query:
    """Return a door of some controller, and up to two weeks somewhere in the year."""
    start = START + timedelta(hours=chance.randrange(24 * 350))
    end = start + timedelta(hours=chance.choice((1, 24, 24 * 14)))
    return Query(
        controller=str(405_419_896 + chance.randrange(CONTROLLERS)),
        door=1 + chance.randrange(DOORS),
        start_ms=round(start.timestamp() * 1000),
        end_ms=round(end.timestamp() * 1000),
        limit=1_000,
    )


def find_plain(plain: PlainLog, query: Query) -> int:
    """Ask the plain table the same."""
    found = plain.connection.execute(
        "SELECT * FROM log WHERE controller = ? AND door = ? AND at_ms >= ? AND at_ms < ? "
        "ORDER BY at_ms DESC, seq DESC LIMIT 1001",
        (query.controller, query.door, query.start_ms, query.end_ms),
    )
    return len(found.fetchall())


def timed(work: Callable[[], object]) -> float:
    """Return how many milliseconds something takes."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def main() -> None:
    """Run both measurements."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10 seconds and 100,000 rows")
    quick = parser.parse_args().quick
    budgets = {"swipes_lost_or_doubled": 0.0, "chain_faults": 0.0, "search_by_door_and_time_worst_ms": 200.0}
    report = Report(name="gates", budgets=budgets)
    for measure, size in ((measure_rate, 10 if quick else 60), (measure_search, 100_000 if quick else 1_000_000)):
        with tempfile.TemporaryDirectory() as folder:
            measure(Path(folder), size, report)
    report.print()


if __name__ == "__main__":
    main()
