"""Installs the blueprints when asked, and updates them when a new version of the integration brings others."""

import asyncio
import logging
from pathlib import Path
from typing import Any, Final

from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import Store
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from .copying import Copied, copy_blueprints
from .rules.outcome import Outcome

_LOGGER = logging.getLogger(__name__)

FOLDER: Final = ("blueprints", "automation", DOMAIN)
STORE_KEY: Final = f"{DOMAIN}.blueprints"
STORE_VERSION: Final = 1
ISSUE_UPDATED: Final = "blueprints_updated"


class BlueprintInstaller:
    """One an installation."""

    def __init__(self, hass: HomeAssistant) -> None:
        self._hass = hass
        self._store: Store[dict[str, Any]] = Store(hass, STORE_VERSION, STORE_KEY)
        self._turn = asyncio.Lock()

    async def async_install(self) -> Copied:
        """Bring the blueprints to the user's configuration, as a person asks. Raises OSError."""
        async with self._turn:
            return await self._async_copy(await self._async_remembered(), is_asked=True)

    async def async_update(self) -> None:
        """Bring newer ones to where they were installed before; say what was done. Nothing is done uninvited."""
        async with self._turn:
            if not (remembered := await self._async_remembered()):
                return
            try:
                copied = await self._async_copy(remembered, is_asked=False)
            except OSError as err:
                _LOGGER.warning("The blueprints could not be updated: %s", err.strerror or type(err).__name__)
                return
        self._tell(copied)

    async def _async_remembered(self) -> dict[str, str]:
        data = await self._store.async_load()
        files = data.get("files") if isinstance(data, dict) else None
        return {str(name): str(value) for name, value in files.items()} if isinstance(files, dict) else {}

    async def _async_copy(self, remembered: dict[str, str], *, is_asked: bool) -> Copied:
        target = Path(self._hass.config.path(*FOLDER))

        def copy() -> Copied:
            return copy_blueprints(target, remembered, is_asked=is_asked)

        copied = await self._hass.async_add_executor_job(copy)
        await self._store.async_save({"files": dict(copied.hashes)})
        if any(outcome.is_written for outcome in copied.outcomes.values()):
            # Core remembers a missing file as missing.
            await async_get_blueprints(self._hass).async_reset_cache()
        for name, why in copied.errors.items():
            _LOGGER.warning("The blueprint %s could not be read or written: %s", name, why)
        _LOGGER.info("Blueprints: %s", ", ".join(f"{name} {what}" for name, what in copied.outcomes.items()))
        return copied

    @callback
    def _tell(self, copied: Copied) -> None:
        """Say what an update did; the words are gone at the next start."""
        written = _names(copied, Outcome.UPDATED, Outcome.INSTALLED)
        if not written and not copied.errors:
            return
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            ISSUE_UPDATED,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=ISSUE_UPDATED,
            translation_placeholders={
                "updated": written or "-",
                "kept": _names(copied, Outcome.KEPT) or "-",
                "failed": ", ".join(sorted(copied.errors)) or "-",
            },
        )


INSTALLER: HassKey[BlueprintInstaller] = HassKey(f"{DOMAIN}_blueprints")


@callback
def async_get_installer(hass: HomeAssistant) -> BlueprintInstaller:
    """Return the installer of this Home Assistant."""
    if INSTALLER not in hass.data:
        hass.data[INSTALLER] = BlueprintInstaller(hass)
    return hass.data[INSTALLER]


@callback
def async_follow_updates(hass: HomeAssistant) -> None:
    """Update the blueprints in the background once Home Assistant is started with other ones."""
    hass.async_create_background_task(async_get_installer(hass).async_update(), f"{DOMAIN} blueprints")


def _names(copied: Copied, *outcomes: Outcome) -> str:
    return ", ".join(sorted(name for name, outcome in copied.outcomes.items() if outcome in outcomes))
