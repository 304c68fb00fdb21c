"""The `read` of a point or an exact mark: where its raw slice lies."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from ..codec.decoders import DECODERS, Carrier, DecodeType
from .parser_lines import TEXT_PROTOCOLS, parse_text_read
from .parser_mqtt import parse_mqtt_read
from .parser_snmp import parse_snmp_read
from .parser_transport import BIT_SPACES, SPACES
from .schema import ItemRead, Protocol, Read, RegisterRead, TransportRules
from .section import Place, Reader, Section

_ITEM_DIGITS = {Protocol.DLT645: 8, Protocol.CJT188: 4}
_CARRIERS = {
    Protocol.MODBUS: Carrier.REGISTERS,
    Protocol.SNMP: Carrier.OBJECT,
    Protocol.MQTT: Carrier.JSON,
    **dict.fromkeys(_ITEM_DIGITS, Carrier.BYTES),
    **dict.fromkeys(TEXT_PROTOCOLS, Carrier.TEXT),
}
"""What a decode type is given, for the protocols whose answers are raw slices."""
_MODELS = {"meter": "meter", "common": "1", "1": "1"}
_MAX_DATA = 255


def carrier_of(protocol: Protocol) -> Carrier:
    """Return what the raw slices of a protocol consist of."""
    return _CARRIERS.get(protocol, Carrier.BYTES)


def parse_read(reader: Reader, place: Place, decode: str, rules: TransportRules) -> Read | None:
    """Return the read, with the length the decode type takes, or None after reporting what is wrong."""
    if rules.protocol not in _CARRIERS:
        reader.fail(place, f"{rules.protocol} has no registers and no data items; a point cannot be read like this")
        return None
    kind = DECODERS[decode]
    wanted = carrier_of(rules.protocol)
    if kind.carrier is not wanted:
        names = ", ".join(name for name, each in DECODERS.items() if each.carrier is wanted)
        reader.fail(place, f"{decode} does not decode {wanted}; {rules.protocol} points take {names}")
        return None
    if wanted is Carrier.OBJECT:
        return parse_snmp_read(reader, place)
    section = reader.section(place)
    return None if section is None else _parse_slice(reader, section, decode, rules)


def _parse_slice(reader: Reader, section: Section, decode: str, rules: TransportRules) -> Read | None:
    if rules.protocol is Protocol.MODBUS:
        return _parse_register(reader, section, decode, rules)
    if rules.protocol in TEXT_PROTOCOLS:
        return parse_text_read(reader, section, rules.protocol)
    if rules.protocol is Protocol.MQTT:
        return parse_mqtt_read(reader, section, rules.mqtt)
    return _parse_item(reader, section, DECODERS[decode], rules.protocol)


def parse_register_read(reader: Reader, place: Place, decode: str, rules: TransportRules) -> RegisterRead | None:
    """Return a read of registers, for marks and writes, which only Modbus has."""
    read = parse_read(reader, place, decode, rules)
    if read is None or isinstance(read, RegisterRead):
        return read
    reader.fail(place, f"only Modbus registers can stand here; {rules.protocol} has none")
    return None


def _parse_register(reader: Reader, section: Section, decode: str, rules: TransportRules) -> RegisterRead | None:
    count = _parse_count(reader, section, decode)
    if "model" in section.entries:
        read = _parse_model(reader, section, count, rules)
    else:
        read = _parse_plain(reader, section, count)
    section.close()
    if read is not None:
        _check_register(reader, section.place, read, rules)
    return read


def _parse_plain(reader: Reader, section: Section, count: int | None) -> RegisterRead | None:
    addresses = {space: section.find(space, reader.integer(0, 0xFFFF)) for space in SPACES}
    named = [space for space in SPACES if space in section.entries]
    if len(named) != 1:
        reader.fail(section.place, f"exactly one of {', '.join(SPACES)} with an address, or model and at")
        return None
    address = addresses[named[0]]
    if address is None or count is None:
        return None
    return RegisterRead(space=named[0], address=address, count=count)


def _parse_model(reader: Reader, section: Section, count: int | None, rules: TransportRules) -> RegisterRead | None:
    model = section.find("model", lambda place: _parse_model_name(reader, place))
    at = section.need("at", reader.integer(0, 0xFFFF))
    exponent = section.find("exponent", reader.integer(0, 0xFFFF))
    space = section.take("space", reader.one_of(("holding", "input")), "holding")
    if rules.sunspec is None:
        reader.fail(section.place, "model needs transport.sunspec with the models to look for")
    if model is None or at is None or count is None:
        return None
    return RegisterRead(space=space, address=at, count=count, model=model, exponent=exponent)


def _parse_model_name(reader: Reader, place: Place) -> str | None:
    name = "1" if place.value == 1 else place.value
    if isinstance(name, str) and name in _MODELS:
        return _MODELS[name]
    reader.fail(place, f"{name} is none of meter, common")
    return None


def _parse_count(reader: Reader, section: Section, decode: str) -> int | None:
    """Read ``count`` (or ``length``, as byte protocols call it); most decode types know it themselves."""
    kind = DECODERS[decode]
    keys = [key for key in ("count", "length") if key in section.entries]
    section.known.update(("count", "length"))
    if not keys:
        if kind.length is None and kind.default_length is None:
            reader.fail(section.place, f"{decode} needs count: how many registers, up to {kind.max_length}")
        return kind.length or kind.default_length
    place = section.entries[keys[0]]
    if kind.length is not None and place.value != kind.length:
        reader.fail(place, f"{decode} takes {kind.length}; remove {keys[0]}")
    return kind.length or reader.integer(1, kind.max_length)(place)


def _check_register(reader: Reader, place: Place, read: RegisterRead, rules: TransportRules) -> None:
    last = read.address + read.count - 1
    if read.space in BIT_SPACES and read.count != 1:
        reader.fail(place, f"a {read.space} is one bit; decode it as bits")
    if last > 0xFFFF:
        reader.fail(place, f"ends at {last}, behind the last address 65535")
    if read.count > rules.max_registers:
        reader.fail(place, f"takes {read.count} registers, and transport.max_registers is {rules.max_registers}")
    inside = any(space == read.space and low <= read.address and last <= high for space, low, high in rules.blocks)
    if rules.blocks and not read.model and not inside:
        reader.fail(place, f"{read.space} {read.address} to {last} lies in none of transport.blocks")


def _parse_item(reader: Reader, section: Section, kind: DecodeType, protocol: Protocol) -> ItemRead | None:
    item = section.need("item", lambda place: _parse_identifier(reader, place, protocol))
    length = section.need("length", lambda place: _parse_layout(reader, place, 1, kind.max_length))
    at = section.find("at", lambda place: _parse_layout(reader, place, 0, _MAX_DATA)) or {0: 0}
    block = section.find("block", lambda place: _parse_identifier(reader, place, protocol))
    block_at = section.find("block_at", reader.integer(0, _MAX_DATA))
    section.close()
    if block is not None and protocol is not Protocol.DLT645:
        reader.fail(section.entries["block"], f"only dlt645 has block items; remove it for {protocol}")
    if (block is None) != (block_at is None):
        reader.fail(section.place, "block and block_at stand together: the block item and the first byte in it")
    if item is None or length is None:
        return None
    slices = _merge_layout(reader, section.place, at, length)
    in_block = None if block_at is None else (block_at, slices.get(0, (0, 0))[1])
    return ItemRead(item=item, at=slices, block=block or "", block_at=in_block) if slices else None


def _merge_layout(
    reader: Reader, place: Place, at: Mapping[int, int], length: Mapping[int, int]
) -> Mapping[int, tuple[int, int]]:
    """Pair first bytes with lengths; key 0 (a plain number) stands for every answer length the other names."""
    sizes = sorted({*at, *length} - {0}) or [0]
    slices: dict[int, tuple[int, int]] = {}
    for size in sizes:
        first, count = at.get(size, at.get(0)), length.get(size, length.get(0))
        if first is None or count is None:
            reader.fail(place, f"at and length do not both cover answers of {size} bytes")
        elif size and first + count > size:
            reader.fail(place, f"bytes {first} to {first + count - 1} do not fit an answer of {size} bytes")
        else:
            slices[size] = (first, count)
    return MappingProxyType(slices)


def _parse_layout(reader: Reader, place: Place, low: int, high: int) -> Mapping[int, int] | None:
    number = reader.integer(low, high)
    if not isinstance(place.value, dict):
        value = number(place)
        return None if value is None else {0: value}
    layout: dict[int, int] = {}
    for key, each in place.children().items():
        value = number(each)
        if isinstance(key, bool) or not isinstance(key, int) or not 1 <= key <= _MAX_DATA:
            reader.fail(each, f"{key} is not a length of the answer's data, 1 to {_MAX_DATA}")
        elif value is not None:
            layout[key] = value
    return layout or None


def _parse_identifier(reader: Reader, place: Place, protocol: Protocol) -> str | None:
    digits = _ITEM_DIGITS[protocol]
    value = place.value
    if isinstance(value, str) and re.fullmatch(f"[0-9A-Fa-f]{{{digits}}}", value):
        return value.upper()
    example = "0" * digits
    hint = f'a number; quote it: "{example}"' if isinstance(value, int | float) else f"not {digits} hex digits"
    reader.fail(place, f"{str(value)[:40]} is {hint}")
    return None
