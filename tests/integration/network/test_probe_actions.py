"""The actions on network paths, over real sockets."""

import asyncio
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.campuslink.link.probe.prober import Prober
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.network.probe_actions import MOST_AT_ONCE
from custom_components.smart_campus.network.probe_device import DATA_PROBER
from simulator.path_servers import OpenPort

from .probe_steps import HOST, probe, running, set_up, site_of, tcp

pytestmark = pytest.mark.usefixtures("socket_enabled")


async def call(hass: HomeAssistant, action: str, **data: Any) -> Any:
    return await hass.services.async_call(DOMAIN, action, data, blocking=True, return_response=True)


@pytest.fixture
async def site(hass: HomeAssistant) -> None:
    entry = site_of()
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)


async def test_every_path_is_returned_with_its_values(hass: HomeAssistant) -> None:
    async with running(OpenPort(HOST)) as server:
        dead = OpenPort(HOST)
        async with running(dead):
            pass
        entry = await set_up(hass, probe(tcp("alive", server.port), tcp("dead", dead.port)))
        registry_id = entry.runtime_data.coordinators["paths"].registry_id
        (found,) = (await call(hass, "get_paths", device_id=registry_id))["probes"]
    assert (found["device_id"], found["name"]) == (registry_id, "Campus paths")
    assert [(path["id"], path["state"], path["reasons"]) for path in found["paths"]] == [
        ("alive", "ok", []),
        ("dead", "failing", ["refused"]),
    ]
    (bad,) = (await call(hass, "get_paths", only_bad=True))["probes"]
    assert [path["id"] for path in bad["paths"]] == ["dead"]


@pytest.mark.usefixtures("site")
async def test_device_that_is_no_probe_is_told(hass: HomeAssistant) -> None:
    assert await call(hass, "get_paths") == {"probes": []}
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, "get_paths", device_id=["nobody"])
    assert caught.value.translation_key == "no_probe"


@pytest.mark.usefixtures("site")
async def test_single_attempt_tells_what_it_brought(hass: HomeAssistant) -> None:
    async with running(OpenPort(HOST)) as server:
        found = await call(hass, "probe_now", url=f"tcp://{HOST}:{server.port}")
    assert (found["way"], found["host"], found["answers"]) == ("tcp", HOST, True)
    assert found["latency_ms"] > 0
    found = await call(hass, "probe_now", url=f"tcp://{HOST}:{server.port}")
    assert (found["answers"], found["reason"]) == (False, "refused")
    assert DATA_PROBER not in hass.data


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("url", ["gopher://a", "tcp://a", "https://user:secret@a"])
async def test_what_names_no_path_is_not_tried(hass: HomeAssistant, url: str) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, "probe_now", url=url)
    assert caught.value.translation_key == "no_path"
    assert "secret" not in str(caught.value.translation_placeholders)


@pytest.mark.usefixtures("site")
async def test_only_administrators_try_paths(hass: HomeAssistant, hass_read_only_user: MockUser) -> None:
    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN,
            "probe_now",
            {"url": "ping://10.0.0.1"},
            blocking=True,
            return_response=True,
            context=Context(user_id=hass_read_only_user.id),
        )


@pytest.mark.usefixtures("site")
async def test_few_attempts_run_side_by_side(hass: HomeAssistant) -> None:
    started, release = asyncio.Semaphore(0), asyncio.Event()

    async def hang(self: Prober, target: object) -> None:
        started.release()
        await release.wait()
        raise asyncio.CancelledError

    with patch.object(Prober, "measure", hang):
        running_ones = [
            asyncio.create_task(call(hass, "probe_now", url="ping://10.0.0.1")) for _ in range(MOST_AT_ONCE)
        ]
        for _ in running_ones:
            await started.acquire()
        with pytest.raises(HomeAssistantError) as caught:
            await call(hass, "probe_now", url="ping://10.0.0.1")
        release.set()
        await asyncio.gather(*running_ones, return_exceptions=True)
    assert caught.value.translation_key == "too_many_attempts"
