"""Rows are found by what was asked for, the newest first, page by page."""

from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from custom_components.smart_campus.access.rules.row import Outcome, RowKind
from custom_components.smart_campus.access.rules.search import Cursor, Page, Query, search, search_all
from custom_components.smart_campus.access.rules.tables import LOG

from .rows import SECRETS, START, WAIT_S, Log, swipe

START_MS = round(START.timestamp() * 1000)


@pytest.fixture
def log(tmp_path: Path) -> Generator[Log]:
    opened = Log(tmp_path)
    opened.swipes(1, 40)
    opened.append(
        swipe(41, outcome=Outcome.DENIED, reason="no_access", site_id="site2", controller="303986753", door=2),
        swipe(42, kind=RowKind.COMMAND, user="Wang Fang", command="unlock", card=None, event_index=None),
    )
    yield opened
    opened.close()


def find(log: Log, **values: Any) -> Page:
    return log.engine.read(lambda connection: search(connection, Query(**values))).result(WAIT_S)


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [
        ({"controller": "303986753"}, [41]),
        ({"door": 2, "controller": "405419896", "limit": 3}, [37, 33, 29]),
        ({"door_name": "Door 2", "limit": 2}, [41, 37]),
        ({"credential": SECRETS.pseudonym_of("8165003")}, [33, 23, 13, 3]),
        ({"outcome": "denied"}, [41]),
        ({"kind": "command"}, [42]),
        ({"user": "Wang Fang"}, [42]),
        ({"site_id": "site2"}, [41]),
        ({"start_ms": START_MS + 38_000, "end_ms": START_MS + 41_000}, [40, 39, 38]),
        ({"outcome": "no such"}, []),
    ],
)
def test_only_rows_asked_for_are_found(log: Log, wanted: dict[str, Any], numbers: list[int]) -> None:
    assert [row["seq"] for row in find(log, **wanted).rows] == numbers


def test_pages_follow_each_other_without_gap_or_repeat(log: Log) -> None:
    seen: list[int] = []
    after = None
    while True:
        page = find(log, limit=9, after=after)
        seen += [row["seq"] for row in page.rows]
        if page.following is None:
            break
        after = Cursor.parse(str(page.following))

    assert seen == list(range(42, 0, -1))


def test_rows_of_the_same_moment_are_not_lost_between_pages(tmp_path: Path) -> None:
    same = Log(tmp_path / "same")
    same.append(*(swipe(number, time=START) for number in range(7)))
    first = find(same, limit=3)
    second = find(same, limit=9, after=first.following)

    assert [row["seq"] for row in (*first.rows, *second.rows)] == [7, 6, 5, 4, 3, 2, 1]
    same.close()


def test_a_page_is_bounded(log: Log) -> None:
    assert len(find(log, limit=0).rows) == 1
    assert len(find(log, limit=10**9).rows) == 42


def test_all_rows_come_in_one_stream_up_to_a_limit(log: Log) -> None:
    def count(most: int) -> int:
        return log.engine.read(lambda connection: len(list(search_all(connection, Query(), most)))).result(WAIT_S)

    assert (count(5), count(1000)) == (5, 42)


@pytest.mark.parametrize("cursor", ["", "1", "a-b", "1-", "1-2-3"])
def test_cursor_of_another_shape_is_refused(cursor: str) -> None:
    with pytest.raises(ValueError):
        Cursor.parse(cursor)


def test_search_by_door_and_time_reads_its_index_only(log: Log) -> None:
    plan = (
        "EXPLAIN QUERY PLAN SELECT * FROM access_log WHERE controller = 'x' AND door = 1 AND at_ms >= 1 "
        "ORDER BY at_ms DESC, seq DESC LIMIT 9"
    )
    steps = log.engine.read(lambda connection: [row[3] for row in connection.execute(text(plan))]).result(WAIT_S)

    assert steps[0] == "SEARCH access_log USING INDEX access_log_door (controller=? AND door=? AND at_ms>?)"
    assert not any("SCAN" in step for step in steps)


def test_local_time_is_told_with_its_offset(log: Log) -> None:
    (row,) = find(log, start_ms=START_MS + 1_000, end_ms=START_MS + 2_000).rows

    assert row["local_time"] == "2026-09-01T15:30:01.000+08:00"
    assert LOG.c.local_time.type.length >= len(row["local_time"])
    assert START + timedelta(seconds=1) == START.fromtimestamp(row["at_ms"] / 1000, START.tzinfo)
