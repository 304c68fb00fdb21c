"""Actions on network paths: the table of every probe, and a single attempt for administrators."""

import asyncio
from collections.abc import Iterator
from typing import Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.json import JsonObjectType, JsonValueType

from ..campuslink.device.probe.device import ProbeDevice
from ..campuslink.errors import CodecError
from ..campuslink.link.probe.target import Family
from ..campuslink.link.probe.target_url import LONGEST_URL, target_from_url
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from .probe_device import async_hold_prober

GET_PATHS: Final = "get_paths"
PROBE_NOW: Final = "probe_now"

CONF_DEVICE_ID: Final = "device_id"
CONF_ONLY_BAD: Final = "only_bad"
CONF_URL: Final = "url"
CONF_FAMILY: Final = "family"
CONF_TRUST: Final = "is_trust_checked"

MOST_AT_ONCE: Final = 4
"""Single attempts that run side by side; more are refused, so that nobody makes a scanner of it."""

DATA_ATTEMPTS: HassKey[asyncio.Semaphore] = HassKey(f"{DOMAIN}_path_attempts")

GET_PATHS_SCHEMA: Final = vol.Schema(
    {
        vol.Optional(CONF_DEVICE_ID): vol.All(cv.ensure_list, [cv.string]),
        vol.Optional(CONF_ONLY_BAD, default=False): cv.boolean,
    }
)
PROBE_NOW_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_URL): vol.All(cv.string, vol.Length(max=LONGEST_URL)),
        vol.Optional(CONF_FAMILY, default=Family.ANY.value): vol.In([family.value for family in Family]),
        vol.Optional(CONF_TRUST, default=True): cv.boolean,
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions of network paths."""
    hass.services.async_register(
        DOMAIN, GET_PATHS, _async_get_paths, GET_PATHS_SCHEMA, supports_response=SupportsResponse.ONLY
    )
    async_register_admin_service(
        hass, DOMAIN, PROBE_NOW, _async_probe_now, PROBE_NOW_SCHEMA, supports_response=SupportsResponse.ONLY
    )


async def _async_get_paths(call: ServiceCall) -> ServiceResponse:
    wanted = call.data.get(CONF_DEVICE_ID)
    probes: list[JsonValueType] = [
        _describe(coordinator, device, only_bad=call.data[CONF_ONLY_BAD])
        for coordinator, device in _probes(call.hass)
        if wanted is None or coordinator.registry_id in wanted
    ]
    if wanted is not None and len(probes) < len(set(wanted)):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_probe")
    return {"probes": probes}


async def _async_probe_now(call: ServiceCall) -> ServiceResponse:
    try:
        target = target_from_url(
            call.data[CONF_URL],
            target_id="now",
            family=call.data[CONF_FAMILY],
            is_trust_checked=call.data[CONF_TRUST],
        )
    except CodecError as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="no_path",
            translation_placeholders={"detail": str(err)},
        ) from err
    turns = call.hass.data.setdefault(DATA_ATTEMPTS, asyncio.Semaphore(MOST_AT_ONCE))
    if turns.locked():
        raise HomeAssistantError(translation_domain=DOMAIN, translation_key="too_many_attempts")
    async with turns, async_hold_prober(call.hass) as prober:
        measurement = await prober.measure(target)
    return {
        "way": target.way.value,
        "host": target.host,
        "answers": measurement.reason is None,
        **measurement.to_json(),
    }


def _probes(hass: HomeAssistant) -> Iterator[tuple[DeviceCoordinator, ProbeDevice]]:
    for entry in hass.config_entries.async_loaded_entries(DOMAIN):
        for coordinator in entry.runtime_data.coordinators.values():
            if isinstance(coordinator.device, ProbeDevice):
                yield coordinator, coordinator.device


def _describe(coordinator: DeviceCoordinator, device: ProbeDevice, *, only_bad: bool) -> JsonObjectType:
    rows = device.results.bad if only_bad else tuple(device.results.values())
    return {
        CONF_DEVICE_ID: coordinator.registry_id,
        "name": coordinator.settings.title,
        "paths": [row.to_json() for row in rows],
    }
