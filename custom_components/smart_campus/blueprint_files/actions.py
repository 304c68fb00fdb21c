"""The action that installs the blueprints."""

from typing import Any, Final

import probatio
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.service import async_register_admin_service

from ..const import DOMAIN
from .installer import async_get_installer

INSTALL: Final = "install_blueprints"


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the action. It writes files, so it is for administrators."""
    async_register_admin_service(hass, DOMAIN, INSTALL, _async_install, probatio.Schema({}), SupportsResponse.OPTIONAL)


async def _async_install(call: ServiceCall) -> ServiceResponse:
    try:
        copied = await async_get_installer(call.hass).async_install()
    except OSError as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="blueprints_not_written",
            translation_placeholders={"error": err.strerror or type(err).__name__},
        ) from err
    if copied.errors and not copied.outcomes:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key="blueprints_not_written",
            translation_placeholders={"error": next(iter(copied.errors.values()))},
        )
    files: dict[str, Any] = {name: outcome.value for name, outcome in copied.outcomes.items()}
    return {"files": files, "failed": dict(copied.errors)} if call.return_response else None
