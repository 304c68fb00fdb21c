"""Add a switch to a site, or change one: where it is, how it proves who asks, and which of its ports matter."""

from collections.abc import Iterable
from typing import Any, ClassVar, override

import probatio
from homeassistant.config_entries import SubentryFlowResult
from homeassistant.helpers.selector import (
    BooleanSelector,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
)

from ..campuslink.device.switch import Port, PortKind, SwitchDevice
from ..campuslink.model import Kind
from ..coordinator import DeviceCoordinator
from ..flows.device import DeviceFlow
from ..flows.draft import Draft
from ..flows.preview import escape_markdown
from ..flows.ways import WAYS
from .rules.picked_ports import (
    CONF_ALLOW_CONTROL,
    CONF_PORTS,
    CONF_UPLINKS,
    MOST_PICKED,
    PickedPorts,
    propose_ports,
    propose_uplinks,
)
from .rules.text import clean_text
from .switch_places import async_facts_of

SHOWN_KINDS = frozenset({PortKind.PHYSICAL, PortKind.AGGREGATE})


class SwitchFlow(DeviceFlow):
    """Add or change a network switch."""

    KIND: ClassVar[Kind] = Kind.SWITCH
    FURTHER_STEPS: ClassVar[tuple[str, ...]] = ("ports",)

    async def async_step_snmp(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Ask for host, version, and community or user."""
        return await self._async_connect(WAYS["snmp"], user_input)

    async def async_step_ports(self, user_input: dict[str, Any] | None = None) -> SubentryFlowResult:
        """Choose the ports with entities of their own, and the ones nobody may switch."""
        coordinator = self._coordinator()
        if coordinator is None or not isinstance(coordinator.device, SwitchDevice) or not len(coordinator.device.ports):
            return self.async_abort(reason="not_read_yet")
        ports = [port for port in coordinator.device.ports if port.kind in SHOWN_KINDS]
        errors: dict[str, str] = {}
        if user_input is not None:
            picked = _read(user_input, ports)
            if len(picked.ports) <= MOST_PICKED:
                return self._save_options({**self._options, **picked.to_options()})
            errors = {CONF_PORTS: "too_many_ports"}
        stored = PickedPorts.from_options(self._options)
        shown = (
            user_input or (stored if CONF_PORTS in self._options else self._propose(coordinator, ports)).to_options()
        )
        return self.async_show_form(
            step_id="ports",
            data_schema=self.add_suggested_values_to_schema(_schema(ports, stored), shown),
            errors=errors,
            description_placeholders={"model": escape_markdown(self._label), "most": str(MOST_PICKED)},
        )

    @override
    async def _async_try(self, draft: Draft, *, save_anyway: bool) -> dict[str, str]:
        """Say of a silent switch what silence can mean: a wrong community gets no answer either."""
        errors = await super()._async_try(draft, save_anyway=save_anyway)
        is_silent = errors.get("base") == "no_answer"
        return {"base": "no_answer_or_community"} if is_silent and draft.credentials.get("version") != "3" else errors

    def _propose(self, coordinator: DeviceCoordinator, ports: list[Port]) -> PickedPorts:
        facts = async_facts_of(self.hass, coordinator, ports)
        return PickedPorts(ports=propose_ports(facts), uplinks=frozenset(propose_uplinks(facts)))

    def _coordinator(self) -> DeviceCoordinator | None:
        runtime = getattr(self._get_entry(), "runtime_data", None)
        subentry_id = self._get_reconfigure_subentry().subentry_id
        return None if runtime is None else runtime.coordinators.get(subentry_id)


def _schema(ports: Iterable[Port], stored: PickedPorts) -> probatio.Schema:
    labels = {port.name: _label(port) for port in ports}
    # Ports that are not in the table now stay choosable, so that a look at a half-read switch loses none.
    for name in (*stored.ports, *sorted(stored.uplinks)):
        labels.setdefault(name, name)
    options = [SelectOptionDict(value=name, label=clean_text(label, 120)) for name, label in labels.items()]
    config = SelectSelectorConfig(options=options, multiple=True, mode=SelectSelectorMode.DROPDOWN)
    return probatio.Schema(
        {
            probatio.Optional(CONF_UPLINKS): SelectSelector(config),
            probatio.Optional(CONF_PORTS): SelectSelector(config),
            probatio.Required(CONF_ALLOW_CONTROL, default=False): BooleanSelector(),
        }
    )


def _label(port: Port) -> str:
    neighbour = next((each.name for each in port.neighbours if each.name), None)
    return " · ".join(text for text in (port.name, port.alias, neighbour) if text)


def _read(entered: dict[str, Any], ports: Iterable[Port]) -> PickedPorts:
    chosen = tuple(entered.get(CONF_PORTS) or ())
    powered = frozenset(port.name for port in ports if port.poe_enabled is not None or port.poe_state is not None)
    return PickedPorts(
        ports=chosen,
        uplinks=frozenset(entered.get(CONF_UPLINKS) or ()),
        poe_ports=powered & frozenset(chosen),
        allow_control=entered[CONF_ALLOW_CONTROL],
    )
