"""Nodes seen on the broker: names a person picks instead of types."""

import asyncio
from collections.abc import Callable
from functools import partial

from homeassistant.core import HomeAssistant

from ..broker import broker_of
from ..campuslink.device.mqtt.sources import MISSING, Source, sources_of, will_word
from ..campuslink.errors import CodecError
from ..campuslink.link.mqtt import name_in, require_name, search_filters
from ..campuslink.profile.schema import Profile

SEARCH_S = 2.0
"""What the broker keeps comes at once; for the rest, so long is listened."""

MOST_NODES = 1000


async def async_find_nodes(hass: HomeAssistant, profile: Profile, listen_s: float = SEARCH_S) -> list[str]:
    """Return the names of nodes that look like the profile's, sorted; those said to be offline are left out."""
    search = _Search(profile)
    broker = broker_of(hass)
    leave: list[Callable[[], None]] = [
        broker.subscribe(topic, search.hear) for topic in search_filters(profile.transport.mqtt.find)
    ]
    try:
        await asyncio.sleep(listen_s)
    finally:
        for end in leave:
            end()
    return sorted(search.names, key=str.casefold)


class _Search:
    def __init__(self, profile: Profile) -> None:
        self.names: set[str] = set()
        rules = profile.transport.mqtt
        self._find, self._without = rules.find, frozenset(rules.find_not)
        source = next((source for source in sources_of(profile) if source.template == self._find), None)
        will = next((will for will in rules.online if will.topic == self._find), None)
        self._fits: Callable[[bytes], bool]
        if source is not None:
            self._fits = partial(_has_point, source)
        elif will is not None:
            self._fits = lambda payload: will_word(will, payload) is True
        else:
            self._fits = bool

    def hear(self, topic: str, payload: bytes, _is_kept: bool) -> None:
        """Take a message of any topic."""
        name = name_in(self._find, topic)
        if name.partition("/")[0] in self._without or len(self.names) >= MOST_NODES:
            return
        try:
            require_name(name)
            fits = self._fits(payload)
        except CodecError:
            return
        if fits:
            self.names.add(name)


def _has_point(source: Source, payload: bytes) -> bool:
    data = source.parse(payload)
    return any(find(data) is not MISSING for _, find in source.readers)
