"""What the inspection of a site in a real core finds, and what it does not check."""

import asyncio
from datetime import timedelta
from unittest.mock import patch

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
)

from custom_components.smart_campus.network.inspection.settings import EgressPort
from simulator.path_servers import OpenPort

from ..conftest import FakeCampus
from .inspecting import choose, found, inspect
from .network_site import Stage
from .probe_steps import HOST, probe, running, set_up, tcp


async def test_quiet_network_has_no_exceptions_and_says_what_was_not_checked(
    hass: HomeAssistant, site: MockConfigEntry
) -> None:
    report = await inspect(hass)

    assert report["exceptions"] == []
    assert {entry["check"] for entry in report["not_checked"]} == {"ipv4", "ipv6", "egress_chosen"}
    assert report["checked"] == 5


async def test_cut_is_one_exception_with_what_hangs_on_it(
    hass: HomeAssistant, campus: FakeCampus, stage: Stage, site: MockConfigEntry
) -> None:
    stage.agents["dist"].silence()
    stage.agents["lab"].silence()
    campus.link(1).silence()
    await stage.run(site, 600)

    report = await inspect(hass)

    assert found(report) == {("Switch dist", "reachable", "")}
    (entry,) = report["exceptions"]
    assert (entry["level"], entry["affects"]) == ("critical", ["Meter 1", "Switch lab"])
    assert entry["since"] is not None


async def test_port_in_trouble_is_told_by_name(hass: HomeAssistant, stage: Stage, site: MockConfigEntry) -> None:
    for poll in range(12):
        stage.agents["gym"].set(5, oper=1 + poll % 2, changed=360_000 + poll * 6_000)
        await stage.run(site, 60)

    report = await inspect(hass)

    assert found(report) == {("Switch gym", "port_flapping", "Gi0/5")}


async def test_egress_is_measured_at_its_port_against_the_contract(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    """950 Mbit/s are 118,750,000 octets a second."""
    await choose(hass, site, egress=[str(EgressPort("core", "Gi0/8"))])
    await stage.run(site, 60)
    core = stage.agents["core"]
    for _ in range(2):
        octets = int(core.values["1.3.6.1.2.1.31.1.1.1.6.8"]) + 118_750_000 * 60
        core.set(8, octets_in=octets)
        await stage.run(site, 60)
    assert found(await inspect(hass)) == {("Switch core Gi0/8", "egress_use", "")}

    core.set(8, mbit=100)
    await stage.run(site, 60)
    report = await inspect(hass)

    assert ("Switch core Gi0/8", "egress_speed", "") in found(report)
    (slow,) = [entry for entry in report["exceptions"] if entry["check"] == "egress_speed"]
    assert slow["finding"] == "100 Mbit/s, below the contract of 1 Gbit/s"
    assert "egress_chosen" not in {entry["check"] for entry in report["not_checked"]}


async def test_peak_is_forgotten_after_a_day(hass: HomeAssistant, stage: Stage, site: MockConfigEntry) -> None:
    await choose(hass, site, egress=[str(EgressPort("core", "Gi0/8"))])
    core = stage.agents["core"]
    core.set(8, octets_in=int(core.values["1.3.6.1.2.1.31.1.1.1.6.8"]) + 118_750_000 * 60)
    await stage.run(site, 60)

    await stage.run(site, 26 * 3600, step_s=3600)

    assert found(await inspect(hass)) == set()


async def test_egress_whose_switch_is_silent_or_gone_is_not_checked(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    await choose(hass, site, egress=[str(EgressPort("core", "Gi0/8"))])
    await stage.run(site, 60)
    stage.agents["core"].silence()
    await stage.run(site, 300)
    report = await inspect(hass)
    assert "egress_link" in {entry["check"] for entry in report["not_checked"]}

    hass.config_entries.async_remove_subentry(site, "core")
    await hass.async_block_till_done()

    report = await inspect(hass)
    assert "egress_link" in {entry["check"] for entry in report["not_checked"]}
    await choose(hass, site)
    assert "egress_chosen" in {entry["check"] for entry in (await inspect(hass))["not_checked"]}


async def test_form_offers_the_ports_of_every_switch_and_keeps_those_chosen(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    gone = str(EgressPort("old", "Gi9/9"))
    hass.config_entries.async_update_entry(site, options={**site.options, "inspection": {"egress": [gone]}})

    form = await hass.config_entries.options.async_init(site.entry_id)

    fields = form["data_schema"].schema["inspection"].schema.schema
    offered = {option["value"]: option["label"] for option in fields["egress"].config["options"]}
    assert offered[str(EgressPort("core", "Gi0/8"))] == "Switch core · Gi0/8 · Socket 8"
    assert offered[gone] == gone
    assert len(offered) == 4 * 8 + 1


async def test_paths_are_inspected_with_their_protocol(hass: HomeAssistant, socket_enabled: None) -> None:
    async with running(OpenPort(HOST)) as server:
        dead = OpenPort(HOST)
        async with running(dead):
            pass
        await set_up(hass, probe(tcp("alive", server.port, name="<b>Portal</b>"), tcp("dead", dead.port)))

        report = await inspect(hass, language="zh-Hans")

    assert found(report) == {("Dead", "path", "")}
    assert report["exceptions"][0]["finding"] == "不通：连接被拒绝"
    assert {entry["check"] for entry in report["not_checked"]} == {"ipv6", "egress_chosen", "switches_known"}


async def test_exception_that_comes_back_says_for_how_long(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    stage.agents["gym"].silence()
    await stage.run(site, 300)
    recurrences = []
    for _ in range(3):
        recurrences.append((await inspect(hass))["exceptions"][0]["recurrence"])
        stage.freezer.tick(7 * 86_400)

    first = (dt_util.now() - timedelta(days=21)).date().isoformat()
    assert recurrences == ["new", f"2nd week in a row, since {first}", f"3rd week in a row, since {first}"]


async def test_switch_that_does_not_answer_the_inspection_does_not_stop_it(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    stage.agents["gym"].silence()

    report = await inspect(hass)

    assert report["checked"] == 5


async def test_switch_that_hangs_delays_the_inspection_for_a_bounded_time(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    async def hang(*_: object) -> None:
        await asyncio.Event().wait()

    device = site.runtime_data.coordinators["gym"].device
    with (
        patch.object(device, "poll", hang),
        patch("custom_components.smart_campus.network.inspection.collecting.PARTS", ("uptime",)),
        patch("custom_components.smart_campus.network.inspection.collecting.ASKING_TIMEOUT_S", 0),
    ):
        report = await inspect(hass)

    assert report["checked"] == 5
