"""A simulated OBS Studio with obs-websocket 5, written from its protocol document."""

import asyncio
import base64
import contextlib
import hashlib
import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, override

from aiohttp import WSCloseCode, WSMsgType, web

from .recorder_model import RecorderModel
from .recorder_web import RecorderWeb

METERS = 1 << 16
OUTPUTS = 1 << 6
FOLDER = "C:/Users/lecture/Videos"

type _Answer = tuple[int, str, Mapping[str, Any]]
"""Code, comment and data."""


class ObsServer(RecorderWeb):
    """One OBS whose program scene shows a camera and hears a microphone."""

    def __init__(self, model: RecorderModel, *, port: int = 0, password: str = "letmein") -> None:  # noqa: S107 - none
        """Make one of a model. password: empty wants none."""
        super().__init__(model, port=port)
        self.password = password
        self.failures = 0
        """Clients with a wrong password."""
        self.connections = 0
        self.inputs = 1
        """Active inputs with sound."""
        self._sockets: dict[web.WebSocketResponse, int] = {}
        """Clients that were let in, with the events they want."""

    @override
    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/", self._serve)]

    @override
    async def stop(self) -> None:
        for socket in tuple(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)
        await super().stop()

    async def _serve(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(protocols=("obswebsocket.json",), timeout=0.2)
        await socket.prepare(request)
        self.connections += 1
        salt, challenge = (base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2))
        hello: dict[str, Any] = {"obsStudioVersion": "30.2.2", "obsWebSocketVersion": "5.5.2", "rpcVersion": 1}
        if self.password:
            hello["authentication"] = {"challenge": challenge, "salt": salt}
        await self._send(socket, 0, hello)
        meters = asyncio.create_task(self._tell_levels(socket))
        try:
            async for message in socket:
                if message.type is not WSMsgType.TEXT:
                    await socket.close(code=4002)
                    break
                await self._take(socket, json.loads(message.data), salt, challenge)
        finally:
            self._sockets.pop(socket, None)
            meters.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await meters
        return socket

    async def _take(self, socket: web.WebSocketResponse, message: Mapping[str, Any], salt: str, challenge: str) -> None:
        op, data = message.get("op"), message.get("d", {})
        if op == 1:
            if self.password and data.get("authentication") != self._proof(salt, challenge):
                self.failures += 1
                await socket.close(code=4009, message=b"Authentication failed.")
                return
            self._sockets[socket] = data.get("eventSubscriptions", OUTPUTS)
            await self._send(socket, 2, {"negotiatedRpcVersion": 1})
        elif socket not in self._sockets:
            await socket.close(code=4007)
        elif op == 3:
            self._sockets[socket] = data.get("eventSubscriptions", OUTPUTS)
            await self._send(socket, 2, {"negotiatedRpcVersion": 1})
        elif op == 6:
            await self._answer(socket, data)
        else:
            await socket.close(code=4006)

    async def _answer(self, socket: web.WebSocketResponse, data: Mapping[str, Any]) -> None:
        self.requests += 1
        kind = str(data.get("requestType"))
        act = self._acts().get(kind)
        code, comment, answer = (204, "Your request type is not valid.", {}) if act is None else act()
        status: dict[str, Any] = {"result": code == 100, "code": code}
        if comment:
            status["comment"] = comment
        response = {"requestType": kind, "requestId": data.get("requestId"), "requestStatus": status}
        if answer:
            response["responseData"] = dict(answer)
        if code == 100 and kind.endswith("Record"):
            await self._tell_record_state(kind, answer)
        await self._send(socket, 7, response)

    def _acts(self) -> Mapping[str, Callable[[], _Answer]]:
        return {
            "GetVersion": lambda: _good({"obsVersion": "30.2.2", "obsWebSocketVersion": "5.5.2", "rpcVersion": 1}),
            "GetRecordStatus": self._status,
            "StartRecord": self._start,
            "StopRecord": self._stop,
            "PauseRecord": lambda: _good({}) if self.model.pause() else (501, "", {}),
            "ResumeRecord": lambda: _good({}) if self.model.resume() else (503, "", {}),
            "GetStats": lambda: _good({"cpuUsage": 12.5, "availableDiskSpace": self.model.free_bytes / (1 << 20)}),
            "GetCurrentProgramScene": lambda: _good({"sceneName": "Lecture", "currentProgramSceneName": "Lecture"}),
            "GetSceneItemList": self._items,
            "GetSourceScreenshot": self._screenshot,
        }

    def _status(self) -> _Answer:
        running = self.model.running
        return _good(
            {
                "outputActive": running is not None,
                "outputPaused": self.model.is_paused,
                "outputTimecode": "00:00:00.000",
                "outputDuration": round((running.duration_s if running else 0) * 1000),
                "outputBytes": running.size if running else 0,
            }
        )

    def _start(self) -> _Answer:
        if self.model.running is not None:
            return 500, "", {}
        return _good({}) if self.model.start() else (700, "The output could not be started.", {})

    def _stop(self) -> _Answer:
        running = self.model.running
        if running is None:
            return 501, "", {}
        return _good({"outputPath": f"{FOLDER}/lecture {running.number}.mkv"}) if self.model.stop() else (700, "", {})

    def _items(self) -> _Answer:
        return _good({"sceneItems": [{"sourceName": "Camera", "sceneItemId": 1}] if self.model.has_signal else []})

    def _screenshot(self) -> _Answer:
        movie = self.model.movie
        picture = b"" if movie is None else movie.picture if self.model.has_signal else movie.black
        return _good({"imageData": f"data:image/jpg;base64,{base64.b64encode(picture).decode()}"})

    async def _tell_record_state(self, kind: str, answer: Mapping[str, Any]) -> None:
        words = {"StartRecord": "STARTED", "StopRecord": "STOPPED", "PauseRecord": "PAUSED", "ResumeRecord": "RESUMED"}
        data = {
            "outputActive": self.model.running is not None,
            "outputState": f"OBS_WEBSOCKET_OUTPUT_{words[kind]}",
            "outputPath": answer.get("outputPath"),
        }
        await self._tell(OUTPUTS, {"eventType": "RecordStateChanged", "eventIntent": OUTPUTS, "eventData": data})

    async def _tell_levels(self, socket: web.WebSocketResponse) -> None:
        while True:
            await asyncio.sleep(0.05)
            if self._sockets.get(socket, 0) & METERS:
                peak = 10 ** (self.model.level_db / 20)
                inputs = [
                    {"inputName": f"Microphone {number}", "inputLevelsMul": [[peak / 2, peak, peak]] * 2}
                    for number in range(self.inputs)
                ]
                event = {"eventType": "InputVolumeMeters", "eventIntent": METERS, "eventData": {"inputs": inputs}}
                with contextlib.suppress(ConnectionError, RuntimeError):
                    await self._send(socket, 5, event)

    async def _tell(self, wanted: int, event: Mapping[str, Any]) -> None:
        for socket, events in tuple(self._sockets.items()):
            if events & wanted:
                await self._send(socket, 5, event)

    async def _send(self, socket: web.WebSocketResponse, op: int, data: Mapping[str, Any]) -> None:
        await socket.send_str(json.dumps({"op": op, "d": data}))

    def _proof(self, salt: str, challenge: str) -> str:
        secret = base64.b64encode(hashlib.sha256(f"{self.password}{salt}".encode()).digest()).decode()
        return base64.b64encode(hashlib.sha256(f"{secret}{challenge}".encode()).digest()).decode()


def _good(data: Mapping[str, Any]) -> _Answer:
    return 100, "", data
