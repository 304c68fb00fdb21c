"""The shipped blueprints, copied into the configuration of a Home Assistant as their users have them."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from tests.integration.conftest import campus, custom_integrations, own_profiles

__all__ = ["campus", "custom_integrations", "own_profiles"]

TURNS = 50
BLUEPRINTS = Path(__file__).parents[2] / "blueprints"

type Run = Callable[..., Awaitable[None]]


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    """Return a configuration folder of its own, with the blueprints in it."""
    shutil.copytree(BLUEPRINTS, Path(hass_tmp_config_dir) / "blueprints", dirs_exist_ok=True)
    return hass_tmp_config_dir


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Core's own automations keep their clocks until the process ends."""
    return True


@pytest.fixture
def run(hass: HomeAssistant) -> Run:
    """Return what sets up an automation from a blueprint's file name and inputs."""

    async def set_up(name: str, **inputs: Any) -> None:
        use = {"path": f"smart_campus/{name}.yaml", "input": inputs}
        config = {"id": name, "alias": name, "use_blueprint": use}
        assert await async_setup_component(hass, "automation", {"automation": [config]})
        await hass.async_block_till_done()
        state = hass.states.get(f"automation.{name}")
        assert state is not None, "the blueprint was refused"
        assert state.state == "on", state.state

    return set_up


async def settle() -> None:
    """Let everything happen that waits for nothing but its turn; a delay inside an automation waits for the clock."""
    for _ in range(TURNS):
        await asyncio.sleep(0)


class Clock:
    """Lets time pass for Home Assistant and its timers alike."""

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
        self._hass = hass
        self._freezer = freezer

    async def pass_by(self, *, step_s: float = 10, **time: float) -> None:
        """Let some time pass. time: as for `timedelta`."""
        for _ in range(round(timedelta(**time).total_seconds() / step_s)):
            self._freezer.tick(step_s)
            async_fire_time_changed(self._hass)
            await settle()


@pytest.fixture
def clock(hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> Clock:
    """Return the clock."""
    return Clock(hass, freezer)


class Room:
    """An area with things in it, whose states a test sets."""

    def __init__(self, hass: HomeAssistant, name: str) -> None:
        self._hass = hass
        self.area_id = ar.async_get(hass).async_create(name).id
        self._name = name.lower().replace(" ", "_")

    def add(self, domain: str, name: str, state: str, **attributes: Any) -> str:
        """Put a thing into the area and return its entity id."""
        wanted = f"{self._name}_{name}"
        registry = er.async_get(self._hass)
        entry = registry.async_get_or_create(domain, "test", wanted, suggested_object_id=wanted)
        registry.async_update_entity(entry.entity_id, area_id=self.area_id)
        self._hass.states.async_set(entry.entity_id, state, attributes)
        return entry.entity_id

    async def set(self, entity_id: str, state: str, **attributes: Any) -> None:
        """Let a thing of the area change."""
        before = self._hass.states.get(entity_id)
        assert before is not None
        self._hass.states.async_set(entity_id, state, {**before.attributes, **attributes})
        await settle()


@pytest.fixture
async def classroom(hass: HomeAssistant) -> Room:
    """Return an empty room."""
    await hass.config.async_set_time_zone("Asia/Shanghai")
    return Room(hass, "A301")
