"""Actions on switches: tell the ports, find a device, switch a port."""

import asyncio
from typing import Any, Final

import probatio as vol
from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service

from ..campuslink.codec.mac_text import normalise_mac
from ..campuslink.device.switch.mac_table import MacEntry
from ..campuslink.errors import CampusLinkError
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from .rules.picked_ports import PickedPorts
from .rules.text import clean_text
from .switch_commands import USUAL_OFF_S, PortCommand, async_run_command, require_switch
from .switch_lookup import async_find_switch, async_list_switches
from .switch_places import async_place_of
from .switch_report import async_describe_ports

CONF_PORT: Final = "port"
CONF_ENABLED: Final = "enabled"
CONF_ON: Final = "on"
CONF_OFF_S: Final = "off_seconds"
CONF_ATTACHED: Final = "attached_device_id"
CONF_EVERY_KIND: Final = "every_kind"
CONF_MAC: Final = "mac"
SEARCH_LIMIT_S: Final = 60.0
AT_ONCE: Final = 8
"""Switches whose table of addresses is read at the same time."""

_PORT: Final = vol.All(cv.string, vol.Length(min=1, max=255))
GET_PORTS: Final = vol.Schema(
    {vol.Required(ATTR_DEVICE_ID): cv.string, vol.Optional(CONF_EVERY_KIND, default=False): cv.boolean}
)
FIND: Final = vol.Schema(
    {
        vol.Required(CONF_MAC): vol.All(cv.string, vol.Length(max=40)),
        vol.Optional(ATTR_DEVICE_ID): vol.All(cv.ensure_list, [cv.string]),
    }
)
SET_ADMIN: Final = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(CONF_PORT): _PORT,
        vol.Required(CONF_ENABLED): cv.boolean,
    }
)
SET_POE: Final = vol.Schema(
    {vol.Required(ATTR_DEVICE_ID): cv.string, vol.Required(CONF_PORT): _PORT, vol.Required(CONF_ON): cv.boolean}
)
CYCLE: Final = vol.Schema(
    {
        vol.Optional(ATTR_DEVICE_ID): cv.string,
        vol.Optional(CONF_PORT): _PORT,
        vol.Optional(CONF_ATTACHED): cv.string,
        vol.Optional(CONF_OFF_S, default=USUAL_OFF_S): vol.All(vol.Coerce(float), vol.Range(min=1, max=60)),
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions. What changes a port is for administrators and automations."""
    hass.services.async_register(
        DOMAIN, "get_ports", _async_get_ports, schema=GET_PORTS, supports_response=SupportsResponse.ONLY
    )
    hass.services.async_register(
        DOMAIN, "find_device_port", _async_find, schema=FIND, supports_response=SupportsResponse.ONLY
    )
    for name, handler, schema in (
        ("set_port_admin", _async_set_admin, SET_ADMIN),
        ("set_port_poe", _async_set_poe, SET_POE),
        ("power_cycle_port", _async_cycle, CYCLE),
    ):
        async_register_admin_service(hass, DOMAIN, name, handler, schema, SupportsResponse.OPTIONAL)


async def _async_get_ports(call: ServiceCall) -> ServiceResponse:
    coordinator = async_find_switch(call.hass, call.data[ATTR_DEVICE_ID])
    return async_describe_ports(
        call.hass, coordinator, require_switch(coordinator), every_kind=call.data[CONF_EVERY_KIND]
    )


async def _async_set_admin(call: ServiceCall) -> ServiceResponse:
    command = PortCommand.ENABLE if call.data[CONF_ENABLED] else PortCommand.DISABLE
    return await _async_command(call, call.data[ATTR_DEVICE_ID], call.data[CONF_PORT], command)


async def _async_set_poe(call: ServiceCall) -> ServiceResponse:
    command = PortCommand.POE_ON if call.data[CONF_ON] else PortCommand.POE_OFF
    return await _async_command(call, call.data[ATTR_DEVICE_ID], call.data[CONF_PORT], command)


async def _async_cycle(call: ServiceCall) -> ServiceResponse:
    device_id, port = call.data.get(ATTR_DEVICE_ID), call.data.get(CONF_PORT)
    attached = call.data.get(CONF_ATTACHED)
    if attached is not None and device_id is None and port is None:
        device_id, port = async_place_of(call.hass, attached)
    elif attached is not None or device_id is None or port is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="port_or_attached")
    return await _async_command(call, device_id, port, PortCommand.POWER_CYCLE, off_s=call.data[CONF_OFF_S])


async def _async_command(
    call: ServiceCall, device_id: str, port: str, command: PortCommand, *, off_s: float = USUAL_OFF_S
) -> ServiceResponse:
    coordinator = async_find_switch(call.hass, device_id)
    done = await async_run_command(call.hass, coordinator, port, command, call.context, off_s=off_s)
    return {"device_id": coordinator.registry_id, "switch": coordinator.settings.title, "port": clean_text(done.name)}


async def _async_find(call: ServiceCall) -> ServiceResponse:
    mac = normalise_mac(call.data[CONF_MAC])
    if mac is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="no_mac",
            translation_placeholders={"mac": clean_text(call.data[CONF_MAC])},
        )
    wanted = call.data.get(ATTR_DEVICE_ID)
    switches = [async_find_switch(call.hass, each) for each in wanted] if wanted else [*async_list_switches(call.hass)]
    turn = asyncio.Semaphore(AT_ONCE)
    tables = await asyncio.gather(*(_async_read_table(each, turn) for each in switches))
    silent = [each.settings.title for each, table in zip(switches, tables, strict=True) if table is None]
    if switches and len(silent) == len(switches):
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="no_mac_table")
    found: list[dict[str, Any]] = []
    for coordinator, table in zip(switches, tables, strict=True):
        found += _places(coordinator, table or (), mac)
    # The port with the fewest addresses is the one the device itself hangs on.
    found.sort(key=lambda place: int(place["macs_on_port"]))
    answer: dict[str, Any] = {"mac": mac, "places": found, "without_answer": silent}
    return answer


async def _async_read_table(coordinator: DeviceCoordinator, turn: asyncio.Semaphore) -> tuple[MacEntry, ...] | None:
    device = require_switch(coordinator)
    try:
        async with turn, asyncio.timeout(SEARCH_LIMIT_S):
            return await device.mac_table()
    except CampusLinkError, TimeoutError:
        return None


def _places(coordinator: DeviceCoordinator, table: tuple[MacEntry, ...], mac: str) -> list[dict[str, Any]]:
    picked = PickedPorts.from_options(coordinator.settings.options)
    device = require_switch(coordinator)
    found: list[dict[str, Any]] = []
    for entry in table:
        port = device.ports.get(entry.if_index) if normalise_mac(entry.mac) == mac else None
        if port is not None:
            found.append(
                {
                    "device_id": coordinator.registry_id,
                    "switch": coordinator.settings.title,
                    "port": clean_text(port.name),
                    "label": clean_text(port.alias or ""),
                    "vlan": entry.vlan,
                    "is_uplink": port.name in picked.uplinks,
                    "macs_on_port": len({other.mac for other in table if other.if_index == entry.if_index}),
                }
            )
    return found
