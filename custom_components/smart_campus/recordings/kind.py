"""What recorders bring to Home Assistant."""

from collections.abc import Mapping
from typing import Any

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant

from ..campuslink.device.base import PollableDevice
from ..campuslink.device.spec import DeviceSpec
from ..campuslink.link.base import LinkSource
from ..campuslink.model import EMPTY
from ..coordinator import DeviceCoordinator
from ..kind_glue import Entities, KindGlue, hold_by
from ..points import point_entities
from .archive_sensors import archive_sensors
from .connection import make_recorder
from .options import CONF_HOST_KEY, RecorderOptions
from .preview import RecorderCamera
from .problems import RecordingProblem, SignalProblem
from .rules.faults import picture_fault, sound_fault
from .switches import RecordingSwitch
from .targets import recorder_of


async def _open(hass: HomeAssistant, links: LinkSource, spec: DeviceSpec) -> PollableDevice:
    return make_recorder(hass, spec)


def recorder_entities(coordinator: DeviceCoordinator) -> Entities:
    """Return the entities of one recorder, by platform."""
    device = recorder_of(coordinator)
    options = RecorderOptions.of(coordinator.settings.options)
    entities = point_entities(coordinator)
    entities[Platform.SENSOR] += archive_sensors(coordinator)
    entities[Platform.SWITCH] = [RecordingSwitch(coordinator)]
    problems = entities[Platform.BINARY_SENSOR]
    problems.append(RecordingProblem(coordinator))
    if options.watch_picture and "picture" in device.points:
        problems.append(SignalProblem(coordinator, "picture_problem", "picture", picture_fault))
    if options.watch_sound and "sound" in device.points:
        problems.append(SignalProblem(coordinator, "sound_problem", "sound", sound_fault))
    if options.allow_preview and device.has_preview:
        entities[Platform.CAMERA] = [RecorderCamera(coordinator, allow_live=options.allow_live)]
    return entities


def _learn(device: PollableDevice) -> Mapping[str, Any]:
    """Return the key a recorder proved itself with over SSH: another one is refused from now on."""
    host_key = getattr(device, "host_key", "")
    return {CONF_HOST_KEY: host_key} if host_key else EMPTY


RECORDER = KindGlue(open=_open, hold=hold_by(make_recorder), entities=recorder_entities, learn=_learn)
