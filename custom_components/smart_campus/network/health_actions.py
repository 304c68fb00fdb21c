"""Actions on the health of the network: planned work, availability, topology, the map of ports, settings."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

import probatio as vol
from homeassistant.const import ATTR_AREA_ID, ATTR_DEVICE_ID
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_get_config_entry, async_register_admin_service
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..campuslink.model import Kind
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..permissions.calls import async_require_device, async_require_in
from ..permissions.guard import Right
from .issues import async_report_contradictions
from .lookup import async_find_device
from .reporting import describe_network
from .rules.maintenance import MOST_NOTE, MOST_PLANS, Maintenance
from .rules.periods import Period, bounds_of
from .rules.port_map import PortRef
from .rules.text import clean_text
from .settings import MOST_S, HealthSettings
from .telling import device_id_of, name_of
from .watch import NetworkWatch

_LOGGER = logging.getLogger(__name__)

CONF_ENTRY: Final = "site"
CONF_SWITCH: Final = "switch_id"
CONF_PORT: Final = "port"
CONF_RELEASE: Final = "release"
CONF_ACCEPT_SPEED: Final = "accept_speed"
CONF_START: Final = "start"
CONF_END: Final = "end"
CONF_NOTE: Final = "note"
CONF_ID: Final = "maintenance_id"
CONF_PERIOD: Final = "period"
CONF_BACK: Final = "periods_back"
CONF_ROOT: Final = "root_id"
CONF_GRACE: Final = "startup_grace"
CONF_HOLD: Final = "unreachable_after"
CONF_LIMITS: Final = "limits"

_PORT_TEXT = vol.All(cv.string, vol.Length(min=1, max=80))
_SECONDS = vol.All(vol.Coerce(float), vol.Range(min=0, max=MOST_S))

SET_PORT_DEVICE: Final = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(CONF_SWITCH): cv.string,
        vol.Optional(CONF_PORT): _PORT_TEXT,
        vol.Optional(ATTR_AREA_ID): vol.Any(None, cv.string),
        vol.Optional(CONF_RELEASE, default=False): cv.boolean,
        vol.Optional(CONF_ACCEPT_SPEED, default=False): cv.boolean,
    }
)
SET_MAINTENANCE: Final = vol.Schema(
    {
        vol.Required(CONF_ENTRY): cv.string,
        vol.Optional(ATTR_DEVICE_ID): vol.All(cv.ensure_list, [cv.string]),
        vol.Optional(CONF_START): cv.datetime,
        vol.Required(CONF_END): cv.datetime,
        vol.Optional(CONF_NOTE, default=""): vol.All(cv.string, vol.Length(max=MOST_NOTE)),
    }
)
CANCEL_MAINTENANCE: Final = vol.Schema({vol.Required(CONF_ENTRY): cv.string, vol.Required(CONF_ID): cv.string})
GET_AVAILABILITY: Final = vol.Schema(
    {
        vol.Required(CONF_ENTRY): cv.string,
        vol.Optional(ATTR_DEVICE_ID): vol.All(cv.ensure_list, [cv.string]),
        vol.Optional(CONF_PERIOD, default=Period.MONTH.value): vol.In([period.value for period in Period]),
        vol.Optional(CONF_BACK, default=0): vol.All(vol.Coerce(int), vol.Range(min=0, max=92)),
        vol.Optional(CONF_START): cv.datetime,
        vol.Optional(CONF_END): cv.datetime,
    }
)
GET_TOPOLOGY: Final = vol.Schema({vol.Required(CONF_ENTRY): cv.string})
CONFIGURE: Final = vol.Schema(
    {
        vol.Required(CONF_ENTRY): cv.string,
        vol.Optional(CONF_ROOT): vol.Any(None, cv.string),
        vol.Optional(CONF_GRACE): _SECONDS,
        vol.Optional(CONF_HOLD): _SECONDS,
        vol.Optional(CONF_LIMITS): dict,
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions on the health of the network."""
    register, respond = hass.services.async_register, SupportsResponse
    register(DOMAIN, "set_port_device", _async_set_port_device, SET_PORT_DEVICE)
    register(DOMAIN, "set_maintenance", _async_set_maintenance, SET_MAINTENANCE, supports_response=respond.OPTIONAL)
    register(DOMAIN, "cancel_maintenance", _async_cancel_maintenance, CANCEL_MAINTENANCE)
    register(DOMAIN, "get_availability", _async_get_availability, GET_AVAILABILITY, supports_response=respond.ONLY)
    register(DOMAIN, "get_topology", _async_get_topology, GET_TOPOLOGY, supports_response=respond.ONLY)
    async_register_admin_service(hass, DOMAIN, "configure_network_health", _async_configure, CONFIGURE)


async def _async_set_port_device(call: ServiceCall) -> None:
    watch, device = _device(call.hass, call.data[ATTR_DEVICE_ID])
    await async_require_device(call, device, Right.MANAGE)
    port_map, by = watch.places.port_map, await _async_user(call)
    if call.data[CONF_RELEASE]:
        port_map.release(device.key)
        _LOGGER.info("%s may be found by its address again, says %s", device.name, by)
    else:
        at = _port(call, watch)
        port_map.confirm(device.key, at, dt_util.utcnow().timestamp())
        if ATTR_AREA_ID in call.data:
            port_map.set_room(at, call.data[ATTR_AREA_ID])
        if call.data[CONF_ACCEPT_SPEED]:
            watch.judges[at.switch].health.forget_best_speed(at.port)
        _LOGGER.info("%s hangs on port %s of %s, says %s", device.name, at.port, name_of(watch, at.switch), by)
    async_report_contradictions(watch)
    watch.save_soon()
    watch.tell_change()


async def _async_set_maintenance(call: ServiceCall) -> ServiceResponse:
    watch = _watch(call)
    await _async_may_plan(call, watch)
    now = dt_util.utcnow().timestamp()
    start, end = _moment(call.data.get(CONF_START), now), _moment(call.data[CONF_END], now)
    if end <= max(start, now):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="maintenance_ends_too_soon")
    plans = watch.availability.plans
    if len(plans) >= MOST_PLANS:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="maintenance_too_many")
    things = None if ATTR_DEVICE_ID not in call.data else _keys(call, watch)
    plan = Maintenance(
        id=ulid_now(),
        things=things,
        start=start,
        end=end,
        note=clean_text(call.data[CONF_NOTE], MOST_NOTE),
        by=await _async_user(call),
    )
    plans.append(plan)
    _LOGGER.info("%s: maintenance %s of %s planned by %s", watch.entry.title, plan.id, things or "everything", plan.by)
    watch.save_soon()
    watch.tell_change()
    return {CONF_ID: plan.id}


async def _async_cancel_maintenance(call: ServiceCall) -> None:
    """End what runs now, and forget what has not begun; what is past stays."""
    watch = _watch(call)
    await _async_may_plan(call, watch)
    now = dt_util.utcnow().timestamp()
    plans = watch.availability.plans
    plan = next((item for item in plans if item.id == call.data[CONF_ID] and item.end > now), None)
    if plan is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="maintenance_unknown")
    plans.remove(plan)
    if plan.start < now:
        plans.append(Maintenance.from_json({**plan.to_json(), "end": now}))
    _LOGGER.info("%s: maintenance %s ended by %s", watch.entry.title, plan.id, await _async_user(call))
    watch.save_soon()
    watch.tell_change()


async def _async_get_availability(call: ServiceCall) -> ServiceResponse:
    watch = _watch(call)
    watch.beat()
    start, end = bounds_of(Period(call.data[CONF_PERIOD]), dt_util.now(), call.data[CONF_BACK])
    start, end = _moment(call.data.get(CONF_START), start), _moment(call.data.get(CONF_END), end)
    chosen = _keys(call, watch) if ATTR_DEVICE_ID in call.data else None
    things = [item for item in watch.reach.things.values() if chosen is None or item.device in chosen]
    return {
        "start": _iso(start),
        "end": _iso(end),
        "devices": [
            {
                "name": thing.name,
                ATTR_DEVICE_ID: device_id_of(watch, thing.key),
                "is_path": thing.is_path,
                **minutes_of(watch, thing.key, start, end),
                "outages": [[_iso(a), _iso(b)] for a, b in watch.availability.outages(thing.key, start, end)],
            }
            for thing in sorted(things, key=lambda item: (item.name, item.key))
        ],
    }


def minutes_of(watch: NetworkWatch, key: str, start: float, end: float) -> dict[str, float | None]:
    """Return how a thing's time was spent, in minutes, and the share in which it was up, in per cent."""
    spent = watch.availability.spent(key, start, end)
    share = spent.availability
    return {
        "availability": None if share is None else round(share * 100, 3),
        "up_minutes": round(spent.up_s / 60, 1),
        "down_minutes": round(spent.down_s / 60, 1),
        "maintenance_minutes": round(spent.maintenance_s / 60, 1),
        "unmonitored_minutes": round(spent.unmonitored_s / 60, 1),
    }


async def _async_get_topology(call: ServiceCall) -> ServiceResponse:
    watch = _watch(call)
    plans = [plan.to_json() for plan in watch.availability.plans]
    return {**describe_network(watch).to_json(), "maintenance": plans}


async def _async_configure(call: ServiceCall) -> None:
    watch = _watch(call)
    stored = watch.settings.to_json()
    if CONF_ROOT in call.data:
        root = call.data[CONF_ROOT]
        stored["root"] = None if root is None else _own_device(call.hass, watch, root).key
    given: Mapping[str, Any] = {"grace_s": CONF_GRACE, "hold_s": CONF_HOLD, "limits": CONF_LIMITS}
    stored.update({name: call.data[field] for name, field in given.items() if field in call.data})
    watch.use_settings(HealthSettings.from_json(stored))
    watch.tell_change()


async def _async_may_plan(call: ServiceCall, watch: NetworkWatch) -> None:
    """Raise NotPermittedError when whoever called may not plan work on the network: it hushes alerts."""
    await async_require_in(call, watch.entry, Right.MANAGE, kind=Kind.SWITCH)


def _watch(call: ServiceCall) -> NetworkWatch:
    entry = async_get_config_entry(call.hass, DOMAIN, call.data[CONF_ENTRY])
    network: NetworkWatch = entry.runtime_data.network
    return network


def _device(hass: HomeAssistant, device_id: str) -> tuple[NetworkWatch, DeviceCoordinator]:
    if (found := async_find_device(hass, device_id)) is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="device_not_in_operation")
    return found


def _own_device(hass: HomeAssistant, watch: NetworkWatch, device_id: str) -> DeviceCoordinator:
    other, device = _device(hass, device_id)
    if other is not watch:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="device_of_other_site")
    return device


def _keys(call: ServiceCall, watch: NetworkWatch) -> frozenset[str]:
    return frozenset(_own_device(call.hass, watch, device_id).key for device_id in call.data[ATTR_DEVICE_ID])


def _port(call: ServiceCall, watch: NetworkWatch) -> PortRef:
    """Return the port a call means, by its name or its number."""
    switch = _own_device(call.hass, watch, call.data.get(CONF_SWITCH, ""))
    judge, wanted = watch.judges.get(switch.key), call.data.get(CONF_PORT, "")
    if judge is not None:
        port = wanted if wanted in judge.rows.values() else judge.rows.get(wanted)
        if port is not None:
            return PortRef(switch.key, port)
    raise ServiceValidationError(
        translation_domain=DOMAIN, translation_key="port_unknown", translation_placeholders={"port": clean_text(wanted)}
    )


def _moment(given: datetime | None, default: float) -> float:
    return default if given is None else dt_util.as_utc(given).timestamp()


def _iso(at: float) -> str:
    return dt_util.as_local(dt_util.utc_from_timestamp(at)).isoformat()


async def _async_user(call: ServiceCall) -> str:
    user = await call.hass.auth.async_get_user(call.context.user_id) if call.context.user_id else None
    return clean_text(user.name or "") if user is not None else ""
