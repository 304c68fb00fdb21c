"""Paths of a probe take part in root causes by where they end."""

from collections.abc import Generator
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.link.probe.measurement import Measurement, Reason
from custom_components.smart_campus.campuslink.link.probe.prober import Prober
from custom_components.smart_campus.campuslink.link.probe.target import Target
from custom_components.smart_campus.network.reporting import describe_network
from custom_components.smart_campus.network.rules.port_map import PortRef
from custom_components.smart_campus.network.watch import NetworkWatch

from ..conftest import FakeCampus, make_site, meter
from .conftest import start
from .hearing import Ear
from .network_site import Stage, switch_subentry
from .probe_steps import probe, tcp


@pytest.fixture
def broken() -> Generator[set[str]]:
    """Return the hosts whose paths fail."""
    hosts: set[str] = set()

    async def measure(_self: Prober, target: Target) -> Measurement:
        if target.host in hosts:
            return Measurement(at=0.0, reason=Reason.NO_ANSWER)
        return Measurement(at=0.0, latency_ms=1.0)

    with (
        patch.object(Prober, "measure", measure),
        patch("custom_components.smart_campus.campuslink.device.probe.device.SPREAD_SHARE", 0.0),
    ):
        yield hosts


@pytest.fixture
async def site(hass: HomeAssistant, stage: Stage, broken: set[str]) -> MockConfigEntry:
    """Return a site with paths to a switch, to a meter behind it, and to somewhere else."""
    paths = probe(
        tcp("lab", 22, host="lab.example"),
        tcp("meter", 502, host="192.0.2.1"),
        tcp("egress", 443, host="198.51.100.1"),
        rounds=1,
    )
    entry = make_site(*map(switch_subentry, stage.agents), meter(1), paths)
    await start(hass, stage, entry)
    await entry.runtime_data.network.places.async_scan("lab")
    return entry


def causes(site: MockConfigEntry) -> dict[str, str]:
    return {item.name: item.cause_name for item in describe_network(site.runtime_data.network).unreachable}


async def test_paths_that_end_behind_a_dead_switch_fail_because_of_it(
    stage: Stage, campus: FakeCampus, site: MockConfigEntry, broken: set[str], ear: Ear
) -> None:
    await ear.listen("device_became_unreachable")

    stage.agents["lab"].silence()
    campus.link(1).silence()
    broken |= {"lab.example", "192.0.2.1", "198.51.100.1"}
    await stage.run(site, 300)

    assert causes(site) == {
        "Switch lab": "Switch lab",
        "Meter 1": "Switch lab",
        "Campus paths · Lab": "Switch lab",
        "Campus paths · Meter": "Switch lab",
        "Campus paths · Egress": "Campus paths · Egress",
    }
    assert sorted(ear.heard("name")) == [("Campus paths · Egress",), ("Switch lab",)]


async def test_path_that_answers_proves_that_its_switch_passes_traffic_on(
    hass: HomeAssistant, stage: Stage, campus: FakeCampus, site: MockConfigEntry, broken: set[str]
) -> None:
    stage.agents["lab"].silence()
    campus.link(1).silence()
    broken.add("192.0.2.1")
    await stage.run(site, 300)

    assert causes(site) == {
        "Switch lab": "Switch lab",
        "Meter 1": "Meter 1",
        "Campus paths · Meter": "Campus paths · Meter",
    }


async def test_availability_of_a_path_is_counted(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry, broken: set[str]
) -> None:
    watch: NetworkWatch = site.runtime_data.network
    begin = watch.availability.now
    broken.add("198.51.100.1")
    await stage.run(site, 600)

    spent = watch.availability.spent("probe:campus/egress", begin, watch.availability.now)

    assert spent.down_s == pytest.approx(600, abs=61)
    assert watch.availability.spent("probe:campus/lab", begin, watch.availability.now).down_s == 0


async def test_path_to_an_address_of_devices_in_several_places_hangs_nowhere(
    hass: HomeAssistant, stage: Stage, broken: set[str]
) -> None:
    entry = make_site(
        *map(switch_subentry, stage.agents), meter(1), meter(2), probe(tcp("gateway", 502, host="192.0.2.1"))
    )
    await start(hass, stage, entry)
    watch: NetworkWatch = entry.runtime_data.network
    for unit, switch in ((1, "lab"), (2, "core")):
        watch.places.port_map.confirm(f"key{unit}", PortRef(switch, "Gi0/5"), 0.0)
    await stage.run(entry, 60)

    attached = watch.places.attached(watch.reach.things).attachments

    assert {key: attached.get(key) for key in ("key1", "key2", "probe:campus/gateway")} == {
        "key1": "lab",
        "key2": "core",
        "probe:campus/gateway": None,
    }
