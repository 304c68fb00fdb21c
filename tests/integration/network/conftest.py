"""A small campus network, played in memory."""

from collections.abc import Generator

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from ..conftest import FakeCampus, make_site, meter, settle
from .network_site import Stage, switch_subentry


@pytest.fixture
def stage(hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory) -> Generator[Stage]:
    """Return agents of a core with two switches behind it, and one more behind the first of them."""
    stage = Stage(hass, freezer)
    stage.add("core", "dist", "lab", "gym")
    stage.join("core", 1, "dist", 1)
    stage.join("core", 2, "gym", 1)
    stage.join("dist", 2, "lab", 1)
    with stage.playing():
        yield stage


@pytest.fixture
async def site(hass: HomeAssistant, stage: Stage) -> MockConfigEntry:
    """Return the site of these switches and two meters, past its time of grace."""
    switches = [switch_subentry(name) for name in stage.agents]
    entry = make_site(*switches, meter(1), meter(2, host="192.0.2.2"))
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    entry.runtime_data.network.use_settings(type(entry.runtime_data.network.settings)(root="core"))
    await stage.run(entry, 180)
    return entry
