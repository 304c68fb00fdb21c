"""What people see of network paths, from real sockets to states."""

from dataclasses import replace
from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import mock_restore_cache_with_extra_data

from custom_components.smart_campus.campuslink.device.spec import DeviceSpec
from custom_components.smart_campus.campuslink.errors import CodecError
from custom_components.smart_campus.campuslink.link.endpoint import LocalEndpoint, NetworkEndpoint
from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.campuslink.profile.library import load_library
from custom_components.smart_campus.campuslink.profile.schema import Transport
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.kinds import KINDS
from custom_components.smart_campus.library import SHIPPED_PATH
from custom_components.smart_campus.network.probe_device import DATA_PROBER
from simulator.certificates import make_certificate, server_context
from simulator.path_servers import OpenPort, TimeServer, WebServer

from .probe_steps import HOST, KEY, probe, rounds, running, set_up, site_of, tcp

pytestmark = pytest.mark.usefixtures("socket_enabled")


def entity_of(hass: HomeAssistant, key: str, platform: str) -> str | None:
    return er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{KEY}_{key}")


def state(hass: HomeAssistant, key: str, platform: str = "sensor") -> str | None:
    entity_id = entity_of(hass, key, platform)
    found = hass.states.get(entity_id) if entity_id else None
    return found.state if found else None


async def test_failing_path_is_a_problem_with_its_cause(hass: HomeAssistant) -> None:
    async with running(OpenPort(HOST)) as server:
        entry = await set_up(hass, probe(tcp("storage", server.port)))
        assert (state(hass, "problem", "binary_sensor"), state(hass, "path_storage_reachable", "binary_sensor")) == (
            "off",
            "on",
        )
        assert float(state(hass, "path_storage_latency") or 0) > 0
    await rounds(hass, entry, 1)
    assert state(hass, "problem", "binary_sensor") == "off"
    await rounds(hass, entry, 1)
    assert state(hass, "path_storage_reachable", "binary_sensor") == "off"
    assert (state(hass, "targets_failing"), state(hass, "targets_degraded")) == ("1", "0")
    problem = hass.states.get(entity_of(hass, "problem", "binary_sensor") or "")
    assert problem is not None
    assert problem.state == "on"
    assert problem.attributes["causes"] == [{"path": "Storage", "state": "failing", "reasons": ["refused"]}]


async def test_path_that_is_back_is_no_problem_any_more(hass: HomeAssistant) -> None:
    server = OpenPort(HOST)
    async with running(server):
        pass
    entry = await set_up(hass, probe(tcp("storage", server.port)))
    assert state(hass, "problem", "binary_sensor") == "on"
    async with running(server):
        await rounds(hass, entry, 2)
        assert state(hass, "problem", "binary_sensor") == "off"


async def test_page_has_the_days_of_its_certificate(hass: HomeAssistant) -> None:
    context = server_context(*make_certificate(HOST, days_left=9.5))
    async with running(WebServer(HOST, context=context)) as server:
        page = {"id": "portal", "name": "Portal", "way": "https", "host": HOST, "port": server.port}
        await set_up(hass, probe(page | {"is_trust_checked": False}))
    assert state(hass, "path_portal_certificate") == "9.5"
    assert float(state(hass, "certificate_days_left") or 0) == pytest.approx(9.5, abs=0.01)
    reachable = hass.states.get(entity_of(hass, "path_portal_reachable", "binary_sensor") or "")
    assert reachable is not None
    assert reachable.state == "on"
    assert (reachable.attributes["path_state"], reachable.attributes["reasons"]) == (
        "degraded",
        ["certificate_expires"],
    )


async def test_time_server_has_the_offset_of_its_clock(hass: HomeAssistant) -> None:
    async with running(TimeServer(HOST, offset_s=60)) as server:
        await set_up(hass, probe({"id": "ntp", "name": "NTP", "way": "ntp", "host": HOST, "port": server.port}))
    assert float(state(hass, "path_ntp_clock_offset") or 0) == pytest.approx(60_000, abs=500)


@pytest.mark.servers
async def test_pinged_host_has_loss_and_jitter_that_start_disabled(hass: HomeAssistant) -> None:
    await set_up(hass, probe({"id": "gw", "name": "Gateway", "way": "ping", "host": HOST}))
    registry = er.async_get(hass)
    assert state(hass, "path_gw_reachable", "binary_sensor") == "on"
    for key in ("path_gw_loss", "path_gw_jitter"):
        found = registry.async_get(entity_of(hass, key, "sensor") or "")
        assert found is not None
        assert found.disabled_by is er.RegistryEntryDisabler.INTEGRATION


async def test_names_come_from_the_target(hass: HomeAssistant) -> None:
    async with running(OpenPort(HOST)) as server:
        await set_up(hass, probe(tcp("storage", server.port, name="录播\x1b[31m<b>\u202estorage")))
    found = hass.states.get(entity_of(hass, "path_storage_reachable", "binary_sensor") or "")
    assert found is not None
    assert found.name == "Campus paths 录播[31m<b>storage reachable"


async def test_state_is_written_only_when_it_changed(hass: HomeAssistant) -> None:
    async with running(OpenPort(HOST)) as server:
        entry = await set_up(hass, probe(tcp("storage", server.port)))
        entity_id = entity_of(hass, "path_storage_reachable", "binary_sensor") or ""
        before = hass.states.get(entity_id)
        await rounds(hass, entry, 1)
    after = hass.states.get(entity_id)
    assert before is not None
    assert after is before


def stored_path(hass: HomeAssistant, **extra: Any) -> None:
    """Leave behind what an entity of before a restart left behind."""
    entity_id = "binary_sensor.campus_paths_storage_reachable"
    mock_restore_cache_with_extra_data(hass, [(State(entity_id, "off"), extra)])


async def test_state_of_a_path_outlives_a_restart(hass: HomeAssistant) -> None:
    stored_path(hass, path_state="failing", reasons=["refused"], since=1_800_000_000.0)
    async with running(OpenPort(HOST)) as server:
        entry = await set_up(hass, probe(tcp("storage", server.port), rounds=10))
        assert state(hass, "path_storage_reachable", "binary_sensor") == "off"
        assert entry.runtime_data.coordinators["paths"].device.results["storage"].since == 1_800_000_000.0
        await rounds(hass, entry, 8)
    assert state(hass, "path_storage_reachable", "binary_sensor") == "on"


@pytest.mark.parametrize(
    "extra",
    [{}, {"path_state": "fine", "reasons": [], "since": 1.0}, {"path_state": "failing", "reasons": 5, "since": None}],
)
async def test_damaged_state_of_before_a_restart_is_forgotten(hass: HomeAssistant, extra: dict[str, Any]) -> None:
    stored_path(hass, **extra)
    async with running(OpenPort(HOST)) as server:
        await set_up(hass, probe(tcp("storage", server.port)))
    assert state(hass, "path_storage_reachable", "binary_sensor") == "on"


async def test_removed_target_takes_its_entities_along_and_others_stay(hass: HomeAssistant) -> None:
    async with running(OpenPort(HOST)) as server:
        entry = await set_up(hass, probe(tcp("one", server.port), tcp("two", server.port)))
        subentry: ConfigSubentry = entry.subentries["paths"]
        kept = probe(tcp("two", server.port))["data"]
        hass.config_entries.async_update_subentry(entry, subentry, data=kept)
        await hass.async_block_till_done()
        await rounds(hass, entry, 1)
    assert entity_of(hass, "path_one_reachable", "binary_sensor") is None
    assert state(hass, "path_two_reachable", "binary_sensor") == "on"


async def test_all_probes_share_one_prober_and_the_last_one_closes_it(hass: HomeAssistant) -> None:
    async with running(OpenPort(HOST)) as server:
        entry = await set_up(hass, probe(tcp("storage", server.port)))
        assert DATA_PROBER in hass.data
        assert await hass.config_entries.async_unload(entry.entry_id)
    assert DATA_PROBER not in hass.data


async def test_held_probe_gives_the_prober_back(hass: HomeAssistant) -> None:
    library = load_library(SHIPPED_PATH)
    endpoint = LocalEndpoint(name="held")
    spec = DeviceSpec(
        profile=library.profiles["network-paths"], catalogue=library.catalogue(Kind.PROBE), endpoint=endpoint
    )
    async with KINDS[Kind.PROBE].hold(hass, spec) as device:
        assert DATA_PROBER in hass.data
        assert (await device.poll(device.points)).readings["targets_total"].value == 0
    assert DATA_PROBER not in hass.data
    networked = replace(spec, endpoint=NetworkEndpoint(transport=Transport.TCP, host=HOST, port=1))
    with pytest.raises(CodecError):
        await KINDS[Kind.PROBE].hold(hass, networked).__aenter__()


@pytest.mark.parametrize(
    "options",
    [{"targets": "none"}, {"targets": [{"id": "a"}]}, {"targets": [tcp("a", 1), tcp("a", 2)]}],
    ids=["no list", "no target", "one id twice"],
)
async def test_damaged_targets_leave_the_site_running(hass: HomeAssistant, options: dict[str, object]) -> None:
    damaged = probe()
    damaged["data"]["options"] = options
    entry = site_of(damaged)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert [trouble.key for trouble in entry.runtime_data.troubles.values()] == ["damaged_settings"]
    assert DATA_PROBER not in hass.data
