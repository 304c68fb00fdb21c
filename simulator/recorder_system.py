"""Simulated recorders as systems of the campus: the side door does what happens to them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from .gateway import HOST
from .recorder_model import FLAGS
from .recorder_web import RecorderWeb
from .system import Action, Body, Identity, Json

MOST_SKEW_S = 7 * 86_400


class RecorderSystem:
    """One recorder of any family."""

    def __init__(
        self,
        identity: Identity,
        server: RecorderWeb,
        *,
        transport: str = "http",
        port_of: Callable[[], int] | None = None,
        params: Callable[[], Mapping[str, float]] = dict,
    ) -> None:
        """Make one of a server that is not started yet. port_of: where commands go, if not to its web server.

        params: what a reader must set besides, as it is known once the server was started.
        """
        self.identity = identity
        self.server = server
        self._transport = transport
        self._port_of = port_of or (lambda: server.port)
        self._params = params
        self._is_offline = False

    async def start(self) -> None:
        """Listen. Raises OSError when a port is taken, RuntimeError without ffmpeg."""
        await self.server.start()
        self._is_offline = False

    async def stop(self) -> None:
        """Close its sockets."""
        await self.server.stop()
        self._is_offline = True

    def devices(self) -> Sequence[Json]:
        """Return the recorder."""
        endpoint = {"transport": self._transport, "host": HOST, "port": self._port_of()}
        return [
            self.identity.to_json(
                endpoint=endpoint,
                params=dict(self._params()),
                faults=sorted(self.server.model.faults),
                clock_skew_s=self.server.model.skew_s,
                requests=self.server.requests,
            )
        ]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return what the recorder is doing now, by point. Raises KeyError for another device."""
        self._check(device_id)
        model = self.server.model
        running = model.running
        values: dict[str, object] = {
            "state": "idle" if running is None else "paused" if model.is_paused else "recording",
            "storage_free": model.free_bytes,
            "clock_offset": model.skew_s,
            "sound_level": model.level_db,
            "recordings": len(model.files),
        }
        if running is not None:
            values |= {"elapsed": running.duration_s, "written": running.size, "title": running.title}
        return values

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return what can be done to the recorder: faults with ``{"on": true}``, ``clock`` with seconds, the plug."""
        self._check(device_id)
        model = self.server.model

        def fault(name: str) -> Callable[[Body], Awaitable[None]]:
            async def change(body: Body) -> None:
                model.set_fault(name, is_on=_flag(body))

            return change

        async def clock(body: Body) -> None:
            seconds = body.get("seconds", 0)
            if not isinstance(seconds, int | float) or abs(seconds) > MOST_SKEW_S:
                raise ValueError(f"seconds must be a number up to {MOST_SKEW_S}")
            model.set_skew(float(seconds))

        async def offline(body: Body) -> None:
            await (self._unplug() if _flag(body) else self._plug())

        return {
            **{name: fault(name) for name in FLAGS},
            "clock": clock,
            "offline": offline,
            "unplug": lambda _: self._unplug(),
            "plug": lambda _: self._plug(),
        }

    async def _unplug(self) -> None:
        if not self._is_offline:
            await self.stop()

    async def _plug(self) -> None:
        if self._is_offline:
            await self.start()

    def _check(self, device_id: str) -> None:
        if device_id != self.identity.id:
            raise KeyError(device_id)


def _flag(body: Body) -> bool:
    value = body.get("on", True)
    if value is True or value is False:
        return value
    raise ValueError("on must be true or false")
