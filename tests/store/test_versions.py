"""Tables of an older version are brought up to date and keep their rows."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, text

from custom_components.smart_campus.store.rules.database import Database
from custom_components.smart_campus.store.rules.errors import StoreRefusedError
from custom_components.smart_campus.store.rules.location import StoreLocation
from custom_components.smart_campus.store.rules.part import StorePart

from .notes import NOTES

NEWEST = MetaData()
Table(
    "note",
    NEWEST,
    Column("key", String(40), primary_key=True),
    Column("text", String(200), nullable=False),
    Column("size", Integer),
    Column("room", String(40)),
)
Table("room", NEWEST, Column("name", String(40), primary_key=True))


def add_size(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE note ADD COLUMN size INTEGER"))
    connection.execute(text("UPDATE note SET size = length(text)"))


def add_room(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE note ADD COLUMN room VARCHAR(40)"))


THIRD = StorePart(name="notes", metadata=NEWEST, version=3, steps={2: add_size, 3: add_room}, apply=NOTES.apply)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database(StoreLocation.of_file(tmp_path / "store.db"))


def test_first_version_becomes_the_newest_with_its_rows(database: Database) -> None:
    database.prepare([NOTES])
    with database.writing() as connection:
        connection.execute(text("INSERT INTO note VALUES ('a', 'four')"))

    database.prepare([THIRD])

    with database.reading() as connection:
        assert connection.execute(text("SELECT * FROM note")).all() == [("a", "four", 4, None)]
        assert connection.execute(text("SELECT * FROM room")).all() == []
        assert connection.execute(text("SELECT * FROM smart_campus_schema")).all() == [("notes", 3)]
    database.close()


def test_newest_version_is_left_as_it_is(database: Database) -> None:
    database.prepare([THIRD])
    database.prepare([THIRD])

    with database.reading() as connection:
        assert connection.execute(text("SELECT version FROM smart_campus_schema")).scalar() == 3
    database.close()


def test_step_that_fails_changes_nothing(database: Database) -> None:
    database.prepare([NOTES])

    def fail(connection: Connection) -> None:
        add_size(connection)
        raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        database.prepare([replace(THIRD, steps={2: fail})])

    with database.reading() as connection:
        assert connection.execute(text("SELECT version FROM smart_campus_schema")).scalar() == 1
        assert "size" not in connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'note'")).scalar_one()
    database.close()


def test_tables_of_a_newer_program_are_refused(database: Database) -> None:
    database.prepare([THIRD])

    with pytest.raises(StoreRefusedError):
        database.prepare([NOTES])
    database.close()
