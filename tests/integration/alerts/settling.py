"""Waits for what alerts do in the background, where devices keep other tasks running for ever."""

from homeassistant.core import HomeAssistant

from custom_components.smart_campus.alerts.rules.tables import PART
from custom_components.smart_campus.store import async_get_store


async def settle_alerts(hass: HomeAssistant) -> None:
    """Let everything be written down that was begun; one thing leads to another a few times."""
    store = await async_get_store(hass)
    for _ in range(6):
        await hass.async_block_till_done()
        # Goes behind everything the store was given before.
        await store.async_waiting(PART)
    await hass.async_block_till_done()
