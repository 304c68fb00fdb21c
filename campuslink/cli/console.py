"""Where the command line speaks, and how every error becomes one sentence."""

import sys
from dataclasses import dataclass, field
from typing import TextIO

from ..errors import (
    CampusLinkError,
    CannotConnectError,
    CodecError,
    CredentialsError,
    GarbledAnswerError,
    LinkConflictError,
    MismatchError,
    NoAnswerError,
    RefusedError,
)
from .messages import Messages

SUCCESS = 0
TROUBLE = 1
WRONG_USAGE = 2

_SENTENCES: tuple[tuple[type[CampusLinkError], str], ...] = (
    (CannotConnectError, "cannot_connect"),
    (NoAnswerError, "no_answer"),
    (GarbledAnswerError, "garbled"),
    (LinkConflictError, "conflict"),
    (RefusedError, "refused"),
    (CredentialsError, "credentials"),
    (MismatchError, "mismatch"),
    (CodecError, "codec"),
)


class CommandError(CampusLinkError):
    """A command cannot go on, for a reason that has a sentence of its own."""

    def __init__(self, key: str, *, exit_code: int = TROUBLE, **values: object) -> None:
        """key: of `MESSAGES`; values: its blanks."""
        super().__init__(key)
        self.key = key
        self.exit_code = exit_code
        self.values = values


@dataclass(frozen=True, slots=True)
class Console:
    """Output and errors of one run, in one language."""

    messages: Messages
    out: TextIO = field(default_factory=lambda: sys.stdout)
    err: TextIO = field(default_factory=lambda: sys.stderr)

    def print(self, text: str) -> None:
        """Write a line of output."""
        print(text, file=self.out, flush=True)

    def say(self, key: str, **values: object) -> None:
        """Write a sentence beside the output, where it does not disturb JSON."""
        print(self.messages.say(key, **values), file=self.err)

    def explain(self, error: CampusLinkError, place: str) -> int:
        """Write what went wrong as one sentence and return the exit code. place: the host or port in question."""
        if isinstance(error, CommandError):
            self.say(error.key, **error.values)
            return error.exit_code
        key = next((key for kind, key in _SENTENCES if isinstance(error, kind)), "other_error")
        self.say(key, place=place, detail=" ".join(str(error).split()))
        return TROUBLE
