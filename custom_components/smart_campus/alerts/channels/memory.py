"""What channels must still know after a restart: the keys that seal links, the links used, and who is who."""

import base64
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ...const import DOMAIN
from ...once import Once, async_once
from .rules.links import KEY_SIZE, LinkToken, Seal, new_key

_LOGGER = logging.getLogger(__name__)

STORAGE_KEY: Final = f"{DOMAIN}.alert_channels"
STORAGE_VERSION: Final = 1
MOST_USED: Final = 5_000
MOST_PEOPLE: Final = 2_000
LINK_LIFE: Final = timedelta(hours=24)
KEY_LIFE: Final = timedelta(days=30)
"""After that a new key seals; the one before it is still believed for as long again."""
SAVE_DELAY_S: Final = 5


@dataclass(frozen=True, slots=True)
class Person:
    """Whom a channel knows by an address only."""

    name: str
    language: str


class ChannelMemory:
    """One for the installation, in private storage."""

    def __init__(self, hass: HomeAssistant, *, wall: Callable[[], datetime] = dt_util.utcnow) -> None:
        """Use `async_get_memory` instead."""
        self._store: Store[dict[str, Any]] = Store(hass, STORAGE_VERSION, STORAGE_KEY, private=True, atomic_writes=True)
        self._wall = wall
        self._keys: list[tuple[bytes, float]] = []
        self._used: dict[str, int] = {}
        self._people: dict[str, Person] = {}
        self.seal = Seal([new_key()])

    async def async_load(self) -> None:
        """Take up what was kept; a damaged file counts as empty, and its links as unknown."""
        try:
            self._take_up(await self._store.async_load() or {})
        except AttributeError, TypeError, ValueError:
            _LOGGER.warning("The memory of alert channels is damaged; links given out before do not work any more")
            self._keys, self._used, self._people = [], {}, {}
        if not self._keys or self.now_s - self._keys[0][1] > KEY_LIFE.total_seconds():
            self._keys = [(new_key(), self.now_s), *self._keys[:1]]
            await self._async_save()
        self.seal = Seal([key for key, _ in self._keys])

    def _take_up(self, stored: Mapping[str, Any]) -> None:
        for item in stored.get("keys", ()):
            match item:
                case [str(text), int() | float() as made_at] if len(key := base64.b64decode(text)) == KEY_SIZE:
                    self._keys.append((key, min(float(made_at), self.now_s)))
        self._used = {str(nonce): int(until) for nonce, until in stored.get("used", {}).items()}
        for key_of, said in stored.get("people", {}).items():
            match said:
                case [str(name), str(language)]:
                    self._people[key_of] = Person(name, language)

    @property
    def now_s(self) -> float:
        """Return Unix time."""
        return self._wall().timestamp()

    def make_link(self, *, alert_id: str, channel: str, receiver: str, language: str) -> str:
        """Return a token for a link that ends after LINK_LIFE. receiver: empty for a whole group."""
        return self.seal.link(
            alert_id=alert_id,
            channel=channel,
            receiver=receiver,
            language=language,
            expires_at_s=int(self.now_s + LINK_LIFE.total_seconds()),
        )

    def is_used(self, token: LinkToken) -> bool:
        """Return whether a link was used before."""
        return token.nonce in self._used

    async def async_use(self, token: LinkToken) -> bool:
        """Use a link up; False when somebody was faster. Kept on a disk when it returns."""
        if self.is_used(token):
            return False
        self._used[token.nonce] = token.expires_at_s
        self._used = {nonce: until for nonce, until in self._used.items() if until > self.now_s}
        while len(self._used) > MOST_USED:
            del self._used[min(self._used, key=self._used.__getitem__)]
        await self._async_save()
        return True

    def remember(self, channel: str, address: str, person: Person) -> None:
        """Keep who is behind an address, for when an answer comes from there."""
        key = self._key_of(channel, address)
        if self._people.get(key) == person:
            return
        self._people.pop(key, None)
        self._people[key] = person
        while len(self._people) > MOST_PEOPLE:
            del self._people[next(iter(self._people))]
        self._store.async_delay_save(self._data, SAVE_DELAY_S)

    def person_at(self, channel: str, address: str) -> Person | None:
        """Return who is behind an address; None when nobody was told there."""
        return self._people.get(self._key_of(channel, address))

    def person_of(self, token: LinkToken) -> Person | None:
        """Return the receiver of a link; None for a group's."""
        return self._people.get(f"{token.channel}/{token.receiver}")

    def _key_of(self, channel: str, address: str) -> str:
        return f"{channel}/{self.seal.fingerprint(address)}"

    async def _async_save(self) -> None:
        await self._store.async_save(self._data())

    def _data(self) -> dict[str, Any]:
        return {
            "keys": [[base64.b64encode(key).decode("ascii"), made_at] for key, made_at in self._keys],
            "used": dict(self._used),
            "people": {key: [person.name, person.language] for key, person in self._people.items()},
        }


DATA_MEMORY: HassKey[Once[ChannelMemory]] = HassKey(f"{DOMAIN}_channel_memory")


async def async_get_memory(hass: HomeAssistant) -> ChannelMemory:
    """Return the memory of the installation, reading it at the first call."""

    async def make() -> ChannelMemory:
        memory = ChannelMemory(hass)
        await memory.async_load()
        return memory

    return await async_once(hass, DATA_MEMORY, make)
