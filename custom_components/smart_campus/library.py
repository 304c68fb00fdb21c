"""The device profiles of this installation: read once, off the event loop, and again when own files change."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .campuslink.profile.library import Library, load_library
from .const import DOMAIN, OWN_PROFILES_PATH
from .issues import async_report_rejected_profiles

_LOGGER = logging.getLogger(__name__)

SHIPPED_PATH = Path(__file__).parent / "device_profiles"

type LibraryFollower = Callable[[Library], Awaitable[None]]

type Fingerprint = frozenset[tuple[str, int, int]]
"""Path, modification time in ns and size of every own file."""


@dataclass(slots=True)
class LibraryShelf:
    """The library in use and the state of the own files it was read from."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    library: Library | None = None
    fingerprint: Fingerprint = frozenset()
    followers: list[LibraryFollower] = field(default_factory=list)
    """Who goes on with another library when there is one."""


DATA_LIBRARY: HassKey[LibraryShelf] = HassKey(f"{DOMAIN}_library")


async def async_get_library(hass: HomeAssistant) -> Library:
    """Return the library, reading it at the first call."""
    shelf = _shelf(hass)
    async with shelf.lock:
        return shelf.library or await _async_fill(hass, shelf)


async def async_refresh_library(hass: HomeAssistant) -> Library:
    """Return the library, reading it again when the installation's own files changed since; followers hear of it."""
    shelf = _shelf(hass)
    async with shelf.lock:
        now = await hass.async_add_executor_job(_fingerprint_of, _own_path(hass))
        if shelf.library is not None and now == shelf.fingerprint:
            return shelf.library
        library = await _async_fill(hass, shelf)
    async_report_rejected_profiles(hass, library)
    for follow in tuple(shelf.followers):
        await follow(library)
    return library


@callback
def async_follow_library(hass: HomeAssistant, follow: LibraryFollower) -> CALLBACK_TYPE:
    """Hand on every library that replaces the present one. Return what ends it."""
    followers = _shelf(hass).followers
    followers.append(follow)

    @callback
    def end() -> None:
        followers.remove(follow)

    return end


def _shelf(hass: HomeAssistant) -> LibraryShelf:
    return hass.data.setdefault(DATA_LIBRARY, LibraryShelf())


def _own_path(hass: HomeAssistant) -> Path:
    return Path(hass.config.path(OWN_PROFILES_PATH))


async def _async_fill(hass: HomeAssistant, shelf: LibraryShelf) -> Library:
    library, shelf.fingerprint = await hass.async_add_executor_job(_read, _own_path(hass))
    shelf.library = library
    if library.own_ids:
        _LOGGER.info("Own device profiles in use: %s", ", ".join(sorted(library.own_ids)))
    return library


def _read(own: Path) -> tuple[Library, Fingerprint]:
    fingerprint = _fingerprint_of(own)
    return load_library(SHIPPED_PATH, own if own.is_dir() else None), fingerprint


def _fingerprint_of(own: Path) -> Fingerprint:
    found = set()
    for path in own.rglob("*.yaml"):
        stat = path.stat()
        found.add((str(path), stat.st_mtime_ns, stat.st_size))
    return frozenset(found)
