"""Simulated projectors: PyPI's pjlink-advance emulates them, the side door does what happens to them in a room."""

import asyncio
from collections.abc import Mapping, Sequence

from pjlink_advance.emulator import EmulatorState, PJLinkEmulator
from pjlink_advance.models import ErrorLevel, ErrorStatus, InputSource, Lamp, PowerState

from .gateway import HOST
from .system import Action, Body, Identity, Json

TRANSITION_S = 8.0
"""How long warming and cooling take."""
MOST_HOURS = 99_999
FAULTS = ("none", "silent", "hang_up", "unavailable", "busy")


class ProjectorSystem:
    """One projector."""

    def __init__(
        self,
        identity: Identity,
        state: EmulatorState,
        *,
        pjlink_class: int = 2,
        password: str = "",
        port: int = 0,
        cooling_s: float = 0.0,
    ) -> None:
        """port: 0 takes a free one at the first start. cooling_s: how long it is still cooling after the start."""
        self.identity = identity
        self.state = state
        self.fault = "none"
        self.port = port
        self._pjlink_class = pjlink_class
        self._password = password
        self._cooling_s = cooling_s
        self._emulator: PJLinkEmulator | None = None
        self._cooled: asyncio.TimerHandle | None = None

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        if self._emulator:
            return
        self._emulator = PJLinkEmulator(
            self.state,
            pj_class=self._pjlink_class,
            password=self._password or None,
            host=HOST,
            port=self.port,
            udp_port=None,
            transition_delay=TRANSITION_S,
        )
        await self._emulator.start()
        self.port = self._emulator.port
        if self._cooling_s:
            self.state.power = PowerState.COOLING
            self._cooled = asyncio.get_running_loop().call_later(self._cooling_s, self._cool_down)
            self._cooling_s = 0.0

    async def stop(self) -> None:
        """Close its sockets."""
        if self._cooled:
            self._cooled.cancel()
        if self._emulator:
            await self._emulator.stop()
            self._emulator = None

    def devices(self) -> Sequence[Json]:
        """Return the projector."""
        endpoint = {"transport": "tcp", "host": HOST, "port": self.port}
        return [self.identity.to_json(endpoint=endpoint, serial=self.state.serial, fault=self.fault)]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return what the projector is doing now, by point. Raises KeyError for another device."""
        self._check(device_id)
        values: dict[str, object] = {
            "power": self.state.power.value,
            "source": self.state.input.code,
            "picture_mute": self.state.mute.video,
            "audio_mute": self.state.mute.audio,
            "freeze": self.state.freeze,
        }
        hours = [lamp.hours for lamp in self.state.lamps]
        return values | dict(zip(("light_source_hours", "light_source_hours_2"), hours, strict=False))

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return ``unplug``, ``plug``, ``fault``, ``remote`` and ``wear``. Raises KeyError for another device."""
        self._check(device_id)

        async def unplug(_: Body) -> None:
            await self.stop()

        async def plug(_: Body) -> None:
            await self.start()

        async def fault(body: Body) -> None:
            self._set_fault(str(body.get("fault", "none")))

        async def remote(body: Body) -> None:
            self._press(body)

        async def wear(body: Body) -> None:
            self._wear(body)

        return {"unplug": unplug, "plug": plug, "fault": fault, "remote": remote, "wear": wear}

    def _set_fault(self, fault: str) -> None:
        if fault not in FAULTS:
            raise ValueError(f"fault must be one of {', '.join(FAULTS)}")
        self.fault = fault
        if self._emulator:
            self._emulator.silent = fault == "silent"
            self._emulator.drop_after_greeting = fault == "hang_up"
            self._emulator.unavailable = {"POWR", "INPT"} if fault == "unavailable" else set()
            self._emulator.fail_next = "ERR4" if fault == "busy" else None

    def _press(self, body: Body) -> None:
        """Do what somebody does with the remote control: ``{"power": "on", "source": "31"}``."""
        if power := body.get("power"):
            self.state.power = PowerState(str(power))
        if source := body.get("source"):
            chosen = InputSource.from_code(str(source))
            if chosen not in self.state.inputs:
                raise ValueError(f"source must be one of {', '.join(known.code for known in self.state.inputs)}")
            self.state.input = chosen

    def _wear(self, body: Body) -> None:
        """Age it: ``{"light_source_hours": 3990, "filter": "warning"}``; any of `ErrorStatus` may be told."""
        if (hours := body.get("light_source_hours")) is not None:
            if not isinstance(hours, int) or not 0 <= hours <= MOST_HOURS:
                raise ValueError(f"light_source_hours must be 0 to {MOST_HOURS}")
            self.state.lamps[0] = Lamp(hours, self.state.lamps[0].on)
        known = self.state.errors.as_dict()
        told = {name: ErrorLevel[str(body[name]).upper()] for name in known if name in body}
        self.state.errors = ErrorStatus(**{**known, **told})

    def _cool_down(self) -> None:
        if self.state.power is PowerState.COOLING:
            self.state.power = PowerState.OFF

    def _check(self, device_id: str) -> None:
        if device_id != self.identity.id:
            raise KeyError(device_id)
