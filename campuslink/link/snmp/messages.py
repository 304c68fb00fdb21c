"""SNMP messages without I/O, on pysnmp's syntax: requests to bytes, and bytes of any kind to what they say.

Slow to import and slow to decode; `gufo` reads the large tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from pyasn1.codec.ber import decoder, encoder
from pyasn1.error import PyAsn1Error
from pysnmp.error import PySnmpError
from pysnmp.proto import api, rfc1902, rfc1905

from ...errors import CodecError
from .account import SnmpVersion
from .base import Oid, SnmpValue

V1 = api.PROTOCOL_MODULES[api.SNMP_VERSION_1]
V2 = api.PROTOCOL_MODULES[api.SNMP_VERSION_2C]

DECODING_ERRORS = (
    PyAsn1Error,
    PySnmpError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    RecursionError,
)
"""What the decoders trip over when bytes are hostile; pyasn1 promises only the first."""


class Mark(StrEnum):
    """What stands where a value was asked for."""

    ABSENT = "absent"
    """No such object or instance, or a type that is not used."""
    END = "end"
    """Nothing follows in what the account may see."""


class PduKind(StrEnum):
    """What a message wants or tells."""

    GET = "GetRequestPDU"
    NEXT = "GetNextRequestPDU"
    BULK = "GetBulkRequestPDU"
    SET = "SetRequestPDU"
    RESPONSE = "ResponsePDU"
    INFORM = "InformRequestPDU"
    TRAP = "SNMPv2TrapPDU"
    REPORT = "ReportPDU"
    TRAP_V1 = "TrapPDU"


@dataclass(frozen=True, kw_only=True, slots=True)
class Pdu:
    """The part of a message that is the same in all versions."""

    kind: PduKind
    request_id: int
    status: int = 0
    """error-status; RFC 3416, section 3."""
    index: int = 0
    """error-index: which value is meant, from 1; 0 for none."""
    binds: tuple[tuple[str, SnmpValue | Mark], ...] = ()


def build_request(
    version: SnmpVersion,
    kind: PduKind,
    request_id: int,
    binds: Sequence[tuple[str, int | bytes | None]],
    *,
    repetitions: int = 0,
) -> Any:  # noqa: ANN401 - pyasn1 has no types
    """Return a PDU of pysnmp; binds hold None where a value is asked for.

    Raises CodecError for an OID that is none, or a value that does not fit.
    """
    syntax = V1 if version is SnmpVersion.V1 else V2
    pdu = getattr(syntax, kind.value)()
    pdu_api = V2.apiBulkPDU if kind is PduKind.BULK else syntax.apiPDU
    try:
        pdu_api.set_defaults(pdu)
        pdu_api.set_request_id(pdu, request_id)
        if kind is PduKind.BULK:
            pdu_api.set_max_repetitions(pdu, repetitions)
        pdu_api.set_varbinds(
            pdu, [(syntax.ObjectIdentifier(oid), _syntax_value(syntax, value)) for oid, value in binds]
        )
    except DECODING_ERRORS as err:
        raise CodecError(f"not a request: {type(err).__name__}") from err
    return pdu


def build_response(request: Any) -> Any:  # noqa: ANN401 - pyasn1 has no types
    """Return the acknowledgement of an inform: the same values, no error."""
    pdu = V2.apiPDU.get_response(request)
    V2.apiPDU.set_varbinds(pdu, V2.apiPDU.get_varbinds(request))
    return pdu


def build_report(error: str, *, request_id: int) -> Any:  # noqa: ANN401 - pyasn1 has no types
    """Return a report of version 3 about an error, named by the OID of its counter."""
    pdu = V2.ReportPDU()
    V2.apiPDU.set_defaults(pdu)
    V2.apiPDU.set_request_id(pdu, request_id)
    V2.apiPDU.set_varbinds(pdu, [(V2.ObjectIdentifier(error), V2.Counter32(1))])
    return pdu


def encode_community(version: SnmpVersion, community: str, pdu: Any) -> bytes:  # noqa: ANN401 - pyasn1 has no types
    """Return a whole message of version 1 or 2c."""
    syntax = V1 if version is SnmpVersion.V1 else V2
    message = syntax.Message()
    syntax.apiMessage.set_defaults(message)
    syntax.apiMessage.set_community(message, community.encode())
    syntax.apiMessage.set_pdu(message, pdu)
    return bytes(encoder.encode(message))


def decode_community(data: bytes) -> tuple[SnmpVersion, bytes, Any]:
    """Return version, community and PDU of a message of version 1 or 2c. Raises CodecError."""
    version = version_of(data)
    if version is SnmpVersion.V3:
        raise CodecError("a message of version 3")
    syntax = V1 if version is SnmpVersion.V1 else V2
    try:
        message, rest = decoder.decode(data, asn1Spec=syntax.Message())
        if rest:
            raise CodecError(f"{len(rest)} bytes behind the message")
        return version, bytes(syntax.apiMessage.get_community(message)), syntax.apiMessage.get_pdu(message)
    except DECODING_ERRORS as err:
        raise CodecError(f"not a message: {type(err).__name__}") from err


def version_of(data: bytes) -> SnmpVersion:
    """Return the version of a message. Raises CodecError when it is none."""
    try:
        number = int(api.decodeMessageVersion(data))
    except DECODING_ERRORS as err:
        raise CodecError(f"not a message: {type(err).__name__}") from err
    versions = {0: SnmpVersion.V1, 1: SnmpVersion.V2C, 3: SnmpVersion.V3}
    if number not in versions:
        raise CodecError("an unknown version")
    return versions[number]


def read_pdu(pdu: Any) -> Pdu:  # noqa: ANN401 - pyasn1 has no types
    """Return what a PDU says. Raises CodecError."""
    try:
        return _read_pdu(pdu)
    except (*DECODING_ERRORS, StopIteration) as err:
        raise CodecError(f"not a PDU: {type(err).__name__}") from err


def _read_pdu(pdu: Any) -> Pdu:  # noqa: ANN401 - pyasn1 has no types
    kind = next(kind for kind, model in _KINDS if pdu.isSameTypeWith(model, matchConstraints=False))
    if kind is PduKind.TRAP_V1:
        return _read_trap_v1(pdu)
    return Pdu(
        kind=kind,
        request_id=int(pdu[0]),
        status=int(pdu[1]),
        index=int(pdu[2]),
        binds=_read_binds(pdu[3]),
    )


SNMP_TRAPS = "1.3.6.1.6.3.1.1.5"
TRAP_OID = "1.3.6.1.6.3.1.1.4.1.0"
SYS_UPTIME = "1.3.6.1.2.1.1.3.0"
_ENTERPRISE_SPECIFIC = 6


def _read_trap_v1(pdu: Any) -> Pdu:  # noqa: ANN401 - pyasn1 has no types
    """Return a trap of version 1 as version 2 would say it. Source: RFC 3584, section 3.1."""
    generic, specific = int(V1.apiTrapPDU.get_generic_trap(pdu)), int(V1.apiTrapPDU.get_specific_trap(pdu))
    enterprise = ".".join(map(str, V1.apiTrapPDU.get_enterprise(pdu)))
    name = f"{enterprise}.0.{specific}" if generic == _ENTERPRISE_SPECIFIC else f"{SNMP_TRAPS}.{generic + 1}"
    uptime = int(V1.apiTrapPDU.get_timestamp(pdu))
    binds = _read_binds(V1.apiTrapPDU.get_varbind_list(pdu))
    return Pdu(kind=PduKind.TRAP_V1, request_id=0, binds=((SYS_UPTIME, uptime), (TRAP_OID, Oid(name)), *binds))


def _read_binds(binds: Any) -> tuple[tuple[str, SnmpValue | Mark], ...]:  # noqa: ANN401 - pyasn1 has no types
    return tuple((".".join(map(str, bind[0])), _read_value(bind[1])) for bind in binds)


def _read_value(value: Any) -> SnmpValue | Mark:  # noqa: ANN401 - pyasn1 has no types
    while hasattr(value, "getComponent"):  # a CHOICE within a CHOICE
        value = value.getComponent()
    reader = _READERS.get(value.tagSet)
    return Mark.ABSENT if reader is None else reader(value)


def _read_integer(value: Any) -> int:  # noqa: ANN401 - pyasn1 has no types
    return int(value)


def _read_text(value: Any) -> bytes:  # noqa: ANN401 - pyasn1 has no types
    return bytes(value)


def _read_oid(value: Any) -> Oid:  # noqa: ANN401 - pyasn1 has no types
    return Oid(".".join(map(str, value)))


def _read_address(value: Any) -> str:  # noqa: ANN401 - pyasn1 has no types
    return ".".join(map(str, bytes(value)))


def _syntax_value(syntax: Any, value: int | bytes | None) -> Any:  # noqa: ANN401 - pyasn1 has no types
    match value:
        case None:
            return syntax.Null("")
        case int():
            return syntax.Integer(value)
        case bytes():
            return syntax.OctetString(value)


_READERS: Mapping[Any, Any] = MappingProxyType(
    {
        **{
            numbers.tagSet: _read_integer
            for numbers in (
                rfc1902.Integer32(),
                rfc1902.Counter32(),
                rfc1902.Gauge32(),
                rfc1902.TimeTicks(),
                rfc1902.Counter64(),
            )
        },
        rfc1902.OctetString().tagSet: _read_text,
        rfc1902.ObjectIdentifier().tagSet: _read_oid,
        rfc1902.IpAddress().tagSet: _read_address,
        rfc1905.EndOfMibView().tagSet: lambda _: Mark.END,
    }
)

_KINDS: Sequence[tuple[PduKind, Any]] = (
    *((kind, getattr(V2, kind.value)()) for kind in PduKind if kind is not PduKind.TRAP_V1),
    (PduKind.TRAP_V1, V1.TrapPDU()),
)
