"""The 64-byte packets of UHPPOTE (Weigeng) door controllers as typed values, over the codec of `uhppoted`.

A controller's dates and times are its local ones, without a zone.
"""

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from ipaddress import IPv4Address

from uhppoted import decode, encode

from ..errors import GarbledAnswerError

LENGTH = 64
NEWEST = 0xFFFFFFFF
"""The event index that stands for the last event; 0 stands for the first."""
EVENT_OVERWRITTEN = 255
FIRST_TIME_PROFILE, LAST_TIME_PROFILE = 2, 254
ALWAYS = 1
"""A card's right to a door at every hour of its validity; 0 is none, 2 to 254 a time profile."""
CENTURY = range(2000, 2100)
NO_HOURS = time.min, time.min
"""What a span of a time profile holds that is not used."""

_BODY = 8
_FIRE_BIT, _FORCED_LOCK_BIT = 0x02, 0x01


@dataclass(frozen=True, slots=True)
class BoardRequest:
    """A packet to send, and how its answer is told from others."""

    packet: bytes
    echoes: tuple[bytes, ...] = ()
    """What the answer carries behind the serial number, one of these; empty: it repeats nothing."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardInfo:
    """Who a controller says it is."""

    serial: int
    address: str
    mac: str
    firmware: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardStatus:
    """What a controller sees. Tuples hold doors 1 to 4, fitted or not."""

    event_index: int
    """The last event's, 0 while there is none."""
    clock: datetime | None
    are_open: tuple[bool, ...]
    are_pressed: tuple[bool, ...]
    are_unlocked: tuple[bool, ...]
    has_fire: bool
    is_lock_forced: bool
    system_error: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardEvent:
    """One place of a controller's ring of events."""

    index: int
    type: int
    granted: bool
    door: int
    direction: int
    card: int = field(repr=False)
    at: datetime | None
    """None for no time of this century: controllers count no other years."""
    reason: int


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardCard:
    """A card as the controller keeps it."""

    number: int = field(repr=False)
    start: date | None
    end: date | None
    """The last day it is valid on; None like the first where the controller keeps no days."""
    doors: tuple[int, int, int, int]
    """0 no access, 1 at every hour, 2 to 254 the time profile of that number."""
    pin: int = field(default=0, repr=False)
    first_card: frozenset[int] = frozenset()
    """Doors that stay open after this card passed first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BoardTimeProfile:
    """The hours at which a card may pass, or those of the linked profile."""

    number: int
    start: date
    end: date
    hours: tuple[time, time]
    """First and last minute of the day."""
    linked: int = 0
    weekdays: tuple[bool, ...] = (True,) * 7
    """Monday first."""
    more_hours: tuple[tuple[time, time], tuple[time, time]] = (NO_HOURS, NO_HOURS)


def is_answer(packet: bytes, request: BoardRequest) -> bool:
    """Return whether a packet answers the request: length, first byte, function, serial number, and what it repeats.

    A request to serial number 0 is one to whoever is there.
    """
    serial = request.packet[4:_BODY]
    if len(packet) != LENGTH or packet[:2] != request.packet[:2] or (any(serial) and packet[4:_BODY] != serial):
        return False
    return not request.echoes or any(packet[_BODY:].startswith(echo) for echo in request.echoes)


def serial_of(packet: bytes) -> int:
    """Return whose packet it is. packet: at least 8 bytes."""
    return int.from_bytes(packet[4:_BODY], "little")


def ask_info(serial: int) -> BoardRequest:
    """Ask who a controller is; serial 0 asks all of them."""
    return BoardRequest(bytes(encode.get_controller_request(serial)))


def read_info(packet: bytes) -> BoardInfo:
    """Read the answer to `ask_info`."""
    found = _decode(decode.get_controller_response, packet)
    return BoardInfo(
        serial=found.controller, address=str(found.ip_address), mac=found.mac_address, firmware=found.version
    )


def ask_status(serial: int) -> BoardRequest:
    """Ask what a controller sees."""
    return BoardRequest(bytes(encode.get_status_request(serial)))


def read_status(packet: bytes) -> BoardStatus:
    """Read the answer to `ask_status`."""
    found = _decode(decode.get_status_response, packet)
    day, hour = found.system_date, found.system_time
    return BoardStatus(
        event_index=found.event_index,
        clock=datetime.combine(day, hour) if day and hour else None,
        are_open=(found.door_1_open, found.door_2_open, found.door_3_open, found.door_4_open),
        are_pressed=(found.door_1_button, found.door_2_button, found.door_3_button, found.door_4_button),
        are_unlocked=tuple(bool(found.relays >> door & 1) for door in range(4)),
        has_fire=bool(found.inputs & _FIRE_BIT),
        is_lock_forced=bool(found.inputs & _FORCED_LOCK_BIT),
        system_error=found.system_error,
    )


def ask_event(serial: int, index: int) -> BoardRequest:
    """Ask for one event; an answer with index 0 says that there is none."""
    request = bytes(encode.get_event_request(serial, index))
    exact = () if index in {0, NEWEST} else (request[_BODY : _BODY + 4], bytes(4))
    return BoardRequest(request, exact)


def read_event(packet: bytes) -> BoardEvent | None:
    """Read the answer to `ask_event`; None when there is no such event."""
    found = _decode(decode.get_event_response, packet)
    if not found.index or not found.event_type:
        return None
    return BoardEvent(
        index=found.index,
        type=found.event_type,
        granted=found.access_granted,
        door=found.door,
        direction=found.direction,
        card=found.card,
        at=found.timestamp if found.timestamp and found.timestamp.year in CENTURY else None,
        reason=found.reason,
    )


def ask_door(serial: int, door: int) -> BoardRequest:
    """Ask for a door's mode and delay."""
    return _echoed(encode.get_door_control_request(serial, door), 1)


def ask_to_set_door(serial: int, door: int, mode: int, delay_s: int) -> BoardRequest:
    """Ask to set a door's mode (1 open, 2 closed, 3 controlled) and delay; answered like `ask_door`."""
    return _echoed(encode.set_door_control_request(serial, door, mode, delay_s), 1)


def read_door(packet: bytes) -> tuple[int, int]:
    """Read the answer to `ask_door` as mode and delay in seconds; both 0 where there is no such door."""
    found = _decode(decode.get_door_control_response, packet)
    return found.mode, found.delay


def read_door_set(packet: bytes) -> tuple[int, int]:
    """Read the answer to `ask_to_set_door`."""
    found = _decode(decode.set_door_control_response, packet)
    return found.mode, found.delay


def ask_to_open(serial: int, door: int) -> BoardRequest:
    """Ask to unlock a door for its delay; answered with yes or no."""
    return BoardRequest(bytes(encode.open_door_request(serial, door)))


def ask_to_set_clock(serial: int, moment: datetime) -> BoardRequest:
    """Ask to set the clock; moment: the controller's local time. Answered with the time it has then."""
    return BoardRequest(bytes(encode.set_time_request(serial, moment)))


def read_clock(packet: bytes) -> datetime | None:
    """Read the answer to `ask_to_set_clock`; None when it is no time."""
    moment: datetime | None = _decode(decode.set_time_response, packet).datetime
    return moment


def ask_card_count(serial: int) -> BoardRequest:
    """Ask how many cards are kept."""
    return BoardRequest(bytes(encode.get_cards_request(serial)))


def read_card_count(packet: bytes) -> int:
    """Read the answer to `ask_card_count`."""
    return int(_decode(decode.get_cards_response, packet).cards)


def ask_card(serial: int, number: int) -> BoardRequest:
    """Ask for a card."""
    request = bytes(encode.get_card_request(serial, number))
    return BoardRequest(request, (request[_BODY : _BODY + 4], bytes(4)))


def read_card(packet: bytes) -> BoardCard | None:
    """Read the answer to `ask_card`; None for a card that is not kept."""
    found = _decode(decode.get_card_response, packet)
    if not found.card_number:
        return None
    return BoardCard(
        number=found.card_number,
        start=found.start_date,
        end=found.end_date,
        doors=(found.door_1, found.door_2, found.door_3, found.door_4),
        pin=found.pin,
        first_card=frozenset(door for door, is_first in found.firstcard.items() if is_first),
    )


def ask_to_put_card(serial: int, card: BoardCard) -> BoardRequest:
    """Ask to keep a card, which has days; answered with yes or no."""
    first_card = {door: door in card.first_card for door in range(1, 5)} if card.first_card else None
    packet = encode.put_card_request(
        serial, card.number, card.start, card.end, *card.doors, card.pin, firstcard=first_card
    )
    return BoardRequest(bytes(packet))


def ask_to_delete_card(serial: int, number: int) -> BoardRequest:
    """Ask to forget a card; answered with yes or no."""
    return BoardRequest(bytes(encode.delete_card_request(serial, number)))


def ask_time_profile(serial: int, number: int) -> BoardRequest:
    """Ask for a time profile, 2 to 254."""
    request = bytes(encode.get_time_profile_request(serial, number))
    return BoardRequest(request, (request[_BODY : _BODY + 1], b"\0"))


def read_time_profile(packet: bytes) -> BoardTimeProfile | None:
    """Read the answer to `ask_time_profile`; None where there is none."""
    found = _decode(decode.get_time_profile_response, packet)
    if not found.profile_id or found.start_date is None or found.end_date is None:
        return None
    days = (found.monday, found.tuesday, found.wednesday, found.thursday, found.friday, found.saturday, found.sunday)
    return BoardTimeProfile(
        number=found.profile_id,
        start=found.start_date,
        end=found.end_date,
        hours=(found.segment_1_start or time.min, found.segment_1_end or time.min),
        linked=found.linked_profile_id,
        weekdays=days,
        more_hours=(
            (found.segment_2_start or time.min, found.segment_2_end or time.min),
            (found.segment_3_start or time.min, found.segment_3_end or time.min),
        ),
    )


def ask_to_set_time_profile(serial: int, profile: BoardTimeProfile) -> BoardRequest:
    """Ask to keep a time profile; answered with yes or no."""
    packet = encode.set_time_profile_request(
        serial,
        profile.number,
        profile.start,
        profile.end,
        *profile.weekdays,
        *profile.hours,
        *(moment for hours in profile.more_hours for moment in hours),
        profile.linked,
    )
    return BoardRequest(bytes(packet))


def ask_listener(serial: int) -> BoardRequest:
    """Ask whom a controller tells its events."""
    return BoardRequest(bytes(encode.get_listener_request(serial)))


def read_listener(packet: bytes) -> tuple[str, int]:
    """Read the answer to `ask_listener` as address and port; 0.0.0.0 and 0 for nobody."""
    found = _decode(decode.get_listener_response, packet)
    return str(found.address), found.port


def ask_to_set_listener(serial: int, address: str, port: int) -> BoardRequest:
    """Ask to tell events to an IPv4 address; answered with yes or no."""
    return BoardRequest(bytes(encode.set_listener_request(serial, IPv4Address(address), port, 0)))


def ask_to_record_door_events(serial: int) -> BoardRequest:
    """Ask to keep events of door contacts and buttons too; answered with yes or no."""
    return BoardRequest(bytes(encode.record_special_events_request(serial, True)))


def read_consent(packet: bytes) -> bool:
    """Read a yes or no."""
    return packet[_BODY] == 1


def is_push(packet: bytes) -> bool:
    """Return whether a packet is a controller's news of an event, in the form of old firmware too."""
    try:
        decode.event(packet)
    except ValueError, struct.error:
        return False
    return True


def _echoed(packet: bytes, count: int) -> BoardRequest:
    return BoardRequest(bytes(packet), (bytes(packet[_BODY : _BODY + count]),))


def _decode[T](decoder: Callable[[bytes], T], packet: bytes) -> T:
    try:
        return decoder(packet)
    except (ValueError, struct.error) as err:
        raise GarbledAnswerError(f"not an answer of a door controller: {err}") from err
