"""A page somebody has open: told at once, and again a moment after whatever may have changed it."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later

SETTLE_S: Final = 0.5
"""Changes within this time are told at once."""

type Read = Callable[[], Awaitable[dict[str, Any]]]
"""Returns the page as it is. Raises HomeAssistantError when it cannot be read."""


class OpenPage:
    """One subscription."""

    def __init__(self, hass: HomeAssistant, connection: ActiveConnection, message_id: int, read: Read) -> None:
        self._hass = hass
        self._connection = connection
        self._id = message_id
        self._read = read
        self._pending: CALLBACK_TYPE | None = None
        self._job = HassJob(self._async_tell, "smart_campus open page", cancel_on_shutdown=True)

    async def async_open(self, listen: Callable[[], list[CALLBACK_TYPE]]) -> None:
        """Answer the subscription, and tell the page. listen: begins to hear of changes, and returns what ends it."""
        first = await self._read()
        ends = listen()

        @callback
        def end() -> None:
            for each in ends:
                each()
            if self._pending is not None:
                self._pending()

        self._connection.subscriptions[self._id] = end
        self._connection.send_result(self._id)
        self._connection.send_event(self._id, first)

    @callback
    def async_change(self) -> None:
        """Tell the page again, soon."""
        if self._pending is None:
            self._pending = async_call_later(self._hass, SETTLE_S, self._job)

    async def _async_tell(self, _now: object) -> None:
        self._pending = None
        try:
            page = await self._read()
        except HomeAssistantError:
            return  # the next change tells it
        if self._id in self._connection.subscriptions:
            self._connection.send_event(self._id, page)
