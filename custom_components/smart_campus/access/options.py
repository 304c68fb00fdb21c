"""What a person sets of a gate: what may be commanded, which contacts are wired."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import Any, Final, Self

from ..campuslink.device.gate.watch import DEFAULT_HELD_OPEN_S

CONF_ALLOW_OPEN: Final = "allow_open"
CONF_ALLOW_MODES: Final = "allow_modes"
CONF_ALLOW_RELEASE: Final = "allow_release"
CONF_SYNC_CLOCK: Final = "sync_clock"
CONF_CONTACTS: Final = "contacts"
CONF_HELD_OPEN_S: Final = "held_open_s"
CONF_TAKE_NEWS: Final = "take_news"
CONF_OWN_ADDRESS: Final = "own_address"

DOORS: Final = (1, 2, 3, 4)
HELD_OPEN_LIMITS_S: Final = (5, 3600)


@dataclass(frozen=True, kw_only=True, slots=True)
class GateOptions:
    """Everything that opens a door is off until a person turns it on."""

    allow_open: bool = False
    """Unlock, open momentarily, raise a barrier."""
    allow_modes: bool = False
    allow_release: bool = False
    """Release every door at once, for an alarm."""
    sync_clock: bool = True
    contacts: tuple[int, ...] = DOORS
    """Doors whose contact is wired."""
    held_open_s: float = DEFAULT_HELD_OPEN_S
    take_news: bool = False
    """Have a UHPPOTE controller tell its news here though it tells another program."""
    own_address: str = ""
    """Which of this machine's addresses a UHPPOTE controller is spoken to from; empty: the system chooses."""

    @classmethod
    def parse(cls, stored: Mapping[str, Any]) -> Self:
        """Read what a form stored; anything else counts as not set."""
        usual = cls()
        contacts = stored.get(CONF_CONTACTS)
        known = {str(door): door for door in DOORS}
        held_open_s = stored.get(CONF_HELD_OPEN_S)
        return cls(
            allow_open=stored.get(CONF_ALLOW_OPEN) is True,
            allow_modes=stored.get(CONF_ALLOW_MODES) is True,
            allow_release=stored.get(CONF_ALLOW_RELEASE) is True,
            sync_clock=stored.get(CONF_SYNC_CLOCK) is not False,
            contacts=tuple(known[door] for door in contacts if door in known)
            if isinstance(contacts, list)
            else usual.contacts,
            held_open_s=float(held_open_s) if isinstance(held_open_s, int | float) else usual.held_open_s,
            take_news=stored.get(CONF_TAKE_NEWS) is True,
            own_address=parse_own_address(stored.get(CONF_OWN_ADDRESS)) or "",
        )

    def to_form(self) -> dict[str, Any]:
        """Return the values of the form."""
        return {
            CONF_ALLOW_OPEN: self.allow_open,
            CONF_ALLOW_MODES: self.allow_modes,
            CONF_ALLOW_RELEASE: self.allow_release,
            CONF_SYNC_CLOCK: self.sync_clock,
            CONF_CONTACTS: [str(door) for door in self.contacts],
            CONF_HELD_OPEN_S: self.held_open_s,
            **({CONF_TAKE_NEWS: True} if self.take_news else {}),
            **({CONF_OWN_ADDRESS: self.own_address} if self.own_address else {}),
        }


def parse_own_address(text: object) -> str | None:
    """Return an IPv4 address in its usual form, empty for none entered, None for anything else."""
    if text is None or text == "":
        return ""
    try:
        return str(IPv4Address(text.strip())) if isinstance(text, str) else None
    except ValueError:
        return None
