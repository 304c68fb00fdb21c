"""The set-up steps of lighting and environment sensors: Modbus lines, and nodes picked from those on the broker."""

import asyncio
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, override

import probatio
from homeassistant.config_entries import ConfigSubentry, SubentryFlowResult
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    AreaSelector,
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
)
from homeassistant.helpers.translation import async_get_translations

from ..broker import broker_of
from ..campuslink.errors import CodecError
from ..campuslink.link.endpoint import BrokerEndpoint
from ..campuslink.link.mqtt import require_name
from ..campuslink.profile.schema import Protocol
from ..const import CONF_AREA_ID, CONF_INTERVALS, CONF_NAME, CONF_OPTIONS, DOMAIN
from ..field_devices import CONF_VALUES, shown_values
from .candidate import Candidate
from .device import DeviceFlow
from .draft import Draft
from .forms import CONF_SAVE_ANYWAY
from .intervals import clean_intervals, device_interval_schema, interval_errors
from .known import find_known, free_key
from .names import NAME_LIMIT, clean_name, name_error
from .nodes import async_find_nodes
from .preview import plain_text
from .probe import Probe, async_probe
from .ways import WAYS, Way

CONF_NODES = "nodes"
MOST_AT_ONCE = 50
"""Nodes that may be added in one go."""


class FieldFlow(DeviceFlow):
    """Add or change a device that is wired to a Modbus line or publishes to the broker; several nodes at once."""

    async def async_step_modbus_tcp(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a Modbus TCP device or gateway."""
        return await self._async_connect(WAYS["modbus_tcp"], user_input)

    async def async_step_modbus_rtu(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a serial server that carries Modbus RTU frames."""
        return await self._async_connect(WAYS["modbus_rtu"], user_input)

    async def async_step_modbus_serial(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a serial port with Modbus RTU."""
        return await self._async_connect(WAYS["modbus_serial"], user_input)

    async def async_step_mqtt(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for nodes on the broker, those seen on it first."""
        return await self._async_connect(WAYS["mqtt"], user_input)

    async def async_step_values(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask which values of the device are shown."""
        if user_input is not None:
            return self._save_options({**self._options, CONF_VALUES: user_input.get(CONF_VALUES, [])})
        names = await async_get_translations(self.hass, self.hass.config.language, "entity", {DOMAIN})
        entries = [self._catalogue.points[point] for point in self._profile.points]
        options = [
            SelectOptionDict(
                value=entry.id,
                label=names.get(
                    f"component.{DOMAIN}.entity.{entry.entity.platform}.{entry.entity.translation_key}.name", entry.id
                ),
            )
            for entry in entries
            if entry.entity is not None
        ]
        values = {option["value"] for option in options}
        shown = [point for point in shown_values(tuple(self._profile.points), self._options) if point in values]
        selector = SelectSelector(SelectSelectorConfig(options=options, multiple=True, mode=SelectSelectorMode.LIST))
        schema = probatio.Schema({probatio.Optional(CONF_VALUES, default=list): selector})
        schema = self.add_suggested_values_to_schema(schema, {CONF_VALUES: shown})
        return self.async_show_form(step_id="values", data_schema=schema)

    @override
    async def _async_connect(self, way: Way, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        if self._profile.transport.protocol is not Protocol.MQTT:
            return await super()._async_connect(way, user_input)
        if not broker_of(self.hass).is_set_up:
            return self.async_abort(reason="mqtt_not_set_up")
        self._placeholders = {"model": plain_text(self._label), "detail": "", "other": ""}
        errors: dict[str, str] = {}
        if user_input is not None:
            drafts, errors = self._read_nodes(user_input)
            if len(drafts) == 1:
                errors = await self._async_try(drafts[0], save_anyway=user_input.get(CONF_SAVE_ANYWAY, False))
                if not errors:
                    return await self._async_next()
            elif drafts:
                errors, result = await self._async_add(drafts, save_anyway=user_input.get(CONF_SAVE_ANYWAY, False))
                if result is not None:
                    return result
        found = await async_find_nodes(self.hass, self._profile)
        known = {subentry.data.get("address") for subentry in self._get_entry().subentries.values()}
        schema = self._nodes_schema([name for name in found if name not in known])
        shown = self.add_suggested_values_to_schema(schema, user_input or self._known_nodes(way))
        self._placeholders["count"] = str(len(found))
        return self.async_show_form(
            step_id=way.step,
            data_schema=shown,
            errors=errors,
            description_placeholders=self._placeholders,
            last_step=False,
        )

    @property
    @override
    def _options(self) -> Mapping[str, Any]:
        """Return what is stored, or for a new node with only some of its model's points, those it told."""
        if self._stored is not None or not self._profile.transport.mqtt.partial or self._candidate.probe is None:
            return super()._options
        return self._values_of(self._candidate.probe)

    def _values_of(self, probe: Probe | None) -> dict[str, Any]:
        if probe is None or not self._profile.transport.mqtt.partial:
            return {}
        return {CONF_VALUES: [point for point in self._profile.points if point in probe.readings]}

    def _nodes_schema(self, found: list[str]) -> probatio.Schema:
        nodes = SelectSelectorConfig(
            options=found,
            multiple=self._stored is None,
            custom_value=True,
            mode=SelectSelectorMode.DROPDOWN,
        )
        fields: dict[probatio.Marker, Any] = {}
        if self._may_save_anyway:
            fields[probatio.Required(CONF_SAVE_ANYWAY, default=False)] = BooleanSelector()
        fields |= {
            probatio.Optional(CONF_NODES): SelectSelector(nodes),
            probatio.Optional(CONF_NAME): TextSelector(),
            probatio.Optional(CONF_AREA_ID): AreaSelector(),
            probatio.Optional(CONF_INTERVALS): section(device_interval_schema(), {"collapsed": True}),
        }
        return probatio.Schema(fields)

    def _known_nodes(self, way: Way) -> dict[str, Any]:
        if self._stored is None:
            return {}
        values = self._known_values(way)
        return {**values, CONF_NODES: values["address"]}

    def _read_nodes(self, entered: Mapping[str, Any]) -> tuple[list[Draft], dict[str, str]]:
        """Return a draft for each node, or an error by field."""
        chosen = entered.get(CONF_NODES) or []
        names = list(dict.fromkeys([chosen] if isinstance(chosen, str) else chosen))
        intervals = clean_intervals(entered.get(CONF_INTERVALS, {}))
        errors = interval_errors(intervals)
        if not names:
            return [], errors | {CONF_NODES: "nodes_missing"}
        if len(names) > MOST_AT_ONCE:
            return [], errors | {CONF_NODES: "too_many_nodes"}
        title = clean_name(entered.get(CONF_NAME) or "") if len(names) == 1 else ""
        try:
            nodes = [require_name(name.strip()) for name in names]
        except CodecError:
            return [], errors | {CONF_NODES: "invalid_node"}
        errors |= name_error(title) if title else {}
        drafts = [
            Draft(
                kind=self.KIND,
                name=title or node[:NAME_LIMIT],
                endpoint=BrokerEndpoint(),
                address=node,
                intervals=intervals,
                area_id=entered.get(CONF_AREA_ID) or None,
            )
            for node in nodes
        ]
        return ([] if errors else drafts), errors

    async def _async_add(
        self, drafts: list[Draft], *, save_anyway: bool
    ) -> tuple[dict[str, str], SubentryFlowResult | None]:
        """Add several nodes: all but the last beside the flow, the last by its result. Return form errors instead."""
        for draft in drafts:
            if other := find_known(self.hass, unique_id=draft.unique_id, key=""):
                self._placeholders["other"] = plain_text(other)
                return {"base": "already_configured"}, None
        probes = await asyncio.gather(
            *(async_probe(self.hass, draft, self._profile, self._catalogue) for draft in drafts)
        )
        heard = [probe if isinstance(probe, Probe) else None for probe in probes]
        silent = [draft.name for draft, probe in zip(drafts, heard, strict=True) if probe is None]
        if silent and not (save_anyway and self._may_save_anyway):
            self._may_save_anyway = True
            self._placeholders["detail"] = plain_text(", ".join(silent))
            return {"base": "nodes_silent"}, None
        *others, last = zip(drafts, heard, strict=True)
        for draft, probe in others:
            self.hass.config_entries.async_add_subentry(
                self._get_entry(),
                ConfigSubentry(
                    data=MappingProxyType(self._data_of(draft, probe)),
                    subentry_type=self.KIND.value,
                    title=draft.name,
                    unique_id=draft.unique_id,
                ),
            )
        draft, probe = last
        return {}, self.async_create_entry(
            title=draft.name, data=self._data_of(draft, probe), unique_id=draft.unique_id
        )

    def _data_of(self, draft: Draft, probe: Probe | None) -> dict[str, Any]:
        candidate = Candidate(draft=draft, place_key=free_key(self.hass, draft.place_key), probe=probe)
        data = candidate.to_data(self._model)
        options = self._values_of(probe)
        return {**data, CONF_OPTIONS: options} if options else data
