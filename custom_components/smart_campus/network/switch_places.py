"""What is known of where devices hang, from the map of ports of each site."""

from collections.abc import Iterable

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ServiceValidationError

from ..campuslink.device.switch import Port, PortKind
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from .lookup import async_find_device
from .rules.picked_ports import PortFacts
from .rules.port_map import PortRef
from .switch_surroundings import async_watch_of
from .telling import device_id_of


@callback
def async_place_of(hass: HomeAssistant, device_id: str) -> tuple[str, str]:
    """Return the switch (its id in the device registry) and the port a device hangs on.

    Raises ServiceValidationError when that is not known.
    """
    found = async_find_device(hass, device_id)
    if found is not None:
        watch, coordinator = found
        place = watch.places.port_map.place_of(coordinator.key)
        switch_id = None if place is None else device_id_of(watch, place.at.switch)
        judge = None if place is None else watch.judges.get(place.at.switch)
        if place is not None and switch_id is not None and judge is not None:
            row = judge.port_row(place.at.port)
            return switch_id, place.at.port if row is None else row
    raise ServiceValidationError(translation_domain=DOMAIN, translation_key="place_unknown")


@callback
def async_facts_of(hass: HomeAssistant, coordinator: DeviceCoordinator, ports: Iterable[Port]) -> list[PortFacts]:
    """Return what proposals for a switch's ports look at."""
    watch = async_watch_of(hass, coordinator)
    judge = None if watch is None else watch.judges.get(coordinator.key)
    port_map = None if watch is None else watch.places.port_map
    uplinks = {each.at for each in port_map.uplinks()} if port_map is not None else set[PortRef]()
    occupied = {place.at for place in port_map.places()} if port_map is not None else set[PortRef]()
    found: list[PortFacts] = []
    for port in ports:
        key = port.name if judge is None else judge.rows.get(str(port.if_index), port.name)
        at = PortRef(coordinator.key, key)
        found.append(
            PortFacts(
                name=port.name,
                is_aggregate=port.kind is PortKind.AGGREGATE,
                neighbour_capabilities=tuple(frozenset(each.capabilities) for each in port.neighbours),
                is_learned_uplink=at in uplinks,
                has_device=at in occupied,
            )
        )
    return found
