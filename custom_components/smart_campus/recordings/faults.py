"""Why a recorder did not do what it was told, as a word of the ledger."""

from typing import Final

from ..campuslink.errors import (
    CampusLinkError,
    CredentialsError,
    LinkError,
    RefusalReason,
    RefusedError,
)
from .rules.steps import Cause

PATIENCE_S: Final = 60.0
"""How long any command to a recorder may take."""

TROUBLES: Final = (CampusLinkError, TimeoutError)
"""What a command to a recorder may raise."""


def cause_of(err: Exception) -> Cause:
    """Return the word for what a command raised."""
    match err:
        case CredentialsError():
            return Cause.CREDENTIALS
        case RefusedError(reason=RefusalReason.BUSY):
            return Cause.BUSY
        case LinkError() | TimeoutError():
            return Cause.UNREACHABLE
        case _:
            return Cause.REFUSED
