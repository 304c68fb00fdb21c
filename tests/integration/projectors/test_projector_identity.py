"""What a projector says of itself stands at the device, however little it says while it sleeps."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from pjlink_advance.models import PowerState
from pytest_homeassistant_custom_component.common import MockConfigEntry

from ..conftest import poll
from .conftest import Emulate, SetUp, lit


def told(hass: HomeAssistant, entry: MockConfigEntry) -> tuple[str | None, str | None, str | None, str | None]:
    device = dr.async_get(hass).async_get(entry.runtime_data.coordinators["p1"].registry_id)
    assert device is not None
    return device.manufacturer, device.model, device.serial_number, device.sw_version


async def test_maker_model_serial_and_firmware_stand_at_the_device(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    entry = await set_up((await emulate(lit())).port)
    assert told(hass, entry) == ("EPSON", "EB-L735U", "X8JK0000001", "1.00")


async def test_what_it_does_not_tell_in_standby_is_asked_when_it_is_on(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate()
    emulator.unavailable = {"INF1", "INF2", "SNUM", "SVER"}
    entry = await set_up(emulator.port)
    asleep = told(hass, entry)
    emulator.unavailable, emulator.state.power = set(), PowerState.ON
    await poll(hass, entry, "p1")
    await hass.async_block_till_done(wait_background_tasks=False)
    coordinator = entry.runtime_data.coordinators["p1"]
    await coordinator.polled.poll_now()  # behind the identification, which the device has queued
    await hass.async_block_till_done()
    assert (asleep[2:], told(hass, entry)) == ((None, None), ("EPSON", "EB-L735U", "X8JK0000001", "1.00"))


async def test_a_projector_that_is_on_is_not_asked_who_it_is_at_every_poll(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate()
    entry = await set_up(emulator.port)
    emulator.state.power = PowerState.ON
    for _ in range(4):
        await poll(hass, entry, "p1")
    assert emulator.received.count("%2SNUM ?") == 2
