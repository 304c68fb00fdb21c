"""A gateway and the meters behind it, as one of the campus's systems."""

from collections.abc import Mapping, Sequence

from .faults import Fault
from .gateway import Gateway
from .meter import Meter
from .system import Action, Body, Identity, Json

LONGEST_SERIAL = 16


class MeterSystem:
    """Meters that share one gateway."""

    def __init__(self, gateway: Gateway) -> None:
        """gateway: not started yet."""
        self.gateway = gateway
        self._meters: Mapping[str, Meter] = {meter.id: meter for meter in gateway.meters}

    async def start(self) -> None:
        """Let the gateway listen."""
        await self.gateway.start()

    async def stop(self) -> None:
        """Close the gateway's sockets."""
        await self.gateway.stop()

    def devices(self) -> Sequence[Json]:
        """Return every meter, with what is wrong with it and how many requests reached it."""
        return [self._describe(meter) for meter in self._meters.values()]

    def values(self, device_id: str) -> Mapping[str, float]:
        """Return what the meter measures now, in the catalogue's units."""
        return self._meters[device_id].values()

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return ``fault``, ``serial`` and ``exchange``."""
        meter = self._meters[device_id]

        async def fault(body: Body) -> None:
            meter.fault = Fault.from_json(body)

        async def serial(body: Body) -> None:
            meter.serial = _new_serial(body)

        async def exchange(body: Body) -> None:
            meter.exchange(_new_serial(body))

        return {"fault": fault, "serial": serial, "exchange": exchange}

    def _describe(self, meter: Meter) -> Json:
        identity = Identity(
            id=meter.id,
            kind="meter",
            profile=meter.profile,
            name=meter.name,
            room=meter.room,
            building=meter.building,
        )
        return identity.to_json(
            endpoint=self.gateway.endpoint,
            address=meter.address,
            gateway=self.gateway.id,
            serial=meter.serial,
            fault=meter.fault.kind,
            requests=meter.requests,
        )


def _new_serial(body: Body) -> str:
    """Return the serial number asked for; eight digits fit every model."""
    serial = str(body.get("serial", "21099999"))
    if not (serial.isascii() and serial.isalnum() and len(serial) <= LONGEST_SERIAL):
        raise ValueError("serial must be at most 16 letters and digits")
    return serial
