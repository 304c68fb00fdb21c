"""A site, simulated devices on the loopback address, and the steps a person takes to find them."""

from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
from homeassistant.config_entries import SOURCE_USER, SubentryFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.discovery.finding import Service
from custom_components.smart_campus.campuslink.discovery.plan import USUAL_PORTS
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.flows.find_devices import SUBENTRY_FIND
from simulator.pjlink_server import Manners, PjlinkServer
from simulator.projector import Model, Power, Projector
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

HOST = "127.0.0.1"
SERIAL = 405419896
SECRET = "s3same"


@pytest.fixture
def site(hass: HomeAssistant) -> MockConfigEntry:
    entry = MockConfigEntry(domain=DOMAIN, title="North", entry_id="north", data={"name": "North"})
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
async def controller(socket_enabled: None) -> AsyncIterator[UhppoteController]:
    async with UhppoteController(Board(serial=SERIAL)) as made:
        yield made


@pytest.fixture
async def projector(socket_enabled: None) -> AsyncIterator[PjlinkServer]:
    thing = Projector(Model(), lambda: 0.0, label="Room 301", power=Power.ON)
    server = PjlinkServer(thing, Manners(password=SECRET))
    await server.start()
    yield server
    await server.stop()


def where(ports: Mapping[Service, int], *, text: str = HOST, **more: Any) -> dict[str, Any]:
    """Return the first form filled in. ports: of the services that are looked for."""
    usual = {f"ports_{service.value}": str(port[0]) for service, port in USUAL_PORTS.items()}
    chosen = {f"ports_{service.value}": str(port) for service, port in ports.items()}
    details = {"units": "1-2", **usual, **chosen, **more.pop("details", {})}
    services = [service.value for service in ports]
    return {"range": text, "services": services, "call": False, "details": details, **more}


async def begin(hass: HomeAssistant, site: MockConfigEntry) -> SubentryFlowResult:
    """Press "Find devices"."""
    return await hass.config_entries.subentries.async_init(
        (site.entry_id, SUBENTRY_FIND), context={"source": SOURCE_USER}
    )


async def submit(hass: HomeAssistant, result: SubentryFlowResult, entered: dict[str, Any]) -> SubentryFlowResult:
    """Fill in the form that is shown."""
    return await hass.config_entries.subentries.async_configure(result["flow_id"], entered)


async def wait(hass: HomeAssistant, result: SubentryFlowResult) -> SubentryFlowResult:
    """Wait until what is in progress is done, and return the step after it; an abort as Home Assistant showed it."""
    while result["type"] is FlowResultType.SHOW_PROGRESS:
        flow = hass.config_entries.subentries._progress[result["flow_id"]]
        task = flow.async_get_progress_task()
        if task is not None and not task.done():
            await hass.async_block_till_done(wait_background_tasks=True)
        result = await hass.config_entries.subentries.async_configure(result["flow_id"])
    return result
