"""What is wrong with a projector, from what it says of its parts."""

from collections.abc import Mapping
from dataclasses import dataclass

from ...campuslink.model import Value

PARTS = {
    "fan_fault": "fan",
    "lamp_fault": "lamp",
    "temperature_fault": "temperature",
    "cover_fault": "cover",
    "filter_fault": "filter",
    "other_fault": "other",
}
"""Name of the cause by point."""


@dataclass(frozen=True, slots=True)
class Faults:
    """Causes in the order of `PARTS`."""

    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def causes(self) -> tuple[str, ...]:
        """Return errors, then warnings."""
        return self.errors + self.warnings


def faults_in(values: Mapping[str, Value]) -> Faults | None:
    """Return what is wrong, None while the projector told nothing. values: good ones by point."""
    told = {cause: values[point] for point, cause in PARTS.items() if point in values}
    if not told:
        return None
    return Faults(
        errors=tuple(cause for cause, value in told.items() if value == "error"),
        warnings=tuple(cause for cause, value in told.items() if value == "warning"),
    )
