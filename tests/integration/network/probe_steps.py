"""Sites with probes whose paths end at small servers on the loopback address, over real sockets."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from homeassistant.config_entries import SOURCE_USER, ConfigSubentryDataWithId, SubentryFlowResult
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.const import DOMAIN
from simulator.path_servers import PathServer

HOST = "127.0.0.1"
KEY = "probe:campus"


@asynccontextmanager
async def running[S: PathServer](server: S) -> AsyncIterator[S]:
    """Start a server, and stop it again."""
    await server.start()
    try:
        yield server
    finally:
        await server.stop()


def tcp(target_id: str, port: int, **changes: Any) -> dict[str, Any]:
    """Return a stored target."""
    return {"id": target_id, "name": target_id.title(), "way": "tcp", "host": HOST, "port": port} | changes


def probe(*targets: dict[str, Any], rounds: int = 2) -> ConfigSubentryDataWithId:
    """Return the subentry of a probe."""
    return ConfigSubentryDataWithId(
        subentry_id="paths",
        subentry_type="probe",
        title="Campus paths",
        unique_id=KEY,
        data={
            "profile": "network-paths",
            "endpoint": {"transport": "local", "name": "campus"},
            "key": KEY,
            "options": {"targets": list(targets), "rounds_to_turn": rounds},
        },
    )


def site_of(*probes: ConfigSubentryDataWithId) -> MockConfigEntry:
    """Return a site that is not set up yet."""
    return MockConfigEntry(
        domain=DOMAIN,
        title="North",
        entry_id="site1",
        data={"name": "North"},
        options={"fast_s": 10, "normal_s": 30, "slow_s": 300},
        subentries_data=probes,
    )


async def set_up(hass: HomeAssistant, *probes: ConfigSubentryDataWithId) -> MockConfigEntry:
    """Set a site up, and try its paths twice."""
    entry = site_of(*probes)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await rounds(hass, entry, 2)
    return entry


async def rounds(hass: HomeAssistant, entry: MockConfigEntry, count: int) -> None:
    """Try every path so many times."""
    for _ in range(count):
        await asyncio.gather(*(each.polled.poll_now() for each in entry.runtime_data.coordinators.values()))
        await hass.async_block_till_done()


async def begin(hass: HomeAssistant, entry: MockConfigEntry) -> SubentryFlowResult:
    """Press "Add network paths" and name the group."""
    flows = hass.config_entries.subentries
    result = await flows.async_init((entry.entry_id, "probe"), context={"source": SOURCE_USER})
    return await answer(hass, result, {"name": "Campus paths", "rounds_to_turn": 2})


async def answer(hass: HomeAssistant, result: SubentryFlowResult, values: dict[str, Any]) -> SubentryFlowResult:
    """Fill in a form."""
    return await hass.config_entries.subentries.async_configure(result["flow_id"], values)


async def choose(hass: HomeAssistant, result: SubentryFlowResult, step: str) -> SubentryFlowResult:
    """Choose from a menu."""
    return await answer(hass, result, {"next_step_id": step})
