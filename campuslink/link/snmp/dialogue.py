"""Questions and answers of one agent, in its version of the protocol."""

import asyncio
import itertools
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, override

from ...errors import CodecError, CredentialsError, GarbledAnswerError, NoAnswerError
from .account import Account, SnmpVersion
from .messages import Pdu, PduKind, build_request, decode_community, encode_community, read_pdu
from .usm import Message, UserKeys, decode_message, encode_plain, open_plain
from .wire import Wire

type Binds = Sequence[tuple[str, int | bytes | None]]

_USM_STATS = "1.3.6.1.6.3.15.1.1"
UNSUPPORTED_LEVEL = f"{_USM_STATS}.1.0"
NOT_IN_TIME_WINDOW = f"{_USM_STATS}.2.0"
UNKNOWN_USER = f"{_USM_STATS}.3.0"
UNKNOWN_ENGINE = f"{_USM_STATS}.4.0"
WRONG_DIGEST = f"{_USM_STATS}.5.0"
DECRYPTION_ERROR = f"{_USM_STATS}.6.0"

_CREDENTIAL_REPORTS = {
    UNSUPPORTED_LEVEL: "the agent does not offer this user that level of security",
    UNKNOWN_USER: "the agent does not know the user",
    WRONG_DIGEST: "the authentication key or protocol is wrong",
    DECRYPTION_ERROR: "the privacy key or protocol is wrong",
}
ENGINE_ID_LENGTHS = range(5, 33)
"""Source: RFC 3411, section 5, SnmpEngineID."""
_MOST_RESYNCHRONISATIONS = 2
"""Reports about engine or time that are followed within one question."""


class Dialogue(Protocol):
    """Asks one question and waits for its answer."""

    async def ask(self, kind: PduKind, binds: Binds, *, repetitions: int = 0, attempts: int = 1) -> Pdu:
        """Return the agent's response, whatever its error status.

        attempts: how often it is sent while nothing comes back. Raises CannotConnectError, NoAnswerError,
        GarbledAnswerError or CredentialsError.
        """


class _Attempts:
    """Sends again while nothing useful comes back."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._numbers = itertools.count(random.randrange(1, 2**30))  # noqa: S311 - tells answers apart, guards nothing

    def number(self) -> int:
        """Return an identifier that no recent message had."""
        return next(self._numbers) % 2**31

    async def exchange[T](self, encode: Callable[[], bytes], read: Callable[[bytes], T | None], attempts: int) -> T:
        """Encode, send and read, up to so many times."""
        while True:
            attempts -= 1
            try:
                return await self._wire.exchange(encode(), read)
            except NoAnswerError, GarbledAnswerError:
                if attempts <= 0:
                    raise


class CommunityDialogue(Dialogue):
    """Versions 1 and 2c."""

    def __init__(self, wire: Wire, account: Account) -> None:
        """account: one with a community."""
        self._attempts = _Attempts(wire)
        self._account = account

    @override
    async def ask(self, kind: PduKind, binds: Binds, *, repetitions: int = 0, attempts: int = 1) -> Pdu:
        number = self._attempts.number()
        version, community = self._account.version, self._account.community
        pdu = build_request(version, kind, number, binds, repetitions=repetitions)
        whole = encode_community(version, community, pdu)

        def read(data: bytes) -> Pdu | None:
            answered_version, answered_community, content = decode_community(data)
            answer = read_pdu(content)
            if answer.kind is not PduKind.RESPONSE or answer.request_id != number:
                return None
            if answered_version is not version or answered_community != community.encode():
                raise CodecError("an answer of another version or community")
            return answer

        return await self._attempts.exchange(lambda: whole, read, attempts)


@dataclass(kw_only=True, slots=True)
class _Engine:
    """The agent as it presented itself; its clock runs on from there."""

    keys: UserKeys
    boots: int
    time_s: int
    at: float


class UserDialogue(Dialogue):
    """Version 3: finds the engine, keeps its clock, and believes only what is signed."""

    def __init__(self, wire: Wire, account: Account, *, clock: Callable[[], float] = time.monotonic) -> None:
        """clock: seconds, to follow the agent's own."""
        self._attempts = _Attempts(wire)
        self._account = account
        self._clock = clock
        self._engine: _Engine | None = None
        self._has_understood = False

    @override
    async def ask(self, kind: PduKind, binds: Binds, *, repetitions: int = 0, attempts: int = 1) -> Pdu:
        number = self._attempts.number()
        pdu = build_request(SnmpVersion.V3, kind, number, binds, repetitions=repetitions)
        for _ in range(_MOST_RESYNCHRONISATIONS + 1):
            engine = self._engine = self._engine or await self._discover(attempts)
            message = await self._send(engine, pdu, number, attempts)
            if isinstance(message, Pdu):
                self._has_understood = True
                return message
            self._heed(message)
        raise GarbledAnswerError("the agent keeps changing its engine or its clock")

    async def _send(self, engine: _Engine, pdu: object, number: int, attempts: int) -> Pdu | Message:
        """Return the answer, or the report that came instead."""

        def encode() -> bytes:
            time_s = engine.time_s + int(self._clock() - engine.at)
            return engine.keys.encode(pdu, message_id=number, boots=engine.boots, time_s=time_s)

        def read(data: bytes) -> Pdu | Message | None:
            message = decode_message(data)
            if message.header.message_id != number:
                return None
            if not message.header.is_signed and self._account.auth is not None:
                return message if _report_in(message) else None
            answer = read_pdu(engine.keys.open(message)) if not _report_in(message) else None
            return message if answer is None else answer

        try:
            return await self._attempts.exchange(encode, read, attempts)
        except NoAnswerError as err:
            if self._has_understood or self._account.priv is None:
                raise
            # Agents drop what they cannot decrypt without a word.
            raise CredentialsError("the agent answers, but not to what is encrypted with this key") from err

    def _heed(self, message: Message) -> None:
        """Act on a report. Raises CredentialsError, or GarbledAnswerError for one that cannot be acted on."""
        report, header = _report_in(message), message.header
        if report == UNKNOWN_ENGINE:
            self._engine = None
        elif report == NOT_IN_TIME_WINDOW and self._engine is not None:
            self._engine.boots, self._engine.time_s, self._engine.at = header.boots, header.time_s, self._clock()
        elif report in _CREDENTIAL_REPORTS:
            raise CredentialsError(_CREDENTIAL_REPORTS[report])
        else:
            raise GarbledAnswerError(f"an unknown report: {report}")

    async def _discover(self, attempts: int) -> _Engine:
        number = self._attempts.number()
        pdu = build_request(SnmpVersion.V3, PduKind.GET, number, [])
        whole = encode_plain(pdu, message_id=number, engine=(b"", 0, 0), user="", wants_report=True)

        def read(data: bytes) -> Message | None:
            message = decode_message(data)
            if message.header.message_id != number:
                return None
            if len(message.header.engine_id) not in ENGINE_ID_LENGTHS:
                raise CodecError("an engine without a proper name")
            return message

        header = (await self._attempts.exchange(lambda: whole, read, attempts)).header
        # Turning a passphrase into a key takes milliseconds.
        keys = await asyncio.to_thread(UserKeys, self._account, header.engine_id)
        return _Engine(keys=keys, boots=header.boots, time_s=header.time_s, at=self._clock())


def _report_in(message: Message) -> str:
    """Return which error a message reports, empty when it is no report. Raises CodecError."""
    try:
        answer = read_pdu(open_plain(message))
    except CodecError:
        return ""
    if answer.kind is not PduKind.REPORT:
        return ""
    return answer.binds[0][0] if answer.binds else "nothing"


def dialogue_of(wire: Wire, account: Account, *, clock: Callable[[], float] = time.monotonic) -> Dialogue:
    """Return the way to speak to an agent with this account."""
    if account.version is SnmpVersion.V3:
        return UserDialogue(wire, account, clock=clock)
    return CommunityDialogue(wire, account)
