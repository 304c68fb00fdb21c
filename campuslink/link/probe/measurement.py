"""What one attempt at a path brought: values, or why there are none. Frozen, with a JSON form."""

import errno
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Self

from ...errors import CampusLinkError

_OUR_OWN = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM, errno.EAGAIN})
"""What the system says when this machine lacks something, not the network."""


class Reason(StrEnum):
    """Why a path is not as it should be, in words a program can act on; people read translations of them."""

    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    """The host is there, but nobody listens."""
    UNREACHABLE = "unreachable"
    """No route to the network or host."""
    NAME_NOT_RESOLVED = "name_not_resolved"
    GARBLED = "garbled"
    """An answer came that is none: broken off, damaged or endless."""
    SERVER_FAILURE = "server_failure"
    """DNS: the server says it failed, refuses, or knows no such name."""
    WRONG_ANSWER = "wrong_answer"
    """DNS: an answer, but none of the expected addresses."""
    WRONG_STATUS = "wrong_status"
    """HTTP: another status code than wanted."""
    TLS_FAILED = "tls_failed"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_NOT_YET_VALID = "certificate_not_yet_valid"
    CERTIFICATE_WRONG_NAME = "certificate_wrong_name"
    CERTIFICATE_UNTRUSTED = "certificate_untrusted"
    TIME_REFUSED = "time_refused"
    """NTP: kiss of death; the server wants to be left alone."""
    NOT_SYNCHRONISED = "not_synchronised"
    """NTP: the server itself does not know the time."""
    LOSS = "loss"
    LATENCY = "latency"
    CERTIFICATE_EXPIRES = "certificate_expires"
    CLOCK_OFFSET = "clock_offset"
    NOT_PERMITTED = "not_permitted"
    """This machine may not send pings; says nothing about the path."""
    LOCAL_FAULT = "local_fault"
    """This machine could not try (no free sockets, a fault of ours); says nothing about the path."""


class ProbeError(CampusLinkError):
    """An attempt that brought no values. Stays within the probes: `Prober` makes a `Measurement` of it."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        """detail: for a log or a diagnostic file; holds nothing the other side said unless it was cleaned."""
        super().__init__(detail or reason.value)
        self.reason = reason
        self.detail = detail

    @classmethod
    def from_system(cls, error: OSError) -> Self:
        """Return what an error of the system's network calls means for the path."""
        detail = error.strerror or type(error).__name__
        if isinstance(error, ConnectionRefusedError):
            return cls(Reason.REFUSED, detail)
        if isinstance(error, ConnectionResetError | BrokenPipeError):
            return cls(Reason.GARBLED, detail)
        if error.errno == errno.ETIMEDOUT:
            return cls(Reason.NO_ANSWER, detail)
        return cls(Reason.LOCAL_FAULT if error.errno in _OUR_OWN else Reason.UNREACHABLE, detail)


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurement:
    """One attempt. Fields the way does not have are None."""

    at: float
    """Seconds since 1970-01-01 UTC when the attempt ended."""
    reason: Reason | None = None
    """Why the path failed; None when it answered as it should."""
    detail: str = ""
    latency_ms: float | None = None
    """Time until the answer; pings: median of the burst."""
    sent: int = 0
    """Pings sent."""
    times_ms: tuple[float, ...] = ()
    """Round-trip time of each ping that came back, in the order sent."""
    address: str = ""
    """The address that was tried, once it was known."""
    addresses: tuple[str, ...] = ()
    """DNS: what the server answered."""
    status: int | None = None
    """HTTP status code."""
    body_bytes: int | None = None
    """HTTP: size of the body as far as it was read."""
    days_left: float | None = None
    """HTTPS: until the certificate expires; negative when it has."""
    certificate_reason: Reason | None = None
    """HTTPS: what is wrong with the certificate, whether or not it makes the path fail."""
    certificate_subject: str = ""
    offset_ms: float | None = None
    """NTP: how much our clock must be put forward to agree with the server's."""
    stratum: int | None = None

    @property
    def tells_of_path(self) -> bool:
        """Whether the attempt says anything about the path at all."""
        return self.reason not in {Reason.NOT_PERMITTED, Reason.LOCAL_FAULT}

    @property
    def loss_percent(self) -> float | None:
        """Pings lost; None for other ways."""
        return 100.0 * (self.sent - len(self.times_ms)) / self.sent if self.sent else None

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object of what there is; empty fields are left out."""
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        values |= {"loss_percent": self.loss_percent, "sent": self.sent or None}
        return {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in values.items()
            if value not in (None, (), "")
        }
