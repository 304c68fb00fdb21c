"""Smart Campus: the control room of a campus."""

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ConfigEntryError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.device_registry import AnyDeviceEntry
from homeassistant.helpers.typing import ConfigType

from .access.websocket import async_register_websocket as async_register_access_websocket
from .actions import ACTIONS
from .alerts.channels.link_view import async_register_link_view
from .alerts.running import async_forget_people
from .alerts.sources import async_forget_sources
from .alerts.websocket import async_register_websocket as async_register_alerts_websocket
from .archive.media.view import async_register_view as async_register_recordings_view
from .blueprint_files.installer import async_follow_updates
from .campuslink.errors import CampusLinkError
from .campuslink.model import Kind
from .const import DOMAIN, PLATFORMS
from .dashboard.bundle import async_serve_bundle
from .dashboard.websocket import async_register_websocket as async_register_dashboard_websocket
from .equipment.websocket import async_register_websocket as async_register_equipment_websocket
from .indicators.websocket import async_register_websocket as async_register_indicators_websocket
from .issues import async_delete_issues
from .kinds import KINDS
from .library import async_follow_library, async_refresh_library
from .links import HassLinkSource
from .network.health_websocket import async_register_websocket as async_register_topology_websocket
from .network.inspection.view import async_register_view
from .network.inspection.websocket import async_register_websocket as async_register_inspection_websocket
from .network.switch_websocket import async_register_websocket as async_register_ports_websocket
from .network.watch import async_forget_network
from .recordings.ledger_view import async_register_view as async_register_sheet_view
from .recordings.ledger_websocket import async_register_websocket as async_register_ledger_websocket
from .rooms.stored import StoredTimetable
from .site import SiteEntry, SiteRuntime
from .work_orders.approval_websocket import async_register_websocket as async_register_approvals_websocket
from .work_orders.photos import async_register_view as async_register_photos_view
from .work_orders.websocket import async_register_websocket as async_register_orders_websocket

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register what is there once for all sites: the actions, views of reports and links, commands of cards."""
    for async_register_actions in ACTIONS:
        async_register_actions(hass)
    async_register_view(hass)
    async_register_sheet_view(hass)
    async_register_ledger_websocket(hass)
    async_register_recordings_view(hass)
    async_register_link_view(hass)
    async_register_access_websocket(hass)
    async_register_ports_websocket(hass)
    async_register_topology_websocket(hass)
    async_register_inspection_websocket(hass)
    async_register_alerts_websocket(hass)
    async_register_photos_view(hass)
    async_register_orders_websocket(hass)
    async_register_indicators_websocket(hass)
    async_register_approvals_websocket(hass)
    async_register_equipment_websocket(hass)
    async_register_dashboard_websocket(hass)
    async_follow_updates(hass)
    await async_serve_bundle(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: SiteEntry) -> bool:
    """Set up a site. Its devices are asked in the background; one that is offline delays nothing."""
    try:
        library = await async_refresh_library(hass)
        library.catalogue(Kind.METER)
    except CampusLinkError as err:
        raise ConfigEntryError(
            translation_domain=DOMAIN, translation_key="library_invalid", translation_placeholders={"error": str(err)}
        ) from err
    site = entry.runtime_data = SiteRuntime(hass, entry, library, HassLinkSource(hass, entry), KINDS)
    entry.async_on_unload(entry.add_update_listener(_async_follow))
    entry.async_on_unload(async_follow_library(hass, site.async_use_library))
    await site.async_start()
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    return True


async def async_unload_entry(hass: HomeAssistant, entry: SiteEntry) -> bool:
    """Unload a site: its entities go, its links close."""
    if unloaded := await hass.config_entries.async_unload_platforms(entry, PLATFORMS):
        await entry.runtime_data.async_stop()
    return unloaded


async def async_remove_entry(hass: HomeAssistant, entry: SiteEntry) -> None:
    """Forget what outlives a restart."""
    async_delete_issues(hass, entry, persistent=True)
    await StoredTimetable(hass, entry.entry_id).async_remove()
    await async_forget_network(hass, entry.entry_id)
    await async_forget_sources(hass, entry.entry_id)
    async_forget_people(hass, entry.entry_id)


async def async_remove_config_entry_device(hass: HomeAssistant, entry: SiteEntry, device: AnyDeviceEntry) -> bool:
    """Allow to remove a device nobody asks any more; one in operation is removed with its subentry."""
    return device.config_subentry_id not in entry.runtime_data.coordinators


async def _async_follow(hass: HomeAssistant, entry: SiteEntry) -> None:
    await entry.runtime_data.async_sync()
