"""Old rows go by rule; what stays can still be checked, and what was done on top of it shows."""

from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from custom_components.smart_campus.access.rules.chain import Fault
from custom_components.smart_campus.access.rules.retention import RetentionRule, forget_credentials, remove_expired
from custom_components.smart_campus.access.rules.row import RowKind
from custom_components.smart_campus.access.rules.tables import CHECKPOINT, CREDENTIAL

from .rows import LINKS, START, WAIT_S, Log, swipe
from .test_chain import tamper


@pytest.fixture
def log(tmp_path: Path) -> Generator[Log]:
    opened = Log(tmp_path)
    yield opened
    opened.close()


def remove(log: Log, *rules: RetentionRule, days: float) -> int:
    """Remove what is too old so many days after the first row."""
    now_ms = round((START + timedelta(days=days)).timestamp() * 1000)
    removed = 0
    while some := log.engine.write(lambda connection: remove_expired(connection, LINKS, rules, now_ms)).result(WAIT_S):
        removed += some
    log.engine.write(forget_credentials).result(WAIT_S)
    return removed


def checkpoints(log: Log) -> list[tuple[int, int]]:
    statement = select(CHECKPOINT.c.first_seq, CHECKPOINT.c.last_seq).order_by(CHECKPOINT.c.first_seq)
    rows = log.engine.read(lambda connection: connection.execute(statement).all()).result(WAIT_S)
    return [(first, last) for first, last in rows]


def daily(log: Log, count: int, **sites: str) -> None:
    log.append(*(swipe(day, time=START + timedelta(days=day), card=f"card {day}", **sites) for day in range(count)))


def test_rows_older_than_the_rule_go_and_the_rest_is_intact(log: Log) -> None:
    daily(log, 10)

    assert remove(log, RetentionRule(days=4), days=9.5) == 6

    assert [row["event_index"] for row in log.rows()] == [6, 7, 8, 9]
    verdict = log.check()
    assert verdict.is_intact
    assert (verdict.rows, verdict.removed) == (4, 6)


def test_ranges_removed_one_after_the_other_become_one(log: Log) -> None:
    daily(log, 10)

    for day in (5.5, 7.5, 9.5):
        remove(log, RetentionRule(days=4), days=day)

    assert checkpoints(log) == [(1, 6)]
    assert log.check().removed == 6
    assert log.check().is_intact


def test_range_between_two_others_joins_both(log: Log) -> None:
    for site, day in (("a", 0), ("b", 1), ("a", 2)):
        log.append(swipe(day, time=START + timedelta(days=day), site_id=site))
    daily(log, 1, site_id="c", controller="other")

    remove(log, RetentionRule(days=1, site_id="a"), days=10)
    assert checkpoints(log) == [(1, 1), (3, 3)]
    remove(log, RetentionRule(days=1, site_id="b"), days=10)

    assert checkpoints(log) == [(1, 3)]
    assert log.check().is_intact


def test_rule_that_names_most_decides(log: Log) -> None:
    rows = {
        (site, kind): swipe(number, site_id=site, kind=kind)
        for number, (site, kind) in enumerate(
            (site, kind) for site in ("short", "long") for kind in (RowKind.EVENT, RowKind.COMMAND)
        )
    }
    log.append(*rows.values())
    rules = [
        RetentionRule(days=30),
        RetentionRule(days=5, site_id="short"),
        RetentionRule(days=5, kind="command"),
        RetentionRule(days=50, site_id="short", kind="command"),
    ]

    remove(log, *rules, days=10)

    left = {(row["site_id"], row["kind"]) for row in log.rows()}
    assert left == {("short", "command"), ("long", "event")}
    assert log.check().is_intact


def test_without_a_rule_nothing_goes(log: Log) -> None:
    daily(log, 3)

    assert remove(log, days=10_000) == 0
    assert remove(log, RetentionRule(days=1, site_id="elsewhere"), days=10_000) == 0
    assert len(log.rows()) == 3


def test_all_rows_may_go_and_the_chain_goes_on(log: Log) -> None:
    daily(log, 3)

    remove(log, RetentionRule(days=1), days=100)
    assert log.check().is_intact
    log.append(swipe(50))

    assert [row["seq"] for row in log.rows()] == [4]
    assert log.check().is_intact


def test_number_of_a_card_goes_with_its_last_row(log: Log) -> None:
    daily(log, 4)

    remove(log, RetentionRule(days=1), days=3.5)

    kept = log.engine.read(lambda connection: set(connection.scalars(select(CREDENTIAL.c.credential)))).result(WAIT_S)
    assert kept == {row["credential"] for row in log.rows()}
    assert len(kept) == 1


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE access_checkpoint SET last_seq = 7", Fault.FORGED_CHECKPOINT),
        ("UPDATE access_checkpoint SET removed = 1", Fault.FORGED_CHECKPOINT),
        ("DELETE FROM access_checkpoint", Fault.MISSING),
        ("DELETE FROM access_log WHERE seq = 7", Fault.MISSING),
        ("UPDATE access_log SET door = 99 WHERE seq = 7", Fault.CHANGED),
    ],
)
def test_what_somebody_does_after_rows_were_removed_shows(log: Log, statement: str, fault: Fault) -> None:
    daily(log, 10)
    remove(log, RetentionRule(days=4), days=9.5)

    tamper(log, statement)

    assert fault in [found for found, _ in log.check().faults]


def test_long_range_is_removed_in_portions(log: Log) -> None:
    log.append(*(swipe(number) for number in range(12_000)))

    assert remove(log, RetentionRule(days=1), days=100) == 12_000
    assert checkpoints(log) == [(1, 12_000)]
    assert log.check().is_intact
