"""Whether an archive may be asked: one that fails for everybody is tried by one recording until it is well again."""

from dataclasses import dataclass

from .backoff import CREDENTIALS_S, pause_s
from .faults import ArchiveFaultError, FaultCode


@dataclass(slots=True)
class TargetHealth:
    """How an archive does. Times are milliseconds since 1970-01-01 UTC; 0 for never."""

    failures: int = 0
    next_ms: int = 0
    since_ms: int = 0
    fault: ArchiveFaultError | None = None

    def fail(self, fault: ArchiveFaultError, now_ms: int) -> None:
        """Note a failure that every recording would have met."""
        self.failures += 1
        self.since_ms = self.since_ms or now_ms
        self.fault = fault
        least_s = CREDENTIALS_S if fault.code is FaultCode.CREDENTIALS else 0.0
        self.next_ms = now_ms + round(1000 * pause_s(self.failures, asked_s=fault.retry_after_s, least_s=least_s))

    def succeed(self) -> None:
        """Note that the archive took something."""
        self.failures = self.next_ms = self.since_ms = 0
        self.fault = None

    def room_for(self, sending: int, parallel: int, now_ms: int) -> int:
        """Return how many more recordings may be sent now. sending: how many are."""
        if now_ms < self.next_ms:
            return 0
        return (1 if self.failures else parallel) - sending
