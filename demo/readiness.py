"""Whether every simulated device reads as it is meant to: each enabled entity has a value, or the device is offline."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .api import Api, Json
from .flows import DOMAIN
from .outages import is_offline

UNKNOWN = "unknown"
NO_VALUE = ("unavailable", UNKNOWN)
OFTEN_UNKNOWN = ("switch", "probe", "gate", "projector", "environment", "lighting", "recorder")
"""Kinds of which some entities have no value for good reason: a path that fails, a door nobody used, a dark screen,
a switch that powers nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """One enabled entity of a simulated device."""

    entity_id: str
    device: str
    """The simulator's id."""
    point: str
    state: str

    @property
    def platform(self) -> str:
        """``sensor``, ``binary_sensor`` and so on."""
        return self.entity_id.partition(".")[0]

    @property
    def is_good(self) -> bool:
        """Whether it has a value."""
        return self.state not in NO_VALUE


async def list_entities(api: Api, subentries: Mapping[str, str]) -> list[Entity]:
    """Return every enabled entity of the devices, with its state now.

    subentries: subentry id by the simulator's device id.
    """
    device_of = {subentry_id: device for device, subentry_id in subentries.items()}
    states = {state["entity_id"]: state["state"] for state in await api.command("get_states")}
    registered = await api.command("config/entity_registry/list")
    return [
        Entity(
            entity_id=entry["entity_id"],
            device=device_of[entry["config_subentry_id"]],
            point=_point(entry),
            state=states.get(entry["entity_id"], "unavailable"),
        )
        for entry in registered
        if entry["platform"] == DOMAIN and not entry["disabled_by"] and entry["config_subentry_id"] in device_of
    ]


def missing(entities: Sequence[Entity], devices: Sequence[Mapping[str, Json]]) -> dict[str, list[str]]:
    """Return what is not well, by device: entities without a value, or ``no entities``.

    A device that is meant to be offline only has to be there; `still_online` judges the rest.
    """
    faults: dict[str, list[str]] = {}
    for device in devices:
        own = [entity for entity in entities if entity.device == device["id"]]
        bad = [f"{entity.entity_id} is {entity.state}" for entity in own if not entity.is_good]
        if device["kind"] in OFTEN_UNKNOWN and any(entity.is_good for entity in own):
            bad = [text for text in bad if not text.endswith(UNKNOWN)]
        if not own or (bad and not is_offline(device)):
            faults[device["id"]] = bad or ["no entities"]
    return faults


def still_online(entities: Sequence[Entity], devices: Sequence[Mapping[str, Json]]) -> dict[str, list[str]]:
    """Return the devices that are meant to be offline and of which every entity has a value."""
    read: dict[str, list[bool]] = {}
    for entity in entities:
        read.setdefault(entity.device, []).append(entity.is_good)
    return {
        device["id"]: ["every entity has a value, and the device is meant to be offline"]
        for device in devices
        if is_offline(device) and all(read.get(device["id"], [False]))
    }


def _point(entry: Json) -> str:
    """Return the point behind an entity; a unique id is the device's key and the point."""
    translation_key: str | None = entry.get("translation_key")
    return translation_key or str(entry["unique_id"]).rpartition("_")[2]
