"""An import while it is carried out, as it outlives a restart."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Self

from ...store.rules.times import from_ms


class JobState(StrEnum):
    """How far an import is."""

    RUNNING = "running"
    """Something is left to do, or may not be on a disk yet."""
    FINISHED = "finished"
    FAILED = "failed"
    """It was given up; what it had done stays."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportJob:
    """Everything an import has to do and who began it. Doing a step twice changes nothing the second time."""

    id: str
    site: str
    begun_ms: int
    user_id: str = ""
    user_name: str = ""
    state: JobState = JobState.RUNNING
    steps: tuple[Mapping[str, Any], ...] = ()
    """What each row asks for, as `rules.steps`; empty once it is finished."""
    result: Mapping[str, Any] = field(default_factory=dict)
    was_interrupted: bool = False
    """Whether Home Assistant ended in its middle."""
    version: int = 1

    @property
    def begun_at(self) -> datetime:
        """Return when it began."""
        return from_ms(self.begun_ms)

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {**asdict(self), "state": self.state.value, "steps": [dict(step) for step in self.steps]}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned."""
        return cls(**{**data, "state": JobState(data["state"]), "steps": tuple(data["steps"])})
