"""What a kind of device brings to Home Assistant; each feature package makes one for its kinds."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity

from .campuslink.device.base import PollableDevice
from .campuslink.device.spec import DeviceSpec
from .campuslink.link.base import LinkSource
from .campuslink.model import EMPTY
from .coordinator import DeviceCoordinator

type Entities = Mapping[Platform, list[Entity]]


class OpenDevice(Protocol):
    """Opens a device of a site; no I/O here waits on the device.

    Raises LinkConflictError when its line is in use with other settings, CodecError when it cannot be reached so.
    """

    async def __call__(self, hass: HomeAssistant, links: LinkSource, spec: DeviceSpec) -> PollableDevice:
        """links: of the site, for kinds whose lines are shared."""


class HoldDevice(Protocol):
    """Holds a device for a context, for a flow that has no site's device yet. Raises like `OpenDevice`."""

    def __call__(self, hass: HomeAssistant, spec: DeviceSpec) -> AbstractAsyncContextManager[PollableDevice]:
        """Return the context."""


def _nothing(_device: PollableDevice) -> Mapping[str, Any]:
    return EMPTY


@dataclass(frozen=True, kw_only=True, slots=True)
class KindGlue:
    """How devices of one kind are opened and shown."""

    open: OpenDevice
    hold: HoldDevice
    entities: Callable[[DeviceCoordinator], Entities]
    """Makes the entities of one device, by platform."""
    learn: Callable[[PollableDevice], Mapping[str, Any]] = _nothing
    """Returns options that are kept once a device was read: what it must prove from now on."""


def hold_by(open_unshared: Callable[[HomeAssistant, DeviceSpec], PollableDevice]) -> HoldDevice:
    """Return how a device without a shared line is held: opened, and closed behind the context."""

    @asynccontextmanager
    async def hold(hass: HomeAssistant, spec: DeviceSpec) -> AsyncIterator[PollableDevice]:
        device = open_unshared(hass, spec)
        try:
            yield device
        finally:
            await device.close()

    return hold
