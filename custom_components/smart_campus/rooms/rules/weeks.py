"""Teaching weeks as registrar systems write them: ``1-8,10-16``, ``1-16周(单)``, ``第2-10周|双周``."""

import re
from functools import lru_cache
from typing import Final

from ...sheets.rules.faults import CellError
from ...sheets.rules.marks import plain_marks

MOST_WEEKS: Final = 30
"""No term is longer; a larger number is a typing error or a year."""

_SEGMENT: Final = re.compile(r"(?P<first>\d{1,2})(?:-(?P<last>\d{1,2}))?(?P<odd>单)?(?P<even>双)?")
_NOISE: Final = re.compile(r"[第周()\[\]{}|]")


@lru_cache(maxsize=1024)
def parse_weeks(text: str) -> frozenset[int]:
    """Return the week numbers of a cell; parity binds to its own segment only.

    Segments stand between commas (any kind) or ``、``. ``单周`` (odd) and ``双周`` (even) count teaching weeks, not
    those of the year. Parity alone, without a range, is no answer: the term's length is not in the cell.
    Raises CellError for everything else.
    """
    segments = [_NOISE.sub("", part) for part in _split(plain_marks(text))]
    if not segments or not all(segments):
        raise CellError("weeks_unreadable", text)
    return frozenset[int]().union(*(_weeks_of(segment, text) for segment in segments))


def format_weeks(weeks: frozenset[int]) -> str:
    """Return weeks as ranges, the way `parse_weeks` reads them."""
    runs: list[list[int]] = []
    for week in sorted(weeks):
        if runs and week == runs[-1][1] + 1:
            runs[-1][1] = week
        else:
            runs.append([week, week])
    return ",".join(f"{first}-{last}" if first != last else str(first) for first, last in runs)


def _split(text: str) -> list[str]:
    return text.removesuffix(",").split(",")


def _weeks_of(segment: str, text: str) -> frozenset[int]:
    match = _SEGMENT.fullmatch(segment)
    if match is None or (match["odd"] and match["even"]):
        raise CellError("weeks_unreadable", text)
    first = int(match["first"])
    last = int(match["last"] or first)
    if not 1 <= first <= last <= MOST_WEEKS:
        raise CellError("weeks_out_of_range", text)
    step = [week for week in range(first, last + 1) if _has_parity(week, match)]
    if not step:
        raise CellError("weeks_empty", text)
    return frozenset(step)


def _has_parity(week: int, match: re.Match[str]) -> bool:
    if match["odd"]:
        return week % 2 == 1
    return week % 2 == 0 if match["even"] else True
