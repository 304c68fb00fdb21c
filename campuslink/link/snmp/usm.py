"""SNMP 3 messages without I/O: signed and encrypted for a user, on pysnmp's syntax and its security services.

Source: RFC 3412 (messages), RFC 3414 (users), RFC 3826 and RFC 7860 (AES, SHA-2).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from pyasn1.codec.ber import decoder, encoder
from pyasn1.type import univ
from pysnmp.proto.mpmod.rfc3412 import ScopedPDU, SNMPv3Message
from pysnmp.proto.secmod.rfc3414 import service

from ...errors import CodecError
from .account import Account, AuthProtocol, PrivProtocol
from .messages import DECODING_ERRORS

MOST_BYTES = 65_507
"""Largest message that fits a UDP datagram; what we say we take."""

_AUTH, _PRIV, _REPORTABLE = 1, 2, 4
_USM = 3
_AUTH_SERVICES = service.SnmpUSMSecurityModel.AUTH_SERVICES
_PRIV_SERVICES = service.SnmpUSMSecurityModel.PRIV_SERVICES
_AUTH_IDS: Mapping[AuthProtocol, Any] = MappingProxyType(
    {
        AuthProtocol.MD5: service.hmacmd5.HmacMd5.SERVICE_ID,
        AuthProtocol.SHA1: service.hmacsha.HmacSha.SERVICE_ID,
        AuthProtocol.SHA224: service.hmacsha2.HmacSha2.SHA224_SERVICE_ID,
        AuthProtocol.SHA256: service.hmacsha2.HmacSha2.SHA256_SERVICE_ID,
        AuthProtocol.SHA384: service.hmacsha2.HmacSha2.SAH384_SERVICE_ID,
        AuthProtocol.SHA512: service.hmacsha2.HmacSha2.SHA512_SERVICE_ID,
    }
)
_PRIV_IDS: Mapping[PrivProtocol, Any] = MappingProxyType(
    {
        PrivProtocol.DES: service.des.Des.SERVICE_ID,
        PrivProtocol.AES128: service.aes.Aes.SERVICE_ID,
        PrivProtocol.AES192: service.aes192.AesBlumenthal192.SERVICE_ID,
        PrivProtocol.AES256: service.aes256.AesBlumenthal256.SERVICE_ID,
        PrivProtocol.AES192_CISCO: service.aes192.Aes192.SERVICE_ID,
        PrivProtocol.AES256_CISCO: service.aes256.Aes256.SERVICE_ID,
    }
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """What a message says before its content can be trusted."""

    message_id: int
    flags: int
    engine_id: bytes
    boots: int
    time_s: int
    user: str
    signature: bytes
    salt: bytes

    @property
    def is_signed(self) -> bool:
        """Whether it claims to be authenticated."""
        return bool(self.flags & _AUTH)

    @property
    def wants_report(self) -> bool:
        """Whether the sender wants to hear of errors."""
        return bool(self.flags & _REPORTABLE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Message:
    """A message of version 3, with its content still as it came."""

    header: Header
    whole: bytes
    content: Any
    """pysnmp's ScopedPduData."""


@lru_cache(maxsize=256)
def master_key(auth: AuthProtocol, passphrase: str) -> bytes:
    """Return the key that a passphrase stands for, before it is bound to an engine; takes milliseconds once."""
    return bytes(_AUTH_SERVICES[_AUTH_IDS[auth]].hash_passphrase(passphrase.encode()))


def prepare_keys(account: Account) -> None:
    """Hash an account's passphrases, so that `UserKeys` of it take no time. Blocks for milliseconds."""
    if account.auth is not None:
        master_key(account.auth, account.auth_key)
        if account.priv is not None:
            master_key(account.auth, account.priv_key)


class UserKeys:
    """A user's keys for one engine."""

    def __init__(self, account: Account, engine_id: bytes) -> None:
        """engine_id: the authoritative engine: the agent's, or ours for informs."""
        self.account = account
        self.engine_id = engine_id
        self._auth_key = self._priv_key = None
        engine = univ.OctetString(engine_id)
        if account.auth is not None:
            self._auth = _AUTH_SERVICES[_AUTH_IDS[account.auth]]
            self._auth_key = self._auth.localize_key(master_key(account.auth, account.auth_key), engine)
        if account.auth is not None and account.priv is not None:
            self._priv = _PRIV_SERVICES[_PRIV_IDS[account.priv]]
            master = master_key(account.auth, account.priv_key)
            self._priv_key = self._priv.localize_key(_AUTH_IDS[account.auth], master, engine)

    @property
    def flags(self) -> int:
        """The security level."""
        return (_AUTH if self._auth_key is not None else 0) | (_PRIV if self._priv_key is not None else 0)

    def encode(
        self,
        pdu: Any,  # noqa: ANN401 - pyasn1 has no types
        *,
        message_id: int,
        boots: int,
        time_s: int,
        wants_report: bool = True,
        context: tuple[bytes, str] | None = None,
    ) -> bytes:
        """Return a whole message that only the engine can read, and that proves who sent it.

        context: engine and name that the values are of, where they are not those of engine and account.
        """
        content, salt = _scoped(*(context or (self.engine_id, self.account.context)), pdu), b""
        if self._priv_key is not None:
            plain = encoder.encode(content)
            content, secret_salt = self._priv.encrypt_data(self._priv_key, (boots, time_s, None), plain)
            salt = bytes(secret_salt)
        placeholder = b"\x00" * self._auth.digest_length if self._auth_key is not None else b""
        whole = _encode_message(
            message_id=message_id,
            flags=self.flags | (_REPORTABLE if wants_report else 0),
            security=(self.engine_id, boots, time_s, self.account.user.encode(), placeholder, salt),
            content=content,
        )
        if self._auth_key is not None:
            whole = self._auth.authenticate_outgoing_message(self._auth_key, whole)
        return whole

    def open(self, message: Message) -> Any:  # noqa: ANN401 - pyasn1 has no types
        """Return the PDU of a message, as `open_scoped` does."""
        return self.open_scoped(message)[1]

    def open_scoped(self, message: Message) -> tuple[tuple[bytes, str], Any]:
        """Return context and PDU of a message that has proved to come from this user, at the user's level of security.

        Raises CodecError for anything else; what it says must not be believed.
        """
        if message.header.flags & (_AUTH | _PRIV) != self.flags or message.header.user != self.account.user:
            raise CodecError("another user or level of security")
        try:
            if self._auth_key is not None:
                signature = univ.OctetString(message.header.signature)
                self._auth.authenticate_incoming_message(self._auth_key, signature, message.whole)
            if self._priv_key is None:
                return _content_of(_part(message, "plaintext"))
            header = message.header
            plain = self._priv.decrypt_data(
                self._priv_key,
                (header.boots, header.time_s, univ.OctetString(header.salt)),
                _part(message, "encryptedPDU"),
            )
            scoped, _ = decoder.decode(plain, asn1Spec=ScopedPDU())
            return _content_of(scoped)
        except DECODING_ERRORS as err:
            raise CodecError(f"a message that cannot be believed: {type(err).__name__}") from err


def encode_plain(pdu: Any, *, message_id: int, engine: tuple[bytes, int, int], user: str, wants_report: bool) -> bytes:  # noqa: ANN401 - pyasn1 has no types
    """Return a message without security: a discovery, or a report about an error."""
    engine_id, boots, time_s = engine
    return _encode_message(
        message_id=message_id,
        flags=_REPORTABLE if wants_report else 0,
        security=(engine_id, boots, time_s, user.encode(), b"", b""),
        content=_scoped(engine_id, "", pdu),
    )


def decode_message(data: bytes) -> Message:
    """Return header and undecoded content of a message of version 3. Raises CodecError."""
    try:
        message, rest = decoder.decode(data, asn1Spec=SNMPv3Message())
        if rest:
            raise CodecError(f"{len(rest)} bytes behind the message")
        if int(message["msgGlobalData"]["msgSecurityModel"]) != _USM:
            raise CodecError("another security model")
        security, _ = decoder.decode(bytes(message["msgSecurityParameters"]), asn1Spec=service.UsmSecurityParameters())
        header = Header(
            message_id=int(message["msgGlobalData"]["msgID"]),
            flags=bytes(message["msgGlobalData"]["msgFlags"])[0],
            engine_id=bytes(security[0]),
            boots=int(security[1]),
            time_s=int(security[2]),
            user=bytes(security[3]).decode(),
            signature=bytes(security[4]),
            salt=bytes(security[5]),
        )
    except DECODING_ERRORS as err:
        raise CodecError(f"not a message: {type(err).__name__}") from err
    return Message(header=header, whole=data, content=message["msgData"])


def open_plain(message: Message) -> Any:  # noqa: ANN401 - pyasn1 has no types
    """Return the PDU of a message that is not encrypted, whoever sent it. Raises CodecError."""
    try:
        return _part(message, "plaintext")["data"].getComponent()
    except DECODING_ERRORS as err:
        raise CodecError(f"not a plain message: {type(err).__name__}") from err


def _content_of(scoped: Any) -> tuple[tuple[bytes, str], Any]:  # noqa: ANN401 - pyasn1 has no types
    context = bytes(scoped["contextEngineId"]), bytes(scoped["contextName"]).decode()
    return context, scoped["data"].getComponent()


def _part(message: Message, name: str) -> Any:  # noqa: ANN401 - pyasn1 has no types
    """Return the content if it is of that sort; asking pyasn1 for the other sort would replace it."""
    if message.content.getName() != name:
        raise CodecError(f"not {name}")
    return message.content[name]


def _scoped(engine_id: bytes, context: str, pdu: Any) -> Any:  # noqa: ANN401 - pyasn1 has no types
    scoped = ScopedPDU()
    scoped["contextEngineId"] = engine_id
    scoped["contextName"] = context.encode()
    scoped["data"].setComponentByType(pdu.tagSet, pdu)
    return scoped


type _Security = tuple[bytes, int, int, bytes, bytes, bytes]
"""Engine, its boots and time, user, signature, salt."""


def _encode_message(*, message_id: int, flags: int, security: _Security, content: Any) -> bytes:  # noqa: ANN401 - pyasn1 has no types
    parameters = service.UsmSecurityParameters()
    for place, value in enumerate(security):
        parameters[place] = value
    message = SNMPv3Message()
    message["msgVersion"] = 3
    message["msgGlobalData"]["msgID"] = message_id
    message["msgGlobalData"]["msgMaxSize"] = MOST_BYTES
    message["msgGlobalData"]["msgFlags"] = bytes([flags])
    message["msgGlobalData"]["msgSecurityModel"] = _USM
    message["msgSecurityParameters"] = encoder.encode(parameters)
    message["msgData"]["plaintext" if isinstance(content, ScopedPDU) else "encryptedPDU"] = content
    return bytes(encoder.encode(message))
