"""Traps of switches: each is a hint to look now. Off until a site names a port to listen on."""

import asyncio
import logging
import socket
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util.hass_dict import HassKey

from ..campuslink.device.switch import SwitchDevice
from ..campuslink.errors import CampusLinkError
from ..campuslink.link.endpoint import NetworkEndpoint
from ..campuslink.link.snmp.backend import preload
from ..campuslink.link.snmp.notices import Notice, NoticeKind
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator, Spawn

if TYPE_CHECKING:
    from ..campuslink.link.snmp.traps import TrapReceiver

_LOGGER = logging.getLogger(__name__)

CONF_TRAP_PORT: Final = "trap_port"
"""Site option: UDP port for traps; 0 for none."""
USUAL_PORT: Final = 1162
LEAST_BETWEEN_S: Final = 5.0
"""Traps of one switch bring a poll forward at most this often."""


@dataclass(slots=True)
class _Shared:
    receiver: TrapReceiver
    users: int = 0


DATA_RECEIVERS: HassKey[dict[int, _Shared]] = HassKey(f"{DOMAIN}_trap_receivers")
"""By port; sites that name the same one share it."""


class TrapWatch:
    """Follows the traps of one site's switches."""

    def __init__(
        self, hass: HomeAssistant, name: str, spawn: Spawn, *, steady: Callable[[], float] = time.monotonic
    ) -> None:
        """name: of the site, for the log. spawn: starts named work that ends with the site. steady: never jumps."""
        self._hass = hass
        self._name = name
        self._spawn = spawn
        self._steady = steady
        self._port = 0
        self._receiver: TrapReceiver | None = None
        self._coordinators: dict[str, DeviceCoordinator] = {}
        self._ends: dict[str, list[Callable[[], None]]] = {}
        self._heard_at: dict[str, float] = {}
        self._later: dict[str, Callable[[], None]] = {}
        self._turn = asyncio.Lock()

    @callback
    def async_use(self, options: Mapping[str, Any]) -> None:
        """Listen where the site's options say, or nowhere."""
        port = trap_port_of(options)
        if port != self._port:
            self._port = port
            self._spawn(self._async_listen(), "listen to traps")

    @callback
    def async_opened(self, subentry_id: str, coordinator: DeviceCoordinator) -> None:
        """Hear a device that was put into operation, if it is a switch."""
        self.async_closed(subentry_id)
        if isinstance(coordinator.device, SwitchDevice):
            self._coordinators[subentry_id] = coordinator
            if self._receiver is not None:
                self._spawn(self._async_register(subentry_id, coordinator), f"traps of {coordinator.name}")

    @callback
    def async_closed(self, subentry_id: str) -> None:
        """Be deaf for a device that is not in operation any more."""
        self._coordinators.pop(subentry_id, None)
        self._heard_at.pop(subentry_id, None)
        for end in self._ends.pop(subentry_id, ()):
            end()
        if (later := self._later.pop(subentry_id, None)) is not None:
            later()

    async def async_stop(self) -> None:
        """Let go of the port."""
        self._port = 0
        for subentry_id in tuple(self._coordinators):
            self.async_closed(subentry_id)
        async with self._turn:
            await self._async_leave()

    async def _async_listen(self) -> None:
        """Make what is listened on equal to the port that is wanted."""
        async with self._turn:
            await self._async_leave()
            if not self._port:
                return
            try:
                self._receiver = await _async_join(self._hass, self._port)
            except CampusLinkError as err:
                _LOGGER.warning("%s: %s", self._name, err)
                return
            _LOGGER.info("%s: listening to traps on UDP port %s", self._name, self._port)
        for subentry_id, coordinator in tuple(self._coordinators.items()):
            await self._async_register(subentry_id, coordinator)

    async def _async_leave(self) -> None:
        receiver, self._receiver = self._receiver, None
        for ends in self._ends.values():
            for end in ends:
                end()
        self._ends.clear()
        if receiver is not None:
            await _async_part(self._hass, receiver)

    async def _async_register(self, subentry_id: str, coordinator: DeviceCoordinator) -> None:
        endpoint = coordinator.settings.endpoint
        if not isinstance(endpoint, NetworkEndpoint):
            return
        try:
            found = await self._hass.loop.getaddrinfo(endpoint.host, None, type=socket.SOCK_DGRAM)
        except OSError as err:
            _LOGGER.warning("%s: no traps can be told to be its: %s", coordinator.name, err)
            return
        receiver = self._receiver
        if receiver is None or self._coordinators.get(subentry_id) is not coordinator:
            return
        listener = partial(self._on_notice, subentry_id)
        for address in dict.fromkeys(str(each[4][0]) for each in found):
            try:
                end = receiver.register(address, coordinator.settings.credentials, listener)
            except CampusLinkError as err:
                _LOGGER.warning("%s: its traps cannot be read: %s", coordinator.name, err)
                return
            self._ends.setdefault(subentry_id, []).append(end)

    @callback
    def _on_notice(self, subentry_id: str, notice: Notice) -> None:
        if notice.kind is NoticeKind.OTHER or subentry_id in self._later:
            return
        wait_s = self._heard_at.get(subentry_id, -LEAST_BETWEEN_S) + LEAST_BETWEEN_S - self._steady()
        if wait_s <= 0:
            self._look(subentry_id)
        else:
            self._later[subentry_id] = async_call_later(self._hass, wait_s, partial(self._on_time, subentry_id))

    @callback
    def _on_time(self, subentry_id: str, _now: object) -> None:
        self._later.pop(subentry_id, None)
        self._look(subentry_id)

    def _look(self, subentry_id: str) -> None:
        self._heard_at[subentry_id] = self._steady()
        coordinator = self._coordinators.get(subentry_id)
        if coordinator is not None and isinstance(coordinator.device, SwitchDevice):
            coordinator.device.hear()


def trap_port_of(options: Mapping[str, Any]) -> int:
    """Return the port a site listens on; 0 for none, and for what is no port."""
    port = options.get(CONF_TRAP_PORT, 0)
    return int(port) if isinstance(port, int | float) and 0 < port < 65536 else 0


async def _async_join(hass: HomeAssistant, port: int) -> TrapReceiver:
    """Return the receiver of a port, listening. Raises CannotConnectError."""
    shared = hass.data.setdefault(DATA_RECEIVERS, {})
    if port not in shared:
        receiver = await hass.async_add_executor_job(_make_receiver, port)
        await receiver.start()
        if port in shared:
            await receiver.stop()
        else:
            shared[port] = _Shared(receiver)
    shared[port].users += 1
    return shared[port].receiver


async def _async_part(hass: HomeAssistant, receiver: TrapReceiver) -> None:
    shared = hass.data[DATA_RECEIVERS]
    port = next(port for port, each in shared.items() if each.receiver is receiver)
    shared[port].users -= 1
    if not shared[port].users:
        del shared[port]
        await receiver.stop()


def _make_receiver(port: int) -> TrapReceiver:
    """Return a receiver that does not listen yet; loading what it is made of takes a moment."""
    preload()
    from ..campuslink.link.snmp.traps import TrapReceiver  # noqa: PLC0415 - slow to load

    return TrapReceiver(port=port)
