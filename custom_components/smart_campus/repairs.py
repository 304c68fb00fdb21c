"""What "fix" does: open the device's own settings, or read the installation's own profiles again."""

from typing import Any

import probatio as vol
from homeassistant.components.repairs import FlowType, RepairsFlow, RepairsFlowResult
from homeassistant.config_entries import SOURCE_RECONFIGURE, SubentryFlowContext
from homeassistant.core import HomeAssistant
from homeassistant.helpers.selector import SelectOptionDict, SelectSelector, SelectSelectorConfig

from .campuslink.profile.library import Library
from .issues import DATA_ENTRY, DATA_SUBENTRIES, INVALID_PROFILE, describe_problem
from .library import async_get_library, async_refresh_library

CONF_DEVICE = "device"


class ReconfigureRepairFlow(RepairsFlow):
    """Lets a person choose one of the devices concerned and opens its settings."""

    def __init__(self, entry_id: str, subentry_ids: list[str]) -> None:
        self._entry_id = entry_id
        self._subentry_ids = subentry_ids

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Offer the devices that still exist."""
        return await self.async_step_device()

    async def async_step_device(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Go on to the settings of the chosen device."""
        names = self._names()
        if not names:
            return self.async_create_entry(data={})
        if user_input is not None:
            return await self._async_open_settings(user_input[CONF_DEVICE])
        options = [SelectOptionDict(value=sid, label=name) for sid, name in names.items()]
        schema = vol.Schema(
            {
                vol.Required(CONF_DEVICE, default=options[0]["value"]): SelectSelector(
                    SelectSelectorConfig(options=options)
                )
            }
        )
        return self.async_show_form(step_id="device", data_schema=schema)

    def _names(self) -> dict[str, str]:
        entry = self.hass.config_entries.async_get_entry(self._entry_id)
        subentries = entry.subentries if entry else {}
        return {sid: subentries[sid].title for sid in self._subentry_ids if sid in subentries}

    async def _async_open_settings(self, subentry_id: str) -> RepairsFlowResult:
        entry = self.hass.config_entries.async_get_known_entry(self._entry_id)
        result = await self.hass.config_entries.subentries.async_init(
            (self._entry_id, entry.subentries[subentry_id].subentry_type),
            context=SubentryFlowContext(source=SOURCE_RECONFIGURE, entry_id=self._entry_id, subentry_id=subentry_id),
        )
        return self.async_abort(
            reason="settings_opened", next_flow=(FlowType.CONFIG_SUBENTRIES_FLOW, result["flow_id"])
        )


class ReloadProfilesRepairFlow(RepairsFlow):
    """Reads the installation's own profiles again after a person mended them."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Ask whether the file is mended."""
        return await self.async_step_confirm()

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> RepairsFlowResult:
        """Read the files, and let every site go on with what they say now."""
        if user_input is None:
            return self._show(await async_get_library(self.hass), {})
        library = await async_refresh_library(self.hass)
        if self._file in library.rejected_own:
            return self._show(library, {"base": "still_invalid"})
        return self.async_create_entry(data={})

    @property
    def _file(self) -> str:
        return self.issue_id.removeprefix(f"{INVALID_PROFILE}_")

    def _show(self, library: Library, errors: dict[str, str]) -> RepairsFlowResult:
        problems = library.rejected_own.get(self._file, ())
        return self.async_show_form(
            step_id="confirm",
            data_schema=vol.Schema({}),
            errors=errors,
            description_placeholders=describe_problem(problems[0]) if problems else None,
        )


async def async_create_fix_flow(
    hass: HomeAssistant, issue_id: str, data: dict[str, str | int | float | None] | None
) -> RepairsFlow:
    """Return the flow that mends an issue."""
    if data is None:
        return ReloadProfilesRepairFlow()
    return ReconfigureRepairFlow(str(data[DATA_ENTRY]), str(data[DATA_SUBENTRIES]).split(","))
