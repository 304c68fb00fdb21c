"""Which assets somebody looks for, and in which order."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from .asset import Asset, AssetState

DUE_WITHIN: Final = timedelta(days=30)
"""How long ahead an inspection counts as due and a warranty as ending."""

_SEARCHED: Final = ("asset_number", "name", "manufacturer", "model", "serial", "keeper", "note")
SORTED_BY: Final = ("asset_number", "name", "kind", "model", "state", "keeper", "next_inspection_on", "warranty_until")
_DIGITS: Final = re.compile(r"(\d+)")


class Due(StrEnum):
    """What is due soon."""

    INSPECTION = "inspection"
    WARRANTY = "warranty"


@dataclass(frozen=True, kw_only=True, slots=True)
class AssetQuery:
    """What somebody looks for; None means anything."""

    site: str | None = None
    search: str = ""
    """Words of which each must stand in some field."""
    state: AssetState | None = None
    kind: str | None = None
    """Empty for what has no network."""
    area_id: str | None = None
    due: Due | None = None
    sort: str = "asset_number"
    """A field; with a hyphen before it the last comes first."""


def search_assets(assets: Iterable[Asset], query: AssetQuery, today: date) -> list[Asset]:
    """Return the assets that fit, sorted; those without the field sorted by come last."""
    found = [asset for asset in assets if _fits(asset, query, today)]
    key = query.sort.removeprefix("-")
    given = [asset for asset in found if getattr(asset, key)]
    given.sort(key=lambda asset: (_natural(getattr(asset, key)), _natural(asset.name)), reverse=query.sort[:1] == "-")
    return given + sorted((asset for asset in found if not getattr(asset, key)), key=lambda asset: _natural(asset.name))


def is_inspection_due(asset: Asset, today: date) -> bool:
    """Return whether an asset that is in use must be inspected soon, or should have been."""
    on = asset.next_inspection_on
    return on is not None and asset.state is not AssetState.RETIRED and on <= today + DUE_WITHIN


def is_warranty_ending(asset: Asset, today: date) -> bool:
    """Return whether the warranty of an asset ends soon; one that has ended is no news."""
    until = asset.warranty_until
    return until is not None and asset.state is not AssetState.RETIRED and today <= until <= today + DUE_WITHIN


_IS_DUE: Final = {Due.INSPECTION: is_inspection_due, Due.WARRANTY: is_warranty_ending}


def _fits(asset: Asset, query: AssetQuery, today: date) -> bool:
    wanted = {"site": query.site, "state": query.state, "kind": query.kind, "area_id": query.area_id}
    if any(value is not None and getattr(asset, key) != value for key, value in wanted.items()):
        return False
    if query.due is not None and not _IS_DUE[query.due](asset, today):
        return False
    text = "\n".join(str(getattr(asset, key)) for key in _SEARCHED).casefold()
    return all(word in text for word in query.search.casefold().split())


def _natural(value: object) -> list[tuple[int, int, str]]:
    """Return a key by which A-9 comes before A-10."""
    parts = _DIGITS.split(str(value).casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part]
