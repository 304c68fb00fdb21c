"""What is acknowledged is on a disk, in the order it was appended."""

import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import Connection, text

from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.errors import (
    StoreFullError,
    StoreNotEmptyError,
    StoreRefusedError,
    StoreUnavailableError,
)
from custom_components.smart_campus.store.rules.jobs import Append, Jobs
from custom_components.smart_campus.store.rules.location import StoreLocation
from custom_components.smart_campus.store.rules.part import Anchors, Payload
from custom_components.smart_campus.store.rules.state import StoreState

from .notes import NOTES, WAIT_S, keys_in, notes, open_file


class Watch:
    """Lets a test wait for a state of the store."""

    def __init__(self) -> None:
        self.states: list[StoreState] = []
        self.well = Event()
        self.out = Event()

    def __call__(self, state: StoreState) -> None:
        self.states.append(state)
        (self.well if state.is_well else self.out).set()


def test_acknowledged_rows_are_read_back(opened: Callable[..., StoreEngine]) -> None:
    engine = opened()

    engine.append("notes", notes("a", "b")).result(WAIT_S)

    assert engine.read(keys_in).result(WAIT_S) == ["a", "b"]


def test_rows_outlive_the_engine(tmp_path: Path) -> None:
    engine = open_file(tmp_path)
    engine.append("notes", notes("a"))
    engine.stop()

    again = open_file(tmp_path)
    assert again.read(keys_in).result(WAIT_S) == ["a"]
    again.stop()


def test_appends_that_wait_share_a_transaction(opened: Callable[..., StoreEngine]) -> None:
    engine = opened()
    sizes: list[int] = []

    def count(connection: Connection, payloads: Sequence[Payload], anchors: Anchors) -> Anchors:
        sizes.append(len(payloads))
        return NOTES.apply(connection, payloads, anchors)

    engine.use(replace(NOTES, apply=count)).result(WAIT_S)
    go, began = Event(), Event()
    engine.write(lambda _: (began.set(), go.wait(WAIT_S)))
    began.wait(WAIT_S)
    done = [engine.append("notes", notes(f"{number:03}")) for number in range(100)]
    go.set()
    for future in done:
        future.result(WAIT_S)

    assert sizes == [100]


def test_row_the_database_refuses_spoils_no_other(opened: Callable[..., StoreEngine]) -> None:
    engine = opened()
    go, began = Event(), Event()
    engine.write(lambda _: (began.set(), go.wait(WAIT_S)))
    began.wait(WAIT_S)
    bad = engine.append("notes", [{"key": "bad", "text": None}])
    good = engine.append("notes", notes("good"))
    odd = engine.append("notes", [{"nothing": 1}])
    go.set()

    good.result(WAIT_S)
    with pytest.raises(StoreRefusedError):
        bad.result(WAIT_S)
    with pytest.raises(StoreRefusedError):
        odd.result(WAIT_S)
    assert engine.read(keys_in).result(WAIT_S) == ["good"]


def test_rows_wait_on_the_disk_while_the_database_is_gone_and_follow_in_order(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    place = tmp_path / "store.db"
    place.mkdir()
    watch = Watch()
    engine = StoreEngine(StoreLocation.of_file(place), tmp_path / "spool.db", retry_s=0, on_state=watch)
    engine.use(NOTES).result(WAIT_S)

    engine.append("notes", notes("b")).result(WAIT_S)
    engine.append("notes", notes("a")).result(WAIT_S)

    assert engine.waiting("notes").result(WAIT_S) == notes("b", "a")
    assert engine.state.waiting == 2
    assert not engine.state.is_well
    with pytest.raises(StoreUnavailableError):
        engine.read(keys_in).result(WAIT_S)
    with pytest.raises(StoreUnavailableError):
        engine.write(keys_in).result(WAIT_S)
    place.rmdir()
    engine.retry()
    assert watch.well.wait(WAIT_S)
    ordered = "SELECT key FROM note ORDER BY rowid"
    assert engine.read(lambda connection: list(connection.scalars(text(ordered)))).result(WAIT_S) == ["b", "a"]
    assert engine.waiting("notes").result(WAIT_S) == []
    assert [record.levelname for record in caplog.records if "durable store" in record.message] == ["WARNING", "INFO"]
    engine.stop()


def test_rows_in_the_spool_outlive_a_restart(tmp_path: Path) -> None:
    place = tmp_path / "store.db"
    place.mkdir()
    engine = open_file(tmp_path)
    engine.append("notes", notes("a")).result(WAIT_S)
    engine.stop()
    place.rmdir()

    again = open_file(tmp_path)

    assert again.read(keys_in).result(WAIT_S) == ["a"]
    assert again.state.waiting == 0
    again.stop()


def test_rows_both_written_and_waiting_are_kept_once(tmp_path: Path) -> None:
    """A crash between the commit and the removal from the spool leaves them in both."""
    engine = open_file(tmp_path)
    engine.append("notes", notes("a", "b")).result(WAIT_S)
    engine.stop()
    place = tmp_path / "store.db"
    place.rename(tmp_path / "kept.db")
    place.mkdir()
    engine = open_file(tmp_path)
    engine.append("notes", notes("a", "b", "c")).result(WAIT_S)
    engine.stop()
    place.rmdir()
    (tmp_path / "kept.db").rename(place)

    again = open_file(tmp_path)

    assert again.read(keys_in).result(WAIT_S) == ["a", "b", "c"]
    again.stop()


def test_row_refused_after_waiting_is_put_aside_and_holds_up_no_other(tmp_path: Path) -> None:
    place = tmp_path / "store.db"
    place.mkdir()
    engine = open_file(tmp_path)
    engine.append("notes", [{"key": "bad", "text": None}]).result(WAIT_S)
    engine.append("notes", notes("good")).result(WAIT_S)
    engine.stop()
    place.rmdir()

    again = open_file(tmp_path)

    assert again.read(keys_in).result(WAIT_S) == ["good"]
    assert (again.state.waiting, again.state.refused) == (0, 1)
    again.stop()
    once_more = open_file(tmp_path)
    assert once_more.state.refused == 1
    once_more.stop()


def test_rows_of_a_part_nobody_uses_yet_wait_for_it(tmp_path: Path) -> None:
    engine = StoreEngine(StoreLocation.of_file(tmp_path / "store.db"), tmp_path / "spool.db")
    engine.append("notes", notes("a")).result(WAIT_S)

    engine.use(NOTES).result(WAIT_S)

    assert engine.read(keys_in).result(WAIT_S) == ["a"]
    engine.stop()


def test_database_that_is_no_database_is_left_alone_and_rows_wait(tmp_path: Path) -> None:
    place = tmp_path / "store.db"
    place.write_bytes(b"not a database, but somebody's file " * 50)
    engine = open_file(tmp_path)

    engine.append("notes", notes("a")).result(WAIT_S)

    assert engine.state.trouble
    assert place.read_bytes().startswith(b"not a database")
    engine.stop()


def test_damaged_spool_is_put_aside(tmp_path: Path) -> None:
    (tmp_path / "spool.db").write_bytes(b"noise" * 400)

    engine = open_file(tmp_path)

    engine.append("notes", notes("a")).result(WAIT_S)
    assert engine.read(keys_in).result(WAIT_S) == ["a"]
    assert len(list(tmp_path.glob("spool.db.damaged-*"))) == 1
    engine.stop()


def test_nothing_is_acknowledged_when_neither_disk_takes_it(tmp_path: Path) -> None:
    for name in ("store.db", "spool.db"):
        (tmp_path / name).mkdir()
    engine = open_file(tmp_path)

    with pytest.raises(StoreFullError):
        engine.append("notes", notes("a")).result(WAIT_S)
    engine.stop()


def test_damaged_disk_under_an_open_spool_takes_nothing_down(tmp_path: Path) -> None:
    place = tmp_path / "store.db"
    place.mkdir()
    engine = open_file(tmp_path)
    engine.append("notes", notes("a")).result(WAIT_S)
    for file in tmp_path.glob("spool.db*"):
        file.write_bytes(b"noise" * 2000)

    results = [engine.append("notes", notes(key)) for key in "bc"]

    assert all(isinstance(result.exception(WAIT_S), StoreFullError | None) for result in results)
    assert isinstance(engine.append("notes", notes("d")).exception(WAIT_S), StoreFullError | None)
    engine.stop()


def test_anchors_are_kept_outside_the_database(tmp_path: Path) -> None:
    engine = open_file(tmp_path)
    engine.append("notes", notes("a", "b")).result(WAIT_S)
    engine.stop()
    (tmp_path / "store.db").unlink()

    again = open_file(tmp_path)

    assert again.anchors().result(WAIT_S) == {"notes": "2"}
    again.stop()


def test_move_takes_every_row_along(tmp_path: Path, opened: Callable[..., StoreEngine]) -> None:
    engine = opened()
    many = [f"{number:05}" for number in range(12_000)]
    engine.append("notes", notes(*many)).result(WAIT_S)
    other = StoreLocation.of_file(tmp_path / "other.db")

    engine.move(other, with_history=True).result(WAIT_S)
    engine.append("notes", notes("later")).result(WAIT_S)

    assert engine.read(keys_in).result(WAIT_S) == [*many, "later"]
    assert engine.state.location == "sqlite other.db"


def test_move_refuses_a_database_with_rows(tmp_path: Path, opened: Callable[..., StoreEngine]) -> None:
    engine = opened()
    other = StoreLocation.of_file(tmp_path / "other.db")
    engine.append("notes", notes("a")).result(WAIT_S)
    engine.move(other, with_history=True).result(WAIT_S)

    with pytest.raises(StoreNotEmptyError):
        engine.move(StoreLocation.of_file(tmp_path / "store.db"), with_history=True).result(WAIT_S)

    assert engine.state.location == "sqlite other.db"


def test_move_without_history_starts_with_what_is_there(tmp_path: Path, opened: Callable[..., StoreEngine]) -> None:
    engine = opened()
    engine.append("notes", notes("a")).result(WAIT_S)

    engine.move(StoreLocation.of_file(tmp_path / "other.db"), with_history=False).result(WAIT_S)

    assert engine.read(keys_in).result(WAIT_S) == []
    assert engine.anchors().result(WAIT_S) == {}


def test_move_to_a_place_that_cannot_be_opened_changes_nothing(
    tmp_path: Path, opened: Callable[..., StoreEngine]
) -> None:
    engine = opened()
    engine.append("notes", notes("a")).result(WAIT_S)
    (tmp_path / "folder.db").mkdir()

    with pytest.raises(StoreUnavailableError):
        engine.move(StoreLocation.of_file(tmp_path / "folder.db"), with_history=False).result(WAIT_S)

    assert engine.read(keys_in).result(WAIT_S) == ["a"]


def test_move_with_history_needs_the_present_database(tmp_path: Path) -> None:
    (tmp_path / "store.db").mkdir()
    engine = open_file(tmp_path)

    with pytest.raises(StoreUnavailableError):
        engine.move(StoreLocation.of_file(tmp_path / "other.db"), with_history=True).result(WAIT_S)
    engine.stop()


def test_file_at_rest_for_a_backup_does_not_change_while_rows_are_written(
    tmp_path: Path, opened: Callable[..., StoreEngine]
) -> None:
    engine = opened()
    engine.append("notes", notes("a")).result(WAIT_S)
    engine.checkpoint(hold=True).result(WAIT_S)
    before = (tmp_path / "store.db").read_bytes()

    for number in range(40):
        engine.append("notes", notes(*(f"{number}-{row}" for row in range(200)))).result(WAIT_S)

    assert (tmp_path / "store.db").read_bytes() == before
    engine.checkpoint(hold=False).result(WAIT_S)
    assert (tmp_path / "store.db").read_bytes() != before
    assert len(engine.read(keys_in).result(WAIT_S)) == 8001


def test_copy_taken_at_rest_holds_every_row_before_it(tmp_path: Path, opened: Callable[..., StoreEngine]) -> None:
    engine = opened()
    engine.append("notes", notes("a")).result(WAIT_S)
    engine.checkpoint(hold=True).result(WAIT_S)
    engine.append("notes", notes("b")).result(WAIT_S)
    restored = tmp_path / "restored"
    restored.mkdir()
    (restored / "store.db").write_bytes((tmp_path / "store.db").read_bytes())

    again = open_file(restored)

    assert again.read(keys_in).result(WAIT_S) == ["a"]
    again.stop()


def test_closed_store_refuses_instead_of_waiting(tmp_path: Path) -> None:
    engine = open_file(tmp_path)
    engine.stop()

    for future in (engine.append("notes", notes("a")), engine.write(keys_in), engine.read(keys_in)):
        with pytest.raises(StoreUnavailableError):
            future.result(WAIT_S)


def test_rows_that_nobody_waits_for_any_more_are_written(opened: Callable[..., StoreEngine]) -> None:
    engine = opened()
    go, began = Event(), Event()
    engine.write(lambda _: (began.set(), go.wait(WAIT_S)))
    began.wait(WAIT_S)
    future: Future[None] = engine.append("notes", notes("a"))
    task = engine.write(keys_in)
    assert future.cancel()
    assert task.cancel()
    go.set()

    engine.append("notes", notes("b")).result(WAIT_S)

    assert engine.read(keys_in).result(WAIT_S) == ["a", "b"]


def test_queue_in_memory_is_bounded() -> None:
    jobs = Jobs(most=3)
    jobs.put(Append("notes", notes("a", "b")))

    with pytest.raises(StoreFullError):
        jobs.put(Append("notes", notes("c", "d")))

    jobs.take(0)
    jobs.put(Append("notes", notes("c", "d")))
    assert jobs.take(0)


def test_error_of_a_query_reaches_whoever_asked(opened: Callable[..., StoreEngine]) -> None:
    engine = opened()

    with pytest.raises(ZeroDivisionError):
        engine.read(lambda _: 1 // 0).result(WAIT_S)
    with pytest.raises(StoreUnavailableError):
        engine.read(lambda connection: connection.execute(text("SELECT * FROM nowhere"))).result(WAIT_S)
    with pytest.raises(ZeroDivisionError):
        engine.write(lambda _: 1 // 0).result(WAIT_S)

    engine.append("notes", notes("a")).result(WAIT_S)
    assert engine.state.is_well
