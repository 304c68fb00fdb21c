"""Actions at gates: windows for credentials, and the release of doors in an alarm."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, Final

import probatio as vol
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import Context, HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util import dt as dt_util

from ..campuslink.device.gate.access import DoorMode
from ..const import DOMAIN
from ..store.actions import translate
from ..store.rules.errors import StoreError
from ..unrecorded import hiding
from .commands import async_commander, require
from .grants import GRANT, REVOKE, Doors, Grants, async_get_grants
from .log import async_get_access_log
from .names import find_door
from .options import GateOptions
from .rules.secrets import PSEUDONYM_DIGITS, is_pseudonym

RELEASE: Final = "release_doors"
CONF_CREDENTIAL: Final = "credential"
CONF_DOORS: Final = "doors"
CONF_FROM: Final = "from"
CONF_TO: Final = "to"

CREDENTIAL: Final = vol.All(vol.Coerce(str), vol.Strip, vol.Length(min=1, max=PSEUDONYM_DIGITS))
GRANT_FIELDS: Final[dict[str | vol.Marker, Any]] = {
    vol.Required(CONF_CREDENTIAL): CREDENTIAL,
    vol.Required(CONF_DOORS): cv.entity_ids,
    vol.Required(CONF_FROM): cv.datetime,
    vol.Required(CONF_TO): cv.datetime,
}
REVOKE_SCHEMA: Final = vol.Schema({vol.Required(CONF_CREDENTIAL): CREDENTIAL, vol.Optional(CONF_DOORS): cv.entity_ids})
RELEASE_SCHEMA: Final = vol.Schema({vol.Required(ATTR_ENTITY_ID): cv.entity_ids})


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions of gates; they are for administrators and for automations."""
    async_register_admin_service(hass, DOMAIN, GRANT, _async_grant, hiding(vol.Schema(GRANT_FIELDS), CONF_CREDENTIAL))
    async_register_admin_service(hass, DOMAIN, REVOKE, _async_revoke, hiding(REVOKE_SCHEMA, CONF_CREDENTIAL))
    async_register_admin_service(hass, DOMAIN, RELEASE, _async_release, RELEASE_SCHEMA)


async def async_grant_window(hass: HomeAssistant, data: Mapping[str, Any], context: Context | None) -> None:
    """Give the window that some `GRANT_FIELDS` ask for. Raises HomeAssistantError."""
    start, end = _aware(data[CONF_FROM]), _aware(data[CONF_TO])
    if not start < end or end <= dt_util.utcnow():
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="window_is_over")
    doors = _doors(hass, data[CONF_DOORS])
    grants = await async_open_grants(hass)
    card = await _async_card_of(hass, data[CONF_CREDENTIAL])
    await grants.async_grant(card, doors, start, end, context)


async def _async_card_of(hass: HomeAssistant, credential: str) -> str:
    """Return the number of a card that is given by its number or by the pseudonym the log has for it."""
    if not is_pseudonym(credential):
        return credential
    try:
        card = await (await async_get_access_log(hass)).async_card_of(credential)
    except StoreError as err:
        raise translate(err) from None
    if card is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_credential")
    return card


async def async_open_grants(hass: HomeAssistant) -> Grants:
    """Return the windows that are not over. Raises HomeAssistantError when the access log cannot be opened."""
    try:
        return await async_get_grants(hass)
    except StoreError as err:
        raise translate(err) from None


async def _async_grant(call: ServiceCall) -> None:
    await async_grant_window(call.hass, call.data, call.context)


async def _async_revoke(call: ServiceCall) -> None:
    doors = _doors(call.hass, call.data[CONF_DOORS]) if CONF_DOORS in call.data else None
    numbers = None if doors is None else {some.coordinator.key: some.numbers for some in doors}
    grants = await async_open_grants(call.hass)
    if not await grants.async_revoke(call.data[CONF_CREDENTIAL], numbers, call.context):
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_such_window")


async def _async_release(call: ServiceCall) -> None:
    """Leave doors open for everybody, all at once; one that cannot be released keeps no other shut."""
    doors: list[Doors] = []
    errors: list[BaseException] = []
    for entity_id in call.data[ATTR_ENTITY_ID]:
        try:
            found = _doors(call.hass, [entity_id])
            for some in found:
                options = GateOptions.parse(some.coordinator.settings.options)
                require(is_allowed=options.allow_release, key="release_not_allowed", coordinator=some.coordinator)
        except ServiceValidationError as err:
            errors.append(err)
        else:
            doors += found
    work = (_async_release_at(call, some) for some in _by_gate(doors))
    results = await asyncio.gather(*work, return_exceptions=True)
    errors += [error for error in results if isinstance(error, BaseException)]
    if errors:
        raise errors[0]


async def _async_release_at(call: ServiceCall, doors: Doors) -> None:
    commander = await async_commander(call.hass, doors.coordinator, doors.device.controller, call.context)
    failed: list[HomeAssistantError] = []
    for door in sorted(doors.numbers):
        try:
            release = partial(doors.device.set_mode, door, DoorMode.NORMALLY_OPEN)
            await commander.async_run(RELEASE, door, release, may_go_unlogged=True)
        except HomeAssistantError as err:
            failed.append(err)
    doors.coordinator.on_news()
    if failed:
        raise failed[0]


def _doors(hass: HomeAssistant, entity_ids: Iterable[str]) -> list[Doors]:
    """Return the doors that locks stand for, by gate."""
    found = []
    for entity_id in entity_ids:
        if (door := find_door(hass, entity_id)) is None:
            raise ServiceValidationError(
                translation_domain=DOMAIN, translation_key="no_door", translation_placeholders={"entity": entity_id}
            )
        coordinator, device, number = door
        found.append(Doors(coordinator, device, frozenset({number})))
    return _by_gate(found)


def _by_gate(doors: Iterable[Doors]) -> list[Doors]:
    """Return doors with those of one gate together."""
    found: dict[str, Doors] = {}
    for some in doors:
        known = found.get(some.coordinator.key, some)
        found[some.coordinator.key] = replace(some, numbers=known.numbers | some.numbers)
    return list(found.values())


def _aware(moment: datetime) -> datetime:
    """Return a moment with a zone; without one it is the campus's own."""
    return moment if moment.tzinfo else moment.replace(tzinfo=dt_util.get_default_time_zone())
