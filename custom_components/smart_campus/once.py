"""What there is once in an installation, made when somebody first asks for it."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey


@dataclass(slots=True)
class Once[T]:
    """The place of one such thing."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    value: T | None = None


async def async_once[T](hass: HomeAssistant, key: HassKey[Once[T]], make: Callable[[], Awaitable[T]]) -> T:
    """Return the thing, making it at the first call; others wait meanwhile.

    What making it raises reaches that caller alone, also when it is cancelled: the next one tries again.
    """
    place = hass.data.setdefault(key, Once())
    async with place.lock:
        if place.value is None:
            place.value = await make()
        return place.value


@callback
def async_peek[T](hass: HomeAssistant, key: HassKey[Once[T]]) -> T | None:
    """Return the thing when somebody asked for it before."""
    place = hass.data.get(key)
    return place.value if place else None
