"""Door controllers of the floors, with four doors each, and the cards of the demo on their tables."""

from collections.abc import Sequence

from ..demo_doors import make_controller
from ..gate_system import DoorSystem
from .campus_of import BUILDING
from .description import Description

FIRST_SERIAL = 423_100_001
"""The first digit is how many doors a controller has."""
DOORS = 4


def serial_of(number: int) -> int:
    """Return the serial number of a controller by its place among the controllers of the floors."""
    return FIRST_SERIAL + number


def make_doors(description: Description, port: int) -> Sequence[DoorSystem]:
    """Return the controllers; they take a port each from `port`, 0 for free ones."""
    return [
        make_controller(
            item.id,
            serial_of(item.number),
            DOORS,
            name=item.name,
            room=item.place,
            building=BUILDING,
            port=port + item.number if port else 0,
        )
        for item in description.items_of("gate")
    ]
