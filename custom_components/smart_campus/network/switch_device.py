"""How switches are opened: each has its own SNMP link, none shares a line."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from homeassistant.core import HomeAssistant

from ..campuslink.device.base import PollableDevice
from ..campuslink.device.spec import DeviceSpec
from ..campuslink.device.switch import SwitchDevice
from ..campuslink.device.switch.opening import open_switch
from ..campuslink.errors import CodecError, CredentialsError
from ..campuslink.link.base import LinkSource
from ..campuslink.link.snmp.backend import preload


async def async_open_switch(hass: HomeAssistant, links: LinkSource, spec: DeviceSpec) -> PollableDevice:
    """Open a switch. Raises CodecError for settings that cannot be used."""
    try:
        return await _async_open(hass, spec)
    except CredentialsError as err:
        raise CodecError(f"the stored credentials cannot be used: {err}") from err


@asynccontextmanager
async def async_hold_switch(hass: HomeAssistant, spec: DeviceSpec) -> AsyncIterator[PollableDevice]:
    """Hold a switch for the context. Raises CodecError, and CredentialsError for credentials that are not complete."""
    device = await _async_open(hass, spec)
    try:
        yield device
    finally:
        await device.close()


async def _async_open(hass: HomeAssistant, spec: DeviceSpec) -> SwitchDevice:
    await hass.async_add_executor_job(preload)
    return open_switch(spec)
