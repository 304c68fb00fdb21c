"""Who did something to a recording."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """A person, or an automation."""

    name: str = ""
    """As Home Assistant shows it; empty for an automation and for this integration itself."""
    user_id: str = ""


NOBODY: Final = Actor()
"""No person: an automation, the timetable, the recorder itself."""
