"""What becomes of one shipped file, judged by its hash, the user's, and the one we wrote last."""

from enum import StrEnum


class Outcome(StrEnum):
    """What was done with a file. Also the word in the action's response."""

    INSTALLED = "installed"
    UPDATED = "updated"
    KEPT = "kept"
    """The user changed it, or has another file of that name: it stays as it is."""
    UNCHANGED = "unchanged"
    DELETED = "deleted"
    """The user deleted it; an update does not bring it back."""

    @property
    def is_written(self) -> bool:
        """Return whether the shipped file is to be written."""
        return self in (Outcome.INSTALLED, Outcome.UPDATED)


def judge(shipped: str, present: str | None, remembered: str | None, *, is_asked: bool) -> Outcome:
    """Return what to do.

    shipped, present, remembered: hashes of the shipped file, of the user's (None: there is none), and of what was
    written last (None: nothing was). is_asked: a person asks for the files, so deleted ones come back.
    """
    if present is None:
        return Outcome.INSTALLED if is_asked or remembered is None else Outcome.DELETED
    if present == shipped:
        return Outcome.UNCHANGED
    return Outcome.UPDATED if present == remembered else Outcome.KEPT
