"""Times as rows hold them: milliseconds since 1970-01-01 UTC."""

from datetime import UTC, datetime


def to_ms(at: datetime) -> int:
    """Return a time as milliseconds. at: aware."""
    return round(at.timestamp() * 1000)


def from_ms(at_ms: float) -> datetime:
    """Return a time as it was, UTC."""
    return datetime.fromtimestamp(at_ms / 1000, UTC)
