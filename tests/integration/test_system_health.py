"""The system information page counts devices and profiles."""

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import get_system_health_info

from custom_components.smart_campus.const import DOMAIN

from .conftest import FakeCampus, fail, meter, set_up


async def test_health_counts_devices_and_profiles(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1), meter(2))
    campus.link(2).silence()
    await fail(hass, entry, "sub2")
    assert await async_setup_component(hass, "system_health", {})

    info = await get_system_health_info(hass, DOMAIN)

    assert info["devices_reachable"] == "1 / 2"
    assert info["profiles_own"] == 1
    assert info["profiles_rejected"] == 0
    assert info["version"] == "0.1.0"
