"""When a missed step is a row, and when it is news for people."""

from .recording import Recording, missed_step
from .steps import Step


def is_row(recording: Recording, step: Step, cause: str) -> bool:
    """Return whether a miss says something that the ledger does not say yet."""
    standing = recording.open_miss
    return standing is None or (missed_step(standing), standing.cause) != (step, cause)


def is_news(recording: Recording, step: Step, cause: str) -> bool:
    """Return whether people are told of a miss: once for each step, and not again for what they know the cause of."""
    standing = recording.open_miss
    return step not in recording.missed and (standing is None or standing.cause != cause)
