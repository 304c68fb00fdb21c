"""One poll's questions to the agent: objects first, then table by table, going on where a single table fails."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...errors import CampusLinkError, GarbledAnswerError, NoAnswerError, RefusedError
from ...link.snmp.base import Column, SnmpLink, SnmpValue

SYS_UPTIME = "1.3.6.1.2.1.1.3.0"
ENGINE_TIME = "1.3.6.1.6.3.10.2.1.3.0"
MOST_SILENCES = 2
"""Tables in a row that nothing answers for, after which the rest is not asked for."""

_INTERFACE_TABLES = frozenset({"1.3.6.1.2.1.2.2.1", "1.3.6.1.2.1.31.1.1.1"})


@dataclass(slots=True)
class Haul:
    """What came back."""

    objects: Mapping[str, SnmpValue]
    columns: dict[str, Column] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    """Reason by column that could not be read."""


async def ask(link: SnmpLink, objects: Iterable[str], columns: Iterable[str], haul: Haul | None = None) -> Haul:
    """Read what is wanted. Raises what the link raises while nothing was answered, later only what ends everything."""
    if haul is None:
        haul = Haul(objects=await link.get(list(objects)))
    silences = 0
    for table in group_by_table(columns):
        if silences >= MOST_SILENCES:
            haul.failed.update(dict.fromkeys(table, "the device fell silent"))
            continue
        try:
            haul.columns.update(await link.walk(table))
            silences = 0
        except (NoAnswerError, GarbledAnswerError, RefusedError) as error:
            silences += isinstance(error, NoAnswerError)
            haul.failed.update(dict.fromkeys(table, _reason(error)))
    return haul


def group_by_table(columns: Iterable[str]) -> list[list[str]]:
    """Return the columns of each table together; both tables of interfaces count as one, as they have the same rows."""
    tables: dict[str, list[str]] = {}
    for column in dict.fromkeys(columns):
        table = column.rpartition(".")[0]
        tables.setdefault("interfaces" if table in _INTERFACE_TABLES else table, []).append(column)
    return list(tables.values())


def _reason(error: CampusLinkError) -> str:
    return str(error) or type(error).__name__
