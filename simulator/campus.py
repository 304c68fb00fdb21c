"""A running campus: gateways with meters behind them, one clock, and ways to disturb both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from .clock import SimClock
from .faults import Fault, GatewayFaultKind
from .gateway import Gateway, set_gateway_fault
from .meter import Meter


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What a campus is made of."""

    clock: SimClock
    gateways: Sequence[Gateway]


class Campus:
    """Use as ``async with Campus(demo_plan()) as campus``: gateways listen inside, and nothing is left behind."""

    def __init__(self, plan: Plan) -> None:
        """plan: gateways that are not started yet."""
        self.clock = plan.clock
        self.gateways: Mapping[str, Gateway] = {gateway.id: gateway for gateway in plan.gateways}
        self.meters: Mapping[str, Meter] = {meter.id: meter for gateway in plan.gateways for meter in gateway.meters}
        self._gateway_of = {meter.id: gateway for gateway in plan.gateways for meter in gateway.meters}

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Let every gateway listen. Raises OSError or RuntimeError when a port is taken."""
        for gateway in self.gateways.values():
            await gateway.start()

    async def stop(self) -> None:
        """Close every socket."""
        for gateway in self.gateways.values():
            await gateway.stop()

    def devices(self) -> list[dict[str, object]]:
        """Return every device as JSON: names in both languages, and how it is reached."""
        return [self.device(meter_id) for meter_id in self.meters]

    def device(self, meter_id: str) -> dict[str, object]:
        """Return one device as JSON. Raises KeyError for an unknown id."""
        meter, gateway = self.meters[meter_id], self._gateway_of[meter_id]
        return {
            "id": meter.id,
            "kind": "meter",
            "profile": meter.profile,
            "name": meter.name.to_json(),
            "room": meter.room.to_json(),
            "building": meter.building.to_json(),
            "endpoint": gateway.endpoint,
            "address": meter.address,
            "gateway": gateway.id,
            "serial": meter.serial,
            "fault": meter.fault.kind,
            "requests": meter.requests,
        }

    def set_fault(self, meter_id: str, fault: Fault) -> None:
        """Change what is wrong with a device. Raises KeyError for an unknown id."""
        self.meters[meter_id].fault = fault

    async def set_gateway_fault(self, gateway_id: str, fault: GatewayFaultKind) -> None:
        """Change what is wrong with a gateway. Raises KeyError for an unknown id."""
        await set_gateway_fault(self.gateways[gateway_id], fault)
