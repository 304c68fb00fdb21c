"""Reports are kept whole, found again by site, and signed off once."""

from collections.abc import Generator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.smart_campus.network.inspection.rules import shelf
from custom_components.smart_campus.network.inspection.rules.building import build_report
from custom_components.smart_campus.network.inspection.rules.recurrence import PastInspection
from custom_components.smart_campus.network.inspection.rules.report import Report
from custom_components.smart_campus.network.inspection.rules.signature import Signature
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation

from .facts import AT, WORST

WAIT_S = 60
SIGNED = Signature(user_id="u1", user="Li Lei", at=1_764_000_000.0, remark="seen")


@pytest.fixture
def engine(tmp_path: Path) -> Generator[StoreEngine]:
    opened = StoreEngine(StoreLocation.of_file(tmp_path / "store.db"), tmp_path / "spool.db")
    opened.use(shelf.SHELF).result(WAIT_S)
    yield opened
    opened.stop()


def keep(engine: StoreEngine, *reports: Report) -> None:
    engine.append(shelf.PART, [shelf.to_payload(report) for report in reports]).result(WAIT_S)


def report(name: str, days: int = 0, site_id: str = "site1") -> Report:
    return build_report(replace(WORST, site_id=site_id, at=AT + timedelta(days=days)), (), name)


def test_report_comes_back_as_it_was(engine: StoreEngine) -> None:
    kept = report("r1")
    keep(engine, kept)

    assert engine.read(lambda connection: shelf.read_report(connection, "r1")).result(WAIT_S) == kept
    assert engine.read(lambda connection: shelf.read_report(connection, "r2")).result(WAIT_S) is None


def test_report_that_is_written_again_after_a_crash_is_kept_once(engine: StoreEngine) -> None:
    keep(engine, report("r1"), report("r1"))
    keep(engine, report("r1"))

    assert len(engine.read(lambda connection: shelf.read_list(connection, None, 9)).result(WAIT_S)) == 1


def test_list_shows_the_newest_first_by_site(engine: StoreEngine) -> None:
    keep(engine, report("r1"), report("r2", 1), report("r3", 2, "site2"))
    engine.write(lambda connection: shelf.sign(connection, "r1", SIGNED)).result(WAIT_S)

    listed = engine.read(lambda connection: shelf.read_list(connection, None, 2)).result(WAIT_S)
    mine = engine.read(lambda connection: shelf.read_list(connection, "site1", 9)).result(WAIT_S)

    assert [shelved.id for shelved in listed] == ["r3", "r2"]
    assert [(shelved.id, shelved.signed_by, shelved.exceptions) for shelved in mine] == [
        ("r2", None, 10),
        ("r1", "Li Lei", 10),
    ]


def test_past_inspections_of_a_site_hold_the_keys_of_its_exceptions(engine: StoreEngine) -> None:
    kept = report("r1")
    keep(engine, kept, report("r2", 1, "site2"))

    past = engine.read(lambda connection: shelf.read_past(connection, "site1")).result(WAIT_S)

    assert past == [PastInspection(AT.date(), frozenset(entry.key for entry in kept.exceptions))]


def test_report_is_signed_once_and_by_one_person(engine: StoreEngine) -> None:
    keep(engine, report("r1"))
    other = replace(SIGNED, user="Han Meimei", remark="me too")

    assert engine.write(lambda connection: shelf.sign(connection, "r1", SIGNED)).result(WAIT_S)
    assert not engine.write(lambda connection: shelf.sign(connection, "r1", other)).result(WAIT_S)

    assert engine.read(lambda connection: shelf.read_signature(connection, "r1")).result(WAIT_S) == SIGNED


def test_report_that_is_not_there_cannot_be_signed(engine: StoreEngine) -> None:
    with pytest.raises(KeyError):
        engine.write(lambda connection: shelf.sign(connection, "r9", SIGNED)).result(WAIT_S)
    assert engine.read(lambda connection: shelf.read_signature(connection, "r9")).result(WAIT_S) is None


def test_report_of_a_large_site_is_small_on_the_disk(engine: StoreEngine) -> None:
    many = replace(WORST, switches=WORST.switches * 40, paths=WORST.paths * 40)
    payload = shelf.to_payload(build_report(many, ()))

    assert len(payload["body"]) < 60_000
