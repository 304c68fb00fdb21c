"""One DNS question for an address and its answer, without I/O.

Whatever arrives is read within fixed limits: a name has 255 bytes at most, a pointer leads strictly backwards, and
records beyond the message or beyond a count no honest answer reaches end the reading.
Source: RFC 1035, section 4 (messages) and 3.1 (names); RFC 3596 (AAAA); RFC 1123 section 2.1 (host names).
"""

import ipaddress
import struct
from dataclasses import dataclass

from ..errors import CodecError

LONGEST_UDP_ANSWER = 4096
LONGEST_TCP_ANSWER = 16_384
RECORD_TYPES = {"A": 1, "AAAA": 28}

_HEADER = struct.Struct("!6H")
_QUESTION_TAIL = struct.Struct("!2H")
_RECORD_TAIL = struct.Struct("!2HIH")
_INTERNET = 1
_CNAME = 5
_RECURSION_DESIRED = 0x0100
_IS_RESPONSE = 0x8000
_OPCODE = 0x7800
_TRUNCATED = 0x0200
_RCODE = 0x000F
_LONGEST_LABEL = 63
_LONGEST_NAME = 255
_POINTER = 0xC0
_MOST_RECORDS = 256
_MOST_POINTERS = 16
_ADDRESS_LENGTHS = {1: 4, 28: 16}


@dataclass(frozen=True, slots=True)
class DnsQuestion:
    """A question as it stands in the message, so that an answer can be compared with it."""

    identifier: int
    """0..65535, random: an answer must bear the same."""
    name: bytes
    """Lower case, in wire form."""
    record_type: int

    def encode(self) -> bytes:
        """Return the message that asks, recursion desired."""
        head = _HEADER.pack(self.identifier, _RECURSION_DESIRED, 1, 0, 0, 0)
        return head + self.name + _QUESTION_TAIL.pack(self.record_type, _INTERNET)


@dataclass(frozen=True, kw_only=True, slots=True)
class DnsAnswer:
    """What a name server said."""

    rcode: int
    """0 for no error, 2 server failure, 3 no such name, 5 refused, ..."""
    is_truncated: bool
    """Whether the answer did not fit; it then waits to be asked for over TCP."""
    addresses: tuple[str, ...]
    """Addresses of the name, aliases followed, in the order of the message."""


@dataclass(frozen=True, slots=True)
class _Record:
    owner: bytes
    record_type: int
    data_at: int
    data: bytes


def make_question(identifier: int, name: str, record: str) -> DnsQuestion:
    """Return the question for a name's ``A`` or ``AAAA`` records. Raises CodecError when it cannot be a name."""
    return DnsQuestion(identifier, _encode_name(name), RECORD_TYPES[record])


def decode_answer(message: bytes, question: DnsQuestion) -> DnsAnswer:
    """Return the answer a message holds. Raises CodecError when it is not a sound answer to this question."""
    if not _HEADER.size <= len(message) <= LONGEST_TCP_ANSWER:
        raise CodecError(f"{len(message)} bytes are no DNS answer")
    identifier, flags, questions, answers, _, _ = _HEADER.unpack_from(message)
    if identifier != question.identifier or not flags & _IS_RESPONSE or flags & _OPCODE:
        raise CodecError("not an answer to this question")
    position = _skip_question(message, question, questions)
    if answers > _MOST_RECORDS:
        raise CodecError(f"{answers} records; at most {_MOST_RECORDS} are read")
    truncated = bool(flags & _TRUNCATED)
    records = [] if truncated else _read_records(message, position, answers)
    return DnsAnswer(rcode=flags & _RCODE, is_truncated=truncated, addresses=_addresses(message, records, question))


def _skip_question(message: bytes, question: DnsQuestion, count: int) -> int:
    if count != 1:
        raise CodecError(f"{count} questions in the answer; one was asked")
    name, position = _decode_name(message, _HEADER.size)
    end = position + _QUESTION_TAIL.size
    if name != question.name or message[position:end] != _QUESTION_TAIL.pack(question.record_type, _INTERNET):
        raise CodecError("the answer repeats another question")
    return end


def _read_records(message: bytes, position: int, count: int) -> list[_Record]:
    records = []
    for _ in range(count):
        owner, position = _decode_name(message, position)
        if position + _RECORD_TAIL.size > len(message):
            raise CodecError("a record ends beyond the message")
        record_type, record_class, _, length = _RECORD_TAIL.unpack_from(message, position)
        start = position + _RECORD_TAIL.size
        position = start + length
        if position > len(message):
            raise CodecError("a record ends beyond the message")
        if record_class == _INTERNET:
            records.append(_Record(owner, record_type, start, message[start:position]))
    return records


def _addresses(message: bytes, records: list[_Record], question: DnsQuestion) -> tuple[str, ...]:
    """Return the addresses of the asked name, or of what it is an alias of; strangers in the answer are ignored."""
    owners = {question.name}
    for record in records:
        if record.record_type == _CNAME and record.owner in owners:
            alias, end = _decode_name(message, record.data_at)
            if end != record.data_at + len(record.data):
                raise CodecError("an alias does not fill its record")
            owners.add(alias)
    found = [record for record in records if record.record_type == question.record_type and record.owner in owners]
    if any(len(record.data) != _ADDRESS_LENGTHS[record.record_type] for record in found):
        raise CodecError("an address of the wrong length")
    return tuple(str(ipaddress.ip_address(record.data)) for record in found)


def _encode_name(name: str) -> bytes:
    try:
        labels = [label.encode("ascii" if label.isascii() else "idna").lower() for label in name.rstrip(".").split(".")]
    except UnicodeError as err:
        raise CodecError("not a name DNS can be asked for") from err
    if not all(0 < len(label) <= _LONGEST_LABEL for label in labels):
        raise CodecError("a part of the name is empty or longer than 63 bytes")
    encoded = b"".join(bytes([len(label)]) + label for label in labels) + b"\x00"
    if len(encoded) > _LONGEST_NAME:
        raise CodecError("the name is longer than 255 bytes")
    return encoded


def _decode_name(message: bytes, position: int) -> tuple[bytes, int]:
    """Return a name in wire form and lower case, and where what follows it begins."""
    name = bytearray()
    end: int | None = None
    pointers = 0
    while True:
        length = _byte_at(message, position)
        if length & _POINTER == _POINTER:
            target = (length & ~_POINTER) << 8 | _byte_at(message, position + 1)
            end = position + 2 if end is None else end
            pointers += 1
            if target >= position or pointers > _MOST_POINTERS:
                raise CodecError("a name points forwards, at itself, or too often")
            position = target
        elif length > _LONGEST_LABEL:
            raise CodecError("a label of unknown type")
        else:
            label_end = position + 1 + length
            name += message[position:label_end].lower()
            if label_end > len(message) or len(name) > _LONGEST_NAME:
                raise CodecError("a name does not end")
            position = label_end
            if length == 0:
                return bytes(name), position if end is None else end


def _byte_at(message: bytes, position: int) -> int:
    if position >= len(message):
        raise CodecError("a name ends beyond the message")
    return message[position]
