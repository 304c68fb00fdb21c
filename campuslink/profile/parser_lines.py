"""What a profile of a text protocol says beyond others: how lines are exchanged, cut, written, and when asked for."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ..codec import pjlink
from ..errors import CodecError, RefusalReason
from ..model import EMPTY, Value
from .schema import Choices, Protocol, TextRead, TextRules, TextWrite
from .section import Place, Reader, Section

TEXT_PROTOCOLS = frozenset({Protocol.PJLINK, Protocol.TEXT})

AUTH = ("auto", "none", "md5", "sha256")
PLACEHOLDER = "{}"
_MOST_FIELDS = 64
_LONGEST_FIELD = 256
_PJLINK_RULES = frozenset({"hold_s", "auth"})


@dataclass(frozen=True, kw_only=True, slots=True)
class LineKeys:
    """The keys only points of text protocols have."""

    when: Mapping[str, tuple[Value, ...]] = EMPTY
    choices: Choices | None = None


def parse_text_rules(reader: Reader, place: Place) -> TextRules | None:
    """Return the rules of ``lines``, or None after reporting what is wrong."""
    section = reader.section(place)
    if section is None:
        return None
    rules = TextRules(
        command_end=section.take("command_end", lambda each: _parse_end(reader, each), "\r"),
        answer_end=section.take("answer_end", lambda each: _parse_end(reader, each), "\r"),
        done=section.take("done", reader.listing(lambda each: _parse_any_text(reader, each)), ()),
        errors=section.take("errors", lambda each: _parse_errors(reader, each), EMPTY),
        handshake=section.find("handshake", lambda each: _parse_handshake(reader, each)),
        hold_s=section.take("hold_s", reader.quantity(0, 3600), 20.0),
        auth=section.take("auth", reader.one_of(AUTH), "auto"),
    )
    section.close()
    return rules


def check_text_rules(reader: Reader, section: Section, protocol: Protocol) -> None:
    """Report ``lines`` and keys in it that mean nothing for the protocol."""
    place = section.entries.get("lines")
    if place is None or not isinstance(place.value, dict):
        return
    if protocol not in TEXT_PROTOCOLS:
        reader.fail(place, f"lines means something for text protocols only; remove it for {protocol}")
        return
    for key, each in place.children().items():
        if protocol is Protocol.PJLINK and key not in _PJLINK_RULES:
            reader.fail(each, f"PJLink says itself what {key} is; remove it")
        if protocol is Protocol.TEXT and key == "auth":
            reader.fail(each, "auth means something for pjlink only; remove it")


def parse_text_read(reader: Reader, section: Section, protocol: Protocol) -> TextRead | None:
    """Return where in which answer a value stands, or None after reporting what is wrong."""
    command = section.need("command", lambda each: _parse_command(reader, each, protocol))
    read = TextRead(
        command=command or "",
        answer=section.take("answer", lambda each: _parse_template(reader, each), ""),
        split=section.take("split", lambda each: _parse_any_text(reader, each), ""),
        field=section.take("field", reader.integer(0, _MOST_FIELDS), 0),
        at=section.find("at", lambda each: _parse_span(reader, each)),
    )
    section.close()
    if "answer" in section.entries and protocol is Protocol.PJLINK:
        reader.fail(section.entries["answer"], "PJLink says itself how an answer begins; remove answer")
    if "field" in section.entries and not read.split:
        reader.fail(section.entries["field"], "a field needs split, what separates the fields")
    return None if command is None else read


def parse_text_write(reader: Reader, place: Place, protocol: Protocol) -> TextWrite | None:
    """Return how a point is set, or None after reporting what is wrong."""
    section = reader.section(place)
    if section is None:
        return None
    command = section.need("command", lambda each: _parse_command(reader, each, protocol))
    write = TextWrite(
        command=command or "",
        answer=section.take("answer", lambda each: _parse_template(reader, each), ""),
        map=section.take("map", lambda each: parse_texts(reader, each), EMPTY),
        confirm=section.take("confirm", lambda each: parse_confirm(reader, each), EMPTY),
        guard=section.take("guard", reader.boolean, default=False),
    )
    section.close()
    if command is not None and PLACEHOLDER not in command:
        reader.fail(section.entries["command"], "a command that sets something has {} where the value goes")
    if write.map and write.confirm.keys() - write.map.keys():
        reader.fail(section.entries["confirm"], "confirm names values that map does not have")
    return None if command is None else write


def parse_line_keys(reader: Reader, section: Section, protocol: Protocol) -> LineKeys:
    """Return ``when`` and ``choices`` of a point; reports them for other protocols."""
    if protocol not in TEXT_PROTOCOLS:
        return LineKeys()
    return LineKeys(
        when=section.take("when", lambda each: _parse_when(reader, each), EMPTY),
        choices=section.find("choices", lambda each: _parse_choices(reader, each, protocol)),
    )


def _parse_choices(reader: Reader, place: Place, protocol: Protocol) -> Choices | None:
    section = reader.section(place)
    if section is None:
        return None
    ask = section.need("ask", lambda each: _parse_list_read(reader, each, protocol))
    name = section.take("name", lambda each: _parse_command(reader, each, protocol), "")
    labels = section.take("labels", lambda each: _parse_labels(reader, each), EMPTY)
    section.close()
    if name and PLACEHOLDER not in name:
        reader.fail(section.entries["name"], "a command that asks for a name has {} where the value goes")
    return None if ask is None else Choices(ask=ask, name=name, labels=labels)


def _parse_list_read(reader: Reader, place: Place, protocol: Protocol) -> TextRead | None:
    section = reader.section(place)
    return None if section is None else parse_text_read(reader, section, protocol)


def _parse_command(reader: Reader, place: Place, protocol: Protocol) -> str | None:
    command = reader.text(place)
    if command is None:
        return None
    if not command.isprintable() or len(command) > _LONGEST_FIELD:
        reader.fail(place, f"a command is one line of at most {_LONGEST_FIELD} printable characters")
        return None
    if protocol is Protocol.PJLINK:
        try:
            pjlink.encode_command(command)
        except CodecError:
            reader.fail(place, f'{command[:20]} is no command of PJLink; it would look like "%1POWR ?"')
            return None
    return command


def _parse_template(reader: Reader, place: Place) -> str | None:
    text = reader.text(place)
    if text is not None and text.count(PLACEHOLDER) != 1:
        reader.fail(place, "an answer has {} once, where the value stands")
        return None
    return text


def _parse_end(reader: Reader, place: Place) -> str | None:
    value = place.value
    if isinstance(value, str) and value and value.isascii() and len(value) <= 8:
        return value
    reader.fail(place, 'not the end of a line; it would be "\\r" or a prompt of at most 8 characters')
    return None


def _parse_any_text(reader: Reader, place: Place) -> str | None:
    if isinstance(place.value, str):
        return place.value
    return reader.text(place)


def _parse_errors(reader: Reader, place: Place) -> Mapping[str, RefusalReason] | None:
    read = reader.choice(RefusalReason)
    children = reader.children(place) or {}
    pairs = {str(key): read(each) for key, each in children.items()}
    return MappingProxyType({key: reason for key, reason in pairs.items() if key and reason is not None})


def _parse_handshake(reader: Reader, place: Place) -> tuple[bytes, bytes] | None:
    section = reader.section(place)
    if section is None:
        return None
    sent = section.need("send", lambda each: _parse_hex(reader, each))
    answer = section.need("answer", lambda each: _parse_hex(reader, each))
    section.close()
    return None if sent is None or answer is None else (sent, answer)


def _parse_hex(reader: Reader, place: Place) -> bytes | None:
    text = reader.text(place)
    if text is None:
        return None
    if re.fullmatch(r"([0-9A-Fa-f]{2} ?){1,64}", text):
        return bytes.fromhex(text)
    reader.fail(place, f"{text[:20]} is no row of hex bytes like 1B 02")
    return None


def _parse_span(reader: Reader, place: Place) -> tuple[int, int] | None:
    items = reader.listing(reader.integer(0, _LONGEST_FIELD))(place)
    if items is None:
        return None
    if len(items) == len(place.value) == 2 and items[1] > 0:
        return items[0], items[1]
    reader.fail(place, "at is [first character, length]")
    return None


def parse_texts(reader: Reader, place: Place) -> Mapping[str | bool, str] | None:
    """Read what is sent by the word, or truth, it stands for."""
    result: dict[str | bool, str] = {}
    for key, each in (reader.children(place) or {}).items():
        text = reader.text(each)
        if isinstance(key, int) and not isinstance(key, bool):
            reader.fail(each, f"{key} is a number; here words come first, or true and false")
        elif text is not None:
            result[key] = text
    return MappingProxyType(result)


def parse_confirm(reader: Reader, place: Place) -> Mapping[str | bool, tuple[Value, ...]] | None:
    """Read what a point may read as once a command took effect, by what was commanded."""
    values = _parse_values(reader, place)
    return None if values is None else MappingProxyType(values)


def _parse_values(reader: Reader, place: Place) -> dict[str | bool, tuple[Value, ...]] | None:
    """Read a mapping of words (or true and false) to the values that count."""
    result: dict[str | bool, tuple[Value, ...]] = {}
    for key, each in (reader.children(place) or {}).items():
        values = _parse_list(reader, each)
        if isinstance(key, int) and not isinstance(key, bool):
            reader.fail(each, f"{key} is a number; here words come first, or true and false")
        elif values is not None:
            result[key] = values
    return result


def _parse_when(reader: Reader, place: Place) -> Mapping[str, tuple[Value, ...]] | None:
    return MappingProxyType({str(key): values for key, values in (_parse_values(reader, place) or {}).items()})


def _parse_list(reader: Reader, place: Place) -> tuple[Value, ...] | None:
    if not isinstance(place.value, list) or not place.value:
        reader.fail(place, "not a list of at least one value")
        return None
    return tuple(_parse_value(reader, each) for each in place.items())


def _parse_value(reader: Reader, place: Place) -> Value:
    if isinstance(place.value, bool):
        return place.value
    return reader.text(place) if isinstance(place.value, str) else reader.number(place)


def _parse_labels(reader: Reader, place: Place) -> Mapping[str, str] | None:
    pairs = {str(key): reader.text(each) for key, each in (reader.children(place) or {}).items()}
    return MappingProxyType({key: text for key, text in pairs.items() if text is not None})
