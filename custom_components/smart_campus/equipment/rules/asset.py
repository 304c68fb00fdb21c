"""One piece of equipment: a device, a chair, a computer; and what may be said of it."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final, Self

from ...campuslink.model import EMPTY

NO_NETWORK: Final = ""
MOST_NUMBER: Final = 64
MOST_NAME: Final = 100
MOST_TEXT: Final = 120
MOST_NOTE: Final = 1000


class AssetState(StrEnum):
    """Where a piece of equipment is in its life."""

    IN_USE = "in_use"
    LENT = "lent"
    IN_REPAIR = "in_repair"
    RETIRED = "retired"


APPROVED_STATES: Final = frozenset({AssetState.LENT, AssetState.RETIRED})
"""States that somebody else than who asks has to agree to, on the way in and on the way out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asset:
    """One line of the ledger."""

    asset_id: str
    """Made by the ledger, never changes."""
    site: str
    """Config entry id."""
    asset_number: str = ""
    """As the college numbers its property; empty until somebody gave one."""
    name: str = ""
    kind: str = NO_NETWORK
    """A kind of device; empty for what has no network."""
    profile: str = ""
    """Id of the profile its device is asked with; empty for what is not in operation."""
    manufacturer: str = ""
    model: str = ""
    serial: str = ""
    firmware: str = ""
    area_id: str | None = None
    purchased_on: date | None = None
    warranty_until: date | None = None
    """Last day of the warranty."""
    keeper: str = ""
    state: AssetState = AssetState.IN_USE
    next_inspection_on: date | None = None
    device_subentry_id: str | None = None
    """Of the device in Home Assistant; None for what is not in operation."""
    note: str = ""
    own_fields: frozenset[str] = frozenset()
    """Fields a person set; what the device tells of these does not count."""
    told: Mapping[str, str] = EMPTY
    """What the device told last, by field."""
    version: int = 0
    """Changes so far."""

    @property
    def differs(self) -> Mapping[str, str]:
        """What the device tells otherwise than a person wrote, by field."""
        return {key: text for key, text in self.told.items() if text and text != (getattr(self, key) or "")}

    def to_json(self) -> dict[str, Any]:
        """Return it as JSON."""
        found: dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        dates = {key: value.isoformat() for key, value in found.items() if isinstance(value, date)}
        return found | dates | {"own_fields": sorted(self.own_fields), "told": dict(self.told)}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned; fields of a newer program are left out. Raises KeyError, ValueError."""
        known = {each.name for each in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        for key in DATES & values.keys():
            values[key] = date.fromisoformat(values[key]) if values[key] else None
        values["state"] = AssetState(values.get("state", AssetState.IN_USE))
        values["own_fields"] = frozenset(values.get("own_fields", ()))
        return cls(**values)


TEXTS: Final[Mapping[str, int]] = {
    "asset_number": MOST_NUMBER,
    "name": MOST_NAME,
    "kind": 20,
    "profile": MOST_TEXT,
    "manufacturer": MOST_TEXT,
    "model": MOST_TEXT,
    "serial": MOST_TEXT,
    "firmware": MOST_TEXT,
    "keeper": MOST_NAME,
    "note": MOST_NOTE,
}
"""Most characters by field."""

DATES: Final = frozenset({"purchased_on", "warranty_until", "next_inspection_on"})

EDITABLE: Final = (
    "asset_number",
    "name",
    "kind",
    "manufacturer",
    "model",
    "serial",
    "firmware",
    "area_id",
    "purchased_on",
    "warranty_until",
    "keeper",
    "state",
    "next_inspection_on",
    "note",
)
"""Fields a person may set."""

TOLD: Final = ("name", "manufacturer", "model", "serial", "firmware", "area_id")
"""Fields a device fills in by itself."""

type Change = Mapping[str, tuple[Any, Any]]
"""Old and new by field, as JSON."""


def number_key(number: str) -> str:
    """Return an asset number as it is compared: full-width digits, case and spaces make no other number."""
    return "".join(unicodedata.normalize("NFKC", number).casefold().split())


def edit(asset: Asset, values: Mapping[str, Any]) -> Asset:
    """Return an asset after a person set some fields; one that is emptied goes by the device again.

    Where a device is, Home Assistant knows: its area never counts as set by a person in the ledger.
    """
    own = set(asset.own_fields)
    new: dict[str, Any] = {}
    for key, value in values.items():
        if key in TOLD and not value:
            own.discard(key)
            new[key] = asset.told.get(key) or (None if key == "area_id" else "")
        else:
            new[key] = value
            if key in TOLD and value != getattr(asset, key) and not (key == "area_id" and asset.device_subentry_id):
                own.add(key)
    return replace(asset, **new, own_fields=frozenset(own))


def take_told(asset: Asset, told: Mapping[str, str | None]) -> Asset:
    """Return an asset after its device told something of itself; empty texts tell nothing."""
    news = {key: text for key, text in told.items() if text and key in TOLD}
    shown: dict[str, Any] = {key: text for key, text in news.items() if key not in asset.own_fields}
    merged = {**asset.told, **news}
    if merged == dict(asset.told) and all(getattr(asset, key) == text for key, text in shown.items()):
        return asset
    return replace(asset, **shown, told=merged)


def changes_between(old: Asset | None, new: Asset) -> Change:
    """Return what is shown of two versions of an asset; ``told_<field>`` is what a device says that does not count.

    old: None for a new one.
    """
    before, after = old.to_json() if old else {}, new.to_json()
    keys = (*EDITABLE, "profile", "device_subentry_id", "site")
    told = old.told if old else EMPTY
    overruled = {
        f"told_{key}": (told.get(key) or None, text)
        for key, text in new.told.items()
        if key in new.own_fields and told.get(key) != text
    }
    return overruled | {
        key: (before.get(key) or None, after[key] or None)
        for key in keys
        if (before.get(key) or None) != (after[key] or None) and not (old is None and key == "site")
    }
