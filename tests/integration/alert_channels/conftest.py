"""A desk that works, simulated platforms, and a Home Assistant whose address is known."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import replace
from time import time
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component

from custom_components.smart_campus.alerts.channels.link_view import async_register_link_view
from custom_components.smart_campus.alerts.channels.open_channel import (
    DATA_HOSTS,
    DATA_TEMPO,
    Hosts,
    OpenChannel,
    Tempo,
)
from simulator.chat_platforms import ChatPlatforms

from .telling import EXTERNAL, open_channel

type Opens = Callable[..., Awaitable[OpenChannel]]


class Clock:
    """Time that passes by hand."""

    def __init__(self) -> None:
        self.now = time()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Let time pass once everybody else has had a turn."""
        await asyncio.sleep(0)
        self.now += seconds


@pytest.fixture
async def known_address(hass: HomeAssistant) -> None:
    """Serve the page of links, and know where from."""
    assert await async_setup_component(hass, "http", {})
    await hass.config.async_update(external_url=EXTERNAL)
    async_register_link_view(hass)


@pytest.fixture
async def chats(hass: HomeAssistant, socket_enabled: None, known_address: None) -> AsyncGenerator[ChatPlatforms]:
    """Return the platforms; channels opened from now on find them."""
    async with ChatPlatforms() as platforms:
        hass.data[DATA_HOSTS] = Hosts(
            wecom=platforms.url,
            wecom_socket=platforms.wecom_socket,
            dingtalk=platforms.url,
            dingtalk_api=platforms.url,
            feishu=platforms.url,
            lark=platforms.url,
        )
        hass.data[DATA_TEMPO] = Tempo(
            first_pause_s=0.01, most_pause_s=0.05, refused_pause_s=0.05, digest_s=0.05, connect_s=2
        )
        yield platforms


@pytest.fixture
def clock(hass: HomeAssistant, chats: ChatPlatforms) -> Clock:
    """Return the time of channels and platforms from now on."""
    made = Clock()
    for robot in (chats.wecom_robot, chats.dingtalk_robot, chats.feishu_robot):
        robot.clock = made
    hass.data[DATA_TEMPO] = replace(hass.data[DATA_TEMPO], clock=made, sleep=made.sleep, digest_s=10)
    return made


@pytest.fixture
async def opened(hass: HomeAssistant, chats: ChatPlatforms) -> AsyncGenerator[Opens]:
    """Return what opens channels that are closed afterwards."""
    channels: list[OpenChannel] = []

    async def open_one(kind: str, /, **data: Any) -> OpenChannel:
        channel = await open_channel(hass, kind, **data)
        channels.append(channel)
        return channel

    yield open_one
    for channel in channels:
        await channel.async_close()
