"""What tables of switches and of this machine say about who hangs where."""

from pathlib import Path

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.link.arp import read_arp
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.network.rules.port_map import PortMap
from custom_components.smart_campus.network.watch import NetworkWatch

from .conftest import start
from .network_site import LLDP, Stage, mac_of

ARP = """\
IP address       HW type     Flags       HW address            Mask     Device
192.0.2.7        0x1         0x2         02:00:00:00:00:07     *        eth0
192.0.2.8        0x1         0x0         00:00:00:00:00:00     *        eth0
192.0.2.9        0x1         0x2
"""


def test_addresses_of_this_machine_are_read_without_the_incomplete_ones(tmp_path: Path) -> None:
    file = tmp_path / "arp"
    file.write_text(ARP, "ascii")

    assert read_arp(file) == {"192.0.2.7": "02:00:00:00:00:07"}


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00" * 1000, b"x\n" + b"a " * 100_000])
def test_damaged_table_of_this_machine_holds_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "arp"
    file.write_bytes(content)

    assert read_arp(file) == {}


def test_machine_without_such_a_table_knows_no_addresses(tmp_path: Path) -> None:
    assert read_arp(tmp_path / "none") == {}


def announce(stage: Stage, switch: str, port: int, *, capability: int, name: str) -> None:
    """Let something with a capability (bits of LldpSystemCapabilitiesMap) announce itself at a port."""
    stage.agents[switch].see(port, name)
    stage.agents[switch].values[f"{LLDP}.4.1.1.12.0.{port}.1"] = bytes([capability])


async def scanned(hass: HomeAssistant, stage: Stage, entry: MockConfigEntry) -> NetworkWatch:
    await start(hass, stage, entry)
    watch: NetworkWatch = entry.runtime_data.network
    await watch.places.async_scan("lab")
    return watch


async def test_unknown_bridge_at_a_port_makes_it_an_uplink(
    hass: HomeAssistant, stage: Stage, new_site: MockConfigEntry
) -> None:
    announce(stage, "lab", 7, capability=0b0010_0000, name="foreign")

    watch = await scanned(hass, stage, new_site)

    found = [(item.at.port, item.neighbour) for item in watch.places.port_map.uplinks() if item.at.switch == "lab"]
    assert found == [("Gi0/1", "dist"), ("Gi0/7", None)]


async def test_telephone_that_passes_frames_on_is_no_uplink(
    hass: HomeAssistant, stage: Stage, new_site: MockConfigEntry
) -> None:
    announce(stage, "lab", 7, capability=0b0010_0100, name="telephone")

    watch = await scanned(hass, stage, new_site)

    assert "Gi0/7" not in {item.at.port for item in watch.places.port_map.uplinks()}


async def test_device_is_known_by_the_address_in_the_registry_and_announces_itself(
    hass: HomeAssistant, stage: Stage, new_site: MockConfigEntry
) -> None:
    await start(hass, stage, new_site)
    registry = dr.async_get(hass)
    device = registry.async_get_device_by_identifier((DOMAIN, "key2"), new_site.entry_id)
    assert device is not None
    registry.async_update_device(device.id, new_connections={(dr.CONNECTION_NETWORK_MAC, mac_of("gate").hex(":"))})
    announce(stage, "lab", 3, capability=0b0000_0001, name="gate")
    await stage.run(new_site, 400)

    watch: NetworkWatch = new_site.runtime_data.network
    await watch.places.async_scan("lab")

    place = watch.places.port_map.place_of("key2")
    assert place is not None
    assert (place.at.switch, place.at.port, place.source.value) == ("lab", "Gi0/3", "lldp")


async def test_switch_whose_addresses_cannot_be_read_is_asked_again_later(
    hass: HomeAssistant, stage: Stage, new_site: MockConfigEntry
) -> None:
    await start(hass, stage, new_site)
    watch: NetworkWatch = new_site.runtime_data.network
    watch.places.port_map = PortMap()
    for agent in stage.agents.values():
        agent.silence()
    await stage.run(new_site, 3900)
    assert watch.places.port_map.places() == ()
    for agent in stage.agents.values():
        agent.heal()

    await stage.run(new_site, 3900)

    assert [place.device for place in watch.places.port_map.places()] == ["key1", "key2"]


async def test_meter_has_no_addresses_to_look_at(hass: HomeAssistant, site: MockConfigEntry) -> None:
    assert await site.runtime_data.network.places.async_scan("key1") == frozenset()


async def test_switches_above_a_silent_device_are_asked_at_once(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    for agent in stage.agents.values():
        agent.link.asked.clear()

    site.runtime_data.network.places.ask_those_above("key1")
    await hass.async_block_till_done()

    assert {name for name, agent in stage.agents.items() if agent.link.asked} == {"core", "dist", "lab"}
