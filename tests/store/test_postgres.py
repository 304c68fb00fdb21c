"""The same promises over a real PostgreSQL that comes and goes."""

from pathlib import Path

import pytest

from custom_components.smart_campus.access.rules.tables import make_part
from custom_components.smart_campus.network.inspection.rules.building import build_report
from custom_components.smart_campus.network.inspection.rules.shelf import SHELF, read_report, to_payload
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.errors import StoreRefusedError, StoreUnavailableError
from custom_components.smart_campus.store.rules.location import StoreLocation
from tests.access.rows import LINKS
from tests.inspection.facts import WORST

from .conftest import Postgres
from .notes import NOTES, WAIT_S, keys_in, notes, open_file
from .test_engine import Watch

pytestmark = pytest.mark.servers


def test_rows_survive_a_server_that_is_killed_and_comes_back(postgres: Postgres, tmp_path: Path) -> None:
    watch = Watch()
    location = StoreLocation.parse(postgres.url())
    engine = StoreEngine(location, tmp_path / "spool.db", retry_s=0, on_state=watch)
    engine.use(NOTES).result(WAIT_S)
    engine.append("notes", notes("a")).result(WAIT_S)
    assert watch.well.wait(WAIT_S)
    watch.well.clear()

    postgres.stop()
    engine.append("notes", notes("b")).result(WAIT_S)
    engine.append("notes", notes("c")).result(WAIT_S)
    assert watch.out.wait(WAIT_S)
    assert "secret-word" not in str(watch.states)
    with pytest.raises(StoreUnavailableError):
        engine.read(keys_in).result(WAIT_S)

    postgres.start()
    engine.retry()
    assert watch.well.wait(WAIT_S)
    engine.append("notes", notes("d")).result(WAIT_S)

    assert engine.read(keys_in).result(WAIT_S) == ["a", "b", "c", "d"]
    assert engine.state.waiting == 0
    engine.stop()


def test_text_a_server_cannot_hold_is_refused_alone(postgres: Postgres, tmp_path: Path) -> None:
    """PostgreSQL has no character zero: documentation, 8.3 Character Types."""
    engine = StoreEngine(StoreLocation.parse(postgres.url()), tmp_path / "spool.db")
    engine.use(NOTES).result(WAIT_S)

    bad = engine.append("notes", [{"key": "zero", "text": "\x00"}])
    good = engine.append("notes", notes("good"))

    good.result(WAIT_S)
    with pytest.raises(StoreRefusedError):
        bad.result(WAIT_S)
    assert engine.read(keys_in).result(WAIT_S) == ["good"]
    engine.stop()


def test_rows_move_from_a_file_to_a_server_and_back(postgres: Postgres, tmp_path: Path) -> None:
    engine = open_file(tmp_path)
    engine.append("notes", notes("a", "b")).result(WAIT_S)

    engine.move(StoreLocation.parse(postgres.url()), with_history=True).result(WAIT_S)
    assert engine.read(keys_in).result(WAIT_S) == ["a", "b"]
    engine.append("notes", notes("c")).result(WAIT_S)
    engine.move(StoreLocation.of_file(tmp_path / "back.db"), with_history=True).result(WAIT_S)

    assert engine.read(keys_in).result(WAIT_S) == ["a", "b", "c"]
    engine.stop()


def test_wrong_password_is_an_outage_that_names_no_secret(postgres: Postgres, tmp_path: Path) -> None:
    address = postgres.url().replace("secret-word", "wrong-word")
    engine = StoreEngine(StoreLocation.parse(address), tmp_path / "spool.db")
    engine.use(NOTES).result(WAIT_S)

    engine.append("notes", notes("a")).result(WAIT_S)

    trouble = engine.state.trouble
    assert trouble
    assert "authentication failed" in trouble
    assert "wrong-word" not in trouble
    assert engine.state.waiting == 1
    engine.stop()


def test_every_shipped_table_is_made_on_a_server(postgres: Postgres, tmp_path: Path) -> None:
    engine = StoreEngine(StoreLocation.parse(postgres.url()), tmp_path / "spool.db")
    report = build_report(WORST, ())

    engine.use(make_part(LINKS)).result(WAIT_S)
    engine.use(SHELF).result(WAIT_S)
    engine.append(SHELF.name, [to_payload(report)]).result(WAIT_S)

    assert engine.state.is_well
    assert engine.read(lambda connection: read_report(connection, report.id)).result(WAIT_S) == report
    engine.stop()
