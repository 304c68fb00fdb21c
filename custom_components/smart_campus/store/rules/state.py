"""How the durable store is doing, for a person to see."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class StoreState:
    """A momentary view."""

    location: str
    """What may be shown of where the database is."""
    trouble: str | None = None
    """What the database said last when it was not there; None while it is."""
    waiting: int = 0
    """Rows on the local disk that the database has yet to take."""
    refused: int = 0
    """Rows it did not take, put aside."""

    @property
    def is_well(self) -> bool:
        """Whether every row reaches its database at once."""
        return self.trouble is None

    def __str__(self) -> str:
        """Return it in one line for the page of system information."""
        said = [self.location]
        if self.trouble is not None:
            said.append(self.trouble)
        said += [f"{count} {word}" for word, count in (("waiting", self.waiting), ("refused", self.refused)) if count]
        return "; ".join(said)
