"""One Extron recorder over telnet or SSH: greeting, login, tagged answers, one command at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from ..codec.sis import LIST_FILES, VERBOSE, SmpFile, is_greeting_end, is_listing_end, raise_error, read_file
from ..codec.text_lines import decode_line
from ..errors import CannotConnectError, CredentialsError, GarbledAnswerError
from ..profile.schema import Transport
from .credentials import Credentials
from .endpoint import NetworkEndpoint
from .ssh import HostKeyPin, open_ssh
from .text_line import Session, TextLine

ENDS = (b"\r\n", b"\n", b"ssword:")
"""The question for the password has no end of its own; it is cut off behind its colon."""
PROMPT = "Pa"
"""What is left of the question then."""
LONGEST = 512
MOST_LINES = 4000
GRACE_S = 0.5
"""How long after the greeting the question for the password may come."""
HOLD_S = 120.0
"""Below the five minutes after which a recorder ends a connection nobody uses."""
LISTING_TIMES = 4
"""A listing of files may take so many times longer than another answer."""


class SisLink:
    """Requests are serial. Over telnet the password travels in the clear; over SSH the device's key is pinned.

    Raises CannotConnectError (HostKeyError of them), NoAnswerError, GarbledAnswerError, CredentialsError, RefusedError.
    """

    def __init__(
        self,
        endpoint: NetworkEndpoint,
        credentials: Credentials,
        *,
        host_key: str = "",
        timeout_s: float = 5.0,
        grace_s: float = GRACE_S,
    ) -> None:
        """Nothing is sent before the first request. credentials: ``password``, over SSH ``username`` as well.

        host_key: fingerprint of the device's key as it was kept; empty pins the first one.
        """
        self.sent = 0
        self.pin = HostKeyPin(host_key)
        self._endpoint = endpoint
        self._password = "".join(letter for letter in credentials.get("password", "") if letter.isprintable())
        self._timeout_s = timeout_s
        self._is_ssh = endpoint.transport is Transport.SSH
        self._grace_s = grace_s
        self._is_shut_out = False
        self._is_closed = False
        self._line = TextLine(
            endpoint,
            ends=ENDS,
            longest=LONGEST,
            greet=self._greet,
            hold_s=HOLD_S,
            most_lines=MOST_LINES,
            connect=partial(open_ssh, endpoint, credentials, self.pin) if self._is_ssh else None,
        )

    @property
    def line(self) -> str:
        """Key of the device's place on the network."""
        return f"sis:{self._endpoint.host.lower()}:{self._endpoint.port}"

    @property
    def is_shut_out(self) -> bool:
        """Whether the device refused the credentials."""
        return self._is_shut_out

    async def ask[T](self, command: str, read: Callable[[str], T | None], *, again: bool = True) -> T:
        """Send a command and return what its answer says. read: None for lines that are not the answer.

        again: whether it may be sent anew when the connection held from before turned out dead.
        """

        async def talk(session: Session) -> T:
            session.send(command.encode())
            while True:
                line = _text(await session.receive())
                if (value := read(line)) is not None:
                    return value
                raise_error(line)

        return await self._exchange(talk, again=again)

    async def list_files(self) -> list[SmpFile]:
        """Return the files the recorder holds; lines that name none are left out."""

        async def talk(session: Session) -> list[SmpFile]:
            session.send(LIST_FILES.encode())
            files: list[SmpFile] = []
            while True:
                line = _text(await session.receive())
                if is_listing_end(line):
                    return files
                raise_error(line)
                if (file := read_file(line)) is not None:
                    files.append(file)

        return await self._exchange(talk, again=True, times=LISTING_TIMES)

    async def close(self) -> None:
        """End the connection, and refuse further requests."""
        self._is_closed = True
        await self._line.release()

    async def _exchange[T](self, talk: Callable[[Session], Awaitable[T]], *, again: bool, times: int = 1) -> T:
        if self._is_closed:
            raise CannotConnectError("the link is closed")
        if self._is_shut_out:
            raise CredentialsError("the device refused the password; nothing is asked until it is changed")
        self.sent += 1
        try:
            return await self._line.exchange(talk, timeout_s=times * self._timeout_s, again=again)
        except CredentialsError:
            self._is_shut_out = True
            raise

    async def _greet(self, session: Session) -> None:
        is_asked = await self._read_greeting(session)
        if not is_asked and not self._is_ssh:
            is_asked = await self._is_asked_late(session)
        if is_asked:
            await self._log_in(session)
        session.send(VERBOSE.encode())
        while not _text(await session.receive()).startswith("Vrb3"):
            pass

    async def _read_greeting(self, session: Session) -> bool:
        """Read up to the date; return whether the password was asked for instead."""
        for _ in range(8):
            line = _text(await session.receive())
            if line == PROMPT:
                return True
            if is_greeting_end(line):
                return False
        raise GarbledAnswerError("whoever answers does not greet like an Extron device")

    async def _is_asked_late(self, session: Session) -> bool:
        try:
            async with asyncio.timeout(self._grace_s):
                return _text(await session.receive()) == PROMPT
        except TimeoutError:
            return False

    async def _log_in(self, session: Session) -> None:
        if not self._password:
            raise CredentialsError("the device wants a password")
        session.send(f"{self._password}\r".encode())
        while True:
            line = _text(await session.receive())
            if line.startswith("Login"):
                return
            if line == PROMPT or "incorrect" in line.casefold():
                raise CredentialsError("the device refuses the password")


def _text(line: bytes) -> str:
    return decode_line(line).replace("\x00", "").strip()
