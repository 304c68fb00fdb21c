"""Removal, edit, change of order and a cut tail show, and nothing else does."""

import hashlib
import hmac
import json
import shutil
import sqlite3
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_campus.access.rules.chain import Chain, Fault, Head, canonical, verify
from custom_components.smart_campus.access.rules.tables import PART
from custom_components.smart_campus.store.rules.location import StoreLocation

from .rows import LINKS, SECRETS, WAIT_S, Log, swipe


@pytest.fixture
def log(tmp_path: Path) -> Generator[Log]:
    opened = Log(tmp_path)
    yield opened
    opened.close()


def tamper(log: Log, *statements: str) -> None:
    """Do what somebody with access to the database could do."""
    connection = sqlite3.connect(log.file, timeout=30)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def test_untouched_log_is_intact(log: Log) -> None:
    log.swipes(1, 30)
    log.swipes(31, 60)

    verdict = log.check()

    assert verdict.is_intact
    assert (verdict.rows, verdict.head and verdict.head.seq) == (60, 60)


def test_empty_log_is_intact(log: Log) -> None:
    assert log.check().is_intact


def test_hash_is_the_keyed_hash_of_the_one_before_and_the_row(log: Log) -> None:
    """RFC 2104 with SHA-256 over JSON with sorted keys and no blanks, computed by hand here."""
    log.swipes(1, 2)
    first, second = log.rows()

    def expected(before: str, row: dict[str, object]) -> str:
        text = json.dumps(
            {key: value for key, value in row.items() if key != "hash"},
            sort_keys=True, separators=(",", ":"), ensure_ascii=False,
        )  # fmt: skip
        return hmac.new(SECRETS.chain, before.encode() + text.encode(), hashlib.sha256).hexdigest()

    genesis = hmac.new(SECRETS.chain, b"smart_campus access log", hashlib.sha256).hexdigest()
    assert first["hash"] == expected(genesis, first)
    assert second["hash"] == expected(first["hash"], second)


@pytest.mark.parametrize(
    ("statements", "faults"),
    [
        pytest.param(["UPDATE access_log SET door = 9 WHERE seq = 5"], [(Fault.CHANGED, 5)], id="door"),
        pytest.param(["UPDATE access_log SET outcome = 'denied' WHERE seq = 5"], [(Fault.CHANGED, 5)], id="outcome"),
        pytest.param(["UPDATE access_log SET at_ms = at_ms + 1 WHERE seq = 10"], [(Fault.CHANGED, 10)], id="time"),
        pytest.param(["UPDATE access_log SET user_name = 'x' WHERE seq = 1"], [(Fault.CHANGED, 1)], id="user"),
        pytest.param(["UPDATE access_log SET hash = 'x' WHERE seq = 10"],
                     [(Fault.CHANGED, 10), (Fault.TRUNCATED, 11)], id="hash of the last"),
        pytest.param(["DELETE FROM access_log WHERE seq = 5"], [(Fault.MISSING, 5)], id="one removed"),
        pytest.param(["DELETE FROM access_log WHERE seq = 1"], [(Fault.MISSING, 1)], id="first removed"),
        pytest.param(["DELETE FROM access_log WHERE seq = 10"], [(Fault.TRUNCATED, 10)], id="last removed"),
        pytest.param(["DELETE FROM access_log WHERE seq > 3"], [(Fault.TRUNCATED, 4)], id="tail removed"),
        pytest.param(["DELETE FROM access_log"], [(Fault.TRUNCATED, 1)], id="all removed"),
        pytest.param(["DELETE FROM access_log WHERE seq = 5", "UPDATE access_log SET seq = seq - 1 WHERE seq > 5"],
                     [(Fault.CHANGED, 5), (Fault.CHANGED, 6), (Fault.CHANGED, 7), (Fault.CHANGED, 8),
                      (Fault.CHANGED, 9), (Fault.TRUNCATED, 10)], id="removed and numbered anew"),
        pytest.param(["UPDATE access_log SET seq = -1 WHERE seq = 5", "UPDATE access_log SET seq = 5 WHERE seq = 6",
                      "UPDATE access_log SET seq = 6 WHERE seq = -1"],
                     [(Fault.CHANGED, 5), (Fault.CHANGED, 6), (Fault.CHANGED, 7)], id="two changed places"),
        pytest.param(["DELETE FROM access_log WHERE seq = 5",
                      ("INSERT INTO access_checkpoint SELECT 5, 5, (SELECT hash FROM access_log WHERE seq = 4), "
                      "(SELECT hash FROM access_log WHERE seq = 6), 1, 0, 'forged'")],
                     [(Fault.FORGED_CHECKPOINT, 5), (Fault.CHANGED, 6)], id="removed as if by rule"),
    ],
)  # fmt: skip
def test_what_somebody_did_to_the_database_shows(
    log: Log, statements: list[str], faults: list[tuple[Fault, int]]
) -> None:
    log.swipes(1, 10)

    tamper(log, *statements)

    verdict = log.check()
    assert verdict.faults == faults
    assert not verdict.is_intact


def test_rows_added_behind_the_end_show(log: Log) -> None:
    log.swipes(1, 10)

    tamper(log, "CREATE TABLE t AS SELECT * FROM access_log WHERE seq = 10", "UPDATE t SET seq = 11, row_key = 'x'",
           "INSERT INTO access_log SELECT * FROM t")  # fmt: skip

    assert log.check().faults == [(Fault.CHANGED, 11)]


def test_chain_made_anew_without_the_key_shows(tmp_path: Path, log: Log) -> None:
    """Somebody who knows the program and can write to the database, but has another key."""
    log.swipes(1, 10)
    foreign = Chain(b"x" * 32)
    before = foreign.genesis
    statements = []
    for row in log.rows():
        before = foreign.link(before, row)
        statements.append(f"UPDATE access_log SET hash = '{before}' WHERE seq = {row['seq']}")  # noqa: S608

    tamper(log, *statements)

    faults = log.check().faults
    assert (Fault.CHANGED, 1) in faults
    assert (Fault.TRUNCATED, 11) in faults


def test_log_swapped_for_an_older_copy_of_itself_shows(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.swipes(1, 10)
    log.close()
    shutil.copy(log.file, tmp_path / "older.db")
    log = Log(tmp_path)
    log.swipes(11, 20)
    log.close()
    shutil.copy(tmp_path / "older.db", log.file)

    log = Log(tmp_path)

    assert log.check().faults == [(Fault.TRUNCATED, 11)]
    log.close()


@pytest.mark.parametrize(
    ("statement", "missing"),
    [
        ("DELETE FROM access_log WHERE seq = 10", 10),
        ("DELETE FROM access_log WHERE seq > 3", 4),
        ("DELETE FROM access_log", 1),
    ],
)
def test_an_end_that_was_taken_away_shows_after_more_was_written(
    tmp_path: Path, log: Log, statement: str, missing: int
) -> None:
    log.swipes(1, 10)
    tamper(log, statement)

    log.swipes(11, 12)
    log.swipes(13, 14)

    assert log.check().faults == [(Fault.MISSING, missing)]
    assert [row["seq"] for row in log.rows()][-4:] == [11, 12, 13, 14]


def test_an_older_copy_shows_after_more_was_written_to_it(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.swipes(1, 10)
    log.close()
    shutil.copy(log.file, tmp_path / "older.db")
    log = Log(tmp_path)
    log.swipes(11, 20)
    log.close()
    shutil.copy(tmp_path / "older.db", log.file)
    log = Log(tmp_path)

    log.swipes(21, 22)

    assert log.check().faults == [(Fault.MISSING, 11)]
    log.close()


def test_rows_written_after_the_end_was_kept_are_sound(tmp_path: Path) -> None:
    """A crash between the commit and the keeping of its end leaves the database ahead."""
    log = Log(tmp_path)
    log.swipes(1, 10)
    log.close()
    shutil.copy(tmp_path / "spool.db", tmp_path / "older.db")
    log = Log(tmp_path)
    log.swipes(11, 20)
    log.close()
    shutil.copy(tmp_path / "older.db", tmp_path / "spool.db")

    log = Log(tmp_path)

    assert log.check().is_intact
    log.swipes(21, 22)
    assert log.check().is_intact
    log.close()


def test_event_told_twice_is_written_once(log: Log) -> None:
    log.append(swipe(1), swipe(2), swipe(1))
    log.append(swipe(2), swipe(3))

    assert [row["event_index"] for row in log.rows()] == [1, 2, 3]
    assert log.check().is_intact


def test_event_of_another_controller_or_of_one_that_was_cleared_is_another_event(log: Log) -> None:
    later = swipe(100).time
    log.append(swipe(1), swipe(1, controller="303986753"), swipe(1, time=later))

    assert len(log.rows()) == 3


def test_rows_that_waited_are_in_the_chain_once(tmp_path: Path) -> None:
    log = Log(tmp_path)
    log.swipes(1, 5)
    log.close()
    log.file.rename(tmp_path / "kept.db")
    log.file.mkdir()
    log = Log(tmp_path)
    log.swipes(4, 9)
    log.close()
    log.file.rmdir()
    (tmp_path / "kept.db").rename(log.file)

    log = Log(tmp_path)

    assert [row["event_index"] for row in log.rows()] == list(range(1, 10))
    assert log.check().is_intact
    log.close()


def test_chain_goes_on_in_another_database(log: Log, tmp_path: Path) -> None:
    log.swipes(1, 10)

    log.engine.move(StoreLocation.of_file(tmp_path / "other.db"), with_history=True).result(WAIT_S)
    log.swipes(11, 12)

    assert log.check().is_intact
    assert len(log.rows()) == 12


TEXTS = st.text(max_size=20)
ROWS = st.lists(
    st.fixed_dictionaries({"door_name": TEXTS, "reason": TEXTS, "user_name": TEXTS, "door": st.none() | st.integers()}),
    min_size=1,
    max_size=8,
)
PLAIN = {
    "row_key": "k", "at_ms": 1, "local_time": "", "kind": "", "site_id": "", "site": "", "controller": "",
    "controller_name": "", "direction": "", "outcome": "", "credential": "", "user_id": "", "command": "",
    "event_index": None,
}  # fmt: skip


def chained(values: list[dict[str, object]]) -> list[dict[str, object]]:
    before, rows = LINKS.genesis, []
    for number, some in enumerate(values):
        row = {**PLAIN, **some, "seq": number + 1}
        before = LINKS.link(before, row)
        rows.append({**row, "hash": before})
    return rows


@settings(max_examples=200)
@given(ROWS, st.data())
def test_any_other_value_anywhere_breaks_the_chain(values: list[dict[str, object]], data: st.DataObject) -> None:
    rows = chained(values)
    assert verify(LINKS, rows, (), None).is_intact
    at = data.draw(st.integers(0, len(rows) - 1))
    name = data.draw(st.sampled_from(["door_name", "reason", "user_name"]))
    other = data.draw(TEXTS.filter(lambda text: text != rows[at][name]))

    rows[at] = {**rows[at], name: other}

    assert (Fault.CHANGED, at + 1) in verify(LINKS, rows, (), None).faults


@settings(max_examples=100)
@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_two_rows_never_have_one_canonical_form(a: str, b: str, c: str, d: str) -> None:
    left, right = {"x": a, "y": b}, {"x": c, "y": d}
    assert (canonical(left, "xy") == canonical(right, "xy")) == (left == right)


def test_faults_listed_are_bounded() -> None:
    rows = [
        {**row, "hash": "x" * 64}
        for row in chained([{"door_name": "", "reason": "", "user_name": "", "door": 1}] * 300)
    ]

    assert len(verify(LINKS, rows, (), None).faults) == 100


def test_head_is_read_as_it_was_written() -> None:
    assert Head.parse(str(Head(12, "ab"))) == Head(12, "ab")
    assert PART == "access_log"
