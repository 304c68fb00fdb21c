"""How a site, its settings and its devices are set up in the user interface. The steps' rules live in `flows`."""

from collections.abc import Iterable, Mapping
from typing import Any, override

from homeassistant.config_entries import (
    SOURCE_USER,
    ConfigEntry,
    ConfigEntryState,
    ConfigFlow,
    ConfigFlowResult,
    ConfigSubentryFlow,
    FlowType,
    OptionsFlow,
    SubentryFlowContext,
)
from homeassistant.core import callback
from homeassistant.data_entry_flow import FlowResultType

from .alerts.channels.base import SUBENTRY_CHANNEL
from .alerts.settings import SUBENTRY_CONTACT, SUBENTRY_GROUP
from .archive.settings import SUBENTRY_ARCHIVE
from .campuslink.model import Kind
from .const import CONF_NAME, DOMAIN, SUBENTRY_METER
from .coordinator import DeviceCoordinator
from .dashboard.creating import async_can_create, async_create_dashboard
from .flows.alerts import alerts_section, clean_alerts
from .flows.archive import ArchiveFlow
from .flows.channel import ChannelFlow
from .flows.contact import ContactFlow
from .flows.contact_group import ContactGroupFlow
from .flows.environment import EnvironmentFlow
from .flows.find_devices import SUBENTRY_FIND, FindDevicesFlow
from .flows.gate import GateFlow
from .flows.inspection import clean_inspection, egresses_in, inspection_section
from .flows.intervals import clean_intervals, interval_errors, site_interval_schema
from .flows.lighting import LightingFlow
from .flows.meter import MeterFlow
from .flows.names import clean_name, site_name_error
from .flows.permission import PermissionFlow
from .flows.projector import ProjectorFlow
from .flows.recorder import RecorderFlow
from .flows.room import RoomFlow
from .flows.site import CONF_DASHBOARD, SITE_SCHEMA, new_site_schema
from .flows.task_plan import TaskPlanFlow
from .flows.term import TermFlow
from .flows.traps import clean_traps, trap_fields
from .flows.work_orders import clean_work_orders, work_orders_section
from .network.probe_flow import ProbeFlow
from .network.switch_flow import SwitchFlow
from .permissions.settings import SUBENTRY_PERMISSION
from .rooms.settings import SUBENTRY_ROOM, SUBENTRY_TERM
from .work_orders.task_settings import SUBENTRY_TASK_PLAN

FLOWS: Mapping[Kind, type[ConfigSubentryFlow]] = {
    Kind.METER: MeterFlow,
    Kind.SWITCH: SwitchFlow,
    Kind.PROBE: ProbeFlow,
    Kind.GATE: GateFlow,
    Kind.PROJECTOR: ProjectorFlow,
    Kind.LIGHTING: LightingFlow,
    Kind.ENVIRONMENT: EnvironmentFlow,
    Kind.RECORDER: RecorderFlow,
}
"""Devices that can be added to a site, by kind."""

PLACES: Mapping[str, type[ConfigSubentryFlow]] = {
    SUBENTRY_ROOM: RoomFlow,
    SUBENTRY_TERM: TermFlow,
    SUBENTRY_CHANNEL: ChannelFlow,
    SUBENTRY_ARCHIVE: ArchiveFlow,
    SUBENTRY_TASK_PLAN: TaskPlanFlow,
    SUBENTRY_FIND: FindDevicesFlow,
}
"""What else can be added to a site."""

PEOPLE: Mapping[str, type[ConfigSubentryFlow]] = {
    SUBENTRY_CONTACT: ContactFlow,
    SUBENTRY_GROUP: ContactGroupFlow,
    SUBENTRY_PERMISSION: PermissionFlow,
}
"""Who is told of alerts, and who may do what."""


class SmartCampusConfigFlow(ConfigFlow, domain=DOMAIN):
    """Add or rename a site."""

    VERSION = 1
    MINOR_VERSION = 1

    @classmethod
    @callback
    @override
    def async_get_supported_subentry_types(cls, config_entry: ConfigEntry) -> dict[str, type[ConfigSubentryFlow]]:
        """Return what can be added to a site."""
        return {kind.value: flow for kind, flow in FLOWS.items()} | dict(PLACES) | dict(PEOPLE)

    @staticmethod
    @callback
    @override
    def async_get_options_flow(config_entry: ConfigEntry) -> SiteOptionsFlow:
        """Return the flow of a site's settings."""
        return SiteOptionsFlow()

    @override
    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the name of a new site, and whether the dashboard is to be created."""
        errors: dict[str, str] = {}
        if user_input is not None:
            name = clean_name(user_input[CONF_NAME])
            if not (errors := site_name_error(self.hass, name)):
                done = await async_create_dashboard(self.hass) if user_input[CONF_DASHBOARD] else None
                return self.async_create_entry(title=name, data={CONF_NAME: name}, description=done)
        form = new_site_schema(with_dashboard=async_can_create(self.hass))
        schema = self.add_suggested_values_to_schema(form, user_input)
        return self.async_show_form(step_id="user", data_schema=schema, errors=errors)

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Rename a site."""
        entry = self._get_reconfigure_entry()
        errors: dict[str, str] = {}
        if user_input is not None:
            name = clean_name(user_input[CONF_NAME])
            if not (errors := site_name_error(self.hass, name, besides=entry.entry_id)):
                return self.async_update_and_abort(entry, title=name, data_updates={CONF_NAME: name})
        schema = self.add_suggested_values_to_schema(SITE_SCHEMA, user_input or {CONF_NAME: entry.title})
        return self.async_show_form(step_id="reconfigure", data_schema=schema, errors=errors)

    @override
    async def async_on_create_entry(self, result: ConfigFlowResult) -> ConfigFlowResult:
        """Go on with the first meter of the new site."""
        first = await self.hass.config_entries.subentries.async_init(
            (result["result"].entry_id, SUBENTRY_METER), context=SubentryFlowContext(source=SOURCE_USER)
        )
        if first["type"] is FlowResultType.FORM:
            result["next_flow"] = (FlowType.CONFIG_SUBENTRIES_FLOW, first["flow_id"])
        return result


class SiteOptionsFlow(OptionsFlow):
    """Set how often a site's devices are asked, where traps are heard, when it is inspected, how alerts are taken."""

    async def async_step_init(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the seconds between two polls, by poll class."""
        errors: dict[str, str] = {}
        options = self.config_entry.options
        if user_input is not None:
            intervals = clean_intervals(user_input)
            if not (errors := interval_errors(intervals)):
                return self.async_create_entry(
                    data={
                        **options,
                        **intervals,
                        **clean_traps(user_input),
                        **clean_alerts(user_input),
                        **clean_inspection(user_input),
                        **clean_work_orders(user_input),
                    }
                )
        form = (
            site_interval_schema()
            .extend(trap_fields())
            .extend(inspection_section(self._coordinators(), egresses_in(options)))
            .extend(alerts_section(self.config_entry.get_subentries_of_type(SUBENTRY_CONTACT)))
            .extend(work_orders_section())
        )
        schema = self.add_suggested_values_to_schema(form, user_input or options)
        return self.async_show_form(step_id="init", data_schema=schema, errors=errors)

    def _coordinators(self) -> Iterable[DeviceCoordinator]:
        is_loaded = self.config_entry.state is ConfigEntryState.LOADED
        return self.config_entry.runtime_data.coordinators.values() if is_loaded else ()
