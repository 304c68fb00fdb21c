"""A running campus: simulated devices of every kind, one clock, and ways to disturb both."""

from asyncio import TaskGroup
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Self

from .building.description import NOTHING_MORE, Description
from .clock import SimClock
from .faults import Fault, GatewayFaultKind
from .gateway import Gateway, set_gateway_fault
from .meter import Meter
from .meter_system import MeterSystem
from .system import Body, Json, SimulatedSystem


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a campus is made of."""

    clock: SimClock
    gateways: Sequence[Gateway] = ()
    systems: Sequence[SimulatedSystem] = ()
    """Everything but meters."""
    behind: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Device ids that hang on a device, by its id."""
    building: Description = NOTHING_MORE
    """Rooms and timetable, for a day that passes by script."""


class Campus:
    """Use as ``async with Campus(demo_plan()) as campus``: devices answer inside, and nothing is left behind."""

    def __init__(self, plan: Plan) -> None:
        """plan: systems that are not started yet."""
        self.clock = plan.clock
        self.gateways: Mapping[str, Gateway] = {gateway.id: gateway for gateway in plan.gateways}
        self.meters: Mapping[str, Meter] = {meter.id: meter for gateway in plan.gateways for meter in gateway.meters}
        self.building = plan.building
        self._behind = plan.behind
        self._systems: Sequence[SimulatedSystem] = (*map(MeterSystem, plan.gateways), *plan.systems)
        self._system_of = {str(device["id"]): system for system in self._systems for device in system.devices()}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start every system side by side. Raises OSError or RuntimeError when a port is taken."""
        try:
            async with TaskGroup() as group:
                for system in self._systems:
                    group.create_task(system.start())
        except* (OSError, RuntimeError) as errors:
            await self.stop()
            raise errors.exceptions[0] from None

    async def stop(self) -> None:
        """Close every socket and end every process."""
        for system in self._systems:
            await system.stop()

    def devices(self) -> list[Json]:
        """Return every device as JSON: names in both languages, and how it is reached."""
        return [device for system in self._systems for device in system.devices()]

    def device(self, device_id: str) -> Json:
        """Return one device as JSON. Raises KeyError for an unknown id."""
        return next(device for device in self._system_of[device_id].devices() if device["id"] == device_id)

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return what a device measures now, by point. Raises KeyError for an unknown id."""
        return self._system_of[device_id].values(device_id)

    async def act(self, device_id: str, action: str, body: Body) -> None:
        """Do something to a device. Raises KeyError for an unknown id or action, ValueError for a bad body."""
        await self._system_of[device_id].actions(device_id)[action](body)

    async def do(self, device_id: str, action: str, body: Body) -> None:
        """Do what the side door is asked for: `cut`, `mend`, or what the device itself offers. Raises as they do."""
        match action:
            case "cut":
                await self.cut(device_id)
            case "mend":
                await self.mend(device_id)
            case _:
                await self.act(device_id, action, body)

    async def cut(self, device_id: str) -> None:
        """Unplug a device and everything that is reached through it. Raises KeyError for what cannot be unplugged."""
        for each in self._all_behind(device_id):
            await self.act(each, "unplug", {})

    async def mend(self, device_id: str) -> None:
        """Undo `cut`."""
        for each in self._all_behind(device_id):
            await self.act(each, "plug", {})

    def _all_behind(self, device_id: str) -> list[str]:
        return [device_id, *(found for child in self._behind.get(device_id, ()) for found in self._all_behind(child))]

    def set_fault(self, meter_id: str, fault: Fault) -> None:
        """Change what is wrong with a meter. Raises KeyError for an unknown id."""
        self.meters[meter_id].fault = fault

    async def set_gateway_fault(self, gateway_id: str, fault: GatewayFaultKind) -> None:
        """Change what is wrong with a gateway. Raises KeyError for an unknown id."""
        await set_gateway_fault(self.gateways[gateway_id], fault)
