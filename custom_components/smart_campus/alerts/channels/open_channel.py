"""A channel in operation: what it is opened with, and what every kind of channel does the same way."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, override
from weakref import WeakValueDictionary

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from ...const import DOMAIN
from .base import CONF_CHANNEL_TYPE, SUBENTRY_CHANNEL, Channel, Delivery, Message
from .memory import ChannelMemory, async_get_memory

TELL_TIMEOUT_S: Final = 28
"""The desk gives a channel 30 seconds."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hosts:
    """Where the platforms are."""

    wecom: str = "https://qyapi.weixin.qq.com"
    wecom_socket: str = "wss://openws.work.weixin.qq.com"
    dingtalk: str = "https://oapi.dingtalk.com"
    dingtalk_api: str = "https://api.dingtalk.com"
    feishu: str = "https://open.feishu.cn"
    lark: str = "https://open.larksuite.com"


DATA_HOSTS: HassKey[Hosts] = HassKey(f"{DOMAIN}_channel_hosts")
"""Other places of the platforms, for tests."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Tempo:
    """How time passes and how fast things go; tests take other values."""

    first_pause_s: float = 1.0
    """After a lost connection; each failure doubles it."""
    most_pause_s: float = 300.0
    refused_pause_s: float = 600.0
    """After a refused login: a wrong secret does not get right by trying often."""
    ping_s: float | None = None
    """Seconds between two pings; None: what the platform asks for."""
    digest_s: float = 10.0
    """What a digest waits for at least."""
    connect_s: float = 5.0
    """How long a message waits for a connection."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    clock: Callable[[], float] = time.monotonic
    """Seconds that never go back."""


DATA_TEMPO: HassKey[Tempo] = HassKey(f"{DOMAIN}_channel_tempo")
DATA_OPEN: HassKey[WeakValueDictionary[str, OpenChannel]] = HassKey(f"{DOMAIN}_open_channels")


@dataclass(frozen=True, kw_only=True)
class ChannelContext:
    """What a channel is opened with."""

    hass: HomeAssistant
    key: str
    """Id of the subentry."""
    title: str
    data: Mapping[str, Any] = field(repr=False)
    memory: ChannelMemory
    spawn: Callable[[Coroutine[Any, Any, None], str], asyncio.Task[None]]
    hosts: Hosts = field(default_factory=Hosts)
    tempo: Tempo = field(default_factory=Tempo)

    def text(self, key: str) -> str:
        """Return a stored setting; empty when there is none."""
        return str(self.data.get(key) or "")


class OpenChannel(Channel):
    """A channel in operation."""

    trouble = ""
    """Why its connection does not stand; empty while it does, and where a channel keeps none."""

    def __init__(self, context: ChannelContext) -> None:
        self.context = context
        self.hass = context.hass
        self.key = context.key
        self.codes: Counter[str] = Counter()
        """How messages ended since it was opened."""

    @property
    def is_connected(self) -> bool | None:
        """Return whether its connection stands; None where a channel keeps none."""
        return None

    @callback
    def async_start(self) -> None:
        """Begin to listen for answers; waits for nobody."""

    @override
    async def async_close(self) -> None:
        """Stop listening."""

    async def async_send(self, message: Message) -> Delivery:
        """Send a message; what every kind of channel does its own way."""
        raise NotImplementedError

    async def async_end(self, message: Message) -> Delivery:
        """Say that an alert is over; a channel that cannot change a message just says so."""
        return await self.async_send(message)

    @override
    async def async_tell(self, message: Message) -> Delivery:
        return await self._async_within_time(self.async_send(message))

    @override
    async def async_withdraw(self, message: Message) -> Delivery:
        return await self._async_within_time(self.async_end(message))

    async def _async_within_time(self, work: Coroutine[Any, Any, Delivery]) -> Delivery:
        try:
            async with asyncio.timeout(TELL_TIMEOUT_S):
                delivery = await work
        except TimeoutError:
            delivery = Delivery(ok=False, code="timeout")
        self.codes[delivery.code] += 1
        return delivery


async def async_open(
    make: Callable[[ChannelContext], OpenChannel], hass: HomeAssistant, subentry: ConfigSubentry
) -> OpenChannel:
    """Return the channel of a subentry, in operation."""

    def spawn(work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        return hass.async_create_background_task(work, f"{DOMAIN}: {name}")

    channel = make(
        ChannelContext(
            hass=hass,
            key=subentry.subentry_id,
            title=subentry.title,
            data=subentry.data,
            memory=await async_get_memory(hass),
            spawn=spawn,
            hosts=hass.data.get(DATA_HOSTS, Hosts()),
            tempo=hass.data.get(DATA_TEMPO, Tempo()),
        )
    )
    channel.async_start()
    hass.data.setdefault(DATA_OPEN, WeakValueDictionary())[subentry.subentry_id] = channel
    return channel


@callback
def async_describe_channels(hass: HomeAssistant, entry: ConfigEntry) -> list[dict[str, Any]]:
    """Return how the channels of a site are, without their settings."""
    opened = hass.data.setdefault(DATA_OPEN, WeakValueDictionary())
    described: list[dict[str, Any]] = []
    for subentry in entry.get_subentries_of_type(SUBENTRY_CHANNEL):
        found: dict[str, Any] = {"type": subentry.data.get(CONF_CHANNEL_TYPE)}
        if (channel := opened.get(subentry.subentry_id)) is not None:
            found |= {"connected": channel.is_connected, "trouble": channel.trouble, "codes": dict(channel.codes)}
        described.append(found)
    return described
