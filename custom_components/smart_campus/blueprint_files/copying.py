"""Compares and copies the files. Blocking: runs in the executor."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .rules.outcome import Outcome, judge

SHIPPED: Final = Path(__file__).parents[1] / "blueprints" / "automation" / "smart_campus"
MOST_BYTES: Final = 1_000_000
"""A larger file of the user's is not read: it is none of ours."""


@dataclass(frozen=True, slots=True)
class Copied:
    """What was done, and the hash of every file that is as we wrote it."""

    outcomes: Mapping[str, Outcome]
    hashes: Mapping[str, str]
    errors: Mapping[str, str]
    """Why a file could not be read or written, by name."""


def copy_blueprints(target: Path, remembered: Mapping[str, str], *, is_asked: bool) -> Copied:
    """Bring every shipped file to a folder. Raises OSError when the folder cannot be made."""
    outcomes: dict[str, Outcome] = {}
    hashes = dict(remembered)
    errors: dict[str, str] = {}
    target.mkdir(parents=True, exist_ok=True)
    for source in sorted(SHIPPED.glob("*.yaml")):
        content, name = source.read_bytes(), source.name
        shipped = _hash(content)
        try:
            outcome = judge(shipped, _hash_of(target / name), remembered.get(name), is_asked=is_asked)
            if outcome.is_written:
                _write(target / name, content)
        except OSError as err:
            errors[name] = err.strerror or type(err).__name__
            continue
        outcomes[name] = outcome
        if outcome.is_written or outcome is Outcome.UNCHANGED:
            hashes[name] = shipped
    return Copied(outcomes, hashes, errors)


def _hash_of(path: Path) -> str | None:
    """Return the hash of a file; None when there is none, another word when it cannot be one of ours."""
    if not os.path.lexists(path):
        return None
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MOST_BYTES:
        return "not ours"
    return _hash(path.read_bytes())


def _hash(content: bytes) -> str:
    # An editor on Windows that only turned line ends around changed nothing.
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """Put a file in place at once: a loss of power leaves the old one or the new one."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
