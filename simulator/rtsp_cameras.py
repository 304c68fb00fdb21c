"""Rooms with cameras as a system of the campus: one process streams for all of them, the side door disturbs each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .gateway import HOST
from .rtsp_process import PICTURES, SOUNDS, CameraRules, CameraSource, RtspProcess, free_ports
from .system import Action, Body, Identity, Json

SIZES = range(64, 3841)


@dataclass(kw_only=True, slots=True)
class CameraRoom:
    """One address with the sources of a room."""

    identity: Identity
    sources: Mapping[str, CameraSource]
    """By path."""
    username: str = ""
    password: str = ""
    login: str = "digest"
    port: int = 0
    is_plugged: bool = True
    connections: int = 0
    """How many there were, as far as somebody looked."""


class CameraSystem:
    """Camera rooms that start and stop together."""

    def __init__(self, rooms: Sequence[CameraRoom], *, base_port: int = 0) -> None:
        """base_port: first of as many ports in a row as there are rooms; 0 takes free ones."""
        ports = range(base_port, base_port + len(rooms)) if base_port else free_ports(len(rooms))
        for room, port in zip(rooms, ports, strict=True):
            room.port = port
        self.rooms = {room.identity.id: room for room in rooms}
        self._process: RtspProcess | None = None

    async def start(self) -> None:
        """Listen on every port. Raises RuntimeError when one is taken or GStreamer is missing."""
        self._process = RtspProcess(
            {
                room_id: CameraRules(
                    port=room.port,
                    sources=room.sources,
                    username=room.username,
                    password=room.password,
                    login=room.login,
                )
                for room_id, room in self.rooms.items()
            }
        )
        await self._process.start()
        for room_id, room in self.rooms.items():
            if not room.is_plugged:
                await self._ask(room_id, "unplug")

    async def stop(self) -> None:
        """End the process."""
        if self._process:
            await self._process.stop()
            self._process = None

    def devices(self) -> Sequence[Json]:
        """Return each room's cameras as one recorder."""
        return [
            room.identity.to_json(
                endpoint={"transport": "tcp", "host": HOST, "port": room.port},
                sources={path: {"picture": each.picture, "sound": each.sound} for path, each in room.sources.items()},
                connections=room.connections,
            )
            for room in self.rooms.values()
        ]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return what a recorder of the room must find: picture and sound of the first source."""
        source = next(iter(self.rooms[device_id].sources.values()))
        sound = {"none": "absent", "ticks": "good"}.get(source.sound, source.sound)
        return {"picture": {"flash": "good"}.get(source.picture, source.picture), "sound": sound}

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return ``unplug``, ``plug``, ``cut``, ``picture``, ``sound``, ``stall`` and ``size``.

        A body may name a source by its ``path``; else the first one is meant.
        """
        room = self.rooms[device_id]

        async def unplug(_: Body) -> None:
            room.is_plugged = False
            await self._ask(device_id, "unplug")

        async def plug(_: Body) -> None:
            room.is_plugged = True
            await self._ask(device_id, "plug")

        async def cut(_: Body) -> None:
            await self._ask(device_id, "cut")

        async def picture(body: Body) -> None:
            _, source = _source(room, body)
            source.picture = _one_of(body, "picture", PICTURES)
            await self._change(device_id, body, picture=source.picture)

        async def sound(body: Body) -> None:
            _, source = _source(room, body)
            source.sound = _one_of(body, "sound", SOUNDS)
            await self._change(device_id, body, sound=source.sound)

        async def stall(body: Body) -> None:
            await self._change(device_id, body, stalled=bool(body.get("is_stalled", True)))

        async def size(body: Body) -> None:
            _, source = _source(room, body)
            source.width, source.height = (_size(body, key) for key in ("width", "height"))
            await self._change(device_id, body, width=source.width, height=source.height)

        return {
            "unplug": unplug,
            "plug": plug,
            "cut": cut,
            "picture": picture,
            "sound": sound,
            "stall": stall,
            "size": size,
        }

    async def _change(self, room_id: str, body: Body, **changes: object) -> None:
        path, _ = _source(self.rooms[room_id], body)
        await self._ask(room_id, "change", path=path, **changes)

    async def _ask(self, room_id: str, do: str, **more: object) -> None:
        if self._process is None:
            raise ValueError("the cameras are not started")
        answer = await self._process.ask(room_id, do, **more)
        connections = answer["connections"]
        self.rooms[room_id].connections = connections if isinstance(connections, int) else 0


def _source(room: CameraRoom, body: Body) -> tuple[str, CameraSource]:
    path = str(body.get("path") or next(iter(room.sources)))
    if path not in room.sources:
        raise ValueError(f"path must be one of {', '.join(room.sources)}")
    return path, room.sources[path]


def _one_of(body: Body, key: str, allowed: Sequence[str]) -> str:
    value = str(body.get(key, "good"))
    if value not in allowed:
        raise ValueError(f"{key} must be one of {', '.join(allowed)}")
    return value


def _size(body: Body, key: str) -> int:
    value = body.get(key)
    if not isinstance(value, int) or value not in SIZES or value % 2:
        raise ValueError(f"{key} must be an even number from {SIZES.start} to {SIZES.stop - 1}")
    return value
