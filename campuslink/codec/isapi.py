"""What Hikvision devices say over ISAPI, as typed values. Their XML and JSON are hostile until they are read here."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.parsers import expat

from ..errors import GarbledAnswerError

MOST_BYTES = 1 << 18
_MOST_ELEMENTS = 2000
_MOST_DEPTH = 16
_MOST_TEXT = 256
MOST_DOORS = 64
CENTURY = range(2000, 2100)
_SECONDS = len("2026-11-18T08:00:00")


@dataclass(frozen=True, kw_only=True, slots=True)
class DeviceInfo:
    """Who a device says it is."""

    model: str
    serial: str
    firmware: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkStatus:
    """What an access controller sees, by door from the first on; empty tuples where it does not tell."""

    locks: tuple[int, ...]
    """0 locked, 1 unlocked, others a fault of the line; -1 for what is no code."""
    contacts: tuple[int, ...]
    """0 closed, 1 open, others a fault of the line; -1 for what is no code."""
    modes: tuple[int, ...]
    """1 asleep, 2 always open, 3 always closed, 4 as usual; -1 for what is no code."""
    has_tamper: bool | None
    has_fire: bool | None


@dataclass(frozen=True, kw_only=True, slots=True)
class AcsEvent:
    """One event of an access controller."""

    serial: int
    major: int
    minor: int
    at: datetime | None
    """With the zone the device names, without one when it names none; None for no time of this century."""
    door: int
    card: str
    reader: int


@dataclass(frozen=True, kw_only=True, slots=True)
class EventPage:
    """One answer to a search of events."""

    events: tuple[AcsEvent, ...]
    rows: int
    """Events on the page, those without a number among them."""
    total: int
    has_more: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonWindow:
    """When a person may pass which doors, by the device's clock."""

    start: str
    """``2026-11-18T08:00:00``, without a zone."""
    end: str
    """The last second."""
    doors: frozenset[int]


def parse_xml(data: bytes) -> Mapping[str, str]:
    """Return the text of each element by its name without namespace; the first one of a name counts.

    Raises GarbledAnswerError for anything that is not small, plain XML: no document type, no entities.
    """
    reader = XmlReader()
    feed_xml(data, reader)
    return reader.values


def feed_xml(data: bytes, reader: XmlReader) -> None:
    """Let a reader see every element. Raises GarbledAnswerError as `parse_xml` does."""
    if len(data) > MOST_BYTES:
        raise GarbledAnswerError("the XML is too long")
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = reader.refuse
    parser.EntityDeclHandler = reader.refuse
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as err:
        raise GarbledAnswerError(f"not XML: {err}") from err


def parse_json(data: bytes) -> Mapping[str, Any]:
    """Return a JSON object. Raises GarbledAnswerError for anything else."""
    if len(data) > MOST_BYTES:
        raise GarbledAnswerError("the JSON is too long")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as err:
        raise GarbledAnswerError(f"not JSON: {err}") from err
    if not isinstance(found, dict):
        raise GarbledAnswerError("the JSON is no object")
    return found


def read_refusal(data: bytes) -> str:
    """Return what a device says of a request it refused, in its own words and bounded; empty when it says nothing."""
    try:
        values: Mapping[str, Any] = parse_json(data) if data.lstrip()[:1] == b"{" else parse_xml(data)
    except GarbledAnswerError:
        return ""
    words = [clean(values.get(name)) for name in ("statusString", "subStatusCode")]
    return ", ".join(word for word in words if word)


def read_device_info(data: bytes) -> DeviceInfo:
    """Read the answer to ``System/deviceInfo``. Raises GarbledAnswerError without a model."""
    values = parse_xml(data)
    if not (model := clean(values.get("model"))):
        raise GarbledAnswerError("the device does not say its model")
    return DeviceInfo(
        model=model, serial=clean(values.get("serialNumber")), firmware=clean(values.get("firmwareVersion"))
    )


def read_work_status(data: bytes) -> WorkStatus:
    """Read the answer to ``AccessControl/AcsWorkStatus``."""
    status = parse_json(data).get("AcsWorkStatus")
    if not isinstance(status, dict):
        raise GarbledAnswerError("there is no AcsWorkStatus in the answer")
    return WorkStatus(
        locks=_numbers(status.get("doorLockStatus")),
        contacts=_numbers(status.get("magneticStatus")),
        modes=_numbers(status.get("doorStatus")),
        has_tamper=_flag(status.get("hostAntiDismantleStatus")),
        has_fire=_flag(status.get("fireAlarmStatus")),
    )


def read_events(data: bytes) -> EventPage:
    """Read the answer to ``AccessControl/AcsEvent``; events without a number are left out."""
    found = parse_json(data).get("AcsEvent")
    if not isinstance(found, dict):
        raise GarbledAnswerError("there is no AcsEvent in the answer")
    items = found.get("InfoList") or []
    if not isinstance(items, list):
        raise GarbledAnswerError("the events are no list")
    events = [event for item in items if isinstance(item, dict) and (event := _event(item))]
    return EventPage(
        events=tuple(sorted(events, key=lambda event: event.serial)),
        rows=len(items),
        total=_integer(found.get("totalMatches")),
        has_more=found.get("responseStatusStrg") == "MORE",
    )


def read_person(data: bytes, number: str) -> PersonWindow | None:
    """Read the answer to ``UserInfo/Search`` for one person; None when there is none of that number."""
    for item in _found(data, "UserInfoSearch", "UserInfo"):
        valid = item.get("Valid")
        if clean(item.get("employeeNo")) == number and isinstance(valid, dict):
            doors = {_integer(door.strip()) for door in clean(item.get("doorRight")).split(",")} - {0}
            start, end = (clean(valid.get(name))[:_SECONDS] for name in ("beginTime", "endTime"))
            return PersonWindow(start=start, end=end, doors=frozenset(doors))
    return None


def read_card_owner(data: bytes, card: str) -> str | None:
    """Read the answer to ``CardInfo/Search`` for one card: the number of its person, None without one."""
    for item in _found(data, "CardInfoSearch", "CardInfo"):
        if clean(item.get("cardNo")) == card:
            return clean(item.get("employeeNo")) or None
    return None


def read_barrier(data: bytes) -> str | None:
    """Read the answer to ``barrierGateStatus``: ``closed``, ``open``, or None when the device does not know."""
    return {"1": "closed", "2": "open"}.get(parse_xml(data).get("barrierGateStatus", "").strip())


def is_access_news(content_type: str, body: bytes) -> bool:
    """Return whether a part of the stream of events tells of a door or a plate, rather than that the device is well."""
    try:
        values: Mapping[str, Any] = parse_json(body) if "json" in content_type else parse_xml(body)
    except GarbledAnswerError:
        return False
    return clean(values.get("eventType")) in {"AccessControllerEvent", "ANPR", "vehicleDetection"}


def clean(value: object) -> str:
    """Return a text of a device without control characters, bounded; empty for anything that is no text or number."""
    if not isinstance(value, str | int) or isinstance(value, bool):
        return ""
    return "".join(letter for letter in str(value) if letter.isprintable()).strip()[:_MOST_TEXT]


class XmlReader:
    """Collects the first text of each name; counts what could be without end."""

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self._path: list[str] = []
        self._elements = 0

    def refuse(self, *_: object) -> None:
        """Refuse a document type or an entity."""
        raise ValueError("document types and entities are not read")

    def start(self, name: str, _attributes: object) -> None:
        """Take the begin of an element."""
        self._path.append(name.rpartition(":")[2])
        self._elements += 1
        if len(self._path) > _MOST_DEPTH or self._elements > _MOST_ELEMENTS:
            raise ValueError("too many elements")
        self.values.setdefault(self._path[-1], "")

    def end(self, _name: str) -> None:
        """Take the end of an element."""
        self._path.pop()

    def text(self, data: str) -> None:
        """Take a part of a text."""
        name = self._path[-1]
        if len(self.values[name]) < _MOST_TEXT:
            self.values[name] += data


def _found(data: bytes, search: str, name: str) -> Sequence[Mapping[str, Any]]:
    answer = parse_json(data).get(search)
    if not isinstance(answer, dict):
        raise GarbledAnswerError(f"there is no {search} in the answer")
    items = answer.get(name) or []
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _event(item: Mapping[str, Any]) -> AcsEvent | None:
    serial = _integer(item.get("serialNo"))
    if serial <= 0:
        return None
    return AcsEvent(
        serial=serial,
        major=_integer(item.get("major")),
        minor=_integer(item.get("minor")),
        at=_moment(item.get("time")),
        door=_integer(item.get("doorNo")),
        card=clean(item.get("cardNo")) or clean(item.get("employeeNoString")),
        reader=_integer(item.get("cardReaderNo")),
    )


def _integer(value: object) -> int:
    """Return a whole number that is not negative, 0 for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 18:
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63 else 0


def _numbers(value: object) -> tuple[int, ...]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        return ()
    return tuple(_code(each) for each in value[:MOST_DOORS])


def _code(value: object) -> int:
    """Return a whole number that is not negative, -1 for anything else: 0 would mean that a door is locked."""
    number = _integer(value)
    return number if number or (value in (0, "0") and not isinstance(value, bool | float)) else -1


def _flag(value: object) -> bool | None:
    return {0: False, 1: True, "close": False, "open": True}.get(value) if isinstance(value, int | str) else None


def _moment(value: object) -> datetime | None:
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
    except ValueError:
        return None
    return found if found and found.year in CENTURY else None
