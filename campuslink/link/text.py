"""A device that speaks lines of text as its profile writes them down."""

from abc import abstractmethod
from typing import override

from ..codec.text_lines import decode_line
from ..errors import CannotConnectError, GarbledAnswerError, NotWritableError, RefusalReason, RefusedError
from ..plan.request import Answer, Request, TextRequest
from ..profile.schema import TransportRules
from .base import RestingLink
from .endpoint import Endpoint, SerialEndpoint
from .text_line import Session, Talk, TextLine

LONGEST_ANSWER = 4096
"""Bytes of one answer, echoes and unasked lines included."""


class LineLink(RestingLink):
    """A link whose requests are lines of text; what is written is a line as well."""

    def __init__(self, line: TextLine, rules: TransportRules) -> None:
        """line: this device's own."""
        self._line = line
        self._rules = rules
        self._is_closed = False

    @property
    @override
    def line(self) -> str:
        return self._line.key

    @property
    @override
    def peer(self) -> str | None:
        return self._line.peer

    @property
    @override
    def wants_password(self) -> bool:
        return False

    @override
    async def read(self, request: Request) -> Answer:
        return (await self._ask(_text(request))).encode()

    @override
    async def write(self, request: Request, values: Answer) -> None:
        """Send a command. values: empty, the command says everything. Not sent twice, whatever happens to it."""
        if values:
            raise NotWritableError("a line of text carries its value itself")
        await self._tell(_text(request))

    @override
    async def rest(self) -> None:
        if self._must_release:
            await self.release()

    @override
    async def release(self) -> None:
        await self._line.release()

    @property
    def _must_release(self) -> bool:
        return self._rules.lines.hold_s == 0

    @override
    def describe(self) -> dict[str, object]:
        return {"connections": self._line.opened, "is_open": self._line.is_open}

    @override
    async def close(self) -> None:
        self._is_closed = True
        await self.release()

    async def _exchange[T](self, talk: Talk[T], *, again: bool) -> T:
        if self._is_closed:
            raise CannotConnectError("the link is closed")
        rules = self._rules
        return await self._line.exchange(talk, timeout_s=rules.timeout_s, pause_s=rules.pause_s, again=again)

    @abstractmethod
    async def _ask(self, request: TextRequest) -> str:
        """Return the value in the answer to a question."""

    @abstractmethod
    async def _tell(self, request: TextRequest) -> None:
        """Send a command and wait until the device accepts it."""


class TextLink(LineLink):
    """The generic one: command, end, answer; errors and acknowledgements as the profile lists them."""

    def __init__(self, endpoint: Endpoint, rules: TransportRules) -> None:
        """Nothing is sent before the first request."""
        self._text = rules.lines
        line = TextLine(
            endpoint,
            ends=(rules.lines.answer_end.encode(),),
            longest=LONGEST_ANSWER,
            keep_empty=True,
            greet=None if isinstance(endpoint, SerialEndpoint) or rules.lines.handshake is None else self._shake_hands,
            hold_s=rules.lines.hold_s,
        )
        super().__init__(line, rules)

    @override
    async def _ask(self, request: TextRequest) -> str:
        async def talk(session: Session) -> str:
            session.send(self._encode(request.command))
            while True:
                for line in _lines(await session.receive()):
                    if (value := self._value(line, request)) is not None:
                        return value

        return await self._exchange(talk, again=True)

    @override
    async def _tell(self, request: TextRequest) -> None:
        async def talk(session: Session) -> None:
            session.send(self._encode(request.command))
            while True:
                lines = _lines(await session.receive())
                for line in lines:
                    if line in self._text.done or (request.answer and self._value(line, request) is not None):
                        return
                    self._raise_refusal(line)
                if not lines and "" in self._text.done:
                    return

        await self._exchange(talk, again=False)

    async def _shake_hands(self, session: Session) -> None:
        if self._text.handshake is not None:
            sent, expected = self._text.handshake
            session.send(sent)
            if (answer := await session.receive_bytes(len(expected))) != expected:
                raise GarbledAnswerError(f"the handshake was answered with {answer.hex(' ')}")

    def _encode(self, command: str) -> bytes:
        return (command + self._text.command_end).encode()

    def _value(self, line: str, request: TextRequest) -> str | None:
        """Return the value if the line is the answer; a line that fits the answer is no refusal, however it begins."""
        if not request.answer:
            self._raise_refusal(line)
            return line or None
        before, _, after = request.answer.partition("{}")
        text, is_long_enough = line.casefold(), len(line) >= len(before) + len(after)
        if is_long_enough and text.startswith(before.casefold()) and text.endswith(after.casefold()):
            return line[len(before) : len(line) - len(after)]
        self._raise_refusal(line)
        return None

    def _raise_refusal(self, line: str) -> None:
        for beginning, reason in self._text.errors.items():
            if line.casefold().startswith(beginning.casefold()):
                raise RefusedError(reason, line[:64])


def _lines(block: bytes) -> list[str]:
    return [line.strip() for line in decode_line(block).splitlines() if line.strip()]


def _text(request: Request) -> TextRequest:
    if not isinstance(request, TextRequest):
        raise RefusedError(RefusalReason.FUNCTION, "this device understands lines of text only")
    return request
