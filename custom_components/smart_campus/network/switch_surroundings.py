"""What is around the ports of a switch: who hangs on them, in which room they end, and what is wrong with them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..campuslink.model import EMPTY
from ..coordinator import DeviceCoordinator
from .judge import HealthJudge
from .lookup import async_get_watches
from .rules.port_health import Finding
from .rules.port_map import PortRef
from .telling import device_id_of, name_of, room_of_port
from .watch import NetworkWatch

NOTHING: Final[Mapping[str, Any]] = {"connected": [], "area_id": None, "faults": []}
"""What a port has around it of which nothing is known."""


@callback
def async_watch_of(hass: HomeAssistant, coordinator: DeviceCoordinator) -> NetworkWatch | None:
    """Return the network a device is part of."""
    return next((each for each in async_get_watches(hass) if coordinator in each.coordinators.values()), None)


@callback
def async_describe_surroundings(
    watch: NetworkWatch | None, coordinator: DeviceCoordinator
) -> Mapping[int, dict[str, Any]]:
    """Return by ifIndex what is known around a port; ports without anything are left out.

    ``connected``: devices that hang on it. ``area_id``: the room it ends in. ``faults``: what is wrong, and since when.
    """
    judge = None if watch is None else watch.judges.get(coordinator.key)
    if watch is None or judge is None:
        return EMPTY
    found: dict[str, dict[str, Any]] = defaultdict(lambda: {"connected": [], "area_id": None, "faults": []})
    for place in watch.places.port_map.places():
        if place.at.switch == coordinator.key:
            found[place.at.port]["connected"].append(
                {
                    "device_id": device_id_of(watch, place.device) or None,
                    "name": name_of(watch, place.device),
                    "source": place.source.value,
                }
            )
    for finding in judge.health.findings:
        found[finding.port]["faults"].append(_describe_fault(finding))
    for port, about in found.items():
        about["area_id"] = room_of_port(watch, PortRef(coordinator.key, port))
    return _by_index(found, judge)


def _describe_fault(finding: Finding) -> dict[str, Any]:
    return {
        "fault": finding.fault.value,
        "since": dt_util.utc_from_timestamp(finding.since).isoformat(),
        "value": finding.value,
        "limit": finding.limit,
    }


def _by_index(found: Mapping[str, dict[str, Any]], judge: HealthJudge) -> dict[int, dict[str, Any]]:
    return {int(row): found[port] for row, port in judge.rows.items() if port in found}
