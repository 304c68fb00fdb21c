"""A simulated door controller board: its doors, cards, time profiles and event ring. Knows nothing of packets."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from datetime import time as daytime
from enum import IntEnum

NORMALLY_OPEN, NORMALLY_CLOSED, CONTROLLED = 1, 2, 3

INTERLOCKS: Mapping[int, Sequence[Sequence[int]]] = {
    0: (),
    1: ((1, 2),),
    2: ((3, 4),),
    3: ((1, 2), (3, 4)),
    4: ((1, 2, 3),),
    8: ((1, 2, 3, 4),),
}
"""Doors of which only one may be open at a time, by the number of the interlock."""

FIRE_BIT = 0x02
FORCE_LOCK_BIT = 0x01


class EventType(IntEnum):
    """What an event of the ring is about."""

    NONE = 0
    SWIPE = 1
    DOOR = 2
    ALARM = 3
    OVERWRITTEN = 255


class Reason(IntEnum):
    """Why a door was or was not opened, or what happened to it."""

    SWIPE = 1
    NO_RIGHTS = 6
    DOOR_NORMALLY_CLOSED = 11
    INTERLOCK = 12
    OUTSIDE_ALLOWED_TIME = 13
    DENIED = 18
    BUTTON = 20
    DOOR_OPENED = 23
    DOOR_CLOSED = 24
    POWER_ON = 28
    BUTTON_LOCKED = 31
    BUTTON_INTERLOCK = 33
    OPEN_TOO_LONG = 37
    FORCED_OPEN = 38
    FIRE = 39
    REMOTE_OPEN = 44


@dataclass(kw_only=True, slots=True)
class Door:
    """One door: its strike, its contact and its exit button."""

    mode: int = CONTROLLED
    delay_s: int = 5
    is_open: bool = False
    is_pressed: bool = False
    unlocked_until: float = 0.0
    """By the board's own steady clock."""
    opened_at: float | None = None
    is_held_reported: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """A card of the table."""

    number: int
    start: date | None
    end: date | None
    doors: tuple[int, int, int, int]
    """0 no access, 1 always, 2 to 254 the time profile of that number."""
    pin: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeProfile:
    """When a card may pass: days, weekdays and up to three spans a day, or what the linked profile allows."""

    number: int
    start: date | None
    end: date | None
    weekdays: tuple[bool, ...]
    """Monday first."""
    segments: tuple[tuple[daytime, daytime], ...]
    linked: int = 0

    def allows(self, now: datetime) -> bool:
        """Return whether this profile alone lets somebody pass now."""
        if self.start is None or self.end is None or not self.start <= now.date() <= self.end:
            return False
        minute = now.time().replace(second=0, microsecond=0)
        return self.weekdays[now.weekday()] and any(start <= minute <= end for start, end in self.segments)


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """One place of the ring."""

    index: int
    type: EventType
    granted: bool = False
    door: int = 0
    direction: int = 0
    card: int = 0
    at: datetime | None = None
    reason: int = 0


@dataclass(kw_only=True)
class Board:
    """A controller as it stands in a cabinet. What survives a power cut stays through `reboot`."""

    serial: int
    doors_count: int = 4
    firmware: tuple[int, int] = (0x08, 0x92)
    ring_size: int = 200_000
    held_open_after_s: float = 25.0
    now: Callable[[], datetime] = datetime.now
    """Local time, without zone."""
    steady: Callable[[], float] = time.monotonic
    shift: timedelta = timedelta()
    """How far the board's clock is off."""
    has_lost_time: bool = False
    """Its battery was empty: until it is set, the clock holds no date."""
    cards: dict[int, Card] = field(default_factory=dict)
    profiles: dict[int, TimeProfile] = field(default_factory=dict)
    records_special_events: bool = False
    listener: tuple[str, int, int] = ("0.0.0.0", 0, 0)  # noqa: S104 - the controller's own word for "nobody"
    refuses_cards: bool = False
    """Answers every card it is given with "no", as one whose table is full does."""
    forgets_cards: bool = False
    """Answers "yes" to a card and does not keep it."""
    alters_cards: int = 0
    """How many more cards are kept with a day more than they were given."""
    system_error: int = 0
    inputs: int = 0
    interlock: int = 0
    sequence: int = 0
    event_bookmark: int = 0
    on_event: Callable[[], None] = lambda: None
    """Called after each new event; the sockets push the status then."""
    doors: dict[int, Door] = field(init=False)
    events: dict[int, Event] = field(init=False, default_factory=dict)
    last_index: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.doors = {number: Door() for number in range(1, self.doors_count + 1)}

    # What the board is asked over the network

    def clock(self) -> datetime:
        """Return the board's own idea of the time."""
        return (self.now() + self.shift).replace(microsecond=0)

    def set_clock(self, moment: datetime) -> None:
        """Take over a time."""
        self.has_lost_time = False
        self.shift = moment - self.now().replace(microsecond=0)

    def is_unlocked(self, number: int) -> bool:
        """Return whether the strike's relay is on."""
        door = self.doors[number]
        return door.mode == NORMALLY_OPEN or (door.mode == CONTROLLED and self.steady() < door.unlocked_until)

    def open_door(self, number: int) -> bool:
        """Unlock for the door's delay; False for a door that is normally closed, interlocked or not there."""
        if number not in self.doors or self.doors[number].mode == NORMALLY_CLOSED or self._is_interlocked(number):
            return False
        self._release(number)
        self._record(EventType.DOOR, granted=True, door=number, direction=1, reason=Reason.REMOTE_OPEN)
        return True

    def put_card(self, card: Card) -> bool:
        """Keep a card. Returns what the board answers, which need not be true."""
        if self.refuses_cards:
            return False
        if self.alters_cards and card.end:
            self.alters_cards -= 1
            card = replace(card, end=card.end + timedelta(days=1))
        if not self.forgets_cards:
            self.cards[card.number] = card
        return True

    def event(self, index: int) -> Event | None:
        """Return an event: 0 the first, 0xFFFFFFFF the last; None beyond the last."""
        first = max(1, self.last_index - self.ring_size + 1)
        wanted = {0: first, 0xFFFFFFFF: self.last_index}.get(index, index)
        if not self.last_index or wanted > self.last_index:
            return None
        return self.events.get(wanted) or Event(index=wanted, type=EventType.OVERWRITTEN)

    # The side door: what people do to it

    def swipe(self, card: int, door: int, direction: int = 1) -> bool:
        """Hold a card before a reader. Returns whether the door was released."""
        reason = self._judge(card, door)
        granted = reason is Reason.SWIPE
        if granted:
            self._release(door)
        self._record(EventType.SWIPE, granted=granted, door=door, direction=direction, card=card, reason=reason)
        return granted

    def press(self, number: int, *, is_pressed: bool = True) -> None:
        """Press or let go of the exit button."""
        door = self.doors[number]
        door.is_pressed = is_pressed
        if not is_pressed:
            return
        reason = Reason.BUTTON_LOCKED if door.mode == NORMALLY_CLOSED else Reason.BUTTON
        if self._is_interlocked(number):
            reason = Reason.BUTTON_INTERLOCK
        granted = reason is Reason.BUTTON
        if granted:
            self._release(number)
        self._record_special(EventType.DOOR, granted=granted, door=number, reason=reason)

    def open_contact(self, number: int) -> None:
        """Pull the door open, by force when it is locked."""
        door = self.doors[number]
        is_forced = not self.is_unlocked(number)
        door.is_open, door.opened_at, door.is_held_reported = True, self.steady(), False
        self._record_special(EventType.DOOR, granted=not is_forced, door=number, reason=Reason.DOOR_OPENED)
        if is_forced:
            self._record(EventType.ALARM, door=number, reason=Reason.FORCED_OPEN)

    def close_contact(self, number: int) -> None:
        """Let the door fall shut."""
        door = self.doors[number]
        door.is_open, door.opened_at = False, None
        self._record_special(EventType.DOOR, granted=True, door=number, reason=Reason.DOOR_CLOSED)

    def set_fire(self, *, is_burning: bool) -> None:
        """Close or open the fire input; the wiring, not the board, releases doors."""
        self.inputs = self.inputs | FIRE_BIT if is_burning else self.inputs & ~FIRE_BIT
        if is_burning:
            self._record(EventType.ALARM, reason=Reason.FIRE)

    def jump_clock(self, by: timedelta) -> None:
        """Let the board's clock be off by so much more."""
        self.shift += by

    def reboot(self) -> None:
        """Cut the power and give it back: timers and the packet counter start anew, tables stay."""
        self.sequence = 0
        for door in self.doors.values():
            door.unlocked_until, door.is_pressed = 0.0, False
        self._record(EventType.ALARM, reason=Reason.POWER_ON)

    def forget_events(self) -> None:
        """Empty the ring, as a service technician does; indices start anew."""
        self.events.clear()
        self.last_index = 0

    def tick(self) -> None:
        """Notice doors that stand open for too long."""
        for number, door in self.doors.items():
            is_due = door.opened_at is not None and self.steady() - door.opened_at > self.held_open_after_s
            if is_due and not door.is_held_reported and not self.is_unlocked(number):
                door.is_held_reported = True
                self._record(EventType.ALARM, door=number, reason=Reason.OPEN_TOO_LONG)

    def _release(self, number: int) -> None:
        self.doors[number].unlocked_until = self.steady() + self.doors[number].delay_s

    def _judge(self, number: int, door: int) -> Reason:
        card = self.cards.get(number)
        if card is None:
            return Reason.DENIED
        if not (right := card.doors[door - 1]):
            return Reason.NO_RIGHTS
        now = self.clock()
        if card.start is None or card.end is None or not card.start <= now.date() <= card.end:
            return Reason.OUTSIDE_ALLOWED_TIME
        if right > 1 and not self._profile_allows(right, now):
            return Reason.OUTSIDE_ALLOWED_TIME
        if self._is_interlocked(door):
            return Reason.INTERLOCK
        return Reason.DOOR_NORMALLY_CLOSED if self.doors[door].mode == NORMALLY_CLOSED else Reason.SWIPE

    def _is_interlocked(self, number: int) -> bool:
        """Return whether another door of its group stands open or unlocked."""
        others = {door for group in INTERLOCKS[self.interlock] if number in group for door in group if door != number}
        return any(self.doors[door].is_open or self.is_unlocked(door) for door in others & self.doors.keys())

    def _profile_allows(self, number: int, now: datetime) -> bool:
        seen: set[int] = set()
        while number and number not in seen and (profile := self.profiles.get(number)):
            if profile.allows(now):
                return True
            seen.add(number)
            number = profile.linked
        return False

    def _record_special(self, kind: EventType, *, granted: bool, door: int, reason: Reason) -> None:
        if self.records_special_events:
            self._record(kind, granted=granted, door=door, reason=reason)

    def _record(
        self,
        kind: EventType,
        *,
        granted: bool = False,
        door: int = 0,
        direction: int = 0,
        card: int = 0,
        reason: Reason,
    ) -> None:
        self.last_index += 1
        self.events.pop(self.last_index - self.ring_size, None)
        self.events[self.last_index] = Event(
            index=self.last_index,
            type=kind,
            granted=granted,
            door=door,
            direction=direction,
            card=card,
            at=self.clock(),
            reason=reason,
        )
        self.on_event()
