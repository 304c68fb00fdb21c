"""Equipment that is checked from time to time: what the ledger says of it, and what it is told."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from ..equipment.ledger import Edit, EquipmentLedger
from ..equipment.rules.asset import Asset, AssetState
from ..equipment.rules.change import By, Source
from .rules.task import Target

_PREFIX: Final = "asset:"


def targets_of_assets(ledger: EquipmentLedger, site: str) -> Iterator[Target]:
    """Yield what can be checked of a site; what is retired is not."""
    for asset in ledger.of_site(site):
        if asset.state is not AssetState.RETIRED:
            yield target_of(asset)


def target_of(asset: Asset) -> Target:
    """Return a piece of equipment as something that can be checked."""
    name = " ".join(filter(None, (asset.asset_number, asset.name)))
    return Target(f"{_PREFIX}{asset.asset_id}", name or asset.asset_id, asset.area_id, asset.kind)


def inspection_day(ledger: EquipmentLedger, target: Target) -> date | None:
    """Return when the ledger says a piece of equipment is to be looked at next."""
    asset = ledger.find(target.key.removeprefix(_PREFIX))
    return None if asset is None else asset.next_inspection_on


async def async_move_inspection(ledger: EquipmentLedger, target: Target, day: date | None) -> None:
    """Let the ledger say when a piece of equipment is to be looked at next. Raises EquipmentError and StoreError."""
    edit = Edit(asset_id=target.key.removeprefix(_PREFIX), values={"next_inspection_on": day})
    await ledger.async_edit([edit], By(Source.AUTOMATION))
