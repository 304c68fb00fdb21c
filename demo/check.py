"""What ``--check`` finds out, as one JSON object."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .api import Json
from .outages import is_offline
from .readiness import Entity, missing, still_online


@dataclass(kw_only=True, slots=True)
class Finding:
    """Filled in while the demo runs; judged after it has ended."""

    devices: Sequence[Mapping[str, Json]] = ()
    entities: Sequence[Entity] = ()
    seconds_to_ready: float | None = None
    peak_memory_mib: Mapping[str, float] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Whether every device is as it is meant to be and nothing went wrong."""
        return bool(self.devices) and self.seconds_to_ready is not None and not self.errors and not self._faults

    def to_json(self) -> str:
        """Return one line."""
        faults = self._faults
        kinds: dict[str, Counter[str]] = {}
        for device in self.devices:
            kinds.setdefault(device["kind"], Counter())[_state(device, faults)] += 1
        result = {
            "ok": self.is_good,
            "devices": kinds,
            "entities": Counter(entity.platform for entity in self.entities),
            "faults": faults,
            "errors": self.errors,
            "seconds_to_ready": self.seconds_to_ready,
            "peak_memory_mib": self.peak_memory_mib,
        }
        return json.dumps(result, ensure_ascii=False)

    @property
    def _faults(self) -> dict[str, list[str]]:
        return missing(self.entities, self.devices) | still_online(self.entities, self.devices)


def _state(device: Mapping[str, Json], faults: Mapping[str, list[str]]) -> str:
    if device["id"] in faults:
        return "not good"
    return "offline" if is_offline(device) else "good"
