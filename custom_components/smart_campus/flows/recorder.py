"""The set-up steps of recorders."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, Final, override

import probatio
from homeassistant.config_entries import SubentryFlowResult
from homeassistant.helpers.selector import BooleanSelector

from ..campuslink.link.credentials import NO_CREDENTIALS
from ..campuslink.model import Kind
from ..campuslink.profile.schema import Protocol, Transport
from ..recordings.options import CONF_HOST_KEY, RecorderOptions
from .device import DeviceFlow
from .draft import Draft
from .recorder_sources import async_read_sources, source_fields, source_values
from .ways import WAYS, Way

CONF_NEW_KEY: Final = "accept_new_key"

WATCHING_SCHEMA = probatio.Schema({probatio.Required(name): BooleanSelector() for name in RecorderOptions().to_form()})


class RecorderFlow(DeviceFlow):
    """Add or change a recorder."""

    KIND: ClassVar[Kind] = Kind.RECORDER
    FURTHER_STEPS: ClassVar[tuple[str, ...]] = ("watching",)

    async def async_step_recorder_http(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a recorder over HTTP."""
        return await self._async_connect(WAYS["recorder_http"], user_input)

    async def async_step_recorder_https(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a recorder over HTTPS."""
        return await self._async_connect(WAYS["recorder_https"], user_input)

    async def async_step_isapi_http(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a Hikvision recorder over HTTP."""
        return await self._async_connect(WAYS["isapi_http"], user_input)

    async def async_step_isapi_https(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a Hikvision recorder over HTTPS."""
        return await self._async_connect(WAYS["isapi_https"], user_input)

    async def async_step_recorder_ssh(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for an Extron recorder over SSH."""
        return await self._async_connect(WAYS["recorder_ssh"], user_input)

    async def async_step_recorder_telnet(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for an Extron recorder over telnet."""
        return await self._async_connect(WAYS["recorder_telnet"], user_input)

    async def async_step_recorder_obs(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a computer with OBS Studio."""
        return await self._async_connect(WAYS["recorder_obs"], user_input)

    async def async_step_recorder_rtsp(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for the cameras of a room, which this machine records."""
        return await self._async_connect(WAYS["recorder_rtsp"], user_input)

    async def async_step_watching(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what is watched during a lesson, and what may be looked at."""
        if user_input is not None:
            return self._save_options({**self._options, **RecorderOptions.of(user_input).to_form()})
        shown = self.add_suggested_values_to_schema(WATCHING_SCHEMA, RecorderOptions.of(self._options).to_form())
        return self.async_show_form(step_id="watching", data_schema=shown, last_step=True)

    @override
    def _more_fields(self, way: Way) -> Mapping[probatio.Marker, Any]:
        if self._profile.transport.protocol is Protocol.RTSP:
            return source_fields(self.hass)
        is_pinned = way.transport is Transport.SSH and CONF_HOST_KEY in self._options
        return {probatio.Required(CONF_NEW_KEY, default=False): BooleanSelector()} if is_pinned else {}

    @override
    async def _async_read_more(self, draft: Draft, entered: Mapping[str, Any]) -> tuple[Draft, dict[str, str]]:
        if self._profile.transport.protocol is Protocol.RTSP:
            stored = self._stored_draft()
            known = stored.credentials if stored else NO_CREDENTIALS
            return await async_read_sources(self.hass, draft, entered, known)
        if CONF_HOST_KEY in self._options:
            # Without a key the next one to come is taken
            host_key = "" if entered.get(CONF_NEW_KEY) else self._options[CONF_HOST_KEY]
            return replace(draft, options={CONF_HOST_KEY: host_key}), {}
        return draft, {}

    @override
    def _known_values(self, way: Way) -> dict[str, Any]:
        stored = self._stored_draft()
        logins = stored.credentials if stored else NO_CREDENTIALS
        return {**super()._known_values(way), **source_values(self._options, logins)}
