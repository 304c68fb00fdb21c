"""What meters bring to Home Assistant: shared lines, and entities that are all points of the catalogue."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from homeassistant.core import HomeAssistant

from ..campuslink.device.base import PollableDevice
from ..campuslink.device.device import Device
from ..campuslink.device.spec import DeviceSpec
from ..campuslink.link.base import DeviceLink, LinkSource
from ..kind_glue import KindGlue
from ..links import async_open_temporary
from ..points import point_entities


async def _open(hass: HomeAssistant, links: LinkSource, spec: DeviceSpec) -> PollableDevice:
    return _device(spec, await links.open(spec.endpoint, spec.profile.transport, spec.address))


@asynccontextmanager
async def _hold(hass: HomeAssistant, spec: DeviceSpec) -> AsyncIterator[PollableDevice]:
    async with async_open_temporary(hass, spec.endpoint, spec.profile.transport, spec.address) as link:
        yield _device(spec, link)


def _device(spec: DeviceSpec, link: DeviceLink) -> Device:
    return Device(spec.profile, link, spec.catalogue, params=spec.params)


METER = KindGlue(open=_open, hold=_hold, entities=point_entities)
