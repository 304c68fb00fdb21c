"""What a simulated Extron recorder says on one connection, written from its command table. No sockets."""

import re
from datetime import UTC, datetime

from .recorder_model import RecorderModel, TakenFile

_SIMPLE = re.compile(rb"(\d*)([IiQqNn])")
_TAGGED_FROM = 2
"""Verbose mode from which on answers carry a tag."""
FREE_SECONDS = 41 * 3600 + 28 * 60 + 3


class SisDialogue:
    """Takes bytes and returns what is sent back."""

    def __init__(self, model: RecorderModel, *, product: str, serial: str, password: str = "") -> None:
        """Begin a dialogue; password: asked for first, empty for none."""
        self.is_ended = False
        self._model = model
        self._product = product
        self._serial = serial
        self._password = password
        self._is_in = not password
        self._verbose = 0
        self._buffer = b""

    def greet(self) -> bytes:
        """Return what is said first."""
        at = self._date()
        lines = f"\r\n(c) Copyright 2014-2022, Extron Electronics, {self._product}, V2.11, 60-1324-01\r\n{at}\r\n\r\n"
        return lines.encode() + (b"" if self._is_in else b"\r\nPassword:")

    def feed(self, data: bytes) -> bytes:
        """Take what came; return the answers to what is whole."""
        self._buffer += data
        answers = b""
        while (command := self._next()) is not None:
            answers += self._answer(command)
        return answers

    def _next(self) -> bytes | None:
        self._buffer = self._buffer.lstrip(b"\r\n") if self._is_in else self._buffer
        if not self._is_in or self._buffer[:1] == b"\x1b":
            end = re.search(rb"[\r\n]", self._buffer)
            if end is None:
                return None
            command, self._buffer = self._buffer[: end.start()], self._buffer[end.end() :]
            return command
        if not self._buffer:
            return None
        if (found := _SIMPLE.match(self._buffer)) is not None:
            self._buffer = self._buffer[found.end() :]
            return found[0]
        if self._buffer.isdigit():
            return None
        command, self._buffer = self._buffer[:1], self._buffer[1:]
        return command

    def _answer(self, command: bytes) -> bytes:
        if not self._is_in:
            self._is_in = command.decode(errors="replace") == self._password
            return b"\r\nLogin Administrator\r\n" if self._is_in else b"\r\nIncorrect Password\r\n\r\nPassword:"
        return f"{self._reply(command.decode(errors='replace'))}\r\n".encode()

    def _reply(self, command: str) -> str:
        if command[:1] == "\x1b":
            return self._escaped(command[1:])
        running = self._model.running
        level = round(self._model.level_db * 10)
        answers = {
            "I": ("Inf", self._summary()),
            "1I": ("Inf01", self._product),
            "11I": ("Inf11", "12"),
            "34I": ("Inf34", f"{level}*{level - 12}"),
            "35I": ("Inf35", _span(running.duration_s if running else 0)),
            "99I": ("Inf99", self._serial),
            "Q": ("Ver01", "2.11"),
            "1Q": ("Ver01", "2.11"),
            "N": ("Pno", "60-1324-01"),
        }
        return self._tagged(*answers[command]) if command in answers else "E10"

    def _escaped(self, command: str) -> str:
        if found := re.fullmatch(r"Y([012])RCDR", command):
            acts = {"0": self._model.stop, "1": self._start, "2": self._model.pause}
            return f"RcdrY{found[1]}" if acts[found[1]]() else "E14"
        if found := re.fullmatch(r"M(\d{1,2})\*(.*)RCDR", command, re.DOTALL):
            return self._describe(found[1], found[2])
        if found := re.fullmatch(r"([0-3])CV", command):
            self._verbose = int(found[1])
            return f"Vrb{found[1]}"
        return self._asked(command)

    def _asked(self, command: str) -> str:
        if command == "LF":
            return self._listing()
        if found := re.fullmatch(r"I([1-5])HDCP", command):
            return self._tagged(f"HdcpI{found[1]}", "1" if self._model.has_signal else "0")
        answers = {
            "YRCDR": ("RcdrY", self._mode(), ""),
            "20STAT": ("20Stat", "45", " "),
            "CT": ("Ipt", self._date(), " "),
        }
        return self._tagged(*answers[command]) if command in answers else "E10"

    def _describe(self, field: str, text: str) -> str:
        if int(field) > 16 or len(text.encode()) > 127:
            return "E13"
        self._model.metadata[field] = text
        return f"RcdrM{field}*{text}"

    def _start(self) -> bool:
        title = self._model.metadata.get("13", "")
        is_done = self._model.start(title)
        if is_done:
            self._model.metadata.clear()
        return is_done

    def _mode(self) -> str:
        running = self._model.running
        return "0" if running is None else "2" if self._model.is_paused else "1"

    def _summary(self) -> str:
        running = self._model.running
        state = {"0": "stopped", "1": "recording", "2": "paused"}[self._mode()]
        free_kb = self._model.free_bytes // 1024
        left = _span(FREE_SECONDS if free_kb else 0)
        elapsed = _span(running.duration_s if running else 0)
        return f"<ChA1*ChB3>*<{state}>*<internal*auto>*<{free_kb}*N/A>*<{elapsed}>*<{left}*00:00:00>"

    def _listing(self) -> str:
        running = self._model.running
        lines = []
        for file in self._model.files:
            written = self._model.now() if file is running else file.end or file.start
            at = f"{datetime.fromtimestamp(written, UTC):%a, %d %b %Y %H:%M:%S} UTC"
            lines += [f"{path_of(file)} {at} {file.size}", f"{path_of(file)[:-4]}.xml {at} 812"]
        return "\r\n".join([*lines, f"{self._model.free_bytes} Bytes Left\r\n"])

    def _tagged(self, tag: str, value: str, joint: str = "*") -> str:
        return f"{tag}{joint}{value}" if self._verbose >= _TAGGED_FROM else value

    def _date(self) -> str:
        return f"{self._model.local_now():%a, %d %b %Y %H:%M:%S}"


def path_of(file: TakenFile) -> str:
    """Return where a file lies."""
    return f"recordings/SMP351_{int(file.start)}/lecture_{file.number}.m4v"


def _span(seconds: float) -> str:
    whole = int(seconds)
    return f"{whole // 3600:02d}:{whole // 60 % 60:02d}:{whole % 60:02d}"
