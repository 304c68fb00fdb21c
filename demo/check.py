"""What ``--check`` finds out, as one JSON object."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from .api import Json
from .readiness import Entity, missing


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
        """Whether every device reads well and nothing went wrong."""
        return bool(self.devices) and self.seconds_to_ready is not None and not self.errors and not self._faults

    def to_json(self) -> str:
        """Return one line."""
        faults = self._faults
        kinds: dict[str, Counter[str]] = {}
        for device in self.devices:
            kinds.setdefault(device["kind"], Counter())["not good" if device["id"] in faults else "good"] += 1
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
        return missing(self.entities, self.devices)
