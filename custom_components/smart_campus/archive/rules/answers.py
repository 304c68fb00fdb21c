"""What an HTTP status means for a recording on its way."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from .faults import ArchiveFaultError, FaultCode

LONGEST_PAUSE_S: Final = 24 * 3600.0
"""A server that wants to be left alone for longer is asked once a day nevertheless."""

_CODES: Final = {
    401: FaultCode.CREDENTIALS,
    403: FaultCode.CREDENTIALS,
    404: FaultCode.NOT_FOUND,
    405: FaultCode.NOT_FOUND,
    407: FaultCode.CREDENTIALS,
    408: FaultCode.SERVER_ERROR,
    409: FaultCode.NOT_FOUND,
    410: FaultCode.NOT_FOUND,
    413: FaultCode.TOO_LARGE,
    423: FaultCode.SERVER_ERROR,
    425: FaultCode.BUSY,
    429: FaultCode.BUSY,
    507: FaultCode.NO_SPACE,
    509: FaultCode.NO_SPACE,
}


def judge_status(status: int, headers: Mapping[str, str], now: datetime) -> ArchiveFaultError | None:
    """Return why a request failed; None when it did not."""
    if 200 <= status < 300:
        return None
    pause_s = retry_after_s(headers.get("Retry-After", ""), now)
    if status in _CODES:
        code = _CODES[status]
    elif 300 <= status < 400:
        code = FaultCode.REDIRECTED
    elif status >= 500:
        code = FaultCode.SERVER_ERROR if pause_s is None else FaultCode.BUSY
    else:
        code = FaultCode.REFUSED
    return ArchiveFaultError(code, f"HTTP {status}", retry_after_s=pause_s)


def retry_after_s(value: str, now: datetime) -> float | None:
    """Return the seconds a Retry-After header asks for; None without one that can be read.

    Source: RFC 9110, section 10.2.3.
    """
    text = value.strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), LONGEST_PAUSE_S)
    try:
        until = parsedate_to_datetime(text)
    except ValueError, TypeError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max(0.0, (until - now).total_seconds()), LONGEST_PAUSE_S)
