"""Simulated projectors as systems of the campus: the side door does what happens to them in a room."""

from collections.abc import Mapping, Sequence

from .gateway import HOST
from .pjlink_server import Manners, PjlinkServer
from .projector import PARTS, Health, Power, Projector
from .system import Action, Body, Identity, Json

MOST_HOURS = 99_999
FAULTS: Mapping[str, Mapping[str, object]] = {
    "none": {},
    "silent": {"is_silent": True},
    "hang_up": {"closes_after_answer": True},
    "busy": {"fails_with": "ERR3"},
    "failure": {"fails_with": "ERR4"},
    "one_client": {"only_one_client": True},
    "line_feeds": {"sends_lf": True},
}
"""What its network side can be made to do."""
_HEALTHY = Manners()


class ProjectorSystem:
    """One projector."""

    def __init__(self, identity: Identity, projector: Projector, *, manners: Manners | None = None) -> None:
        """manners: with the password, where it has one."""
        self.identity = identity
        self.projector = projector
        self.fault = "none"
        self.server = PjlinkServer(projector, manners or Manners(), host=HOST)

    @property
    def port(self) -> int:
        """0 until it was started, unless a port was chosen."""
        return self.server.port

    @port.setter
    def port(self, port: int) -> None:
        self.server.port = port

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        await self.server.start()

    async def stop(self) -> None:
        """Close its sockets."""
        await self.server.stop()

    def devices(self) -> Sequence[Json]:
        """Return the projector."""
        endpoint = {"transport": "tcp", "host": HOST, "port": self.port}
        return [
            self.identity.to_json(
                endpoint=endpoint,
                serial=self.projector.model.serial,
                fault=self.fault,
                connections=self.server.connections,
                requests=len(self.server.requests),
            )
        ]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return what the projector is doing now, by point. Raises KeyError for another device."""
        self._check(device_id)
        projector = self.projector
        values: dict[str, object] = {"power": projector.power.value, "filter_hours": projector.filter_hours}
        if projector.power is Power.ON:
            values |= {
                "source": projector.source,
                "picture_mute": projector.picture_mute,
                "audio_mute": projector.audio_mute,
                "freeze": projector.freeze,
            }
        values |= {f"{part}_fault": health.value for part, health in projector.health.items()}
        hours = projector.lamp_hours
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
        manners = self.server.manners
        for changes in FAULTS.values():
            for name in changes:
                setattr(manners, name, FAULTS[fault].get(name, getattr(_HEALTHY, name)))

    def _press(self, body: Body) -> None:
        """Do what somebody does with the remote control: ``{"power": "on", "source": "31"}``."""
        match body.get("power"):
            case "on":
                self.projector.turn_on()
            case "off":
                self.projector.turn_off()
            case None:
                pass
            case other:
                raise ValueError(f"power must be on or off, not {other}")
        if source := body.get("source"):
            self.projector.choose(str(source))

    def _wear(self, body: Body) -> None:
        """Age it: ``{"light_source_hours": 3990, "filter_hours": 500, "filter": "warning"}``; any part may be told."""
        self.projector.wear(lamp_hours=_hours(body, "light_source_hours"), filter_hours=_hours(body, "filter_hours"))
        for part in PARTS:
            if part in body:
                self.projector.break_part(part, Health(str(body[part])))

    def _check(self, device_id: str) -> None:
        if device_id != self.identity.id:
            raise KeyError(device_id)


def _hours(body: Body, key: str) -> int | None:
    value = body.get(key)
    if value is None or (isinstance(value, int) and 0 <= value <= MOST_HOURS):
        return value
    raise ValueError(f"{key} must be 0 to {MOST_HOURS}")
