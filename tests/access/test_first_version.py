"""A log that the first version wrote is read, checked and gone on with by every later one."""

import sqlite3
from pathlib import Path

from .rows import Log

WRITTEN = Path(__file__).with_name("version-1.sql")
"""Three swipes, as the first version wrote them into SQLite with the secrets of these tests."""


def test_log_of_the_first_version_is_intact_and_goes_on(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "store.db")
    connection.executescript(WRITTEN.read_text("utf-8"))
    connection.close()

    log = Log(tmp_path)
    log.swipes(3, 4)

    assert [row["event_index"] for row in log.rows()] == [1, 2, 3, 4]
    assert log.check().is_intact
    log.close()
