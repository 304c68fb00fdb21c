"""Creates the dashboard in Home Assistant, once, as an administrator's browser would: over its web-socket commands."""

import asyncio
import json
import logging
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.components.frontend import async_panel_exists
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.connection import current_connection as the_connection
from homeassistant.components.websocket_api.http import WebSocketAdapter
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.json import JsonValueType

from ..network.inspection.languages import closest_language

_LOGGER = logging.getLogger(__name__)

URL_PATH: Final = "smart-campus"
CONFIG: Final[dict[str, JsonValueType]] = {"strategy": {"type": "custom:smart-campus"}}
TITLES: Final = {"en": "Smart Campus", "zh-Hans": "智慧校园"}
ICON: Final = "mdi:school"
ANSWER_WITHIN_S: Final = 20.0
LOVELACE: Final = "lovelace"


class Creation(StrEnum):
    """What became of it; also the key of the sentence that the set-up ends with."""

    CREATED = "dashboard_created"
    EXISTS = "dashboard_exists"
    """There is something at its address already, which is left as it is."""
    FAILED = "dashboard_failed"


class RefusedError(Exception):
    """Home Assistant did not do what it was asked."""


@callback
def async_can_create(hass: HomeAssistant) -> bool:
    """Return whether dashboards are there at all, and none at the address of ours."""
    return LOVELACE in hass.config.components and not async_panel_exists(hass, URL_PATH)


async def async_create_dashboard(hass: HomeAssistant) -> Creation:
    """Create the dashboard; one that is there is never touched. What goes wrong is in the log."""
    if LOVELACE not in hass.config.components:
        _LOGGER.warning("The dashboard was not created: this Home Assistant has no dashboards")
        return Creation.FAILED
    if async_panel_exists(hass, URL_PATH):
        return Creation.EXISTS
    if (user := await _async_administrator(hass)) is None:
        _LOGGER.warning("The dashboard was not created: there is no administrator")
        return Creation.FAILED
    commands = Commands(hass, user)
    try:
        made = await commands.async_send(
            "lovelace/dashboards/create",
            url_path=URL_PATH,
            title=TITLES[closest_language(hass.config.language)],
            icon=ICON,
            mode="storage",
            show_in_sidebar=True,
            require_admin=False,
        )
        try:
            await commands.async_send("lovelace/config/save", url_path=URL_PATH, config=CONFIG)
        except RefusedError:
            # An empty dashboard would be in the way of the next try.
            await commands.async_send("lovelace/dashboards/delete", dashboard_id=made["id"])
            raise
    except RefusedError as err:
        _LOGGER.warning("The dashboard was not created: %s", err)
        return Creation.FAILED
    return Creation.CREATED


class Commands:
    """Sends commands of the web-socket API from within, as a user. Whatever the API checks, it checks here too."""

    def __init__(self, hass: HomeAssistant, user: User) -> None:
        before = the_connection.get()
        adapter = WebSocketAdapter(_LOGGER, {"connid": "smart_campus"})
        self._connection = ActiveConnection(adapter, hass, self._hear, user, None, None)
        # The set-up itself may run within a connection, which goes on as it was.
        the_connection.set(before)
        self._waiting: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._hass = hass

    async def async_send(self, command: str, **fields: JsonValueType) -> Mapping[str, Any]:
        """Send one command; return its result. Raises RefusedError."""
        message_id = self._connection.last_id + 1
        answer = self._waiting[message_id] = self._hass.loop.create_future()
        self._connection.async_handle({"id": message_id, "type": command, **fields})
        try:
            async with asyncio.timeout(ANSWER_WITHIN_S):
                message = await answer
        except TimeoutError:
            raise RefusedError(f"{command} was not answered") from None
        finally:
            del self._waiting[message_id]
        if not message.get("success"):
            raise RefusedError(str(message.get("error", {}).get("message", command)))
        return message.get("result") or {}

    @callback
    def _hear(self, message: bytes | str | dict[str, Any]) -> None:
        found = message if isinstance(message, dict) else json.loads(message)
        answer = self._waiting.get(found.get("id", 0))
        if answer is not None and not answer.done():
            answer.set_result(found)


async def _async_administrator(hass: HomeAssistant) -> User | None:
    """Return who may create dashboards: the owner, else any administrator."""
    users = [user for user in await hass.auth.async_get_users() if user.is_active and user.is_admin]
    people = [user for user in users if not user.system_generated]
    return next((user for user in people if user.is_owner), next(iter(people), None))
