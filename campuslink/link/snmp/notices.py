"""What an agent says unasked, as something to act on."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from .base import SnmpValue

IF_INDEX = "1.3.6.1.2.1.2.2.1.1"
_MOST_VALUES = 64
_LONGEST_TEXT = 1_024


class NoticeKind(StrEnum):
    """Which traps mean something to us. Source: RFC 3418, section 2; RFC 2863, section 3.1.15."""

    COLD_START = "cold_start"
    WARM_START = "warm_start"
    LINK_DOWN = "link_down"
    LINK_UP = "link_up"
    AUTHENTICATION_FAILURE = "authentication_failure"
    OTHER = "other"


_KINDS: Mapping[str, NoticeKind] = MappingProxyType(
    {
        f"1.3.6.1.6.3.1.1.5.{number}": kind
        for number, kind in enumerate(
            (
                NoticeKind.COLD_START,
                NoticeKind.WARM_START,
                NoticeKind.LINK_DOWN,
                NoticeKind.LINK_UP,
                NoticeKind.AUTHENTICATION_FAILURE,
            ),
            1,
        )
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """One trap or inform of a known agent. It is a hint to look: traps get lost, and come late."""

    kind: NoticeKind
    address: str
    """Where it came from."""
    trap: str
    """The OID that names it."""
    if_index: int | None
    """The port it is about, if it says so."""
    values: Mapping[str, SnmpValue]
    """All it carries, long texts and long lists cut short."""


def notice_from(address: str, trap: str, values: Mapping[str, SnmpValue]) -> Notice:
    """Return the notice that a trap of this name with these values is."""
    bounded = dict(list(values.items())[:_MOST_VALUES])
    return Notice(
        kind=_KINDS.get(trap, NoticeKind.OTHER),
        address=address,
        trap=trap,
        if_index=next((value for oid, value in values.items() if _is_if_index(oid) and isinstance(value, int)), None),
        values={oid: value[:_LONGEST_TEXT] if isinstance(value, bytes) else value for oid, value in bounded.items()},
    )


def _is_if_index(oid: str) -> bool:
    return oid == IF_INDEX or oid.startswith(f"{IF_INDEX}.")
