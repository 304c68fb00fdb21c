"""The part of a site's form that says when its network is inspected and what its egress must carry."""

from collections.abc import Iterable, Mapping
from typing import Any

import probatio
from homeassistant.const import UnitOfDataRate
from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TimeSelector,
)

from ..campuslink.device.switch import SwitchDevice
from ..campuslink.device.switch.ports import PortKind
from ..coordinator import DeviceCoordinator
from ..network.inspection.settings import (
    CONF_CONTRACT,
    CONF_DAILY,
    CONF_EGRESS,
    CONF_INSPECTION,
    CONF_TIME,
    DEFAULT_CONTRACT_MBPS,
    DEFAULT_TIME,
    MOST_EGRESSES,
    EgressPort,
    InspectionSettings,
)

MOST_CONTRACT_MBPS = 400_000
_MOST_PORTS = 2_000
_CARRYING = frozenset({PortKind.PHYSICAL, PortKind.AGGREGATE})


def inspection_section(coordinators: Iterable[DeviceCoordinator], chosen: Iterable[str]) -> dict[Any, section]:
    """Return the section by its key. chosen: the egress ports of now, offered even while their switch is silent."""
    choices = {**{text: text for text in chosen}, **_ports_of(coordinators)}
    options = [SelectOptionDict(value=value, label=label) for value, label in choices.items()]
    ports = SelectSelectorConfig(options=options, multiple=True, mode=SelectSelectorMode.DROPDOWN, sort=True)
    contract = NumberSelectorConfig(
        min=1, max=MOST_CONTRACT_MBPS, mode=NumberSelectorMode.BOX,
        unit_of_measurement=UnitOfDataRate.MEGABITS_PER_SECOND,
    )  # fmt: skip
    form = probatio.Schema(
        {
            probatio.Required(CONF_DAILY, default=False): BooleanSelector(),
            probatio.Required(CONF_TIME, default=DEFAULT_TIME): TimeSelector(),
            probatio.Optional(CONF_EGRESS, default=list): SelectSelector(ports),
            probatio.Required(CONF_CONTRACT, default=DEFAULT_CONTRACT_MBPS): NumberSelector(contract),
        }
    )
    return {probatio.Optional(CONF_INSPECTION): section(form, {"collapsed": True})}


def egresses_in(options: Mapping[str, Any]) -> list[str]:
    """Return the egress ports of a site's options as they are stored."""
    return [str(port) for port in InspectionSettings.from_options(options).egresses]


def clean_inspection(entered: Mapping[str, Any]) -> dict[str, Any]:
    """Return the section's entries as they are stored; nothing when the section was left out."""
    if (given := entered.get(CONF_INSPECTION)) is None:
        return {}
    return {
        CONF_INSPECTION: {
            CONF_DAILY: given[CONF_DAILY],
            CONF_TIME: given[CONF_TIME],
            CONF_EGRESS: given[CONF_EGRESS][:MOST_EGRESSES],
            CONF_CONTRACT: round(given[CONF_CONTRACT]),
        }
    }


def _ports_of(coordinators: Iterable[DeviceCoordinator]) -> dict[str, str]:
    """Return the ports of every switch, by what is stored of them."""
    found: dict[str, str] = {}
    for coordinator in coordinators:
        if isinstance(device := coordinator.device, SwitchDevice):
            for port in device.ports:
                if port.kind in _CARRYING and port.name and len(found) < _MOST_PORTS:
                    texts = (coordinator.settings.title, port.name, port.alias)
                    found[str(EgressPort(coordinator.key, port.name))] = " · ".join(text for text in texts if text)
    return found
