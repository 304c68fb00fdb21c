"""The access log of the installation: every swipe and every command, in a chain that shows whether it was touched."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_change
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from sqlalchemy import select

from ..const import DOMAIN
from ..listeners import Listeners
from ..once import Once, async_once
from ..store import DurableStore, async_get_store
from ..store.rules.errors import StoreError
from .rules.chain import Chain, Head, Verdict
from .rules.checking import check_log
from .rules.retention import RetentionRule, forget_credentials, remove_expired
from .rules.row import AccessRow, Outcome, RowKind, to_payload
from .rules.search import Page, Query, search, search_all
from .rules.secrets import LogSecrets
from .rules.tables import ANCHOR, CONTROLLER, CREDENTIAL, PART, make_part

_LOGGER = logging.getLogger(__name__)

RETENTION_HOUR: Final = 3
RETENTION_MINUTE: Final = 20
"""When rows are removed whose time is over: at night, away from the full hour."""


class AccessLog:
    """Rows go in and stay. Errors are those of `store.rules.errors`."""

    def __init__(self, store: DurableStore, settings: Store[dict[str, Any]]) -> None:
        """Use `async_get_access_log` instead."""
        self._store = store
        self._settings = settings
        self._secrets = LogSecrets.create()
        self._links = Chain(self._secrets.chain)
        self.rules: tuple[RetentionRule, ...] = ()
        """How long rows are kept."""
        self.appended = 0
        """Another number whenever rows came in."""
        self._listeners = Listeners[()]()

    async def async_start(self) -> None:
        """Load the secrets, or make and keep them; bring the tables into being."""
        if stored := await self._settings.async_load():
            self._secrets = LogSecrets.from_json(stored["secrets"])
            self.rules = tuple(RetentionRule(**rule) for rule in stored["retention"])
        else:
            await self._async_save()
        self._links = Chain(self._secrets.chain)
        await self._store.async_use(make_part(self._links))

    def pseudonym(self, card: str) -> str:
        """Return the name under which a card appears in the log, in events and in states."""
        return self._secrets.pseudonym_of(card)

    def seal(self, card: str) -> tuple[str, str]:
        """Return a card's pseudonym, and its number encrypted for whoever must give it to a controller again."""
        return self._secrets.seal(card)

    def unseal(self, credential: str, sealed: str) -> str | None:
        """Return what `seal` encrypted; None when the keys are others by now. For controllers, not for people."""
        return self._secrets.unseal(credential, sealed)

    async def append(self, rows: Sequence[AccessRow]) -> None:
        """Write rows; returns when they are on a disk. A controller's event that is in the log already is left out.

        Events of one controller come in the order of their index, a gap filled first: `last_event_index` relies on it.
        Raises StoreFullError when no disk takes them: nothing was written, so an event should be fetched again later.
        """
        zone = dt_util.get_default_time_zone()
        await self._store.async_append(PART, [to_payload(row, zone, self._secrets.seal) for row in rows])
        self.appended += 1
        self._listeners.async_tell()

    @callback
    def async_listen(self, listener: Callable[[], None]) -> CALLBACK_TYPE:
        """Call a listener whenever rows came in. Return what ends it."""
        return self._listeners.async_add(listener)

    async def last_event_index(self, controller: str) -> int | None:
        """Return the index of the event of a controller that was appended last; None when there is none.

        Raises StoreUnavailableError while the database is gone and nothing of the controller waits on the disk.
        """
        waiting = await self._store.async_last_waiting(PART, "controller", controller, "event_index")
        if waiting:
            return int(waiting["event_index"])
        statement = select(CONTROLLER.c.event_index).where(CONTROLLER.c.controller == controller)
        found = await self._store.async_read(lambda connection: connection.scalar(statement))
        return None if found is None else int(found)

    async def async_search(self, query: Query) -> Page:
        """Return one page of rows, the newest first."""
        return await self._store.async_read(lambda connection: search(connection, query))

    async def async_read_rows[T](self, query: Query, most: int, take: Callable[[Iterator[dict[str, Any]]], T]) -> T:
        """Let a function take every row found, the newest first, but no more than so many; it runs in a thread."""
        return await self._store.async_read(lambda connection: take(search_all(connection, query, most)))

    async def async_verify(self) -> Verdict:
        """Check the whole log against its chain and against the end that is kept outside the database."""
        anchors = await self._store.async_anchors()
        anchor = Head.parse(anchors[ANCHOR]) if ANCHOR in anchors else None
        return await self._store.async_read(lambda connection: check_log(connection, self._links, anchor))

    async def async_reveal(self, credential: str, *, user_id: str, user: str) -> str | None:
        """Return a card's number, after a row says who asked for it. None when it is not known."""
        await self.append([self._audit("reveal_credential", user_id, user, credential=credential)])
        return await self.async_card_of(credential)

    async def async_card_of(self, credential: str) -> str | None:
        """Return the number of a card the log knows; None when it does not. For controllers, not for people."""
        statement = select(CREDENTIAL.c.sealed).where(CREDENTIAL.c.credential == credential)
        sealed = await self._store.async_read(lambda connection: connection.scalar(statement))
        return self._secrets.unseal(credential, sealed) if sealed else None

    async def async_note(self, command: str, *, user_id: str, user: str, reason: str = "") -> None:
        """Write that somebody did something with the log itself."""
        await self.append([self._audit(command, user_id, user, reason=reason)])

    async def async_set_retention(self, rule: RetentionRule, *, remove: bool) -> None:
        """Let one scope's rows be kept for so long. remove: take its rule away instead."""
        kept = [other for other in self.rules if other.scope != rule.scope]
        self.rules = tuple(kept if remove else [*kept, rule])
        await self._async_save()

    async def async_remove_expired(self, now: datetime) -> int:
        """Remove the rows whose time is over; return how many. What was removed is a row itself."""
        removed = 0
        now_ms = round(now.timestamp() * 1000)
        while self.rules and (
            some := await self._store.async_write(
                lambda connection: remove_expired(connection, self._links, self.rules, now_ms)
            )
        ):
            removed += some
        if removed:
            await self._store.async_write(forget_credentials)
            await self.async_note("retention", user_id="", user="", reason=str(removed))
        return removed

    def _audit(self, command: str, user_id: str, user: str, *, credential: str = "", reason: str = "") -> AccessRow:
        return AccessRow(
            time=datetime.now(UTC),
            kind=RowKind.AUDIT,
            outcome=Outcome.DONE,
            command=command,
            user_id=user_id,
            user=user,
            credential=credential,
            reason=reason,
        )

    async def _async_save(self) -> None:
        await self._settings.async_save(
            {"secrets": self._secrets.to_json(), "retention": [asdict(rule) for rule in self.rules]}
        )


DATA_LOG: HassKey[Once[AccessLog]] = HassKey(f"{DOMAIN}_access_log")


async def async_get_access_log(hass: HomeAssistant) -> AccessLog:
    """Return the access log, opening it at the first call; from then on rows are removed each night by rule."""

    async def make() -> AccessLog:
        settings: Store[dict[str, Any]] = Store(hass, 1, f"{DOMAIN}.access_log", private=True, atomic_writes=True)
        log = AccessLog(await async_get_store(hass), settings)
        await log.async_start()
        _async_schedule(hass, log)
        return log

    return await async_once(hass, DATA_LOG, make)


@callback
def _async_schedule(hass: HomeAssistant, log: AccessLog) -> None:
    async def remove(now: datetime) -> None:
        try:
            await log.async_remove_expired(now)
        except StoreError as err:
            _LOGGER.warning("Old rows of the access log stay until tomorrow: %s", err)

    end = async_track_time_change(hass, remove, hour=RETENTION_HOUR, minute=RETENTION_MINUTE, second=0)

    @callback
    def stop(_event: Event) -> None:
        end()

    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, stop)
