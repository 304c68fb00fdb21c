"""Add a device to a site, or change one: choose the model, say where it is, see it read, save it.

Each kind has a flow of its own beside this module, with the steps of its ways.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

import probatio
from homeassistant.config_entries import SOURCE_RECONFIGURE, ConfigSubentry, ConfigSubentryFlow, SubentryFlowResult
from homeassistant.helpers.translation import async_get_translations

from ..campuslink.errors import CodecError
from ..campuslink.model import Kind
from ..campuslink.profile.library import Library
from ..campuslink.profile.schema import Catalogue, Profile
from ..const import CONF_ADDRESS, CONF_KEY, CONF_MODEL, CONF_NAME, CONF_OPTIONS, CONF_PROFILE, DOMAIN
from ..library import async_refresh_library
from .candidate import Candidate
from .draft import Draft
from .forms import CONF_SAVE_ANYWAY, connection_schema, form_values, has_address, read_form, without_endpoint
from .known import find_known, free_key, place_in_room, room_of
from .models import Model, find_model, list_models, model_schema
from .preview import async_preview, escape_markdown, identity_text, plain_text
from .probe import Probe, ProbeFault, async_probe
from .ways import Way, transport_of, ways_of

CONFIRM_SCHEMA = probatio.Schema({})


class DeviceFlow(ConfigSubentryFlow):
    """Add or change a device of one kind."""

    KIND: ClassVar[Kind]
    FURTHER_STEPS: ClassVar[tuple[str, ...]] = ()
    """What else of a stored device can be changed, as steps of the menu; they end with `_save_options`."""

    _library: Library
    _model: Model
    _candidate: Candidate
    """What will be saved, once a form was filled in well."""
    _may_save_anyway = False
    """Whether a reading was tried and failed."""
    _placeholders: dict[str, str]

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose the model of a new device."""
        self._library = await async_refresh_library(self.hass)
        return await self._async_choose_model("user", user_input)

    async def async_step_reconfigure(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose what to change of a device."""
        subentry = self._get_reconfigure_subentry()
        self._library = await async_refresh_library(self.hass)
        profile = self._library.get(subentry.data[CONF_PROFILE])
        if profile is None:
            return await self.async_step_model()
        self._model = Model(label=subentry.data.get(CONF_MODEL, ""), profile=profile)
        return self._show_ways("reconfigure", *self.FURTHER_STEPS, "model")

    async def async_step_model(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose another model for a device."""
        return await self._async_choose_model("model", user_input)

    async def async_step_transport(self, _user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose how the device is wired to this machine."""
        return self._show_ways("transport", *self._search_steps)

    async def async_step_confirm(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Show what was read; save it when the person agrees."""
        return await self._async_agree("confirm", user_input)

    async def async_step_exchanged(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask whether another device now does the same thing; save it when the person agrees."""
        return await self._async_agree("exchanged", user_input)

    async def _async_choose_model(self, step_id: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        models = list_models(self._library, self.KIND)
        if not models:
            return self.async_abort(reason="no_profiles")
        errors: dict[str, str] = {}
        if user_input is not None:
            if model := find_model(models, user_input.get(CONF_MODEL, "")):
                self._model = model
                return await self._async_choose_way()
            errors = {CONF_MODEL: "unknown_model"}
        schema = model_schema(models, await self._async_own_mark())
        shown = self.add_suggested_values_to_schema(schema, user_input or self._known_model(models))
        return self.async_show_form(step_id=step_id, data_schema=shown, errors=errors, last_step=False)

    async def _async_own_mark(self) -> str:
        texts = await async_get_translations(self.hass, self.hass.config.language, "selector", {DOMAIN})
        return texts.get(f"component.{DOMAIN}.selector.profile_origin.options.own", "own profile")

    async def _async_choose_way(self) -> SubentryFlowResult:
        ways = ways_of(self._profile)
        return await (self._async_connect(ways[0], None) if len(ways) == 1 else self.async_step_transport())

    def _show_ways(self, step_id: str, *further_steps: str) -> SubentryFlowResult:
        menu = [*(way.step for way in ways_of(self._profile)), *further_steps]
        placeholders = {"model": escape_markdown(self._label)}
        return self.async_show_menu(step_id=step_id, menu_options=menu, description_placeholders=placeholders)

    async def _async_connect(self, way: Way, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        self._placeholders = {"model": escape_markdown(self._label), "detail": "", "other": ""}
        errors: dict[str, str] = {}
        if user_input is not None:
            draft, errors = read_form(user_input, self._profile, way, self._stored_draft())
            if draft:
                draft, errors = await self._async_read_more(draft, user_input)
                save_anyway = user_input.get(CONF_SAVE_ANYWAY, False)
                errors = errors or await self._async_try(draft, save_anyway=save_anyway)
            if not errors:
                return await self._async_next()
        schema = connection_schema(
            self._profile, way, may_save_anyway=self._may_save_anyway, more=self._more_fields(way)
        )
        shown = self.add_suggested_values_to_schema(schema, user_input or self._known_values(way))
        return self.async_show_form(
            step_id=way.step,
            data_schema=shown,
            errors=errors,
            description_placeholders=self._placeholders,
            last_step=False,
        )

    async def _async_try(self, draft: Draft, *, save_anyway: bool) -> dict[str, str]:
        """Read the device unless there is no need to; keep the candidate, or return form errors."""
        errors = self._keep(draft)
        if errors or self._is_read_as_before(draft):
            return errors
        if save_anyway and self._may_save_anyway:
            needs_address = not draft.address and has_address(self._profile.transport.protocol)
            return {CONF_ADDRESS: "address_needed"} if needs_address else {}
        outcome = await async_probe(self.hass, draft, self._profile, self._catalogue)
        if isinstance(outcome, ProbeFault):
            self._placeholders["detail"] = plain_text(outcome.detail)
            errors = {"base": outcome.key}
        else:
            errors = self._keep(outcome.draft, outcome)
        self._may_save_anyway = self._may_save_anyway or bool(errors)
        return errors

    def _keep(self, draft: Draft, probe: Probe | None = None) -> dict[str, str]:
        """Keep a candidate; return a form error when another device is at its place or is this very device."""
        stored = self._stored.data if self._stored else None
        place_key = free_key(self.hass, draft.place_key)
        self._candidate = Candidate(draft=draft, place_key=place_key, probe=probe, stored=stored)
        other = self._find_known()
        if other is None:
            return {}
        self._placeholders["other"] = plain_text(other)
        return {"base": "already_configured"}

    def _find_known(self) -> str | None:
        besides = self._stored.subentry_id if self._stored else None
        unique_id, key = self._candidate.draft.unique_id, self._candidate.told_key
        return find_known(self.hass, unique_id=unique_id, key=key, besides=besides)

    async def _async_next(self) -> SubentryFlowResult:
        return await (self.async_step_exchanged() if self._candidate.is_exchanged else self.async_step_confirm())

    async def _async_agree(self, step_id: str, user_input: dict[str, Any] | None) -> SubentryFlowResult:
        """Show what was read; save it when the person agrees."""
        probe = self._candidate.probe
        if user_input is not None or probe is None:
            return self._save()
        placeholders = {
            "model": escape_markdown(self._label),
            "identity": identity_text(probe.identity),
            "address": escape_markdown(probe.draft.address),
            "readings": await async_preview(self.hass, probe, self._catalogue),
            "old_serial": escape_markdown(self._candidate.stored_serial),
            "new_serial": escape_markdown(self._candidate.told_serial),
        }
        return self.async_show_form(
            step_id=step_id, data_schema=CONFIRM_SCHEMA, description_placeholders=placeholders, last_step=True
        )

    def _save(self) -> SubentryFlowResult:
        if self._find_known():
            return self.async_abort(reason="already_configured")
        draft, data = self._candidate.draft, self._candidate.to_data(self._model)
        if options := {**self._options, **draft.options}:
            data[CONF_OPTIONS] = options
        if self._stored is None:
            return self.async_create_entry(title=draft.name, data=data, unique_id=draft.unique_id)
        entry = self._get_entry()
        result = self.async_update_and_abort(
            entry, self._stored, unique_id=draft.unique_id, title=draft.name, data=data
        )
        place_in_room(self.hass, entry, self._candidate.key, draft.area_id)
        return result

    def _save_options(self, options: Mapping[str, Any]) -> SubentryFlowResult:
        """Store what the kind lets a person set of a device, and end the flow."""
        subentry = self._get_reconfigure_subentry()
        data = {**subentry.data, CONF_OPTIONS: dict(options)}
        return self.async_update_and_abort(self._get_entry(), subentry, data=data)

    def _more_fields(self, _way: Way) -> Mapping[probatio.Marker, Any]:
        """Return what the form of a way asks for beyond place, login and name."""
        return {}

    async def _async_read_more(self, draft: Draft, _entered: Mapping[str, Any]) -> tuple[Draft, dict[str, str]]:
        """Return the draft with what was entered into these fields, or form errors."""
        return draft, {}

    @property
    def _search_steps(self) -> tuple[str, ...]:
        """Return the steps that find a new device's place on the network, beside the forms that ask for it."""
        return ()

    @property
    def _options(self) -> Mapping[str, Any]:
        """Return what the kind lets a person set, as stored."""
        return self._stored.data.get(CONF_OPTIONS, {}) if self._stored else {}

    @property
    def _profile(self) -> Profile:
        return self._model.profile

    @property
    def _label(self) -> str:
        """Return what the device is called while it is set up: its name, or its model before it has one."""
        return self._stored.title if self._stored else self._model.label

    @property
    def _catalogue(self) -> Catalogue:
        return self._library.catalogue(self._profile.kind)

    @property
    def _stored(self) -> ConfigSubentry | None:
        """Return the device that is being changed, or None for a new one."""
        return self._get_reconfigure_subentry() if self.source == SOURCE_RECONFIGURE else None

    def _stored_draft(self) -> Draft | None:
        try:
            return Draft.from_subentry(self._stored, self._profile) if self._stored else None
        except CodecError:
            return None

    def _is_read_as_before(self, draft: Draft) -> bool:
        """Return whether only what a reading cannot tell was changed: name, room, intervals."""
        stored = self._stored_draft()
        if self._stored is None or stored is None:
            return False
        return draft.is_read_like(stored) and self._library.get(self._stored.data[CONF_PROFILE]) == self._profile

    def _known_model(self, models: Mapping[str, Model]) -> dict[str, str]:
        """Return what to prefill the list of models with: the model stored, while it is on the list."""
        stored = self._stored.data if self._stored else {}
        label = stored.get(CONF_MODEL, "")
        is_listed = label in models and models[label].profile.id == stored[CONF_PROFILE]
        return {CONF_MODEL: label} if is_listed else {}

    def _known_values(self, way: Way) -> dict[str, Any]:
        """Return what to prefill a form with: the stored device, with the room it is in now."""
        stored = self._stored_draft()
        if self._stored is None or stored is None:
            return {CONF_NAME: self._label}
        room = room_of(self.hass, self._get_entry(), self._stored.data[CONF_KEY])
        values = form_values(replace(stored, area_id=room), self._profile.transport.protocol)
        return values if transport_of(stored.endpoint) is way.transport else without_endpoint(values)
