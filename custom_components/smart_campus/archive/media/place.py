"""Where somebody is in the tree of recordings: site, room, day, recording, file."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import quote, unquote


@dataclass(frozen=True, slots=True)
class Place:
    """A node; what is empty lies below it."""

    site_id: str = ""
    room: str = ""
    day: str = ""
    """As ISO 8601, local."""
    recording: str = ""
    """Its key."""
    file: int | None = None

    @classmethod
    def parse(cls, identifier: str) -> Self:
        """Return the node of an identifier. Raises ValueError for what `str` never gave."""
        parts = [unquote(part) for part in identifier.split("/")] if identifier else []
        if len(parts) > 5 or any(not part for part in parts):
            raise ValueError(identifier)
        site_id, room, day, recording, file = [*parts, *[""] * (5 - len(parts))]
        return cls(site_id, room, day, recording, int(file) if file else None)

    def __str__(self) -> str:
        parts = [self.site_id, self.room, self.day, self.recording]
        texts = [quote(part, safe="") for part in parts if part]
        return "/".join([*texts, *([str(self.file)] if self.file is not None else [])])
