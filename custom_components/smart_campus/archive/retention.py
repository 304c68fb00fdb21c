"""Applies the rules of retention, once a day, and keeps them."""

import logging
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from ..once import Once, async_once
from .erasing import async_erase_job
from .local import async_drop_local
from .rules import tables
from .rules.job import JobState
from .rules.retention import RetentionRule, is_archive_due, is_local_due, rule_for
from .shelf import async_get_shelf

if TYPE_CHECKING:
    from .site_archive import SiteArchive

_LOGGER = logging.getLogger(__name__)

HOUR: Final = 3
MINUTE: Final = 40
"""When rules are applied: at night, away from the full hour."""


class RetentionRules:
    """The rules of all sites, as administrators set them."""

    def __init__(self, store: Store[dict[str, Any]]) -> None:
        """Use `async_get_rules` instead."""
        self._store = store
        self.rules: tuple[RetentionRule, ...] = ()

    async def async_start(self) -> None:
        """Load the rules."""
        if stored := await self._store.async_load():
            self.rules = tuple(RetentionRule(**rule) for rule in stored["rules"])

    async def async_set(self, rule: RetentionRule, *, remove: bool) -> None:
        """Put a rule in the place of the one with its scope. remove: take that one away instead."""
        kept = [other for other in self.rules if other.scope != rule.scope]
        self.rules = tuple(kept if remove else [*kept, rule])
        await self._store.async_save({"rules": [asdict(rule) for rule in self.rules]})


DATA_RULES: HassKey[Once[RetentionRules]] = HassKey(f"{DOMAIN}_recording_retention")


async def async_get_rules(hass: HomeAssistant) -> RetentionRules:
    """Return the rules of all sites."""

    async def make() -> RetentionRules:
        rules = RetentionRules(Store(hass, 1, f"{DOMAIN}.recording_retention", private=True, atomic_writes=True))
        await rules.async_start()
        return rules

    return await async_once(hass, DATA_RULES, make)


async def async_apply_rules(hass: HomeAssistant, archive: SiteArchive, site_id: str, now: datetime) -> tuple[int, int]:
    """Delete what is due of a site. Returns how many lost their local files, and how many their archived copy.

    Raises StoreError.
    """
    rules = (await async_get_rules(hass)).rules
    shelf = await async_get_shelf(hass)
    confirmed = JobState.CONFIRMED.value
    local = erased = 0
    settings = archive.settings
    for job in await shelf.async_read(lambda found: tables.read_local(found, site_id, confirmed)):
        rule = rule_for(rules, job)
        if settings is not None and is_local_due(job, rule, settings.keep, now):
            _job, _freed, left = await async_drop_local(hass, archive, job, "retention")
            local += not left
    if any(rule.archived_days is not None and rule.site_id == site_id for rule in rules):
        for job in await shelf.async_read(lambda found: tables.read_confirmed(found, site_id)):
            if is_archive_due(job, rule_for(rules, job), now):
                await async_erase_job(hass, archive, job, why="retention", user=("", ""))
                erased += 1
    if local or erased:
        _LOGGER.info("By rule, %s recordings lost their local files and %s were erased", local, erased)
    return local, erased
