"""What the shipped tables look like in every kind of database."""

import pytest
from sqlalchemy import Table, create_mock_engine

from custom_components.smart_campus.access.rules import tables
from custom_components.smart_campus.alerts.rules import tables as alert_tables
from custom_components.smart_campus.archive.rules import tables as archive_tables
from custom_components.smart_campus.network.inspection.rules import shelf
from custom_components.smart_campus.recordings.rules import tables as recording_tables

ALL = [
    table
    for part in (tables, shelf, alert_tables, archive_tables, recording_tables)
    for table in part.METADATA.sorted_tables
]


def statements(table: Table, url: str) -> str:
    said: list[str] = []
    engine = create_mock_engine(url, lambda ddl, *_, **__: said.append(str(ddl.compile(dialect=engine.dialect))))
    table.create(engine, checkfirst=False)
    return "\n".join(said)


@pytest.mark.parametrize("url", ["mariadb+pymysql://", "mysql+pymysql://"])
@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_mariadb_takes_every_character_and_tells_all_apart(table: Table, url: str) -> None:
    """utf8mb4 holds all of Unicode, a ..._bin collation compares code points (MariaDB: Supported Character Sets)."""
    said = statements(table, url)

    assert "CHARSET=utf8mb4" in said
    assert "COLLATE utf8mb4_bin" in said


@pytest.mark.parametrize("table", ALL, ids=lambda table: table.name)
def test_indexed_texts_fit_an_index_of_mariadb(table: Table) -> None:
    """InnoDB indexes at most 3072 bytes; a character of utf8mb4 takes four (MariaDB: InnoDB Limitations)."""
    indexed = [index.columns for index in table.indexes] + [table.primary_key.columns]
    for columns in indexed:
        assert sum(4 * (getattr(column.type, "length", None) or 2) for column in columns) <= 3072


@pytest.mark.parametrize("column", ["body", "data"])
def test_long_texts_do_not_stop_at_64_kib_on_mariadb(column: str) -> None:
    found = [table for table in ALL if column in table.columns]
    assert found
    for table in found:
        assert f"{column} MEDIUMTEXT" in statements(table, "mariadb+pymysql://").replace("`", "")
