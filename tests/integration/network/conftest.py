"""A small campus network, played in memory."""

from collections.abc import Generator
from unittest.mock import patch

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.codec.mac_text import normalise_mac
from custom_components.smart_campus.network.settings import HealthSettings
from custom_components.smart_campus.network.watch import NetworkWatch

from ..conftest import FakeCampus, make_site, meter, settle
from .hearing import Ear
from .network_site import Stage, mac_of, switch_subentry


@pytest.fixture
def stage(hass: HomeAssistant, campus: FakeCampus, freezer: FrozenDateTimeFactory) -> Generator[Stage]:
    """Return agents of a core with two switches behind it, one more behind the first, and a meter behind that."""
    stage = Stage(hass, freezer)
    stage.add("core", "dist", "lab", "gym")
    stage.join("core", 1, "dist", 1)
    stage.join("core", 2, "gym", 1)
    stage.join("dist", 2, "lab", 1)
    stage.agents["lab"].learn(5, "meter1")
    stage.agents["gym"].learn(6, "meter2")
    arp = {f"192.0.2.{unit}": normalise_mac(mac_of(f"meter{unit}").hex()) for unit in (1, 2)}
    with stage.playing(), patch("custom_components.smart_campus.network.places.read_arp", return_value=arp):
        yield stage


@pytest.fixture
def new_site(stage: Stage) -> MockConfigEntry:
    """Return the site of these switches and two meters, not set up yet."""
    switches = [switch_subentry(name) for name in stage.agents]
    return make_site(*switches, meter(1), meter(2, host="192.0.2.2"))


@pytest.fixture
async def site(hass: HomeAssistant, stage: Stage, new_site: MockConfigEntry) -> MockConfigEntry:
    """Return the site past its time of grace, with the map of its ports learned."""
    await start(hass, stage, new_site)
    watch: NetworkWatch = new_site.runtime_data.network
    for key in ("lab", "gym"):
        await watch.places.async_scan(key)
    return new_site


async def start(hass: HomeAssistant, stage: Stage, entry: MockConfigEntry) -> None:
    """Set a site up and let its time of grace pass."""
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    entry.runtime_data.network.use_settings(HealthSettings(root="core"))
    await stage.run(entry, 180)


@pytest.fixture
def ear(hass: HomeAssistant) -> Ear:
    return Ear(hass)


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Automations set up from YAML keep their clocks until the process ends."""
    return True
