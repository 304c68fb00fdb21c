"""Says in the repairs that a site has open alerts of which nobody is told."""

from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..const import DOMAIN
from ..issues import DATA_ENTRY
from .desk import AlertDesk
from .directory import Directory
from .news import SIGNAL_ALERT, SIGNAL_DIRECTORY, AlertNews

REACHES_NOBODY: Final = "alerts_reach_nobody"


@callback
def async_watch_unheard(
    hass: HomeAssistant, entry: ConfigEntry, desk: AlertDesk, directory: Directory
) -> CALLBACK_TYPE:
    """Look whenever an alert or the people of a site change. Returns what ends it."""
    issue_id = f"{REACHES_NOBODY}_{entry.entry_id}"

    @callback
    def look(_news: AlertNews | None = None) -> None:
        has_alerts = any(alert.site == entry.entry_id for alert in desk.live)
        if not has_alerts or directory.policy_for(entry.entry_id).reaches_somebody:
            ir.async_delete_issue(hass, DOMAIN, issue_id)
            return
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.WARNING,
            translation_key=REACHES_NOBODY,
            translation_placeholders={"site": entry.title},
            data={DATA_ENTRY: entry.entry_id},
        )

    ends = (
        async_dispatcher_connect(hass, SIGNAL_ALERT, look),
        async_dispatcher_connect(hass, SIGNAL_DIRECTORY, look),
    )
    look()

    @callback
    def end() -> None:
        for each in ends:
            each()

    return end
