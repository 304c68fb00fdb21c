"""Who is told of what, by which way, after how long: as people set it up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from .alert import Alert, Category, Severity
from .hours import Timing
from .room_use import RoomUseRule

REPORT_WITHIN: Final = timedelta(minutes=60)
"""A network or security alert nobody took on reaches the leader before this."""
LATEST_LEADER: Final = timedelta(minutes=50)
"""What is set up later than this would leave no time for a second try."""
REPORTED: Final = frozenset({Category.NETWORK, Category.SECURITY})


@dataclass(frozen=True, kw_only=True, slots=True)
class Contact:
    """Somebody who can be told."""

    id: str
    name: str
    language: str = "en"
    addresses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What a channel needs to find the person, by id of the channel, the preferred channel first."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """Who is told when nobody acknowledged until then."""

    contacts: tuple[str, ...]
    """Ids."""
    channel: str = ""
    """Id of the channel; empty: each person's own, the next one whenever there is no answer."""
    after: timedelta = timedelta()
    """Since the group was first told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """People who look after some alerts, in steps."""

    id: str
    name: str
    steps: tuple[Step, ...]
    """In order of their time."""
    repeat: timedelta | None = timedelta(minutes=15)
    """How often those told are told again until somebody acknowledges; None: never."""
    severities: frozenset[Severity] = frozenset(Severity)
    categories: frozenset[Category] = frozenset(Category)
    areas: frozenset[str] = frozenset()
    """Ids; empty: everywhere, and alerts of no area."""
    timing: Timing = field(default_factory=Timing)

    def wants(self, alert: Alert, severity: Severity) -> bool:
        """Return whether the group looks after an alert. severity: as it is judged at the moment."""
        return (
            severity in self.severities
            and alert.category in self.categories
            and (not self.areas or alert.area_id in self.areas)
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class Leader:
    """Who hears of what nobody took on."""

    contact: str
    after: timedelta = timedelta(minutes=45)
    """At most `LATEST_LEADER` counts."""

    @property
    def due_after(self) -> timedelta:
        """Return how long after it was raised an alert is handed on."""
        return max(timedelta(), min(self.after, LATEST_LEADER))


@dataclass(frozen=True, kw_only=True, slots=True)
class Policy:
    """Everything that is set up for the alerts of one site."""

    contacts: Mapping[str, Contact] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    leader: Leader | None = None
    room_use: RoomUseRule = field(default_factory=RoomUseRule)

    @property
    def reaches_somebody(self) -> bool:
        """Whether anybody at all would be told of an alert."""
        steps = (step for group in self.groups for step in group.steps)
        return any(self.channels_of(contact, step.channel) for step in steps for contact in step.contacts)

    def groups_for(self, alert: Alert, severity: Severity) -> tuple[Group, ...]:
        """Return who looks after an alert; everybody, when it is nobody's: better twice than never."""
        return tuple(group for group in self.groups if group.wants(alert, severity)) or self.groups

    def channels_of(self, contact_id: str, channel: str) -> tuple[str, ...]:
        """Return the channels by which a step reaches somebody, the first to try first."""
        contact = self.contacts.get(contact_id)
        if contact is None:
            return ()
        own = tuple(contact.addresses)
        # A channel a person cannot be found by is no reason not to tell.
        return (channel, *(each for each in own if each != channel)) if channel in own else own
