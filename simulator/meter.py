"""One simulated meter: what it measures, who it is, and what is wrong with it."""

from dataclasses import dataclass, field

from .faults import JUMP, NO_FAULT, Fault, FaultKind
from .quantities import Source, Values, is_total
from .system import Names


@dataclass(kw_only=True, slots=True)
class Meter:
    """A meter on a wall. Its serial number, its fault and its counters' zero can change while it runs."""

    id: str
    profile: str
    """Id of the device profile that reads this model."""
    name: Names
    room: Names
    building: Names
    source: Source
    address: str
    """Modbus unit, or the digits printed on a DL/T 645 or CJ/T 188 meter."""
    serial: str
    fault: Fault = NO_FAULT
    requests: int = 0
    """How many requests for this meter reached its gateway."""
    _zero: dict[str, float] = field(default_factory=dict)

    @property
    def is_absent(self) -> bool:
        """Whether every value reads as not available."""
        return self.fault.kind is FaultKind.NAN

    def values(self) -> Values:
        """Return every quantity now, totals since the meter was hung on the wall."""
        return {name: value - self._zero.get(name, 0.0) for name, value in self.source.values().items()}

    def shown(self) -> Values:
        """Return what the meter says on the wire, which a fault may make differ from what it measures."""
        values = self.values()
        if self.fault.kind is FaultKind.JUMP:
            return {name: value + JUMP if is_total(name) else value for name, value in values.items()}
        if self.fault.kind is FaultKind.ZERO:
            return {name: 0.0 if is_total(name) else value for name, value in values.items()}
        return values

    def exchange(self, serial: str) -> None:
        """Hang a new meter in this one's place: another serial number, and counters from zero."""
        self.serial = serial
        self._zero = {name: value for name, value in self.source.values().items() if is_total(name)}
