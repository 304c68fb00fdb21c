"""Rules' words as news for people: names, rooms, devices."""

from functools import partial
from typing import TYPE_CHECKING, Any

from homeassistant.util import dt as dt_util

from ..issues import place_of
from .judge import HealthJudge
from .news import NetworkNews, NewsKind
from .rules.announcements import Announcement
from .rules.port_health import FaultChange
from .rules.port_limits import PortFault
from .rules.port_map import PortRef
from .rules.text import clean_text

if TYPE_CHECKING:
    from .watch import NetworkWatch

LINE = "line:"
"""What the key of a gateway begins with."""

RAISED = {
    PortFault.FLAPPING: NewsKind.PORT_FLAPPING,
    PortFault.ERRORS: NewsKind.PORT_ERRORS,
    PortFault.DISCARDS: NewsKind.PORT_ERRORS,
    PortFault.SPEED_DROPPED: NewsKind.PORT_SPEED_DROPPED,
    PortFault.HALF_DUPLEX: NewsKind.PORT_SPEED_DROPPED,
}
"""What a fault is told as. A busy port is shown, and told to nobody."""


def area_of(watch: NetworkWatch, key: str) -> str | None:
    """Return the room of a device."""
    coordinator = watch.places.coordinator_of(key)
    return None if coordinator is None else coordinator.area_id


def name_of(watch: NetworkWatch, key: str) -> str:
    """Return what people call a device, a path, or a gateway."""
    if key in watch.lines():
        return place_of(key.removeprefix(LINE))
    if (thing := watch.reach.things.get(key)) is not None:
        return thing.name
    coordinator = watch.places.coordinator_of(key)
    return key if coordinator is None else clean_text(coordinator.settings.title)


def device_id_of(watch: NetworkWatch, key: str) -> str:
    """Return the registry id of a device, of the probe for a path, of the first device behind a gateway.

    Empty when it is not in operation.
    """
    key = watch.lines().get(key, [key])[0]
    thing = watch.reach.things.get(key)
    coordinator = None if thing is None else watch.coordinators.get(thing.subentry_id)
    coordinator = coordinator or watch.places.coordinator_of(key)
    return "" if coordinator is None else coordinator.registry_id


def room_of_port(watch: NetworkWatch, at: PortRef) -> str | None:
    """Return the room a port ends in."""
    return watch.places.port_map.room_of(at, partial(area_of, watch))


def port_news(watch: NetworkWatch, judge: HealthJudge, change: FaultChange) -> NetworkNews | None:
    """Return a fault of a port as news; None when nobody is told of its kind."""
    finding = change.finding
    kind = RAISED.get(finding.fault)
    device_id = device_id_of(watch, judge.key)
    if kind is None or not device_id:
        return None
    at = PortRef(judge.key, finding.port)
    room, connected = room_of_port(watch, at), watch.places.port_map.devices_on(at)
    name = name_of(watch, judge.key)
    text = clean_text(judge.text_of(finding.port))
    row = judge.port_row(finding.port)
    data: dict[str, Any] = {
        "device_id": device_id,
        "device_name": name,
        "site": watch.entry.title,
        "port": finding.port,
        "if_index": None if row is None else int(row),
        "port_description": text,
        "fault": finding.fault.value,
        "value": finding.value,
        "limit": finding.limit,
        "since": _iso(finding.since),
        "connected": [name_of(watch, device) for device in connected],
        "connected_device_ids": [device_id_of(watch, device) for device in connected],
        "area_id": room,
    }
    return NetworkNews(
        kind=kind if change.is_raised else NewsKind.PORT_RECOVERED,
        device_id=device_id,
        area_ids=frozenset(area for area in (area_of(watch, judge.key), room) if area),
        description=f"port {finding.port} of {name}: {finding.fault.value}{'' if change.is_raised else ' is over'}",
        data=data,
    )


def reach_news(watch: NetworkWatch, announcement: Announcement) -> NetworkNews | None:
    """Return an announcement as news; None when the device is not in operation any more."""
    key, culprit = announcement.thing, announcement.culprit
    if not (device_id := device_id_of(watch, key)):
        return None
    name, cause = name_of(watch, key), name_of(watch, culprit)
    thing = watch.reach.things.get(key)
    behind = watch.lines().get(key, [])
    area = area_of(watch, key if thing is None else thing.device)
    areas = {area, *(area_of(watch, device) for device in behind)} - {None}
    data: dict[str, Any] = {
        "device_id": device_id,
        "device_name": name,
        "site": watch.entry.title,
        "is_path": thing is not None and thing.is_path,
        "devices": [name_of(watch, device) for device in behind],
        "since": _iso(announcement.since),
        "is_root_cause": announcement.is_root,
        "cause": cause,
        "cause_device_id": device_id_of(watch, culprit),
        "area_id": area,
    }
    is_down = announcement.is_unreachable
    because = "" if key == culprit else f" because of {cause}"
    return NetworkNews(
        kind=NewsKind.BECAME_UNREACHABLE if is_down else NewsKind.NO_LONGER_UNREACHABLE,
        device_id=device_id,
        device_ids=frozenset(device_id_of(watch, device) for device in behind),
        area_ids=frozenset(each for each in areas if each),
        description=f"{name} is {'unreachable' if is_down else 'no longer unreachable'}{because}",
        data=data,
        is_first=announcement.is_first,
        is_root=announcement.is_root,
    )


def _iso(at: float) -> str:
    return dt_util.utc_from_timestamp(at).isoformat()
