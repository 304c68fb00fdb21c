"""The spool is bounded, and keeps what it acknowledged."""

from pathlib import Path

import pytest

from custom_components.smart_campus.store.rules.errors import StoreFullError
from custom_components.smart_campus.store.rules.spool import Spool

from .notes import notes


def test_spool_takes_all_payloads_or_none_at_its_limit(tmp_path: Path) -> None:
    spool = Spool.open(tmp_path / "spool.db", most=3)
    spool.put("notes", notes("a", "b"))

    with pytest.raises(StoreFullError):
        spool.put("notes", notes("c", "d"))

    spool.put("notes", notes("c"))
    assert [payload for _, payload in spool.first("notes", 9)] == notes("a", "b", "c")
    spool.close()


def test_spool_makes_room_when_payloads_leave(tmp_path: Path) -> None:
    spool = Spool.open(tmp_path / "spool.db", most=1)
    spool.put("notes", notes("a"))
    ((number, _),) = spool.first("notes", 9)

    spool.remove("notes", [number])

    assert not spool.holds("notes")
    spool.put("notes", notes("b"))
    spool.close()


def test_text_of_any_kind_comes_back_as_it_was(tmp_path: Path) -> None:
    odd = [{"key": "\ud800 \x00 \U0001f600 '; DROP TABLE waiting; --", "text": "张伟"}]
    spool = Spool.open(tmp_path / "spool.db")

    spool.put("notes", odd)

    assert [payload for _, payload in spool.first("notes", 1)] == odd
    spool.close()
