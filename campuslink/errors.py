"""Everything that can go wrong between a device and its reader, as one tree.

A caller can act differently on each: wait, check the cable, check the address, choose another profile, or mend a file.
"""

from dataclasses import dataclass
from enum import StrEnum


class CampusLinkError(Exception):
    """Root of every error this library raises on purpose."""


class LinkError(CampusLinkError):
    """The transport did not carry the request to the device and an answer back."""


class CannotConnectError(LinkError):
    """The line itself is down: refused, no route, no such serial port. Concerns every device on it."""


class HostKeyError(CannotConnectError):
    """The device proves itself with another key than at first: somebody else answers, or its key was made anew."""


class NoAnswerError(LinkError):
    """The line is up, but this device said nothing before the timeout."""


class GarbledAnswerError(LinkError):
    """Bytes came back that are not an answer to what was asked (checksum, length, unit, transaction)."""


class LinkConflictError(LinkError):
    """The line is already open with other settings, by another device or program."""


class CodecError(CampusLinkError):
    """Bytes or words do not have the shape their type demands."""


class RefusalReason(StrEnum):
    """Why a device that understood the request would not serve it."""

    FUNCTION = "function"
    ADDRESS = "address"
    VALUE = "value"
    DEVICE_FAILURE = "device_failure"
    BUSY = "busy"
    GATEWAY_PATH = "gateway_path"
    GATEWAY_TARGET = "gateway_target"
    PASSWORD = "password"  # noqa: S105 - the name of a reason, not a secret
    OTHER = "other"


class RefusedError(CampusLinkError):
    """The device answered with an error of its own."""

    def __init__(self, reason: RefusalReason, detail: str = "") -> None:
        """detail: what the device said, in its protocol's own words, for a log or a diagnostic file."""
        super().__init__(detail or reason.value)
        self.reason = reason


class CredentialsError(CampusLinkError):
    """The device wants other credentials."""


class MismatchError(CampusLinkError):
    """The device answers, but not like the model its profile describes."""

    def __init__(self, evidence: str) -> None:
        """evidence: what was read and what was expected, e.g. ``frequency: 0.0 Hz, expected 45..65``."""
        super().__init__(evidence)
        self.evidence = evidence


class NotWritableError(CampusLinkError):
    """The profile offers no way to write this point, or the value does not fit it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One fault in a profile or catalogue file, for a person to mend."""

    file: str
    line: int
    """1-based; 1 when the fault is the whole file's."""
    key: str
    """Dotted path of keys, empty for the whole file."""
    message: str
    """What is wrong, what would be right."""
    severity: str = "error"
    """``error`` or ``warning``."""

    def __str__(self) -> str:
        """Return ``file:line: key: message``."""
        where = f"{self.file}:{self.line}: "
        return f"{where}{self.key}: {self.message}" if self.key else f"{where}{self.message}"


class ProfileError(CampusLinkError):
    """A profile or catalogue file is not valid; nothing of it is used."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """problems: at least one."""
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems
