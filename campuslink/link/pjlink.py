"""One projector or display that speaks PJLink: greeting, login, and a connection shared with other controllers."""

import secrets
import time
from collections.abc import Callable
from typing import override

from ..codec import pjlink
from ..codec.pjlink import Login
from ..errors import CannotConnectError, CodecError, CredentialsError, GarbledAnswerError, LinkError, RefusedError
from ..plan.request import TextRequest
from ..profile.schema import TransportRules
from .credentials import Credentials
from .endpoint import Endpoint
from .text import LineLink
from .text_line import Session, TextLine

LOGIN_PAUSE_S = 300.0
"""Time without any login after one was refused: some projectors lock up when it is tried again and again."""


class PjlinkLink(LineLink):
    """Holds one connection; where the projector lets only one client in, releases it whenever it rests."""

    def __init__(
        self,
        endpoint: Endpoint,
        rules: TransportRules,
        credentials: Credentials,
        *,
        clock: Callable[[], float] = time.monotonic,
        random: Callable[[int], bytes] = secrets.token_bytes,
    ) -> None:
        """credentials: ``password``, or none; clock: seconds; random: bytes for the SHA-256 login."""
        line = TextLine(
            endpoint,
            ends=pjlink.ENDS,
            longest=pjlink.LONGEST_LINE,
            greet=self._greet,
            hold_s=min(rules.lines.hold_s, pjlink.IDLE_CLOSE_S * 2 / 3),
            clock=clock,
        )
        super().__init__(line, rules)
        self.is_shared = False
        """Whether another client was seen to keep us out, so that the connection is not held between polls."""
        self._password = credentials.get("password", "")
        self._clock = clock
        self._random = random
        self._login = Login.SHA256 if rules.lines.auth == Login.SHA256 else Login.MD5
        self._is_login_proven = False
        self._no_login_before = float("-inf")
        self._was_gone = False
        """Whether it was silent or unreachable at last: it may be starting, and then it lets nobody in."""

    @property
    @override
    def wants_password(self) -> bool:
        return self._no_login_before > float("-inf")

    @property
    @override
    def _must_release(self) -> bool:
        return self.is_shared or super()._must_release

    @override
    def describe(self) -> dict[str, object]:
        return {**super().describe(), "is_shared": self.is_shared, "login": self._login.value}

    @override
    async def _ask(self, request: TextRequest) -> str:
        return await self._send(request.command, again=True)

    @override
    async def _tell(self, request: TextRequest) -> None:
        answer = await self._send(request.command, again=False)
        if answer.strip().upper() != pjlink.OK:
            raise GarbledAnswerError(f"{request.command[:6]} was answered with {answer[:40]!r}")

    async def _send(self, command: str, *, again: bool) -> str:
        if self._clock() < self._no_login_before:
            raise CredentialsError("the projector refused the password; it is not tried again at once")
        try:
            return await self._try(command, again=again)
        except CredentialsError as refusal:
            refused = refusal
            if self._rules.lines.auth != "auto" or self._is_login_proven or not self._password:
                self._stop_logins()
                raise
        if self._login is Login.SHA256:
            # What was right once is wrong now; the other login has its turn after the pause
            self._login = Login.MD5
            self._stop_logins()
            raise refused
        self._login = Login.SHA256
        try:
            return await self._try(command, again=again)
        except CredentialsError:
            self._login = Login.MD5
            self._stop_logins()
            raise refused from None

    async def _try(self, command: str, *, again: bool) -> str:
        async def talk(session: Session) -> str:
            session.send(pjlink.encode_command(command, session.login))
            session.login = ""
            while (parameter := pjlink.parse_answer(await session.receive(), command)) is None:
                pass
            return parameter

        opened, greeted = self._line.opened, self._line.greeted
        try:
            answer = await self._exchange(talk, again=again)
        except RefusedError:
            self._trust_login()
            raise
        except LinkError as error:
            self._notice_others(
                error, was_accepted=self._line.opened > opened, was_greeted=self._line.greeted > greeted
            )
            raise
        except CodecError as error:
            raise GarbledAnswerError(str(error)) from error
        self._trust_login()
        return answer

    def _trust_login(self) -> None:
        self._is_login_proven, self._no_login_before = True, float("-inf")
        self._was_gone = False

    def _notice_others(self, error: LinkError, *, was_accepted: bool, was_greeted: bool) -> None:
        """Learn that another client is in: we were let in without a greeting, or turned away after better days."""
        is_turned_away = isinstance(error.__cause__, ConnectionRefusedError) and self._line.greeted > 0
        if (was_accepted and not was_greeted) or (isinstance(error, CannotConnectError) and is_turned_away):
            self.is_shared = self.is_shared or not self._was_gone
        else:
            self._was_gone = True

    def _stop_logins(self) -> None:
        self._no_login_before = self._clock() + LOGIN_PAUSE_S
        self._is_login_proven = False

    async def _greet(self, session: Session) -> None:
        greeting = pjlink.parse_greeting(await session.receive())
        if not greeting.needs_password:
            return
        if not self._password or self._rules.lines.auth == Login.NONE:
            raise CredentialsError("the projector wants a password")
        if self._login is Login.MD5:
            session.login = pjlink.md5_login(greeting.random, self._password)
            return
        session.send(pjlink.LEVEL_2.encode() + pjlink.END)
        projector = pjlink.parse_level_2(await session.receive())
        session.login = pjlink.sha256_login(projector, self._random(len(projector)), self._password)
