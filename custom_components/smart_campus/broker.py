"""The broker of Home Assistant's own MQTT integration, as nodes need it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import override

from homeassistant.components import mqtt
from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigEntryState,
)
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from .campuslink.errors import CannotConnectError
from .campuslink.link.mqtt import AT_LEAST_ONCE, MqttLink, OnMessage
from .const import DOMAIN

MQTT_DOMAIN = "mqtt"
PUBLISH_LIMIT_S = 5.0
WILDCARDS = frozenset("+#")
LINGER_S = 60.0
"""How long a topic with wildcards stays subscribed to after its last reader.

Core forgets such a topic while it is being left, also when somebody asks for it again meanwhile, and then fails to
subscribe to it and to whatever else was waiting. People who add one node after the other do just that.
"""


@dataclass(eq=False, slots=True)
class _Subscription:
    topic: str
    on_message: OnMessage
    leave: CALLBACK_TYPE | None = None
    """None while core does not know of it."""


class HassBroker(MqttLink):
    """One for all sites. A broker that is set up later, or whose settings change, is subscribed to again."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._subscriptions: dict[_Subscription, None] = {}
        self._lingering: dict[_Subscription, CALLBACK_TYPE] = {}
        """What ends the wait, by subscription nobody reads any more."""
        self._followers: tuple[Callable[[], None], ...] = ()
        async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._on_entry)
        mqtt.async_subscribe_connection_status(hass, self._on_connection)

    @property
    @override
    def line(self) -> str:
        return "mqtt:broker"

    @property
    @override
    def trouble(self) -> str:
        if not self.is_set_up:
            return "the MQTT integration is not set up"
        return "" if mqtt.is_connected(self._hass) else "the MQTT integration has no connection to its broker"

    @property
    def is_set_up(self) -> bool:
        """Whether somebody set the MQTT integration up, and it runs."""
        entries = self._hass.config_entries.async_entries(MQTT_DOMAIN, include_ignore=False, include_disabled=False)
        return any(entry.state is ConfigEntryState.LOADED for entry in entries)

    @override
    def subscribe(self, topic: str, on_message: OnMessage) -> Callable[[], None]:
        wanted = _Subscription(topic, on_message)
        self._subscriptions[wanted] = None
        if self.is_set_up:
            self._spawn_subscribe(wanted)

        @callback
        def end() -> None:
            if wanted in self._subscriptions:
                del self._subscriptions[wanted]
                self._end(wanted)

        return end

    @callback
    def _end(self, wanted: _Subscription) -> None:
        """Leave what nobody reads any more, at once or after a while."""
        if WILDCARDS.isdisjoint(wanted.topic):
            self._leave(wanted)
        elif wanted.leave is not None:
            # One a topic is enough: each of them is handed every message
            for other in [each for each in self._lingering if each.topic == wanted.topic]:
                self._leave(other)
            job = HassJob(callback(lambda _: self._leave(wanted)), cancel_on_shutdown=True)
            self._lingering[wanted] = async_call_later(self._hass, LINGER_S, job)

    @override
    async def publish(self, topic: str, payload: str, qos: int = AT_LEAST_ONCE, *, retain: bool = False) -> None:
        if trouble := self.trouble:
            raise CannotConnectError(trouble)
        try:
            async with asyncio.timeout(PUBLISH_LIMIT_S):
                await mqtt.async_publish(self._hass, topic, payload, qos, retain)
        except (HomeAssistantError, TimeoutError) as err:
            raise CannotConnectError(str(err) or "the broker did not take the message in time") from err

    @override
    def follow_connection(self, on_change: Callable[[], None]) -> Callable[[], None]:
        self._followers = (*self._followers, on_change)

        @callback
        def end() -> None:
            self._followers = tuple(other for other in self._followers if other is not on_change)

        return end

    @callback
    def _on_entry(self, change: ConfigEntryChange, entry: ConfigEntry) -> None:
        if entry.domain != MQTT_DOMAIN or change is ConfigEntryChange.ADDED:
            return
        if entry.state is ConfigEntryState.LOADED:
            for wanted in self._subscriptions:
                if wanted.leave is None:
                    self._spawn_subscribe(wanted)
        else:
            # Core's next connection has another client, which knows nothing of these
            for wanted in (*self._subscriptions, *self._lingering):
                self._leave(wanted)

    @callback
    def _on_connection(self, is_connected: bool) -> None:
        for follower in self._followers:
            follower()

    def _spawn_subscribe(self, wanted: _Subscription) -> None:
        self._hass.async_create_task(self._async_subscribe(wanted), f"{DOMAIN} subscribe", eager_start=True)

    async def _async_subscribe(self, wanted: _Subscription) -> None:
        on_message = wanted.on_message

        @callback
        def hand_on(message: mqtt.ReceiveMessage) -> None:
            if wanted not in self._subscriptions:
                return
            payload = message.payload
            data = payload.encode() if isinstance(payload, str) else bytes(payload)
            on_message(message.topic, data, message.retain)

        # As text, like everybody: core hands one message object to all who read a topic, in whichever form the first
        # of them asked for. It drops what is no UTF-8, with a line in the log.
        wanted.leave = await mqtt.async_subscribe(self._hass, wanted.topic, hand_on, AT_LEAST_ONCE)
        if wanted not in self._subscriptions:
            self._end(wanted)

    @callback
    def _leave(self, wanted: _Subscription) -> None:
        if end_wait := self._lingering.pop(wanted, None):
            end_wait()
        leave, wanted.leave = wanted.leave, None
        if leave is not None:
            leave()


DATA_BROKER: HassKey[HassBroker] = HassKey(f"{DOMAIN}_broker")


@callback
def broker_of(hass: HomeAssistant) -> HassBroker:
    """Return the broker of this Home Assistant, whether it is set up or not."""
    if DATA_BROKER not in hass.data:
        hass.data[DATA_BROKER] = HassBroker(hass)
    return hass.data[DATA_BROKER]
