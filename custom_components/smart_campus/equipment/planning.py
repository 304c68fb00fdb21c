"""A ledger's file against the ledger and the devices there are: what would change, and what cannot be done."""

from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant

from ..campuslink.errors import CodecError
from ..campuslink.link.credentials import NO_CREDENTIALS, Credentials
from ..campuslink.profile.schema import Profile, Protocol
from ..const import CONF_CREDENTIALS, CONF_ENDPOINT, CONF_MODEL, CONF_OPTIONS
from ..flows.candidate import Candidate
from ..flows.draft import Draft
from ..flows.models import Model
from ..sheets.rules.faults import CellError, RowFault
from .connecting import ConnectionCellError, Wanted, has_connection, read_connection
from .modelling import Models
from .rules.asset import Asset, AssetState, changes_between, edit, number_key
from .rules.fields import needs_approval
from .rules.file_rows import FileRow, FileRows
from .rules.places import Gazetteer, place_key
from .rules.plan import ImportPlan, Step
from .site_view import KnownDevice, SiteView

MOST_FAULTS: Final = 1000
"""Faults that are listed."""


def plan_import(hass: HomeAssistant, view: SiteView, file: FileRows, *, retire_orphans: bool) -> ImportPlan:
    """Return what a file would change. Blocks; runs in a thread.

    A row that cannot be used changes nothing, and while there is one, nothing is retired: it may be one of theirs.
    """
    planner = _Planner(hass, view)
    steps: list[Step] = []
    faults = list(file.faults)
    for row in file.rows:
        try:
            step = planner.plan(row)
        except ConnectionCellError as err:
            fault = err.fault
            faults.append(
                RowFault(row=row.number, column=err.column, key=fault.key, raw=fault.raw, detail=fault.detail)
            )
        else:
            if step is not None:
                steps.append(step)
    orphans = [
        asset
        for asset in view.assets.values()
        if asset.site == view.site and asset.asset_id not in planner.matched and asset.state is not AssetState.RETIRED
    ]
    new = sum(not step.asset_id for step in steps)
    changed = len(steps) - new
    if retire_orphans and not faults:
        steps += map(_retire, orphans)
    return ImportPlan(
        steps=steps,
        faults=sorted(faults, key=lambda fault: fault.row),
        new=new,
        changed=changed,
        unchanged=len(file.rows) - new - changed - (len(faults) - len(file.faults)),
        orphaned=len(orphans),
        revision=view.revision,
    )


def _retire(asset: Asset) -> Step:
    change = {"state": (asset.state.value, AssetState.RETIRED.value)}
    values = {"state": AssetState.RETIRED.value}
    return Step(row=0, asset_id=asset.asset_id, values=values, change=change)


class _Planner:
    def __init__(self, hass: HomeAssistant, view: SiteView) -> None:
        self.matched: set[str] = set()
        """Assets the file speaks of, rows with faults included."""
        self._hass = hass
        self._view = view
        self._models = Models(view.library)
        self._areas = Gazetteer(view.places.title, view.places.areas)
        self._floors = Gazetteer(view.places.title, view.places.floors)
        self._area_names = {area.id: area.name for area in view.places.areas}
        self._floor_names = {floor.id: floor.name for floor in view.places.floors}
        self._rooms: dict[str, FileRow] = {}
        """First row of each room with a floor."""
        self._taken: dict[str, int] = {}
        """Row by place of a device."""
        self._by_place = {device.unique_id: device for device in view.devices.values()}
        self._of_device = {
            asset.device_subentry_id: asset for asset in view.assets.values() if asset.device_subentry_id
        }
        self._lenders: defaultdict[Protocol, list[KnownDevice]] = defaultdict(list)
        """Devices with a login."""
        for device in view.devices.values():
            if device.data.get(CONF_CREDENTIALS) and (profile := view.library.get(device.profile)):
                self._lenders[profile.transport.protocol].append(device)

    def plan(self, row: FileRow) -> Step | None:
        """Return what a row asks for; None when everything is so already. Raises ConnectionCellError for a cell."""
        asset = self._asset_of(row)
        known = self._view.devices.get(asset.device_subentry_id or "") if asset else None
        model = self._model_of(row, known)
        draft = self._draft_of(row, model, known)
        if asset is None and draft is not None:
            asset, known = self._adopt(row, draft)
        if asset is not None:
            self.matched.add(asset.asset_id)
            self._check(row, asset, model)
        elif not row.values.get("name"):
            raise ConnectionCellError("name", CellError("cell_empty", ""))
        self._claim(row, draft, known)
        values = self._values(row, model, known)
        before = asset or Asset(asset_id="", site=self._view.site)
        change = dict(changes_between(asset, edit(before, values)))
        change |= self._place_change(row, asset)
        device = None
        if draft is not None and model is not None:
            device, moved = self._device(row, draft, model, known)
            change |= moved
        if not change:
            return None
        return Step(
            row=row.number,
            asset_id=asset.asset_id if asset else "",
            values=_to_json(values),
            room={"name": row.room, "floor": row.floor, "type": row.room_type} if row.room else None,
            device=device,
            change=change,
        )

    def _asset_of(self, row: FileRow) -> Asset | None:
        """Return the asset a row means by its id in the ledger, else by its number."""
        view = self._view
        if row.ledger_id:
            asset = view.assets.get(row.ledger_id)
            if asset is None or asset.site != view.site:
                raise ConnectionCellError("ledger_id", CellError("cell_no_ledger_id", row.ledger_id))
            owner = view.numbers.get(number_key(row.asset_number), asset.asset_id)
            if row.asset_number and owner != asset.asset_id:
                name = view.assets[owner].name
                raise ConnectionCellError("asset_number", CellError("cell_number_taken", row.asset_number, name))
            return asset
        asset = view.assets.get(view.numbers.get(number_key(row.asset_number), ""))
        if asset is not None and asset.site != view.site:
            raise ConnectionCellError("asset_number", CellError("cell_other_site", row.asset_number, asset.name))
        return asset

    def _model_of(self, row: FileRow, known: KnownDevice | None) -> Model | None:
        """Return the model a row names; None where it needs none."""
        kind = str(row.values.get("kind") or (known.kind if known else ""))
        if text := row.texts.get("profile"):
            return self._product(row, self._find_model("profile", text, kind), known)
        if known is not None:
            profile = self._view.library.get(known.profile)
            return Model(label=str(known.data.get(CONF_MODEL) or ""), profile=profile) if profile else None
        if not has_connection(row.texts, None) and not row.texts.get("address"):
            return None
        maker = str(row.values.get("manufacturer") or "")
        return self._find_model("model", str(row.values.get("model") or ""), kind, maker)

    def _product(self, row: FileRow, model: Model, known: KnownDevice | None) -> Model:
        """Return which of a profile's products is meant: the one that is set up, else the one the model names."""
        if known is not None:
            is_same = known.profile == model.profile.id
            return Model(label=str(known.data.get(CONF_MODEL) or ""), profile=model.profile) if is_same else model
        maker = str(row.values.get("manufacturer") or "")
        with suppress(CellError):
            named = self._models.find(str(row.values.get("model") or ""), kind="", manufacturer=maker)
            return named if named.profile.id == model.profile.id else model
        return model

    def _find_model(self, column: str, text: str, kind: str, manufacturer: str = "") -> Model:
        if not text:
            raise ConnectionCellError(column, CellError("cell_model_missing", ""))
        try:
            return self._models.find(text, kind=kind, manufacturer=manufacturer)
        except CellError as err:
            raise ConnectionCellError(column, err) from None

    def _draft_of(self, row: FileRow, model: Model | None, known: KnownDevice | None) -> Draft | None:
        """Return the device a row describes; None where it does not say how one is reached."""
        if model is None or not ((known and row.texts) or has_connection(row.texts, model.profile)):
            return None
        stored = _stored_draft(known, model.profile)
        login = self._login_of(row, model, known)
        name = known.title if known else str(row.values.get("name") or row.asset_number)
        wanted = Wanted(name=name, texts=row.texts, profile=model.profile, stored=stored, login=login)
        return read_connection(self._hass, wanted)

    def _login_of(self, row: FileRow, model: Model, known: KnownDevice | None) -> Credentials:
        lender = self._lender(row, model) if row.texts.get("login_like") else known
        return Credentials(lender.data.get(CONF_CREDENTIALS) or {}) if lender else NO_CREDENTIALS

    def _lender(self, row: FileRow, model: Model) -> KnownDevice:
        """Return the device whose login a row shares, by its name or asset number."""
        text = row.texts["login_like"]
        asset = self._view.assets.get(self._view.numbers.get(number_key(text), ""))
        fitting = self._lenders.get(model.profile.transport.protocol, [])
        for device in fitting:
            is_meant = asset is not None and asset.device_subentry_id == device.subentry_id
            if is_meant or place_key(device.title) == place_key(text):
                return device
        known = ", ".join(sorted(device.title for device in fitting)[:5]) or "–"
        raise ConnectionCellError("login_like", CellError("login_unknown", text, known))

    def _adopt(self, row: FileRow, draft: Draft) -> tuple[Asset | None, KnownDevice | None]:
        """Return the asset of the device that stands at the place of a row, when it waits for its number."""
        known = self._by_place.get(draft.unique_id)
        if known is None:
            return None, None
        asset = self._of_device.get(known.subentry_id)
        if known.entry_id != self._view.site or asset is None or asset.asset_number:
            label = f"{known.title} ({asset.asset_number})" if asset and asset.asset_number else known.title
            raise ConnectionCellError("host", CellError("cell_place_taken", draft.place, label))
        return asset, known

    def _check(self, row: FileRow, asset: Asset, model: Model | None) -> None:
        """Refuse what only a person may decide, and what the device says otherwise."""
        state = row.values.get("state")
        if state is not None and needs_approval(asset, state):
            raise ConnectionCellError("state", CellError("cell_needs_approval", state.value))
        if asset.device_subentry_id and model and model.profile.kind.value != asset.kind:
            raise ConnectionCellError("profile", CellError("cell_other_kind", model.label, asset.kind))

    def _claim(self, row: FileRow, draft: Draft | None, known: KnownDevice | None) -> None:
        """Refuse a place that another device, or another row, has."""
        if draft is None:
            return
        other = self._by_place.get(draft.unique_id)
        if other is not None and (known is None or other.subentry_id != known.subentry_id):
            raise ConnectionCellError("host", CellError("cell_place_taken", draft.place, other.title))
        if self._taken.setdefault(draft.unique_id, row.number) != row.number:
            first = str(self._taken[draft.unique_id])
            raise ConnectionCellError("host", CellError("cell_twice", draft.place, first))

    def _values(self, row: FileRow, model: Model | None, known: KnownDevice | None) -> dict[str, Any]:
        values = dict(row.values)
        if model is not None:
            if values.get("kind") not in (None, "", model.profile.kind.value):
                raise ConnectionCellError("kind", CellError("cell_other_kind", model.label, model.profile.kind.value))
            values["kind"] = model.profile.kind.value
        elif known is not None:
            values.pop("kind", None)
        return values

    def _place_change(self, row: FileRow, asset: Asset | None) -> dict[str, tuple[Any, Any]]:
        """Return whether a row moves an asset, or a room to another floor."""
        if not row.room:
            return {}
        first = self._rooms.setdefault(place_key(row.room), row)
        if first.floor != row.floor and row.floor and first.floor:
            detail = f"{first.floor} ({first.number})"
            raise ConnectionCellError("floor", CellError("cell_floor_differs", row.floor, detail))
        place = self._areas.find(row.room)
        change: dict[str, tuple[Any, Any]] = {}
        if not place.id or place.id != (asset.area_id if asset else None):
            change["room"] = (self._area_names.get(asset.area_id or "") if asset else None, place.name)
        if row.floor:
            floor, now = self._floors.find(row.floor), self._view.places.floor_of.get(place.id, "")
            if not floor.id or floor.id != now:
                change["floor"] = (self._floor_names.get(now), floor.name)
        return change

    def _device(
        self, row: FileRow, draft: Draft, model: Model, known: KnownDevice | None
    ) -> tuple[dict[str, Any] | None, dict[str, tuple[Any, Any]]]:
        """Return the device of a row as a step holds it, and what of it changes; None for one that is so already."""
        before = _stored_draft(known, model.profile)
        if known is not None and before is not None and known.profile == model.profile.id:
            is_same = replace(draft, area_id=None, options={}) == replace(before, area_id=None, options={})
            if is_same and not _is_news(draft.options, known.data.get(CONF_OPTIONS) or {}):
                return None, {}
        candidate = Candidate(draft=draft, place_key=draft.place_key, stored=known.data if known else None)
        data = candidate.to_data(model)
        lender = self._lender(row, model) if row.texts.get("login_like") else known
        old = f"{known.profile} {before.place}" if known and before else None
        data.pop(CONF_CREDENTIALS, None)
        step = {
            "kind": draft.kind.value,
            "title": draft.name,
            "unique_id": draft.unique_id,
            "data": data,
            "options": dict(draft.options),
            "subentry_id": known.subentry_id if known else "",
            "login_of": lender.subentry_id if lender else "",
        }
        return step, {"connection": (old, f"{model.profile.id} {draft.place}")}


def _stored_draft(known: KnownDevice | None, profile: Profile) -> Draft | None:
    """Return a device as it is set up; None where it is new or was damaged."""
    if known is None or CONF_ENDPOINT not in known.data:
        return None
    subentry = ConfigSubentry(
        data=MappingProxyType(dict(known.data)),
        subentry_type=known.kind,
        title=known.title,
        unique_id=known.unique_id,
    )
    try:
        return Draft.from_subentry(subentry, profile)
    except CodecError:
        return None


def _is_news(options: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    return any(stored.get(key) != value for key, value in options.items())


def _to_json(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value.isoformat() if hasattr(value, "isoformat") else value for key, value in values.items()}
