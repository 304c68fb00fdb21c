"""What gates bring to Home Assistant: controllers that record into the access log, and what their doors show."""

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity

from ..campuslink.device.base import PollableDevice
from ..campuslink.device.gate.gate import GateDevice
from ..campuslink.device.spec import DeviceSpec
from ..campuslink.link.base import LinkSource
from ..campuslink.model import Reading
from ..coordinator import DeviceCoordinator
from ..kind_glue import Entities, KindGlue, hold_by
from ..points import point_entities
from .barriers import Barrier
from .connection import make_gate
from .daily import async_keep_daily
from .delays import DoorDelay
from .doors import DoorLock
from .events import AccessEvents
from .modes import DoorModeSelect
from .options import GateOptions
from .recorder import AccessRecorder


async def _open(hass: HomeAssistant, links: LinkSource, spec: DeviceSpec) -> PollableDevice:
    device = make_gate(hass, spec, listens=True)
    device.record_to(AccessRecorder(hass, device))
    async_keep_daily(hass)
    return device


def _hold(hass: HomeAssistant, spec: DeviceSpec) -> PollableDevice:
    return make_gate(hass, spec, listens=False)


def gate_entities(coordinator: DeviceCoordinator) -> Entities:
    """Return the entities of one gate, by platform; events and clock are read whether or not one is enabled."""
    device = coordinator.device
    if not isinstance(device, GateDevice):
        raise TypeError(f"{coordinator.name} is no gate")
    options = GateOptions.parse(coordinator.settings.options)
    coordinator.async_listen("event_index", _keep_reading)
    if options.sync_clock:
        coordinator.async_listen("clock_drift", _keep_reading)
    shown: dict[Platform, list[Entity]] = point_entities(coordinator)
    shown[Platform.LOCK] = [DoorLock(coordinator, door) for door in device.doors]
    shown[Platform.COVER] = [Barrier(coordinator, barrier) for barrier in device.barriers]
    if "event_index" in device.points:
        shown[Platform.EVENT] = [AccessEvents(coordinator)]
    if options.allow_modes and device.modes:
        shown[Platform.SELECT] = [DoorModeSelect(coordinator, door) for door in device.doors]
    if options.allow_modes and device.delays_s:
        shown[Platform.NUMBER] = [DoorDelay(coordinator, door) for door in device.doors]
    return shown


def _keep_reading(_reading: Reading) -> None:
    """Take a reading: wanting the newest index has events read, wanting the drift has the clock looked at."""


GATE = KindGlue(open=_open, hold=hold_by(_hold), entities=gate_entities)
