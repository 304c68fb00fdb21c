"""What the meters of a site counted outside of lessons and opening hours, from the statistics that core keeps."""

import asyncio
import logging
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.recorder import get_instance
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey
from sqlalchemy.exc import SQLAlchemyError

from ..const import DOMAIN
from ..network.rules.spans import Spans, join
from ..rooms.settings import DEFAULT_OPENING, RoomSettings
from ..rooms.site_rooms import SiteRooms
from ..site import SiteEntry
from .rules.after_hours import MeteredHour, after_hours_kwh

_LOGGER = logging.getLogger(__name__)

DAYS: Final = 7
"""How many days, today included, are "the week"."""
FRESH_S: Final = 300.0
"""Core counts once an hour; a page that is opened again soon is told the same."""
TIMEOUT_S: Final = 20.0
DECIMALS: Final = 3

type Counted = Mapping[str, tuple[MeteredHour, ...]]
"""The hours of the week, by entity id."""


@dataclass(frozen=True, slots=True)
class AfterHours:
    """kWh used while nobody should have been there; None where nothing was counted."""

    today: float | None = None
    week: float | None = None


class SiteConsumption:
    """Asks core's statistics for the meters of one site, off the event loop, and remembers the answer for a while."""

    def __init__(self, hass: HomeAssistant) -> None:
        """Use `async_get_consumption` instead."""
        self._hass = hass
        self._turn = asyncio.Lock()
        self._counted: Counted = {}
        self._asked: frozenset[str] = frozenset()
        self._asked_at = 0.0

    async def async_hours(self, entity_ids: Collection[str]) -> Counted:
        """Return what meters counted; nothing for those without statistics, and without core's recorder."""
        wanted = frozenset(entity_ids)
        async with self._turn:
            now = self._hass.loop.time()
            if not wanted <= self._asked or now - self._asked_at >= FRESH_S:
                self._counted = await self._async_ask(wanted)
                self._asked, self._asked_at = wanted, now
            return self._counted

    async def _async_ask(self, entity_ids: frozenset[str]) -> Counted:
        if not entity_ids or "recorder" not in self._hass.config.components:
            return {}
        start = week_start(dt_util.now())
        try:
            async with asyncio.timeout(TIMEOUT_S):
                rows = await get_instance(self._hass).async_add_executor_job(
                    statistics_during_period,
                    self._hass,
                    start,
                    None,
                    set(entity_ids),
                    "hour",
                    {"energy": UnitOfEnergy.KILO_WATT_HOUR},
                    {"change"},
                )
        except (TimeoutError, SQLAlchemyError) as err:
            _LOGGER.debug("The statistics of meters cannot be read now: %s", err)
            return {}
        return {
            entity_id: tuple(
                MeteredHour(row["start"], change) for row in members if (change := row.get("change")) is not None
            )
            for entity_id, members in rows.items()
        }


def week_start(now: datetime) -> datetime:
    """Return the midnight from which on the week counts."""
    return dt_util.start_of_local_day(now.date() - timedelta(days=DAYS - 1))


def after_hours_of(counted: Counted, entity_ids: Iterable[str], in_use: Spans, now: datetime) -> AfterHours:
    """Return what several meters counted together while nobody should have been there."""
    hours = [hour for entity_id in entity_ids for hour in counted.get(entity_id, ())]
    midnight, end = dt_util.start_of_local_day(now).timestamp(), now.timestamp()
    found = (after_hours_kwh(hours, in_use, start, end) for start in (midnight, week_start(now).timestamp()))
    today, week = (None if kwh is None else round(kwh, DECIMALS) for kwh in found)
    return AfterHours(today, week)


def use_of(rooms: SiteRooms, members: Iterable[RoomSettings], now: datetime) -> Spans:
    """Return when one of some rooms was open or had a lesson this week; without rooms, the usual opening hours."""
    start, chosen = week_start(now), tuple(members)
    open_hours = {room.opening_hours for room in chosen} or {DEFAULT_OPENING}
    spans = [span for hours in open_hours for span in hours.spans(start, now)]
    for room in chosen:
        spans += [(each.start, each.end) for each in rooms.table.between(room.registrar_name, start, now)]
    return join((first.timestamp(), last.timestamp()) for first, last in spans)


DATA_CONSUMPTION: HassKey[dict[str, SiteConsumption]] = HassKey(f"{DOMAIN}_dashboard_consumption")


@callback
def async_get_consumption(hass: HomeAssistant, site: SiteEntry) -> SiteConsumption:
    """Return what asks for the meters of a running site; it ends with it."""
    known = hass.data.setdefault(DATA_CONSUMPTION, {})
    if (found := known.get(site.entry_id)) is None:
        found = known[site.entry_id] = SiteConsumption(hass)

        @callback
        def forget() -> None:
            known.pop(site.entry_id, None)

        site.async_on_unload(forget)
    return found
