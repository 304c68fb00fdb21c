"""The set-up steps of door controllers and barriers."""

from collections.abc import Mapping
from typing import Any, ClassVar, override

import probatio
from homeassistant.config_entries import SubentryFlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    TextSelector,
)

from ..access.options import (
    CONF_ALLOW_MODES,
    CONF_ALLOW_OPEN,
    CONF_ALLOW_RELEASE,
    CONF_CONTACTS,
    CONF_HELD_OPEN_S,
    CONF_OWN_ADDRESS,
    CONF_SYNC_CLOCK,
    CONF_TAKE_NEWS,
    DOORS,
    HELD_OPEN_LIMITS_S,
    GateOptions,
    parse_own_address,
)
from ..campuslink.codec.uhppote import BoardInfo
from ..campuslink.errors import CannotConnectError
from ..campuslink.link.uhppote import ANY_ADDRESS, BROADCAST, DEFAULT_PORT, search_controllers
from ..campuslink.model import Kind
from ..campuslink.profile.schema import Protocol
from ..const import CONF_ADDRESS
from .device import DeviceFlow
from .forms import CONF_HOST, CONF_PORT
from .place import parse_host, parse_port
from .preview import plain_text
from .ways import WAYS, Way

CONF_BROADCAST = "broadcast"
CONF_FOUND = "found"

_PORT = NumberSelector(NumberSelectorConfig(min=1, max=65535, step=1, mode=NumberSelectorMode.BOX))
SEARCH_SCHEMA = probatio.Schema(
    {
        probatio.Required(CONF_BROADCAST, default=BROADCAST): TextSelector(),
        probatio.Required(CONF_PORT, default=DEFAULT_PORT): _PORT,
        probatio.Optional(CONF_OWN_ADDRESS): TextSelector(),
    }
)


class GateFlow(DeviceFlow):
    """Add or change a door controller or a barrier."""

    KIND: ClassVar[Kind] = Kind.GATE
    FURTHER_STEPS: ClassVar[tuple[str, ...]] = ("doors",)

    _found: Mapping[str, BoardInfo]
    """Controllers that answered a search, by address."""
    _chosen: Mapping[str, Any] | None = None
    """Place of the controller chosen from a search."""

    async def async_step_uhppote_udp(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a door controller that is reached over UDP."""
        return await self._async_connect(WAYS["uhppote_udp"], user_input)

    async def async_step_uhppote_tcp(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a door controller that is reached over TCP."""
        return await self._async_connect(WAYS["uhppote_tcp"], user_input)

    async def async_step_isapi_http(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a Hikvision device over HTTP."""
        return await self._async_connect(WAYS["isapi_http"], user_input)

    async def async_step_isapi_https(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for a Hikvision device over HTTPS."""
        return await self._async_connect(WAYS["isapi_https"], user_input)

    async def async_step_uhppote_search(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask every door controller of a network who it is."""
        errors: dict[str, str] = {}
        if user_input is not None:
            errors = await self._async_search(user_input)
            if not errors:
                return await self.async_step_uhppote_found()
        shown = self.add_suggested_values_to_schema(SEARCH_SCHEMA, user_input or {})
        return self.async_show_form(step_id="uhppote_search", data_schema=shown, errors=errors, last_step=False)

    async def async_step_uhppote_found(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose one of the controllers that answered."""
        if user_input is not None:
            address = user_input[CONF_FOUND]
            self._chosen = {**(self._chosen or {}), CONF_HOST: address, CONF_ADDRESS: str(self._found[address].serial)}
            return await self._async_connect(WAYS["uhppote_udp"], None)
        choices = [
            SelectOptionDict(value=address, label=plain_text(f"{info.serial} ({address}, {info.firmware})"))
            for address, info in self._found.items()
        ]
        schema = probatio.Schema({probatio.Required(CONF_FOUND): SelectSelector(SelectSelectorConfig(options=choices))})
        return self.async_show_form(step_id="uhppote_found", data_schema=schema, last_step=False)

    async def async_step_doors(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask what may be commanded, and which contacts are wired."""
        errors: dict[str, str] = {}
        if user_input is not None:
            if parse_own_address(user_input.get(CONF_OWN_ADDRESS)) is not None:
                return self._save_options(GateOptions.parse(user_input).to_form())
            errors = {CONF_OWN_ADDRESS: "invalid_own_address"}
        schema = options_schema(is_uhppote=bool(self._search_steps))
        shown = self.add_suggested_values_to_schema(schema, user_input or GateOptions.parse(self._options).to_form())
        return self.async_show_form(step_id="doors", data_schema=shown, errors=errors)

    @property
    @override
    def _search_steps(self) -> tuple[str, ...]:
        return ("uhppote_search",) if self._profile.transport.protocol is Protocol.UHPPOTE else ()

    @override
    def _known_values(self, way: Way) -> dict[str, Any]:
        return {**super()._known_values(way), **(self._chosen or {})}

    async def _async_search(self, entered: Mapping[str, Any]) -> dict[str, str]:
        """Search for controllers; return form errors."""
        host, number = parse_host(entered[CONF_BROADCAST]), parse_port(entered[CONF_PORT])
        own_address = parse_own_address(entered.get(CONF_OWN_ADDRESS))
        if host is None:
            return {CONF_BROADCAST: "invalid_host"}
        if number is None:
            return {CONF_PORT: "invalid_port"}
        if own_address is None:
            return {CONF_OWN_ADDRESS: "invalid_own_address"}
        try:
            self._found = await search_controllers(host, number, own_address=own_address or ANY_ADDRESS)
        except CannotConnectError:
            self._found = {}
            if own_address:
                return {CONF_OWN_ADDRESS: "foreign_own_address"}
        self._chosen = {CONF_PORT: number}
        return {} if self._found else {"base": "nothing_found"}


def options_schema(*, is_uhppote: bool) -> probatio.Schema:
    """Return the form of what may be commanded at a gate, and for one family of how it is spoken to."""
    least, most = HELD_OPEN_LIMITS_S
    held_open = NumberSelectorConfig(min=least, max=most, step=1, mode=NumberSelectorMode.BOX)
    contacts = SelectSelectorConfig(
        options=[str(door) for door in DOORS], multiple=True, translation_key="gate_contacts"
    )
    switches = (CONF_ALLOW_OPEN, CONF_ALLOW_MODES, CONF_ALLOW_RELEASE, CONF_SYNC_CLOCK)
    speaking: Mapping[probatio.Marker, Any] = {
        probatio.Required(CONF_TAKE_NEWS, default=False): BooleanSelector(),
        probatio.Optional(CONF_OWN_ADDRESS): TextSelector(),
    }
    return probatio.Schema(
        {
            **{probatio.Required(name): BooleanSelector() for name in switches},
            probatio.Optional(CONF_CONTACTS, default=list): SelectSelector(contacts),
            probatio.Required(CONF_HELD_OPEN_S): NumberSelector(held_open),
            **(speaking if is_uhppote else {}),
        }
    )
