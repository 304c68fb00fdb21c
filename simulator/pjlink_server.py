"""PJLink class 1 and 2 for a simulated projector, written from the protocol's description.

Both logins; one or several clients; the idle rule; answers to a search and notices by UDP; and a few ways to misbehave.
"""

import asyncio
import contextlib
import hashlib
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from .port_pair import open_pair, port_of
from .projector import PARTS, Health, Power, Projector

PASSWORD_LOGINS = ("md5", "sha256", "both")
IDLE_S = 30.0
LONGEST_LINE = 136
POWER_CODES = {Power.OFF: "0", Power.ON: "1", Power.COOLING: "2", Power.WARMING: "3"}
HEALTH_CODES = {Health.OK: "0", Health.WARNING: "1", Health.ERROR: "2"}
_REQUEST = re.compile(r"%([12])([A-Z0-9]{4}) (.*)")


@dataclass(kw_only=True, slots=True)
class Manners:
    """How the network side behaves; changed while it runs."""

    password: str = ""
    login: str = "md5"
    """``md5``, ``sha256`` or ``both``."""
    is_silent: bool = False
    closes_after_answer: bool = False
    only_one_client: bool = False
    sends_lf: bool = False
    fails_with: str = ""
    """``ERR1`` to ``ERR4`` instead of every answer; empty for none."""


class PjlinkServer:
    """The projector's network socket."""

    def __init__(self, projector: Projector, manners: Manners, *, host: str = "127.0.0.1", port: int = 0) -> None:
        """port: 0 takes a free one at the first start and keeps it."""
        self.projector = projector
        self.manners = manners
        self.host = host
        self.port = port
        self.connections = 0
        self.requests: list[str] = []
        self.receiver: tuple[str, int] | None = None
        """Where notices go, as entered in the projector's menu."""
        self._server: asyncio.Server | None = None
        self._udp: asyncio.DatagramTransport | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._is_taken = False
        self._left = asyncio.Event()

    async def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        if self._server is not None:
            return
        self._server, self._udp = await open_pair(
            lambda port: asyncio.start_server(self._serve, self.host, port), self._open_udp, self.port
        )
        self.port = port_of(self._server)
        self.projector.on_change = self._notify

    async def _open_udp(self, port: int) -> asyncio.DatagramTransport:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Search(self), local_addr=(self.host, port)
        )
        return transport

    async def stop(self) -> None:
        """Close every socket."""
        for writer in tuple(self._writers):
            writer.transport.abort()
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._udp is not None:
            self._udp.close()
            self._udp = None

    @property
    def is_occupied(self) -> bool:
        """Whether a client is connected, or another controller has taken the place."""
        return self._is_taken or bool(self._writers)

    async def wait_until_free(self) -> None:
        """Return when nobody is connected."""
        while self.is_occupied:
            self._left.clear()
            await self._left.wait()

    def occupy(self) -> None:
        """Let another controller take the only place: who is connected is thrown out."""
        self._is_taken = True
        for writer in tuple(self._writers):
            writer.transport.abort()

    def vacate(self) -> None:
        """Let the other controller leave."""
        self._is_taken = False

    def answer_search(self, datagram: bytes, sender: tuple[str, int]) -> None:
        """Say that it is there, when asked by a class 2 search."""
        if datagram.strip() == b"%2SRCH" and self.projector.model.pjlink_class == 2 and self._udp is not None:
            self._udp.sendto(f"%2ACKN={self.projector.model.mac}\r".encode(), sender)

    def _notify(self, what: str) -> None:
        """Send what class 2 tells unasked: a finished change of power, a source, faults."""
        projector = self.projector
        told = {
            "power": {Power.ON: "%2POWR=1", Power.OFF: "%2POWR=0"}.get(projector.power, ""),
            "source": f"%2INPT={projector.source}",
            "health": f"%2ERST={self._health()}",
        }[what]
        if told and self._udp is not None and self.receiver is not None and projector.model.pjlink_class == 2:
            self._udp.sendto(f"{told}\r".encode(), self.receiver)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.manners.only_one_client and self.is_occupied:
            writer.close()
            return
        self.connections += 1
        self._writers.add(writer)
        try:
            await self._talk(_Line(reader, writer, self.manners))
        except TimeoutError, ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError:
            pass
        finally:
            self._writers.discard(writer)
            self._left.set()
            writer.close()

    async def _talk(self, line: _Line) -> None:
        first = await self._let_in(line)
        while first is not None:
            self.requests.append(first)
            if not self.manners.is_silent:
                await line.say(self._answer(first))
            if self.manners.closes_after_answer:
                return
            first = await line.hear()

    async def _let_in(self, line: _Line) -> str | None:
        """Greet; return the first command, or None when the password was wrong."""
        if not self.manners.password:
            await line.say("PJLINK 0")
            return await line.hear()
        random = secrets.token_hex(4)
        await line.say(f"PJLINK 1 {random}")
        said = await line.hear()
        if said == "PJLINK 2" and self.manners.login != "md5":
            return await self._let_in_by_sha256(line)
        digest = hashlib.md5((random + self.manners.password).encode(), usedforsecurity=False).hexdigest()
        if self.manners.login != "sha256" and secrets.compare_digest(said[:32], digest):
            return said[32:]
        await line.say("PJLINK ERRA")
        return None

    async def _let_in_by_sha256(self, line: _Line) -> str | None:
        own = secrets.token_bytes(16)
        await line.say(f"PJLINK 2 {own.hex()}")
        said = await line.hear()
        with contextlib.suppress(ValueError):
            mixed = bytes(a ^ b for a, b in zip(own, bytes.fromhex(said[:32]), strict=True)).hex()
            digest = hashlib.sha256((mixed + self.manners.password).encode()).hexdigest()
            if secrets.compare_digest(said[32:96], digest):
                return said[96:]
        await line.say("PJLINK ERRA")
        return None

    def _answer(self, request: str) -> str:
        match = _REQUEST.fullmatch(request)
        if match is None:
            return f"{request[:6]}=ERR1" if request.startswith("%") else "PJLINK ERR1"
        pjlink_class, body, parameter = match[1], match[2], match[3]
        if self.manners.fails_with:
            return f"%{pjlink_class}{body}={self.manners.fails_with}"
        act = self._class_2().get(body) if pjlink_class == "2" else None
        act = act or self._class_1().get(body)
        is_known = act is not None and int(pjlink_class) <= self.projector.model.pjlink_class
        return f"%{pjlink_class}{body}={act(parameter) if act is not None and is_known else 'ERR1'}"

    def _class_1(self) -> dict[str, Callable[[str], str]]:
        projector, model = self.projector, self.projector.model
        return {
            "POWR": self._power,
            "INPT": self._input,
            "AVMT": self._mute,
            "INST": _asked(lambda: " ".join(model.inputs)),
            "ERST": _asked(self._health),
            "LAMP": _asked(self._lamps),
            "NAME": _asked(lambda: projector.label),
            "INF1": _asked(lambda: model.manufacturer),
            "INF2": _asked(lambda: model.name),
            "INFO": _asked(lambda: ""),
            "CLSS": _asked(lambda: str(model.pjlink_class)),
        }

    def _class_2(self) -> dict[str, Callable[[str], str]]:
        projector, model = self.projector, self.projector.model
        return {
            "SNUM": _asked(lambda: model.serial),
            "SVER": _asked(lambda: model.firmware),
            "INNM": lambda parameter: model.inputs.get(parameter.removeprefix("?"), "ERR2"),
            "IRES": _asked(lambda: model.resolution if projector.power is Power.ON else "ERR3"),
            "RRES": _asked(lambda: model.resolution),
            "FILT": _asked(lambda: str(projector.filter_hours)),
            "RLMP": _asked(lambda: model.lamp_part),
            "RFIL": _asked(lambda: model.filter_part),
            "SVOL": self._volume,
            "FREZ": self._freeze,
        }

    def _power(self, parameter: str) -> str:
        match parameter:
            case "?":
                return POWER_CODES[self.projector.power]
            case "1":
                return "OK" if self.projector.turn_on() else "ERR3"
            case "0":
                return "OK" if self.projector.turn_off() else "ERR3"
        return "ERR2"

    def _input(self, parameter: str) -> str:
        if self.projector.power is not Power.ON:
            return "ERR3"
        if parameter == "?":
            return self.projector.source
        try:
            self.projector.choose(parameter)
        except ValueError:
            return "ERR2"
        return "OK"

    def _mute(self, parameter: str) -> str:
        projector = self.projector
        if projector.power is not Power.ON:
            return "ERR3"
        if parameter == "?":
            both = (projector.picture_mute, projector.audio_mute)
            return {(True, True): "31", (True, False): "11", (False, True): "21", (False, False): "30"}[both]
        if re.fullmatch("[123][01]", parameter) is None:
            return "ERR2"
        is_on = parameter[1] == "1"
        if parameter[0] in "13":
            projector.picture_mute = is_on
        if parameter[0] in "23":
            projector.audio_mute = is_on
        return "OK"

    def _freeze(self, parameter: str) -> str:
        if self.projector.power is not Power.ON:
            return "ERR3"
        if parameter == "?":
            return str(int(self.projector.freeze))
        if parameter not in ("0", "1"):
            return "ERR2"
        self.projector.freeze = parameter == "1"
        return "OK"

    def _volume(self, parameter: str) -> str:
        if self.projector.power is not Power.ON:
            return "ERR3"
        if parameter not in ("0", "1"):
            return "ERR2"
        self.projector.volume += 1 if parameter == "1" else -1
        return "OK"

    def _health(self) -> str:
        return "".join(HEALTH_CODES[self.projector.health[part]] for part in PARTS)

    def _lamps(self) -> str:
        lit = int(self.projector.is_lit)
        return " ".join(f"{hours} {lit}" for hours in self.projector.lamp_hours) or "ERR1"


class _Line:
    """One client's end of the socket."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, manners: Manners) -> None:
        self._reader = reader
        self._writer = writer
        self._manners = manners

    async def say(self, text: str) -> None:
        self._writer.write(f"{text}\r\n".encode() if self._manners.sends_lf else f"{text}\r".encode())
        await self._writer.drain()

    async def hear(self) -> str:
        """Return the next line. Raises TimeoutError after the idle time."""
        async with asyncio.timeout(IDLE_S):
            line = await self._reader.readuntil(b"\r")
        return line[:LONGEST_LINE].decode(errors="replace").strip()


class _Search(asyncio.DatagramProtocol):
    def __init__(self, server: PjlinkServer) -> None:
        self._server = server

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self._server.answer_search(data, addr)


def _asked(tell: Callable[[], str]) -> Callable[[str], str]:
    """Return a question that can only be asked."""
    return lambda parameter: tell() if parameter == "?" else "ERR2"
