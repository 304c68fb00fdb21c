"""The ports of a switch as plain data, for actions and cards. Texts are cleaned; whoever shows them escapes them."""

from collections.abc import Mapping
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..campuslink.device.switch import Neighbour, Port, PortKind, SwitchDevice
from ..coordinator import DeviceCoordinator
from .rules.picked_ports import PickedPorts
from .rules.text import clean_text
from .switch_surroundings import NOTHING, async_describe_surroundings, async_watch_of


@callback
def async_describe_ports(
    hass: HomeAssistant, coordinator: DeviceCoordinator, device: SwitchDevice, *, every_kind: bool
) -> dict[str, Any]:
    """Return one object: when, and every port. every_kind: VLANs, aggregates and loopbacks too."""
    picked = PickedPorts.from_options(coordinator.settings.options)
    table = device.ports
    watch = async_watch_of(hass, coordinator)
    around = async_describe_surroundings(watch, coordinator)
    return {
        "site": None if watch is None else watch.entry.entry_id,
        "device_id": coordinator.registry_id,
        "switch": coordinator.settings.title,
        "may_switch": picked.allow_control,
        "is_answering": coordinator.is_answering,
        "at": dt_util.utc_from_timestamp(table.at).isoformat() if table.at else None,
        "causes": [{"kind": cause.kind, "port": clean_text(cause.port)} for cause in device.causes],
        "ports": [
            describe_port(port, picked, table.uptime, around.get(port.if_index, NOTHING))
            for port in table
            if every_kind or port.kind is PortKind.PHYSICAL
        ],
    }


def describe_port(
    port: Port, picked: PickedPorts, uptime: float | None, around: Mapping[str, Any] = NOTHING
) -> dict[str, Any]:
    """Return one port. around: of `async_describe_surroundings`."""
    data = port.to_json()
    changed = None if uptime is None or port.last_change is None else max(uptime - port.last_change, 0.0)
    return {
        **data,
        "name": clean_text(port.name),
        "alias": None if port.alias is None else clean_text(port.alias, 255),
        "description": None if port.description is None else clean_text(port.description, 255),
        "seconds_since_change": changed,
        "is_uplink": port.name in picked.uplinks,
        "is_picked": port.name in picked.ports,
        "neighbours": [_describe_neighbour(each) for each in port.neighbours],
        **around,
    }


def _describe_neighbour(neighbour: Neighbour) -> dict[str, Any]:
    texts = ("chassis_id", "port_id", "port_description", "name", "description", "address")
    told = {key: getattr(neighbour, key) for key in texts}
    return {
        "protocol": neighbour.protocol,
        **{key: None if text is None else clean_text(text, 255) for key, text in told.items()},
        "capabilities": list(neighbour.capabilities),
    }
