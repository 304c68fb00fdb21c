"""What new devices will cost, before they are created: entities and requests, counted on the devices themselves.

Each model is opened once without a line, and its entities and the plan of its polls are counted as they would be made.
"""

import random
import time
from collections import Counter
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any, Final, Protocol, override, runtime_checkable

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.entity_platform import MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY

from ..campuslink.device.base import PollableDevice
from ..campuslink.device.spec import DeviceSpec
from ..campuslink.errors import CampusLinkError, NoAnswerError
from ..campuslink.link.base import DeviceLink, LinkSource
from ..campuslink.link.credentials import Credentials
from ..campuslink.link.endpoint import Endpoint, endpoint_from_json
from ..campuslink.model import Kind, PollClass
from ..campuslink.plan.request import Answer, Request
from ..campuslink.poller.polled_device import PolledDevice
from ..campuslink.profile.library import Library
from ..campuslink.profile.schema import Profile, TransportRules
from ..campuslink.profile.schema import Protocol as DeviceProtocol
from ..const import CONF_ADDRESS, CONF_ENDPOINT, CONF_INTERVALS, CONF_MODEL, CONF_PARAMS, CONF_PROFILE
from ..coordinator import DeviceCoordinator
from ..kinds import KINDS
from ..registry import describe_device
from ..room_lighting.entities import lighting_entities
from ..rooms.entities import room_entities
from ..rooms.settings import RoomSettings
from ..settings import DeviceSettings
from .rules.plan import Step

PORTS: Final = 48
"""Ports a network switch is taken to have before it was read."""
_SHARED: Final = frozenset({DeviceProtocol.MODBUS, DeviceProtocol.DLT645, DeviceProtocol.CJT188})
"""Protocols whose lines are shared; their devices get a line that leads nowhere."""
_SAMPLE_LOGIN: Final = Credentials({"version": "2c", "community": "-", "username": "-", "password": "-"})
"""Opens a device for counting; never sent anywhere."""


@runtime_checkable
class CountsRequests(Protocol):
    """A device that can say what a poll takes."""

    def requests_for(self, points: Collection[str]) -> int:
        """Return how many requests a poll of the points takes."""


@dataclass(slots=True)
class Cost:
    """What some devices take."""

    devices: int = 0
    entities: int = 0
    """Enabled from the start."""
    requests_per_s: float = 0.0


@dataclass(slots=True)
class Forecast:
    """What a site takes once an import is done."""

    present: int
    """Enabled entities the site has."""
    by_kind: dict[str, Cost] = field(default_factory=dict)
    """Of what is new; rooms count as ``room``."""

    @property
    def entities(self) -> int:
        """Return the enabled entities that are new."""
        return sum(cost.entities for cost in self.by_kind.values())

    @property
    def fits(self) -> bool:
        """Return whether Home Assistant takes so many entities of one site."""
        return self.present + self.entities <= MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY

    def describe(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "entities": self.entities,
            "present": self.present,
            "limit": MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY,
            "fits": self.fits,
            "requests_per_s": round(sum(cost.requests_per_s for cost in self.by_kind.values()), 3),
            "by_kind": {
                kind: {
                    "devices": cost.devices,
                    "entities": cost.entities,
                    "requests_per_s": round(cost.requests_per_s, 3),
                }
                for kind, cost in self.by_kind.items()
            },
        }


async def async_forecast(
    hass: HomeAssistant, entry: ConfigEntry, library: Library, steps: Sequence[Step], new_rooms: int
) -> Forecast:
    """Return what the steps of an import add to a site that is loaded. Touches no network."""
    registry = er.async_get(hass)
    enabled = [each for each in er.async_entries_for_config_entry(registry, entry.entry_id) if not each.disabled]
    forecast = Forecast(len(enabled))
    devices = [step.device for step in steps if step.device is not None and not step.device["subentry_id"]]
    known: dict[str, Cost] = {}
    for device in devices:
        data = device["data"]
        shape = repr((data[CONF_PROFILE], data[CONF_MODEL], data[CONF_PARAMS], data.get(CONF_INTERVALS)))
        if shape not in known:
            known[shape] = await _async_cost(hass, entry, library, device)
        cost = forecast.by_kind.setdefault(device["kind"], Cost())
        cost.devices += 1
        cost.entities += known[shape].entities
        cost.requests_per_s += known[shape].requests_per_s
    if new_rooms:
        a_room = _room_entities(entry)
        forecast.by_kind["room"] = Cost(devices=new_rooms, entities=new_rooms * a_room)
    return forecast


async def _async_cost(hass: HomeAssistant, entry: ConfigEntry, library: Library, device: Mapping[str, Any]) -> Cost:
    """Return what one device of a model takes; one that cannot be opened so takes nothing, since it will not work.

    What a network knows of its devices starts disabled and is not counted.
    """
    settings = _settings(device)
    profile = library.get(settings.profile_id)
    if profile is None:
        return Cost()
    try:
        async with _opened(hass, settings, profile, library) as opened:
            coordinator = _coordinator(hass, settings, profile, opened)
            entities = [each for some in KINDS[settings.kind].entities(coordinator).values() for each in some]
            enabled = sum(each.entity_registry_enabled_default for each in entities)
            rate = _requests_per_s(opened, settings.periods_s(entry.options))
    except CampusLinkError:
        return Cost()
    return Cost(devices=1, entities=enabled, requests_per_s=rate)


def _requests_per_s(device: PollableDevice, periods_s: Mapping[PollClass, float]) -> float:
    """Return the requests a second while everything is asked for that is shown from the start, or needed for it."""
    if device.profile.transport.protocol is DeviceProtocol.MQTT:
        return 0.0
    shown = device.catalogue.points
    by_class: dict[PollClass, set[str]] = {}
    for point, poll_class in device.points.items():
        entry = shown.get(point)
        if entry is None or entry.entity is None or entry.entity.enabled:
            by_class.setdefault(poll_class, set()).add(point)
    return sum(
        _requests_for(device, points) / periods_s[poll_class]
        for poll_class, points in by_class.items()
        if poll_class in periods_s
    )


def _requests_for(device: PollableDevice, points: Collection[str]) -> int:
    """Return the requests of one poll; a table of a switch takes as many as its rows need."""
    if not isinstance(device, CountsRequests):
        return 1
    count = device.requests_for(points)
    rules = device.profile.transport
    return count * ceil(PORTS / rules.max_repetitions) if rules.protocol is DeviceProtocol.SNMP else count


def _settings(device: Mapping[str, Any]) -> DeviceSettings:
    data = device["data"]
    return DeviceSettings(
        title=device["title"],
        kind=Kind(device["kind"]),
        profile_id=data[CONF_PROFILE],
        endpoint=endpoint_from_json(data[CONF_ENDPOINT]),
        address=data[CONF_ADDRESS],
        key=f"forecast {device['unique_id']}",
        params=data[CONF_PARAMS],
        intervals=data.get(CONF_INTERVALS) or {},
        model=data[CONF_MODEL],
        credentials=_SAMPLE_LOGIN,
        options=device["options"],
    )


@asynccontextmanager
async def _opened(
    hass: HomeAssistant, settings: DeviceSettings, profile: Profile, library: Library
) -> AsyncIterator[PollableDevice]:
    spec = DeviceSpec(
        profile=profile,
        catalogue=library.catalogue(profile.kind),
        endpoint=settings.endpoint,
        address=settings.address,
        credentials=settings.credentials,
        params=settings.params,
        options=settings.options,
    )
    glue = KINDS[settings.kind]
    if profile.transport.protocol in _SHARED:
        yield await glue.open(hass, _Nowhere(), spec)
        return
    async with glue.hold(hass, spec) as device:
        yield device


def _coordinator(
    hass: HomeAssistant, settings: DeviceSettings, profile: Profile, device: PollableDevice
) -> DeviceCoordinator:
    """Return a coordinator nobody polls, which is all that entities need to be made."""
    coordinator = DeviceCoordinator(
        hass,
        name=settings.title,
        key=settings.key,
        device_info=describe_device(settings, profile),
        settings=settings,
        on_answering=lambda: None,
        spawn=hass.async_create_background_task,
    )
    coordinator.device = device
    coordinator.polled = PolledDevice(
        settings.key,
        device,
        coordinator,
        periods_s={},
        reschedule=lambda _device: None,
        clock=time.monotonic,
        rng=random.Random(0),  # noqa: S311 - spreads load, guards nothing
    )
    return coordinator


def _room_entities(entry: ConfigEntry) -> int:
    """Return the enabled entities of a room without anything special."""
    rooms = entry.runtime_data.rooms
    room = RoomSettings(id="forecast", title="", area_id="", registrar_name="")
    shown: Counter[bool] = Counter()
    for entities in (room_entities(rooms, room), lighting_entities(rooms, room)):
        shown.update(each.entity_registry_enabled_default for some in entities.values() for each in some)
    return shown[True]


class _Nowhere(LinkSource):
    """Lines that lead nowhere, for devices that are only counted."""

    @override
    async def open(
        self, endpoint: Endpoint, rules: TransportRules, address: str, credentials: object = None
    ) -> DeviceLink:
        return _NoLink(endpoint.key)


class _NoLink(DeviceLink):
    """A device that is only counted is never asked."""

    def __init__(self, line: str) -> None:
        self._line = line

    @property
    @override
    def line(self) -> str:
        return self._line

    @override
    async def read(self, request: Request) -> Answer:
        raise NoAnswerError("there is no line")

    @override
    async def write(self, request: Request, values: Answer) -> None:
        raise NoAnswerError("there is no line")

    @override
    async def close(self) -> None:
        """Do nothing: there is no line."""
