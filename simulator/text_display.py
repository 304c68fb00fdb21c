"""An interactive display that takes lines of ASCII, as SMART's guides for room control describe them.

``get volume`` is answered with ``volume=55`` and the prompt ``>``; ``set volume=65`` and ``set volume+5`` set it.
"""

import asyncio
import re
from dataclasses import dataclass, field

PROMPT = "\r\n>"
_SET = re.compile(r"set ([a-z]+) ?(=|\+|-) ?(\S+)")
_ALWAYS = frozenset({"powerstate"})
_WORDS = {
    "powerstate": ("on", "ready"),
    "input": ("OPS", "HDMI1", "HDMI2", "HDMI3", "VGA"),
    "mute": ("on", "off"),
    "videofreeze": ("on", "off"),
    "screenshade": ("on", "off"),
}
_FIXED = {"modelnum": "sbid-mx065-v2", "serialnum": "C010GW23A0001", "fwversion": "2.0.1"}
MOST_VOLUME = 100


@dataclass
class TextDisplay:
    """Listens on the loopback address, as a transparent serial server in front of the display would."""

    values: dict[str, str] = field(
        default_factory=lambda: {
            "powerstate": "ready",
            "input": "HDMI1",
            "mute": "off",
            "videofreeze": "off",
            "screenshade": "off",
            "volume": "55",
        }
    )
    host: str = "127.0.0.1"
    port: int = 0
    requests: list[str] = field(default_factory=list)
    _server: asyncio.Server | None = None
    _writers: set[asyncio.StreamWriter] = field(default_factory=set)

    async def start(self) -> None:
        """Listen; the port stays the same over every later start."""
        self._server = await asyncio.start_server(self._serve, self.host, self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close every socket."""
        for writer in tuple(self._writers):
            writer.transport.abort()
        if self._server is not None:
            self._server.close()
            self._server = None

    def press(self, name: str, value: str) -> None:
        """Change something at the front panel; the display then says so unasked."""
        self.values[name] = value
        for writer in self._writers:
            writer.write(f"#{name}={value}\r\n".encode())

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            while True:
                line = (await reader.readuntil(b"\r")).decode(errors="replace").strip()
                self.requests.append(line)
                writer.write(f"{self._answer(line.lower(), line)}{PROMPT}".encode())
                await writer.drain()
        except asyncio.IncompleteReadError, asyncio.LimitOverrunError, ConnectionError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()

    def _answer(self, line: str, said: str) -> str:
        name = line.removeprefix("get ")
        if line.startswith("get ") and (name in self.values or name in _FIXED) and self._serves(name):
            return f"{name}={self.values.get(name) or _FIXED[name]}"
        match = _SET.fullmatch(line)
        if match is None or match[1] not in self.values or not self._serves(match[1]):
            return f"invalid cmd: {said}"
        value = self._new_value(match[1], match[2], match[3])
        if value is None:
            return f"invalid cmd: {said}"
        self.values[match[1]] = value
        return f"{match[1]}={value}"

    def _serves(self, name: str) -> bool:
        return name in _ALWAYS or self.values["powerstate"] == "on"

    def _new_value(self, name: str, operator: str, text: str) -> str | None:
        if name == "volume" and text.isdecimal():
            number = {"=": 0, "+": int(self.values[name]), "-": int(self.values[name])}[operator]
            number += -int(text) if operator == "-" else int(text)
            return str(number) if 0 <= number <= MOST_VOLUME else None
        return next((word for word in _WORDS.get(name, ()) if word.lower() == text and operator == "="), None)
