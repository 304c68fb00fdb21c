"""Subscriptions: what there is at once, then what is new, at most once a beat."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..store.rules.errors import StoreError
from .pulse import BEAT, async_get_pulse

_LOGGER = logging.getLogger(__name__)

REST_S: Final = BEAT.total_seconds()
"""From one build to the next, however much happens."""

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
    *,
    listen: Callable[[Callable[[], None]], CALLBACK_TYPE] | None = None,
) -> None:
    """Confirm a subscription, and send what `build` returns now and whenever the mark is another and it is too.

    mark: cheap; None while there is nothing to build from. build may wait; it never runs twice at once. While it
    raises StoreError the page keeps what it has, and it is tried again with the next beat. listen: tells when the mark
    changes, for what a person waits for in front of the page; without it that is seen with the next beat.
    """
    seen: object = None
    sent: Event | None = None
    is_building = False
    begun = -REST_S

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
        nonlocal begun, is_building
        found = mark()
        if found is None or found == seen or is_building:
            return
        is_building, begun = True, hass.loop.time()
        hass.async_create_task(run(found), "smart_campus page of the dashboard")

    @callback
    def hurry() -> None:
        if hass.loop.time() - begun >= REST_S:
            beat()

    ends = [async_get_pulse(hass).async_listen(beat), *([listen(hurry)] if listen else [])]

    @callback
    def end() -> None:
        for each in ends:
            each()

    connection.subscriptions[message_id] = end
    connection.send_result(message_id)
    beat()
