"""A room with a projector of another's making, relays on a real Modbus server, and a recorder that fails on demand."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import Context, HomeAssistant
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.const import DOMAIN
from simulator.modbus_relays import RelayGateway, RelayModule
from tests.integration.conftest import campus, custom_integrations, hass_config_dir, own_profiles
from tests.integration.ledger.conftest import studio
from tests.integration.rooms.conftest import area_id

__all__ = ["area_id", "campus", "custom_integrations", "hass_config_dir", "own_profiles", "studio"]

LOCAL = "127.0.0.1"


@pytest.fixture
async def relays(socket_enabled: None) -> AsyncIterator[RelayGateway]:
    gateway = RelayGateway([RelayModule(unit=1, channels=8)])
    await gateway.start()
    yield gateway
    await gateway.stop()


def module(relays: RelayGateway, area: str, *channels: int) -> ConfigSubentryDataWithId:
    """Return a relay module in an area, of which some channels are lights."""
    shown = {str(number): {"shown": "light" if number in channels else "switch"} for number in range(1, 9)}
    return ConfigSubentryDataWithId(
        subentry_id="module1",
        subentry_type="lighting",
        title="Relays",
        unique_id="lighting:module1",
        data={
            "profile": "generic-modbus-relay-8",
            "endpoint": {"transport": "tcp", "host": LOCAL, "port": relays.port},
            "address": "1",
            "params": {},
            "key": "lighting:module1",
            "area_id": area,
            "options": {"channels": shown},
        },
    )


async def act(hass: HomeAssistant, action: str, area: str, user: MockUser | None = None, **data: Any) -> Any:
    """Start or end a class by the area; return what became of each device, by step."""
    answer = await hass.services.async_call(
        DOMAIN,
        action,
        {"area_id": area, **data},
        blocking=True,
        return_response=True,
        context=Context(user_id=user.id if user else None),
    )
    assert answer is not None
    (room,) = answer["rooms"]
    return {row["step"]: (row["outcome"], row["name"], row["text"]) for row in room["devices"]}
