"""PJLink class 1 and 2: lines of projectors and displays, without I/O.

Sources: PJLink Specifications 1.00 (2005) and 2.00 (2017) of JBMIA as quoted by public implementations; the SHA-256
login of 2.10 as two independent implementations agree on it.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum

from ..errors import CodecError, CredentialsError, RefusalReason, RefusedError
from .text_lines import decode_line

PORT = 4352
"""TCP for commands, UDP for search and notices."""
LONGEST_LINE = 135
"""Bytes of a line without its CR: 7 of header, 128 of parameter."""
IDLE_CLOSE_S = 30.0
"""A projector ends a connection on which nothing was asked for this long."""
END = b"\r"
ENDS = (b"\r", b"\n")
"""A line ends with CR; some devices send LF as well."""

OK = "OK"
LEVEL_2 = "PJLINK 2"
"""Asks a projector for the SHA-256 login."""
SEARCH = b"%2SRCH\r"

_RANDOM_BYTES = 16
_COMMAND = re.compile(r"%[12][A-Z0-9]{4} [^\r\n]{1,128}")
_ANSWER = re.compile(r"%([12])([A-Z0-9]{4})=(.*)", re.DOTALL | re.IGNORECASE)
_GREETING = re.compile(r"PJLINK (0|1 ([0-9A-F]{8})|ERRA)\s*", re.IGNORECASE)
_LEVEL_2_GREETING = re.compile(r"PJLINK 2 ([0-9A-F]{32})\s*", re.IGNORECASE)
_NOTICES = frozenset({"ACKN", "LKUP", "ERST", "POWR", "INPT"})
_REASONS = {
    "ERR1": RefusalReason.FUNCTION,
    "ERR2": RefusalReason.VALUE,
    "ERR3": RefusalReason.BUSY,
    "ERR4": RefusalReason.DEVICE_FAILURE,
}


class Login(StrEnum):
    """How a client proves that it knows the password."""

    NONE = "none"
    MD5 = "md5"
    SHA256 = "sha256"


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a projector says first."""

    needs_password: bool
    random: str = ""
    """8 hex characters, as sent."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer line."""

    body: str
    """4 upper-case characters."""
    parameter: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One UDP datagram of a projector. Anybody can send one: a hint to ask again, no more."""

    body: str
    """``ACKN``, ``LKUP``, ``ERST``, ``POWR`` or ``INPT``."""
    parameter: str


def parse_greeting(line: bytes) -> Greeting:
    """Return what the first line of a connection says.

    Raises CredentialsError for ``PJLINK ERRA``, CodecError for anything that is no greeting.
    """
    match = _GREETING.fullmatch(decode_line(line))
    if match is None:
        raise CodecError(f"no greeting of PJLink: {line[:40]!r}")
    if match[1].upper() == "ERRA":
        raise CredentialsError("the projector refuses the login")
    return Greeting(needs_password=match[1] != "0", random=match[2] or "")


def parse_level_2(line: bytes) -> bytes:
    """Return the projector's 16 random bytes. Raises CredentialsError when it does not know the SHA-256 login."""
    match = _LEVEL_2_GREETING.fullmatch(decode_line(line))
    if match is None:
        raise CredentialsError("the projector does not offer the SHA-256 login")
    return bytes.fromhex(match[1])


def md5_login(random: str, password: str) -> str:
    """Return the 32 hex characters in front of a connection's first command."""
    return hashlib.md5((random + password).encode(), usedforsecurity=False).hexdigest()


def sha256_login(projector: bytes, client: bytes, password: str) -> str:
    """Return the 96 hex characters in front of a connection's first command.

    projector, client: 16 random bytes each.
    """
    if len(projector) != _RANDOM_BYTES or len(client) != _RANDOM_BYTES:
        raise CodecError(f"each side gives {_RANDOM_BYTES} random bytes")
    mixed = bytes(a ^ b for a, b in zip(projector, client, strict=True)).hex()
    return client.hex() + hashlib.sha256((mixed + password).encode()).hexdigest()


def encode_command(command: str, login: str = "") -> bytes:
    """Return the bytes of a command such as ``%1POWR ?``. Raises CodecError when it is none."""
    if _COMMAND.fullmatch(command) is None:
        raise CodecError(f"no PJLink command: {command[:40]!r}")
    line = command.encode()
    if len(line) > LONGEST_LINE:
        raise CodecError(f"{len(line)} bytes are too long for a PJLink command")
    return login.encode() + line + END


def parse_answer(line: bytes, command: str) -> str | None:
    """Return the parameter a line answers the command with, or None when it answers something else.

    Upper or lower case, and either class, as real projectors have it.
    Raises RefusedError for ``ERR1`` to ``ERR4``, CredentialsError for ``ERRA``.
    """
    text = decode_line(line)
    if text.strip().upper() == "PJLINK ERRA":
        raise CredentialsError("the projector refuses the login")
    match = _ANSWER.fullmatch(text)
    if match is None or match[2].upper() != command[2:6]:
        return None
    word = match[3].strip().upper()
    if word == "ERRA":
        raise CredentialsError("the projector refuses the login")
    if (reason := _REASONS.get(word)) is not None:
        raise RefusedError(reason, f"{command[:6]}: {word}")
    return match[3]


def parse_notice(datagram: bytes) -> Notice | None:
    """Return a notice, or None for any other datagram."""
    if len(datagram) > LONGEST_LINE + len(ENDS):
        return None
    match = _ANSWER.fullmatch(decode_line(datagram).rstrip("\r\n"))
    if match is None or match[1] != "2" or match[2].upper() not in _NOTICES:
        return None
    return Notice(match[2].upper(), match[3].strip())
