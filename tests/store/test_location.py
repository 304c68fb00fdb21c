"""Addresses of databases, and that nobody gets to see the secrets in them."""

from pathlib import Path
from unittest.mock import patch

import pytest

from custom_components.smart_campus.store.rules.database import Database, describe
from custom_components.smart_campus.store.rules.errors import LocationProblem, StoreLocationError
from custom_components.smart_campus.store.rules.location import StoreLocation


@pytest.mark.parametrize(
    ("address", "shown", "driver"),
    [
        ("postgresql://me:pw@db.example:5433/campus", "postgresql db.example:5433/campus", "postgresql+psycopg2"),
        ("postgres://me:pw@db.example/campus", "postgresql db.example/campus", "postgresql+psycopg2"),
        ("mariadb://me:pw@db.example/campus?ssl=true", "mariadb db.example/campus", "mariadb+pymysql"),
        ("mysql+pymysql://me:pw@db.example/campus", "mysql db.example/campus", "mysql+pymysql"),
        ("sqlite:////srv/data/rows.db", "sqlite rows.db", "sqlite"),
        (" postgresql://me:pw@db.example/campus ", "postgresql db.example/campus", "postgresql+psycopg2"),
    ],
)
def test_address_is_read_and_shown_without_secrets(address: str, shown: str, driver: str) -> None:
    location = StoreLocation.parse(address)

    assert str(location) == shown
    assert "pw" not in repr(location)
    assert location.url.drivername == driver


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("", LocationProblem.MALFORMED),
        ("db.example/campus", LocationProblem.MALFORMED),
        ("postgresql://me:pw@db.example:port/campus", LocationProblem.MALFORMED),
        ("oracle://me:pw@db.example/campus", LocationProblem.KIND),
        ("postgresql+asyncpg://me:pw@db.example/campus", LocationProblem.KIND),
        ("postgresql://me:pw@db.example", LocationProblem.DATABASE),
        ("sqlite://", LocationProblem.DATABASE),
        ("mysql+mysqldb://me:pw@db.example/campus", LocationProblem.DRIVER),
    ],
)
def test_unusable_address_is_named_without_repeating_it(address: str, problem: LocationProblem) -> None:
    with (
        patch("importlib.util.find_spec", lambda name: None if name == "MySQLdb" else object()),
        pytest.raises(StoreLocationError) as caught,
    ):
        StoreLocation.parse(address)

    assert caught.value.problem is problem
    assert "pw" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_error_of_a_driver_is_shown_without_secrets() -> None:
    location = StoreLocation.parse("postgresql://alice:open-sesame@db.example/campus")

    said = describe(
        OSError('password authentication failed for user "alice", tried open-sesame\nsecond line'), location
    )

    assert said == 'password authentication failed for user "***", tried ***'


def test_every_wait_on_a_server_is_bounded() -> None:
    postgres = StoreLocation.parse("postgresql://a:b@c/d").connect_args
    mariadb = StoreLocation.parse("mariadb://a:b@c/d").connect_args

    assert postgres["connect_timeout"] == 10
    assert "statement_timeout" in postgres["options"]
    assert {"connect_timeout", "read_timeout", "write_timeout"} <= mariadb.keys()


def test_address_whose_driver_went_missing_is_still_known() -> None:
    assert str(StoreLocation.unchecked("mysql+mysqldb://a:b@c/d")) == "mysql c/d"


def test_log_of_a_file_is_brought_to_the_disk_at_each_commit(tmp_path: Path) -> None:
    """PRAGMA synchronous: 2 is FULL (https://sqlite.org/pragma.html#pragma_synchronous)."""
    database = Database(StoreLocation.of_file(tmp_path / "store.db"))

    with database.writing() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    database.close()
