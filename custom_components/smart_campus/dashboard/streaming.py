"""Subscriptions: what there is at once, then what is new, at most once a beat."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.core import HomeAssistant, callback

from ..store.rules.errors import StoreError
from .pulse import async_get_pulse

_LOGGER = logging.getLogger(__name__)

type Event = Mapping[str, Any]
type Look = Callable[[], Event | None]
"""Returns what a page does not know yet; None when there is nothing new, or while the site is not in operation."""


@callback
def async_stream(hass: HomeAssistant, connection: ActiveConnection, message_id: int, look: Look) -> None:
    """Confirm a subscription, and send what `look` returns now and with every beat."""

    @callback
    def beat() -> None:
        if (event := look()) is not None:
            connection.send_event(message_id, event)

    connection.subscriptions[message_id] = async_get_pulse(hass).async_listen(beat)
    connection.send_result(message_id)
    beat()


@callback
def async_stream_built(
    hass: HomeAssistant,
    connection: ActiveConnection,
    message_id: int,
    mark: Callable[[], object],
    build: Callable[[], Awaitable[Event | None]],
) -> None:
    """Confirm a subscription, and send what `build` returns now and whenever the mark is another and it is too.

    mark: cheap; None while there is nothing to build from. build may wait; it never runs twice at once. While it
    raises StoreError the page keeps what it has, and it is tried again with the next beat.
    """
    seen: object = None
    sent: Event | None = None
    is_building = False

    async def run(found: object) -> None:
        nonlocal seen, sent, is_building
        try:
            event = await build()
        except StoreError as err:
            _LOGGER.debug("A page of the dashboard waits for the store: %s", err)
            return
        finally:
            is_building = False
        seen = found
        if event is not None and event != sent and message_id in connection.subscriptions:
            sent = event
            connection.send_event(message_id, event)

    @callback
    def beat() -> None:
        nonlocal is_building
        found = mark()
        if found is None or found == seen or is_building:
            return
        is_building = True
        hass.async_create_task(run(found), "smart_campus page of the dashboard")

    connection.subscriptions[message_id] = async_get_pulse(hass).async_listen(beat)
    connection.send_result(message_id)
    beat()
