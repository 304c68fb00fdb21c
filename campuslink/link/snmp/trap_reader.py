"""Traps and informs without I/O: who sent this, may it be believed, and what is to be said in return."""

import hmac
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...errors import CodecError
from .account import Account, SnmpVersion
from .base import Oid, SnmpValue
from .dialogue import NOT_IN_TIME_WINDOW, UNKNOWN_ENGINE
from .messages import (
    TRAP_OID,
    Mark,
    Pdu,
    PduKind,
    build_report,
    build_response,
    decode_community,
    encode_community,
    read_pdu,
    version_of,
)
from .usm import Message, UserKeys, decode_message, encode_plain

TIME_WINDOW_S = 150
"""How far the clock in a signed message may be off. Source: RFC 3414, section 2.2.3."""
_MOST_ENGINES = 16
"""Engines remembered for one sender; more than one means that it was exchanged, or lies."""
_NOTIFICATIONS = frozenset({PduKind.TRAP, PduKind.TRAP_V1, PduKind.INFORM})


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What became of one datagram."""

    trap: str = ""
    """The OID that names a trap; empty when the datagram was none that may be acted on."""
    values: dict[str, SnmpValue] = field(default_factory=dict)
    reply: bytes | None = None
    """To be sent back: the acknowledgement of an inform, or a report that tells our engine and clock."""


class OurEngine:
    """What senders of informs need to know of us. New with each start, so its boots never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """clock: seconds."""
        self.engine_id = b"\x80\x00\x00\x00\x05" + secrets.token_bytes(8)
        self.boots = 1
        self._clock = clock
        self._started_at = clock()

    @property
    def time_s(self) -> int:
        """Seconds since the start."""
        return int(self._clock() - self._started_at)


class TrapReader:
    """Reads what one sender with one account sends."""

    def __init__(self, account: Account, ours: OurEngine) -> None:
        """account: what the sender proves itself with. ours: shared by all readers."""
        self.account = account
        self._ours = ours
        self._keys: dict[bytes, UserKeys] = {}
        self._clocks: dict[bytes, tuple[int, int]] = {}

    def read(self, data: bytes) -> Told:
        """Return what the sender tells. Raises CodecError for what is nothing, or cannot be believed."""
        if version_of(data) is not self.account.version:
            raise CodecError("another version than the sender's account")
        if self.account.version is SnmpVersion.V3:
            return self._read_signed(data)
        _, community, content = decode_community(data)
        if not hmac.compare_digest(community, self.account.community.encode()):
            raise CodecError("another community than the sender's account")
        pdu = read_pdu(content)
        if pdu.kind is not PduKind.INFORM:
            return _told(pdu)
        reply = encode_community(self.account.version, self.account.community, build_response(content))
        return _told(pdu, reply)

    def _read_signed(self, data: bytes) -> Told:
        message = decode_message(data)
        if message.header.engine_id == self._ours.engine_id:
            return self._read_inform(message)
        if message.header.wants_report:
            # Whoever wants an acknowledgement must know our engine first.
            return Told(reply=self._report(message, UNKNOWN_ENGINE))
        pdu = read_pdu(self._keys_for(message.header.engine_id).open(message))
        if pdu.kind is PduKind.INFORM:
            raise CodecError("an inform for another engine")
        self._require_present(message)
        return _told(pdu)

    def _read_inform(self, message: Message) -> Told:
        keys, header = self._keys_for(self._ours.engine_id), message.header
        context, content = keys.open_scoped(message)
        is_late = header.boots != self._ours.boots or abs(header.time_s - self._ours.time_s) > TIME_WINDOW_S
        if is_late and header.is_signed:
            pdu = build_report(NOT_IN_TIME_WINDOW, request_id=int(content[0]))
            return Told(reply=self._signed(keys, message, pdu, context))
        return _told(read_pdu(content), self._signed(keys, message, build_response(content), context))

    def _signed(self, keys: UserKeys, message: Message, pdu: Any, context: tuple[bytes, str]) -> bytes:  # noqa: ANN401 - pyasn1 has no types
        return keys.encode(
            pdu,
            message_id=message.header.message_id,
            boots=self._ours.boots,
            time_s=self._ours.time_s,
            wants_report=False,
            context=context,
        )

    def _report(self, message: Message, error: str) -> bytes:
        return encode_plain(
            build_report(error, request_id=0),
            message_id=message.header.message_id,
            engine=(self._ours.engine_id, self._ours.boots, self._ours.time_s),
            user="",
            wants_report=False,
        )

    def _keys_for(self, engine_id: bytes) -> UserKeys:
        if engine_id not in self._keys:
            while len(self._keys) >= _MOST_ENGINES:
                self._keys.pop(next(iter(self._keys)))
            self._keys[engine_id] = UserKeys(self.account, engine_id)
        return self._keys[engine_id]

    def _require_present(self, message: Message) -> None:
        """Refuse a signed trap that was recorded earlier. Source: RFC 3414, section 3.2, step 7b."""
        header = message.header
        if not header.is_signed:
            return
        boots, time_s = self._clocks.get(header.engine_id, (0, 0))
        if header.boots < boots or (header.boots == boots and header.time_s < time_s - TIME_WINDOW_S):
            raise CodecError("a trap from the past")
        while len(self._clocks) >= _MOST_ENGINES and header.engine_id not in self._clocks:
            self._clocks.pop(next(iter(self._clocks)))
        self._clocks[header.engine_id] = max((boots, time_s), (header.boots, header.time_s))


def _told(pdu: Pdu, reply: bytes | None = None) -> Told:
    if pdu.kind not in _NOTIFICATIONS:
        raise CodecError(f"{pdu.kind} is no trap")
    values = {oid: value for oid, value in pdu.binds if not isinstance(value, Mark)}
    trap = values.get(TRAP_OID)
    if not isinstance(trap, Oid):
        raise CodecError("a trap without a name")
    return Told(trap=str(trap), values=values, reply=reply)
