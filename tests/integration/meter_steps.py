"""The steps a person takes through the set-up of a meter, and the wire they end at."""

from collections.abc import AsyncIterator, Generator
from contextlib import asynccontextmanager, contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.config_entries import SOURCE_RECONFIGURE, SOURCE_USER, SubentryFlowResult
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.device.recording import Recording
from custom_components.smart_campus.campuslink.link.base import DeviceLink
from custom_components.smart_campus.campuslink.link.endpoint import Endpoint
from custom_components.smart_campus.campuslink.profile.schema import TransportRules
from custom_components.smart_campus.campuslink.testing.faulty import FaultyLink
from custom_components.smart_campus.campuslink.testing.replay import ReplayLink
from custom_components.smart_campus.const import SUBENTRY_METER

from .conftest import PROFILE_ID, recording

HOST = "192.0.2.7"
NETWORK = {"host": HOST, "port": 502, "address": "1", "ct_ratio": 1, "name": "Library main"}


class Wire:
    """Whatever place a flow tries, this one meter is there."""

    def __init__(self) -> None:
        self.asked: list[tuple[Endpoint, str]] = []
        """Every endpoint and address a link was opened to."""
        self.conflict: Exception | None = None
        self.connect(recording())

    def connect(self, given: Recording) -> None:
        """Put another meter on the wire."""
        self.link = FaultyLink(ReplayLink(given), timeout_s=0)

    @asynccontextmanager
    async def open(
        self, hass: HomeAssistant, endpoint: Endpoint, rules: TransportRules, address: str
    ) -> AsyncIterator[DeviceLink]:
        """Stand in for `async_open_temporary`."""
        self.asked.append((endpoint, address))
        if self.conflict is not None:
            raise self.conflict
        yield self.link


@contextmanager
def patched_wire() -> Generator[Wire]:
    """Replace where the flow's links come from, and nothing else."""
    wire = Wire()
    with patch("custom_components.smart_campus.meters.kind.async_open_temporary", wire.open):
        yield wire


async def start(hass: HomeAssistant, site: MockConfigEntry) -> SubentryFlowResult:
    """Press "Add energy meter"."""
    return await hass.config_entries.subentries.async_init(
        (site.entry_id, SUBENTRY_METER), context={"source": SOURCE_USER}
    )


async def change(hass: HomeAssistant, site: MockConfigEntry, subentry_id: str, step: str) -> SubentryFlowResult:
    """Open the settings of a meter and choose what to change."""
    result = await hass.config_entries.subentries.async_init(
        (site.entry_id, SUBENTRY_METER), context={"source": SOURCE_RECONFIGURE, "subentry_id": subentry_id}
    )
    return await submit(hass, result, {"next_step_id": step})


async def submit(hass: HomeAssistant, result: SubentryFlowResult, entered: dict[str, Any]) -> SubentryFlowResult:
    """Fill in the form that is shown, or choose from the menu."""
    return await hass.config_entries.subentries.async_configure(result["flow_id"], entered)


async def reach_form(
    hass: HomeAssistant, site: MockConfigEntry, step: str = "modbus_tcp", model: str = PROFILE_ID
) -> SubentryFlowResult:
    """Choose the model and the way, up to the form of the connection."""
    result = await submit(hass, await start(hass, site), {"model": model})
    return await submit(hass, result, {"next_step_id": step})


async def add_meter(hass: HomeAssistant, site: MockConfigEntry, **entered: Any) -> SubentryFlowResult:
    """Add a meter on Modbus TCP, up to its confirmation."""
    return await submit(hass, await reach_form(hass, site), NETWORK | entered)


def suggested(result: SubentryFlowResult, field: str) -> Any:
    """Return what a form has filled in for a field."""
    schema = result["data_schema"]
    assert schema is not None
    marker = next(key for key in schema.schema if key == field)
    if marker.description and "suggested_value" in marker.description:
        return marker.description["suggested_value"]
    return marker.default()


def fields(result: SubentryFlowResult) -> list[str]:
    """Return the fields of a form, in order."""
    schema = result["data_schema"]
    assert schema is not None
    return [str(key) for key in schema.schema]


@pytest.fixture
def wire(own_profiles: object) -> Generator[Wire]:
    with patched_wire() as found:
        yield found


@pytest.fixture
def site(hass: HomeAssistant) -> MockConfigEntry:
    entry = MockConfigEntry(domain="smart_campus", title="Library", data={"name": "Library"})
    entry.add_to_hass(hass)
    return entry
