"""From the table of paths to the points of the catalogue: a few numbers for the whole group."""

from collections.abc import Callable, Iterable

from ...model import Quality, Reading, Value
from .results import PathTable
from .verdict import PathState

POINTS: dict[str, Callable[[PathTable], Value]] = {
    "problem": lambda table: None if _is_unknown(table) else bool(table.bad),
    "targets_total": len,
    "targets_failing": lambda table: None if _is_unknown(table) else table.count(PathState.FAILING),
    "targets_degraded": lambda table: None if _is_unknown(table) else table.count(PathState.DEGRADED),
    "worst_loss": lambda table: _most(row.loss_percent for row in table.values()),
    "worst_latency": lambda table: _most(row.latency_ms for row in table.values()),
    "worst_clock_offset": lambda table: _most(
        abs(row.offset_ms) for row in table.values() if row.offset_ms is not None
    ),
    "certificate_days_left": lambda table: _least(row.days_left for row in table.values()),
}
"""By point id, its value; None where no path has one."""


def summarise(table: PathTable, at: float) -> dict[str, Reading]:
    """Return a reading for every point, absent where no path gives a value."""
    values = {point: value_of(table) for point, value_of in POINTS.items()}
    return {
        point: Reading(value, Quality.ABSENT if value is None else Quality.GOOD, at) for point, value in values.items()
    }


def _is_unknown(table: PathTable) -> bool:
    return table.count(PathState.UNKNOWN) == len(table)


def _most(values: Iterable[float | None]) -> float | None:
    return max((value for value in values if value is not None), default=None)


def _least(values: Iterable[float | None]) -> float | None:
    return min((value for value in values if value is not None), default=None)
