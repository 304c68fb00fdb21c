"""A site with two rooms in operation, and people who may different things."""

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.integration.conftest import campus, custom_integrations, hass_config_dir, own_profiles

from .working import Campus, make_campus

__all__ = ["campus", "custom_integrations", "hass_config_dir", "own_profiles"]


@pytest.fixture
async def works(hass: HomeAssistant, campus: object) -> Campus:
    """Return a campus whose site was set up."""
    return await make_campus(hass)


@pytest.fixture
def entry(works: Campus) -> MockConfigEntry:
    return works.entry


@pytest.fixture
def area_id(hass: HomeAssistant, works: Campus) -> str:
    area = ar.async_get(hass).async_get_area_by_name("A101")
    assert area is not None
    return area.id
