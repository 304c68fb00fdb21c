"""Projectors of rooms: alike but for their age, all in standby."""

from collections.abc import Mapping, Sequence
from random import Random

from ..clock import SimClock
from ..demo_projectors import FILTER_INTERVAL_H, INPUTS, LIFETIME_H
from ..projector import Model, Projector
from ..projectors import ProjectorSystem
from ..system import Identity
from .campus_of import BUILDING
from .description import Description, Item
from .room_state import RoomState

YOUNGEST_H, OLDEST_H = 100, 3200
"""None of them is near the end of its lamp."""


def make_projectors(
    description: Description, states: Mapping[str, RoomState], clock: SimClock, port: int
) -> Sequence[ProjectorSystem]:
    """Return the projectors; they take a port each from `port`, 0 for free ones."""
    made = [_projector(item, clock) for item in description.items_of("projector")]
    for item, system in zip(description.items_of("projector"), made, strict=True):
        system.port = port + item.number if port else 0
        states[item.room].projector = system.projector
    return made


def _projector(item: Item, clock: SimClock) -> ProjectorSystem:
    hours = float(Random(item.id).randint(YOUNGEST_H, OLDEST_H))
    model = Model(
        serial=f"X8JM{item.number + 1:07}",
        mac=f"00:26:ab:01:{item.number >> 8:02x}:{item.number & 255:02x}",
        inputs=INPUTS,
    )
    identity = Identity(
        id=item.id,
        kind=item.kind,
        profile=item.profile,
        name=item.name,
        room=item.place,
        building=BUILDING,
        options={"lamp_lifetime_h": LIFETIME_H, "filter_interval_h": FILTER_INTERVAL_H},
    )
    projector = Projector(
        model, clock.timestamp, label=f"A{item.room}", lamp_hours=(hours,), filter_hours=hours % FILTER_INTERVAL_H / 2
    )
    return ProjectorSystem(identity, projector)
