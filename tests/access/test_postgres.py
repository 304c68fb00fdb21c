"""The chain over a real PostgreSQL, from the file and back through an outage."""

from collections.abc import Generator
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.smart_campus.access.rules.retention import RetentionRule
from custom_components.smart_campus.access.rules.search import Query, search
from custom_components.smart_campus.store.rules.location import StoreLocation
from tests.store.conftest import Postgres, postgres  # noqa: F401  the fixture

from .rows import SECRETS, START, WAIT_S, Log, swipe
from .test_retention import remove

pytestmark = pytest.mark.servers


@pytest.fixture
def log(postgres: Postgres, tmp_path: Path) -> Generator[Log]:  # noqa: F811
    opened = Log(tmp_path, StoreLocation.parse(postgres.url()))
    yield opened
    opened.close()


def test_chain_is_intact_on_a_server_whatever_the_text(log: Log) -> None:
    odd = "张伟 \U0001f600 \u202e'; DROP TABLE access_log; -- \x00\ud800"
    log.append(*(swipe(index, door_name=odd, reason=odd) for index in range(50)))
    log.append(swipe(3), swipe(60))

    verdict = log.check()

    assert verdict.is_intact
    assert verdict.rows == 51
    wanted = Query(credential=SECRETS.pseudonym_of("8165003"))
    page = log.engine.read(lambda connection: search(connection, wanted)).result(WAIT_S)
    assert [row["event_index"] for row in page.rows] == [43, 33, 23, 13, 3]


def test_rows_removed_by_rule_leave_a_chain_that_can_be_checked(log: Log) -> None:
    log.append(*(swipe(day, time=START + timedelta(days=day)) for day in range(10)))

    assert remove(log, RetentionRule(days=4), days=9.5) == 6

    assert log.check().is_intact
    assert log.check().removed == 6


def test_swipes_while_the_server_is_down_are_in_the_chain_afterwards(log: Log, postgres: Postgres) -> None:  # noqa: F811
    log.swipes(1, 10)
    postgres.stop()
    log.swipes(11, 20)
    postgres.start()

    log.engine.retry()

    assert log.well.wait(WAIT_S)
    assert [row["event_index"] for row in log.rows()] == list(range(1, 21))
    assert log.check().is_intact
