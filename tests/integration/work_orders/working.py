"""People at work on a site in operation: administrators, a technician and a teacher."""

import asyncio
import re
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import Context, HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import MockHAClientWebSocket, WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.store import async_get_store
from custom_components.smart_campus.work_orders.rules.order_tables import ORDERS
from tests.integration.conftest import make_site, meter
from tests.integration.rooms.conftest import room

OURS = re.compile(r": (work orders?\b|tasks$|indicators$)")
"""Names of work that comes to an end."""


@dataclass
class Campus:
    """A site and the people of it."""

    hass: HomeAssistant
    entry: MockConfigEntry
    head: MockUser
    """Administrator."""
    deputy: MockUser
    """Administrator too."""
    technician: MockUser
    teacher: MockUser

    async def act(self, name: str, who: MockUser | None = None, **data: Any) -> Any:
        """Call an action as somebody; as an automation for None. Return its answer."""
        context = Context(user_id=who.id if who else None)
        answer = await self.hass.services.async_call(
            DOMAIN, name, data, blocking=True, context=context, return_response=True
        )
        await settle(self.hass)
        return answer

    async def todo(self, list_id: str, name: str, who: MockUser | None, **data: Any) -> None:
        """Do something with a to-do list as somebody."""
        context = Context(user_id=who.id if who else None)
        await self.hass.services.async_call(
            "todo", name, data, target={"entity_id": list_id}, blocking=True, context=context
        )
        await settle(self.hass)

    async def items(self, list_id: str, *states: str) -> list[dict[str, Any]]:
        """Return what stands on a to-do list."""
        answer = await self.hass.services.async_call(
            "todo",
            "get_items",
            {"status": list(states) or ["needs_action"]},
            target={"entity_id": list_id},
            blocking=True,
            return_response=True,
        )
        found: list[dict[str, Any]] = answer[list_id]["items"]  # type: ignore[assignment,index,call-overload]  # JSON
        return found

    def entity_id(self, platform: str, unique_id: str) -> str:
        found = er.async_get(self.hass).async_get_entity_id(platform, DOMAIN, unique_id)
        assert found is not None
        return found

    def state(self, platform: str, unique_id: str) -> Any:
        state = self.hass.states.get(self.entity_id(platform, unique_id))
        assert state is not None
        return state

    async def client(self, ws: WebSocketGenerator, who: MockUser) -> MockHAClientWebSocket:
        """Return a page that somebody has open."""
        token = await self.hass.auth.async_create_refresh_token(who, "https://example.com")
        return await ws(self.hass, self.hass.auth.async_create_access_token(token))


async def make_campus(hass: HomeAssistant, *subentries: ConfigSubentryDataWithId, **options: Any) -> Campus:
    areas = [ar.async_get(hass).async_get_or_create(name) for name in ("A101", "A102")]
    rooms = [room(area.id, registrar_name=area.name) for area in areas]
    entry = make_site(meter(1, area_id=areas[0].id), *rooms, *subentries, **options)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass)
    people = [
        MockUser(name=name, groups=[await hass.auth.async_get_group(group)]).add_to_hass(hass)  # type: ignore[list-item]
        for name, group in (
            ("Head", "system-admin"),
            ("Deputy", "system-admin"),
            ("Technician", "system-users"),
            ("Teacher", "system-users"),
        )
    ]
    return Campus(hass, entry, *people)


async def settle(hass: HomeAssistant) -> None:
    """Let everything happen that was begun, in the background too, where devices keep other tasks running for ever."""
    store = await async_get_store(hass)
    for _ in range(6):
        await hass.async_block_till_done()
        while work := [task for task in asyncio.all_tasks() if OURS.search(task.get_name())]:
            await asyncio.wait(work)
        # Goes behind everything the store was given before.
        await store.async_waiting(ORDERS.part)
    await hass.async_block_till_done()
