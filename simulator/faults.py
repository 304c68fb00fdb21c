"""What can be wrong with a simulated device or its gateway, chosen through the side door."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FaultKind(StrEnum):
    """How a device misbehaves on the wire."""

    NONE = "none"
    SILENT = "silent"
    SLOW = "slow"
    """Answers after `Fault.delay_s`, meant to be within the reader's timeout."""
    LATE = "late"
    """Answers after `Fault.delay_s`, meant to be after the reader's timeout."""
    GARBAGE = "garbage"
    REFUSE = "refuse"
    WRONG_UNIT = "wrong_unit"
    WRONG_LENGTH = "wrong_length"
    WRONG_TRANSACTION = "wrong_transaction"
    """Another Modbus transaction id, DL/T 645 data identifier or CJ/T 188 serial than the request's."""
    NAN = "nan"
    """Every value is the model's own mark for "not available"."""
    JUMP = "jump"
    """Every total shows `JUMP` more than it counted."""
    ZERO = "zero"
    """Every total shows 0, as some meters do for a moment after a power cut."""
    SPLIT = "split"
    """The right answer, one byte at a time."""
    NOISE = "noise"
    """The right answer between random bytes."""


class GatewayFaultKind(StrEnum):
    """How a gateway misbehaves."""

    NONE = "none"
    UNPLUGGED = "unplugged"
    """Nothing listens any more and every connection is cut."""
    DROP = "drop"
    """Cuts the connection instead of answering."""
    DROP_MID_FRAME = "drop_mid_frame"
    """Sends the first half of an answer, then cuts the connection."""


JUMP = 500_000.0
"""Fits the counters of every model, and no installation consumes it between two polls."""

NOISE_BYTES = 12

DEFAULT_DELAYS_S = {FaultKind.SLOW: 0.6, FaultKind.LATE: 3.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """One fault and its settings."""

    kind: FaultKind = FaultKind.NONE
    code: int = 2
    """``refuse``: the Modbus exception code, or the DL/T 645 error bits."""
    delay_s: float = 0.0
    """``slow`` and ``late``: real seconds before the answer."""

    @classmethod
    def from_json(cls, data: Mapping[str, object]) -> Fault:
        """Read ``{"fault": "refuse", "code": 4}``. Raises ValueError for an unknown fault or a bad number."""
        kind = FaultKind(str(data.get("fault", "none")))
        code, delay_s = data.get("code", 2), data.get("delay_s", DEFAULT_DELAYS_S.get(kind, 0.0))
        if not isinstance(code, int) or not 0 <= code <= 255:
            raise ValueError("code must be 0..255")
        if not isinstance(delay_s, int | float) or delay_s < 0:
            raise ValueError("delay_s must be 0 or more")
        return cls(kind=kind, code=code, delay_s=float(delay_s))


NO_FAULT = Fault()
