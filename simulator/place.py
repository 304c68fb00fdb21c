"""What sensors of one place see, and what people change about it."""

from dataclasses import dataclass

from .node_models import Relays
from .system import Action, Body
from .weather import Weather

DAYLIGHT_SHARE = 0.012
"""How much of the light outside reaches a desk."""
MOST_PEOPLE = 1000


@dataclass
class Place:
    """A room, a corridor or an entrance; the side door changes it."""

    people: int = 0
    is_wet: bool = False

    def actions(self) -> dict[str, Action]:
        """Return ``people`` (``{"people": 30}``) and ``wet`` (``{"wet": true}``)."""

        async def people(body: Body) -> None:
            count = body.get("people")
            if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= MOST_PEOPLE:
                raise ValueError(f"people must be 0 to {MOST_PEOPLE}")
            self.people = count

        async def wet(body: Body) -> None:
            self.is_wet = truth(body, "wet")

        return {"people": people, "wet": wet}


def wall_switch(relays: Relays) -> Action:
    """Return ``switch``, the switch on the wall: ``{"on": true}``, and the ``channel`` where not all of them."""

    async def switch(body: Body) -> None:
        channels = chosen_channels(body, len(relays.is_on))
        is_on = truth(body, "on")
        for channel in channels:
            relays.is_on[channel - 1] = is_on

    return switch


def chosen_channels(body: Body, count: int) -> range:
    """Return the channel of a body, all of them without one. Raises ValueError for one there is not."""
    channel = body.get("channel")
    if channel is None:
        return range(1, count + 1)
    if not isinstance(channel, int) or isinstance(channel, bool) or not 1 <= channel <= count:
        raise ValueError(f"channel must be 1 to {count}")
    return range(channel, channel + 1)


def truth(body: Body, key: str) -> bool:
    """Return a yes or no of a body. Raises TypeError for anything else."""
    value = body.get(key)
    if not isinstance(value, bool):
        raise TypeError(f"{key} must be true or false")
    return value


def daylight_lx(weather: Weather) -> int:
    """Return how bright it is on a desk without lamps."""
    return round(weather.daylight_lx * DAYLIGHT_SHARE)
