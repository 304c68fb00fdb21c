"""The action that says where the durable store is, and its errors as sentences."""

import logging
from typing import Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service

from ..access.log import async_get_access_log
from ..const import DOMAIN
from ..unrecorded import hiding
from .durable import async_get_store
from .rules.errors import (
    LocationProblem,
    StoreError,
    StoreFullError,
    StoreLocationError,
    StoreNotEmptyError,
    StoreUnavailableError,
)

_LOGGER = logging.getLogger(__name__)

SET_STORE_URL: Final = "set_store_url"
CONF_URL: Final = "url"
CONF_KEEP_HISTORY: Final = "keep_history"

SET_STORE_URL_SCHEMA: Final = vol.Schema(
    {
        vol.Required(CONF_URL): vol.All(cv.string, vol.Length(max=500)),
        vol.Optional(CONF_KEEP_HISTORY, default=True): bool,
    }
)


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions of the durable store."""
    schema = hiding(SET_STORE_URL_SCHEMA, CONF_URL)
    async_register_admin_service(hass, DOMAIN, SET_STORE_URL, _async_set_store_url, schema)


async def _async_set_store_url(call: ServiceCall) -> None:
    """Move the store; the log that is left and the one that goes on both say who did it."""
    store = await async_get_store(call.hass)
    keeps_history = call.data[CONF_KEEP_HISTORY]
    left = store.state.location
    if not keeps_history:
        await _async_note(call, f"leaving {left}")
    try:
        await store.async_move(call.data[CONF_URL], with_history=keeps_history)
    except StoreError as err:
        raise translate(err) from None
    await _async_note(call, f"coming from {left}" + ("" if keeps_history else ", without its rows"))


async def _async_note(call: ServiceCall, reason: str) -> None:
    """Write a row; a log that takes none keeps nobody from moving to a better place."""
    user = await call.hass.auth.async_get_user(call.context.user_id) if call.context.user_id else None
    try:
        log = await async_get_access_log(call.hass)
        await log.async_note(
            SET_STORE_URL, user_id=user.id if user else "", user=(user.name or "") if user else "", reason=reason
        )
    except StoreError as err:
        _LOGGER.warning("That the store moves could not be logged: %s", err)


def translate(err: StoreError) -> HomeAssistantError:
    """Return an error of the store as a sentence for a person."""
    match err:
        case StoreLocationError():
            is_driver = err.problem is LocationProblem.DRIVER
            return ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="store_url_driver" if is_driver else "store_url_invalid",
            )
        case StoreNotEmptyError():
            return ServiceValidationError(translation_domain=DOMAIN, translation_key="store_not_empty")
        case StoreFullError():
            return HomeAssistantError(translation_domain=DOMAIN, translation_key="store_takes_no_more")
        case StoreUnavailableError():
            return HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="store_unavailable",
                translation_placeholders={"trouble": str(err)},
            )
        case _:
            return HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="store_refused",
                translation_placeholders={"trouble": str(err)},
            )
