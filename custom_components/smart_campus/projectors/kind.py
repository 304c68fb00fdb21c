"""What projectors and displays bring to Home Assistant."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
from homeassistant.util.hass_dict import HassKey

from ..campuslink.device.base import PollableDevice
from ..campuslink.device.spec import DeviceSpec
from ..campuslink.device.text_device import TextDevice
from ..campuslink.link.base import LinkSource
from ..campuslink.link.lines import open_lines
from ..campuslink.link.pjlink_notices import NoticeReceiver
from ..campuslink.model import Kind
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..kind_glue import KindGlue, hold_by
from ..points import point_entities
from .commands import projector_of
from .cooling import CooledDown
from .options import ProjectorOptions
from .player import ProjectorPlayer
from .problem import ProjectorProblem
from .rules.faults import PARTS
from .rules.upkeep import LAMP_POINTS
from .switches import SWITCHED, PointSwitch
from .upkeep import POINTS as UPKEEP_POINTS
from .upkeep import LightSourceRemaining, UpkeepDue

STEP_ASIDE_S = 0.5
"""Time for a device to notice that a connection ended."""
DATA_NOTICES: HassKey[NoticeReceiver] = HassKey(f"{DOMAIN}_projector_notices")


def notices_of(hass: HomeAssistant) -> NoticeReceiver:
    """Return where the notices of all projectors of this Home Assistant arrive."""
    return hass.data.setdefault(DATA_NOTICES, NoticeReceiver())


async def _open(hass: HomeAssistant, links: LinkSource, spec: DeviceSpec) -> PollableDevice:
    return _device(hass, spec)


def _device(hass: HomeAssistant, spec: DeviceSpec) -> TextDevice:
    rules = spec.profile.transport
    if ProjectorOptions.of(spec.options).is_shared:
        rules = replace(rules, lines=replace(rules.lines, hold_s=0.0))
    link = open_lines(spec.endpoint, rules, spec.credentials)
    return TextDevice(spec.profile, link, spec.catalogue, notices=notices_of(hass))


@asynccontextmanager
async def _hold(hass: HomeAssistant, spec: DeviceSpec) -> AsyncIterator[PollableDevice]:
    """Hold a projector for a look; what polls it stands aside meanwhile, for many let one client in."""
    running = [
        coordinator
        for entry in hass.config_entries.async_loaded_entries(DOMAIN)
        for coordinator in entry.runtime_data.coordinators.values()
        if coordinator.settings.kind is Kind.PROJECTOR and coordinator.settings.endpoint == spec.endpoint
    ]
    async with AsyncExitStack() as aside:
        for coordinator in running:
            await aside.enter_async_context(projector_of(coordinator).standing_aside())
            await asyncio.sleep(STEP_ASIDE_S)
        yield await aside.enter_async_context(_hold_new(hass, spec))


def _entities(coordinator: DeviceCoordinator) -> dict[Platform, list[Entity]]:
    points = projector_of(coordinator).points
    settable = projector_of(coordinator).settable
    upkeep = ProjectorOptions.of(coordinator.settings.options).upkeep
    entities = point_entities(coordinator)
    entities[Platform.MEDIA_PLAYER] = [ProjectorPlayer(coordinator)]
    entities[Platform.SWITCH] = [PointSwitch(coordinator, point) for point in SWITCHED if point in settable]
    entities[Platform.BINARY_SENSOR].append(CooledDown(coordinator))
    if any(point in points for point in PARTS):
        entities[Platform.BINARY_SENSOR].append(ProjectorProblem(coordinator))
    if any(point in points for point in UPKEEP_POINTS):
        entities[Platform.BINARY_SENSOR].append(UpkeepDue(coordinator))
    if upkeep.lamp_lifetime_h and any(point in points for point in LAMP_POINTS):
        entities[Platform.SENSOR].append(LightSourceRemaining(coordinator))
    return entities


_hold_new = hold_by(_device)
PROJECTOR = KindGlue(open=_open, hold=_hold, entities=_entities)
