"""A site in operation with one person, told by a fake channel."""

from collections.abc import AsyncGenerator
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from .fake_channel import FakeChannels, channel, group, person, site


@pytest.fixture
async def channels() -> AsyncGenerator[FakeChannels]:
    fake = FakeChannels()
    with patch("custom_components.smart_campus.alerts.running.CHANNELS", fake.types):
        yield fake


@pytest.fixture
async def entry(hass: HomeAssistant, channels: FakeChannels) -> MockConfigEntry:
    made = site(channel("phone"), person("li"), group(("li", 0)))
    made.add_to_hass(hass)
    assert await hass.config_entries.async_setup(made.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    return made
