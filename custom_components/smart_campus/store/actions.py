"""The action that says where the durable store is, and its errors as sentences."""

from typing import Final

import probatio as vol
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service

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
    store = await async_get_store(call.hass)
    try:
        await store.async_move(call.data[CONF_URL], with_history=call.data[CONF_KEEP_HISTORY])
    except StoreError as err:
        raise translate(err) from None


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
