"""What a person sets of a channel, parsed once: its name, whether it is a light, and the room it lights."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from ..flows.names import NAME_LIMIT, clean_name

CONF_CHANNELS: Final = "channels"
CONF_SHOWN: Final = "shown"
CONF_CHANNEL_NAME: Final = "channel_name"
CONF_CHANNEL_AREA: Final = "channel_area"

CHANNEL: Final = "channel_"
MOST_CHANNELS: Final = 32


class Shown(StrEnum):
    """As what a channel is shown."""

    LIGHT = "light"
    SWITCH = "switch"
    NOTHING = "nothing"
    """Nothing is wired to it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ChannelOptions:
    """One channel as a person set it."""

    name: str = ""
    """Empty: it is called by its number."""
    shown: Shown = Shown.LIGHT
    area_id: str = ""
    """Empty: the room of its device."""

    @classmethod
    def parse(cls, stored: object) -> ChannelOptions:
        """Read what a form stored; what is missing or damaged has its default."""
        data = stored if isinstance(stored, Mapping) else {}
        shown = data.get(CONF_SHOWN)
        return cls(
            name=clean_name(str(data.get(CONF_CHANNEL_NAME) or ""))[:NAME_LIMIT],
            shown=Shown(shown) if shown in set(Shown) else Shown.LIGHT,
            area_id=str(data.get(CONF_CHANNEL_AREA) or ""),
        )

    def to_form(self) -> dict[str, str]:
        """Return the values of the form, those left empty left out."""
        values = {CONF_CHANNEL_NAME: self.name, CONF_SHOWN: self.shown.value, CONF_CHANNEL_AREA: self.area_id}
        return {key: value for key, value in values.items() if value}


def channels_of(points: Collection[str]) -> list[int]:
    """Return the numbers of the channels among a device's points, from 1."""
    return [number for number in range(1, MOST_CHANNELS + 1) if f"{CHANNEL}{number}" in points]


def read_channels(options: Mapping[str, Any]) -> Mapping[int, ChannelOptions]:
    """Return the options of every channel, by number; one nobody touched has the defaults."""
    stored = options.get(CONF_CHANNELS)
    found: defaultdict[int, ChannelOptions] = defaultdict(ChannelOptions)
    for key, value in stored.items() if isinstance(stored, Mapping) else ():
        if str(key).isdecimal():
            found[int(key)] = ChannelOptions.parse(value)
    return found
