"""Stands in at the seam of channels: takes messages, and fails on demand."""

import asyncio
from typing import Any, override

from homeassistant.config_entries import ConfigSubentry, ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.alerts.channels.base import (
    CONF_CHANNEL_TYPE,
    Channel,
    ChannelType,
    Delivery,
    Event,
    Message,
)
from custom_components.smart_campus.const import DOMAIN

FAKE = "fake"


class FakeChannel(Channel):
    """Keeps what it was told; answers what it was told to answer."""

    def __init__(self, key: str, sent: list[tuple[str, Message]]) -> None:
        self.key = key
        self.answers: list[Delivery | Exception] = []
        """Given in turn; then everything is taken."""
        self.gate: asyncio.Event | None = None
        """Holds every message until it is set."""
        self.arrived = asyncio.Event()
        """Set when a message is held."""
        self.is_closed = False
        self._sent = sent

    @override
    async def async_tell(self, message: Message) -> Delivery:
        return await self._async_take(message)

    @override
    async def async_withdraw(self, message: Message) -> Delivery:
        assert message.event is Event.RESOLVED
        return await self._async_take(message)

    @override
    async def async_close(self) -> None:
        self.is_closed = True

    async def _async_take(self, message: Message) -> Delivery:
        if self.gate is not None:
            self.arrived.set()
            await self.gate.wait()
        answer = self.answers.pop(0) if self.answers else Delivery(ok=True, code="ok", message_id=f"m{message.tag}")
        if isinstance(answer, Exception):
            raise answer
        if answer.ok:
            self._sent.append((self.key, message))
        return answer


class FakeChannels:
    """The one type of fake channels, and everything they took."""

    def __init__(self) -> None:
        self.open: dict[str, FakeChannel] = {}
        self.sent: list[tuple[str, Message]] = []
        self.types = {FAKE: ChannelType(key=FAKE, address=lambda _hass: {}, open=self._async_open)}

    async def _async_open(self, _hass: HomeAssistant, subentry: ConfigSubentry) -> Channel:
        channel = self.open[subentry.subentry_id] = FakeChannel(subentry.subentry_id, self.sent)
        return channel

    def told(self) -> list[tuple[str, str, str]]:
        """Return receiver, channel and event of everything that arrived."""
        return [(message.receiver.name, channel, message.event.value) for channel, message in self.sent]


def sub(kind: str, subentry_id: str, **data: Any) -> ConfigSubentryDataWithId:
    """Return a subentry whose title is its id."""
    title = data.pop("title", subentry_id)
    return ConfigSubentryDataWithId(
        subentry_id=subentry_id, subentry_type=kind, title=title, unique_id=f"{kind}:{subentry_id}", data=data
    )


def channel(subentry_id: str) -> ConfigSubentryDataWithId:
    return sub("channel", subentry_id, **{CONF_CHANNEL_TYPE: FAKE})


def person(subentry_id: str, *channels: str, language: str = "en") -> ConfigSubentryDataWithId:
    addresses = {each: {"to": subentry_id} for each in channels or ("phone",)}
    return sub("contact", subentry_id, language=language, addresses=addresses)


def group(*steps: tuple[str, float], **data: Any) -> ConfigSubentryDataWithId:
    """Return a group: who, and after how many minutes."""
    rows = [{"contacts": [who], "after": after} for who, after in steps]
    return sub("contact_group", data.pop("id", "cleaners"), steps=rows, **{"repeat": 0, **data})


def site(*subentries: ConfigSubentryDataWithId, entry_id: str = "site1", **options: Any) -> MockConfigEntry:
    return MockConfigEntry(
        domain=DOMAIN,
        title="North",
        entry_id=entry_id,
        data={"name": "North"},
        options=options,
        subentries_data=subentries,
    )
