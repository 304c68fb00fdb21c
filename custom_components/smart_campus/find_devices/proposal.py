"""What a found device would become: model, name and room, and whether it is there already."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar

from ..campuslink.discovery.finding import Finding
from ..campuslink.profile.schema import Profile
from ..const import DOMAIN
from ..flows.candidate import Candidate
from ..flows.draft import Draft
from ..flows.known import find_known, free_key
from ..flows.models import Model
from ..flows.names import NAME_LIMIT, clean_name
from ..flows.preview import plain_text
from ..flows.probe import Probe
from ..products import label_of, labels_of
from ..rooms.settings import CONF_REGISTRAR_NAME, SUBENTRY_ROOM
from .rules.rooms import propose_room

_FEWEST = 3
"""Characters a model must share with a product to be taken for it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """One device that can be added as it is."""

    finding: Finding
    model: Model
    draft: Draft
    known_as: str | None = None
    """Name of the device that is at the same place, or is this very device; None for a new one."""

    @property
    def key(self) -> str:
        """Return what tells the proposal from others of the same search."""
        return self.finding.key

    @property
    def is_exact(self) -> bool:
        """Return whether the device named itself, so that the model leaves no doubt."""
        return self.finding.matches[0].is_exact

    def in_room(self, area_id: str | None) -> Self:
        """Return the same proposal for a room, unless one is proposed already."""
        return self if self.draft.area_id else replace(self, draft=replace(self.draft, area_id=area_id))

    def candidate(self, hass: HomeAssistant, probe: Probe) -> Candidate:
        """Return what will be saved once the device was read."""
        return Candidate(draft=probe.draft, place_key=free_key(hass, probe.draft.place_key), probe=probe)


def make_proposals(hass: HomeAssistant, findings: Iterable[Finding]) -> list[Proposal]:
    """Return what can be added of what was found, in the same order."""
    rooms = room_names(hass)
    return [_propose(hass, finding, rooms) for finding in findings if finding.is_addable]


def room_names(hass: HomeAssistant) -> Mapping[str, list[str]]:
    """Return what the rooms of this Home Assistant are called, by area: by areas, their aliases, and timetables."""
    names = {area.id: [area.name, *area.aliases] for area in ar.async_get(hass).async_list_areas()}
    for entry in hass.config_entries.async_entries(DOMAIN):
        for room in entry.get_subentries_of_type(SUBENTRY_ROOM):
            called = [room.title, str(room.data.get(CONF_REGISTRAR_NAME) or "")]
            names.get(room.data.get("area_id", ""), []).extend(called)
    return names


def _propose(hass: HomeAssistant, finding: Finding, rooms: Mapping[str, list[str]]) -> Proposal:
    profile = finding.matches[0].profile
    model = Model(label=_label(profile, finding.identity.model or ""), profile=profile)
    draft = Draft(
        kind=profile.kind,
        name=_name(finding, model),
        endpoint=finding.endpoint,
        address=finding.address,
        credentials=finding.credentials,
        params={param.id: param.default for param in profile.params.values()},
        area_id=propose_room(_hints(finding), rooms),
    )
    probe = Probe(draft=draft, identity=finding.identity, readings={})
    told = Candidate(draft=draft, place_key=draft.place_key, probe=probe).told_key
    known = find_known(hass, unique_id=draft.unique_id, key=told)
    return Proposal(finding=finding, model=model, draft=draft, known_as=known)


def _hints(finding: Finding) -> tuple[str, ...]:
    """Return the texts that may name a room, the surest first. A switch's own place is a closet, not a room."""
    alias = finding.place.alias if finding.place else ""
    return finding.name, finding.location, finding.host_name.partition(".")[0], alias


def _name(finding: Finding, model: Model) -> str:
    place = f"{finding.host}/{finding.address}" if finding.address else finding.host
    told = finding.name or f"{finding.identity.model or model.label} {place}"
    return clean_name(plain_text(told))[:NAME_LIMIT].strip() or place


def _label(profile: Profile, told: str) -> str:
    """Return the product the device most likely is: the one its model begins with, else the first."""
    alike = [
        (len(product.model), label_of(product))
        for product in profile.products
        if len(product.model) >= _FEWEST and told.casefold().startswith(product.model.casefold())
    ]
    return max(alike)[1] if alike else labels_of(profile)[0]
