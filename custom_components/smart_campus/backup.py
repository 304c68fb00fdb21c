"""Makes the durable store's file fit to be copied while a backup runs."""

from homeassistant.core import HomeAssistant

from .store.durable import async_peek_store


async def async_pre_backup(hass: HomeAssistant) -> None:
    """Complete the file and leave it so; rows go on into the log beside it."""
    if store := async_peek_store(hass):
        await store.async_checkpoint(hold=True)


async def async_post_backup(hass: HomeAssistant) -> None:
    """Let the file be written again."""
    if store := async_peek_store(hass):
        await store.async_checkpoint(hold=False)
