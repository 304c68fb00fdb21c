"""One asset saved by a person: checked, permitted, and its device moved along."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers.translation import async_get_translations

from ..campuslink.model import Kind
from ..const import CONF_KEY, DOMAIN
from ..flows.known import place_in_room
from ..permissions.guard import Right, async_require
from ..store.actions import translate
from ..store.rules.errors import StoreError
from .ledger import Edit, EquipmentError, EquipmentLedger, async_get_ledger
from .rules.asset import Asset
from .rules.change import By, Source
from .rules.fields import FieldError, needs_approval, read_values

COLUMNS = "equipment_column"
"""Selector that names the columns of files and the fields of an asset."""


async def async_get_whole_ledger(hass: HomeAssistant) -> EquipmentLedger:
    """Return the ledger once everything was taken up. Raises HomeAssistantError while its database is away."""
    ledger = await async_get_ledger(hass)
    try:
        await ledger.async_catch_up()
    except StoreError as err:
        raise translate(err) from None
    return ledger


async def async_by(hass: HomeAssistant, user_id: str | None, source: Source = Source.PERSON) -> By:
    """Return who does something. user_id: None for an automation."""
    user = await hass.auth.async_get_user(user_id) if user_id else None
    if user is None:
        return By(Source.AUTOMATION if source is Source.PERSON else source)
    return By(source, user.id, (user.name or "")[:120])


async def async_save_asset(hass: HomeAssistant, entered: Mapping[str, Any], user_id: str | None, note: str) -> Asset:
    """Save what was entered of an asset and return it as it is then.

    entered: with the ``asset_id`` or ``asset_number`` of one there is; any other is new and needs ``site`` and
    ``name``. Raises ServiceValidationError with a sentence for a person, NotPermittedError, HomeAssistantError.
    """
    ledger = await async_get_whole_ledger(hass)
    asset = _find(ledger, entered)
    entry = hass.config_entries.async_get_entry(asset.site if asset else str(entered.get("site") or ""))
    if entry is None or entry.domain != DOMAIN:
        raise invalid("asset_site_unknown")
    try:
        values = read_values(entered)
    except FieldError as err:
        names = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
        name = names.get(f"component.{DOMAIN}.selector.{COLUMNS}.options.{err.field}", err.field)
        raise invalid("asset_field_invalid", field=name, text=err.fault.raw) from None
    await _async_permit(hass, entry, asset, values, user_id)
    if "state" in values and needs_approval(asset, values["state"]):
        raise invalid("asset_state_needs_approval")
    if not (values.get("name") or (asset and asset.name)):
        raise invalid("asset_name_missing")
    if asset is not None and asset.device_subentry_id and values.get("kind", asset.kind) != asset.kind:
        raise invalid("asset_kind_of_device")
    if values.get("area_id") and ar.async_get(hass).async_get_area(values["area_id"]) is None:
        raise invalid("area_unknown")
    edit = Edit(asset_id=asset.asset_id if asset else "", site=entry.entry_id, values=values)
    try:
        (saved,) = await ledger.async_edit([edit], await async_by(hass, user_id), note)
    except EquipmentError as err:
        raise invalid(err.key, **err.placeholders) from None
    except StoreError as err:
        raise translate(err) from None
    if "area_id" in values:
        _move_device(hass, entry, saved)
    return saved


def invalid(sentence: str, **placeholders: str) -> ServiceValidationError:
    """Return an error that says what to do, for whoever asked. sentence: translation key."""
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=sentence, translation_placeholders=placeholders or None
    )


def _find(ledger: EquipmentLedger, entered: Mapping[str, Any]) -> Asset | None:
    """Return the asset that is meant; None for a new one. Raises ServiceValidationError for an id nobody has."""
    if asset_id := str(entered.get("asset_id") or ""):
        if (asset := ledger.find(asset_id)) is None:
            raise invalid("asset_unknown", asset=asset_id[:64])
        return asset
    number = str(entered.get("asset_number") or "")
    return ledger.find(number) if number else None


async def _async_permit(
    hass: HomeAssistant, entry: ConfigEntry, asset: Asset | None, values: Mapping[str, Any], user_id: str | None
) -> None:
    """Let go on who manages the asset where it is, and where it would be."""
    what = f"save_asset {asset.asset_number or asset.name if asset else values.get('asset_number', '')}".strip()
    kinds = {Kind(kind) if kind else None for kind in {asset.kind if asset else "", values.get("kind", "")} if kind}
    areas = {asset.area_id} if asset else set()
    if "area_id" in values:
        areas.add(values["area_id"])
    for kind in kinds or {None}:
        for area_id in areas or {None}:
            await async_require(hass, entry, user_id, Right.MANAGE, what=what, kind=kind, area_id=area_id)


def _move_device(hass: HomeAssistant, entry: ConfigEntry, asset: Asset) -> None:
    subentry = entry.subentries.get(asset.device_subentry_id or "")
    if subentry is not None:
        place_in_room(hass, entry, str(subentry.data.get(CONF_KEY, "")), asset.area_id)
