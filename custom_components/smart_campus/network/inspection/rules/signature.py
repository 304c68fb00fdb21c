"""Who stood by a report, and what they said."""

from dataclasses import dataclass
from typing import Final

MOST_REMARK: Final = 1_000
"""Characters of a remark."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signature:
    """A report is signed off once."""

    user_id: str
    user: str
    at: float
    """Seconds since 1970-01-01 UTC."""
    remark: str = ""
