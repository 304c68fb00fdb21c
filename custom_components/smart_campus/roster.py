"""Which entities show which device, on every platform, now and for devices added later."""

import asyncio
from collections.abc import Callable

from homeassistant.const import Platform
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .kind_glue import Entities

SITE = ""
"""Stands for the site itself in place of a subentry id."""


class EntityRoster:
    """Keeps the entities equal to the devices in operation."""

    def __init__(self) -> None:
        self._platforms: dict[Platform, AddConfigEntryEntitiesCallback] = {}
        self._waiting: dict[str, dict[Platform, list[Entity]]] = {}
        """Entities of platforms that are not there yet, by subentry id."""
        self._shown: dict[str, list[Entity]] = {}
        self._of_site: set[str] = set()

    async def async_add_platform(self, platform: Platform, add: AddConfigEntryEntitiesCallback) -> None:
        """Give a platform the entities of every device. Lets others run between two devices."""
        self._platforms[platform] = add
        for subentry_id in tuple(self._waiting):
            if entities := self._waiting.get(subentry_id, {}).pop(platform, []):
                self._show_on(add, subentry_id, entities)
                await asyncio.sleep(0)

    def show(self, subentry_id: str, entities: Entities) -> None:
        """Add entities of a device, by platform, to the platforms there are; the others get theirs later."""
        waiting = self._waiting.setdefault(subentry_id, {})
        for platform, members in entities.items():
            waiting.setdefault(platform, []).extend(members)
        for platform, add in self._platforms.items():
            if members := waiting.pop(platform, []):
                self._show_on(add, subentry_id, members)

    def show_on_site(self, what: str, make: Callable[[], Entities]) -> None:
        """Show something of the site itself, unless that was done; it stays as long as the site runs."""
        if what not in self._of_site:
            self._of_site.add(what)
            self.show(SITE, make())

    async def async_hide(self, subentry_id: str) -> None:
        """Remove the entities of a device; their registry entries stay."""
        self._waiting.pop(subentry_id, None)
        for entity in self._shown.pop(subentry_id, []):
            if entity.hass is not None:
                await entity.async_remove()

    def forget(self, subentry_id: str) -> None:
        """Leave the entities of a device to core, which removes them with its subentry."""
        self._waiting.pop(subentry_id, None)
        self._shown.pop(subentry_id, None)

    def _show_on(self, add: AddConfigEntryEntitiesCallback, subentry_id: str, entities: list[Entity]) -> None:
        self._shown.setdefault(subentry_id, []).extend(entities)
        add(entities, config_subentry_id=subentry_id or None)
