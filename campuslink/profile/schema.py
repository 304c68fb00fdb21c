"""What a profile file says, as frozen values. Nothing behind the loader reads a raw dict."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ..codec.pipeline import ValueRule
from ..errors import RefusalReason
from ..model import EMPTY, Kind, PollClass, Value
from .mqtt_schema import NO_MQTT, MqttRead, MqttRules, MqttWrite
from .snmp_schema import NO_TABLES, PortColumn, SnmpRead, SwitchTables, SystemMark


class Protocol(StrEnum):
    """How devices of a profile speak."""

    MODBUS = "modbus"
    DLT645 = "dlt645"
    CJT188 = "cjt188"
    SNMP = "snmp"
    PJLINK = "pjlink"
    TEXT = "text"
    """Lines of text, one answer to each command."""
    UHPPOTE = "uhppote"
    ISAPI = "isapi"
    PEARL = "pearl"
    """Epiphan Pearl recorders over REST."""
    MQTT = "mqtt"
    """Nodes that publish to a broker and hear commands from it."""
    SIS = "sis"
    """Extron streaming recorders: lines of text, over telnet or SSH."""
    DAHUA = "dahua"
    """Dahua recorders over CGI."""
    OBS = "obs"
    """OBS Studio through obs-websocket."""
    RTSP = "rtsp"
    """Streams of cameras, recorded by this machine."""
    PROBE = "probe"
    """Nothing is asked of a device: this machine tries paths of the network itself."""


class Transport(StrEnum):
    """What carries the protocol."""

    TCP = "tcp"
    """Modbus TCP for Modbus; a transparent serial server (raw bytes) for the meter protocols."""
    RTU_OVER_TCP = "rtu_over_tcp"
    """Modbus RTU frames through a transparent serial server."""
    SERIAL = "serial"
    UDP = "udp"
    HTTP = "http"
    HTTPS = "https"
    BROKER = "broker"
    """An MQTT broker; inside Home Assistant the one of its own integration."""
    SSH = "ssh"
    LOCAL = "local"
    """This machine itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LocalText:
    """A sentence in both languages."""

    en: str
    zh_hans: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Product:
    """One model on the market that speaks like this profile."""

    brand: str
    model: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """The document a profile was written from."""

    title: str
    version: str
    url: str
    """Empty where the document is not on the web."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording:
    """A real device this profile was read from."""

    model: str
    firmware: str
    recording: str
    """Name of the fixture folder below ``tests/profiles/<profile id>/``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Caveat:
    """A known defect or an unverified fact."""

    text: LocalText
    link: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SerialSettings:
    """Factory settings of the device's serial port."""

    baudrate: int = 9600
    parity: str = "N"
    """``N``, ``E`` or ``O``."""
    stopbits: int = 1
    bytesize: int = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class SunSpec:
    """Where SunSpec models are looked for; present only in SunSpec profiles."""

    bases: tuple[int, ...]
    """Wire addresses at which the marker ``SunS`` may stand, in the order to try."""
    models: tuple[int, ...]
    """Model ids of which the device must have exactly one; points with ``model: meter`` read from it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRules:
    """How lines of text are exchanged; PJLink knows all but `hold_s` and `auth` itself."""

    command_end: str = "\r"
    answer_end: str = "\r"
    """Closes an answer: the end of its line, or the prompt behind all its lines."""
    done: tuple[str, ...] = ()
    """Answers by which a device accepts a command that is not a question; ``""`` is a bare prompt."""
    errors: Mapping[str, RefusalReason] = EMPTY
    """How an answer begins that refuses a command, and what it means."""
    handshake: tuple[bytes, bytes] | None = None
    """(sent, answered) once on each network connection, before the first command."""
    hold_s: float = 20.0
    """Idle seconds after which the connection is released; 0: after every poll."""
    auth: str = "auto"
    """PJLink: ``auto``, ``none``, ``md5`` or ``sha256``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TransportRules:
    """How requests to this model must be shaped and paced."""

    protocol: Protocol
    transports: tuple[Transport, ...]
    serial: SerialSettings = SerialSettings()
    timeout_s: float = 1.5
    pause_s: float = 0.0
    """Silence the device needs between an answer and the next request."""
    port: int = 0
    """Usual network port of the model; 0 where it is the protocol's own."""
    words: str = "high_first"
    """Modbus: word order of points that do not say their own."""
    max_registers: int = 125
    """Modbus: most registers in one request."""
    max_gap: int = 0
    """Modbus: most undefined registers one request may read across."""
    blocks: tuple[tuple[str, int, int], ...] = ()
    """Modbus: (space, first, last) ranges a request must stay within; empty means anywhere."""
    sunspec: SunSpec | None = None
    meter_type: int = 0xAA
    """CJ/T 188: the T field."""
    di_order: str = "low"
    """CJ/T 188: ``low`` or ``high`` byte of the data identifier first."""
    lines: TextRules = TextRules()
    """PJLink and text."""
    max_repetitions: int = 20
    """SNMP: most rows asked for in one request; fewer where the device cuts its answers."""
    mqtt: MqttRules = NO_MQTT


@dataclass(frozen=True, kw_only=True, slots=True)
class RegisterRead:
    """A point in Modbus space."""

    space: str
    """``input`` (FC4), ``holding`` (FC3), ``coil`` (FC1) or ``discrete`` (FC2)."""
    address: int
    """Wire address, 0-based. With `model`, an offset from the model's id register."""
    count: int
    """Registers (or bits) the decode type takes."""
    model: str = ""
    """SunSpec: ``meter`` for the one of `SunSpec.models`, ``1`` for the common model; empty for plain addresses."""
    exponent: int | None = None
    """SunSpec: offset of the sunssf register in the same model; value = raw * 10 ** sf."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ItemRead:
    """A point in a DL/T 645 or CJ/T 188 data item."""

    item: str
    """Data identifier as the standard prints it, hex, high byte first: ``00010000``, ``901F``."""
    at: Mapping[int, tuple[int, int]]
    """(first byte, length) within the item's data by total data length; key 0 means any length.

    Data is what follows the identifier (DL/T 645) or identifier and serial (CJ/T 188), with the +33H removed.
    """
    block: str = ""
    """DL/T 645: identifier of the block item (``0201FF00``) that returns this and its siblings in one answer."""
    block_at: tuple[int, int] | None = None
    """(first byte, length) within the block's data."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TextRead:
    """A point in the answer to a line of text."""

    command: str
    """As it is sent, without its end; empty for a point that is only written."""
    answer: str = ""
    """Text protocols: the answer's line with ``{}`` for the value, ``PWR={}``; empty: the whole line."""
    split: str = ""
    """What separates the fields of the value; empty: there are none."""
    field: int = 0
    """Which field, from 0."""
    at: tuple[int, int] | None = None
    """(first character, length) within the field."""


type Read = RegisterRead | ItemRead | TextRead | SnmpRead | MqttRead


@dataclass(frozen=True, kw_only=True, slots=True)
class PointWrite:
    """How a point is set; absent for points that are only read."""

    read: RegisterRead
    map: Mapping[str | bool, int] = EMPTY
    guard: bool = False
    """Guarded: off until the installer enables it, and confirmed by the person each time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TextWrite:
    """How a point is set by a line of text."""

    command: str
    """As it is sent, with ``{}`` for the value."""
    answer: str = ""
    """Text protocols: an answer that accepts the command, with ``{}`` for anything; beside `TextRules.done`."""
    map: Mapping[str | bool, str] = EMPTY
    """Value to text; without it the point's own rule backwards."""
    confirm: Mapping[str | bool, tuple[Value, ...]] = EMPTY
    """By value, what the point reads as once the command took effect, where that is not the value itself."""
    guard: bool = False
    """Guarded: off until the installer enables it, and confirmed by the person each time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Choices:
    """Where a device tells which values a point can be set to, and what a person calls them."""

    ask: TextRead
    """Its answer, split, is the list of values."""
    name: str = ""
    """Command that asks for the name of one value, which stands for ``{}``; empty: there is none."""
    labels: Mapping[str, str] = EMPTY
    """Name by how a value begins, for values without a name: ``{"3": HDMI}`` makes 32 ``HDMI 2``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One named value of a model and the way to it."""

    id: str
    read: Read
    rule: ValueRule
    unit: str | None
    poll: PollClass
    multiply_by: tuple[str, ...] = ()
    """Ids of installation parameters (``ct_ratio``) the scaled value is multiplied by."""
    max_rate: float | None = None
    """Totals: most the value can grow per hour, in its unit."""
    rollover: float | None = None
    """Totals: the value at which the device's register starts again from zero."""
    write: PointWrite | TextWrite | MqttWrite | None = None
    when: Mapping[str, tuple[Value, ...]] = EMPTY
    """Text: by point, the values of it at which this one is asked for; at others it is absent."""
    choices: Choices | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class ExactMark:
    """A value only this model holds; unique over all profiles of a protocol."""

    read: RegisterRead
    rule: ValueRule
    equals: tuple[int | str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Identify:
    """How a device shows that this profile fits it."""

    exact: tuple[ExactMark, ...] = ()
    plausible: Mapping[str, tuple[float, float]] = EMPTY
    """By point id, limits that hold for any installed device of this model (frequency 45 to 65)."""
    system: tuple[SystemMark, ...] = ()
    """SNMP: how the model names itself; of all profiles whose mark fits, the highest rank is meant."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """A number the installer knows and the device does not tell."""

    id: str
    default: float
    range: tuple[float, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Profile:
    """How one model family speaks: no hosts, no secrets."""

    id: str
    kind: Kind
    name: str
    products: tuple[Product, ...]
    sources: tuple[Source, ...]
    transport: TransportRules
    points: Mapping[str, Point]
    identify: Identify = Identify()
    tested: tuple[Recording, ...] = ()
    caveats: tuple[Caveat, ...] = ()
    covers: tuple[str, ...] = ()
    """Ids this profile had before."""
    params: Mapping[str, Parameter] = EMPTY
    ports: Mapping[str, tuple[PortColumn, ...]] = EMPTY
    """SNMP: by field, its columns; one that has no rows gives way to the next."""
    tables: SwitchTables = NO_TABLES
    file: str = field(default="", compare=False)
    """Where it was read from, for messages."""
    is_own: bool = field(default=False, compare=False)
    """Whether it comes from the installation's own folder and overrides ours."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EntityShape:
    """How Home Assistant shows a point. Plain words here; only glue knows what they do."""

    platform: str
    device_class: str | None = None
    state_class: str | None = None
    category: str | None = None
    """``diagnostic``, ``config`` or None."""
    enabled: bool = True
    """Whether the entity is enabled when it is first added."""
    shown_in: str | None = None
    """The unit people read it in, where the point's own would make long numbers; they can choose another one."""
    precision: int | None = None
    translation_key: str = ""
    """Defaults to the point id."""
    options: tuple[str, ...] = ()
    """Every word the value can be, with the device class ``enum``."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CatalogueEntry:
    """What one point id means for its kind, everywhere."""

    id: str
    meaning: str
    unit: str | None
    poll: PollClass
    entity: EntityShape | None
    """None for points that describe the device itself (serial, firmware)."""
    is_total: bool = False
    """Only grows: rollover, exchange and plausibility rules apply."""
    max_rate: float | None = None
    """Totals: most the value can grow per hour on any installation, in its unit."""
    is_private: bool = False
    """Redacted in recordings and diagnostic files."""
    identity: str | None = None
    """``serial``, ``model``, ``manufacturer`` or ``firmware`` when the point is part of the device's identity."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Catalogue:
    """The closed vocabulary of a kind."""

    kind: Kind
    points: Mapping[str, CatalogueEntry]
