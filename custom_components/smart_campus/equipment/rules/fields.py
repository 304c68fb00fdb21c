"""What somebody typed into a field of an asset, checked."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from ...sheets.rules.faults import CellError
from ...store.rules.text import clean_text
from .asset import APPROVED_STATES, DATES, EDITABLE, TEXTS, Asset, AssetState
from .words import KIND_WORDS, STATE_WORDS, find_word

EARLIEST: Final = date(1950, 1, 1)
LATEST: Final = date(2099, 12, 31)
_DATE: Final = re.compile(
    r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*日?(?:[ T]00:00(?::00(?:\.0+)?)?)?"
)


class FieldError(Exception):
    """A field cannot be set so."""

    def __init__(self, field: str, fault: CellError) -> None:
        super().__init__(f"{field}: {fault}")
        self.field = field
        self.fault = fault


def read_values(entered: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the fields that were given; anything else is ignored. Raises FieldError.

    None and an empty text empty a field; dates are as people or ISO 8601 write them.
    """
    values: dict[str, Any] = {}
    for field in EDITABLE:
        if field in entered:
            text = "" if entered[field] is None else str(entered[field])
            try:
                values[field] = read_field(field, text)
            except CellError as err:
                raise FieldError(field, err) from err
    return values


def read_field(field: str, text: str) -> str | date | None:
    """Return the value of one field. Raises CellError."""
    if field == "area_id":
        return text or None
    if field in DATES:
        return read_date(text) if text.strip() else None
    if field == "state":
        return read_state(text)
    if field == "kind":
        return read_kind(text) if text.strip() else ""
    return read_text(text, TEXTS[field])


def read_text(text: str, most: int) -> str:
    """Return a text in one line. Raises CellError when it is too long: cut, it would say something else."""
    found = clean_text(text, 2 * most + 2)
    if len(found) > most:
        raise CellError("cell_too_long", str(most))
    return found


def read_date(text: str) -> date:
    """Return a date as people write it: 2026-09-01, 2026/9/1, 2026年9月1日. Raises CellError."""
    match = _DATE.fullmatch(text.strip())
    try:
        found = date(int(match["year"]), int(match["month"]), int(match["day"])) if match else None
    except ValueError:
        found = None
    if found is None:
        raise CellError("cell_no_date", text)
    if not EARLIEST <= found <= LATEST:
        raise CellError("cell_date_far", text)
    return found


def read_state(text: str) -> AssetState:
    """Return a state by its word in either language, or its id. Raises CellError."""
    if (found := find_word(STATE_WORDS, text)) is None:
        raise CellError("cell_no_state", text)
    return found


def read_kind(text: str) -> str:
    """Return a kind by its word in either language, or its id. Raises CellError."""
    if (found := find_word(KIND_WORDS, text)) is None:
        raise CellError("cell_no_kind", text)
    return found.value


def needs_approval(asset: Asset | None, state: AssetState) -> bool:
    """Return whether somebody else has to agree to another state of an asset. asset: None for a new one."""
    return asset is not None and state is not asset.state and bool({asset.state, state} & APPROVED_STATES)
