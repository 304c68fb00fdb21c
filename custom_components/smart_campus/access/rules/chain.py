"""The chain that binds each row to all before it, and the check that finds where it was broken.

A row's hash is HMAC-SHA256 (RFC 2104) over the hash before it and the row as canonical JSON. Whoever can write to the
database but does not have the key cannot mend the chain after a change. Where rows were removed by rule, a checkpoint
holds the hash before and the hash after them, under the same key.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain
from typing import Any, Final, NamedTuple, Self

ROW_FIELDS: Final = (
    "seq", "row_key", "at_ms", "local_time", "kind", "site_id", "site", "controller", "controller_name", "door",
    "door_name", "direction", "outcome", "reason", "credential", "user_id", "user_name", "command", "event_index",
)  # fmt: skip
"""What a row's hash covers: all of it."""
CHECKPOINT_FIELDS: Final = ("first_seq", "last_seq", "hash_before", "hash_after", "removed", "at_ms")
MOST_FAULTS: Final = 100


def canonical(row: Mapping[str, Any], fields: Iterable[str]) -> bytes:
    """Return some fields of a row as JSON with sorted keys and no blanks, in UTF-8."""
    picked = {name: row[name] for name in fields}
    return json.dumps(picked, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Chain:
    """Computes hashes with one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.genesis = self._hash(b"smart_campus access log")
        """What comes before the first row."""

    def link(self, before: str, row: Mapping[str, Any]) -> str:
        """Return the hash of a row that follows a hash."""
        return self._hash(before.encode() + canonical(row, ROW_FIELDS))

    def mark(self, checkpoint: Mapping[str, Any]) -> str:
        """Return what proves that a checkpoint is ours."""
        return self._hash(b"checkpoint" + canonical(checkpoint, CHECKPOINT_FIELDS))

    def _hash(self, data: bytes) -> str:
        return hmac.new(self._key, data, hashlib.sha256).hexdigest()


class Head(NamedTuple):
    """Where a chain ends."""

    seq: int
    hash: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return what `str` gave."""
        seq, _, digest = text.partition(":")
        return cls(int(seq), digest)

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


class Fault(StrEnum):
    """What a check finds."""

    CHANGED = "changed"
    """A row or its hash is not what was written, or rows changed places."""
    MISSING = "missing"
    """Rows are gone that no rule removed."""
    FORGED_CHECKPOINT = "forged_checkpoint"
    """Somebody else says that rows were removed by rule."""
    TRUNCATED = "truncated"
    """The end of the log is gone, or was replaced."""


@dataclass(slots=True)
class Verdict:
    """What a check found."""

    rows: int = 0
    removed: int = 0
    """Rows that were removed by rule."""
    head: Head | None = None
    faults: list[tuple[Fault, int]] = field(default_factory=list)
    """Each with the number of the row where it shows; at most `MOST_FAULTS`."""

    @property
    def is_intact(self) -> bool:
        """Whether the log is what was written, apart from what rules removed."""
        return not self.faults

    def note(self, fault: Fault, seq: int) -> None:
        """Take down a fault."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append((fault, seq))


def verify(
    links: Chain, rows: Iterable[Mapping[str, Any]], checkpoints: Iterable[Mapping[str, Any]], anchor: Head | None
) -> Verdict:
    """Check a log. rows and checkpoints: each in the order of their numbers. anchor: the end that was kept elsewhere.

    Rows behind the anchor are sound when the chain leads to them: the anchor is written after its row.
    """
    verdict = Verdict()
    at = Head(0, links.genesis)
    is_anchored = anchor is None or anchor == at
    for first, item in _in_order(rows, checkpoints):
        if first != at.seq + 1:
            verdict.note(Fault.MISSING, at.seq + 1)
            at = Head(first - 1, "")
        at = _pass(links, at, item, verdict)
        if anchor and at.seq == anchor.seq:
            is_anchored = at.hash == anchor.hash
        elif anchor and first <= anchor.seq < at.seq:
            is_anchored = True
    if not is_anchored:
        verdict.note(Fault.TRUNCATED, at.seq + 1)
    verdict.head = at
    return verdict


def _pass(links: Chain, at: Head, item: Mapping[str, Any], verdict: Verdict) -> Head:
    """Check one row or checkpoint that follows a place in the chain; return the place behind it.

    at: without a hash behind a gap, where nothing can be said about the link.
    """
    if "mark" in item:
        is_ours = hmac.compare_digest(links.mark(item), item["mark"])
        if not is_ours or (at.hash and item["hash_before"] != at.hash):
            verdict.note(Fault.FORGED_CHECKPOINT, item["first_seq"])
        verdict.removed += item["removed"]
        return Head(item["last_seq"], item["hash_after"])
    if at.hash and not hmac.compare_digest(links.link(at.hash, item), item["hash"]):
        verdict.note(Fault.CHANGED, item["seq"])
    verdict.rows += 1
    return Head(item["seq"], item["hash"])


def _in_order(
    rows: Iterable[Mapping[str, Any]], checkpoints: Iterable[Mapping[str, Any]]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield rows and checkpoints by the number of the first row each stands for."""
    waiting = iter(checkpoints)
    mark = next(waiting, None)
    for row in chain(rows, (None,)):
        while mark is not None and (row is None or mark["first_seq"] <= row["seq"]):
            yield mark["first_seq"], mark
            mark = next(waiting, None)
        if row is not None:
            yield row["seq"], row
