"""A simulated Hikvision device: what it is, its doors, its barrier and its events. Knows nothing of HTTP."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

LOCKED, UNLOCKED = 0, 1
USUAL, ALWAYS_OPEN, ALWAYS_CLOSED = 4, 2, 3
MODES = {"resume": USUAL, "alwaysOpen": ALWAYS_OPEN, "alwaysClose": ALWAYS_CLOSED}
ACCESS, OPERATION = 5, 3


@dataclass(frozen=True, kw_only=True, slots=True)
class AcsEvent:
    """One event; numbers grow by one, and some may be left out."""

    serial: int
    major: int
    minor: int
    door: int
    at: datetime
    card: str = ""


@dataclass(kw_only=True)
class IsapiDevice:
    """A terminal with doors, or a plate camera with a barrier."""

    model: str = "DS-K1T341"
    serial: str = "DS-K1T341AM20230101V030300ENJ12345678"
    firmware: str = "V3.3.0"
    doors: int = 1
    has_barrier: bool = False
    tells_barrier: bool = True
    tells_status: bool = True
    needs_channel: bool = False
    """Understands commands only with a channel and a control type in them."""
    finds_numbers: bool = True
    """Otherwise a search by number gives all events, the oldest first."""
    has_barrier_command: bool = True
    """Otherwise only its relay raises the barrier."""
    refuses: str = ""
    """What it answers to every command; empty carries them out."""
    now: Callable[[], datetime] = datetime.now
    locks: dict[int, int] = field(init=False)
    contacts: dict[int, int] = field(init=False)
    modes: dict[int, int] = field(init=False)
    has_tamper: bool = False
    barrier: str = "1"
    """1 closed, 2 open, 0 not known."""
    persons: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each person may do, by number, as the device was told."""
    cards: dict[str, str] = field(default_factory=dict)
    """Number of the person each card belongs to."""
    forgets_persons: bool = False
    """Answers "ok" to a person and does not keep it."""
    events: list[AcsEvent] = field(default_factory=list)
    next_serial: int = 1
    on_event: Callable[[AcsEvent], None] = lambda _event: None

    def __post_init__(self) -> None:
        numbers = range(1, self.doors + 1)
        self.locks = dict.fromkeys(numbers, LOCKED)
        self.contacts = dict.fromkeys(numbers, 0)
        self.modes = dict.fromkeys(numbers, USUAL)

    def record(self, minor: int, *, door: int = 1, card: str = "", major: int = ACCESS) -> None:
        """Add an event and tell whoever listens."""
        event = AcsEvent(
            serial=self.next_serial,
            major=major,
            minor=minor,
            door=door,
            at=self.now().replace(microsecond=0),
            card=card,
        )
        self.next_serial += 1
        self.events.append(event)
        self.on_event(event)

    def swipe(self, card: str, door: int) -> bool:
        """Hold a card before a reader. Returns whether the door was released."""
        person = self.persons.get(self.cards.get(card, ""), {})
        now = self.now().isoformat(timespec="seconds")
        valid = person.get("Valid", {})
        is_inside = valid.get("beginTime", "~") <= now <= valid.get("endTime", "")
        is_granted = is_inside and str(door) in person.get("doorRight", "").split(",")
        self.record(1 if is_granted else 9 if not person else 7, door=door, card=card)
        if is_granted:
            self.locks[door] = UNLOCKED
        return is_granted

    def control(self, door: int, word: str) -> bool:
        """Carry out a remote command; False for a word or a door that is not there."""
        if door not in self.locks:
            return False
        if word in MODES:
            self.modes[door] = MODES[word]
            self.locks[door] = UNLOCKED if word == "alwaysOpen" else LOCKED
            return True
        if word != "open" or self.modes[door] == ALWAYS_CLOSED:
            return False
        self.locks[door] = UNLOCKED
        self.record(1024, door=door, major=OPERATION)
        return True

    def move(self, word: str) -> bool:
        """Move the barrier."""
        if word not in {"open", "close"}:
            return False
        self.barrier = {"open": "2", "close": "1"}[word]
        return True
