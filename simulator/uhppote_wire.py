"""The 64-byte packets of a simulated door controller, written from the description of the protocol."""

import struct
from collections.abc import Callable
from datetime import date, datetime
from datetime import time as daytime
from ipaddress import IPv4Address

from .uhppote_board import INTERLOCKS, Board, Card, Event, TimeProfile

LENGTH = 64
START = 0x17
MAGIC = 0x55AAAA55
STATUS = 0x20
FIND = 0x94


def answer(board: Board, address: IPv4Address, packet: bytes) -> bytes | None:
    """Return what the board says to a packet, None where it says nothing.

    address: the board's own, which it tells on a search.
    """
    if len(packet) != LENGTH or packet[0] != START:
        return None
    function, (serial,) = packet[1], struct.unpack_from("<L", packet, 4)
    if serial != board.serial and (serial or function != FIND):
        return None
    if function == FIND:
        return _reply(board, function, _controller(board, address))
    handler = _HANDLERS.get(function)
    body = handler(board, packet[8:]) if handler else None
    return None if body is None else _reply(board, function, body)


def status_packet(board: Board) -> bytes:
    """Return the status as the board pushes it to its listener."""
    board.sequence += 1
    return _reply(board, STATUS, _status(board, b""))


def _reply(board: Board, function: int, body: bytes) -> bytes:
    return (struct.pack("<BBHL", START, function, 0, board.serial) + body).ljust(LENGTH, b"\0")


def _digits(text: str) -> bytes:
    return bytes.fromhex(text)


def _date(day: date | None) -> bytes:
    return _digits(day.strftime("%Y%m%d")) if day else bytes(4)


def _read_date(data: bytes) -> date | None:
    try:
        return datetime.strptime(data.hex(), "%Y%m%d").date()  # noqa: DTZ007 - the board knows no zone
    except ValueError:
        return None


def _read_minute(data: bytes) -> daytime:
    return daytime(int(data[:1].hex()), int(data[1:2].hex()))


def _status(board: Board, _: bytes) -> bytes:
    board.tick()
    last = board.event(0xFFFFFFFF)
    now = board.clock()
    relays = sum(1 << number - 1 for number in board.doors if board.is_unlocked(number))
    doors = [board.doors.get(number) for number in range(1, 5)]
    body = bytearray(56)
    if last is not None:
        body[0:20] = _event_fields(last)
    body[20:24] = bytes(int(bool(door and door.is_open)) for door in doors)
    body[24:28] = bytes(int(bool(door and door.is_pressed)) for door in doors)
    body[28] = board.system_error
    body[29:32] = _digits(now.strftime("%H%M%S"))
    body[32:36] = struct.pack("<L", board.sequence)
    body[41:43] = bytes((relays, board.inputs))
    if not board.has_lost_time:
        body[43:46] = _digits(now.strftime("%y%m%d"))
    return bytes(body)


def _event_fields(event: Event) -> bytes:
    at = _digits(event.at.strftime("%Y%m%d%H%M%S")) if event.at else bytes(7)
    head = struct.pack("<LBBBBL", event.index, event.type, event.granted, event.door, event.direction, event.card)
    return head + at + bytes((event.reason,))


def _controller(board: Board, address: IPv4Address) -> bytes:
    mac = bytes((0x00, 0x66, 0x19)) + board.serial.to_bytes(4, "big")[1:]
    network = address.packed + bytes((255, 255, 255, 0)) + bytes(4)
    return network + mac + bytes(board.firmware) + _date(date(2020, 8, 14))


def _get_time(board: Board, _: bytes) -> bytes:
    return _digits(board.clock().strftime("%Y%m%d%H%M%S"))


def _set_time(board: Board, body: bytes) -> bytes:
    board.set_clock(datetime.strptime(body[:7].hex(), "%Y%m%d%H%M%S"))  # noqa: DTZ007 - the board knows no zone
    return _get_time(board, b"")


def _open_door(board: Board, body: bytes) -> bytes:
    return bytes((board.open_door(body[0]),))


def _get_door(board: Board, body: bytes) -> bytes:
    door = board.doors.get(body[0])
    return bytes((body[0], door.mode, door.delay_s)) if door else bytes(3)


def _set_door(board: Board, body: bytes) -> bytes:
    if door := board.doors.get(body[0]):
        door.mode, door.delay_s = body[1], body[2]
    return _get_door(board, body)


def _count_cards(board: Board, _: bytes) -> bytes:
    return struct.pack("<L", len(board.cards))


def _card_body(card: Card | None) -> bytes:
    if card is None:
        return bytes(19)
    head = struct.pack("<L", card.number) + _date(card.start) + _date(card.end)
    return head + bytes(card.doors) + card.pin.to_bytes(3, "little")


def _get_card(board: Board, body: bytes) -> bytes:
    return _card_body(board.cards.get(struct.unpack_from("<L", body)[0]))


def _get_card_at(board: Board, body: bytes) -> bytes:
    index = struct.unpack_from("<L", body)[0]
    cards = list(board.cards.values())
    return _card_body(cards[index - 1] if 0 < index <= len(cards) else None)


def _put_card(board: Board, body: bytes) -> bytes:
    one, two, three, four = body[12:16]
    card = Card(
        number=struct.unpack_from("<L", body)[0],
        start=_read_date(body[4:8]),
        end=_read_date(body[8:12]),
        doors=(one, two, three, four),
        pin=int.from_bytes(body[16:19], "little"),
    )
    return bytes((board.put_card(card),))


def _delete_card(board: Board, body: bytes) -> bytes:
    return bytes((board.cards.pop(struct.unpack_from("<L", body)[0], None) is not None,))


def _get_event(board: Board, body: bytes) -> bytes:
    event = board.event(struct.unpack_from("<L", body)[0])
    return _event_fields(event) if event else bytes(20)


def _get_bookmark(board: Board, _: bytes) -> bytes:
    return struct.pack("<L", board.event_bookmark)


def _set_bookmark(board: Board, body: bytes) -> bytes:
    index, magic = struct.unpack_from("<LL", body)
    if magic == MAGIC:
        board.event_bookmark = index
    return bytes((magic == MAGIC,))


def _record_special(board: Board, body: bytes) -> bytes:
    board.records_special_events = bool(body[0])
    return bytes((1,))


def _set_interlock(board: Board, body: bytes) -> bytes:
    is_known = body[0] in INTERLOCKS
    if is_known:
        board.interlock = body[0]
    return bytes((is_known,))


def _get_listener(board: Board, _: bytes) -> bytes:
    host, port, interval = board.listener
    return IPv4Address(host).packed + struct.pack("<HB", port, interval)


def _set_listener(board: Board, body: bytes) -> bytes:
    port, interval = struct.unpack_from("<HB", body, 4)
    board.listener = (str(IPv4Address(body[:4])), port, interval)
    return bytes((1,))


def _get_profile(board: Board, body: bytes) -> bytes:
    profile = board.profiles.get(body[0])
    if profile is None:
        return bytes(29)
    spans = b"".join(_digits(f"{moment:%H%M}") for segment in profile.segments for moment in segment)
    head = bytes((profile.number,)) + _date(profile.start) + _date(profile.end)
    return head + bytes(profile.weekdays) + spans + bytes((profile.linked,))


def _set_profile(board: Board, body: bytes) -> bytes:
    number = body[0]
    if not 2 <= number <= 254:
        return bytes((0,))
    spans = [(_read_minute(body[at : at + 2]), _read_minute(body[at + 2 : at + 4])) for at in (16, 20, 24)]
    board.profiles[number] = TimeProfile(
        number=number,
        start=_read_date(body[1:5]),
        end=_read_date(body[5:9]),
        weekdays=tuple(bool(flag) for flag in body[9:16]),
        segments=tuple(spans),
        linked=body[28],
    )
    return bytes((1,))


_HANDLERS: dict[int, Callable[[Board, bytes], bytes]] = {
    STATUS: _status,
    0x30: _set_time,
    0x32: _get_time,
    0x40: _open_door,
    0x50: _put_card,
    0x52: _delete_card,
    0x58: _count_cards,
    0x5A: _get_card,
    0x5C: _get_card_at,
    0x80: _set_door,
    0x82: _get_door,
    0x88: _set_profile,
    0x8E: _record_special,
    0x90: _set_listener,
    0x92: _get_listener,
    0x98: _get_profile,
    0xA2: _set_interlock,
    0xB0: _get_event,
    0xB2: _set_bookmark,
    0xB4: _get_bookmark,
}
