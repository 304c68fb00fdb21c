"""What an import would do, before anything is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...sheets.rules.faults import RowFault
from .asset import Change


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What one row asks for. Doing it twice changes nothing the second time."""

    row: int
    """0 for an asset that is not in the file."""
    asset_id: str = ""
    """Empty for a new asset."""
    values: Mapping[str, Any]
    """Fields of the asset, as JSON."""
    room: Mapping[str, str] | None = None
    """``name``, ``floor`` and ``type`` of the room; None where the row names none."""
    device: Mapping[str, Any] | None = None
    """``kind``, ``title``, ``unique_id``, ``data`` and ``options`` of the device, ``subentry_id`` of one there is,
    ``login_of`` the one whose login it shares; None where the row does not change how a device is reached.

    Holds no secret: logins and stored options are taken over from the device itself when the step is done.
    """
    change: Change
    """For people."""

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "row": self.row,
            "asset_id": self.asset_id,
            "values": dict(self.values),
            "room": None if self.room is None else dict(self.room),
            "device": None if self.device is None else dict(self.device),
            "change": {key: list(pair) for key, pair in self.change.items()},
        }

    @property
    def number(self) -> str:
        """Return the asset number as it is shown."""
        return str(self.values.get("asset_number") or "")


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportPlan:
    """Every step of an import, and what is wrong with the file."""

    steps: Sequence[Step]
    """Rows that change something, in the order of the file; then what is not in the file."""
    faults: Sequence[RowFault]
    new: int
    changed: int
    unchanged: int
    orphaned: int
    """Assets of the site that are not in the file, whatever becomes of them."""
    revision: int
    """Of the ledger it was compared with."""

    @property
    def counts(self) -> dict[str, int]:
        """Return how many rows are what."""
        return {
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "orphaned": self.orphaned,
            "errors": len(self.faults),
        }
