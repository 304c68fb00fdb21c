"""What a device needs of an SNMP agent: values, whole columns, and settings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


class Oid(str):
    """An OBJECT IDENTIFIER as numbers with dots, without a leading dot: ``1.3.6.1.2.1.1.2.0``."""

    __slots__ = ()


type SnmpValue = int | bytes | Oid | str
"""INTEGER, Counter, Gauge and TimeTicks as int; OCTET STRING as bytes; OBJECT IDENTIFIER as Oid; IpAddress as str."""

type Column = Mapping[str, SnmpValue]
"""Index suffix (``3``, ``0.1.5``) to value, in the agent's order."""


@dataclass(kw_only=True, slots=True)
class SnmpStatistics:
    """What a link has done since it was opened; counts only grow."""

    requests: int = 0
    """Requests sent, repetitions included: what the agent had to work for."""
    answers: int = 0
    values: int = 0
    """Values received, those past the end of a column included."""
    timeouts: int = 0
    """Requests that nothing answered."""
    garbled: int = 0
    """Answers that could not be used."""


class SnmpLink(Protocol):
    """One agent. Calls may overlap; all of them together keep the promise of the agent's governor.

    OIDs are numbers with dots, without a leading dot. Every call ends within bounded time. Raises CannotConnectError,
    NoAnswerError, GarbledAnswerError, RefusedError or CredentialsError, and nothing else.
    """

    @property
    def line(self) -> str:
        """Key of the agent's address; holds no secret."""

    @property
    def statistics(self) -> SnmpStatistics:
        """Live counters, for diagnostics and tests."""

    async def get(self, oids: Sequence[str]) -> Mapping[str, SnmpValue]:
        """Return the values of single instances; what the agent does not have is left out."""

    async def walk(self, columns: Sequence[str]) -> Mapping[str, Column]:
        """Return every asked column; one without rows is an empty mapping.

        Columns are read side by side; a row may lack some of them. Raises GarbledAnswerError for an agent that does
        not come to an end.
        """

    async def set(self, values: Mapping[str, int | bytes]) -> None:
        """Set instances in one request, all or none: int as Integer32, bytes as OCTET STRING.

        Raises RefusedError with the agent's reason.
        """

    def note_cpu(self, percent: float) -> None:
        """Tell the agent's own processor load, so that a busy one is asked more slowly."""

    async def close(self) -> None:
        """Let go of the socket; calls under way end with CannotConnectError."""
