"""What can keep a recording from the archive, and what follows from it."""

from enum import StrEnum


class FaultCode(StrEnum):
    """Why it failed; also the key of the sentence that people read."""

    UNREACHABLE = "unreachable"
    """No connection, no such name, or the connection broke."""
    STALLED = "stalled"
    """Connected, but for too long no byte went on."""
    SERVER_ERROR = "server_error"
    """500, 502, 503, 504 and their like."""
    BUSY = "busy"
    """429, or 503 with a time to come back."""
    BAD_ANSWER = "bad_answer"
    """An answer that is cut off or is none."""
    CREDENTIALS = "credentials"
    """401 or 403."""
    CERTIFICATE = "certificate"
    """The server's certificate is not valid for it."""
    NOT_FOUND = "not_found"
    """The server knows no such address, or does not allow there what an archive must do."""
    REDIRECTED = "redirected"
    """The server sends elsewhere, where nobody agreed to send a recording."""
    NO_SPACE = "no_space"
    """The target is full."""
    NOT_WRITABLE = "not_writable"
    """A folder that is not there or not ours to write."""
    TOO_LARGE = "too_large"
    """413: it will never be taken as it is."""
    REFUSED = "refused"
    """Any other refusal of this one recording."""
    DECLINED = "declined"
    """The platform answered, but not that it took the recording."""
    NOT_IDENTICAL = "not_identical"
    """The target holds something else than was sent."""
    UNPROVEN = "unproven"
    """The target has yet to prove what it holds."""
    NO_ARCHIVE = "no_archive"
    """The site has no archive."""
    NO_RECORDER = "no_recorder"
    """The recorder with the file is not in operation."""
    NOT_FETCHED = "not_fetched"
    """The recorder did not give the file whole."""
    FILE_GONE = "file_gone"
    """The local file is not there any more."""
    NO_LOCAL_SPACE = "no_local_space"
    """No room here to fetch the file to."""
    UNKNOWN = "unknown"
    """Something nobody foresaw; the log says what."""


TARGET_FAULTS = frozenset(
    {
        FaultCode.UNREACHABLE,
        FaultCode.CERTIFICATE,
        FaultCode.NOT_FOUND,
        FaultCode.SERVER_ERROR,
        FaultCode.BUSY,
        FaultCode.CREDENTIALS,
        FaultCode.REDIRECTED,
        FaultCode.NO_SPACE,
        FaultCode.NOT_WRITABLE,
    }
)
"""Faults that every recording would meet now, so that one is tried until the target is well again."""

DECISION_FAULTS = frozenset({FaultCode.TOO_LARGE, FaultCode.REFUSED, FaultCode.FILE_GONE})
"""Faults that trying again does not cure: a person decides."""


class ArchiveFaultError(Exception):
    """A step towards the archive failed."""

    def __init__(self, code: FaultCode, detail: str = "", *, retry_after_s: float | None = None) -> None:
        """detail: what the other side said, without secrets. retry_after_s: when it asks to be tried again."""
        super().__init__(f"{code}: {detail}" if detail else code.value)
        self.code = code
        self.detail = detail
        self.retry_after_s = retry_after_s

    @property
    def is_of_target(self) -> bool:
        """Whether other recordings would fail the same way now."""
        return self.code in TARGET_FAULTS

    @property
    def needs_decision(self) -> bool:
        """Whether only a person can go on."""
        return self.code in DECISION_FAULTS
