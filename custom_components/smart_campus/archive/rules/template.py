"""How a platform of the trade wants a file: address, headers and fields with words in braces, and how it proves it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import quote

from .faults import ArchiveFaultError, FaultCode

WORDS: Final = (
    "id",
    "name",
    "folder",
    "room",
    "course",
    "teacher",
    "group",
    "title",
    "language",
    "start",
    "end",
    "source",
    "size",
    "sha256",
    "md5",
    "secret",
)
"""What may stand in braces."""
CHECKSUMS: Final = ("sha256", "md5")
MOST_LINES: Final = 40
_WORD: Final = re.compile(r"\{([a-z0-9_]+)\}")
_HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_OWN_HEADERS: Final = frozenset({"host", "content-length", "transfer-encoding", "connection"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """What a person described of a platform."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    is_form: bool = False
    """Whether the file is a field of a form, rather than the whole body."""
    file_field: str = "file"
    fields: Mapping[str, str] = field(default_factory=dict, repr=False)
    success: Sequence[tuple[str, str]] = ()
    """JSON pointer into the answer, and what must stand there."""
    read_url: str = ""
    """Where the file can be had back; empty for nowhere."""
    delete_url: str = ""
    secret: str = field(default="", repr=False)
    """Stands for ``{secret}``."""

    @property
    def proves(self) -> bool:
        """Whether the answer itself proves the checksum."""
        return any(word in value for _, value in self.success for word in (f"{{{name}}}" for name in CHECKSUMS))


def fill(text: str, words: Mapping[str, str]) -> str:
    """Return a text with its words replaced; unknown ones become empty, a secret that is not given stays its word."""
    return _WORD.sub(lambda found: words.get(found[1], found[0] if found[1] == "secret" else ""), text)


def fill_url(text: str, words: Mapping[str, str]) -> str:
    """Return an address; what is put in is quoted, but for slashes in the folder."""
    kept = {name: quote(value, safe="/" if name == "folder" else "") for name, value in words.items()}
    return fill(text, kept)


def without_secret(words: Mapping[str, str]) -> dict[str, str]:
    """Return words that leave the secret's place as it is, for an address that is kept."""
    return {name: value for name, value in words.items() if name != "secret"}


def fill_header(text: str, words: Mapping[str, str]) -> str:
    """Return the value of a header: one line, what is not ASCII quoted."""
    return quote(fill(text, words), safe=" !\"#$%&'()*+,/:;<=>?@[\\]^`{|}~")


def read_lines(text: str, mark: str) -> list[tuple[str, str]]:
    """Return name and value of each line, parted at the first mark. Raises ValueError with the line."""
    pairs = []
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        raise ValueError(lines[MOST_LINES])
    for line in lines:
        name, found, value = line.partition(mark)
        if not found or not name.strip():
            raise ValueError(line)
        pairs.append((name.strip(), value.strip()))
    return pairs


def read_headers(text: str) -> dict[str, str]:
    """Return headers by name from lines like ``Name: value``. Raises ValueError with the line."""
    headers = {}
    for name, value in read_lines(text, ":"):
        if not _HEADER.fullmatch(name) or name.lower() in _OWN_HEADERS:
            raise ValueError(name)
        headers[name] = value
    return headers


def unknown_words(*texts: str) -> list[str]:
    """Return what stands in braces and is no word of a template."""
    return [word for text in texts for word in _WORD.findall(text) if word not in WORDS]


def pointed(document: object, pointer: str) -> object:
    """Return what a JSON pointer names; None for nothing. Source: RFC 6901."""
    found = document
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        if isinstance(found, Mapping) and key in found:
            found = found[key]
        elif isinstance(found, list) and key.isascii() and key.isdigit() and int(key[:9]) < len(found):
            found = found[int(key[:9])]
        else:
            return None
    return found


def check_answer(template: Template, body: bytes, words: Mapping[str, str]) -> None:
    """Return when an answer says what it must.

    Raises BAD_ANSWER when it is no JSON, NOT_IDENTICAL when a checksum or size differs, DECLINED for any other field.
    """
    if not template.success:
        return
    try:
        document: Any = json.loads(body)
    except (ValueError, RecursionError) as err:
        raise ArchiveFaultError(FaultCode.BAD_ANSWER, "no JSON") from err
    for pointer, wanted in template.success:
        found = _plain(pointed(document, pointer))
        expected = fill(wanted, words)
        is_sum = any(f"{{{name}}}" in wanted for name in CHECKSUMS)
        if (found.lower() if is_sum else found) != (expected.lower() if is_sum else expected):
            code = FaultCode.NOT_IDENTICAL if is_sum or "{size}" in wanted else FaultCode.DECLINED
            raise ArchiveFaultError(code, f"{pointer}: {found[:80]}")


def _plain(value: object) -> str:
    """Return a value as a person would type it."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case int() | float():
            return str(value)
        case _:
            return json.dumps(value)
