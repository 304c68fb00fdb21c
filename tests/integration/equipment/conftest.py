"""A site with meters, and the ledger of it."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import MockHAClientWebSocket, WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN

type Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def ask(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Ask:
    """Return what sends a command of the ledger and gives back the whole answer."""
    await async_setup_component(hass, DOMAIN, {})
    client: MockHAClientWebSocket = await hass_ws_client(hass)

    async def send(command: str, **fields: Any) -> dict[str, Any]:
        await client.send_json_auto_id({"type": f"smart_campus/equipment/{command}", **fields})
        answer: dict[str, Any] = await client.receive_json()
        return answer

    return send


async def take_over(entry: MockConfigEntry) -> None:
    """Write down what the devices of a site tell now."""
    await entry.runtime_data.equipment.async_take_over()
