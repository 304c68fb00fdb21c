"""The `transport` block of a profile: how requests are shaped and paced."""

from collections.abc import Mapping

from .mqtt_schema import NO_MQTT
from .parser_lines import check_text_rules, parse_text_rules
from .parser_mqtt import parse_mqtt_rules
from .schema import Protocol, SerialSettings, SunSpec, TextRules, Transport, TransportRules
from .section import Place, Reader, Section

WORD_ORDERS = ("high_first", "low_first")
SPACES = ("input", "holding", "coil", "discrete")
BIT_SPACES = frozenset({"coil", "discrete"})

_MODBUS_KEYS = frozenset({"words", "max_registers", "max_gap", "blocks", "sunspec"})
_CJT188_KEYS = frozenset({"meter_type", "di_order"})
_SNMP_KEYS = frozenset({"max_repetitions"})
_MQTT_KEYS = frozenset({"mqtt"})
_BAUDRATES = (300, 600, 1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200)


_METER_CARRIERS = (Transport.TCP, Transport.SERIAL)
CARRIERS: Mapping[Protocol, tuple[Transport, ...]] = {
    Protocol.MODBUS: (Transport.TCP, Transport.RTU_OVER_TCP, Transport.SERIAL),
    Protocol.DLT645: _METER_CARRIERS,
    Protocol.CJT188: _METER_CARRIERS,
    Protocol.SNMP: (Transport.UDP,),
    Protocol.PJLINK: (Transport.TCP,),
    Protocol.TEXT: (Transport.TCP, Transport.SERIAL),
    Protocol.UHPPOTE: (Transport.UDP, Transport.TCP),
    Protocol.ISAPI: (Transport.HTTP, Transport.HTTPS),
    Protocol.PEARL: (Transport.HTTP, Transport.HTTPS),
    Protocol.MQTT: (Transport.BROKER,),
    Protocol.SIS: (Transport.TCP, Transport.SSH),
    Protocol.DAHUA: (Transport.HTTP, Transport.HTTPS),
    Protocol.OBS: (Transport.HTTP,),
    Protocol.RTSP: (Transport.TCP,),
    Protocol.PROBE: (Transport.LOCAL,),
}
"""What can carry a protocol."""


def parse_transport(reader: Reader, section: Section) -> TransportRules | None:
    """Return the rules, or None when the protocol itself is not known."""
    protocol = section.need("protocol", reader.choice(Protocol))
    rules = TransportRules(
        protocol=protocol or Protocol.MODBUS,
        transports=section.need("over", reader.listing(reader.choice(Transport))) or (),
        serial=section.take("serial", lambda place: _parse_serial(reader, place), SerialSettings()),
        timeout_s=section.take("timeout_s", reader.quantity(0.05, 30), 1.5),
        pause_s=section.take("pause_s", reader.quantity(0, 10), 0.0),
        port=section.take("port", reader.integer(1, 65535), 0),
        words=section.take("words", reader.one_of(WORD_ORDERS), "high_first"),
        max_registers=section.take("max_registers", reader.integer(1, 125), 125),
        max_gap=section.take("max_gap", reader.integer(0, 124), 0),
        blocks=section.take("blocks", reader.listing(lambda place: _parse_block(reader, place)), ()),
        sunspec=section.find("sunspec", lambda place: _parse_sunspec(reader, place)),
        meter_type=section.take("meter_type", reader.integer(0, 255), 0xAA),
        max_repetitions=section.take("max_repetitions", reader.integer(1, 100), 20),
        di_order=section.take("di_order", reader.one_of(("low", "high")), "low"),
        lines=section.take("lines", lambda place: parse_text_rules(reader, place), TextRules()),
        mqtt=section.take("mqtt", lambda place: parse_mqtt_rules(reader, place), NO_MQTT),
    )
    section.close()
    if protocol is None:
        return None
    _check_keys(reader, section, protocol)
    check_text_rules(reader, section, protocol)
    _check_over(reader, section, rules)
    return rules


def _check_keys(reader: Reader, section: Section, protocol: Protocol) -> None:
    owners = (
        (_MODBUS_KEYS, Protocol.MODBUS),
        (_CJT188_KEYS, Protocol.CJT188),
        (_SNMP_KEYS, Protocol.SNMP),
        (_MQTT_KEYS, Protocol.MQTT),
    )
    if protocol is Protocol.MQTT and "mqtt" not in section.entries:
        reader.fail(section.place, "mqtt is missing: the topics of a node and how it is known to be there")
    for keys, owner in owners:
        for key in sorted(keys):
            if key in section.entries and owner is not protocol:
                reader.fail(section.entries[key], f"{key} means something for {owner} only; remove it")


def _check_over(reader: Reader, section: Section, rules: TransportRules) -> None:
    place = section.entries.get("over")
    if place is None:
        return
    if place.value == []:
        reader.fail(place, "an empty list; name at least one of tcp, rtu_over_tcp, serial")
    carried = CARRIERS[rules.protocol]
    for transport in rules.transports:
        if transport not in {*carried, Transport.RTU_OVER_TCP}:
            reader.fail(place, f"{transport} does not carry {rules.protocol}; it goes over {', '.join(carried)}")
    if Transport.RTU_OVER_TCP in rules.transports and rules.protocol is not Protocol.MODBUS:
        reader.fail(place, f"rtu_over_tcp carries Modbus only; {rules.protocol} over a serial server is tcp")


def _parse_serial(reader: Reader, place: Place) -> SerialSettings | None:
    section = reader.section(place)
    if section is None:
        return None
    settings = SerialSettings(
        baudrate=section.take("baudrate", lambda each: _parse_baudrate(reader, each), 9600),
        parity=section.take("parity", reader.one_of(("N", "E", "O")), "N"),
        stopbits=section.take("stopbits", reader.integer(1, 2), 1),
        bytesize=section.take("bytesize", reader.integer(7, 8), 8),
    )
    section.close()
    return settings


def _parse_baudrate(reader: Reader, place: Place) -> int | None:
    value = reader.integer(_BAUDRATES[0], _BAUDRATES[-1])(place)
    if value is None or value in _BAUDRATES:
        return value
    reader.fail(place, f"{value} is none of {', '.join(map(str, _BAUDRATES))}")
    return None


def _parse_block(reader: Reader, place: Place) -> tuple[str, int, int] | None:
    if not isinstance(place.value, list) or len(place.value) != 3:
        reader.fail(place, "a block is [space, first, last], like [input, 0, 0x400]")
        return None
    items = place.items()
    space = reader.one_of(SPACES)(items[0])
    first, last = (reader.integer(0, 0xFFFF)(item) for item in items[1:])
    if space is None or first is None or last is None:
        return None
    if first > last:
        reader.fail(place, f"the first address {first} is above the last {last}")
        return None
    return space, first, last


def _parse_sunspec(reader: Reader, place: Place) -> SunSpec | None:
    section = reader.section(place)
    if section is None:
        return None
    address = reader.integer(0, 0xFFFF)
    sunspec = SunSpec(
        bases=section.take("bases", reader.listing(address), (40000, 0, 50000)),
        models=section.need("models", reader.listing(address)) or (),
    )
    section.close()
    if not sunspec.bases or not sunspec.models:
        reader.fail(place, "bases and models each name at least one number")
    return sunspec
