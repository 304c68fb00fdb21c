"""The installation's durable store: one for all sites, opened by whoever needs it first, closed with Home Assistant."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Final, TypedDict

from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey
from sqlalchemy import Connection

from ..const import DOMAIN
from ..once import Once, async_once, async_peek
from .rules.engine import StoreEngine
from .rules.errors import StoreFullError, StoreLocationError
from .rules.location import StoreLocation
from .rules.part import Anchors, Payload, StorePart
from .rules.state import StoreState

FOLDER: Final = DOMAIN
"""Folder of the store's files, below the configuration folder."""
DATABASE_FILE: Final = "smart_campus.db"
SPOOL_FILE: Final = "spool.db"
STORE_UNREACHABLE: Final = "store_unreachable"
STORE_FULL: Final = "store_full"


class StoredAddress(TypedDict):
    """What Home Assistant keeps of the store: where it is."""

    url: str
    """With its password; empty for the file in the configuration folder."""


class DurableStore:
    """Rows that must not be lost, for the event loop. Errors are those of `rules.errors`."""

    def __init__(self, hass: HomeAssistant, address: Store[StoredAddress]) -> None:
        """Use `async_get_store` instead."""
        self._hass = hass
        self._address = address
        self._engine: StoreEngine | None = None
        self._is_full = False

    @property
    def state(self) -> StoreState:
        """How the store is doing."""
        return self._running.state

    async def async_start(self) -> None:
        """Open the store. A database that is not there delays the first rows at most by its connection timeout."""
        stored = await self._address.async_load()
        self._engine = await self._hass.async_add_executor_job(self._open, stored["url"] if stored else "")
        self._hass.bus.async_listen_once(EVENT_HOMEASSISTANT_CLOSE, self._async_stop)

    async def async_use(self, part: StorePart) -> None:
        """Let a feature use the store; returns when its tables are there, or wait for the database."""
        await _result(self._running.use(part))

    async def async_append(self, part: str, payloads: Sequence[Payload]) -> None:
        """Write payloads behind everything appended before; returns when they are on a disk."""
        try:
            await _result(self._running.append(part, payloads))
        except StoreFullError:
            self._async_say_full(is_full=True)
            raise
        self._async_say_full(is_full=False)

    async def async_write[T](self, work: Callable[[Connection], T]) -> T:
        """Run work in a transaction behind everything appended before, in the writing thread."""
        return await _result(self._running.write(work))

    async def async_read[T](self, work: Callable[[Connection], T]) -> T:
        """Run a query in a reading thread."""
        return await _result(self._running.read(work))

    async def async_anchors(self) -> Anchors:
        """Return what the parts keep outside the database."""
        return await _result(self._running.anchors())

    async def async_waiting(self, part: str) -> list[Payload]:
        """Return what waits for the database, oldest first."""
        return await _result(self._running.waiting(part))

    async def async_last_waiting(self, part: str, field: str, value: str, having: str) -> Payload | None:
        """Return what came last of a part's waiting payloads with a value in one field and anything in another."""
        return await _result(self._running.last_waiting(part, field, value, having))

    async def async_checkpoint(self, *, hold: bool) -> None:
        """Make the database's file fit to be copied; hold: until called without it."""
        await _result(self._running.checkpoint(hold=hold))

    async def async_move(self, url: str, *, with_history: bool) -> None:
        """Go on in another database, after a restart too. url: empty for the file in the configuration folder.

        Raises StoreLocationError for an address that cannot be used, and whatever keeps the rows from moving.
        """
        location = await self._hass.async_add_executor_job(self._locate, url)
        await _result(self._running.move(location, with_history=with_history))
        await self._address.async_save({"url": url})

    async def _async_stop(self, _event: Event) -> None:
        await self._hass.async_add_executor_job(self._running.stop)

    @property
    def _running(self) -> StoreEngine:
        if self._engine is None:
            raise RuntimeError("the durable store was not started")
        return self._engine

    @property
    def _folder(self) -> Path:
        return Path(self._hass.config.path(FOLDER))

    def _locate(self, url: str) -> StoreLocation:
        return StoreLocation.parse(url) if url else StoreLocation.of_file(self._folder / DATABASE_FILE)

    def _open(self, url: str) -> StoreEngine:
        try:
            location = self._locate(url)
        except StoreLocationError:
            # Its driver was there when the address was set; rows wait in the spool until it is there again.
            location = StoreLocation.unchecked(url)
        return StoreEngine(location, self._folder / SPOOL_FILE, on_state=self._report)

    def _report(self, state: StoreState) -> None:
        if not self._hass.loop.is_closed():
            self._hass.loop.call_soon_threadsafe(self._async_report, state)

    @callback
    def _async_report(self, state: StoreState) -> None:
        if state.trouble is None:
            ir.async_delete_issue(self._hass, DOMAIN, STORE_UNREACHABLE)
            return
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            STORE_UNREACHABLE,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=STORE_UNREACHABLE,
            translation_placeholders={"location": state.location, "trouble": state.trouble.replace("`", "'")},
        )

    @callback
    def _async_say_full(self, *, is_full: bool) -> None:
        if is_full == self._is_full:
            return
        self._is_full = is_full
        if not is_full:
            ir.async_delete_issue(self._hass, DOMAIN, STORE_FULL)
            return
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            STORE_FULL,
            is_fixable=False,
            severity=ir.IssueSeverity.CRITICAL,
            translation_key=STORE_FULL,
        )


DATA_STORE: HassKey[Once[DurableStore]] = HassKey(f"{DOMAIN}_store")


async def async_get_store(hass: HomeAssistant) -> DurableStore:
    """Return the durable store, opening it at the first call."""

    async def make() -> DurableStore:
        address: Store[StoredAddress] = Store(hass, 1, f"{DOMAIN}.store", private=True, atomic_writes=True)
        store = DurableStore(hass, address)
        await store.async_start()
        return store

    return await async_once(hass, DATA_STORE, make)


@callback
def async_peek_store(hass: HomeAssistant) -> DurableStore | None:
    """Return the durable store when somebody opened it."""
    return async_peek(hass, DATA_STORE)


async def _result[T](future: Future[T]) -> T:
    return await asyncio.wrap_future(future)
