"""The action that looks for projectors on the network."""

import ipaddress
from typing import Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.service import async_register_admin_service

from ..campuslink.errors import CannotConnectError
from ..campuslink.link.endpoint import NetworkEndpoint
from ..campuslink.model import Kind
from ..const import DOMAIN
from .kind import notices_of

SEARCH_PROJECTORS: Final = "search_projectors"
CONF_BROADCAST: Final = "broadcast"
EVERYBODY: Final = "255.255.255.255"


def _address(value: object) -> str:
    """Return an IPv4 address. Raises vol.Invalid for anything else."""
    try:
        return str(ipaddress.IPv4Address(str(value).strip()))
    except ValueError as err:
        raise vol.Invalid("not an IPv4 address") from err


SEARCH_PROJECTORS_SCHEMA: Final = vol.Schema({vol.Optional(CONF_BROADCAST, default=EVERYBODY): _address})


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the action for administrators."""
    async_register_admin_service(
        hass,
        DOMAIN,
        SEARCH_PROJECTORS,
        _async_search,
        SEARCH_PROJECTORS_SCHEMA,
        supports_response=SupportsResponse.ONLY,
    )


async def _async_search(call: ServiceCall) -> ServiceResponse:
    known = _known_hosts(call.hass)
    try:
        found = await notices_of(call.hass).search(call.data[CONF_BROADCAST])
    except CannotConnectError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="projector_search_failed",
            translation_placeholders={"detail": str(err)},
        ) from err
    return {
        "projectors": [
            {"host": each.host, "mac": each.mac, "is_set_up": each.host in known}
            for each in sorted(found, key=lambda each: ipaddress.ip_address(each.host))
        ]
    }


def _known_hosts(hass: HomeAssistant) -> set[str]:
    """Return the hosts of all projectors of all sites that run."""
    return {
        coordinator.settings.endpoint.host
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        for coordinator in entry.runtime_data.coordinators.values()
        if coordinator.settings.kind is Kind.PROJECTOR and isinstance(coordinator.settings.endpoint, NetworkEndpoint)
    }
