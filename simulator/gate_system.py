"""Simulated door controllers and barriers as systems of the campus, with what people do to them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta

from .faults import Fault
from .isapi_door import HOST, IsapiDoor
from .system import Action, Body, Identity, Json
from .uhppote_board import Board
from .uhppote_controller import UhppoteController

MAX_CARD = 2**32 - 2


class DoorSystem:
    """One controller of up to four doors."""

    def __init__(self, identity: Identity, controller: UhppoteController) -> None:
        """Make one of a controller that is not started yet."""
        self.controller = controller
        self._identity = identity

    async def start(self) -> None:
        """Let the controller listen."""
        await self.controller.start()

    async def stop(self) -> None:
        """Close its sockets."""
        await self.controller.stop()

    def devices(self) -> Sequence[Json]:
        """Return the controller."""
        controller = self.controller
        endpoint = {"transport": "udp", "host": controller.host, "port": controller.port}
        serial = str(controller.board.serial)
        return [
            self._identity.to_json(
                endpoint=endpoint,
                address=serial,
                serial=serial,
                fault=controller.fault.kind,
                requests=controller.requests,
            )
        ]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return what the doors are like now, by point."""
        board = self._board(device_id)
        values: dict[str, object] = {"event_index": board.last_index, "cards": len(board.cards)}
        for number, door in board.doors.items():
            values[f"door{number}_open"] = door.is_open
            values[f"door{number}_unlocked"] = board.is_unlocked(number)
        return values

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return what can be done to the controller and its doors."""
        board = self._board(device_id)

        def swipe(body: Body) -> None:
            board.swipe(_number(body, "card", MAX_CARD), self._door(body), _number(body, "direction", 2, 1))

        def fault(body: Body) -> None:
            self.controller.fault = Fault.from_json(body)

        acts: Mapping[str, Callable[[Body], None]] = {
            "fault": fault,
            "swipe": swipe,
            "press": lambda body: board.press(self._door(body), is_pressed=_flag(body, "on")),
            "open": lambda body: board.open_contact(self._door(body)),
            "close": lambda body: board.close_contact(self._door(body)),
            "fire": lambda body: board.set_fire(is_burning=_flag(body, "on")),
            "reboot": lambda _: board.reboot(),
            "jump": lambda body: board.jump_clock(timedelta(seconds=_seconds(body))),
        }
        plugs: Mapping[str, Action] = {"unplug": lambda _: self.stop(), "plug": lambda _: self.start()}
        return {**{name: _awaited(act) for name, act in acts.items()}, **plugs}

    def _board(self, device_id: str) -> Board:
        if device_id != self._identity.id:
            raise KeyError(device_id)
        return self.controller.board

    def _door(self, body: Body) -> int:
        door = _number(body, "door", 4, 1)
        if door not in self.controller.board.doors:
            raise ValueError(f"there is no door {door}")
        return door


class BarrierSystem:
    """One barrier at a plate camera."""

    def __init__(self, identity: Identity, camera: IsapiDoor) -> None:
        """Make one of a camera that is not started yet."""
        self.camera = camera
        self._identity = identity

    async def start(self) -> None:
        """Let the camera listen."""
        await self.camera.start()

    async def stop(self) -> None:
        """Close its sockets."""
        await self.camera.stop()

    def devices(self) -> Sequence[Json]:
        """Return the barrier."""
        endpoint = {"transport": "http", "host": HOST, "port": self.camera.port}
        return [
            self._identity.to_json(endpoint=endpoint, serial=self.camera.device.serial, requests=self.camera.requests)
        ]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return where the barrier is."""
        self._require(device_id)
        places = {"1": "closed", "2": "open"}
        return {"barrier1_state": places.get(self.camera.device.barrier)}

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return what can be done to the barrier: ``move`` by its own remote control, and the plug."""
        self._require(device_id)

        def move(body: Body) -> None:
            if not self.camera.device.move(str(body.get("to", ""))):
                raise ValueError("to must be open or close")

        return {"move": _awaited(move), "unplug": lambda _: self.stop(), "plug": lambda _: self.start()}

    def _require(self, device_id: str) -> None:
        if device_id != self._identity.id:
            raise KeyError(device_id)


def _awaited(act: Callable[[Body], None]) -> Callable[[Body], Awaitable[None]]:
    async def run(body: Body) -> None:
        act(body)

    return run


def _number(body: Body, key: str, most: int, default: int | None = None) -> int:
    value = body.get(key, default)
    if not isinstance(value, int) or not 1 <= value <= most:
        raise ValueError(f"{key} must be 1 to {most}")
    return value


def _flag(body: Body, key: str) -> bool:
    value = body.get(key, True)
    if value is True or value is False:
        return value
    raise ValueError(f"{key} must be true or false")


def _seconds(body: Body) -> float:
    value = body.get("seconds", 0)
    if isinstance(value, int | float):
        return float(value)
    raise ValueError("seconds must be a number")
